"""The pages round the courses."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from home.accessibility.statement import statement_today
from home.blocks import ContentBlock
from home.bodies import body_problems
from home.checks import PublishGate
from home.fields import BodyField
from home.findings import Finding
from home.guide.panels import GuidePanel
from home.privacy import NoViewRestrictions
from home.reviewed import ReviewedPage

PAGE_FIELDS = [
    TranslatableField("title"),
    TranslatableField("slug"),
    TranslatableField("seo_title"),
    TranslatableField("search_description"),
    SynchronizedField("show_in_menus", overridable=False),
]


class PointBlock(blocks.StructBlock):
    """One thing that the site gives."""

    heading = blocks.CharBlock(
        label=_("Heading"), max_length=80, default="", help_text=_("A few words.")
    )
    text = blocks.TextBlock(
        label=_("Text"), default="", help_text=_("One or two short sentences to the reader.")
    )

    class Meta:
        icon = "tick"
        label = _("Point")


class HomePage(PublishGate, NoViewRestrictions, Page):
    """The front page: says in five seconds what this is, for whom, and what it gives."""

    lead = models.TextField(_("lead"), help_text=_("What this is and for whom, in two sentences."))
    points = StreamField(
        [("point", PointBlock())],
        blank=True,
        verbose_name=_("points"),
        help_text=_("What the reader gets from studying here. Three are enough."),
    )

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("points")]
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = None
    template = "home/home_page.html"
    page_description = _("The site's first page; one in each language.")
    override_translatable_fields = [
        *PAGE_FIELDS,
        TranslatableField("lead"),
        TranslatableField("points"),
    ]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")


class StandardPage(ReviewedPage):
    """A page of text: the privacy notice and its like."""

    class Part(models.TextChoices):
        """What the site itself knows and the page shows below its text."""

        NOTHING = "", _("Nothing but its text")
        ACCESSIBILITY = "accessibility", _("The state of accessibility")

    summary = models.TextField(
        _("summary"), blank=True, help_text=_("One sentence below the title and in search results.")
    )
    body = BodyField(ContentBlock(), blank=True, verbose_name=_("content"))
    in_footer = models.BooleanField(
        _("show in the footer"),
        default=False,
        help_text=_("The link stands at the foot of every page."),
    )
    part = models.CharField(
        _("shown below the text"),
        max_length=20,
        blank=True,
        default=Part.NOTHING,
        choices=Part.choices,
        help_text=_("What the site works out by itself: it is never out of date."),
    )

    content_panels = [
        GuidePanel("standard"),
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("part"),
        FieldPanel("in_footer"),
        *ReviewedPage.review_panels,
    ]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    template = "home/standard_page.html"
    page_description = _("A page of text, such as a privacy notice or help.")
    override_translatable_fields = [
        *PAGE_FIELDS,
        TranslatableField("summary"),
        TranslatableField("body"),
        SynchronizedField("in_footer", overridable=False),
        SynchronizedField("part", overridable=False),
        *ReviewedPage.review_fields,
    ]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    def publishing_problems(self) -> list[Finding | str]:
        """Want captions in the page's own language."""
        return [*super().publishing_problems(), *body_problems(self.body, self.locale)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the template what the site itself knows."""
        context = super().get_context(request, *args, **kwargs)
        if self.part == self.Part.ACCESSIBILITY:
            context["statement"] = statement_today()
        return context
