"""Pictures, and files to take along."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

GROUP = _("Pictures and files")


class PictureValue(blocks.StructValue):
    """A picture as its template reads it."""

    @property
    def text_alternative(self) -> str:
        """What a screen reader says: nothing for a decoration."""
        return "" if self.get("decorative") else self["alt"]


class PictureBlock(blocks.StructBlock):
    """A picture with its text alternative."""

    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.TextBlock(
        label=_("Text alternative"),
        required=False,
        default="",
        help_text=_(
            "What the picture tells, for those who do not see it. Begin with the matter, not "
            "with “a picture of”. A figure with numbers needs its numbers here."
        ),
    )
    decorative = blocks.BooleanBlock(
        label=_("Only a decoration"),
        required=False,
        help_text=_("Nothing is lost without it. Screen readers then pass over the picture."),
    )
    caption = blocks.CharBlock(
        label=_("Caption"),
        required=False,
        max_length=250,
        default="",
        help_text=_("Shown below the picture to everybody; it does not replace the alternative."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        group = GROUP
        template = "blocks/picture.html"
        preview_template = "blocks/previews/picture.html"
        value_class = PictureValue
        description = _("A picture or drawn figure with its text alternative.")
        preview_value = {
            "image": None,
            "alt": "Kolme kehää: oma elämä, yhteisöt, yhteinen hyvä.",
            "decorative": False,
            "caption": "Osallisuus laajenee omasta elämästä yhteiseen hyvään.",
        }

    def clean(self, value: Any) -> Any:
        """Want a text alternative, unless the picture is only a decoration."""
        if self.is_deferred_validation:
            return super().clean(value)
        value = super().clean(value)
        if not value["decorative"] and not value["alt"].strip():
            raise StructBlockValidationError(
                block_errors={
                    "alt": ValidationError(
                        _("Tell what the picture shows, or mark it as only a decoration.")
                    )
                }
            )
        return value


class DownloadBlock(blocks.StructBlock):
    """A file to take along."""

    document = DocumentChooserBlock(
        label=_("File"),
        help_text=_("Opens to those who may read this page."),
    )
    title = blocks.CharBlock(
        label=pgettext_lazy("block", "Title"),
        max_length=150,
        default="",
        help_text=_("What it is, in words: “Form for a network meeting”."),
    )
    description = blocks.CharBlock(
        label=_("Description"),
        required=False,
        max_length=250,
        default="",
        help_text=_("What the reader does with it."),
    )

    class Meta:
        icon = "download"
        label = pgettext_lazy("block", "Download")
        group = GROUP
        template = "blocks/download.html"
        preview_template = "blocks/previews/download.html"
        description = _("A file to take along: a form, a checklist.")
        preview_value = {
            "document": None,
            "title": "Verkostoneuvottelun muistipohja",
            "description": "Täytä yhdessä asiakkaan kanssa.",
        }
