"""Two polytechnics that look alike, each with a run, staff and completions."""

import datetime
from dataclasses import dataclass

import pytest

from accounts.models import Membership, Organisation, User
from courses.models import CourseRun
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.courses import CompletionFactory, CourseFactory, CourseRunFactory

DAY = datetime.date(2026, 5, 20)


@dataclass
class House:
    """One organisation with what belongs to it."""

    organisation: Organisation
    run: CourseRun
    staff: User

    def complete(self, count=1, **fields):
        fields = {"completed_on": DAY} | fields
        return CompletionFactory.create_batch(count, enrolment__run=self.run, **fields)


def house(name, course):
    organisation = OrganisationFactory(name_fi=name)
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
