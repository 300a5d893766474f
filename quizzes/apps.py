"""Quizzes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuizzesConfig(AppConfig):
    name = "quizzes"
    verbose_name = _("Quizzes")

    def ready(self) -> None:
        from home import clock
        from quizzes.attempts.submitting import close_all_overdue

        clock.register("quizzes.overdue", close_all_overdue)
