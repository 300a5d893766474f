"""
The pages of courses: what is drafted, translated, and may vanish.

What they show is gathered in `courses.pages.views`, which knows these models: so each page
imports it where it serves, not above.
"""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from courses.catalogue.models import Course
from home.blocks import SHORT_FEATURES, ContentBlock
from home.checks import PublishGate
from home.fields import BodyField
from home.findings import Finding
from home.guide.panels import GuidePanel
from home.offline.copies import COPY
from home.pages import PAGE_FIELDS
from home.privacy import NoViewRestrictions
from home.reviewed import ReviewedPage

# In the editor's list too, pages stand in the order in which learners meet them.
TREE_ORDER = "ord"
MOST_MINUTES = 1000
# As whom a preview shows a page; see `courses.pages.sampling`.
VISITOR, NEW, HALF, DONE, FAILED = "", "new", "half", "done", "failed"
SAMPLE_MODES = [
    (VISITOR, _("Before enrolling")),
    (NEW, _("Not started")),
    (HALF, _("Half way")),
    (DONE, _("Completed")),
    (FAILED, _("Failed")),
]
LONGEST_NOTE = 2000


def change_note() -> models.TextField:
    """The column of a page's note to those who studied it before; see `courses.pages.noting`."""
    return models.TextField(
        _("what changed"),
        blank=True,
        max_length=LONGEST_NOTE,
        help_text=_(
            "One or two sentences for those who have completed the course. Publishing puts them "
            "into the curriculum's history. Leave empty when only the wording changed."
        ),
    )


AT_MOST_MINUTES = _("A step takes 1,000 minutes at most. Make several of it.")


class CataloguePage(PublishGate, NoViewRestrictions, Page):
    """The list of courses; its children are the courses."""

    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("A sentence or two above the list of courses.")
    )

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["courses.CoursePage"]
    template = "courses/catalogue_page.html"
    page_description = _("The list of courses. Add each course below it.")
    admin_default_ordering = TREE_ORDER
    override_translatable_fields = [*PAGE_FIELDS, TranslatableField("introduction")]

    class Meta:
        verbose_name = _("catalogue")
        verbose_name_plural = _("catalogues")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the template the courses on offer."""
        from courses.pages import views

        return super().get_context(request, *args, **kwargs) | views.catalogue_context(request)


class CoursePage(ReviewedPage):
    """
    A course in words. Its code, size and rules stand on `Course`, once for all languages.
    """

    course = models.ForeignKey(
        Course,
        models.PROTECT,
        related_name="pages",
        verbose_name=_("course"),
        help_text=_("Code, credits and rules; made under Courses in the menu."),
    )
    summary = models.TextField(_("summary"), help_text=_("One sentence, for lists."))
    audience = models.TextField(
        _("who it is for"),
        blank=True,
        help_text=_("Whose work it helps, and what one should know before."),
    )
    introduction = RichTextField(
        _("introduction"),
        blank=True,
        features=SHORT_FEATURES,
        help_text=_("What one learns here and how the studying goes. Two short paragraphs."),
    )
    outcomes = StreamField(
        [
            (
                "outcome",
                blocks.CharBlock(
                    label=_("Learning outcome"),
                    icon="tick",
                    max_length=250,
                    default="",
                    help_text=_("One thing that the learner can do afterwards. Begin with a verb."),
                ),
            )
        ],
        blank=True,
        verbose_name=_("learning outcomes"),
        help_text=_("Three to six. They are printed on certificates."),
    )

    change_note = change_note()

    content_panels = [
        GuidePanel("course"),
        *Page.content_panels,
        FieldPanel("course"),
        FieldPanel("summary"),
        FieldPanel("audience"),
        FieldPanel("introduction"),
        FieldPanel("outcomes"),
        *ReviewedPage.review_panels,
        FieldPanel("change_note"),
    ]
    parent_page_types = ["courses.CataloguePage"]
    subpage_types = ["courses.ModulePage"]
    preview_modes = SAMPLE_MODES
    template = "courses/course_page.html"
    page_description = _("A course in words. Its modules and lessons are added below it.")
    admin_default_ordering = TREE_ORDER
    override_translatable_fields = [
        *PAGE_FIELDS,
        SynchronizedField("course", overridable=False),
        TranslatableField("summary"),
        TranslatableField("audience"),
        TranslatableField("introduction"),
        TranslatableField("outcomes"),
        TranslatableField("change_note"),
        *ReviewedPage.review_fields,
    ]

    class Meta:
        verbose_name = _("course page")
        verbose_name_plural = _("course pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the template the contents, the runs and the next action."""
        from courses.pages import views

        return super().get_context(request, *args, **kwargs) | views.course_context(request, self)

    def publishing_problems(self) -> list[Finding | str]:
        """Want outcomes, and one page for a course in a language."""
        from courses.pages import checks

        return [*super().publishing_problems(), *checks.course_problems(self)]

    def publishing_advice(self) -> list[Finding | str]:
        """Tell when nobody could complete the course."""
        from courses.pages import checks

        return [*super().publishing_advice(), *checks.course_advice(self)]


class ModulePage(PublishGate, NoViewRestrictions, Page):
    """A part of a course: a few lessons and perhaps a quiz. It is read by way of its steps."""

    summary = models.TextField(
        _("summary"), blank=True, help_text=_("One sentence, shown in the contents of the course.")
    )

    content_panels = [GuidePanel("module"), *Page.content_panels, FieldPanel("summary")]
    parent_page_types = ["courses.CoursePage"]
    subpage_types = [
        "courses.LessonPage",
        "quizzes.QuizPage",
        "courses.AssignmentPage",
        "courses.WebinarPage",
        "courses.SelfAssessmentPage",
    ]
    preview_modes: list[tuple[str, str]] = []
    page_description = _("A part of a course: three to six lessons, and perhaps a quiz.")
    admin_default_ordering = TREE_ORDER
    override_translatable_fields = [*PAGE_FIELDS, TranslatableField("summary")]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the first step; a module has no page of its own to read."""
        from courses.pages import views

        return redirect(views.way_into(request, self))

    def publishing_advice(self) -> list[Finding | str]:
        """Tell when the Finnish page is missing."""
        from courses.pages import checks

        return [*super().publishing_advice(), *checks.source_advice(self)]


class StepPage(ReviewedPage):
    """A page that is a step of a course: something that a learner can complete."""

    step_kind: str

    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        default=10,
        validators=[MaxValueValidator(MOST_MINUTES, AT_MOST_MINUTES)],
        help_text=_("How long it takes, honestly."),
    )
    required = models.BooleanField(
        _("required"),
        default=False,
        help_text=_("The course is completed only when this is done."),
    )
    change_note = change_note()

    step_panels = [
        MultiFieldPanel(
            [FieldPanel("minutes"), FieldPanel("required")], heading=_("Place in the course")
        ),
        *ReviewedPage.review_panels,
        FieldPanel("change_note"),
    ]
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []
    step_fields = [
        *PAGE_FIELDS,
        SynchronizedField("minutes", overridable=False),
        SynchronizedField("required", overridable=False),
        TranslatableField("change_note"),
        *ReviewedPage.review_fields,
    ]

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minutes__lte=MOST_MINUTES),
                name="%(app_label)s_%(class)s_takes_at_most_1000_minutes",
                violation_error_message=AT_MOST_MINUTES,
            ),
        ]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Serve the page, and keep that the learner was here; previews leave no trace."""
        from courses.pages import views

        if not getattr(request, "is_preview", False):
            views.remember_visit(request, self)
        return super().serve(request, *args, **kwargs)

    def publishing_problems(self) -> list[Finding | str]:
        """Want the time that it takes."""
        from courses.pages import checks

        return [*super().publishing_problems(), *checks.step_problems(self)]

    def publishing_advice(self) -> list[Finding | str]:
        """Tell what keeps learners from finding or trusting it."""
        from courses.pages import checks

        return [*super().publishing_advice(), *checks.step_advice(self)]


class LessonPage(StepPage):
    """One thing to read and think about, in about ten minutes."""

    step_kind = "lesson"

    summary = models.TextField(
        _("summary"), blank=True, help_text=_("One sentence: what one knows after this lesson.")
    )
    body = BodyField(
        ContentBlock(),
        verbose_name=_("content"),
        help_text=_(
            "Begin with text under a heading. Something to think about after every two or three "
            "passages keeps the reader with you. Sources stand last."
        ),
    )

    content_panels = [
        GuidePanel("lesson"),
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        *StepPage.step_panels,
    ]
    preview_modes = SAMPLE_MODES
    template = "courses/lesson_page.html"
    page_description = _("One thing to read and think about, in about ten minutes.")
    override_translatable_fields = [
        *StepPage.step_fields,
        TranslatableField("summary"),
        TranslatableField("body"),
    ]

    class Meta(StepPage.Meta):
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Serve the lesson, or the copy of it that a browser keeps."""
        from courses.pages import save_views

        if COPY in request.GET and not getattr(request, "is_preview", False):
            return save_views.copy_of(request, self)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the template the rendered body and the outline round it."""
        from courses.pages import views

        return super().get_context(request, *args, **kwargs) | views.lesson_context(request, self)

    @property
    def promises_minutes(self) -> int:  # type: ignore[override]
        """A lesson is reading, and nothing else."""
        return self.minutes

    def publishing_problems(self) -> list[Finding | str]:
        """Want something to read, and captions in the page's own language."""
        from courses.pages import checks

        return [*super().publishing_problems(), *checks.lesson_problems(self)]

    def publishing_advice(self) -> list[Finding | str]:
        """Tell when the lesson names no source."""
        from courses.pages import checks

        return [*super().publishing_advice(), *checks.lesson_advice(self)]
