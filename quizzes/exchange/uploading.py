"""A file between its dry run and its import: kept, looked at again, imported once, removed."""

import hashlib
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from quizzes.banks.models import QuestionBank
from quizzes.exchange.committing import changes, commit_import
from quizzes.exchange.models import QuestionImport
from quizzes.exchange.parsed import Reading
from quizzes.exchange.planning import Deed, Planned, plan_import
from quizzes.exchange.reading import read
from quizzes.exchange.telling import as_json
from quizzes.exchange.texts import HARMFUL

KEPT_FOR = timedelta(days=1)
LARGEST_REMEMBERED = 4 * 1024 * 1024


def may_publish(person: User) -> bool:
    """Whether this person's import may put questions live; others' become drafts."""
    return bool(person.has_perm("quizzes.publish_question"))


def keep_upload(
    *,
    person: User,
    filename: str,
    content: bytes,
    form: str,
    bank_name: str,
    nearest: bool,
    publish: bool,
) -> QuestionImport:
    """Keep a file until it is imported or a day old; raises UnreadableError."""
    reading = read(content, form=form, nearest=nearest)
    return QuestionImport.objects.create(
        bank_name=bank_name,
        filename=HARMFUL.sub("", filename)[:255] or "?",
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        format=reading.format,
        options={"nearest": nearest, "publish": publish and may_publish(person)},
        created_by=person,
        created_at=timezone.now(),
    )


def reading_of(kept: QuestionImport) -> Reading:
    """Read a kept file, as it was read when it came."""
    content = bytes(kept.content)
    reader = read if len(content) > LARGEST_REMEMBERED else _read_lately
    return reader(content, form=kept.format, nearest=kept.options.get("nearest", False))


# The pages of a dry run and its pictures read the same file one after another.
_read_lately = lru_cache(maxsize=1)(read)


def rehearse(kept: QuestionImport) -> tuple[Reading, list[Planned]]:
    """Return what an import would do now; nothing is written."""
    reading = reading_of(kept)
    bank = QuestionBank.objects.filter(name=kept.bank_name).first()
    return reading, plan_import(reading, bank, publish=kept.options.get("publish", False))


@transaction.atomic
def import_upload(*, upload: int, person: User) -> QuestionImport:
    """
    Import a kept file of this person's, once; a second asking changes nothing.

    What became of it is kept with it, for the page that tells.
    """
    kept = QuestionImport.objects.select_for_update().get(pk=upload, created_by=person)
    if kept.committed_at is not None:
        return kept
    reading = reading_of(kept)
    bank, planned = commit_import(
        reading=reading,
        bank_name=kept.bank_name,
        # Asked again: the permission may have been taken away since the file came.
        publish=kept.options.get("publish", False) and may_publish(person),
        person=person,
    )
    kept.committed_at = timezone.now()
    kept.options = kept.options | {
        "bank": bank.pk,
        "counts": _counts(reading, planned),
        "told": as_json(reading, changes(reading, planned)),
    }
    kept.save(update_fields=["committed_at", "options"])
    return kept


def _counts(reading: Reading, planned: list[Planned]) -> dict[str, Any]:
    written = [one for one in planned if one.deed is not Deed.LEAVE]
    return {
        "added": sum(one.deed is Deed.ADD for one in planned),
        "updated": sum(one.deed is Deed.UPDATE for one in planned),
        "left": len(planned) - len(written),
        "published": sum(one.publish for one in written),
        "refused": len(reading.refused),
    }


def clear_uploads(now: datetime) -> int:
    """Remove files that are a day old, imported or not; the clock's job."""
    removed, _by_model = QuestionImport.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    return removed
