"""Text, and what is set apart from it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.rich_text import RichText

from home.html import is_wordless

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
SHORT_FEATURES = ["bold", "italic", "link", "ol", "ul"]
GROUP = _("Text")


class ProseBlock(blocks.RichTextBlock):
    """
    Rich text in which empty paragraphs are nothing at all.

    The editor's script sends one for a box that nobody has written in. A video would have a
    transcript then, and a passage its twin, without a word in it.
    """

    def to_python(self, value: str | None) -> RichText:
        """Read it; paragraphs without words are no text."""
        return RichText(_said(value))

    def normalize(self, value: Any) -> RichText:
        """Take it as it comes from code; paragraphs without words are no text."""
        return RichText(_said(super().normalize(value).source))

    def value_from_form(self, value: str | None) -> RichText:
        """Take it from the editor's form; paragraphs without words are no text."""
        return RichText(_said(value))


def _said(html: str | None) -> str:
    return "" if html is None or is_wordless(html) else html


# Migrations know it by what it is to the database.
DECONSTRUCT_ALIASES = {ProseBlock: "wagtail.blocks.RichTextBlock"}


class TextBlock(ProseBlock):
    """Running text with headings and lists."""

    def __init__(self, **kwargs):
        super().__init__(**({"features": TEXT_FEATURES, "default": ""} | kwargs))

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = GROUP
        template = "blocks/text.html"
        description = _("Paragraphs, headings and lists: most of a lesson.")
        preview_value = (
            "<h2>Mitä työkyky tarkoittaa</h2>"
            "<p>Työkyky on tasapaino sen välillä, mitä <b>työ vaatii</b> ja mihin ihmisen voimat "
            "riittävät. Se muuttuu, kun työ, terveys tai elämäntilanne muuttuu.</p>"
            "<ul><li>Kysy, mikä työssä sujuu.</li><li>Kysy vasta sitten, mikä ei suju.</li></ul>"
        )


class CalloutBlock(blocks.StructBlock):
    """A passage set apart."""

    tone = blocks.ChoiceBlock(
        label=_("Tone"),
        choices=[("note", _("Note")), ("good", _("Good to know")), ("warning", _("Warning"))],
        default="note",
        help_text=_("A warning is for what could harm a client or break a rule; use it seldom."),
    )
    heading = blocks.CharBlock(
        label=_("Heading"),
        max_length=120,
        default="",
        help_text=_("Says the point by itself: many read only this line."),
    )
    text = ProseBlock(
        label=_("Text"),
        features=SHORT_FEATURES,
        default="",
        help_text=_("Two or three sentences. What needs more belongs in the text."),
    )

    class Meta:
        icon = "info-circle"
        label = _("Call-out")
        group = GROUP
        template = "blocks/callout.html"
        description = _("One thing to remember or to try, set apart from the text.")
        preview_value = {
            "tone": "good",
            "heading": "Kokeile seuraavassa tapaamisessa",
            "text": "<p>Kysy lopuksi: ”Minkä asian päätit tänään sinä?”</p>",
        }


class AccordionItemBlock(blocks.StructBlock):
    """One heading that opens."""

    heading = blocks.CharBlock(
        label=_("Heading"),
        max_length=150,
        default="",
        help_text=_("The reader decides by this whether to open it."),
    )
    text = ProseBlock(label=_("Text"), features=SHORT_FEATURES, default="")

    class Meta:
        icon = "list-ul"
        label = _("Item")


class AccordionBlock(blocks.StructBlock):
    """Headings that open."""

    items = blocks.ListBlock(
        AccordionItemBlock(),
        label=_("Items"),
        min_num=1,
        help_text=_("For what only some readers need. What everybody needs belongs in the text."),
    )

    class Meta:
        icon = "list-ul"
        label = _("Accordion")
        group = GROUP
        template = "blocks/accordion.html"
        description = _("Headings that open: details that only some readers need.")
        preview_value = {
            "items": [
                {
                    "heading": "Kuka päättää ammatillisesta kuntoutuksesta?",
                    "text": "<p>Kela tai työeläkelaitos sen mukaan, millainen työura on.</p>",
                },
                {
                    "heading": "Kuinka kauan päätöstä odotetaan?",
                    "text": "<p>Muutamasta viikosta pariin kuukauteen.</p>",
                },
            ]
        }


class QuotationBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.TextBlock(
        label=pgettext_lazy("block", "Words"),
        default="",
        help_text=_("Without quotation marks; the page draws its own."),
    )
    attribution = blocks.CharBlock(
        label=_("Who says"),
        max_length=150,
        default="",
        help_text=_("A client's words need the client's leave, and a name that is not real."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        group = GROUP
        template = "blocks/quotation.html"
        description = _("Somebody's own words, with who says them.")
        preview_value = {
            "text": "Ensimmäistä kertaa joku kysyi, mitä minä itse ajattelen työhön paluusta.",
            "attribution": "Asiakas, 46, varastotyöntekijä",
        }
