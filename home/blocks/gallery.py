"""Several pictures that belong together."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from home.blocks.media import GROUP, PictureBlock

# More than these nobody takes in.
MANY = 6


class GalleryValue(blocks.StructValue):
    """A gallery as its template reads it."""

    @property
    def with_sizes(self) -> list[Any]:
        """The pictures, with the sizes of all of them fetched at once."""
        pictures = list(self["pictures"])
        images = [picture["image"] for picture in pictures if picture["image"]]
        prefetch_related_objects(images, "renditions")
        return pictures


class GalleryBlock(blocks.StructBlock):
    """Pictures beside each other, all in sight at once."""

    heading = blocks.CharBlock(
        label=_("Heading"),
        max_length=120,
        default="",
        help_text=_("What the pictures show together."),
    )
    pictures = blocks.ListBlock(
        PictureBlock(),
        label=_("Pictures"),
        min_num=2,
        max_num=12,
        help_text=_("Two to six. All are in sight: nobody leafs through a row of pictures."),
    )

    class Meta:
        icon = "image"
        label = _("Picture gallery")
        group = GROUP
        template = "blocks/gallery.html"
        value_class = GalleryValue
        preview_template = "blocks/previews/gallery.html"
        description = _("Pictures that belong together, beside each other.")
        preview_value = {
            "heading": "Sama työpiste ennen ja jälkeen",
            "pictures": [
                {
                    "image": None,
                    "alt": "Matala pöytä, jonka ääressä työntekijä seisoo kumarassa.",
                    "decorative": False,
                    "caption": "Ennen: pöytä oli liian matala.",
                },
                {
                    "image": None,
                    "alt": "Sähköpöytä on nostettu kyynärpäiden korkeudelle.",
                    "decorative": False,
                    "caption": "Jälkeen: pöytä nousee napista.",
                },
            ],
        }

    def clean(self, value: Any) -> Any:
        """Want pictures that say something: decorations need no gallery."""
        if self.is_deferred_validation:
            return super().clean(value)
        value = super().clean(value)
        if all(picture["decorative"] for picture in value["pictures"]):
            raise StructBlockValidationError(
                block_errors={
                    "pictures": ValidationError(
                        _("Describe at least one picture; all are marked as decorations.")
                    )
                }
            )
        return value

    def advise(self, value: Any) -> Iterator[str]:
        """Advise to show fewer where nobody looks at all of them."""
        if len(value["pictures"]) > MANY:
            yield gettext("Nobody looks at so many pictures at once. Two to six are seen.")
