"""
Which files may be handed in: told by what is in them, not by what they are called.

The name only says what the file claims to be; the content must be that.
"""

import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from home.uploads import BROKEN_ARCHIVE, is_what_it_says

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
# What a browser is told that it is; never what the sender said.
CONTENT_TYPES = {
    "csv": "text/csv",
    "docx": f"{OFFICE}wordprocessingml.document",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "odp": f"{OPEN}presentation",
    "ods": f"{OPEN}spreadsheet",
    "odt": f"{OPEN}text",
    "pdf": "application/pdf",
    "png": "image/png",
    "pptx": f"{OFFICE}presentationml.presentation",
    "rtf": "application/rtf",
    "txt": "text/plain",
    "webm": "video/webm",
    "webp": "image/webp",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "zip": "application/zip",
}
# An archive hides what is in it: only where an editor asks for one.
ON_REQUEST = frozenset({"zip"})
PICTURES = {"gif": "GIF", "jpeg": "JPEG", "jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
# Whoever opens it opens so many files; an office document has some dozens.
MOST_IN_ARCHIVE = 2_000
# What it would grow to, and how many times its own size.
LARGEST_UNPACKED = 500 * 1024 * 1024
HIGHEST_RATIO = 200
ENTRY = b"PK\x01\x02"
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Accepted:
    """The endings that are taken, without dots."""

    endings: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """The endings as one reads them."""
        return ", ".join(f".{ending}" for ending in self.endings)

    @property
    def for_browser(self) -> str:
        """The endings as a file field takes them."""
        return ",".join(f".{ending}" for ending in self.endings)


def accepted(asked: Iterable[str]) -> Accepted:
    """
    Return what is taken: what an editor asks for, of what we can check.

    >>> accepted([".PDF", "docx", ".exe"]).in_words
    '.pdf, .docx'
    >>> ".zip" in accepted([]).in_words, ".odt" in accepted([]).in_words
    (False, True)
    """
    wanted = dict.fromkeys(kind.strip().lower().removeprefix(".") for kind in asked)
    known = tuple(kind for kind in wanted if kind in CONTENT_TYPES)
    everything = tuple(kind for kind in CONTENT_TYPES if kind not in ON_REQUEST)
    return Accepted(known or everything)


def ending_of(name: str) -> str:
    """
    Return what a name says that the file is.

    >>> ending_of("Raportti.PDF"), ending_of("ilman")
    ('pdf', '')
    """
    return PurePath(name).suffix.lower().removeprefix(".")


def holds_what_it_says(file: UploadedFile, ending: str) -> bool:
    """Whether the content is what this ending promises, and safe to pass on."""
    if ending not in CONTENT_TYPES:
        return False
    file.seek(0)
    try:
        if ending in OWN_RULES:
            return OWN_RULES[ending](file)
        if ending in ARCHIVES and not _is_modest_archive(file):
            return False
        return is_what_it_says(file)
    finally:
        file.seek(0)


def _is_picture(form: str) -> Callable[[Any], bool]:
    def rule(file: Any) -> bool:
        try:
            with Image.open(file, formats=[form]) as picture:
                picture.verify()
        except Exception:  # whatever Pillow stumbles over, it is no such picture
            return False
        return True

    return rule


def _is_opendocument(kind: str) -> Callable[[Any], bool]:
    def rule(file: Any) -> bool:
        if not _is_modest_archive(file):
            return False
        with zipfile.ZipFile(file) as archive:
            try:
                said = archive.open("mimetype").read(100)
            except (*BROKEN_ARCHIVE, KeyError):
                return False
        return said.startswith(f"{OPEN}{kind}".encode())

    return rule


def _is_rich_text(file: Any) -> bool:
    return bool(file.read(5) == b"{\\rtf")


def _is_modest_archive(file: Any) -> bool:
    """
    Whether an archive has not too many files, and does not grow beyond measure.

    The entries are counted before anything reads them: a directory of a million would
    fill the memory.
    """
    file.seek(0)
    entries = 0
    while chunk := file.read(CHUNK):
        entries += chunk.count(ENTRY)
        if entries > MOST_IN_ARCHIVE:
            return False
    size = file.tell()
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except BROKEN_ARCHIVE:
        return False
    file.seek(0)
    return unpacked <= min(LARGEST_UNPACKED, max(size, CHUNK) * HIGHEST_RATIO)


OWN_RULES: dict[str, Callable[[Any], bool]] = {
    **{ending: _is_picture(form) for ending, form in PICTURES.items()},
    "odt": _is_opendocument("text"),
    "ods": _is_opendocument("spreadsheet"),
    "odp": _is_opendocument("presentation"),
    "rtf": _is_rich_text,
}
ARCHIVES = frozenset({"docx", "pptx", "xlsx", "zip"})
