"""A grader and an essay that waits for them."""

import pytest
from django.urls import reverse

from tests.factories.accounts import MembershipFactory
from tests.factories.assessing import essay_version, submitted
from tests.factories.courses import CourseRunFactory, EnrolmentFactory
from tests.factories.quizzes import QuizFactory, placed

ANSWER = {"text": "Kysyn ensin, mitä hän itse haluaa.", "files": []}


def essay_at(organiser, *, version=None, place=None, answers=(ANSWER,), **fields):
    """An essay that waits, on a run of an organisation; the place can be shared."""
    place = place or placed(QuizFactory())
    run = CourseRunFactory(course=place.step.course, organiser=organiser)
    versions = [version or essay_version()]
    enrolment = EnrolmentFactory(run=run)
    return submitted(versions, answers, place=place, enrolment=enrolment, **fields)


@pytest.fixture
def staff():
    """Study staff of the organisation whose learner waits."""
    return MembershipFactory()


@pytest.fixture
def grader(client, staff):
    client.force_login(staff.user)
    return staff.user


@pytest.fixture
def attempt(staff):
    return essay_at(staff.organisation, points=4)


def response_of(attempt):
    return attempt.responses.get(position=1)


def at(response):
    return reverse("grading:answer", args=[response.pk])


def sent(response, **fields):
    last = response.grade_events.order_by("pk").last()
    return {"mark": "3", "comment": "", "based_on": last.pk if last else 0, **fields}
