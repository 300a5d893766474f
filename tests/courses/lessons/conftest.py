"""A learner at a lesson with blocks in which something is done."""

import pytest
from django.urls import reverse

from courses.catalogue.models import CourseStep
from tests.factories.courses import EnrolmentFactory
from tests.factories.lessons import identity


@pytest.fixture
def at(client):
    """Sign a new learner in who has a place on the lesson's course; returns the enrolment."""

    def at_(lesson):
        course = CourseStep.objects.get(key=lesson.translation_key).course
        enrolment = EnrolmentFactory(run__course=course)
        client.force_login(enrolment.learner)
        return enrolment

    return at_


@pytest.fixture
def address_of():
    """Where a block's form is sent."""

    def address_of_(name, enrolment, lesson, block):
        values = [enrolment.pk, lesson.translation_key, identity(block)]
        return reverse(f"courses:{name}", args=values)

    return address_of_
