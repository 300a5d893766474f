"""
Logos and signatures as certificates print them: small, plain, and kept by their digest.

What an editor uploads may be of any size and of kinds that no PDF takes; it is drawn anew,
without what else its file carries. The bytes are kept when a certificate is issued, so a
picture that is replaced later changes no certificate.
"""

import base64
import hashlib
import io
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps

# Points at 300 to the inch of the largest place on the page, rounded up.
LARGEST = (800, 320)
# Below this a picture looks ragged on paper.
COARSEST = 150
PLACE_IN_MM = (45.0, 15.0)
HEAVIEST_DRAWING = 256 * 1024
DEEPEST_DRAWING = 64
# Letters would need a font, and the others can hold or fetch anything.
BARRED = {"text", "image", "script", "foreignObject", "style", "feImage", "animate", "set"}
_SVG = "{http://www.w3.org/2000/svg}"


class UnfitPictureError(ValueError):
    """A picture that no certificate can print; the message says what to do."""


class Printed(NamedTuple):
    """A picture as it is printed."""

    sha256: str
    media_type: str
    content: bytes


class DesignPictureQuerySet(models.QuerySet["DesignPicture"]):
    def keep(self, printed: Iterable[Printed]) -> None:
        """Keep the bytes of these pictures; those that are here already cost one query."""
        wanted = {each.sha256: each for each in printed}
        if not wanted:
            return
        here = set(self.filter(pk__in=wanted).values_list("pk", flat=True))
        missing = [DesignPicture(**wanted[each]._asdict()) for each in wanted.keys() - here]
        if missing:
            self.bulk_create(missing, ignore_conflicts=True)

    def printed_in(self, design: dict[str, Any]) -> list[Printed]:
        """The pictures that a design names."""
        if not (named := _pictures_named(design)):
            return []
        rows = self.filter(pk__in=named).values_list("sha256", "media_type", "content")
        return [Printed(sha256, kind, bytes(content)) for sha256, kind, content in rows]


class DesignPicture(models.Model):
    """
    A logo or a signature as certificates print it: the bytes themselves, kept by their digest.

    A picture that an editor replaces or removes stays here for the certificates that name it.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()
    media_type = models.CharField(max_length=20)

    objects = DesignPictureQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("picture on certificates")
        verbose_name_plural = gettext_lazy("pictures on certificates")
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="certificates_picture_named_by_its_digest",
            ),
            models.CheckConstraint(
                condition=Q(media_type__in=["image/png", "image/jpeg", "image/svg+xml"]),
                name="certificates_picture_of_a_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


def printed(image: Any) -> Printed:
    """
    Return an image of the library as it is printed.

    Raises UnfitPictureError, or OSError when its file cannot be reached.
    """
    return _printed(image.file.name, image.get_file_hash())


@lru_cache(maxsize=64)
def _printed(name: str, file_hash: str) -> Printed:
    with default_storage.open(name) as file:
        content: bytes = file.read()
    if name.lower().endswith(".svg"):
        check_drawing(content)
        return _as_printed("image/svg+xml", content)
    return _as_printed(*_drawn_anew(content))


def _as_printed(media_type: str, content: bytes) -> Printed:
    return Printed(hashlib.sha256(content).hexdigest(), media_type, content)


def _drawn_anew(content: bytes) -> tuple[str, bytes]:
    try:
        with Image.open(io.BytesIO(content)) as opened:
            was_photo = opened.format == "JPEG"
            opened.draft("RGB", LARGEST)
            picture = ImageOps.exif_transpose(opened)
            see_through = "A" in picture.getbands() or "transparency" in picture.info
            picture = picture.convert("RGBA" if see_through else "RGB")
    except Image.DecompressionBombError as error:
        raise UnfitPictureError(_("The picture is too large.")) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise UnfitPictureError(_("The picture cannot be read.")) from error
    picture.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    # What a file says beside its points (places, programs, profiles of colour) stays out.
    picture.info = {}
    made = io.BytesIO()
    if was_photo:
        picture.save(made, "JPEG", quality=90)
        return "image/jpeg", made.getvalue()
    picture.save(made, "PNG", optimize=True)
    return "image/png", made.getvalue()


def check_drawing(content: bytes) -> None:
    """
    Raise UnfitPictureError unless an SVG holds shapes only, and not endlessly many.

    >>> check_drawing(b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>')
    """
    if len(content) > HEAVIEST_DRAWING:
        raise UnfitPictureError(_("The drawing is too large: at most 256 KB."))
    try:
        root = ElementTree.fromstring(content, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise UnfitPictureError(_("The drawing cannot be read.")) from error
    if _depth(root) > DEEPEST_DRAWING:
        raise UnfitPictureError(_("The drawing cannot be read."))
    named = {each.get("id"): each for each in root.iter() if each.get("id")}
    for element in root.iter():
        kind = str(element.tag).removeprefix(_SVG)
        if kind in BARRED:
            raise UnfitPictureError(
                _(
                    "The drawing holds <%(kind)s>. Save it anew with shapes only: "
                    "letters as outlines, no pictures or styles inside."
                )
                % {"kind": kind}
            )
        if kind == "use":
            _check_use(element, named)


def _check_use(element: Element, named: Mapping[str | None, Element]) -> None:
    """A shape may be used again, but not one that uses others: a few lines would be millions."""
    address = element.get("href") or element.get("{http://www.w3.org/1999/xlink}href") or ""
    used = named.get(address.removeprefix("#"))
    if not address.startswith("#") or used is None or _holds_use(used):
        raise UnfitPictureError(
            _("The drawing uses a shape from elsewhere, or one within another. Save it anew.")
        )


def _holds_use(element: Element) -> bool:
    return next(element.iter(f"{_SVG}use"), None) is not None


def _depth(root: Element) -> int:
    """How many elements stand within one another at most."""
    deepest, level = 0, [root]
    while level:
        deepest, level = deepest + 1, [child for each in level for child in each]
    return deepest


def problems(image: Any) -> list[str]:
    """Return why an image cannot be printed well, as sentences."""
    try:
        ready = printed(image)
    except UnfitPictureError as error:
        return [str(error)]
    except OSError:
        return [_("The picture's file is missing. Upload it anew.")]
    if ready.media_type == "image/svg+xml":
        return []
    sharp_enough = [round(side / 25.4 * COARSEST) for side in PLACE_IN_MM]
    if image.width < sharp_enough[0] and image.height < sharp_enough[1]:
        return [
            _(
                "The picture is %(width)s × %(height)s points and would look ragged on paper. "
                "It needs %(least_width)s points in width or %(least_height)s in height."
            )
            % {
                "width": image.width,
                "height": image.height,
                "least_width": sharp_enough[0],
                "least_height": sharp_enough[1],
            }
        ]
    return []


def drawing_of(media_type: str, content: bytes) -> str:
    """Return a picture as an SVG: Typst takes text, and reads pictures out of it itself."""
    if media_type == "image/svg+xml":
        return content.decode()
    with Image.open(io.BytesIO(content)) as picture:
        width, height = picture.size
    data = base64.b64encode(content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:{media_type};base64,{data}"/></svg>'
    )


def drawings(pictures: Iterable[Printed]) -> dict[str, str]:
    """Return pictures as SVGs, by their digest."""
    return {each.sha256: drawing_of(each.media_type, each.content) for each in pictures}


def _pictures_named(design: dict[str, Any]) -> set[str]:
    """The digests that a design names. Designs of the first certificates name none."""
    named = [*design["signatories"], *design.get("logos", [])]
    return {each["picture"] for each in named if each.get("picture")}
