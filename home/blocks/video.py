"""A video: a file of our own, or one of a service that we may show."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from home.blocks.doing import Desk, DoingBlock
from home.blocks.hosts import Thing, allowed, thing_at
from home.blocks.media import GROUP
from home.blocks.text import SHORT_FEATURES, ProseBlock

FORMATS = ("mp4", "webm")
LANGUAGES = [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]
# Services whose addresses can name a moment.
MOMENTS = {"youtube": "{link}{sign}t={seconds}s", "vimeo": "{link}#t={seconds}s"}


class CaptionsBlock(blocks.StructBlock):
    """Captions of a video in one language."""

    language = blocks.ChoiceBlock(label=_("Language"), choices=LANGUAGES, default="fi")
    document = DocumentChooserBlock(
        label=_("Captions (WebVTT)"), help_text=_("A file that ends in .vtt.")
    )

    class Meta:
        icon = "openquote"
        label = _("Captions")

    def clean(self, value: Any) -> Any:
        """Want WebVTT: browsers read no other captions."""
        if self.is_deferred_validation:
            return super().clean(value)
        value = super().clean(value)
        if value["document"].file_extension != "vtt":
            raise StructBlockValidationError(
                block_errors={"document": ValidationError(_("Captions are a .vtt file."))}
            )
        return value


class ChapterBlock(blocks.StructBlock):
    """Where a part of a video begins."""

    minutes = blocks.IntegerBlock(
        label=_("Minutes"),
        min_value=0,
        max_value=360,
        default=0,
        help_text=_("Full minutes from the beginning."),
    )
    seconds = blocks.IntegerBlock(
        label=_("Seconds"),
        min_value=0,
        max_value=59,
        default=0,
        help_text=_("Seconds after the full minute, 0–59."),
    )
    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), max_length=120, default="")

    class Meta:
        icon = "list-ol"
        label = _("Chapter")


class VideoValue(blocks.StructValue):
    """A video as its template reads it."""

    @property
    def thing(self) -> Thing | None:
        """The video at a service; None for a file of our own."""
        return thing_at(self.get("url") or "") if not self.get("file") else None

    @property
    def caption_languages(self) -> set[str]:
        """The languages in which there are captions."""
        if self.get("url"):
            return set(self.get("captions_there") or [])
        return {captions["language"] for captions in self["captions"]}

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The chapters, each with its moment, and an address that begins there, if any."""
        return [
            {
                "title": chapter["title"],
                "at": f"{chapter['minutes']}.{chapter['seconds']:02}",
                "seconds": (seconds := 60 * chapter["minutes"] + chapter["seconds"]),
                "href": self._href_at(seconds),
            }
            for chapter in self["chapters"]
        ]

    def _href_at(self, seconds: int) -> str:
        if file := self.get("file"):
            return f"{file.url}#t={seconds}"
        thing = self.thing
        if thing is None or thing.host.key not in MOMENTS:
            return ""
        sign = "&" if "?" in thing.link else "?"
        return MOMENTS[thing.host.key].format(link=thing.link, sign=sign, seconds=seconds)


def watched_in_words(kept: Mapping[str, Any]) -> str:
    """How much of a video its learner knows; empty where that is nothing yet."""
    if kept.get("read"):
        return _("Marked as watched or read")
    return _("Watched: %(percent)s %%") % kept if kept.get("percent") else ""


class VideoBlock(DoingBlock):
    """A video with captions and transcript; how far it was watched is kept."""

    deed = "watched"
    part = "blocks/_video_watched.html"

    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), max_length=150, default="")
    file = DocumentChooserBlock(
        label=_("Video file"),
        required=False,
        help_text=_("An .mp4 or .webm file of five minutes or less."),
    )
    url = blocks.URLBlock(
        label=_("Or its address at a service"),
        required=False,
        default="",
        help_text=_(
            "Of YouTube, Vimeo or Yle Areena, as it stands in the browser. It is loaded only "
            "when the reader asks for it."
        ),
    )
    poster = ImageChooserBlock(
        label=_("Still picture"),
        required=False,
        help_text=_("Shown until the video is started."),
    )
    captions = blocks.ListBlock(
        CaptionsBlock(),
        label=_("Captions"),
        default=[],
        help_text=_("In the page's own language at least; the law asks for them."),
    )
    captions_there = blocks.MultipleChoiceBlock(
        label=_("Captions at the service"),
        choices=LANGUAGES,
        required=False,
        help_text=_("The languages in which the service has captions written by a person."),
    )
    transcript = ProseBlock(
        label=_("Transcript"),
        features=SHORT_FEATURES,
        default="",
        help_text=_(
            "What is said and what is seen, for those who cannot watch or would rather read."
        ),
    )
    chapters = blocks.ListBlock(
        ChapterBlock(),
        label=_("Chapters"),
        default=[],
        max_num=20,
        help_text=_("For a video of more than three minutes: one can go straight to a part."),
    )

    class Meta:
        icon = "media"
        label = _("Video with captions")
        group = GROUP
        template = "blocks/video.html"
        preview_template = "blocks/previews/video.html"
        value_class = VideoValue
        description = _("A video with captions, and the same as text.")
        preview_value = {
            "title": "Asiakas kertoo: paluu töihin",
            "file": None,
            "poster": None,
            "transcript": "<p>Asiakas istuu työpaikan kahvihuoneessa ja kertoo paluustaan.</p>",
        }

    def seen(self, value: Any, desk: Desk) -> dict[str, Any]:
        """Return in words how much was watched."""
        return {"watched": watched_in_words(desk.kept)}

    def frame_source(self, raw: Any) -> str:
        """Return whose frames a page with this needs; nothing for a file of our own."""
        if not isinstance(raw, dict) or raw.get("file"):
            return ""
        thing = thing_at(str(raw.get("url") or ""))
        return thing.host.origin if thing else ""

    def clean(self, value: Any) -> Any:
        """Want one video that browsers play, captions once a language, chapters in order."""
        if self.is_deferred_validation:
            return super().clean(value)
        value = super().clean(value)
        errors = _faults_of_service(value) if value["url"] else _faults_of_file(value)
        moments = [(chapter["minutes"], chapter["seconds"]) for chapter in value["chapters"]]
        if moments != sorted(set(moments)):
            errors["chapters"] = _("Put the chapters in order; two cannot begin at once.")
        if errors:
            raise StructBlockValidationError(
                block_errors={name: ValidationError(words) for name, words in errors.items()}
            )
        return value


def _faults_of_file(value: Any) -> dict[str, Any]:
    errors: dict[str, Any] = {}
    if value["file"] is None:
        errors["file"] = _("Choose a video file, or give the video's address at a service.")
    elif value["file"].file_extension not in FORMATS:
        errors["file"] = _("Choose an .mp4 or .webm file.")
    languages = [captions["language"] for captions in value["captions"]]
    if not languages:
        errors["captions"] = _("Give the captions in the page's own language at least.")
    elif len(set(languages)) < len(languages):
        errors["captions"] = _("Give the captions of a language once.")
    return errors


def _faults_of_service(value: Any) -> dict[str, Any]:
    errors: dict[str, Any] = {}
    thing = thing_at(value["url"])
    if value["file"] is not None:
        errors["url"] = _("Choose a file or give an address, not both.")
    elif thing is None or thing.host.key == "finna":
        names = ", ".join(host.name for host in allowed() if host.key != "finna")
        errors["url"] = _(
            "This is no address of a video at a service that we may show (%(names)s)."
        ) % {"names": names or "–"}
    if not value["captions_there"]:
        errors["captions_there"] = _(
            "Say in which languages it has captions. A video without any cannot be used."
        )
    return errors
