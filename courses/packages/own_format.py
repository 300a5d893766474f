"""Reading our own course files."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from courses.packages.archive import Archive
from courses.packages.contents import (
    OWN,
    VERSION,
    Contents,
    Json,
    Medium,
    PageItem,
    digest_of,
)
from courses.packages.report import Report, UnreadablePackageError

MANIFEST = "manifest.json"
COURSE = "course.json"
MOST_PAGES = 5_000


def is_own(archive: Archive) -> bool:
    """Whether an archive is one of ours."""
    return MANIFEST in archive and COURSE in archive


def read_own(archive: Archive) -> Contents:
    """Return what a file holds; raises UnreadablePackageError where it is not whole."""
    manifest = _json(archive, MANIFEST)
    if manifest.get("format") != OWN:
        raise UnreadablePackageError(_("This is no course file of Työkykypolku."))
    version = manifest.get("version")
    if not isinstance(version, int) or not 1 <= version <= VERSION:
        raise UnreadablePackageError(
            _("The file is of version %(version)s; this installation reads up to %(known)s.")
            % {"version": str(version)[:20], "known": VERSION}
        )
    data = _json(archive, COURSE)
    report = Report(OWN)
    contents = Contents(
        report=report,
        key=_key(manifest.get("key"), MANIFEST),
        course=_dict(data, "course"),
        pages=_pages(data, report),
        rules=_dict(data, "rules"),
        parts=_dict(data, "parts"),
        media=_media(manifest, archive),
    )
    # Against damage and careless edits; whoever means harm can write the digest anew.
    if manifest.get("content") != digest_of(data):
        raise UnreadablePackageError(
            _("The course in the file is not the one that was exported. Export it again.")
        )
    return contents


def _json(archive: Archive, name: str) -> Json:
    try:
        found = json.loads(archive.read(name))
    except (ValueError, RecursionError) as error:
        raise UnreadablePackageError(_("%(name)s is not JSON.") % {"name": name}) from error
    if not isinstance(found, dict):
        raise _not_of_the_form(name)
    return found


def _not_of_the_form(where: str) -> UnreadablePackageError:
    return UnreadablePackageError(_("%(where)s is not of the form.") % {"where": where})


def _dict(data: Json, name: str) -> Json:
    found = data.get(name)
    if not isinstance(found, dict):
        raise _not_of_the_form(f"{COURSE}: {name}")
    return found


def _list(data: Json, name: str, where: str) -> list[Json]:
    found = data.get(name)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise _not_of_the_form(f"{where}: {name}")
    return found


def _key(value: Any, where: str) -> str:
    try:
        return str(UUID(str(value)))
    except ValueError as error:
        raise _not_of_the_form(f"{where}: key") from error


def _pages(data: Json, report: Report) -> list[PageItem]:
    found = _list(data, "pages", COURSE)
    if len(found) > MOST_PAGES:
        raise UnreadablePackageError(
            _("A course has %(most)s pages at most.") % {"most": MOST_PAGES}
        )
    known = {code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES}
    pages, seen = [], set()
    for number, one in enumerate(found, start=1):
        where = f"{COURSE}: pages[{number}]"
        item = PageItem(
            kind=str(one.get("kind"))[:100],
            key=_key(one.get("key"), where),
            language=str(one.get("language"))[:10],
            parent=_key(one["parent"], where) if one.get("parent") else "",
            words=one["words"] if isinstance(one.get("words"), dict) else {},
            live=one.get("live") is True,
            where=where,
        )
        if (item.key, item.language) in seen:
            raise _not_of_the_form(where)
        seen.add((item.key, item.language))
        if item.language in known:
            pages.append(item)
        else:
            why = _("This installation has no content in this language.")
            report.refuse(f"{item.kind} ({item.language})", where, why)
    return pages


def _media(manifest: Json, archive: Archive) -> dict[str, Medium]:
    media = {}
    for number, one in enumerate(_list(manifest, "media", MANIFEST), start=1):
        name, file = str(one.get("name")), str(one.get("file"))
        kind, _colon, digest = name.partition(":")
        if kind not in {"image", "document", "h5p"} or len(digest) != 64 or file not in archive:
            raise _not_of_the_form(f"{MANIFEST}: media[{number}]")
        media[name] = Medium(
            name=name,
            title=str(one.get("title") or ""),
            filename=str(one.get("filename") or ""),
            where=file,
            # As a default: a name in a loop means its last value.
            read=lambda file=file: archive.read_medium(file),  # type: ignore[misc]
            description=str(one.get("description") or ""),
        )
    return media
