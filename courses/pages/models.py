"""The pages of courses: what is drafted, translated, and may vanish."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from courses.catalogue.models import Course
from home.blocks import SHORT_FEATURES, ContentBlock
from home.checks import PublishGate

PAGE_FIELDS = [TranslatableField("title"), TranslatableField("slug")]


class CataloguePage(Page):
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


class CoursePage(PublishGate, Page):
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


class ModulePage(PublishGate, Page):
    """A part of a course: a few lessons and perhaps a quiz. It is read by way of its steps."""

    summary = models.TextField(_("summary"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage", "quizzes.QuizPage"]
    template = "courses/module_page.html"
    override_translatable_fields = [*PAGE_FIELDS, TranslatableField("summary")]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")


class StepPage(PublishGate, Page):
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
