"""Tries to break the constraints on runs, invitations, enrolments and waiting places."""

from collections.abc import Callable
from decimal import Decimal

from django.utils import timezone

from courses.enrolling.waiting_places import WaitingPlace
from tests.factories.courses import (
    CourseFactory,
    CourseRunFactory,
    EnrolmentFactory,
    InvitationFactory,
    ProgrammeEnrolmentFactory,
    ProgrammeRunFactory,
    WaitingPlaceFactory,
)


def _waiting_twice() -> None:
    first = WaitingPlaceFactory()
    WaitingPlaceFactory(run=first.run, learner=first.learner)


def _course_twice_in_a_programme_run() -> None:
    programme_run, course = ProgrammeRunFactory(), CourseFactory()
    CourseRunFactory.create_batch(2, programme_run=programme_run, course=course)


def _on_a_programme_twice() -> None:
    first = ProgrammeEnrolmentFactory()
    ProgrammeEnrolmentFactory(programme_run=first.programme_run, learner=first.learner)


def _completed_without_an_answer() -> None:
    EnrolmentFactory(confirmed_at=None, completed_at=timezone.now())


BREACHES: list[tuple[Callable[[], object], str]] = [
    (lambda: CourseRunFactory(hours_to_accept=0), "courses_run_place_kept_1_to_720_hours"),
    (lambda: CourseRunFactory(hours_to_accept=721), "courses_run_place_kept_1_to_720_hours"),
    (lambda: CourseRunFactory(price=Decimal("-0.01")), "courses_run_price_not_negative"),
    (_completed_without_an_answer, "courses_enrolment_completes_after_an_answer"),
    (
        lambda: EnrolmentFactory(typed_address="aino@esimerkki.fi"),
        "courses_enrolment_answered_keeps_nothing_typed",
    ),
    (
        lambda: EnrolmentFactory(typed_surname="Oppija"),
        "courses_enrolment_answered_keeps_nothing_typed",
    ),
    (_course_twice_in_a_programme_run, "courses_run_once_in_a_programme_run"),
    (
        lambda: InvitationFactory(key="AVAIN", token="linkki"),
        "courses_invitation_link_is_personal",
    ),
    (_waiting_twice, "courses_waiting_once_per_run"),
    (lambda: WaitingPlaceFactory(offered_at=timezone.now()), "courses_waiting_offer_has_an_end"),
    (lambda: WaitingPlaceFactory(ended_at=timezone.now()), "courses_waiting_ended_somehow"),
    (
        lambda: WaitingPlaceFactory(ending=WaitingPlace.Ending.LEFT),
        "courses_waiting_ended_somehow",
    ),
    (_on_a_programme_twice, "courses_programme_enrolment_one_open"),
    (
        lambda: ProgrammeEnrolmentFactory(withdrawn_at=timezone.now(), completed_at=timezone.now()),
        "courses_programme_enrolment_not_both_ended",
    ),
]
