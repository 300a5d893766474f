"""Files that no answer names any more, and bytes that no row names: swept by the clock."""

import datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction

from accounts.models import User
from home import handed_in
from quizzes.assessing.models import ResponseFile, private_storage
from quizzes.attempts.models import Attempt

# As `ResponseFile.file` stores them.
FOLDER = "responses"
# It reads every file of an ended attempt, so not at every tick.
EVERY_SECONDS = 60 * 60
CLEARED = "quizzes.files_cleared"
CHUNK = 500


def clear_files(now: datetime.datetime) -> int:
    """Clear what is due, once an hour; return how many. The clock's job, harmless twice."""
    if cache.get(CLEARED):
        return 0
    # There is one clock at a time; `add` would have PostgreSQL log an error at each tick.
    cache.set(CLEARED, True, EVERY_SECONDS)
    return clear_left_out() + clear_strays(now)


def clear_left_out() -> int:
    """Delete the files of ended attempts that the answer in force does not name."""
    ended = ResponseFile.objects.exclude(response__attempt__state__in=Attempt.OPEN_STATES)
    left_out = [
        pk
        for pk, answer in ended.values_list("pk", "response__answer").iterator(CHUNK)
        if str(pk) not in (answer or {}).get("files", ())
    ]
    for start in range(0, len(left_out), CHUNK):
        _delete(ResponseFile.objects.filter(pk__in=left_out[start : start + CHUNK]))
    return len(left_out)


def clear_strays(now: datetime.datetime) -> int:
    """Delete bytes without a row: what a process left that died between the two."""
    return handed_in.clear_strays(ResponseFile, FOLDER, private_storage(), now)


@transaction.atomic
def _delete(files: Any) -> None:
    paths = list(files.values_list("file", flat=True))
    files.delete()
    handed_in.drop_after_commit(private_storage(), paths)


def erase_files(user: User) -> None:
    """Erase the files of a person's answers; call in the transaction that erases the answers."""
    mine = ResponseFile.objects.filter(response__attempt__enrolment__learner=user)
    paths = list(mine.values_list("file", flat=True))
    mine.delete()
    handed_in.drop_after_commit(private_storage(), paths)
