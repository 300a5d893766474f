"""The front page of the administration tells staff what waits on their runs."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.following import dashboard
from courses.following.dashboard import on_now
from courses.models import Submission
from tests.courses.following.conftest import ago
from tests.factories.courses import CourseRunFactory, WaitingPlaceFactory

pytestmark = pytest.mark.django_db


def hand_in(enrolment, step):
    Submission.objects.create(
        enrolment=enrolment,
        step=step,
        state="submitted",
        language="fi",
        created_at=ago(1),
        saved_at=ago(1),
        submitted_at=ago(1),
    )


def test_counts_of_ones_own_runs(ours, theirs):
    ours.run.seats = 10
    ours.run.save()
    ours.person("Hiljainen", enrolled=20)
    ours.person("Jumissa", enrolled=20, seen=1)
    hand_in(ours.person("Palauttanut"), ours.steps[0])
    WaitingPlaceFactory.create_batch(2, run=ours.run)
    for _ in range(3):
        theirs.person(enrolled=20)
    hand_in(theirs.person(), ours.steps[0])

    [row] = on_now(ours.teacher)

    assert row.run == ours.run
    assert (row.stuck, row.silent, row.submissions, row.waiting) == (1, 1, 1, 2)
    assert row.free_seats == 7


@pytest.mark.parametrize("days", [{"starts_on": 1}, {"ends_on": -1}], ids=["not begun", "over"])
def test_only_runs_that_are_on(ours, days):
    for name, number in days.items():
        setattr(ours.run, name, timezone.localdate() + datetime.timedelta(days=number))
    ours.run.save()

    assert on_now(ours.staff) == []


def test_people_of_a_large_run_are_not_counted_here(ours, monkeypatch):
    monkeypatch.setattr(dashboard, "MOST_PEOPLE", 1)
    ours.person(enrolled=20)
    ours.person(enrolled=20)

    [row] = on_now(ours.staff)

    assert (row.stuck, row.silent) == (None, None)


def test_the_front_page_shows_it(client, ours, theirs):
    ours.person(enrolled=20)
    theirs.person(enrolled=20)
    client.force_login(ours.teacher)

    html = client.get(reverse("wagtailadmin_home")).text

    assert f"{reverse('run:participants', args=[ours.run.pk])}?show=silent" in html
    assert theirs.run.code not in html


@pytest.mark.parametrize("runs", [1, 3])
def test_as_many_queries_for_any_number_of_runs(ours, django_assert_num_queries, runs):
    for _ in range(runs):
        ours.run = CourseRunFactory(course=ours.run.course, organiser=ours.organisation)
        ours.person(done=1)

    with django_assert_num_queries(10):
        on_now(ours.staff)
