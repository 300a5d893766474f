"""Quizzes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuizzesConfig(AppConfig):
    name = "quizzes"
    verbose_name = _("Quizzes")

    def ready(self) -> None:
        from accounts import admin_door, personal_data
        from home import clock, outbox
        from quizzes.analysis import access as analysis
        from quizzes.assessing import access, clearing, marking, notices, regrading
        from quizzes.attempts.submitting import close_all_overdue
        from quizzes.personal_data import erase_quizzes, export_quizzes

        clock.register("quizzes.overdue", close_all_overdue)
        clock.register("quizzes.files", clearing.clear_files)
        outbox.register(marking.TELL_GRADED, notices.tell_graded, queue="mail")
        outbox.register(regrading.APPLY, regrading.apply_regrade)
        outbox.register(regrading.TELL_REGRADED, notices.tell_regraded, queue="mail")
        admin_door.open_to_staff(access.ROOMS)
        admin_door.open_to_staff(analysis.ROOMS)
        personal_data.register("quizzes", export=export_quizzes, erase=erase_quizzes)
