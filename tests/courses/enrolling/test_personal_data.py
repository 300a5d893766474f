"""What enrolling holds on a person is given to them and erased; others' rows stay."""

import pytest
from django.utils import timezone

from accounts import personal_data
from courses.enrolling.models import Enrolment, ProgrammeEnrolment
from courses.enrolling.personal_data import export_enrolling
from courses.enrolling.rosters import Roster
from courses.enrolling.waiting_places import WaitingPlace
from tests.factories.accounts import UserFactory
from tests.factories.courses import (
    CompletionFactory,
    EnrolmentFactory,
    ProgrammeEnrolmentFactory,
    WaitingPlaceFactory,
)

pytestmark = pytest.mark.django_db


def person_with_all():
    """Somebody with one of each; one enrolment is completed, on a programme."""
    person = UserFactory()
    EnrolmentFactory(learner=person, employer="Kela Kuopio")
    on_programme = ProgrammeEnrolmentFactory(learner=person)
    done = EnrolmentFactory(
        learner=person,
        profession="ohjaaja",
        programme_enrolment=on_programme,
        completed_at=timezone.now(),
    )
    CompletionFactory(enrolment=done)
    ProgrammeEnrolmentFactory(learner=person)
    place = WaitingPlaceFactory(learner=person)
    Roster.objects.create(
        run=place.run, filename="f", rows=[], created_by=person, created_at=timezone.now()
    )
    return person


def test_the_person_gets_what_they_told_and_where_they_wait():
    person, other = person_with_all(), person_with_all()
    given = export_enrolling(person)
    assert [row["employer"] for row in given["told_while_enrolling"]] == ["Kela Kuopio", ""]
    assert len(given["waiting_places"]) == 1
    assert len(given["programmes"]) == 2
    theirs = WaitingPlace.objects.get(learner=other).run.code
    assert theirs not in str(given)


def test_erasing_leaves_what_a_completion_points_at_without_the_person_in_it():
    person, other = person_with_all(), person_with_all()
    personal_data.erase(user=person)
    [kept] = Enrolment.objects.filter(learner=person)
    assert (kept.profession, kept.employer) == ("", "")
    [programme] = ProgrammeEnrolment.objects.filter(learner=person)
    assert programme == kept.programme_enrolment
    assert programme.withdrawn_at is not None
    assert not WaitingPlace.objects.filter(learner=person).exists()
    assert not Roster.objects.filter(created_by=person).exists()
    assert WaitingPlace.objects.filter(learner=other).count() == 1
    assert Roster.objects.filter(created_by=other).count() == 1
    assert Enrolment.objects.filter(learner=other, employer="Kela Kuopio").exists()
    assert ProgrammeEnrolment.objects.filter(learner=other, withdrawn_at__isnull=True).count() == 2
