"""What enrolling holds on a person beside their enrolments: waiting places, programmes, files."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from courses.enrolling.models import Enrolment, ProgrammeEnrolment
from courses.enrolling.rosters import Roster
from courses.enrolling.waiting_places import WaitingPlace


def export_enrolling(user: User) -> dict[str, Any]:
    """Return what was told while enrolling, waiting places, and places on programmes."""
    told = Enrolment.objects.filter(learner=user).order_by("pk")
    places = WaitingPlace.objects.filter(learner=user).order_by("pk")
    programmes = ProgrammeEnrolment.objects.filter(learner=user).order_by("pk")
    return {
        "told_while_enrolling": list(
            told.values(
                "run__code",
                "origin",
                "study_right",
                "profession",
                "employer",
                "county__name_fi",
                "withdrawn_reason",
                "typed_address",
                "typed_given_names",
                "typed_surname",
            )
        ),
        "waiting_places": list(
            places.values("run__code", "joined_at", "offered_at", "accept_by", "ended_at", "ending")
        ),
        "programmes": list(
            programmes.values("programme_run__code", "enrolled_at", "withdrawn_at", "completed_at")
        ),
    }


def erase_enrolling(user: User) -> None:
    """
    Erase waiting places and files; call after the enrolments that nothing points at are gone.

    What an enrolment with a completion was told of work goes too, but for the county: it names
    nobody. The clock offers the seats that come free.
    """
    WaitingPlace.objects.filter(learner=user).delete()
    Roster.objects.filter(created_by=user).delete()
    Enrolment.objects.filter(learner=user).update(
        profession="", employer="", study_right="", withdrawn_reason=""
    )
    programmes = ProgrammeEnrolment.objects.filter(learner=user)
    programmes.filter(enrolments__isnull=True).delete()
    programmes.filter(withdrawn_at__isnull=True, completed_at__isnull=True).update(
        withdrawn_at=timezone.now()
    )
