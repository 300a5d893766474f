"""Files that no answer names any more, and bytes that no row names: swept by the clock."""

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.cache import cache
from django.db import transaction

from accounts.models import User
from quizzes.assessing.models import ResponseFile, private_storage
from quizzes.attempts.models import Attempt

# As `ResponseFile.file` stores them; a name that is not an id is none of ours.
FOLDER = "responses"
OUR_NAME = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(_\w+)?$")
# Bytes younger than this may belong to a save that is still going on.
STRAY_AFTER = datetime.timedelta(hours=24)
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
    storage = private_storage()
    cleared = 0
    for folder in _months(storage):
        names = [name for name in storage.listdir(folder)[1] if OUR_NAME.match(name)]
        paths = {f"{folder}/{name}" for name in names}
        known = set(
            ResponseFile.objects.filter(file__startswith=f"{folder}/").values_list(
                "file", flat=True
            )
        )
        for path in sorted(paths - known):
            if storage.get_modified_time(path) < now - STRAY_AFTER:
                storage.delete(path)
                cleared += 1
    return cleared


def _months(storage: Any) -> Iterator[str]:
    try:
        years = storage.listdir(FOLDER)[0]
    except FileNotFoundError:
        return
    for year in years:
        for month in storage.listdir(f"{FOLDER}/{year}")[0]:
            yield f"{FOLDER}/{year}/{month}"


@transaction.atomic
def _delete(files: Any) -> None:
    paths = list(files.values_list("file", flat=True))
    files.delete()
    drop_after_commit(paths)


def drop_after_commit(paths: Iterable[str]) -> None:
    """Delete bytes once their rows are gone for good; a failure leaves them to the sweep."""
    storage = private_storage()
    for path in paths:
        transaction.on_commit(lambda path=path: storage.delete(path), robust=True)


def erase_files(user: User) -> None:
    """Erase the files of a person's answers; call in the transaction that erases the answers."""
    mine = ResponseFile.objects.filter(response__attempt__enrolment__learner=user)
    paths = list(mine.values_list("file", flat=True))
    mine.delete()
    drop_after_commit(paths)
