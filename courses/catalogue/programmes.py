"""Trainings of several courses."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from accounts.models import Organisation
from courses.catalogue.models import Course
from courses.catalogue.organised import CODE_TAKEN, PLAIN_CODE, OrganisedQuerySet
from home.words import said_in


class Programme(ClusterableModel):
    """A training of several courses in order, completed when all of them are."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    names = models.JSONField(_("names"), default=dict)
    courses = models.ManyToManyField(
        Course, through="ProgrammeCourse", related_name="programmes", verbose_name=_("courses")
    )

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, else in Finnish."""
        return said_in(self.names, get_language(), self.code)


class ProgrammeCourse(models.Model):
    """A course's place in a programme."""

    sort_order_field = "position"

    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="places")
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="places", verbose_name=_("course")
    )
    position = models.PositiveSmallIntegerField(editable=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "course"],
                name="courses_programme_course_once",
                violation_error_message=_("This course is in the programme already."),
            ),
            models.UniqueConstraint(
                fields=["programme", "position"],
                name="courses_programme_place_taken_once",
                violation_error_message=_("Another course has this place in the programme."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}: {self.position}"


class ProgrammeRun(models.Model):
    """
    A programme held by an organiser: one run of each of its courses, enrolled on as one.

    Dates and seats are those of its runs.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="programme_runs", verbose_name=_("programme")
    )
    organiser = models.ForeignKey(
        Organisation, models.PROTECT, related_name="programme_runs", verbose_name=_("organiser")
    )
    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        validators=[PLAIN_CODE],
        error_messages={"unique": CODE_TAKEN},
    )
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    objects = OrganisedQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of a programme")
        verbose_name_plural = _("runs of programmes")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("code"),
                name="courses_programme_run_code_once",
                violation_error_message=CODE_TAKEN,
            ),
        ]

    def __str__(self) -> str:
        return self.code
