"""What was found in a course when it was last looked through."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Course


class CourseHealth(models.Model):
    """
    The findings of a course, made by a task after publishing and each night.

    `findings` are rows of {"code", "level", "page", "language", "field", "block", "words"}, the
    course's own first (`page` is null), then the pages' in the order of the tree; `words` are by
    language, so that each editor reads them in their own.
    """

    course = models.OneToOneField(
        Course, models.CASCADE, related_name="health", verbose_name=_("course")
    )
    looked_at = models.DateTimeField(_("looked through"))
    outline_version = models.PositiveIntegerField()
    findings = models.JSONField(default=list)

    class Meta:
        verbose_name = _("course health")
        verbose_name_plural = _("course health")

    def __str__(self) -> str:
        return f"{self.course_id}: {len(self.findings)}"
