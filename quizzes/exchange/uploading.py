"""A file between its dry run and its import: kept, looked at again, imported once, removed."""

import hashlib
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, override

from accounts.models import User
from home import outbox
from quizzes.banks.models import QuestionBank
from quizzes.exchange.committing import changes, commit_import
from quizzes.exchange.models import QuestionImport
from quizzes.exchange.parsed import Reading
from quizzes.exchange.planning import Deed, Planned, plan_import
from quizzes.exchange.reading import read
from quizzes.exchange.telling import as_json
from quizzes.exchange.texts import HARMFUL

KEPT_FOR = timedelta(days=1)
# Enough for an editor's file, and written before anybody tires of waiting.
AT_ONCE = 200
IMPORT = "quizzes.import"


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
    return _read_lately(kept.sha256, kept.format, bool(kept.options.get("nearest")))


# The pages of a dry run and its pictures ask for the same file one after another.
@lru_cache(maxsize=1)
def _read_lately(sha256: str, form: str, nearest: bool) -> Reading:
    content = QuestionImport.objects.filter(sha256=sha256).values_list("content", flat=True)[0]
    return read(bytes(content), form=form, nearest=nearest)


def rehearse(kept: QuestionImport) -> tuple[Reading, list[Planned]]:
    """
    Return what an import would do now; nothing is written.

    Whether a question is fit to be published is not asked here: a page asks it of its own.
    """
    reading = reading_of(kept)
    bank = QuestionBank.objects.filter(name=kept.bank_name).first()
    return reading, plan_import(reading, bank, publish=False)


@transaction.atomic
def ask_for_import(*, upload: int, person: User) -> QuestionImport:
    """
    Import a kept file of this person's, once; a second asking changes nothing.

    A file of more than AT_ONCE questions is imported by a task, soon after.
    """
    files = QuestionImport.objects.defer("content").select_for_update()
    kept = files.get(pk=upload, created_by=person)
    if kept.asked_at is not None or kept.committed_at is not None:
        return kept
    kept.asked_at = timezone.now()
    kept.save(update_fields=["asked_at"])
    if reading_of(kept).count <= AT_ONCE:
        _import(kept)
    else:
        payload = {"upload": kept.pk, "language": get_language() or ""}
        outbox.send(effect=IMPORT, key=_key(kept), payload=payload)
    return kept


def carry_out(payload: dict[str, Any]) -> None:
    """Import a file that somebody asked for. An effect: may be run again."""
    with override(payload["language"] or None), transaction.atomic():
        files = QuestionImport.objects.defer("content").select_for_update()
        kept = files.filter(pk=payload["upload"]).first()
        # Gone after a day, or brought in by another run of this.
        if kept is not None and kept.committed_at is None:
            _import(kept)


def failure_of(kept: QuestionImport) -> outbox.OutboxEntry | None:
    """Return how the last try to import a file failed; None where none did."""
    return outbox.OutboxEntry.objects.failing().filter(key=_key(kept)).first()


def _key(kept: QuestionImport) -> str:
    return f"{IMPORT}:{kept.pk}"


def _import(kept: QuestionImport) -> None:
    """Write the questions, and keep what became of them for the page that tells."""
    reading, person = reading_of(kept), kept.created_by
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
