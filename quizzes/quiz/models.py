"""A quiz: its rules, once for all languages, and its page in each."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager
from wagtail_localize.fields import SynchronizedField, TranslatableField

from courses.pages.models import SAMPLE_MODES, StepPage
from home.blocks import SHORT_FEATURES
from home.blocks.text import ProseBlock
from home.findings import Finding, advice, stop
from home.guide.panels import GuidePanel
from home.reach import A_WEEK, A_YEAR, AT_MOST_A_WEEK, AT_MOST_A_YEAR, in_our_time
from home.words import SOURCE_LANGUAGE
from quizzes.quiz.timing import timing_constraints

MOST_ATTEMPTS = 100
AT_MOST_ATTEMPTS = _("100 attempts at most; 0 means as many as one likes.")
HIGHEST_GRADE = 10_000
AT_MOST_GRADE = _("The highest grade is 10,000 at most.")


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

    class Behaviour(models.TextChoices):
        DEFERRED = "deferred", _("feedback after submitting")
        IMMEDIATE = "immediate", _("each question can be checked once")
        INTERACTIVE = "interactive", _("several tries with hints")

    class WhenTimeIsUp(models.TextChoices):
        SUBMIT = "submit", _("the saved answers are submitted")
        GRACE = "grace", _("the answers may still be submitted for a while, but not changed")
        ABANDON = "abandon", _("an attempt that was not submitted never counts")

    class Layout(models.TextChoices):
        ONE = "one", _("one question a page")
        SECTION = "section", _("one section a page")
        ALL = "all", _("all questions on one page")

    class Navigation(models.TextChoices):
        FREE = "free", _("in any order")
        SEQUENTIAL = "sequential", _("in order, without going back")

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
        _("attempts allowed"),
        default=0,
        validators=[MaxValueValidator(MOST_ATTEMPTS, AT_MOST_ATTEMPTS)],
        help_text=_("0 = as many as one likes."),
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
        validators=[MinValueValidator(1), MaxValueValidator(A_WEEK, AT_MOST_A_WEEK)],
        help_text=_(
            "Empty: no limit. The time runs from the start, also while the page is closed; "
            "when it is up, the saved answers are submitted."
        ),
    )
    when_time_is_up = models.CharField(
        _("when time is up"),
        max_length=10,
        choices=WhenTimeIsUp.choices,
        default=WhenTimeIsUp.SUBMIT,
    )
    grace_minutes = models.PositiveIntegerField(
        _("time to submit afterwards (minutes)"),
        default=24 * 60,
        validators=[MaxValueValidator(A_YEAR, AT_MOST_A_YEAR)],
        help_text=_("Where answers may still be submitted after the time is up. 1440 is a day."),
    )
    first_delay_minutes = models.PositiveIntegerField(
        _("wait after the first attempt (minutes)"),
        default=0,
        validators=[MaxValueValidator(A_YEAR, AT_MOST_A_YEAR)],
    )
    later_delay_minutes = models.PositiveIntegerField(
        _("wait after later attempts (minutes)"),
        default=0,
        validators=[MaxValueValidator(A_YEAR, AT_MOST_A_YEAR)],
    )
    behaviour = models.CharField(
        _("how questions behave"),
        max_length=12,
        choices=Behaviour.choices,
        default=Behaviour.DEFERRED,
    )
    layout = models.CharField(
        _("questions on a page"), max_length=10, choices=Layout.choices, default=Layout.ONE
    )
    navigation = models.CharField(
        _("moving between questions"),
        max_length=12,
        choices=Navigation.choices,
        default=Navigation.FREE,
    )
    shuffle = models.BooleanField(
        _("shuffle the questions"),
        default=False,
        help_text=_("Within each section, anew for each attempt."),
    )
    grade_max = models.DecimalField(
        _("highest grade"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(HIGHEST_GRADE, AT_MOST_GRADE)],
        help_text=_("Results are scaled to this. Empty: the sum of the points."),
    )
    # Which of `reviewing.FIELDS` a learner sees at which of `reviewing.MOMENTS`.
    review = models.JSONField(_("what a learner sees, and when"), default=dict, blank=True)
    anonymous_grading = models.BooleanField(
        _("grade without names"),
        default=False,
        help_text=_("Who grades answers does not see whose they are."),
    )
    opens_at = models.DateTimeField(
        _("opens"),
        null=True,
        blank=True,
        validators=[in_our_time],
        help_text=_("No attempt starts before this."),
    )
    last_start_at = models.DateTimeField(
        _("last start"),
        null=True,
        blank=True,
        validators=[in_our_time],
        help_text=_("No attempt starts after this. One that has started may go on."),
    )
    closes_at = models.DateTimeField(
        _("hard close"),
        null=True,
        blank=True,
        validators=[in_our_time],
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
            *timing_constraints("quizzes_quiz"),
            models.CheckConstraint(
                condition=Q(grade_max__isnull=True) | Q(grade_max__gt=0),
                name="quizzes_quiz_highest_grade_above_zero",
                violation_error_message=_("The highest grade is above zero; empty means points."),
            ),
            models.CheckConstraint(
                condition=Q(grade_max__isnull=True) | Q(grade_max__lte=HIGHEST_GRADE),
                name="quizzes_quiz_highest_grade_at_most_10000",
                violation_error_message=AT_MOST_GRADE,
            ),
            models.CheckConstraint(
                condition=Q(attempts_allowed__lte=MOST_ATTEMPTS),
                name="quizzes_quiz_attempts_at_most_100",
                violation_error_message=AT_MOST_ATTEMPTS,
            ),
            models.CheckConstraint(
                condition=Q(time_limit_minutes__isnull=True) | Q(time_limit_minutes__lte=A_WEEK),
                name="quizzes_quiz_time_limit_at_most_a_week",
                violation_error_message=AT_MOST_A_WEEK,
            ),
            models.CheckConstraint(
                condition=Q(
                    grace_minutes__lte=A_YEAR,
                    first_delay_minutes__lte=A_YEAR,
                    later_delay_minutes__lte=A_YEAR,
                ),
                name="quizzes_quiz_waits_at_most_a_year",
                violation_error_message=AT_MOST_A_YEAR,
            ),
        ]

    def __str__(self) -> str:
        return self.name


class QuizPageManager(PageManager):
    def asked_as(self, step: Any) -> models.QuerySet["QuizPage"]:
        """The live page of a step in the source language, with its quiz: what the step asks."""
        return self.asked_as_any([step.key])

    def asked_as_any(self, keys: Collection[UUID]) -> models.QuerySet["QuizPage"]:
        """The live pages of steps, by their keys, as `asked_as`."""
        pages = self.live().filter(translation_key__in=keys, locale__language_code=SOURCE_LANGUAGE)
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

    section_titles = StreamField(
        [("title", blocks.CharBlock(label=_("Heading"), max_length=150))],
        blank=True,
        verbose_name=_("headings of the sections"),
        help_text=_("One for each section of the quiz, in order."),
    )
    band_words = StreamField(
        [("words", ProseBlock(label=_("Feedback"), features=SHORT_FEATURES))],
        blank=True,
        verbose_name=_("feedback by result"),
        help_text=_("One for each feedback band of the quiz, the lowest first."),
    )

    content_panels = [
        GuidePanel("quiz_page"),
        *Page.content_panels,
        FieldPanel("quiz"),
        FieldPanel("introduction"),
        FieldPanel("section_titles"),
        FieldPanel("band_words"),
        *StepPage.step_panels,
    ]
    objects = QuizPageManager()

    template = "quizzes/quiz_page.html"
    page_description = _("Questions on a module, or the exam. Its rules are made under Quizzes.")
    override_translatable_fields = [
        *StepPage.step_fields,
        SynchronizedField("quiz", overridable=False),
        TranslatableField("introduction"),
        TranslatableField("section_titles"),
        TranslatableField("band_words"),
    ]
    preview_modes = [*SAMPLE_MODES, ("questions", _("Questions, one draw"))]

    class Meta(StepPage.Meta):
        verbose_name = _("quiz page")
        verbose_name_plural = _("quiz pages")

    def publishing_problems(self) -> list[Finding | str]:
        """A quiz is published with questions enough to ask."""
        from quizzes.quiz.readiness import readiness_problems

        own = super().publishing_problems()
        found = readiness_problems(self.quiz.slots.all(), self._language)
        return [*own, *(stop("quiz_not_ready", words, field="quiz") for words in found)]

    def publishing_advice(self) -> list[Finding | str]:
        """Questions that are not translated are asked in Finnish."""
        from quizzes.quiz.readiness import language_advice, untranslated_advice

        own = super().publishing_advice()
        slots = self.quiz.slots.select_related("question")
        typed = language_advice(slots, self._language)
        lacking = untranslated_advice(slots) if self._language == SOURCE_LANGUAGE else []
        return [
            *own,
            *(advice("answers_untranslated", words, field="quiz") for words in typed),
            *(advice("questions_untranslated", words, field="quiz") for words in lacking),
        ]

    @property
    def _language(self) -> str:
        return self.locale.language_code if self.locale_id else SOURCE_LANGUAGE

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
