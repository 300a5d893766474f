"""Self-assessment of competence: statements on a scale, before and after."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from home.words import said_in

FEWEST_LEVELS, MOST_LEVELS = 3, 10
LEVELS = _("A scale has 3 to 10 levels.")


class StatementSet(ClusterableModel):
    """
    Statements on which learners rate their competence, the same before and after.

    Never deleted: ratings point at it. Words are in JSON per language, {"fi": …}.
    """

    name = models.CharField(_("name"), max_length=150, unique=True, help_text=_("For editors."))
    levels = models.PositiveSmallIntegerField(
        _("levels"),
        default=5,
        validators=[
            MinValueValidator(FEWEST_LEVELS, LEVELS),
            MaxValueValidator(MOST_LEVELS, LEVELS),
        ],
    )
    lowest = models.JSONField(_("what the lowest level means"), default=dict)
    highest = models.JSONField(_("what the highest level means"), default=dict)

    class Meta:
        verbose_name = _("statements of competence")
        verbose_name_plural = _("statements of competence")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(levels__gte=FEWEST_LEVELS, levels__lte=MOST_LEVELS),
                name="courses_statements_3_to_10_levels",
                violation_error_message=LEVELS,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def current(self) -> "list[Statement]":
        """The statements that are asked today, in order."""
        return [found for found in self.statements.all() if found.retired_at is None]

    def is_rated(self) -> bool:
        """Whether anybody has rated themselves on it: its scale stays from then on."""
        return bool(self.pk) and self.ratings.exists()


class Statement(models.Model):
    """One statement, such as "I can make a plan for work ability with my client"."""

    sort_order_field = "position"

    statement_set = ParentalKey(StatementSet, on_delete=models.CASCADE, related_name="statements")
    position = models.PositiveSmallIntegerField(editable=False, default=0)
    words = models.JSONField(_("statement"), default=dict)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return said_in(self.words, get_language(), str(self.pk))


class SelfRating(models.Model):
    """
    How a learner rated themselves, once before and once after. Never a part of a grade.

    `answers` is {statement id as text: level}; `statements` freezes their words as shown,
    [{"id", "words"}]; levels run from 1 to `levels`.
    """

    class Moment(models.TextChoices):
        BEFORE = "before", _("before the training")
        AFTER = "after", _("after the training")

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="self_ratings")
    step = models.ForeignKey(CourseStep, models.PROTECT, related_name="self_ratings")
    statement_set = models.ForeignKey(
        StatementSet, models.PROTECT, related_name="ratings", verbose_name=_("statements")
    )
    moment = models.CharField(max_length=10, choices=Moment.choices)
    levels = models.PositiveSmallIntegerField()
    answers = models.JSONField(default=dict)
    statements = models.JSONField(default=list)
    rated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("self-assessment")
        verbose_name_plural = _("self-assessments")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "statement_set", "moment"],
                name="courses_rating_once_before_once_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.moment}"
