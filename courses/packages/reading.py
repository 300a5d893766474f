"""Reading a course file, in whichever format it is: told by what is in it, not by its name."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from courses.packages.archive import Archive, opened
from courses.packages.contents import OWN, Contents
from courses.packages.own_format import is_own, read_own
from courses.packages.report import UnreadablePackageError


@dataclass(frozen=True)
class Format:
    """A format: how an archive is recognised as one, and what reads it."""

    recognises: Callable[[Archive], bool]
    read: Callable[[Archive], Contents]


_formats: dict[str, Format] = {OWN: Format(is_own, read_own)}


def register(name: str, found: Format) -> None:
    """Let another app read a format; call it in `AppConfig.ready()`."""
    _formats[name] = found


@contextmanager
def contents_of(file: IO[bytes]) -> Iterator[Contents]:
    """
    Read a course file; its pictures are read as they are needed, while this is open.

    Raises UnreadablePackageError where it is of no known format, or not whole.
    """
    with opened(file) as archive:
        for found in _formats.values():
            if found.recognises(archive):
                yield found.read(archive)
                return
        raise UnreadablePackageError(
            _(
                "This archive is no course: it is neither a course of Työkykypolku, nor a Moodle "
                "course backup, nor an IMS Common Cartridge."
            )
        )
