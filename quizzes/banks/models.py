"""Banks of questions. A question is edited, translated and published one at a time."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase, Tag
from wagtail.fields import RichTextField, StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail_localize.fields import SynchronizedField, TranslatableField

from home.checks import PublishGate
from home.findings import Finding, stop
from home.words import SOURCE_LANGUAGE
from quizzes.banks.blocks import AnswerBlock
from quizzes.banks.blocks_common import FEEDBACK_FEATURES
from quizzes.banks.hints import HintBlock

STEM_FEATURES = ["bold", "italic", "superscript", "subscript", "ol", "ul", "link", "image"]


class QuestionBank(models.Model):
    """Questions that belong together: a course's exam, a module's quiz. Never deleted in use."""

    name = models.CharField(_("name"), max_length=150, unique=True)
    description = models.TextField(
        _("description"),
        blank=True,
        help_text=_("For other editors: what the questions are about, and where they are used."),
    )

    class Meta:
        verbose_name = _("question bank")
        verbose_name_plural = _("question banks")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class QuestionQuerySet(models.QuerySet["Question"]):
    def in_source_language(self) -> "QuestionQuerySet":
        """The rows that hold structure and key; translations only add words."""
        return self.filter(locale__language_code=SOURCE_LANGUAGE)

    def drawable(self) -> "QuestionQuerySet":
        """Questions that an attempt may ask: published in the source language."""
        return self.in_source_language().filter(live=True)


class Question(
    PublishGate,
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    ClusterableModel,
):
    """
    One question in one language.

    Structure and key (which options are right) are read from the source language alone;
    a translation gives words to the same options, matched by their ids.
    """

    class Kind(models.TextChoices):
        SINGLE_CHOICE = "single_choice", _("single choice")
        MULTIPLE_CHOICE = "multiple_choice", _("multiple choice")
        TRUE_FALSE = "true_false", _("true or false")
        MATCHING = "matching", _("matching")
        ORDERING = "ordering", _("ordering")
        SHORT_ANSWER = "short_answer", _("short answer")
        NUMERICAL = "numerical", _("numerical")
        CLOZE = "cloze", _("gaps to fill by writing")
        GAP_SELECT = "gap_select", _("gaps to fill by choosing")
        ESSAY = "essay", _("essay")
        DESCRIPTION = "description", _("text between questions")

    bank = models.ForeignKey(
        QuestionBank, models.PROTECT, related_name="questions", verbose_name=_("bank")
    )
    code = models.CharField(
        _("code"),
        max_length=100,
        help_text=_(
            "Short and unique in its bank, such as TT1-04. Lists and imports know it by this."
        ),
    )
    name = models.CharField(
        _("name"), max_length=255, help_text=_("A few words for editors; learners never see it.")
    )
    # Kept from the answer block, for lists and filters.
    kind = models.CharField(
        _("type"), max_length=30, choices=Kind.choices, blank=True, editable=False
    )
    stem = RichTextField(
        _("question"),
        features=STEM_FEATURES,
        help_text=_("Ask one thing. Say “not” in bold if it must be there."),
    )
    answer = StreamField(
        AnswerBlock(),
        verbose_name=_("answer"),
        help_text=_("Choose the type once; every option says what it is worth, and why."),
    )
    general_feedback = RichTextField(
        _("general feedback"),
        blank=True,
        features=FEEDBACK_FEATURES,
        help_text=_("Shown to everybody after the attempt, whatever they answered."),
    )
    hints = StreamField(
        [("hint", HintBlock())],
        blank=True,
        verbose_name=_("hints"),
        help_text=_("Where a quiz gives several tries, one is shown after each wrong try."),
    )
    penalty = models.DecimalField(
        _("penalty for a wrong try"),
        max_digits=8,
        decimal_places=7,
        default=Decimal("0.3333333"),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("The share of the points that each try after the first one costs."),
    )
    default_points = models.DecimalField(
        _("points"),
        max_digits=6,
        decimal_places=2,
        default=1,
        validators=[MinValueValidator(0)],
        help_text=_("Suggested to quizzes and kept in files; a quiz gives its own points."),
    )
    category = models.CharField(
        _("category"),
        max_length=500,
        blank=True,
        help_text=_("The path of the question in the file that it came from."),
    )
    tags = ClusterTaggableManager(
        through="quizzes.QuestionTag",
        blank=True,
        verbose_name=_("tags"),
        help_text=_("A quiz may draw only questions with certain tags."),
    )

    objects = QuestionQuerySet.as_manager()

    override_translatable_fields = [
        SynchronizedField("bank"),
        SynchronizedField("code"),
        SynchronizedField("name"),
        TranslatableField("stem"),
        TranslatableField("answer"),
        TranslatableField("general_feedback"),
        TranslatableField("hints"),
        SynchronizedField("penalty"),
        SynchronizedField("default_points"),
        SynchronizedField("category"),
        SynchronizedField("tagged_items"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["bank__name", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["bank", "code", "locale"],
                name="quizzes_question_code_once_per_bank",
                violation_error_message=_("Another question of this bank has this code."),
            ),
            models.CheckConstraint(
                condition=models.Q(penalty__gte=0, penalty__lte=1),
                name="quizzes_question_penalty_between_0_and_1",
                violation_error_message=_("A penalty is between 0 and 1."),
            ),
            models.CheckConstraint(
                condition=models.Q(default_points__gte=0),
                name="quizzes_question_points_not_below_zero",
                violation_error_message=_("Points are zero or more."),
            ),
        ]
        indexes = [
            # What may be drawn from a bank.
            models.Index(
                fields=["bank", "locale"],
                condition=models.Q(live=True),
                name="quizzes_question_drawable_idx",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the type from the answer block."""
        raw = self.answer.raw_data
        self.kind = raw[0]["type"] if len(raw) else ""
        super().save(*args, **kwargs)

    def publishing_problems(self) -> list[Finding | str]:
        """Gaps need their places in the text; a translation must follow its source."""
        from quizzes.banks.translating import stem_problems, translation_problems

        return [
            *(stop("gaps", words, field="stem") for words in stem_problems(self)),
            *(stop("unlike_source", words, field="answer") for words in translation_problems(self)),
        ]

    preview_modes = [("question", _("As asked")), ("review", _("With the answer"))]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Show it in the learner's own templates."""
        return "quizzes/question_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Freeze the draft in memory, as a draw would; nothing is recorded."""
        from quizzes.attempts.showing import sample

        context = super().get_preview_context(request, mode_name)
        return context | {"question": sample(self), "with_answer": mode_name == "review"}


class QuestionTag(ItemBase):
    """A tag of a question."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="quizzes_question_tags")
    content_object = ParentalKey(Question, on_delete=models.CASCADE, related_name="tagged_items")

    class Meta:
        verbose_name = _("tag of a question")
        verbose_name_plural = _("tags of questions")
        constraints = [
            models.UniqueConstraint(
                fields=["tag", "content_object"],
                name="quizzes_question_tagged_once",
                violation_error_message=_("This question has this tag already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content_object_id}: {self.tag_id}"


def must_be_source(question: Question) -> None:
    """Refuse a translation where a question is chosen: its source stands for all languages."""
    if question.locale.language_code != SOURCE_LANGUAGE:
        raise ValidationError(_("Choose the Finnish question; its translations come along."))
