"""A learner at an assignment."""

import pytest
from django.urls import reverse

from courses.activities.submissions import Submission
from courses.activities.terms import wanted
from courses.activities.writing import Place
from tests.factories.activities import AssignmentPageFactory


@pytest.fixture
def page():
    return AssignmentPageFactory(files_most=3, rounds=2)


@pytest.fixture
def address(enrolment, step):
    return reverse("courses:write", args=[enrolment.pk, step.key, "tyo"])


@pytest.fixture
def send(client, address):
    """Send the form as a browser does."""

    def send_(text="Verkosto", based_on=0, do="save", headers=None, **files):
        data = {"text": text, "based_on": based_on, "do": do} | files
        return client.post(address, data, headers=headers)

    return send_


@pytest.fixture
def press(client, enrolment, step):
    """Hand in what is saved."""

    def press_(based_on=1):
        place = reverse("courses:hand_in", args=[enrolment.pk, step.key, "tyo"])
        return client.post(place, {"based_on": based_on}, follow=True)

    return press_


def place(enrolment, step):
    return Place(enrolment, step, "", wanted(step, ""))


def only(enrolment):
    return Submission.objects.get(enrolment=enrolment)
