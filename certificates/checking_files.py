"""Whether the kept files are what was issued: every byte is hashed anew."""

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.core.files.storage import Storage
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate, private_storage

FOLDER = "certificates"
# So long a file may be on its way: between its writing and its row, or between two tries.
ON_ITS_WAY = datetime.timedelta(hours=1)
PIECE = 1024 * 1024
TOGETHER = 500


class Fault(TextChoices):
    """What may be wrong with a file; the label is the sentence that the operator reads."""

    MISSING = "missing", _("the file is missing")
    CHANGED = "changed", _("the file is not the one that was issued")
    UNREADABLE = "unreadable", _("the file cannot be read")
    NOT_MADE = "not_made", _("the file has not been made, an hour after the issue")
    STRAY = "stray", _("no certificate has this file")


class Finding(NamedTuple):
    """One file that was looked at: whose it is, or its name, and what is wrong with it."""

    name: str
    fault: Fault | None
    is_made: bool = True


def check_files() -> Iterator[Finding]:
    """Yield a finding for every certificate, and for every file that belongs to none."""
    storage = private_storage()
    rows = Certificate.objects.order_by("pk").only(
        "number", "issued_at", "pdf", "pdf_sha256", "pdf_size"
    )
    for certificate in rows.iterator(chunk_size=TOGETHER):
        fault = _fault_in(certificate, storage)
        yield Finding(certificate.number, fault, is_made=certificate.is_made)
    yield from _strays(storage)


def _fault_in(certificate: Certificate, storage: Storage) -> Fault | None:
    if not certificate.is_made:
        is_late = certificate.issued_at < timezone.now() - ON_ITS_WAY
        return Fault.NOT_MADE if is_late else None
    digest, size = hashlib.sha256(), 0
    try:
        with storage.open(certificate.pdf.name, "rb") as file:
            for piece in iter(lambda: file.read(PIECE), b""):
                digest.update(piece)
                size += len(piece)
    except FileNotFoundError:
        return Fault.MISSING
    except OSError:
        return Fault.UNREADABLE
    is_same = digest.hexdigest() == certificate.pdf_sha256 and size == certificate.pdf_size
    return None if is_same else Fault.CHANGED


def _strays(storage: Storage) -> Iterator[Finding]:
    if not storage.exists(FOLDER):
        return
    years, loose = storage.listdir(FOLDER)
    yield from _unknown(storage, [f"{FOLDER}/{name}" for name in loose])
    for year in sorted(years):
        _folders, names = storage.listdir(f"{FOLDER}/{year}")
        yield from _unknown(storage, [f"{FOLDER}/{year}/{name}" for name in sorted(names)])


def _unknown(storage: Storage, names: list[str]) -> Iterator[Finding]:
    for start in range(0, len(names), TOGETHER):
        some = names[start : start + TOGETHER]
        known = set(Certificate.objects.filter(pdf__in=some).values_list("pdf", flat=True))
        yield from (
            Finding(name, Fault.STRAY)
            for name in some
            if name not in known and _is_old(storage, name)
        )


def _is_old(storage: Storage, name: str) -> bool:
    try:
        return storage.get_modified_time(name) < timezone.now() - ON_ITS_WAY
    except FileNotFoundError:
        return False


class Result(NamedTuple):
    """What came of looking: how many are as issued, whose are on their way, what is wrong."""

    whole: int
    waiting: int
    faults: list[tuple[str, Fault]]


def sum_up(findings: Iterable[Finding]) -> Result:
    """Count what was looked at; a file that is not there yet is never counted as whole."""
    whole, waiting, faults = 0, 0, []
    for name, fault, is_made in findings:
        if fault:
            faults.append((name, fault))
        elif is_made:
            whole += 1
        else:
            waiting += 1
    return Result(whole, waiting, faults)
