"""
Pages of steps that are more than reading: assignments, webinars, self-assessments.

Their rules are synchronised fields: the same in every language, copied to the step's `terms`
at publishing, so that deeds and those who assess them need no page.
"""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from courses.activities.statements import SelfRating, StatementSet
from courses.catalogue.models import Course
from courses.pages.models import SAMPLE_MODES, StepPage
from home.blocks import SHORT_FEATURES, ContentBlock
from home.fields import BodyField
from home.findings import Finding
from home.guide.panels import GuidePanel

MOST_WORDS = 20_000
AT_MOST_WORDS = _("20,000 words at most.")
MOST_FILES = 20
AT_MOST_FILES = _("20 files at most.")
MOST_ROUNDS = 20
AT_MOST_ROUNDS = _("20 times at most.")


class CriterionBlock(blocks.StructBlock):
    """One thing by which a submission is assessed."""

    name = blocks.CharBlock(label=_("Criterion"), max_length=150, default="")
    description = blocks.TextBlock(
        label=_("What is looked for"), required=False, default="", rows=2
    )
    points = blocks.DecimalBlock(
        label=_("Points"), min_value=0, max_value=1000, max_digits=6, decimal_places=2, default=1
    )

    class Meta:
        icon = "tick"
        label = _("Criterion")


class AssignmentPage(StepPage):
    """A task that is handed in as text or files, and assessed by a member of staff."""

    step_kind = "assignment"

    class Text(models.TextChoices):
        REQUIRED = "required", _("a text is required")
        OPTIONAL = "optional", _("a text may be written")
        NONE = "none", _("files only")

    summary = models.TextField(_("summary"), blank=True, help_text=_("One sentence on the task."))
    body = BodyField(ContentBlock(), verbose_name=_("the task"))
    scale = models.CharField(
        _("scale"), max_length=20, choices=Course.Scale.choices, default=Course.Scale.PASS_FAIL
    )
    text_wanted = models.CharField(
        _("text"), max_length=10, choices=Text.choices, default=Text.REQUIRED
    )
    min_words = models.PositiveIntegerField(
        _("words at least"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_WORDS, AT_MOST_WORDS)],
    )
    max_words = models.PositiveIntegerField(
        _("words at most"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_WORDS, AT_MOST_WORDS)],
    )
    files_least = models.PositiveSmallIntegerField(
        _("files at least"), default=0, validators=[MaxValueValidator(MOST_FILES, AT_MOST_FILES)]
    )
    files_most = models.PositiveSmallIntegerField(
        _("files at most"), default=0, validators=[MaxValueValidator(MOST_FILES, AT_MOST_FILES)]
    )
    file_types = models.CharField(
        _("kinds of files"),
        max_length=200,
        blank=True,
        help_text=_("Such as .pdf .docx; empty: all that are safe to open."),
    )
    rounds = models.PositiveSmallIntegerField(
        _("times it may be handed in"),
        default=3,
        validators=[MaxValueValidator(MOST_ROUNDS, AT_MOST_ROUNDS)],
        help_text=_("When staff send it back to be completed. 0: as often as needed."),
    )
    criteria = StreamField(
        [("criterion", CriterionBlock())],
        blank=True,
        verbose_name=_("criteria"),
        help_text=_("Learners see them before they begin."),
    )

    content_panels = [
        GuidePanel("assignment"),
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("text_wanted"),
                FieldPanel("min_words"),
                FieldPanel("max_words"),
                FieldPanel("files_least"),
                FieldPanel("files_most"),
                FieldPanel("file_types"),
            ],
            heading=_("What is handed in"),
        ),
        MultiFieldPanel(
            [FieldPanel("scale"), FieldPanel("rounds"), FieldPanel("criteria")],
            heading=_("How it is assessed"),
        ),
        *StepPage.step_panels,
    ]
    preview_modes = SAMPLE_MODES
    template = "courses/activities/assignment_page.html"
    page_description = _("A task that is handed in and assessed.")
    override_translatable_fields = [
        *StepPage.step_fields,
        TranslatableField("summary"),
        TranslatableField("body"),
        TranslatableField("criteria"),
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                "scale", "text_wanted", "min_words", "max_words", "files_least", "files_most",
                "file_types", "rounds",
            )
        ),
    ]  # fmt: skip

    class Meta(StepPage.Meta):
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            *StepPage.Meta.constraints,
            models.CheckConstraint(
                condition=Q(min_words__isnull=True)
                | Q(max_words__isnull=True)
                | Q(max_words__gte=models.F("min_words")),
                name="courses_assignment_words_in_order",
                violation_error_message=_("Words at most are no fewer than words at least."),
            ),
            models.CheckConstraint(
                condition=Q(files_most__gte=models.F("files_least")),
                name="courses_assignment_files_in_order",
                violation_error_message=_("Files at most are no fewer than files at least."),
            ),
            models.CheckConstraint(
                condition=~Q(text_wanted="none") | Q(files_most__gt=0),
                name="courses_assignment_takes_something",
                violation_error_message=_("Let a text be written, or allow files."),
            ),
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the template what the learner has written, and the outline round it."""
        from courses.activities import shown

        return super().get_context(request, *args, **kwargs) | shown.assignment_context(
            request, self
        )

    def publishing_problems(self) -> list[Finding | str]:
        """Want a task, and files of known kinds."""
        from courses.activities import checks

        return [*super().publishing_problems(), *checks.assignment_problems(self)]

    def publishing_advice(self) -> list[Finding | str]:
        """Tell when nothing says what is looked for."""
        from courses.activities import checks

        return [*super().publishing_advice(), *checks.assignment_advice(self)]


class WebinarPage(StepPage):
    """A webinar: perhaps a task before it, being there, perhaps a diary after it."""

    step_kind = "webinar"

    summary = models.TextField(
        _("summary"), blank=True, help_text=_("One sentence on what it is about.")
    )
    body = BodyField(ContentBlock(), blank=True, verbose_name=_("about the webinar"))
    task_before = RichTextField(
        _("task before"), blank=True, features=SHORT_FEATURES, help_text=_("Empty: there is none.")
    )
    attendance_counts = models.BooleanField(
        _("attendance is needed"),
        default=True,
        help_text=_("Marked by the teacher, from a list, or by the code shown in the webinar."),
    )
    diary = RichTextField(
        _("learning diary after"),
        blank=True,
        features=SHORT_FEATURES,
        help_text=_("What the learner writes about afterwards. Empty: there is none."),
    )
    texts_are_assessed = models.BooleanField(
        _("a teacher reads the texts"),
        default=False,
        help_text=_("Otherwise a text counts as soon as it is handed in."),
    )

    content_panels = [
        GuidePanel("webinar"),
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("task_before"),
                FieldPanel("attendance_counts"),
                FieldPanel("diary"),
                FieldPanel("texts_are_assessed"),
            ],
            heading=_("What belongs to it"),
        ),
        *StepPage.step_panels,
    ]
    preview_modes = SAMPLE_MODES
    template = "courses/activities/webinar_page.html"
    page_description = _("A webinar with a task before it and a learning diary after it.")
    override_translatable_fields = [
        *StepPage.step_fields,
        TranslatableField("summary"),
        TranslatableField("body"),
        TranslatableField("task_before"),
        TranslatableField("diary"),
        SynchronizedField("attendance_counts", overridable=False),
        SynchronizedField("texts_are_assessed", overridable=False),
    ]

    class Meta(StepPage.Meta):
        verbose_name = _("webinar")
        verbose_name_plural = _("webinars")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the template the times, the learner's parts and the outline round it."""
        from courses.activities import shown

        return super().get_context(request, *args, **kwargs) | shown.webinar_context(request, self)

    def publishing_problems(self) -> list[Finding | str]:
        """Want something that can be done."""
        from courses.activities import checks

        return [*super().publishing_problems(), *checks.webinar_problems(self)]


class SelfAssessmentPage(StepPage):
    """The learner rates their own competence, before or after the training."""

    step_kind = "self_assessment"

    introduction = RichTextField(
        _("introduction"),
        blank=True,
        features=SHORT_FEATURES,
        help_text=_("Why one rates oneself, and that it is no part of any grade."),
    )
    statement_set = models.ForeignKey(
        StatementSet, models.PROTECT, related_name="pages", verbose_name=_("statements")
    )
    moment = models.CharField(
        _("when"), max_length=10, choices=SelfRating.Moment.choices, default="before"
    )

    content_panels = [
        GuidePanel("self_assessment"),
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("statement_set"),
        FieldPanel("moment"),
        *StepPage.step_panels,
    ]
    preview_modes = SAMPLE_MODES
    template = "courses/activities/self_assessment_page.html"
    page_description = _("Statements that the learner rates, the same before and after.")
    override_translatable_fields = [
        *StepPage.step_fields,
        TranslatableField("introduction"),
        SynchronizedField("statement_set", overridable=False),
        SynchronizedField("moment", overridable=False),
    ]

    class Meta(StepPage.Meta):
        verbose_name = _("self-assessment")
        verbose_name_plural = _("self-assessments")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the template the statements or the answers, and the outline round it."""
        from courses.activities import shown

        return super().get_context(request, *args, **kwargs) | shown.self_assessment_context(
            request, self
        )

    def publishing_problems(self) -> list[Finding | str]:
        """Want statements, in this language."""
        from courses.activities import checks

        return [*super().publishing_problems(), *checks.self_assessment_problems(self)]

    def publishing_advice(self) -> list[Finding | str]:
        """Tell when the other half of the pair is missing."""
        from courses.activities import checks

        return [*super().publishing_advice(), *checks.self_assessment_advice(self)]
