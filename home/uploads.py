"""
What editors may upload: a picture that can be drawn, a document that is what its name says.

Wagtail looks at the beginning of a picture and at the name of a document. A broken picture
then fails later, on the page of whoever meets it; a program in a document's clothes would be
handed on to learners.
"""

import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePath
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from willow.svg import SvgWrapper

# Points on the screen: no drawing needs more, and far beyond no database counts it.
WIDEST_DRAWING = 20_000
# As much of a file as is looked at where its kind shows at its beginning.
BEGINNING = 8 * 1024
# What the standard library raises at an archive that is broken, encrypted or none.
BROKEN_ARCHIVE = (
    zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError, struct.error, zlib.error,
)  # fmt: skip


class PictureField(WagtailImageField):
    """A picture, read to its end: one that breaks half way is refused here, not on a page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages["invalid_image"] = _(
            "The picture cannot be read. Open it on your own device, save it again, "
            "and send the new file."
        )

    def to_python(self, data: Any) -> Any:
        """Refuse in words whatever the readers of pictures stumble over."""
        try:
            file = super().to_python(data)
            if file is not None:
                _draw(file)
                file.seek(0)
        except forms.ValidationError:
            raise
        except Exception as error:
            # Pillow, Willow and the XML parser each raise what they like at a broken file.
            raise forms.ValidationError(
                self.error_messages["invalid_image"], code="invalid_image"
            ) from error
        return file


def _draw(file: Any) -> None:
    """Read the whole picture; raises ValueError, or what its reader raises, if it is broken."""
    if file.image.format_name == "svg":
        _measure(SvgWrapper(file.image.dom))
        return
    file.seek(0)
    with Image.open(file) as picture:
        picture.load()


def _measure(drawing: SvgWrapper) -> None:
    """
    See that a browser takes it for an SVG, and that it has a size to be drawn at.

    Browsers forgive a drawing of no size; making it larger or smaller divides by it.
    """
    if drawing.root.tag != "{http://www.w3.org/2000/svg}svg":
        raise ValueError("Not an SVG drawing.")
    if not all(1 <= side <= WIDEST_DRAWING for side in (drawing.width, drawing.height)):
        raise ValueError("A drawing of no size, or of an endless one.")
    if not all(0 < side < float("inf") for side in drawing.view_box[2:]):
        raise ValueError("A drawing that shows nothing of itself.")


class PictureForm(BaseImageForm):
    """The form of a picture, wherever in the admin one is uploaded or replaced."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if plain := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=plain.label, widget=plain.widget, required=plain.required
            )


class DocumentForm(BaseDocumentForm):
    """The form of a document, wherever in the admin one is uploaded or replaced."""

    def _post_clean(self) -> None:
        """Keep to the first sentence about a file: its row has none then, which is no news."""
        refused = list(self.errors.get("file", []))
        super()._post_clean()
        if refused and "file" in self.errors:
            self.errors["file"] = self.error_class(refused, renderer=self.renderer)

    def clean_file(self) -> Any:
        """Refuse a file whose content is not of the kind that its name says."""
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile) and not is_what_it_says(file):
            raise forms.ValidationError(
                _(
                    "The file's name ends in .%(ending)s, but what is in it is something else. "
                    "Save it anew in the program that it was made with."
                ),
                code="another_kind",
                params={"ending": _ending(file)},
            )
        return file


class UploadForm(forms.Form):
    """
    A `file` that is read by a task, and perhaps `publish`: whether what it brings goes live.

    Who may not publish is not asked.
    """

    largest: ClassVar[int]
    too_large: ClassVar[Any]

    def __init__(self, *args: Any, may_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_publish:
            del self.fields["publish"]

    def clean_file(self) -> Any:
        """Refuse what is too large before it is kept or read."""
        file = self.cleaned_data["file"]
        if file.size > self.largest:
            raise forms.ValidationError(self.too_large)
        return file


def drafts_or(published: Any, *, label: Any) -> forms.TypedChoiceField:
    """Ask whether what a file brings becomes drafts, or is `published` where that may be."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("", _("drafts")), ("yes", published)],
        widget=forms.RadioSelect,
        coerce=bool,
        required=False,
        initial="",
    )


def is_what_it_says(file: UploadedFile) -> bool:
    """
    Whether the content is of the kind that the ending of the name promises.

    Endings without a rule here are left to the list in the settings.
    """
    rule = KINDS.get(_ending(file))
    if rule is None:
        return True
    file.seek(0)
    try:
        return rule(file)
    finally:
        file.seek(0)


def _ending(file: UploadedFile) -> str:
    return PurePath(file.name or "").suffix.lower().removeprefix(".")


def _is_pdf(file: Any) -> bool:
    # Readers allow some bytes before the mark, and some programs write them.
    return b"%PDF-" in file.read(1024)


def _is_text(file: Any) -> bool:
    """Text has no NUL, unless it is in UTF-16, which says so at its beginning."""
    beginning = file.read(BEGINNING)
    return b"\0" not in beginning or beginning.startswith((b"\xff\xfe", b"\xfe\xff"))


def _is_subtitles(file: Any) -> bool:
    return bool(file.read(16).removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"))


def _is_mp3(file: Any) -> bool:
    beginning = file.read(3)
    return beginning == b"ID3" or (
        beginning[:1] == b"\xff" and len(beginning) > 1 and beginning[1] & 0xE0 == 0xE0
    )


def _is_mp4(file: Any) -> bool:
    return bool(file.read(12)[4:8] == b"ftyp")


def _is_webm(file: Any) -> bool:
    return bool(file.read(4) == b"\x1a\x45\xdf\xa3")


def _is_archive_with(*beginnings: str) -> Callable[[Any], bool]:
    """An archive with a file below each of these names; with any content if none is given."""

    def rule(file: Any) -> bool:
        try:
            with zipfile.ZipFile(file) as archive:
                names = archive.namelist()
        except BROKEN_ARCHIVE:
            return False
        return all(any(name.startswith(wanted) for name in names) for wanted in beginnings)

    return rule


def _is_opendocument(file: Any) -> bool:
    try:
        with zipfile.ZipFile(file) as archive, archive.open("mimetype") as kind:
            return kind.read(100).startswith(b"application/vnd.oasis.opendocument.text")
    except (*BROKEN_ARCHIVE, KeyError):
        return False


KINDS: dict[str, Callable[[Any], bool]] = {
    "csv": _is_text,
    "docx": _is_archive_with("[Content_Types].xml", "word/"),
    "key": _is_archive_with("Index"),
    "mp3": _is_mp3,
    "mp4": _is_mp4,
    "odt": _is_opendocument,
    "pdf": _is_pdf,
    "pptx": _is_archive_with("[Content_Types].xml", "ppt/"),
    "txt": _is_text,
    "vtt": _is_subtitles,
    "webm": _is_webm,
    "xlsx": _is_archive_with("[Content_Types].xml", "xl/"),
    "zip": _is_archive_with(),
}
