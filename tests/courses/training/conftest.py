"""Trained people of two polytechnics."""

import datetime

import pytest

from courses.activities.statements import SelfRating
from tests.factories.accounts import (
    AdministratorFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.factories.activities import SelfRatingFactory, StatementSetFactory
from tests.factories.courses import (
    CompletionFactory,
    CourseRunFactory,
    CourseStepFactory,
    EnrolmentFactory,
)

SPRING, AUTUMN = datetime.date(2026, 4, 15), datetime.date(2026, 9, 15)


@pytest.fixture
def administrator():
    return AdministratorFactory()


@pytest.fixture
def run():
    return CourseRunFactory(code="OMA-1", course__name="Oma opintojakso")


@pytest.fixture
def foreign_run():
    return CourseRunFactory(code="VIERAS-1", course__name="Vieras opintojakso")


@pytest.fixture
def staff(run):
    return MembershipFactory(organisation=run.organiser).user


@pytest.fixture
def lapland():
    return OrganisationFactory(
        key="hva-lappi", kind="county", name_fi="Lapin hyvinvointialue", name_sv="Lapplands"
    )


def trained(run, *, on=SPRING, learner=None, enrolment=None, **fields):
    """Somebody who completed a run on a day; the other fields are the enrolment's."""
    enrolment = enrolment or EnrolmentFactory(
        run=run, learner=learner or UserFactory(), enrolled_at=_noon(on), **fields
    )
    return CompletionFactory(enrolment=enrolment, completed_on=on, created_at=_noon(on))


def rated(run, levels, *, statements, step=None, on=SPRING):
    """Somebody who rated every statement before and after, with these two levels."""
    enrolment = EnrolmentFactory(run=run, enrolled_at=_noon(on))
    step = step or CourseStepFactory(course=run.course)
    for moment, level in zip(SelfRating.Moment, levels, strict=True):
        SelfRatingFactory(
            enrolment=enrolment,
            step=step,
            statement_set=statements,
            moment=moment,
            answers={str(found.pk): level for found in statements.current()},
            rated_at=_noon(on),
        )
    return enrolment


def statements(count=1):
    return StatementSetFactory(of=count)


def _noon(day):
    return datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
