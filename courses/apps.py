"""Courses, their runs, enrolling, progress and the completion list."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from courses.pages import syncing
        from courses.registrar import access

        syncing.connect()
        access.connect()
