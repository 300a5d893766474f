"""The pages round the courses."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from home.blocks import ContentBlock
from home.checks import PublishGate


class PointBlock(blocks.StructBlock):
    """One thing that the site gives."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=80)
    text = blocks.TextBlock(label=_("Text"))

    class Meta:
        icon = "tick"
        label = _("Point")


class HomePage(Page):
    """The front page: says in five seconds what this is, for whom, and what it gives."""

    lead = models.TextField(_("lead"), help_text=_("What this is and for whom, in two sentences."))
    points = StreamField([("point", PointBlock())], blank=True, verbose_name=_("points"))

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("points")]
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = None
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")


class StandardPage(PublishGate, Page):
    """A page of text: privacy notice, accessibility statement, help."""

    summary = models.TextField(_("summary"), blank=True)
    body = StreamField(ContentBlock(), blank=True, verbose_name=_("content"))
    in_footer = models.BooleanField(_("show in the footer"), default=False)

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("in_footer"),
    ]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    template = "home/standard_page.html"

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
