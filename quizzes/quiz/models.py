"""A quiz: its rules, once for all languages, and its page in each."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, PageManager
from wagtail_localize.fields import SynchronizedField, TranslatableField

from courses.pages.models import StepPage
from home.blocks import SHORT_FEATURES
from home.words import SOURCE_LANGUAGE
from quizzes.banks.models import Question, QuestionBank, must_be_source

MOST_DRAWN = 200


class Quiz(ClusterableModel):
    """
    The rules of a quiz, and the slots that say which questions it asks.

    Rules are copied to an attempt when it starts, so a change reaches later attempts only.
    """

    class Counting(models.TextChoices):
        HIGHEST = "highest", _("the best attempt")
        AVERAGE = "average", _("the average of the attempts")
        FIRST = "first", _("the first attempt")
        LAST = "last", _("the last attempt")

    name = models.CharField(
        _("name"),
        max_length=150,
        unique=True,
        help_text=_("For editors; learners see the title of the quiz's page."),
    )
    pass_percent = models.PositiveSmallIntegerField(
        _("pass mark (%)"),
        default=60,
        validators=[MaxValueValidator(100)],
        help_text=_("The quiz is passed with this share of its points, or more."),
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts allowed"), default=0, help_text=_("0 = as many as one likes.")
    )
    counting = models.CharField(
        _("which result counts"),
        max_length=10,
        choices=Counting.choices,
        default=Counting.HIGHEST,
        help_text=_("The result that is shown. A pass in any attempt completes the step."),
    )
    time_limit_minutes = models.PositiveSmallIntegerField(
        _("time limit (minutes)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_(
            "Empty: no limit. The time runs from the start, also while the page is closed; "
            "when it is up, the saved answers are submitted."
        ),
    )
    last_start_at = models.DateTimeField(
        _("last start"),
        null=True,
        blank=True,
        help_text=_("No attempt starts after this. One that has started may go on."),
    )
    closes_at = models.DateTimeField(
        _("hard close"),
        null=True,
        blank=True,
        help_text=_("Every attempt ends here at the latest, whatever time it has left."),
    )

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pass_percent__lte=100),
                name="quizzes_quiz_pass_mark_at_most_100",
                violation_error_message=_("The pass mark is 100 % at most."),
            ),
            models.CheckConstraint(
                condition=Q(time_limit_minutes__isnull=True) | Q(time_limit_minutes__gt=0),
                name="quizzes_quiz_time_limit_above_zero",
                violation_error_message=_("A time limit is one minute or more; empty means none."),
            ),
            models.CheckConstraint(
                condition=Q(last_start_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(last_start_at__lte=models.F("closes_at")),
                name="quizzes_quiz_last_start_before_hard_close",
                violation_error_message=_("The last start is before the hard close."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


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


class QuizPageManager(PageManager):
    def asked_as(self, step: Any) -> models.QuerySet["QuizPage"]:
        """The live page of a step in the source language, with its quiz: what the step asks."""
        pages = self.live().filter(translation_key=step.key, locale__language_code=SOURCE_LANGUAGE)
        return pages.select_related("quiz")


class QuizPage(StepPage):
    """A quiz in words: what it is about, before it is started."""

    step_kind = "quiz"

    quiz = models.ForeignKey(
        Quiz,
        models.PROTECT,
        related_name="pages",
        verbose_name=_("quiz"),
        help_text=_("Rules and questions, the same in every language; made under Quizzes."),
    )
    introduction = RichTextField(
        _("introduction"),
        blank=True,
        features=SHORT_FEATURES,
        help_text=_("What the quiz is about. Pass mark, time and attempts show by themselves."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("quiz"),
        FieldPanel("introduction"),
        *StepPage.step_panels,
    ]
    objects = QuizPageManager()

    template = "quizzes/quiz_page.html"
    page_description = _("Questions on a module, or the exam. Its rules are made under Quizzes.")
    override_translatable_fields = [
        *StepPage.step_fields,
        SynchronizedField("quiz", overridable=False),
        TranslatableField("introduction"),
    ]
    preview_modes = [("", _("Start")), ("questions", _("Questions, one draw"))]

    class Meta:
        verbose_name = _("quiz page")
        verbose_name_plural = _("quiz pages")

    def publishing_problems(self) -> list[str]:
        """A quiz is published with questions enough to ask."""
        from quizzes.quiz.readiness import readiness_problems

        own = super().publishing_problems()
        return [*own, *readiness_problems(self.quiz.slots.all())]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the rules and, for a learner, the attempts and the one thing to do next."""
        from quizzes.quiz.starting_point import starting_point

        context = super().get_context(request, *args, **kwargs)
        return context | starting_point(request, self)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Show the start, or one draw of the questions."""
        if mode_name == "questions":
            return "quizzes/questions_preview.html"
        return super().get_preview_template(request, mode_name)

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Draw and freeze in memory; a preview records no attempt."""
        if mode_name == "questions":
            from quizzes.attempts.showing import sample_draw

            return {"page": self, "request": request} | sample_draw(self.quiz)
        return super().get_preview_context(request, mode_name)
