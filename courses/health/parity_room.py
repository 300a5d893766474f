"""The room where translators see a course page by page, language by language."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from courses.catalogue.course_room import CourseRoom
from courses.health.parity import TRANSLATED_TO, parity_rows, summary


class ParityRoom(CourseRoom):
    """A course's pages in each language; every cell leads to what can be done next."""

    template_name = "courses/health/parity.html"
    page_title = gettext_lazy("Languages of the course")
    header_icon = "globe"

    def way(self) -> list[dict[str, Any]]:
        """The health of the course."""
        return [
            {"url": reverse("courses_health"), "label": _("Course health")},
            {"url": reverse("course_health", args=[self.course.pk]), "label": self.course.code},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the rows and how much is done in each language."""
        rows = parity_rows(self.course)
        return super().get_context_data(**kwargs) | {
            "course": self.course,
            "rows": rows,
            "languages": [get_language_info(code)["name_translated"] for code in TRANSLATED_TO],
            "summary": [
                (get_language_info(code)["name_translated"], done, total)
                for code, done, total in summary(rows)
            ],
        }
