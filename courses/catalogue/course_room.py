"""What the rooms of one course in the administration have in common."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.models import User
from courses.catalogue.models import Course
from home.rooms import Room


class CourseRoom(Room):
    """A room of the course that its address names, for those who edit courses."""

    course_kwarg = "pk"

    def admits(self, user: User) -> bool:
        """Those who edit courses."""
        return user.has_perm("courses.change_course")

    def courses(self) -> "QuerySet[Course]":
        """Where the course is looked for, with what the room needs of it."""
        return Course.objects.all()

    @cached_property
    def course(self) -> Course:
        """The course of this address."""
        return get_object_or_404(self.courses(), pk=self.kwargs[self.course_kwarg])

    def get_page_subtitle(self) -> str:
        """The course."""
        return str(self.course)

    def way(self) -> list[dict[str, Any]]:
        """The course."""
        return [{"url": reverse("course:edit", args=[self.course.pk]), "label": self.course.code}]
