"""Files of submissions: taken with the save, counted, carried to the next round, swept."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from courses.activities.submissions import Submission, SubmissionFile, private_storage
from courses.activities.terms import Wanted
from home import handed_in
from home.handed_in import FileProblemError, Incoming

# As `SubmissionFile.file` stores them.
FOLDER = "submissions"
# Every folder is listed for it, so not at every tick.
EVERY_SECONDS = 60 * 60
CLEARED = "courses.files_cleared"


def looked_at(uploads: Sequence[Any], wanted: Wanted) -> list[Incoming]:
    """Return the files that may be stored; raises FileProblemError with the reason."""
    if uploads and not wanted.files_most:
        raise FileProblemError(_("No files are taken here. Nothing was changed."))
    found = [handed_in.looked_at(upload, wanted.kinds) for upload in uploads]
    return list({each.same: each for each in found}.values())


@contextmanager
def bytes_of(incoming: Sequence[Incoming]) -> Iterator[list[SubmissionFile]]:
    """
    Store the bytes and yield their rows, not written yet; save these inside the block.

    Whatever the block raises, and whatever row it does not save, leaves no bytes.
    """
    rows = handed_in.stored(SubmissionFile, incoming)
    try:
        yield rows
    except BaseException:
        handed_in.drop(rows)
        raise
    handed_in.drop([row for row in rows if row._state.adding])


def put(draft: Submission, rows: Sequence[SubmissionFile], wanted: Wanted, learner: User) -> int:
    """
    Add files to a draft; call it with the enrolment locked. Returns how many are new.

    The same file sent again is the same file. Raises FileProblemError.
    """
    there = set(draft.files.values_list("sha256", "name"))
    new = [row for row in rows if (row.sha256, row.name) not in there]
    if not new:
        return 0
    if len(there) + len(new) > wanted.files_most:
        words = ngettext(
            "At most %(count)s file is taken. Take one out first; nothing was changed.",
            "At most %(count)s files are taken. Take one out first; nothing was changed.",
            wanted.files_most,
        )
        raise FileProblemError(words % {"count": wanted.files_most})
    here = draft.files.aggregate(size=Sum("size"))["size"] or 0
    handed_in.weigh(learner=learner, here=here, added=sum(row.size for row in new))
    for row in new:
        row.submission = draft
        row.save(force_insert=True)
    return len(new)


def carry(before: Submission, draft: Submission) -> None:
    """Begin a round with the files of the one before; the bytes lie there once for both."""
    SubmissionFile.objects.bulk_create(
        SubmissionFile(
            submission=draft,
            file=found.file.name,
            name=found.name,
            size=found.size,
            content_type=found.content_type,
            sha256=found.sha256,
            uploaded_at=found.uploaded_at,
        )
        for found in before.files.all()
    )


def take_out(draft: Submission, same: tuple[str, str]) -> int:
    """Take a file out of a draft; what no round names any more goes. Returns how many."""
    sha256, name = same
    found = draft.files.filter(sha256=sha256, name=name)
    paths = list(found.values_list("file", flat=True))
    count = found.delete()[0]
    drop_unnamed(paths)
    return count


def drop_unnamed(paths: Iterable[str]) -> None:
    """Delete bytes that no row names any more, once the change is committed."""
    paths = set(paths)
    named = set(SubmissionFile.objects.filter(file__in=paths).values_list("file", flat=True))
    handed_in.drop_after_commit(private_storage(), paths - named)


def weight_of(learner: User) -> int:
    """How many bytes of files a learner's submissions hold; carried files lie there once."""
    mine = SubmissionFile.objects.filter(submission__enrolment__learner=learner)
    return sum(size for _file, size in mine.values_list("file", "size").distinct())


def clear_files_hourly(now: datetime.datetime) -> int:
    """Clear what is due, once an hour; return how many. The clock's job, harmless twice."""
    if cache.get(CLEARED):
        return 0
    cache.set(CLEARED, True, EVERY_SECONDS)
    return clear_files(now)


def clear_files(now: datetime.datetime) -> int:
    """Delete bytes without a row."""
    return handed_in.clear_strays(SubmissionFile, FOLDER, private_storage(), now)


@transaction.atomic
def erase_files(user: User) -> None:
    """Erase the files of a person's submissions."""
    mine = SubmissionFile.objects.filter(submission__enrolment__learner=user)
    paths = list(mine.values_list("file", flat=True))
    mine.delete()
    drop_unnamed(paths)
