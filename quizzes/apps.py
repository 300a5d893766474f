"""Quizzes."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class QuizzesConfig(AppConfig):
    name = "quizzes"
    verbose_name = _("Quizzes")

    def ready(self) -> None:
        from accounts import admin_door, personal_data
        from courses.dashboards import waiting
        from courses.following import tries
        from courses.pages import leaving
        from courses.progress import coming
        from home import clock, handed_in, outbox
        from quizzes.analysis import access as analysis
        from quizzes.analysis import dashboard
        from quizzes.assessing import access, clearing, files, marking, notices, regrading
        from quizzes.attempts.coming import coming_quizzes
        from quizzes.attempts.counting import attempts_at
        from quizzes.attempts.extending import exception_changed
        from quizzes.attempts.failing import tries_on, waiting_on
        from quizzes.attempts.submitting import close_all_overdue
        from quizzes.exchange import uploading
        from quizzes.packages import connecting as packages
        from quizzes.personal_data import erase_quizzes, export_quizzes
        from quizzes.quiz import exceptions_admin

        for signal in (post_save, post_delete):
            signal.connect(exception_changed, sender="quizzes.QuizOverride")
        clock.register("quizzes.overdue", close_all_overdue)
        clock.register("quizzes.files", clearing.clear_files)
        clock.register("quizzes.imports", uploading.clear_uploads)
        outbox.register(marking.TELL_GRADED, notices.tell_graded, queue="mail")
        outbox.register(regrading.APPLY, regrading.apply_regrade)
        outbox.register(uploading.IMPORT, uploading.carry_out)
        outbox.register(regrading.TELL_REGRADED, notices.tell_regraded, queue="mail")
        admin_door.open_to_staff(access.ROOMS)
        admin_door.open_to_staff(exceptions_admin.ROOMS)
        admin_door.open_to_staff(analysis.ROOMS)
        handed_in.register("quizzes", files.weight_of)
        leaving.register("quizzes", attempts_at)
        packages.connect()
        tries.register("quizzes", tries_on)
        waiting.register("quizzes", waiting_on)
        dashboard.connect()
        coming.register("quizzes", coming_quizzes)
        personal_data.register("quizzes", export=export_quizzes, erase=erase_quizzes)
