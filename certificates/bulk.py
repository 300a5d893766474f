"""Certificates for everybody of a run who has none: what a run lacks, and issuing it all."""

import logging
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext, override

from accounts.models import User
from certificates.issuing import MAKE_PDF, issue_certificate, issue_programme_certificate
from certificates.models import BulkIssue, Certificate
from certificates.refusals import CertificateRefusedError
from courses.models import Completion, CourseRun, ProgrammeEnrolment, ProgrammeRun
from home import outbox
from home.outbox import OutboxEntry

EFFECT = "certificates.issue_in_bulk"
# How often the progress is written down, in certificates.
STEP = 10
logger = logging.getLogger(__name__)

Ground = Completion | ProgrammeEnrolment


def completions_without(run: CourseRun) -> QuerySet[Completion]:
    """
    Return the run's valid completions that never had a certificate.

    One that was revoked is not missing: a person decided so.
    """
    return Completion.objects.valid().filter(run=run, certificates__isnull=True).order_by("pk")


def programmes_without(programme_run: ProgrammeRun) -> QuerySet[ProgrammeEnrolment]:
    """Return the completed places on a programme's run that never had a certificate."""
    done = programme_run.enrolments.filter(completed_at__isnull=False)
    return done.filter(certificates__isnull=True).order_by("pk")


def missing_in(run: CourseRun | ProgrammeRun) -> QuerySet[Any]:
    """Return what a run lacks a certificate of; of a programme's course run, its course only."""
    return completions_without(run) if isinstance(run, CourseRun) else programmes_without(run)


def grounds_without(run: CourseRun | ProgrammeRun) -> Iterator[Ground]:
    """Yield what a run lacks a certificate of, one at a time."""
    found = missing_in(run)
    # Keys first: rows are read while others are written, and memory stays flat.
    for key in list(found.values_list("pk", flat=True)):
        yield found.model._default_manager.select_related("learner").get(pk=key)


def issue_for(ground: Ground, *, by: User | None = None) -> Certificate:
    """Issue the certificate of a completion or a programme. Raises CertificateRefusedError."""
    if isinstance(ground, Completion):
        return issue_certificate(completion=ground, by=by)
    return issue_programme_certificate(programme_enrolment=ground, by=by)


def files_to_make(run: CourseRun | ProgrammeRun) -> QuerySet[Certificate]:
    """Return the run's certificates whose file is not made yet, in the order of their numbers."""
    of_run = (
        Certificate.objects.filter(completion__run=run)
        if isinstance(run, CourseRun)
        else Certificate.objects.filter(programme_enrolment__programme_run=run)
    )
    return of_run.filter(pdf_sha256="").order_by("pk")


def make_file(certificate_id: int, number: str) -> str:
    """
    Make the file of one certificate now; return what went wrong, or nothing.

    One that was in hand when its worker was killed is not waited for: made twice, it is kept
    once.
    """
    entries = OutboxEntry.objects.filter(key=f"{MAKE_PDF}:{number}", done_at__isnull=True)
    outbox.try_again(entries)
    entry = entries.first()
    if entry is None or outbox.run(entry.pk):
        return ""
    made = Certificate.objects.filter(pk=certificate_id).exclude(pdf_sha256="").exists()
    if made:
        return ""
    entry.refresh_from_db()
    return entry.error or gettext("Somebody else is making it.")


@transaction.atomic
def ask_for_bulk_issue(*, run: CourseRun | ProgrammeRun, by: User) -> BulkIssue:
    """Have a run's missing certificates issued by a task; one that is under way is the answer."""
    # Serialise per run: two who ask at once get one task.
    type(run)._default_manager.select_for_update(of=("self",)).get(pk=run.pk)
    of = {"run" if isinstance(run, CourseRun) else "programme_run": run}
    under_way = BulkIssue.objects.filter(**of, finished_at__isnull=True).first()
    if under_way:
        return under_way
    asked = BulkIssue.objects.create(
        **of, by=by, started_at=timezone.now(), total=missing_in(run).count()
    )
    outbox.send(effect=EFFECT, key=f"{EFFECT}:{asked.pk}", payload={"bulk": asked.pk})
    return asked


def issue_in_bulk(payload: dict[str, Any]) -> None:
    """
    Issue what a run lacks; the outbox's effect. A second run goes on where the first ended.

    What goes wrong with one is put on record with it, and the others go on.
    """
    asked = BulkIssue.objects.select_related("run", "programme_run", "by")
    bulk = asked.filter(pk=payload["bulk"]).first()
    if bulk is None or bulk.finished_at:
        return
    left = missing_in(bulk.whole_run).count()
    # People may have completed the course since it was asked for.
    bulk.total = max(bulk.total, left)
    bulk.done = bulk.total - left
    bulk.faults = {}
    with override(settings.LANGUAGE_CODE):
        for number, ground in enumerate(grounds_without(bulk.whole_run), start=1):
            if fault := _fault_in(ground, bulk.by):
                bulk.faults[str(ground.pk)] = fault
            bulk.done = min(bulk.done + 1, bulk.total)
            if number % STEP == 0:
                bulk.save(update_fields=["total", "done", "faults"])
    bulk.finished_at = timezone.now()
    bulk.save(update_fields=["total", "done", "faults", "finished_at"])


def _fault_in(ground: Ground, by: User) -> str:
    """Issue one; return in words what went wrong, or nothing."""
    try:
        issue_for(ground, by=by)
    except CertificateRefusedError as refusal:
        return str(refusal)
    except Exception as error:  # one bad row must not keep the others from theirs
        logger.exception("No certificate of %s %s", type(ground).__name__, ground.pk)
        return gettext("It was not issued: %(error)s") % {"error": type(error).__name__}
    return ""
