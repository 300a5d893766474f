"""Courses, their runs, enrolling, progress and the completion list."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from accounts import admin_door, personal_data
        from courses import forgetting, notice_kinds
        from courses.activities import connecting as activities
        from courses.dashboards import connecting as dashboards
        from courses.enrolling import enrolling_many, letters, waiting
        from courses.following import connecting as following
        from courses.health import looking
        from courses.packages import connecting as packages
        from courses.pages import moving, noting, referring, syncing
        from courses.personal_data import KEEP_UNTIL, erase_courses, export_courses
        from courses.progress import connecting as progress
        from courses.registrar import access
        from courses.registrar import connecting as registrar
        from courses.searching import indexing
        from home import clock

        notice_kinds.connect()
        syncing.connect()
        moving.connect()
        noting.connect()
        referring.connect()
        progress.connect()
        registrar.connect()
        activities.connect()
        letters.connect()
        following.connect()
        dashboards.connect()
        packages.connect()
        admin_door.open_to_staff(access.ROOMS)
        clock.register("course health", looking.look_where_due)
        clock.register("search", indexing.refresh)
        clock.register("waiting lists", waiting.run_waiting_lists)
        clock.register("files of people", enrolling_many.clear_rosters)
        clock.register("old work", forgetting.erase_daily)
        personal_data.register(
            "courses", export=export_courses, erase=erase_courses, keep_until=KEEP_UNTIL
        )
