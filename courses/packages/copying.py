"""
Copying a course with everything, in all its languages, as drafts.

It is written as a file would be, named anew, and brought in: so what a file can hold can be
copied. Pictures, documents, statements and words of the site are shared, as they are by the
courses that use them today.
"""

import json
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from accounts.models import User
from courses.catalogue.models import Course
from courses.packages.contents import Contents, Json, PageItem
from courses.packages.exporting import gather
from courses.packages.importing import Brought, bring
from courses.packages.models import ImportedPart

UUIDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Names = dict[str, str]


class Sharing:
    """
    What an app does where a copy asks from the same questions as its model.

    `keys` yields what is named anew in a copy that has questions of its own; `without` takes
    the questions out of the rest; `share` makes the copy ask for them.
    """

    def keys(self, parts: Json) -> Iterator[str]:
        """Yield the keys of the questions."""
        yield from ()

    def without(self, parts: Json, keys: set[str]) -> Json:
        """Return parts that bring nothing which is shared; `keys` are those named anew."""
        return parts

    def share(self, named: Names) -> None:
        """Let the copies ask as their models do; `named` leads from old keys to new ones."""


_sharing: list[Sharing] = []


def register(sharing: Sharing) -> None:
    """Let an app say how its things are shared; call it in `AppConfig.ready()`."""
    _sharing.append(sharing)


@transaction.atomic
def copy_course(course: Course, *, code: str, person: User, share_questions: bool) -> Brought:
    """
    Copy a course under another code; raises LookupError where it has no Finnish page.

    What is live is copied as it is live; all of the copy is drafts. With `share_questions` its
    quizzes ask from the same banks, else from banks of their own.
    """
    contents, _packing = gather(course)
    _know_files()
    keys = {item.key for item in contents.pages}
    if share_questions:
        for sharing in _sharing:
            contents.parts = sharing.without(contents.parts, keys)
    else:
        keys.update(key for sharing in _sharing for key in sharing.keys(contents.parts))
    named = {key: str(uuid.uuid4()) for key in sorted(keys)}
    copied = bring(_named_anew(contents, named, code), person=person)
    if share_questions:
        for sharing in _sharing:
            sharing.share(named)
    # No file brought it: the next one that has it is compared with what stands here.
    ImportedPart.objects.filter(key__in=named.values()).delete()
    return copied


def _know_files() -> None:
    """A file is found again by its hash, which pictures get that come by an upload."""
    for model in (get_image_model(), get_document_model()):
        for row in model.objects.filter(file_hash=""):
            # One that storage has lost stays behind, and the report says so.
            with suppress(OSError):
                row.get_file_hash()


def _named_anew(contents: Contents, named: Names, code: str) -> Contents:
    anew = _renaming(named)
    return Contents(
        report=contents.report,
        key=named[contents.key],
        course=contents.course | {"code": code},
        pages=[
            PageItem(
                kind=item.kind,
                key=named[item.key],
                language=item.language,
                parent=named[item.parent] if item.parent else "",
                words=anew(item.words),
                where=item.where,
            )
            for item in contents.pages
        ],
        rules=anew(contents.rules),
        parts=anew(contents.parts),
        media=contents.media,
    )


def _renaming(named: Names) -> Callable[[Any], Any]:
    """Whatever points at a page or a question does so by its key, wherever it stands."""

    def anew(data: Any) -> Any:
        text = json.dumps(data, ensure_ascii=False)
        return json.loads(UUIDS.sub(lambda found: named.get(found[0], found[0]), text))

    return anew
