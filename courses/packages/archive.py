"""
Archives that nobody vouches for: zip and tar.gz, opened without unpacking them to a disk.

Every name is looked at before anything is read: no way out of the archive, no links, no
devices, nothing twice. What an archive grows to is counted as it is read, not believed.
"""

import gzip
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils.translation import gettext as _

from courses.packages.report import UnreadablePackageError

MOST_ENTRIES = 20_000
LARGEST_UNPACKED = 2 * 1024**3
# One file in it; a video of a course is smaller.
LARGEST_ENTRY = 512 * 1024**2
# XML and JSON are read whole.
LARGEST_TEXT = 64 * 1024**2
# A megabyte may be empty; beyond that, a file that grows so much hides something.
HIGHEST_RATIO = 200
MODEST = 8 * 1024**2
CHUNK = 1024 * 1024
BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, EOFError, OSError, RuntimeError,
    NotImplementedError, ValueError, struct.error, zlib.error,
)  # fmt: skip


# What a tar says of a file before it: a long name, a date. The library reads it whole.
LARGEST_HEADER = 64 * 1024
HEADERS = (
    tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)  # fmt: skip


class _Member(tarfile.TarInfo):
    """A member of a tar whose headers are no larger than a long name needs."""

    def _proc_member(self, archive: tarfile.TarFile) -> Any:
        if self.type in HEADERS and self.size > LARGEST_HEADER:
            raise tarfile.ReadError("A header without end.")
        return super()._proc_member(archive)  # type: ignore[misc]


class Archive:
    """The files of an archive by their names, with `/` between folders."""

    def __init__(self, entries: dict[str, tuple[Any, int]], open_entry: Any) -> None:
        self._entries, self._open = entries, open_entry

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    @property
    def names(self) -> list[str]:
        """All files, in the order of the archive."""
        return list(self._entries)

    def called(self, name: str) -> list[str]:
        """Return the files of a name, in whichever folders they stand."""
        return self._in_folders.get(name, [])

    @cached_property
    def _in_folders(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self._entries:
            found.setdefault(PurePosixPath(path).name, []).append(path)
        return found

    def read(self, name: str, *, most: int = LARGEST_TEXT) -> bytes:
        """Return a file's content; raises UnreadablePackageError where it is missing or broken."""
        if name not in self._entries:
            raise UnreadablePackageError(_("%(name)s is missing.") % {"name": name[:200]})
        entry, size = self._entries[name]
        if size > most:
            raise UnreadablePackageError(_("%(name)s is too large.") % {"name": name[:200]})
        try:
            with self._open(entry) as file:
                content = bytes(file.read(size + 1))
        except BROKEN as error:
            raise UnreadablePackageError(
                _("%(name)s cannot be read: the file is damaged.") % {"name": name[:200]}
            ) from error
        if len(content) != size:
            raise UnreadablePackageError(
                _("%(name)s cannot be read: the file is damaged.") % {"name": name[:200]}
            )
        return content

    def read_medium(self, name: str) -> bytes:
        """Return the content of a picture, a video or another file."""
        return self.read(name, most=LARGEST_ENTRY)


@contextmanager
def opened(file: IO[bytes]) -> Iterator[Archive]:
    """Open an archive, whichever of the two it is; raises UnreadablePackageError."""
    file.seek(0)
    beginning = file.read(2)
    file.seek(0)
    if beginning == b"PK":
        yield _zip(file)
    elif beginning == b"\x1f\x8b":
        with TemporaryFile() as unpacked:
            _gunzip(file, unpacked)
            yield _tar(unpacked)
    else:
        raise UnreadablePackageError(
            _("This is no course file: neither a zip archive nor a tar.gz one.")
        )


def _zip(file: IO[bytes]) -> Archive:
    try:
        archive = zipfile.ZipFile(file)
        infos = archive.infolist()
    except BROKEN as error:
        raise UnreadablePackageError(_("The archive is damaged.")) from error
    entries: dict[str, tuple[Any, int]] = {}
    total = 0
    for info in infos:
        if info.is_dir():
            continue
        if info.flag_bits & 0x1:
            raise UnreadablePackageError(_("The archive is encrypted. Send it without a password."))
        mode = info.external_attr >> 16
        if mode and not (stat.S_ISREG(mode) or stat.S_IFMT(mode) == 0):
            raise UnreadablePackageError(
                _("%(name)s is a link, not a file.") % {"name": info.filename[:200]}
            )
        if info.file_size > max(info.compress_size * HIGHEST_RATIO, MODEST):
            raise UnreadablePackageError(
                _("%(name)s grows beyond measure when it is unpacked.")
                % {"name": info.filename[:200]}
            )
        total = _take(entries, info.filename, info, info.file_size, total)
    return Archive(entries, archive.open)


def _gunzip(file: IO[bytes], unpacked: IO[bytes]) -> None:
    """Unpack into a temporary file, and stop where it grows too large."""
    total = 0
    try:
        with gzip.GzipFile(fileobj=file) as stream:
            while chunk := stream.read(CHUNK):
                total += len(chunk)
                if total > LARGEST_UNPACKED:
                    raise UnreadablePackageError(_("The archive is too large when it is unpacked."))
                unpacked.write(chunk)
    except BROKEN as error:
        raise UnreadablePackageError(_("The archive is damaged.")) from error
    if total > max(file.tell() * HIGHEST_RATIO, MODEST):
        raise UnreadablePackageError(_("The archive grows beyond measure when it is unpacked."))
    unpacked.seek(0)


def _tar(unpacked: IO[bytes]) -> Archive:
    entries: dict[str, tuple[Any, int]] = {}
    total = 0
    try:
        archive = tarfile.TarFile(fileobj=unpacked, tarinfo=_Member)
        for member in archive:
            if member.isdir():
                continue
            if not member.isreg():
                raise UnreadablePackageError(
                    _("%(name)s is a link, not a file.") % {"name": member.name[:200]}
                )
            total = _take(entries, member.name, member, member.size, total)
    except BROKEN as error:
        raise UnreadablePackageError(_("The archive is damaged.")) from error
    return Archive(entries, archive.extractfile)


def _take(
    entries: dict[str, tuple[Any, int]], given: str, entry: Any, size: int, total: int
) -> int:
    name = _safe_name(given)
    if name in entries:
        raise UnreadablePackageError(_("The archive has %(name)s twice.") % {"name": name[:200]})
    total += size
    if len(entries) >= MOST_ENTRIES:
        raise UnreadablePackageError(
            _("The archive has more than %(most)s files.") % {"most": MOST_ENTRIES}
        )
    if total > LARGEST_UNPACKED:
        raise UnreadablePackageError(_("The archive is too large when it is unpacked."))
    entries[name] = entry, size
    return total


def _safe_name(given: str) -> str:
    """Return a name below the root of the archive; raises UnreadablePackageError."""
    name = given.removeprefix("./")
    path = PurePosixPath(name)
    if (
        path.is_absolute()
        or ".." in path.parts
        or "\\" in name
        or "\0" in name
        or ":" in (path.parts or ("",))[0]
        or not name
    ):
        raise UnreadablePackageError(
            _("%(name)s leads out of the archive.") % {"name": given[:200]}
        )
    return str(path)
