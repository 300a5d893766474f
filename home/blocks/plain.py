"""The same passage in ordinary and in plain language."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.text import GROUP, SHORT_FEATURES, ProseBlock
from home.passages import text_of
from home.reading_level import measure

TWINS = ("ordinary", "plain")
# The two choices as the template writes them. No text of an editor can hold them.
ORDINARY, PLAIN = 'data-plain="no" checked', 'data-plain="yes"'


def plain_language_first(html: str) -> str:
    """
    Choose the plain twin of each passage, for who reads so first.

    >>> plain_language_first('<input data-plain="no" checked> <input data-plain="yes">')
    '<input data-plain="no"> <input data-plain="yes" checked>'
    """
    return html.replace(PLAIN, f"{PLAIN} checked").replace(ORDINARY, 'data-plain="no"')


class PlainLanguageBlock(blocks.StructBlock):
    """A passage and its twin in plain language (selkokieli, lättläst); the reader chooses."""

    heading = blocks.CharBlock(
        label=_("Heading"),
        max_length=120,
        default="",
        help_text=_("What both tell about."),
    )
    ordinary = ProseBlock(
        label=_("In ordinary language"),
        features=SHORT_FEATURES,
        default="",
        help_text=_("As the rest of the lesson is written."),
    )
    plain = ProseBlock(
        label=_("In plain language"),
        features=SHORT_FEATURES,
        default="",
        help_text=_(
            "Short sentences, one thing in each, common words. Explain the hard word at once. "
            "Leave out what is not needed to understand the matter."
        ),
    )

    class Meta:
        icon = "doc-full"
        label = _("Plain language beside")
        group = GROUP
        template = "blocks/plain_language.html"
        description = _("A passage and its twin in plain language; the reader chooses.")
        preview_value = {
            "heading": "Mitä palkkatuki on",
            "ordinary": (
                "<p>Palkkatuki on työnantajalle harkinnanvaraisesti myönnettävä tuki, jonka "
                "tarkoituksena on edistää työttömän työnhakijan työllistymistä.</p>"
            ),
            "plain": (
                "<p>Palkkatuki on rahaa työnantajalle.</p><p>Työnantaja voi saada rahaa, "
                "kun se ottaa työttömän ihmisen töihin.</p>"
            ),
        }

    def advise(self, value: Any) -> Iterator[str]:
        """Advise when the plain text is no easier to read than the other."""
        ordinary, plain = (measure([text_of(value[name].source)]).lix for name in TWINS)
        if ordinary is not None and plain is not None and plain >= ordinary:
            yield gettext(
                "By its words and sentences the plain text is no easier to read than the "
                "ordinary one (LIX %(plain)s and %(ordinary)s)."
            ) % {"plain": plain, "ordinary": ordinary}
