"""Two polytechnics that look alike, each with a run, staff and completions."""

import datetime
from dataclasses import dataclass

import pytest
from django.utils import timezone

from accounts.models import Membership, Organisation, User
from courses.models import Completion, CourseRun
from courses.registrar.delivering import deliver
from courses.registrar.layouts import layout_of
from courses.registrar.listing import Choice
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.courses import CompletionFactory, CourseFactory, CourseRunFactory

DAY = datetime.date(2026, 5, 20)
ENROLLED = datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)


@dataclass
class House:
    """One organisation with what belongs to it."""

    organisation: Organisation
    run: CourseRun
    staff: User

    def complete(self, count=1, **fields):
        """Completions as bare as the table allows."""
        fields = {"completed_on": DAY} | fields
        return CompletionFactory.create_batch(
            count, enrolment__run=self.run, enrolment__enrolled_at=ENROLLED, **fields
        )

    def registrable(self, count=1, **fields):
        """Completions that nothing keeps out of a delivery."""
        return self.complete(
            count,
            **{
                "birth_date": datetime.date(1985, 6, 24),
                "national_learner_id": "1.2.246.562.24.12345678907",
                "consented_at": timezone.now(),
                "consent_version": "2026-11",
            }
            | fields,
        )

    def deliver(self, profile=None, **choice):
        """Make a delivery of everything that waits, or of a choice."""
        return deliver(
            organisation=self.organisation,
            choice=Choice(organiser=self.organisation, **choice),
            layout=layout_of(profile),
            by=self.staff,
        )


def annul(completion, reason="Annettu erehdyksessä"):
    """Annul a completion as staff do."""
    completion.annulled_at, completion.annulled_reason = timezone.now(), reason
    completion.annulled_by = completion.recorded_by
    completion.save()
    return completion


def corrected(completion, **fields):
    """Annul a completion and put another in its place."""
    annul(completion)
    copied = {
        field.name: getattr(completion, field.name)
        for field in completion._meta.concrete_fields
        if field.name not in ("id", "replaces") and not field.name.startswith("annulled")
    }
    return Completion.objects.create(**copied | {"replaces": completion} | fields)


def house(name, course):
    organisation = OrganisationFactory(name_fi=name, institution_code="02535")
    staff = UserFactory(last_name=f"Opintotoimisto {name}")
    MembershipFactory(user=staff, organisation=organisation, role=Membership.Role.STUDY_STAFF)
    run = CourseRunFactory(course=course, organiser=organisation, code=f"TKK-{name[:3].upper()}-26")
    return House(organisation, run, staff)


@pytest.fixture
def course(db):
    return CourseFactory(
        names={"fi": "Työkykykoordinaattori", "sv": "Arbetsförmågekoordinator"}, credits="2.50"
    )


@pytest.fixture
def ours(course):
    return house("Järvi-Suomen AMK", course)


@pytest.fixture
def theirs(course):
    """Same course, same names of learners: what a wrong filter would let through."""
    return house("Meri-Suomen AMK", course)


@pytest.fixture
def office(client, ours):
    client.force_login(ours.staff)
    return client
