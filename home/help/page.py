"""The help page: all its questions, or those that hold what was asked."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail_localize.fields import TranslatableField

from home.blocks.text import SHORT_FEATURES
from home.fields import BodyField
from home.guide.panels import GuidePanel
from home.help.blocks import TopicsBlock
from home.help.shown import topics_shown
from home.pages import PAGE_FIELDS
from home.reviewed import ReviewedPage

LONGEST_SEARCH = 100


class HelpPage(ReviewedPage):
    """
    Answers to what learners ask, by task.

    It stands at the foot of every page. A question keeps its address (`home.help.blocks.anchor`)
    while its words are mended and translated.
    """

    summary = models.TextField(
        _("summary"), blank=True, help_text=_("One sentence below the title and in search results.")
    )
    topics = BodyField(TopicsBlock(), verbose_name=_("topics"))
    contact = RichTextField(
        _("whom to ask"),
        features=SHORT_FEATURES,
        blank=True,
        help_text=_("Stands last: where a reader turns who found no answer."),
    )

    content_panels = [
        GuidePanel("help"),
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("topics"),
        FieldPanel("contact"),
        *ReviewedPage.review_panels,
    ]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "home/help_page.html"
    page_description = _("Questions and answers by task; one page in each language.")
    override_translatable_fields = [
        *PAGE_FIELDS,
        TranslatableField("summary"),
        TranslatableField("topics"),
        TranslatableField("contact"),
        *ReviewedPage.review_fields,
    ]

    class Meta:
        verbose_name = _("help page")
        verbose_name_plural = _("help pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the topics, or what is left of them by the words searched for (`haku`)."""
        asked = request.GET.get("haku", "").strip()[:LONGEST_SEARCH]
        found = topics_shown(self.topics, asked, self.locale.language_code)
        context = super().get_context(request, *args, **kwargs)
        return context | {"asked": asked, "found": found}
