"""Archiving a run ends its waiting list: who waits or holds an offer is told."""

import html

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from courses.catalogue.copying import archive
from courses.catalogue.models import Course
from courses.catalogue.runs import CourseRun
from courses.enrolling import waiting
from courses.enrolling.waiting_places import WaitingPlace
from tests.factories.courses import WaitingPlaceFactory

pytestmark = pytest.mark.django_db

Ending = WaitingPlace.Ending


@pytest.fixture
def places(ours, theirs):
    """On our run somebody who has an offer and two who wait; on another's run somebody waits."""
    WaitingPlaceFactory(run=theirs.run)
    return [
        WaitingPlaceFactory(run=ours.run, learner__language="sv", offered=True),
        WaitingPlaceFactory(run=ours.run, learner__language="fi"),
        WaitingPlaceFactory(run=ours.run, learner__language="en"),
        WaitingPlaceFactory(run=ours.run, ended_at=timezone.now(), ending=Ending.LEFT),
    ]


def endings(run):
    return list(run.waiting_places.order_by("pk").values_list("ending", flat=True))


def test_every_open_place_ends_with_the_run_and_its_person_is_told_once(
    ours, theirs, places, django_capture_on_commit_callbacks
):
    for told in (3, 0):
        with django_capture_on_commit_callbacks(execute=True):
            assert archive(ours.run, archived=True) == told
    assert endings(ours.run) == ["closed", "closed", "closed", "left"]
    assert endings(theirs.run) == [""]
    letters = {message.to[0]: message for message in mail.outbox}
    assert len(mail.outbox) == len(letters) == 3
    for place, words in (
        (places[0], "den plats som reserverats för dig är inställd"),
        (places[1], "sen jono on päättynyt"),
        (places[2], "its waiting list has ended"),
    ):
        body = letters[place.learner.email].body
        assert words in " ".join(body.split())
        assert ours.run.code in body
        assert f"/{place.learner.language}/opinnot/jono/{place.pk}/" in body


def test_in_use_again_the_run_has_an_empty_waiting_list(ours, places):
    archive(ours.run, archived=True)
    assert archive(ours.run, archived=False) == 0
    assert not WaitingPlace.objects.open().filter(run=ours.run).exists()
    # Whoever comes back joins anew.
    ours.learner()
    CourseRun.objects.filter(pk=ours.run.pk).update(seats=1)
    assert waiting.join(run=ours.run, learner=places[1].learner).ended_at is None


def test_the_clock_ends_places_that_were_left_open_on_an_archived_run(ours, theirs, places):
    CourseRun.objects.filter(pk=ours.run.pk).update(archived_at=timezone.now())
    waiting.run_waiting_lists(timezone.now())
    assert endings(ours.run) == ["closed", "closed", "closed", "left"]
    assert endings(theirs.run) == [""]


def test_the_clock_ends_the_places_on_every_run_of_a_retired_course(ours, theirs, places):
    Course.objects.filter(pk=ours.run.course_id).update(retired_at=timezone.now())
    waiting.run_waiting_lists(timezone.now())
    assert endings(ours.run) == ["closed", "closed", "closed", "left"]
    assert endings(theirs.run) == ["closed"]


class TestPages:
    def test_the_page_says_beforehand_how_many_it_touches(self, client, ours, places):
        client.force_login(ours.staff)
        url = reverse("run:archive", args=[ours.run.pk])
        with override("en"):
            page = client.get(url)
        assert (page.context["waiting"], page.context["offered"]) == (2, 1)
        for place in places[:2]:
            assert place.learner.email not in page.text

    def test_afterwards_staff_and_learner_read_that_it_has_ended(
        self, client, ours, places, finnish
    ):
        client.force_login(ours.staff)
        url = reverse("run:archive", args=[ours.run.pk])
        said = client.post(url, {"deed": "archive"}, follow=True)
        assert "3 ihmistä oli sen jonossa" in said.text
        room = html.unescape(client.get(reverse("run:waiting", args=[ours.run.pk])).text)
        assert "Toteutus on arkistoitu" in room
        assert "3 ihmistä oli jonossa" in room
        assert "Vapautunutta paikkaa" not in room
        client.force_login(places[0].learner)
        own = reverse("courses:waiting_place", args=[places[0].pk])
        page = client.get(own)
        assert page.context["form"] is None
        assert "Toteutusta ei enää järjestetä." in page.text
        assert client.post(own, {"consents": "on"}).status_code == 409
        studies = client.get(reverse("courses:my_studies"))
        assert studies.context["mine"].waiting == []
        assert not ours.run.enrolments.exists()
