"""
Reading a file that may hold a credential: JSON, a token, or a picture with one baked in.

What comes in is anybody's. Nothing is fetched, unpacked or resolved; sizes and depths are
bounded; a text that two readers could read in two ways (a name twice in one object, two
credentials in one picture) is refused. Whether what is found is genuine is not judged here.
"""

import base64
import binascii
import json
import re
import struct
import zlib
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from certificates.credential.baking import KEYWORD, NAMESPACE, PNG

LARGEST = 1024 * 1024
_DEEPEST = 64
_MOST_CHUNKS = 2000
_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


class UnreadableError(ValueError):
    """There is no credential in this file, or not one that can be read in one way only."""


@dataclass(frozen=True)
class Found:
    """A credential that was found: as JSON or as a token, and the picture that it lay in."""

    text: str
    document: dict[str, Any] | None = None
    token: str = ""
    picture: str = ""

    @property
    def claims(self) -> dict[str, Any]:
        """What the credential says; a token's payload is read without being believed."""
        return self.document if self.document is not None else _payload(self.token)


def find(content: bytes) -> Found:
    """Return the credential of a file. Raises UnreadableError."""
    if len(content) > LARGEST:
        raise UnreadableError("Larger than any badge.")
    if content.startswith(PNG):
        return _in_text(_text_of_png(content), picture="png")
    text = _as_text(content).strip()
    if text.startswith("<"):
        return _in_text(_text_of_svg(text), picture="svg")
    return _in_text(text)


def _in_text(text: str, picture: str = "") -> Found:
    text = text.strip()
    if _TOKEN.fullmatch(text):
        _payload(text)
        return Found(text, token=text, picture=picture)
    return Found(text, document=_object(text), picture=picture)


def _as_text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError("Not text in UTF-8.") from None


def _payload(token: str) -> dict[str, Any]:
    middle = token.split(".")[1]
    try:
        content = base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4))
    except (binascii.Error, ValueError):
        raise UnreadableError("Not a token.") from None
    return _object(_as_text(content))


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise UnreadableError("Not JSON that can be read in one way only.") from None
    if not isinstance(found, dict) or _depth(found) > _DEEPEST:
        raise UnreadableError("Not a credential.")
    return found


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A name stands twice in one object.")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON.")


def _depth(value: Any) -> int:
    level, deep = [value], 0
    while level:
        deep += 1
        if deep > _DEEPEST:
            break
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
    return deep


def _text_of_png(content: bytes) -> str:
    found, position = [], len(PNG)
    for _ in range(_MOST_CHUNKS):
        if position == len(content):
            break
        header = content[position : position + 8]
        if len(header) < 8:
            raise UnreadableError("The picture ends in the middle.")
        (length,) = struct.unpack(">I", header[:4])
        body = content[position + 4 : position + 8 + length]
        check = content[position + 8 + length : position + 12 + length]
        if len(body) != 4 + length or check != struct.pack(">I", zlib.crc32(body)):
            raise UnreadableError("The picture is damaged.")
        if body.startswith(b"iTXt" + KEYWORD + b"\0"):
            found.append(body[len(b"iTXt" + KEYWORD + b"\0") :])
        position += 12 + length
    else:
        raise UnreadableError("More pieces than a picture has.")
    if len(found) != 1:
        raise UnreadableError("Not one credential in the picture.")
    # Compression is barred by the specification; language and translated keyword are texts.
    flags, rest = found[0][:2], found[0][2:].split(b"\0", 2)
    if flags != b"\0\0" or len(rest) != 3:
        raise UnreadableError("Not baked as Open Badges says.")
    return _as_text(rest[2])


def _text_of_svg(text: str) -> str:
    reader = _SvgReader()
    try:
        reader.read(text)
    except (expat.ExpatError, UnicodeEncodeError):
        raise UnreadableError("Not whole XML.") from None
    if len(reader.found) != 1:
        raise UnreadableError("Not one credential in the picture.")
    return reader.found[0]


class _SvgReader:
    """Gathers the credentials of an SVG; document types, and so entities, are refused."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._depth = 0
        self._inside: list[str] | None = None

    def read(self, text: str) -> None:
        parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(text.encode(), True)

    def _refuse(self, *_details: Any) -> None:
        raise UnreadableError("A document type has no place in a badge.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST or self._inside is not None:
            raise UnreadableError("Deeper than a badge is.")
        if self._depth == 1 and name != "http://www.w3.org/2000/svg svg":
            raise UnreadableError("Not an SVG.")
        if name == f"{NAMESPACE} credential":
            self._inside = [attributes.get("verify", "")]

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._inside is not None and name == f"{NAMESPACE} credential":
            self.found.append("".join(self._inside))
            self._inside = None

    def _characters(self, text: str) -> None:
        if self._inside is not None:
            self._inside.append(text)
