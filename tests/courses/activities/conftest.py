"""A learner at a step; each module says at which `page`."""

import pytest

from tests.factories.activities import enrolled_at, step_of


@pytest.fixture
def step(page):
    return step_of(page)


@pytest.fixture
def enrolment(page, client):
    enrolment = enrolled_at(page)
    client.force_login(enrolment.learner)
    return enrolment
