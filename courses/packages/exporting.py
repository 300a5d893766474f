"""A course as a file: gathered, then written as a zip."""

import json
import zipfile
from pathlib import PurePath
from typing import IO, Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.catalogue.models import Course
from courses.packages import parts
from courses.packages.contents import OWN, VERSION, Contents, PageItem, digest_of
from courses.packages.packing import Packing
from courses.packages.report import Report
from courses.packages.rows import page_fields, plain, words_of
from courses.packages.rule_items import rules_of
from courses.pages.models import CoursePage
from home.words import SOURCE_LANGUAGE

COURSE_FIELDS = (
    "code", "credits", "hours", "scale", "study_field", "access", "opens_to_all_on", "sequential",
    "asks_background", "curriculum_version", "form", "audiences",
)  # fmt: skip
# The same content gives the same file, byte for byte, whenever it is written.
A_DAY = (2026, 1, 1, 0, 0, 0)


def gather(course: Course) -> tuple[Contents, Packing]:
    """
    Return a course with all that its pages use.

    A page is written as it is live; a draft that never was, as it stands now. Raises
    LookupError for a course without a Finnish page.
    """
    packing = Packing(Report(OWN))
    roots = list(CoursePage.objects.filter(course=course).select_related("locale"))
    source = next((page for page in roots if page.locale.language_code == SOURCE_LANGUAGE), None)
    if source is None:
        raise LookupError(_("The course has no page in Finnish."))
    # The source first: translations are made from it.
    roots.sort(key=lambda page: (page.pk != source.pk, page.locale.language_code))
    contents = Contents(packing.report, str(source.translation_key), course_item(course))
    for root in roots:
        contents.pages += _below(root, packing)
    contents.rules = rules_of(course)
    # What parts point at may be another part: the ones registered last point at earlier ones.
    for kind, part in reversed(parts.known().items()):
        rows = list(packing.rows.get(kind, {}).values())
        contents.parts[kind] = part.write(rows, packing)
    contents.media = packing.media
    return contents, packing


def course_item(course: Course) -> dict[str, Any]:
    """Return the row of a course as plain data."""
    item = {name: plain(getattr(course, name)) for name in COURSE_FIELDS}
    codes = sorted(course.prerequisites.values_list("code", flat=True))
    return item | {"prerequisites": codes}


def _below(root: CoursePage, packing: Packing) -> list[PageItem]:
    keys: dict[str, str] = {}
    items = []
    pages = Page.objects.filter(path__startswith=root.path).order_by("path").specific()
    for page in pages.select_related("locale"):
        parent = keys.get(page.path[: -Page.steplen], "")
        if page.alias_of_id is not None or (page.pk != root.pk and not parent):
            # It only repeats another page's words.
            continue
        keys[page.path] = str(page.translation_key)
        items.append(page_item(page, parent, packing))
    return items


def page_item(page: Page, parent: str, packing: Packing) -> PageItem:
    """Return one page: what is live, or the latest draft of what is not."""
    said = page if page.live else page.get_latest_revision_as_object()
    packing.place = f"{page.get_verbose_name()}: {said.title}"
    return PageItem(
        kind=page._meta.label,
        key=str(page.translation_key),
        language=page.locale.language_code,
        parent=parent,
        words=words_of(said, page_fields(type(page)), packing),
        live=page.live,
        where=packing.place,
    )


def write(contents: Contents, target: IO[bytes]) -> None:
    """Write a zip: `manifest.json`, `course.json`, and the media by their SHA-256."""
    course = {
        "course": contents.course,
        "rules": contents.rules,
        "pages": [
            {
                "kind": item.kind,
                "key": item.key,
                "language": item.language,
                "parent": item.parent,
                "live": item.live,
                "words": item.words,
            }
            for item in contents.pages
        ],
        "parts": contents.parts,
    }
    manifest = {
        "format": OWN,
        "version": VERSION,
        "key": contents.key,
        "code": contents.course["code"],
        "content": digest_of(course),
        "media": [
            {
                "name": medium.name,
                "file": _path(medium.name, medium.filename),
                "filename": medium.filename,
                "title": medium.title,
                "description": medium.description,
            }
            for medium in sorted(contents.media.values(), key=lambda medium: medium.name)
        ],
    }
    with zipfile.ZipFile(target, "w") as archive:
        _add(archive, "manifest.json", _text(manifest))
        _add(archive, "course.json", _text(course))
        for entry in manifest["media"]:
            content = contents.media[entry["name"]].read()
            _add(archive, entry["file"], content, zipfile.ZIP_STORED)


def _path(name: str, filename: str) -> str:
    kind, _colon, digest = name.partition(":")
    return f"media/{kind}-{digest}{PurePath(filename).suffix.lower()}"


def _text(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _add(
    archive: zipfile.ZipFile, name: str, content: bytes, method: int = zipfile.ZIP_DEFLATED
) -> None:
    archive.writestr(zipfile.ZipInfo(name, A_DAY), content, compress_type=method)
