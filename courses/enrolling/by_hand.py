"""What study staff do with single enrolments: enrol by hand, change class and study right."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from courses.catalogue.runs import CourseRun
from courses.enrolling.enrol import Origin, enrol
from courses.enrolling.enrolling_many import accounts_for
from courses.enrolling.letters import ENROLLED, language_of
from courses.enrolling.models import Enrolment
from courses.enrolling.refusals import UNTIL_ANSWERED, Refusal
from courses.enrolling.roster_columns import EMAIL, GIVEN, SURNAME
from courses.following.models import Note
from home import outbox

DATES = frozenset({Refusal.NOT_YET_OPEN, Refusal.CLOSED, Refusal.RUN_OVER})
SEATS = frozenset({Refusal.FULL, Refusal.WAITING_LIST_OPEN})


@transaction.atomic
def enrol_by_hand(
    *,
    run: CourseRun,
    by: User,
    email: str,
    first_name: str = "",
    last_name: str = "",
    registrar_class: int | None = None,
    study_right: str = "",
    despite_dates: bool = False,
    despite_seats: bool = False,
    note: str = "",
) -> Enrolment:
    """
    Enrol somebody by their address; raises EnrolmentRefusedError, making nothing.

    Whoever has no account gets one that only their mailbox opens; names that an account has
    are its owner's. Nothing here tells whether there is one: what depends on the person (an
    account that is closed, courses to be completed first) is seen to when the learner answers.
    Consent is never given here: the learner is asked for it by mail. The note tells why dates
    or seats were passed.
    """
    row = {EMAIL: email, GIVEN: first_name, SURNAME: last_name}
    [learner] = accounts_for([row], language_of(run)).values()
    passes = UNTIL_ANSWERED - (frozenset() if despite_dates else DATES)
    enrolment = enrol(
        run=run,
        learner=learner,
        consents=False,
        origin=Origin.STAFF,
        recorded_by=by,
        passes=passes - (frozenset() if despite_seats else SEATS),
        registrar_class=registrar_class,
        study_right=study_right,
        typed={"typed_address": email, "typed_given_names": first_name, "typed_surname": last_name},
    )
    if note:
        Note.objects.create(enrolment=enrolment, author=by, text=note, created_at=timezone.now())
    payload = {"enrolment": enrolment.pk}
    outbox.send(effect=ENROLLED, key=f"{ENROLLED}:{enrolment.pk}", payload=payload)
    return enrolment


@transaction.atomic
def change(enrolment: Enrolment, *, registrar_class: int, study_right: str) -> Enrolment:
    """Change what the register gets to know of an enrolment; a completion has frozen its own."""
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    enrolment.registrar_class = registrar_class
    enrolment.study_right = study_right
    enrolment.save(update_fields=["registrar_class", "study_right"])
    return enrolment
