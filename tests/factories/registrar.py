"""Deliveries and profiles of lists."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from courses.catalogue.runs import CourseRun
from courses.registrar.delivering import deliver
from courses.registrar.layouts import default_layout
from courses.registrar.listing import Choice
from courses.registrar.models import Delivery, ListProfile
from tests.factories.accounts import OrganisationFactory
from tests.factories.courses import CompletionFactory


class ListProfileFactory(DjangoModelFactory):
    """A profile of three columns."""

    class Meta:
        model = ListProfile

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Profiili {n}")
    columns = factory.LazyFunction(
        lambda: [
            {"key": "course_code", "label": ""},
            {"key": "surname", "label": "Sukunimi!"},
            {"key": "completed_on", "label": ""},
        ]
    )


def delivered(run: CourseRun, by: User, **fields) -> Delivery:
    """A delivery of one completion on a run."""
    known = {
        "birth_date": datetime.date(1985, 6, 24),
        "consented_at": timezone.now(),
        "consent_version": "2026-11",
    }
    CompletionFactory(enrolment__run=run, **known | fields)
    return deliver(
        organisation=run.organiser,
        choice=Choice(runs=(run,)),
        layout=default_layout(),
        by=by,
    )
