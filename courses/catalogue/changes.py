"""What changed in a course since somebody completed it."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Course, CourseStep

LONGEST_SUMMARY = 2000


class CurriculumChangeQuerySet(models.QuerySet["CurriculumChange"]):
    def noted_between(
        self, start: datetime.datetime, end: datetime.datetime
    ) -> "CurriculumChangeQuerySet":
        """Written down in the half-open interval [start, end), whenever the course changed."""
        return self.filter(noted_at__gte=start, noted_at__lt=end)


class CurriculumChange(models.Model):
    """
    What changed in a course, in words: the curriculum's history, newest first.

    Holders of a certificate read in it what has changed since their completion.
    """

    course = models.ForeignKey(
        Course, models.PROTECT, related_name="changes", verbose_name=_("course")
    )
    changed_on = models.DateField(_("changed"), default=timezone.localdate)
    version = models.CharField(_("curriculum version"), max_length=20, blank=True)
    summary_fi = models.TextField(_("what changed, in Finnish"), max_length=LONGEST_SUMMARY)
    summary_sv = models.TextField(
        _("what changed, in Swedish"), max_length=LONGEST_SUMMARY, blank=True
    )
    summary_en = models.TextField(
        _("what changed, in English"), max_length=LONGEST_SUMMARY, blank=True
    )
    # The step that changed, where it was one: the refresher leads to it.
    step = models.ForeignKey(
        CourseStep,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="changes",
        verbose_name=_("step"),
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    # When it was written down, which may be after `changed_on`: holders are told by this.
    noted_at = models.DateTimeField(_("noted"), default=timezone.now, editable=False)

    objects = CurriculumChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change in the curriculum")
        verbose_name_plural = _("changes in the curriculum")
        ordering = ["-changed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(summary_fi=""),
                name="courses_change_says_something",
                violation_error_message=_("Say in Finnish what changed."),
            ),
        ]
        indexes = [
            # What changed in a course since a day.
            models.Index(fields=["course", "-changed_on"], name="courses_change_since_idx"),
        ]

    def __str__(self) -> str:
        return self.summary

    @property
    def summary(self) -> str:
        """What changed, in the reader's language, else in Finnish."""
        return getattr(self, f"summary_{self.language}")

    @property
    def language(self) -> str:
        """The language that `summary` is in."""
        asked = (get_language() or "fi")[:2]
        return asked if getattr(self, f"summary_{asked}", "") else "fi"
