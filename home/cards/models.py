"""Service cards: what a service is, for whom, and how it is asked for."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import RichTextField
from wagtail_localize.fields import TranslatableField

from home.blocks.text import SHORT_FEATURES, ProseBlock
from home.counties import county_choices
from home.fields import BodyField
from home.reviewed import ReviewedSnippet


class OverlayBlock(blocks.StructBlock):
    """What differs in one county."""

    county = blocks.ChoiceBlock(label=_("County"), choices=county_choices)
    contact = ProseBlock(
        label=_("Where and how in this county"),
        features=SHORT_FEATURES,
        required=False,
        default="",
        help_text=_("An office and its telephone number; never a person's own name or number."),
    )
    differs = ProseBlock(
        label=_("What is different there"),
        features=SHORT_FEATURES,
        required=False,
        default="",
    )
    url = blocks.URLBlock(label=_("Address"), required=False, default="")

    class Meta:
        icon = "site"
        label = _("County")


class ServiceCard(ReviewedSnippet):
    """One service, in one language; counties add what is theirs."""

    name = models.CharField(_("name"), max_length=150)
    slug = models.SlugField(
        _("end of the address"),
        max_length=150,
        help_text=_("The card is found there: letters a–z, digits and hyphens."),
    )
    summary = models.TextField(
        _("in short"), max_length=400, help_text=_("What the service is, in one or two sentences.")
    )
    for_whom = RichTextField(
        _("for whom"), features=SHORT_FEATURES, help_text=_("Who gets it, and on what conditions.")
    )
    how = RichTextField(
        _("how it is asked for"),
        features=SHORT_FEATURES,
        help_text=_("What the client does, what you do, which papers are needed."),
    )
    decided_by = models.CharField(
        _("who decides"), max_length=200, help_text=_("“Kela”, “the wellbeing services county”.")
    )
    cost = models.CharField(_("what it costs the client"), max_length=200, blank=True)
    law = models.CharField(_("law"), max_length=250, blank=True, help_text=_("With its number."))
    url = models.URLField(_("where to read more"), blank=True)
    overlays = BodyField(
        [("county", OverlayBlock())],
        blank=True,
        verbose_name=_("in the counties"),
        help_text=_("Only what differs. A reader who has told their county sees it first."),
    )

    override_translatable_fields = [
        TranslatableField("name"),
        TranslatableField("slug"),
        TranslatableField("summary"),
        TranslatableField("for_whom"),
        TranslatableField("how"),
        TranslatableField("decided_by"),
        TranslatableField("cost"),
        TranslatableField("law"),
        TranslatableField("url"),
        TranslatableField("overlays"),
        *ReviewedSnippet.snippet_fields,
    ]

    class Meta(ReviewedSnippet.Meta):
        verbose_name = _("service card")
        verbose_name_plural = _("service cards")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "locale"],
                name="home_card_address_once_a_language",
                violation_error_message=_("Another card of this language has this address."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="home_card_is_named",
                violation_error_message=_("Write the name of the service."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Show it on the readers' own page."""
        return "home/cards/card.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Give that page the draft."""
        return super().get_preview_context(request, mode_name) | {"card": self}
