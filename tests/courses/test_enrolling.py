"""Enrolling and withdrawing as pages: what is asked, what is refused, what is kept."""

import datetime
import html
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, User
from courses.catalogue.models import Course
from courses.catalogue.runs import CourseRun
from courses.enrolling import consent, key_tries
from courses.enrolling.enrol import enrol, withdraw
from courses.enrolling.models import Enrolment
from courses.enrolling.refusals import EnrolmentRefusedError, Refusal
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.courses import (
    CourseRunFactory,
    EnrolmentFactory,
    InvitationFactory,
    StepProgressFactory,
    course_with,
    lessons_of,
)
from tests.factories.home import in_language

pytestmark = pytest.mark.django_db

YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)
LEARNER_ID = "1.2.246.562.24.12345678907"


@pytest.fixture
def learner(client):
    """Somebody signed in, of whom the official names are known."""
    learner = UserFactory()
    client.force_login(learner)
    return learner


@pytest.fixture
def run(db):
    """A run of a course with a lesson, organised by a municipality."""
    municipality = OrganisationFactory(kind=Organisation.Kind.MUNICIPALITY)
    return CourseRunFactory(course=course_with().course, organiser=municipality)


def url_of(run):
    return reverse("courses:enrol", args=[run.pk])


def test_enrolling_leads_to_the_first_lesson_and_says_so(client, learner, run):
    lesson = lessons_of(run.course.pages.get())[0]
    response = client.post(url_of(run), {"consents": "on"}, follow=True)
    assert response.redirect_chain == [(lesson.url, 302)]
    assert run.course.name in str(next(iter(response.context["messages"])))
    enrolment = Enrolment.objects.get()
    assert (enrolment.learner, enrolment.run) == (learner, run)
    assert enrolment.consent_version == consent.WITHOUT_CODE
    assert enrolment.consented_at is not None
    assert enrolment.registrar_class == run.registrar_class


def test_consent_is_asked_with_its_text_and_never_assumed(client, learner, run):
    page = client.get(url_of(run))
    assert str(consent.text_of(consent.WITHOUT_CODE)) in html.unescape(page.text)
    assert "checked" not in page.text
    client.post(url_of(run), {})
    enrolment = Enrolment.objects.get()
    assert (enrolment.consented_at, enrolment.consent_version) == (None, "")


def test_a_course_without_lessons_yet_leads_to_its_page(client, learner):
    page = course_with(modules=0)
    response = client.post(url_of(CourseRunFactory(course=page.course)), {})
    assert response.url == page.url


def test_names_are_asked_only_of_whom_they_are_missing(client, learner, run):
    assert "first_name" not in client.get(url_of(run)).context["form"].fields
    assert learner.official_name in client.get(url_of(run)).text
    User.objects.update(first_name="")
    form = client.get(url_of(run)).context["form"]
    assert {"first_name", "last_name"} <= form.fields.keys()
    response = client.post(url_of(run), {"first_name": "", "last_name": "Jomppanen"})
    assert response.status_code == 400
    assert response.context["form"].errors.keys() == {"first_name"}
    assert 'value="Jomppanen"' in response.text
    assert not Enrolment.objects.exists()
    client.post(url_of(run), {"first_name": "Inga Biret Márjá", "last_name": "Jomppanen"})
    learner.refresh_from_db()
    assert learner.official_name == "Inga Biret Márjá Jomppanen"
    assert Enrolment.objects.get().learner == learner


@pytest.mark.parametrize(
    ("kind", "asked"), [("polytechnic", True), ("county", False), ("project", False)]
)
def test_what_a_register_needs_is_asked_for_a_polytechnic_only(client, learner, run, kind, asked):
    Organisation.objects.update(kind=kind)
    form = client.get(url_of(run)).context["form"]
    assert ("birth_date" in form.fields) == asked
    assert ("learner_id" in form.fields) == asked


def test_a_polytechnic_asks_nothing_twice(client, learner, run):
    Organisation.objects.update(kind="polytechnic")
    Course.objects.update(asks_background=False)
    User.objects.update(birth_date="1980-02-29", learner_id=LEARNER_ID)
    assert client.get(url_of(run)).context["form"].fields.keys() == {"consents"}


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        ("birth_date", "29.2.1980", datetime.date(1980, 2, 29)),
        ("birth_date", "1980-02-29", datetime.date(1980, 2, 29)),
        ("birth_date", "", None),
        ("learner_id", LEARNER_ID, LEARNER_ID),
        ("learner_id", " 12345678907 ", LEARNER_ID),
        ("learner_id", "", ""),
    ],
)
def test_register_details_are_optional_and_kept(client, learner, run, field, typed, stored):
    Organisation.objects.update(kind="polytechnic")
    assert client.post(url_of(run), {field: typed}).status_code == 302
    learner.refresh_from_db()
    assert getattr(learner, field) == stored


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("birth_date", "29.2.1981"),
        ("birth_date", "31/1/1980"),
        ("birth_date", "31.1.1899"),
        ("birth_date", "31.1.2999"),
        ("birth_date", "NaN"),
        ("learner_id", "12345678901"),
        ("learner_id", "1.2.246.562.10.12345678907"),
        ("learner_id", "x" * 41),
        ("learner_id", "\x00"),
    ],
)
def test_a_slip_in_the_details_is_said_at_its_field_and_enrols_nobody(
    client, learner, run, field, typed
):
    Organisation.objects.update(kind="polytechnic")
    response = client.post(url_of(run), {field: typed, "consents": "on"})
    assert response.status_code == 400
    assert response.context["form"].errors.keys() == {field}
    assert f'href="#id_{field}"' in response.text
    assert "checked" in response.text
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize("name", ["Aino\x00", "Ai\u202eno", "Ai\u200bno", "x" * 151])
def test_a_name_with_unseen_characters_is_refused(client, learner, run, name):
    User.objects.update(first_name="")
    response = client.post(url_of(run), {"first_name": name, "last_name": "Oppija"})
    assert response.status_code == 400
    assert response.context["form"].errors.keys() == {"first_name"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"enrolment_closes_on": YESTERDAY}, Refusal.CLOSED, id="closed"),
        pytest.param({"enrolment_opens_on": "2999-01-01"}, Refusal.NOT_YET_OPEN, id="too early"),
        pytest.param({"ends_on": YESTERDAY}, Refusal.RUN_OVER, id="over"),
        pytest.param({"seats": 1}, Refusal.WAITING_LIST_OPEN, id="full"),
        pytest.param({"seats": 1, "has_waiting_list": False}, Refusal.FULL, id="no list either"),
    ],
)
def test_a_run_that_takes_nobody_says_why(client, learner, run, change, reason):
    EnrolmentFactory(run=run)
    CourseRun.objects.filter(pk=run.pk).update(**change)
    for response in (client.get(url_of(run)), client.post(url_of(run), {"consents": "on"})):
        assert response.status_code == 409
        assert str(reason.label) in response.text
        assert run.course.pages.get().url in response.text
    assert not Enrolment.objects.filter(learner=learner).exists()


def test_enrolling_twice_is_refused_and_leads_on(client, learner, run):
    client.post(url_of(run), {})
    again = client.post(url_of(run), {"consents": "on"})
    assert again.status_code == 409
    assert str(Refusal.ALREADY_ENROLLED.label) in again.text
    enrolment = Enrolment.objects.get()
    assert enrolment.consented_at is None


def test_a_refused_form_saves_none_of_the_details(client, learner, run, monkeypatch):
    User.objects.update(first_name="", last_name="")
    taken = threading.Event()

    def taken_meanwhile(*args, **kwargs):
        # The first question, before the form; the second, under the lock, finds the run full.
        return Refusal.FULL if taken.is_set() else taken.set()

    monkeypatch.setattr("courses.enrolling.views.refusal_reason", taken_meanwhile)
    monkeypatch.setattr("courses.enrolling.enrol.refusal_reason", taken_meanwhile)
    response = client.post(url_of(run), {"first_name": "Aino", "last_name": "Oppija"})
    assert response.status_code == 409
    assert str(Refusal.FULL.label) in response.text
    assert 'value="Aino"' in response.text
    learner.refresh_from_db()
    assert learner.official_name == ""


def test_who_is_not_invited_is_asked_for_a_key(client, learner, run):
    Course.objects.update(access="invited")
    InvitationFactory(course=run.course, key="AVAIN-2026")
    assert "key" in client.get(url_of(run)).context["form"].fields
    wrong = client.post(url_of(run), {"key": "AVIAN-2026", "consents": "on"})
    assert wrong.status_code == 400
    assert wrong.context["form"].errors == {"key": [str(Refusal.WRONG_KEY.label)]}
    assert 'value="AVIAN-2026"' in wrong.text
    empty = client.post(url_of(run), {"key": " "})
    assert empty.status_code == 400
    assert empty.context["form"].errors.keys() == {"key"}
    assert not Enrolment.objects.exists()
    assert client.post(url_of(run), {"key": "avain-2026"}).status_code == 302
    assert Enrolment.objects.get().learner == learner


def test_guessing_keys_is_stopped_in_words_and_for_this_person_only(client, learner, run):
    Course.objects.update(access="invited")
    User.objects.filter(pk=learner.pk).update(first_name="")
    InvitationFactory(course=run.course, key="AVAIN-2026")
    names = {"first_name": "Inga", "last_name": "Jomppanen", "consents": "on"}
    for number in range(key_tries.PERSON.times):
        assert client.post(url_of(run), names | {"key": f"AVAIN-{number}"}).status_code == 400

    stopped = client.post(url_of(run), names | {"key": "AVAIN-2026"})

    assert stopped.status_code == 429
    assert 590 < int(stopped.headers["Retry-After"]) <= 600
    assert stopped.context["form"].errors == {"key": [key_tries.say_wait(600)]}
    assert "10 minuuttia" in html.unescape(stopped.text)
    assert 'value="AVAIN-2026"' in stopped.text
    assert 'value="Inga"' in stopped.text
    assert "checked" in stopped.text
    assert not Enrolment.objects.exists()
    # Looking at the page is no try, and others go on.
    assert client.get(url_of(run)).status_code == 200
    client.force_login(UserFactory())
    assert client.post(url_of(run), {"key": "AVAIN-2026"}).status_code == 302


def test_a_new_account_for_each_guess_is_stopped_by_the_network(client, run, monkeypatch):
    monkeypatch.setattr(key_tries, "NETWORK", replace(key_tries.NETWORK, times=3))
    Course.objects.update(access="invited")
    InvitationFactory(course=run.course, key="AVAIN-2026")

    def guess(key, network="203.0.113.7"):
        client.force_login(UserFactory())
        return client.post(url_of(run), {"key": key}, REMOTE_ADDR=network).status_code

    assert [guess(f"AVAIN-{number}") for number in range(4)] == [400, 400, 400, 429]
    assert guess("AVAIN-2026") == 429
    assert guess("AVAIN-2026", network="203.0.113.8") == 302


def test_a_right_key_is_no_try(client, learner, run):
    Course.objects.update(access="invited")
    InvitationFactory(course=run.course, key="AVAIN-2026")
    for _ in range(key_tries.PERSON.times - 1):
        client.post(url_of(run), {"key": "AVAIN-1"})
    for _ in range(2):
        assert client.post(url_of(run), {"key": "AVAIN-2026"}).status_code == 302
        withdraw(Enrolment.objects.get(withdrawn_at=None))


def test_who_is_invited_is_asked_for_no_key(client, learner, run):
    Course.objects.update(access="invited")
    InvitationFactory(course=run.course, key="", email=learner.email)
    assert "key" not in client.get(url_of(run)).context["form"].fields
    assert client.post(url_of(run), {}).status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_signs_in_first_and_comes_back(client, run, method):
    response = getattr(client, method)(url_of(run))
    assert response.status_code == 302
    assert response.url == f"{reverse('account_login')}?next={url_of(run)}"


@pytest.mark.parametrize("run_id", [0, 99, 10**30])
def test_an_unknown_run_is_not_there(client, learner, run_id):
    assert client.get(reverse("courses:enrol", args=[run_id])).status_code == 404


def test_a_run_of_a_hidden_course_is_not_there(client, learner, run):
    run.course.pages.get().unpublish()
    assert client.get(url_of(run)).status_code == 404
    assert client.post(url_of(run), {}).status_code == 404
    assert not Enrolment.objects.exists()


def test_the_form_is_in_the_readers_language(client, learner, run):
    in_language(run.course.pages.get(), "sv", title="Stöd för arbetsförmågan")
    response = client.get(f"/sv/opinnot/ilmoittaudu/{run.pk}/")
    assert '<html lang="sv"' in response.text
    assert "Stöd för arbetsförmågan" in response.text


def test_withdrawing_asks_first_and_frees_the_seat(client, run):
    CourseRun.objects.update(seats=1)
    enrolment = EnrolmentFactory(run=run)
    StepProgressFactory(enrolment=enrolment, step=run.course.steps.get())
    client.force_login(enrolment.learner)
    url = reverse("courses:withdraw", args=[enrolment.pk])
    assert client.get(url).status_code == 200
    enrolment.refresh_from_db()
    assert enrolment.withdrawn_at is None
    response = client.post(url, follow=True)
    assert response.redirect_chain == [(reverse("courses:my_studies"), 302)]
    enrolment.refresh_from_db()
    first = enrolment.withdrawn_at
    assert first is not None
    assert enrolment.step_progress.count() == 1
    for again in (client.get(url, follow=True), client.post(url, follow=True)):
        assert again.redirect_chain == [(reverse("courses:my_studies"), 302)]
        assert list(again.context["messages"]) == []
    enrolment.refresh_from_db()
    assert enrolment.withdrawn_at == first
    enrol(run=CourseRun.objects.get(), learner=UserFactory(), consents=False)


def test_a_completed_course_is_not_withdrawn_from(client, run):
    enrolment = EnrolmentFactory(run=run, completed_at=timezone.now())
    client.force_login(enrolment.learner)
    url = reverse("courses:withdraw", args=[enrolment.pk])
    assert client.get(url).status_code == 409
    assert client.post(url).status_code == 409
    enrolment.refresh_from_db()
    assert enrolment.withdrawn_at is None


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_withdraws_another(client, learner, run, method):
    theirs = EnrolmentFactory(run=run)
    response = getattr(client, method)(reverse("courses:withdraw", args=[theirs.pk]))
    assert response.status_code == 404
    theirs.refresh_from_db()
    assert theirs.withdrawn_at is None


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


@pytest.mark.django_db(transaction=True)
def test_a_race_for_the_last_seat_has_one_winner():
    run = CourseRunFactory(seats=1)
    people = [UserFactory() for _person in range(6)]
    outcomes = race(
        [lambda person=person: enrol(run=run, learner=person, consents=False) for person in people]
    )
    assert outcomes.count(Refusal.WAITING_LIST_OPEN) == 5
    assert Enrolment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_enrols_once():
    run, person = CourseRunFactory(), UserFactory()
    outcomes = race([lambda: enrol(run=run, learner=person, consents=False)] * 4)
    assert outcomes.count(Refusal.ALREADY_ENROLLED) == 3
    assert Enrolment.objects.count() == 1


def test_withdrawing_again_changes_nothing():
    enrolment = EnrolmentFactory()
    first = withdraw(enrolment).withdrawn_at
    assert withdraw(enrolment).withdrawn_at == first
