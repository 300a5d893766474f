"""Two polytechnics that look alike; each has a run of the same course with steps and people."""

import datetime
from dataclasses import dataclass, field

import pytest
from django.utils import timezone

from accounts.models import Membership, Organisation, User
from courses.models import CourseRun, CourseStep, Enrolment
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.courses import (
    CourseFactory,
    CourseRunFactory,
    CourseStepFactory,
    EnrolmentFactory,
    StepProgressFactory,
)


def ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


@dataclass
class House:
    """One organisation with its run, its staff and a teacher."""

    organisation: Organisation
    run: CourseRun
    staff: User
    teacher: User
    steps: list[CourseStep] = field(default_factory=list)

    def person(self, surname="Oppija", *, done=0, enrolled=0, seen=None, **fields) -> Enrolment:
        """Somebody who enrolled, did so many steps and was seen so many days ago."""
        names = {
            "learner__last_name": surname,
            "learner__first_name": "Aino",
        }
        enrolment = EnrolmentFactory(run=self.run, **names | fields)
        Enrolment.objects.filter(pk=enrolment.pk).update(
            enrolled_at=ago(enrolled), last_seen_at=None if seen is None else ago(seen)
        )
        for step in self.steps[:done]:
            StepProgressFactory(enrolment=enrolment, step=step, completed_at=ago(enrolled))
        enrolment.refresh_from_db()
        return enrolment


def house(name, course, steps):
    organisation = OrganisationFactory(name_fi=name)
    staff = UserFactory(last_name=f"Opintotoimisto {name}", language="en")
    teacher = UserFactory(last_name=f"Opettaja {name}", language="en")
    MembershipFactory(user=staff, organisation=organisation, role=Membership.Role.STUDY_STAFF)
    MembershipFactory(user=teacher, organisation=organisation, role=Membership.Role.TEACHER)
    run = CourseRunFactory(course=course, organiser=organisation, code=f"TKK-{name[:3].upper()}-26")
    return House(organisation, run, staff, teacher, steps)


@pytest.fixture
def course(db):
    return CourseFactory(names={"fi": "Työkykykoordinaattori", "sv": "Arbetsförmågekoordinator"})


@pytest.fixture
def steps(course):
    return [
        CourseStepFactory(course=course, titles={"fi": f"Askel {number}"}, required=True)
        for number in range(1, 4)
    ]


@pytest.fixture
def ours(course, steps):
    return house("Järvi-Suomen AMK", course, steps)


@pytest.fixture
def theirs(course, steps):
    """Same course and steps, people of the same names: what a wrong filter would let through."""
    return house("Meri-Suomen AMK", course, steps)
