"""
Files that learners hand in: looked at, stored, weighed, handed out and swept, one way for all.

Bytes are written first, their rows in the transaction that brings them. Where that fails the
bytes go again; where the process dies in between, they lie without a row and are swept.
"""

import datetime
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from home.file_kinds import CONTENT_TYPES, Accepted, ending_of, holds_what_it_says
from home.file_names import readable_name

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE
# Every file of one answer or submission together, and of one learner in all.
LARGEST_TOGETHER = 100 * MEGABYTE
LARGEST_LEARNER = 300 * MEGABYTE

# Names of stored bytes are ids; another name is none of ours.
OUR_NAME = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(_\w+)?$")
# Bytes younger than this may belong to a save that is still going on.
STRAY_AFTER = datetime.timedelta(hours=24)

# Who holds files of learners: bytes of a person, by the name of the app.
Weigher = Callable[[User], int]
_weighers: dict[str, Weigher] = {}


def register(name: str, weigh: Weigher) -> None:
    """Let another app's files count in what a learner may hold; call it in `ready()`."""
    _weighers[name] = weigh


class FileProblemError(Exception):
    """A file was not taken; `words` says which and why, `status` is what the page answers."""

    def __init__(self, words: str, *, status: int = 400) -> None:
        super().__init__(words)
        self.words = words
        self.status = status


@dataclass(frozen=True)
class Incoming:
    """A file that may be stored."""

    upload: UploadedFile
    name: str
    content_type: str
    sha256: str

    @property
    def size(self) -> int:
        return int(self.upload.size or 0)

    @property
    def same(self) -> tuple[str, str]:
        """What makes it the same file as another one of its answer."""
        return self.sha256, self.name


def looked_at(upload: UploadedFile, kinds: Accepted) -> Incoming:
    """Return a file that may be stored; raises FileProblemError with the reason."""
    name = readable_name(upload.name or "")
    ending = ending_of(name)
    if not name or ending not in kinds.endings:
        words = _("%(name)s was not added: what is taken here is %(kinds)s.")
        raise FileProblemError(words % {"name": name or _("The file"), "kinds": kinds.in_words})
    if not upload.size:
        raise FileProblemError(_("%(name)s was not added: it is empty.") % {"name": name})
    if upload.size > LARGEST_FILE:
        words = _("%(name)s was not added: a file may be %(limit)s MB at most.")
        raise FileProblemError(
            words % {"name": name, "limit": LARGEST_FILE // MEGABYTE}, status=413
        )
    if not holds_what_it_says(upload, ending):
        words = _(
            "%(name)s was not added: its name ends in .%(ending)s, but what is in it is "
            "something else or broken. Save it anew in the program that it was made with."
        )
        raise FileProblemError(words % {"name": name, "ending": ending})
    digest = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
    return Incoming(upload, name, CONTENT_TYPES[ending], digest.hexdigest())


def weigh(*, learner: User, here: int, added: int) -> None:
    """
    Refuse what would be too much in all; call it locked.

    `here` is what the answer or submission holds already. Raises FileProblemError.
    """
    if here + added > LARGEST_TOGETHER:
        limit = LARGEST_TOGETHER
        words = _("The files of this answer may be %(limit)s MB together. Nothing was changed.")
    elif sum(weigh_app(learner) for weigh_app in _weighers.values()) + added > LARGEST_LEARNER:
        limit = LARGEST_LEARNER
        words = _(
            "Your answers may hold %(limit)s MB of files in all. Nothing was changed; "
            "ask the organiser of the course."
        )
    else:
        return
    raise FileProblemError(words % {"limit": limit // MEGABYTE}, status=413)


def stored(model: Any, incoming: Sequence[Incoming], **belongs: Any) -> list[Any]:
    """
    Store the bytes of all, or of none; return their rows, which are not written yet.

    `belongs` says whose they are, as fields of the row. Raises FileProblemError when there
    is no room.
    """
    rows: list[Any] = []
    for found in incoming:
        row = model(
            pk=uuid4(),
            name=found.name,
            size=found.size,
            content_type=found.content_type,
            sha256=found.sha256,
            uploaded_at=timezone.now(),
            **belongs,
        )
        found.upload.seek(0)
        # Named by its id: what the learner calls it never becomes a path.
        path = row.file.field.generate_filename(row, str(row.pk))
        try:
            row.file.save(str(row.pk), found.upload, save=False)
        except BaseException as error:
            row.file.storage.delete(path)
            drop(rows)
            if not isinstance(error, OSError):
                raise
            words = _(
                "%(name)s could not be stored: there is no room just now. What was saved "
                "before is there. Try again later, and tell the organiser if it goes on."
            )
            raise FileProblemError(words % {"name": found.name}, status=507) from error
        rows.append(row)
    return rows


def drop(rows: Sequence[Any]) -> None:
    """Delete the bytes of rows that were never written."""
    for row in rows:
        if row.file:
            row.file.storage.delete(row.file.name)


def drop_after_commit(storage: Any, paths: Iterable[str]) -> None:
    """Delete bytes once their rows are gone for good; a failure leaves them to the sweep."""
    for path in paths:
        transaction.on_commit(lambda path=path: storage.delete(path), robust=True)


def handed_out(file: Any, name: str) -> FileResponse:
    """
    Answer with a file; raises Http404 when its bytes are gone.

    Always as an attachment, of our own type, and in a sandbox: whatever is in it runs nowhere.
    """
    try:
        content = file.file.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("There is no such file.")) from error
    response = FileResponse(
        content, as_attachment=True, filename=name, content_type=file.content_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def clear_strays(model: Any, folder: str, storage: Any, now: datetime.datetime) -> int:
    """Delete bytes below a folder without a row: what a process left that died in between."""
    cleared = 0
    for month in _months(storage, folder):
        names = [name for name in storage.listdir(month)[1] if OUR_NAME.match(name)]
        paths = {f"{month}/{name}" for name in names}
        known = set(
            model.objects.filter(file__startswith=f"{month}/").values_list("file", flat=True)
        )
        for path in sorted(paths - known):
            if storage.get_modified_time(path) < now - STRAY_AFTER:
                storage.delete(path)
                cleared += 1
    return cleared


def _months(storage: Any, folder: str) -> Iterator[str]:
    try:
        years = storage.listdir(folder)[0]
    except FileNotFoundError:
        return
    for year in years:
        for month in storage.listdir(f"{folder}/{year}")[0]:
            yield f"{folder}/{year}/{month}"
