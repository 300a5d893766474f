"""Something to listen to."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

from home.blocks.media import GROUP
from home.blocks.text import SHORT_FEATURES, ProseBlock

# What every browser plays.
FORMATS = ("mp3",)


class AudioBlock(blocks.StructBlock):
    """A recording of our own, and the same as text."""

    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), max_length=150, default="")
    file = DocumentChooserBlock(
        label=_("Sound file"), help_text=_("An .mp3 file of ten minutes or less.")
    )
    length = blocks.CharBlock(
        label=_("Length"),
        required=False,
        max_length=20,
        default="",
        help_text=_("Such as “6 min”: one decides by it whether to listen now."),
    )
    transcript = ProseBlock(
        label=_("The recording as text"),
        features=SHORT_FEATURES,
        default="",
        help_text=_("All that is said and who says it; the law asks for it."),
    )

    class Meta:
        icon = "media"
        label = pgettext_lazy("block", "Recording")
        group = GROUP
        template = "blocks/audio.html"
        preview_template = "blocks/previews/audio.html"
        description = _("Something to listen to, and the same as text.")
        preview_value = {
            "title": "Työnantaja kertoo: mitä palkkatuki muutti",
            "file": None,
            "length": "6 min",
            "transcript": "<p><b>Haastattelija:</b> Mistä kaikki alkoi?</p>"
            "<p><b>Yrittäjä:</b> Koordinaattori soitti ja kysyi, mihin tarvitsen käsiä.</p>",
        }

    def clean(self, value: Any) -> Any:
        """Want a file that browsers play."""
        if self.is_deferred_validation:
            return super().clean(value)
        value = super().clean(value)
        if value["file"].file_extension not in FORMATS:
            raise StructBlockValidationError(
                block_errors={"file": ValidationError(_("Choose an .mp3 file."))}
            )
        return value
