"""What a holder chooses for their certificates; nothing that was issued changes by it."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from certificates.issuing import log
from certificates.models import Certificate, CertificateEvent
from certificates.records import CertificateQuerySet


@transaction.atomic
def show_name(*, certificate: Certificate, by: User, shown: bool) -> None:
    """
    Show or hide the name on the public page; repeating it changes nothing. Put on record.

    All certificates of the same course or programme follow: the pages of what was superseded
    say the same name.
    """
    ground = certificate.completion or certificate.programme_enrolment
    _show(Certificate.objects.earned_like(ground), shown=shown, by=by)


@transaction.atomic
def hide_names(person: User) -> None:
    """Hide the name on all of a person's certificates: for who became protected."""
    _show(Certificate.objects.of_learner(person), shown=False, by=None)


def _show(certificates: CertificateQuerySet, *, shown: bool, by: User | None) -> None:
    kind = CertificateEvent.Kind.NAME_SHOWN if shown else CertificateEvent.Kind.NAME_HIDDEN
    others = certificates.filter(name_is_hidden=shown)
    for each in others.select_for_update(of=("self",)).order_by("pk"):
        each.name_is_hidden = not shown
        each.save(update_fields=["name_is_hidden"])
        log(each, kind=kind, by=by)


@transaction.atomic
def tell_changes(*, certificate: Certificate, on: bool) -> None:
    """Tell the holder of changes in the course from today on, or no more."""
    Certificate.objects.filter(pk=certificate.pk, tells_changes=not on).update(
        tells_changes=on, changes_told_on=timezone.localdate() if on else None
    )


def tell_no_changes(learner: User) -> None:
    """Tell a person of no changes any more, whatever they earned."""
    Certificate.objects.of_learner(learner).filter(tells_changes=True).order_by().update(
        tells_changes=False, changes_told_on=None
    )
