"""
What may be an H5P package: a zip archive of scripts and media that somebody else made.

Its scripts run only in the frame (`home.h5p.frames`), so nobody reads them here. What is
looked at is that unpacking it is safe, that it holds no page or program of its own, and that
the player will find all that it asks for.
"""

import json
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST_FILES = 3_000
LARGEST_UNPACKED = 200 * 1024**2
# JSON is read whole.
LARGEST_TEXT = 8 * 1024**2
LONGEST_NAME = 240
# A megabyte may be empty; beyond that, a file that grows so much hides something.
HIGHEST_RATIO = 200
MODEST = 8 * 1024**2

# What is in the exercise itself, by the endings that H5P allows; no pages, no programs.
CONTENT_KINDS: Mapping[str, str] = {
    "json": "application/json",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "eot": "application/vnd.ms-fontobject",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "vtt": "text/vtt",
    "webvtt": "text/vtt",
    "txt": "text/plain",
    "md": "text/plain",
    "csv": "text/csv",
    "pdf": "application/pdf",
    "glb": "model/gltf-binary",
    "gltf": "model/gltf+json",
}
# What its libraries have beside: the programs that run in the frame.
LIBRARY_KINDS: Mapping[str, str] = {
    **CONTENT_KINDS,
    "js": "text/javascript",
    "css": "text/css",
}
# Ours too: what the standard library raises at an archive that is broken, encrypted or none.
BROKEN = (
    zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError,
    struct.error, zlib.error,
)  # fmt: skip
MACHINE_NAME = re.compile(r"[A-Za-z][\w.-]{0,98}")


class UnfitPackageError(Exception):
    """The file is no exercise that we can show; the message says why."""


@dataclass(frozen=True)
class Checked:
    """What a package is, and which of the archive's files belong to it."""

    title: str
    main_library: str
    names: list[str]


def check(file: IO[bytes]) -> Checked:
    """
    Look at a package as a whole, reading every file of it once.

    Raises UnfitPackageError.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = _entries(archive)
            _read_through(archive, entries)
            return _look_inside(archive, entries)
    except BROKEN as error:
        raise UnfitPackageError(
            _("The file is no H5P package, or it is damaged. Download it anew.")
        ) from error


def _entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files by their names; what H5P itself passes over is not among them."""
    entries: dict[str, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    total = 0
    for info in archive.infolist():
        name = _safe_name(info.filename)
        mode = info.external_attr >> 16
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise UnfitPackageError(_named(_("%(name)s is a link, not a file."), name))
        if info.is_dir() or _is_passed_over(name):
            continue
        if info.flag_bits & 0x1:
            raise UnfitPackageError(_("The package is encrypted. Save it without a password."))
        if name.casefold() in seen:
            raise UnfitPackageError(_named(_("The package has %(name)s twice."), name))
        if not is_allowed(name):
            raise UnfitPackageError(
                _named(_("%(name)s is of a kind that does not belong in an H5P package."), name)
            )
        if info.file_size > max(info.compress_size * HIGHEST_RATIO, MODEST):
            raise UnfitPackageError(
                _named(_("%(name)s grows beyond measure when it is unpacked."), name)
            )
        total += info.file_size
        seen.add(name.casefold())
        entries[name] = info
    if len(entries) > MOST_FILES:
        raise UnfitPackageError(
            _("The package has more than %(most)s files.") % {"most": MOST_FILES}
        )
    if total > LARGEST_UNPACKED:
        raise UnfitPackageError(
            _("The package is larger than %(most)s MB when it is unpacked.")
            % {"most": LARGEST_UNPACKED // 1024**2}
        )
    return entries


def _safe_name(given: str) -> str:
    """Return a name below the root of the archive, as it is; raises UnfitPackageError."""
    path = PurePosixPath(given)
    safe = (
        given.isprintable()
        and 0 < len(given) <= LONGEST_NAME
        and not path.is_absolute()
        and ".." not in path.parts
        and not any(sign in given for sign in '\\:*?"<>|')
        and given.rstrip("/") == str(path)
    )
    if not safe:
        raise UnfitPackageError(_named(_("%(name)s is no name of a file in a package."), given))
    return given


def _is_passed_over(name: str) -> bool:
    """
    Whether H5P passes over it: what packing programs leave, and hidden files.

    >>> _is_passed_over("__MACOSX/content/x.png"), _is_passed_over("content/.DS_Store")
    (True, True)
    >>> _is_passed_over("content/images/a.png")
    False
    """
    return any(part.startswith((".", "_")) for part in name.split("/"))


def is_allowed(name: str) -> bool:
    """
    Whether a file of this name may be in a package; programs stand in libraries alone.

    >>> is_allowed("content/a.js"), is_allowed("H5P.Blanks-1.14/js/blanks.js")
    (False, True)
    >>> is_allowed("index.html"), is_allowed("H5P.Blanks-1.14/index.php")
    (False, False)
    """
    folder, slash, _rest = name.partition("/")
    if not slash:
        return PurePosixPath(name).suffix.lower() in (".json", ".jpg", ".jpeg", ".png", ".svg")
    return _ending(name) in (CONTENT_KINDS if folder == "content" else LIBRARY_KINDS)


def kind_of(name: str) -> str:
    """
    Return the content type that a file of a package is served as.

    >>> kind_of("H5P.Blanks-1.14/js/blanks.JS")
    'text/javascript'
    """
    return LIBRARY_KINDS.get(_ending(name), "application/octet-stream")


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def _read_through(archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo]) -> None:
    """Read all of it once: what an archive says of a size or a checksum is not believed."""
    for info in entries.values():
        with archive.open(info) as file:
            left = info.file_size
            while chunk := file.read(min(left + 1, 1024**2)):
                left -= len(chunk)
                if left < 0:
                    raise zipfile.BadZipFile(info.filename)


def _look_inside(archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo]) -> Checked:
    described = _json(archive, entries, "h5p.json")
    _json(archive, entries, "content/content.json")
    main = described.get("mainLibrary")
    if not isinstance(main, str) or not MACHINE_NAME.fullmatch(main):
        raise UnfitPackageError(_("h5p.json does not say which exercise it is (mainLibrary)."))
    wanted = _folders(described.get("preloadedDependencies"))
    if main not in wanted:
        raise UnfitPackageError(
            _("h5p.json does not name the version of its main library %(name)s.") % {"name": main}
        )
    found: set[str] = set()
    waiting = list(wanted.values())
    missing: list[str] = []
    while waiting:
        folder = waiting.pop()
        if folder in found:
            continue
        found.add(folder)
        if f"{folder}/library.json" not in entries:
            missing.append(folder)
            continue
        library = _json(archive, entries, f"{folder}/library.json")
        _see_files(entries, folder, library)
        waiting += _folders(library.get("preloadedDependencies")).values()
    if missing:
        raise UnfitPackageError(
            ngettext(
                "The library %(names)s is missing. Export the exercise with its libraries.",
                "The libraries %(names)s are missing. Export the exercise with its libraries.",
                len(missing),
            )
            % {"names": ", ".join(sorted(missing)[:10])}
        )
    title = described.get("title")
    return Checked(
        title=title.strip()[:200] if isinstance(title, str) else "",
        main_library=wanted[main],
        names=sorted(entries),
    )


def _see_files(entries: Mapping[str, Any], folder: str, library: dict[str, Any]) -> None:
    """See that what the player loads for a library is there, and nowhere else."""
    for key in ("preloadedJs", "preloadedCss"):
        rows = library.get(key) or []
        for row in rows if isinstance(rows, list) else [None]:
            path = row.get("path") if isinstance(row, dict) else None
            name = f"{folder}/{path}"
            if not isinstance(path, str) or name not in entries:
                raise UnfitPackageError(
                    _named(_("%(name)s is missing, which its library asks for."), name)
                )


def _folders(dependencies: Any) -> dict[str, str]:
    """Where the libraries of a list lie, by their names; raises UnfitPackageError."""
    found = {}
    for row in dependencies if isinstance(dependencies, list) else []:
        name = row.get("machineName") if isinstance(row, dict) else None
        if not isinstance(name, str) or not MACHINE_NAME.fullmatch(name):
            raise UnfitPackageError(_("The package asks for a library without a name."))
        try:
            major, minor = int(row["majorVersion"]), int(row["minorVersion"])
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise UnfitPackageError(
                _("The package asks for %(name)s without a version.") % {"name": name}
            ) from error
        found[name] = f"{name}-{major}.{minor}"
    return found


def _json(
    archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], name: str
) -> dict[str, Any]:
    info = entries.get(name)
    if info is None:
        raise UnfitPackageError(_named(_("%(name)s is missing: this is no H5P package."), name))
    if info.file_size > LARGEST_TEXT:
        raise UnfitPackageError(_named(_("%(name)s is too large."), name))
    try:
        read = json.loads(archive.read(info).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnfitPackageError(_named(_("%(name)s is damaged."), name)) from error
    if not isinstance(read, dict):
        raise UnfitPackageError(_named(_("%(name)s is damaged."), name))
    return read


def _named(words: str, name: str) -> str:
    return words % {"name": name[:200]}
