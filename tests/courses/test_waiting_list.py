"""The waiting list: who is offered a seat, when, and what becomes of the offer."""

import datetime
import html
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation
from courses.catalogue.runs import CourseRun
from courses.enrolling import key_tries, waiting
from courses.enrolling.enrol import enrol, move, withdraw
from courses.enrolling.models import Enrolment
from courses.enrolling.refusals import EnrolmentRefusedError, Refusal, refusal_reason
from courses.enrolling.waiting_places import WaitingPlace
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.courses import (
    CourseFactory,
    CourseRunFactory,
    EnrolmentFactory,
    InvitationFactory,
    WaitingPlaceFactory,
    course_with,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LATER = NOW + datetime.timedelta(hours=73)


@pytest.fixture
def run():
    """A full run of a course with a lesson: one seat, one learner."""
    municipality = OrganisationFactory(kind=Organisation.Kind.MUNICIPALITY)
    page = course_with(asks_background=False)
    run = CourseRunFactory(course=page.course, organiser=municipality, seats=1, code="TÄYNNÄ-1")
    EnrolmentFactory(run=run)
    return run


def joined(run, **person):
    return waiting.join(run=run, learner=UserFactory(**person))


def states(run):
    """What the places of a run are, in the order of joining."""
    places = WaitingPlace.objects.filter(run=run).order_by("joined_at", "pk")
    return [place.ending or ("offered" if place.offered_at else "waiting") for place in places]


def test_joining_needs_a_full_run_and_all_else_that_enrolling_needs(run):
    place = joined(run)
    assert (place.offered_at, place.ended_at) == (None, None)
    with pytest.raises(EnrolmentRefusedError) as twice:
        waiting.join(run=run, learner=place.learner)
    assert twice.value.reason == Refusal.WAITING
    run.course.prerequisites.add(CourseFactory())
    with pytest.raises(EnrolmentRefusedError) as not_ready:
        joined(run)
    assert not_ready.value.reason == Refusal.PREREQUISITES
    run.course.prerequisites.clear()
    CourseRun.objects.filter(pk=run.pk).update(invited_only=True)
    InvitationFactory(course=run.course, run=run, key="AVAIN")
    with pytest.raises(EnrolmentRefusedError) as uninvited:
        joined(run)
    assert uninvited.value.reason == Refusal.NOT_INVITED
    assert waiting.join(run=run, learner=UserFactory(), key="avain").pk
    with pytest.raises(ValueError, match="free seat"):
        joined(CourseRunFactory(seats=1))
    assert states(run) == ["waiting", "waiting"]


def freed_by_withdrawing(run):
    withdraw(run.enrolments.get(withdrawn_at=None))


def freed_by_moving(run):
    to = CourseRunFactory(course=run.course)
    move(run.enrolments.get(withdrawn_at=None), to=to, by=UserFactory())


def freed_by_a_seat_more(run):
    CourseRun.objects.filter(pk=run.pk).update(seats=2)
    waiting.promote_on(run)


def freed_by_lifting_the_limit(run):
    CourseRun.objects.filter(pk=run.pk).update(seats=None)
    waiting.promote_on(run)


@pytest.mark.parametrize(
    ("free", "after"),
    [
        (freed_by_withdrawing, ["offered", "waiting"]),
        (freed_by_moving, ["offered", "waiting"]),
        (freed_by_a_seat_more, ["offered", "waiting"]),
        (freed_by_lifting_the_limit, ["offered", "offered"]),
    ],
)
def test_a_freed_seat_is_offered_to_the_first_at_once(
    run, free, after, django_capture_on_commit_callbacks
):
    first, second = joined(run, email="eka@esimerkki.fi"), joined(run, email="toka@esimerkki.fi")
    other_run = WaitingPlaceFactory(run__seats=1, learner__email="muu@esimerkki.fi")
    with django_capture_on_commit_callbacks(execute=True):
        free(run)
    assert states(run) == after
    first.refresh_from_db()
    assert first.accept_by - first.offered_at == datetime.timedelta(hours=72)
    to = [message.to for message in mail.outbox]
    assert to[0] == [first.learner.email]
    assert ([second.learner.email] in to) == (after[1] == "offered")
    assert [other_run.learner.email] not in to


@pytest.mark.parametrize(
    ("language", "words"),
    [("fi", "jonossa"), ("sv", "väntelistan"), ("en", "waiting list")],
)
def test_the_offer_is_told_in_the_readers_language_with_its_page(
    run, language, words, django_capture_on_commit_callbacks
):
    place = joined(run, language=language)
    with django_capture_on_commit_callbacks(execute=True):
        freed_by_withdrawing(run)
    [message] = mail.outbox
    assert f"/{language}/opinnot/jono/{place.pk}/" in message.body
    assert run.code in message.body
    assert words in message.body


def test_nobody_is_offered_a_seat_on_a_run_that_is_over(run):
    joined(run)
    CourseRun.objects.filter(pk=run.pk).update(
        ends_on=timezone.localdate() - datetime.timedelta(days=1)
    )
    freed_by_withdrawing(run)
    assert states(run) == ["waiting"]


def test_an_offered_seat_is_nobody_elses(run):
    place = joined(run)
    freed_by_withdrawing(run)
    assert refusal_reason(run, UserFactory()) == Refusal.WAITING_LIST_OPEN
    # The last day of enrolment may pass meanwhile.
    CourseRun.objects.filter(pk=run.pk).update(
        enrolment_closes_on=timezone.localdate() - datetime.timedelta(days=1)
    )
    enrolment = enrol(run=run, learner=place.learner, consents=True)
    place.refresh_from_db()
    assert (place.ending, place.enrolment) == ("taken", enrolment)
    assert enrolment.origin == Enrolment.Origin.WAITING_LIST
    assert enrolment.consented_at is not None


def test_time_runs_out_and_the_next_is_offered_the_seat(run, django_capture_on_commit_callbacks):
    first, second = joined(run), joined(run)
    freed_by_withdrawing(run)
    assert waiting.run_waiting_lists(NOW) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert waiting.run_waiting_lists(LATER) == 2
        assert waiting.run_waiting_lists(NOW) == 0
    assert states(run) == ["lapsed", "offered"]
    assert {message.to[0] for message in mail.outbox} >= {first.learner.email, second.learner.email}
    # Whoever lost it may wait again, as the last one.
    assert waiting.join(run=run, learner=first.learner).pk
    assert states(run) == ["lapsed", "offered", "waiting"]


def test_an_offer_past_its_time_is_not_accepted_before_the_clock_comes(run):
    place = joined(run)
    freed_by_withdrawing(run)
    WaitingPlace.objects.filter(pk=place.pk).update(accept_by=NOW - datetime.timedelta(seconds=1))
    with pytest.raises(EnrolmentRefusedError) as refusal:
        enrol(run=run, learner=place.learner, consents=False)
    assert refusal.value.reason == Refusal.OFFER_LAPSED
    assert Enrolment.objects.filter(learner=place.learner).count() == 0


def test_declining_passes_it_on_and_leaving_frees_nothing(run):
    first, second, third = joined(run), joined(run), joined(run)
    waiting.leave(second)
    assert states(run) == ["waiting", "left", "waiting"]
    freed_by_withdrawing(run)
    waiting.leave(first)
    waiting.leave(first)
    assert states(run) == ["declined", "left", "offered"]
    assert third.learner_id == WaitingPlace.objects.holding_a_seat().get().learner_id


def test_staff_may_offer_out_of_turn(run):
    joined(run)
    late = joined(run)
    waiting.offer_now(late)
    assert states(run) == ["waiting", "offered"]
    assert enrol(run=run, learner=late.learner, consents=False).pk


def race(tries):
    """Run all at the same instant, each on a connection of its own; return what came of them."""
    start = threading.Barrier(len(tries))

    def one(deed):
        start.wait()
        try:
            return deed()
        except EnrolmentRefusedError as refusal:
            return refusal.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tries)) as pool:
        return list(pool.map(one, tries))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_in_a_race_of_withdrawing_joining_and_enrolling_no_seat_is_sold_twice(run):
    place = joined(run)
    enrolment = run.enrolments.get()
    rivals = [UserFactory() for _rival in range(3)]
    race(
        [lambda: withdraw(enrolment)]
        + [lambda one=one: enrol(run=run, learner=one, consents=False) for one in rivals]
    )
    # The seat went from the one who left to the one who waited, whoever came between.
    place.refresh_from_db()
    assert place.offered_at is not None
    assert Enrolment.objects.active().filter(run=run).count() == 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_in_a_race_of_accepting_and_the_clock_one_of_them_has_the_seat(run):
    first, second = joined(run), joined(run)
    freed_by_withdrawing(run)
    outcomes = race(
        [
            lambda: enrol(run=run, learner=first.learner, consents=False),
            lambda: waiting.run_waiting_lists(LATER),
        ]
    )
    accepted = Enrolment.objects.active().filter(run=run).count()
    assert states(run) in (["taken", "waiting"], ["lapsed", "offered"])
    assert accepted == (states(run)[0] == "taken")
    assert len(outcomes) == 2
    second.refresh_from_db()
    assert accepted + WaitingPlace.objects.holding_a_seat().count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_accepting_twice_at_once_enrols_once(run):
    place = joined(run)
    freed_by_withdrawing(run)
    outcomes = race([lambda: enrol(run=run, learner=place.learner, consents=False)] * 3)
    assert outcomes.count(Refusal.ALREADY_ENROLLED) == 2
    assert Enrolment.objects.active().filter(run=run).count() == 1


class TestPages:
    def test_a_full_run_offers_its_list_and_shows_the_number(self, client, run):
        joined(run)
        learner = UserFactory()
        client.force_login(learner)
        enrol_page = client.get(reverse("courses:enrol", args=[run.pk]))
        url = reverse("courses:join_waiting_list", args=[run.pk])
        assert enrol_page.status_code == 409
        assert f'action="{url}"' in enrol_page.text
        response = client.post(url, follow=True)
        place = WaitingPlace.objects.get(learner=learner)
        assert response.redirect_chain == [(reverse("courses:waiting_place", args=[place.pk]), 302)]
        assert place.offered_at is None
        assert response.context["place"].number == 2
        # Asking again, by any way, leads to the same page.
        for again in (client.post(url, follow=True), client.get(url, follow=True)):
            assert again.redirect_chain[-1][0] == reverse("courses:waiting_place", args=[place.pk])
        assert WaitingPlace.objects.filter(learner=learner).count() == 1

    def test_a_run_for_those_invited_lets_on_its_list_with_a_key(self, client, run):
        CourseRun.objects.filter(pk=run.pk).update(invited_only=True)
        InvitationFactory(course=run.course, run=run, key="AVAIN-2026")
        learner = UserFactory()
        client.force_login(learner)
        url = reverse("courses:enrol", args=[run.pk])
        assert "key" in client.get(url).context["form"].fields
        page = client.post(url, {"key": "avain-2026"})
        assert page.status_code == 409
        assert 'name="key" value="avain-2026"' in page.text
        join = reverse("courses:join_waiting_list", args=[run.pk])
        wrong = client.post(join, {"key": "AVIAN"})
        assert wrong.status_code == 400
        assert wrong.context["form"].errors["key"] == [str(Refusal.WRONG_KEY.label)]
        # What is mended there is sent where one enrols.
        assert f'action="{url}"' in wrong.text
        assert not WaitingPlace.objects.exists()
        client.post(join, {"key": "avain-2026"})
        assert WaitingPlace.objects.get().learner == learner

    def test_keys_are_not_guessed_by_way_of_the_list(self, client, run):
        CourseRun.objects.filter(pk=run.pk).update(invited_only=True)
        InvitationFactory(course=run.course, run=run, key="AB12")
        client.force_login(UserFactory())
        join = reverse("courses:join_waiting_list", args=[run.pk])
        for number in range(key_tries.PERSON.times):
            assert client.post(join, {"key": f"ZZ{number:02}"}).status_code == 400
        for url in (join, reverse("courses:enrol", args=[run.pk])):
            stopped = client.post(url, {"key": "AB12"})
            assert stopped.status_code == 429
            assert 0 < int(stopped.headers["Retry-After"]) <= key_tries.PERSON.seconds
            assert stopped.context["form"].errors["key"] == [key_tries.say_wait(600)]
        assert not WaitingPlace.objects.exists()

    def test_accepting_asks_what_enrolling_asks(self, client, run):
        place = joined(run, first_name="", last_name="")
        freed_by_withdrawing(run)
        client.force_login(place.learner)
        url = reverse("courses:waiting_place", args=[place.pk])
        assert {"first_name", "last_name", "consents"} <= client.get(url).context[
            "form"
        ].fields.keys()
        wrong = client.post(url, {"first_name": "", "last_name": "Oppija"})
        assert wrong.status_code == 400
        assert not Enrolment.objects.filter(learner=place.learner).exists()
        right = client.post(url, {"first_name": "Inga", "last_name": "Jomppanen", "consents": "on"})
        assert right.status_code == 302
        enrolment = Enrolment.objects.get(learner=place.learner)
        assert enrolment.consented_at is not None
        assert enrolment.learner.official_name == "Inga Jomppanen"
        assert client.get(url).url == reverse("courses:my_studies")

    def test_declining_and_leaving_are_posts_of_ones_own(self, client, run):
        first, second = joined(run), joined(run)
        freed_by_withdrawing(run)
        client.force_login(first.learner)
        url = reverse("courses:leave_waiting_list", args=[first.pk])
        assert client.get(url).status_code == 405
        assert (
            client.post(reverse("courses:leave_waiting_list", args=[second.pk])).status_code == 404
        )
        client.post(url)
        client.post(url)
        assert states(run) == ["declined", "offered"]
        assert client.get(reverse("courses:waiting_place", args=[second.pk])).status_code == 404
        declined = client.get(reverse("courses:waiting_place", args=[first.pk]))
        assert declined.context["form"] is None

    def test_an_offer_past_its_time_says_so(self, client, run, finnish):
        place = joined(run)
        freed_by_withdrawing(run)
        WaitingPlace.objects.filter(pk=place.pk).update(accept_by=NOW)
        client.force_login(place.learner)
        url = reverse("courses:waiting_place", args=[place.pk])
        for page in (client.get(url), client.post(url, {"consents": "on"})):
            assert str(Refusal.OFFER_LAPSED.label) in html.unescape(page.text)
        assert not Enrolment.objects.filter(learner=place.learner).exists()

    @pytest.mark.parametrize("count", [1, 3])
    def test_my_studies_shows_places_in_equal_queries(
        self, client, django_assert_num_queries, count
    ):
        learner = UserFactory()
        for _place in range(count):
            WaitingPlaceFactory(learner=learner)
            WaitingPlaceFactory(learner=learner, offered=True)
        theirs = WaitingPlaceFactory(run__code="TOISEN-AJO")
        client.force_login(learner)
        with django_assert_num_queries(MY_STUDIES):
            page = client.get(reverse("courses:my_studies"))
        assert len(page.context["mine"].waiting) == 2 * count
        assert theirs.run.code not in page.text


MY_STUDIES = 10
