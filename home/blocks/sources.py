"""Where facts come from."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks


class SourceBlock(blocks.StructBlock):
    """One source."""

    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), max_length=250, default="")
    publisher = blocks.CharBlock(label=_("Author or publisher"), max_length=200, default="")
    year = blocks.IntegerBlock(
        label=_("Year"),
        min_value=1900,
        max_value=2100,
        help_text=_("The year of publication; it tells when to check the source again."),
    )
    url = blocks.URLBlock(
        label=_("Address"),
        required=False,
        default="",
        help_text=_("Where it can be read by everybody."),
    )

    class Meta:
        icon = "link"
        label = _("Source")


class SourcesBlock(blocks.StructBlock):
    """Where the lesson's facts come from."""

    items = blocks.ListBlock(
        SourceBlock(),
        label=_("Sources"),
        min_num=1,
        help_text=_("The latest version of each. Laws with their number."),
    )

    class Meta:
        icon = "link"
        label = _("Sources")
        group = _("Sources")
        template = "blocks/sources.html"
        description = _("Where the facts of this page come from; stands at its end.")
        preview_value = {
            "items": [
                {
                    "title": "Osallisuuden edistäjän opas",
                    "publisher": "Terveyden ja hyvinvoinnin laitos (THL)",
                    "year": 2023,
                    "url": "https://thl.fi",
                }
            ]
        }
