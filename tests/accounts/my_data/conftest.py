"""A person with rows of every kind, and another whose rows must not turn up."""

import datetime

import pytest
from django.urls import reverse

from quizzes.attempts.submitting import submit_attempt
from tests.factories.accounts import AccountHolderFactory, OrganisationFactory
from tests.factories.certificates import certificate_for
from tests.factories.courses import EnrolmentFactory, InvitationFactory, StepProgressFactory
from tests.factories.quizzes import QuizPageFactory, answered, enrolled, question, started


@pytest.fixture
def person():
    return AccountHolderFactory(
        email="aino@esimerkki.fi",
        first_name="Aino Maria",
        last_name="Oppija",
        preferred_name="Ainukka",
        profession="ohjaaja",
        employer="Kela Kuopio",
        birth_date=datetime.date(1985, 6, 24),
        learner_id="1.2.246.562.24.12345678907",
        home_organisation=OrganisationFactory(name_fi="Oma hyvinvointialue"),
    )


@pytest.fixture
def other():
    """Somebody with the same kinds of rows, on a course of their own."""
    user = AccountHolderFactory(
        email="salainen@toinen.fi",
        first_name="Salainen",
        last_name="Henkilö",
        profession="toinen-ammatti",
        birth_date=datetime.date(1970, 1, 1),
    )
    enrolment = EnrolmentFactory(learner=user, run__course__name="Toisen kurssi")
    StepProgressFactory(enrolment=enrolment)
    certificate_for(enrolment=EnrolmentFactory(learner=user, run__course__name="Toisen kurssi 2"))
    InvitationFactory(key="", email=user.email)
    return user


@pytest.fixture
def answered_attempts(person):
    """A graded attempt of the person, and one of somebody else on the same quiz."""
    page = QuizPageFactory(quiz__asks=[question()])
    attempts = []
    for learner in (person, AccountHolderFactory()):
        attempt = started(page, enrolled(page, learner))
        answered(attempt, attempt.responses.get().position)
        attempts.append(submit_attempt(attempt))
    return attempts


def download(client, user):
    client.force_login(user)
    return client.get(reverse("accounts:download"))
