"""What stands on another service, loaded when the reader asks for it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from home.blocks.hosts import Thing, allowed, thing_at
from home.blocks.media import GROUP
from home.blocks.text import ProseBlock


class EmbedValue(blocks.StructValue):
    """An embed as its template reads it."""

    @property
    def thing(self) -> Thing | None:
        """What is at the address; None where it is of no allowed service (any more)."""
        return thing_at(self.get("url") or "")


class EmbedBlock(blocks.StructBlock):
    """
    Something of an allowed service.

    Nothing is asked of the service before the reader presses the button; without scripts
    there is a link.
    """

    title = blocks.CharBlock(
        label=pgettext_lazy("block", "Title"),
        max_length=150,
        default="",
        help_text=_("What it is, as its own service calls it."),
    )
    url = blocks.URLBlock(
        label=_("Address"),
        default="",
        help_text=_(
            "Of YouTube, Vimeo, ThingLink, Yle Areena or Finna, as it stands in the browser."
        ),
    )
    alternative = ProseBlock(
        label=_("The same in words"),
        features=["bold", "italic", "link", "ol", "ul"],
        default="",
        help_text=_(
            "What is said and seen there, for those who cannot or do not want to open it. "
            "The lesson must make sense with this alone."
        ),
    )

    class Meta:
        icon = "globe"
        label = _("From another service")
        group = GROUP
        template = "blocks/embed.html"
        value_class = EmbedValue
        description = _("A video or a picture of another service, loaded on request.")
        preview_value = {
            "title": "Mitä työkykykoordinaattori tekee?",
            "url": "https://www.youtube.com/watch?v=aaaaaaaaaaa",
            "alternative": (
                "<p>Koordinaattori kertoo yhdestä työpäivästään: kaksi tapaamista, kolme "
                "puhelua ja yksi suunnitelma.</p>"
            ),
        }

    def clean(self, value: Any) -> Any:
        """Want an address of an allowed service, as it stands in the browser."""
        if self.is_deferred_validation:
            return super().clean(value)
        value = super().clean(value)
        if value.thing is None:
            names = ", ".join(host.name for host in allowed()) or "–"
            raise StructBlockValidationError(
                block_errors={
                    "url": ValidationError(
                        _(
                            "This is no address of a video or picture of a service that we may "
                            "show (%(names)s). Copy it from the browser, with https."
                        ),
                        params={"names": names},
                    )
                }
            )
        return value

    def frame_source(self, raw: Any) -> str:
        """Return whose frames a page with this needs; nothing where it only has a link."""
        thing = thing_at(str(raw.get("url") or "")) if isinstance(raw, dict) else None
        return thing.host.origin if thing else ""
