"""Pictures in files: recognised by their content, whatever name or type they come under."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from urllib.parse import unquote

from PIL import Image

from quizzes.exchange.parsed import Notes, Picture

KINDS = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}
PLACE = "@@PLUGINFILE@@/"
# Four times the pixels of a large screen; a picture that unfolds to more is an attack.
MOST_PIXELS = 33_000_000
LONGEST_NAME = 100
DATA_ADDRESS = re.compile(r"data:[^,;]{0,100}(;[^,]{0,100})*;base64,", re.IGNORECASE)


@dataclass
class Pictures:
    """
    The pictures that one question shows, by the names that its texts use.

    What a text's own `sent` are, Base64 by name, comes with each asking; `sent` and `used`
    here are the names of all of them, and of those that a text shows.
    """

    notes: Notes
    found: dict[str, Picture] = field(default_factory=dict)
    lost: bool = False
    sent: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    # Pictures that were found before any text was read.
    known: set[str] = field(default_factory=set)
    # Names that were given, by the one wanted and the content; where to look for the next.
    _names: dict[tuple[str, bytes], str] = field(default_factory=dict)
    _next: dict[str, int] = field(default_factory=dict)

    def name_for(self, source: str, sent: Mapping[str, str]) -> str | None:
        """Return the name under which a picture is kept; None where it cannot be."""
        if source.startswith(PLACE):
            name = unquote(source.removeprefix(PLACE).partition("?")[0])
            if name in self.known:
                return name
            if name not in sent:
                return self._lose("picture_missing", name)
            self.used.add(name)
            return self._keep(name, sent[name])
        if opening := DATA_ADDRESS.match(source):
            return self._keep("picture", source[opening.end() :])
        return self._lose("picture_elsewhere", source)

    def _lose(self, code: str, name: str) -> str | None:
        self.lost = True
        self.notes.say(code, name=name[:LONGEST_NAME])
        return None

    def _keep(self, name: str, encoded: str) -> str | None:
        try:
            content = base64.b64decode("".join(encoded.split()), validate=True)
        except (binascii.Error, ValueError):
            return self._lose("picture_encoding", name)
        kind = kind_of(content)
        if kind is None:
            return self._lose("picture_kind", name)
        wanted = tidy(name, kind)
        if (wanted, content) in self._names:
            return self._names[wanted, content]
        number = self._next.get(wanted, 1)
        while (free := tidy(name, kind, number)) in self.found:
            number += 1
        self._next[wanted] = number + 1
        self._names[wanted, content] = free
        self.found[free] = Picture(free, content, kind)
        return free


def kind_of(content: bytes) -> str | None:
    """Return the content type of a picture that can be drawn to its end; None for all else."""
    try:
        with Image.open(BytesIO(content), formats=list(KINDS)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            picture.load()
            return KINDS[picture.format or ""]
    except Exception:
        # Pillow's readers raise what they like at a broken file.
        return None


def tidy(name: str, kind: str, number: int = 1) -> str:
    """
    Return a file name without folders or signs that mean something elsewhere.

    >>> tidy("../../etc/kuva 1.png", "image/png"), tidy("x.php", "image/gif", 2)
    ('kuva-1.png', 'x-2.gif')
    """
    stem = PurePosixPath(name.replace("\\", "/")).stem
    stem = re.sub(r"[^\w.-]+", "-", stem).strip(".-_")[:LONGEST_NAME] or "picture"
    return f"{stem}{f'-{number}' if number > 1 else ''}{ENDINGS[kind]}"
