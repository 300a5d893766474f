"""What a quiz asks, slot by slot, and from which result on it says what."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from quizzes.banks.models import Question, QuestionBank, must_be_source
from quizzes.quiz.models import Quiz

MOST_DRAWN = 200


class FeedbackBand(models.Model):
    """
    From which percent on a result gets which words: those on the quiz page, in this order.

    A band reaches up to the next one: from ≤ percent < the next one's from.
    """

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="bands")
    from_percent = models.DecimalField(
        _("from (%)"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    class Meta:
        verbose_name = _("feedback band")
        verbose_name_plural = _("feedback bands")
        ordering = ["from_percent"]
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "from_percent"],
                name="quizzes_band_begins_once",
                violation_error_message=_("Two bands begin at the same percent."),
            ),
            models.CheckConstraint(
                condition=Q(from_percent__gte=0, from_percent__lte=100),
                name="quizzes_band_between_0_and_100",
                violation_error_message=_("A band begins between 0 and 100 %."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_percent} %"


class QuizSlot(Orderable):
    """A place in a quiz: one fixed question, or so many drawn from a bank."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="slots")
    question = models.ForeignKey(
        Question,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="slots",
        verbose_name=_("fixed question"),
        help_text=_("Everybody gets this one. Otherwise leave it empty and choose a bank."),
    )
    bank = models.ForeignKey(
        QuestionBank,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="slots",
        verbose_name=_("bank to draw from"),
        help_text=_("Each attempt draws anew, first what this learner has seen least."),
    )
    draw_count = models.PositiveSmallIntegerField(
        _("how many to draw"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DRAWN)],
    )
    tag_names = models.CharField(
        _("tags"),
        max_length=250,
        blank=True,
        help_text=_("Draw only questions that have all of these. Separate by commas."),
    )
    starts_section = models.BooleanField(
        _("begins a section"),
        default=False,
        help_text=_("Its heading is written on the quiz page."),
    )
    points = models.DecimalField(
        _("points for each question"),
        max_digits=6,
        decimal_places=2,
        default=1,
        validators=[MinValueValidator(0)],
    )

    class Meta(Orderable.Meta):
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    question__isnull=False,
                    bank__isnull=True,
                    draw_count__isnull=True,
                    tag_names="",
                )
                | Q(
                    question__isnull=True,
                    bank__isnull=False,
                    # Said aloud: what compares with nothing is unknown, and unknown passes.
                    draw_count__isnull=False,
                    draw_count__gte=1,
                ),
                name="quizzes_slot_fixed_or_drawn_and_not_both",
                violation_error_message=_(
                    "Choose either a fixed question, or a bank and how many to draw."
                ),
            ),
            models.CheckConstraint(
                condition=Q(points__gte=0),
                name="quizzes_slot_points_not_below_zero",
                violation_error_message=_("Points are zero or more."),
            ),
            models.UniqueConstraint(
                fields=["quiz", "question"],
                name="quizzes_slot_asks_a_question_once",
                violation_error_message=_("This question is in the quiz already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.question or f"{self.draw_count} × {self.bank}")

    @property
    def tags(self) -> frozenset[str]:
        """The tags that a drawn question must have."""
        return frozenset(name for part in self.tag_names.split(",") if (name := part.strip()))

    @property
    def question_count(self) -> int:
        """How many questions this slot asks."""
        return 1 if self.question_id else self.draw_count or 0

    def clean(self) -> None:
        """Hold the fixed question to the source language, and say both halves of the choice."""
        super().clean()
        if self.question is not None:
            try:
                must_be_source(self.question)
            except ValidationError as error:
                raise ValidationError({"question": error}) from error
