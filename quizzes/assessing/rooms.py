"""What the rooms of graders and of menders of questions have in common."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from home.rooms import Room
from quizzes.assessing.access import grades, mends_questions


class GradersRoom(Room):
    """A room of those who grade answers."""

    page_title = _("Grading")
    header_icon = "check"

    def admits(self, user: User) -> bool:
        """Graders."""
        return grades(user)

    def queue_crumb(self) -> dict[str, Any]:
        """The link to the list of what waits."""
        return {"url": reverse("grading:queue"), "label": _("Grading")}


class MendersRoom(Room):
    """A room of those who mend questions."""

    page_title = _("Flawed questions")
    header_icon = "warning"

    def admits(self, user: User) -> bool:
        """Editors and administrators."""
        return mends_questions(user)
