"""Two polytechnics that look alike, with the same course and people of the same names."""

from dataclasses import dataclass

import pytest

from accounts.models import Membership, Organisation, User
from courses.models import CourseRun
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.courses import CourseRunFactory, EnrolmentFactory, course_with

# Stands in everything of the second house, and nowhere else.
MARKER = "MERKKI"


@dataclass
class House:
    """One organisation with its run, study staff and teacher."""

    organisation: Organisation
    run: CourseRun
    staff: User
    teacher: User

    def learner(self, **fields):
        """Somebody on the run."""
        return EnrolmentFactory(run=self.run, **fields)


def house(name, course, mark=""):
    organisation = OrganisationFactory(name_fi=f"{name}{mark}")
    run = CourseRunFactory(course=course, organiser=organisation, code=f"TKK-26{mark}")
    staff, teacher = (
        MembershipFactory(
            user=UserFactory(last_name=f"Opintotoimisto{mark}"),
            organisation=organisation,
            role=role,
        ).user
        for role in (Membership.Role.STUDY_STAFF, Membership.Role.TEACHER)
    )
    return House(organisation, run, staff, teacher)


@pytest.fixture
def course(db):
    return course_with(asks_background=False).course


@pytest.fixture
def ours(course):
    return house("Järvi-Suomen AMK", course)


@pytest.fixture
def theirs(course):
    found = house("Järvi-Suomen AMK", course, MARKER)
    found.learner(
        learner__first_name="Aino",
        learner__last_name=f"Oppija{MARKER}",
        learner__email=f"aino@{MARKER.lower()}.fi",
        study_right=MARKER,
    )
    return found
