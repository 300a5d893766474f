"""
The pages of courses: what is drafted, translated, and may vanish.

What they show is gathered in `courses.pages.views`, which knows these models: so each page
imports it where it serves, not above.
"""

from typing import Any

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
from home.privacy import NoViewRestrictions

PAGE_FIELDS = [TranslatableField("title"), TranslatableField("slug")]


class CataloguePage(NoViewRestrictions, Page):
    """The list of courses; its children are the courses."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["courses.CoursePage"]
    template = "courses/catalogue_page.html"
    override_translatable_fields = [*PAGE_FIELDS, TranslatableField("introduction")]

    class Meta:
        verbose_name = _("catalogue")
        verbose_name_plural = _("catalogues")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the template the courses on offer."""
        from courses.pages import views

        return super().get_context(request, *args, **kwargs) | views.catalogue_context(request)


class CoursePage(PublishGate, NoViewRestrictions, Page):
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
    audience = models.TextField(_("who it is for"), blank=True)
    introduction = RichTextField(_("introduction"), blank=True, features=SHORT_FEATURES)
    outcomes = StreamField(
        [("outcome", blocks.CharBlock(label=_("Learning outcome"), max_length=250))],
        blank=True,
        verbose_name=_("learning outcomes"),
    )
    review_by = models.DateField(_("review by"), null=True, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("course"),
        FieldPanel("summary"),
        FieldPanel("audience"),
        FieldPanel("introduction"),
        FieldPanel("outcomes"),
        FieldPanel("review_by"),
    ]
    parent_page_types = ["courses.CataloguePage"]
    subpage_types = ["courses.ModulePage"]
    template = "courses/course_page.html"
    override_translatable_fields = [
        *PAGE_FIELDS,
        SynchronizedField("course"),
        TranslatableField("summary"),
        TranslatableField("audience"),
        TranslatableField("introduction"),
        TranslatableField("outcomes"),
        SynchronizedField("review_by"),
    ]

    class Meta:
        verbose_name = _("course page")
        verbose_name_plural = _("course pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the template the contents, the runs and the next action."""
        from courses.pages import views

        return super().get_context(request, *args, **kwargs) | views.course_context(request, self)


class ModulePage(PublishGate, NoViewRestrictions, Page):
    """A part of a course: a few lessons and perhaps a quiz. It is read by way of its steps."""

    summary = models.TextField(_("summary"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage", "quizzes.QuizPage"]
    preview_modes: list[tuple[str, str]] = []
    override_translatable_fields = [*PAGE_FIELDS, TranslatableField("summary")]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the first step; a module has no page of its own to read."""
        from courses.pages import views

        return redirect(views.way_into(request, self))


class StepPage(PublishGate, NoViewRestrictions, Page):
    """A page that is a step of a course: something that a learner can complete."""

    step_kind: str

    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=10, help_text=_("How long it takes, honestly.")
    )
    required = models.BooleanField(
        _("required"),
        default=False,
        help_text=_("The course is completed only when this is done."),
    )
    review_by = models.DateField(_("review by"), null=True, blank=True)

    step_panels = [
        MultiFieldPanel(
            [FieldPanel("minutes"), FieldPanel("required"), FieldPanel("review_by")],
            heading=_("Place in the course"),
        ),
    ]
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []
    step_fields = [
        *PAGE_FIELDS,
        SynchronizedField("minutes"),
        SynchronizedField("required"),
        SynchronizedField("review_by"),
    ]

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Serve the page, and keep that the learner was here; previews leave no trace."""
        from courses.pages import views

        if not getattr(request, "is_preview", False):
            views.remember_visit(request, self)
        return super().serve(request, *args, **kwargs)


class LessonPage(StepPage):
    """One thing to read and think about, in about ten minutes."""

    step_kind = "lesson"

    summary = models.TextField(_("summary"), blank=True)
    body = StreamField(ContentBlock(), verbose_name=_("content"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        *StepPage.step_panels,
    ]
    template = "courses/lesson_page.html"
    override_translatable_fields = [
        *StepPage.step_fields,
        TranslatableField("summary"),
        TranslatableField("body"),
    ]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the template the rendered body and the outline round it."""
        from courses.pages import views

        return super().get_context(request, *args, **kwargs) | views.lesson_context(request, self)
