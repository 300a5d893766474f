"""
The picture of a badge: drawn by Typst, kept by its digest, the same for all who did a course.

Its digest is part of its address, and the address is signed: another picture round a badge is
seen as such.
"""

import hashlib
import json
import threading
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import typst

from certificates.badges import addresses
from certificates.models import DesignPicture

ROOT = Path(__file__).parent.parent / "typst"
POINTS_TO_THE_INCH = 144
KINDS = {"png": "image/png", "svg": "image/svg+xml"}
_one_at_a_time = threading.Lock()


class Pictures(NamedTuple):
    """A badge's picture in both kinds, by the digests of their bytes."""

    png: str
    svg: str

    def address(self, kind: str) -> str:
        """Where one of them is published."""
        return addresses.picture_address(getattr(self, kind), kind)


def pictures_for(*, name: str, credits: str, palette: str, language: str) -> Pictures:
    """Draw a badge's picture, and keep it where it is new."""
    drawn = _drawn(name, credits, palette, language)
    digests = {kind: hashlib.sha256(content).hexdigest() for kind, content in drawn.items()}
    for kind, content in drawn.items():
        DesignPicture.objects.get_or_create(
            sha256=digests[kind], defaults={"content": content, "media_type": KINDS[kind]}
        )
    return Pictures(**digests)


@lru_cache(maxsize=64)
def _drawn(name: str, credits: str, palette: str, language: str) -> dict[str, bytes]:
    words = {"name": name, "credits": credits, "palette": palette, "language": language}
    inputs = {"words": json.dumps(words, ensure_ascii=False)}
    with _one_at_a_time:
        png: Any = _compiler().compile(sys_inputs=inputs, format="png", ppi=POINTS_TO_THE_INCH)
        svg: Any = _compiler().compile(sys_inputs=inputs, format="svg")
    return {"png": png, "svg": _named(svg, f"{name}, {credits}")}


def _named(svg: bytes, name: str) -> bytes:
    """Give a drawing its name, for those who cannot see it."""
    said = escape(name)
    head, end, rest = svg.decode().partition(">")
    return f'{head} role="img" aria-label="{said}"{end}<title>{said}</title>{rest}'.encode()


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[ROOT / "fonts"])
    return typst.Compiler(ROOT / "badge.typ", root=ROOT, font_paths=fonts)
