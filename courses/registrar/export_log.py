"""Writing down who took which list out; every way out passes here."""

import hashlib
from collections.abc import Callable, Iterable, Iterator

from django.utils import timezone

from accounts.models import Organisation, User
from courses.registrar.models import Delivery, ExportLog
from home.spreadsheets import Whole


def log_export(
    *,
    kind: str,
    person: User | None,
    choice_words: str,
    organisations: Iterable[Organisation | None],
    delivery: Delivery | None = None,
    with_identity_codes: bool = False,
) -> Callable[[Whole], None]:
    """
    Write down an export that begins, for each organisation whose rows it may hold.

    None among them: the lists of all. `person` None: the command on the server. Returns what
    to call when the file is whole; an export that broke off keeps no number of rows.
    """
    now = timezone.now()
    logs = [
        ExportLog.objects.create(
            organisation=organisation,
            delivery=delivery,
            person=person,
            taken_at=now,
            kind=kind,
            choice_words=choice_words,
            with_identity_codes=with_identity_codes,
        )
        for organisation in organisations
    ]

    def finish(whole: Whole) -> None:
        ExportLog.objects.filter(pk__in=[log.pk for log in logs]).update(
            row_count=whole.rows, sha256=whole.sha256
        )

    return finish


def counted(pieces: Iterator[str], rows: str, finish: Callable[[Whole], None]) -> Iterator[bytes]:
    """Yield pieces of text as bytes; tell at the end how many of them began with `rows`."""
    digest, count = hashlib.sha256(), 0
    for piece in pieces:
        sent = piece.encode()
        digest.update(sent)
        count += piece.startswith(rows)
        yield sent
    finish(Whole(count, digest.hexdigest()))
