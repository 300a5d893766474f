"""A course file between its upload and its import: looked at, imported once, removed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import file_digest
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, override

from accounts.models import User
from courses.packages.importing import Brought, bring
from courses.packages.models import PackageImport
from courses.packages.progress import Progress
from courses.packages.reading import contents_of
from courses.packages.report import UnreadablePackageError
from courses.pages.models import CataloguePage
from home import outbox
from home.file_names import readable_name

KEPT_FOR = timedelta(days=1)
LARGEST_FILE = 512 * 1024 * 1024
LOOK, IMPORT = "courses.package.look", "courses.package.import"


def may_publish(person: User) -> bool:
    """Whether this person's import may put pages live; others' become drafts."""
    catalogue = CataloguePage.objects.order_by("-live", "path").first()
    if catalogue is None:
        return person.is_superuser
    return bool(catalogue.permissions_for_user(person).can_publish_subpage())


@transaction.atomic
def keep_upload(*, person: User, file: UploadedFile, publish: bool) -> PackageImport:
    """Keep a file until it is imported or a day old, and let a task say what it would become."""
    file.seek(0)
    digest = file_digest(file, "sha256").hexdigest()
    file.seek(0)
    kept = PackageImport.objects.create(
        filename=readable_name(file.name or "") or "?",
        file=file,
        sha256=digest,
        options={"publish": publish and may_publish(person), "language": get_language() or ""},
        created_by=person,
        created_at=timezone.now(),
    )
    outbox.send(effect=LOOK, key=f"{LOOK}:{kept.pk}", payload={"upload": kept.pk})
    return kept


@transaction.atomic
def ask_for_import(*, upload: int, person: User) -> PackageImport:
    """Import a kept file of this person's, once, by a task; a second asking changes nothing."""
    kept = PackageImport.objects.select_for_update().get(pk=upload, created_by=person)
    if kept.asked_at is None and kept.report and not kept.error:
        kept.asked_at = timezone.now()
        kept.save(update_fields=["asked_at"])
        outbox.send(effect=IMPORT, key=_key(kept), payload={"upload": kept.pk})
    return kept


def look(payload: dict[str, Any]) -> None:
    """Say what a file would become; nothing is written. An effect: may be run again."""

    def tell(kept: PackageImport, brought: Brought) -> None:
        kept.format = brought.report.format
        kept.report = brought.report.as_json()
        kept.save(update_fields=["format", "report"])

    _with(payload, dry_run=True, tell=tell)


def carry_out(payload: dict[str, Any]) -> None:
    """Import a file that somebody asked for. An effect: may be run again."""

    def tell(kept: PackageImport, brought: Brought) -> None:
        page = brought.page
        kept.committed_at = timezone.now()
        kept.report = brought.report.as_json()
        kept.options |= {"course": brought.course.pk, "page": page.pk if page else None}
        kept.save(update_fields=["committed_at", "report", "options"])

    _with(payload, dry_run=False, tell=tell)


def _with(
    payload: dict[str, Any], *, dry_run: bool, tell: Callable[[PackageImport, Brought], None]
) -> None:
    with transaction.atomic():
        uploads = PackageImport.objects.select_for_update().select_related("created_by")
        kept = uploads.filter(pk=payload["upload"]).first()
        # Gone after a day, or brought in by another run of this.
        if kept is None or kept.committed_at is not None:
            return
        # Asked again: the permission may have been taken away since the file came.
        publish = bool(kept.options.get("publish")) and may_publish(kept.created_by)
        progress = Progress(kept)
        with override(kept.options.get("language") or None):
            try:
                with kept.file.open("rb") as file, contents_of(file) as contents:
                    brought = bring(
                        contents,
                        person=kept.created_by,
                        publish=publish,
                        dry_run=dry_run,
                        progress=progress.tell,
                    )
            except UnreadablePackageError as error:
                kept.error = str(error)
                kept.save(update_fields=["error"])
                return
            finally:
                progress.clear()
        tell(kept, brought)


def failure_of(kept: PackageImport) -> outbox.OutboxEntry | None:
    """Return how the last try with a file failed; None where none did."""
    keys = [f"{LOOK}:{kept.pk}", _key(kept)]
    return outbox.OutboxEntry.objects.failing().filter(key__in=keys).first()


def _key(kept: PackageImport) -> str:
    return f"{IMPORT}:{kept.pk}"


def clear_uploads(now: datetime) -> int:
    """Remove files that are a day old, imported or not; the clock's job."""
    old = list(PackageImport.objects.filter(created_at__lt=now - KEPT_FOR))
    for kept in old:
        # The row first: a file without a row is only waste, a row without a file is a fault.
        storage, name = kept.file.storage, kept.file.name
        Progress(kept).clear()
        kept.delete()
        storage.delete(name)
    return len(old)
