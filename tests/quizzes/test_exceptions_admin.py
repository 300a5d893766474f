"""Exceptions in the admin: editors for all, study staff for their own runs and no others."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from quizzes.attempts.models import Attempt
from quizzes.quiz.exceptions_admin import ExceptionForm
from quizzes.quiz.overrides import QuizOverride
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.courses import CourseRunFactory, EnrolmentFactory
from tests.factories.quizzes import QuizFactory, QuizPageFactory, question, started, step_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    """Study staff, signed in; returns their organisation."""
    membership = MembershipFactory()
    client.force_login(membership.user)
    return membership.organisation


@pytest.fixture
def page():
    return QuizPageFactory(quiz=QuizFactory(asks=[question()], time_limit_minutes=10))


def run_of(page, organisation=None):
    organiser = {"organiser": organisation} if organisation else {}
    return CourseRunFactory(course=step_of(page).course, **organiser)


def at(name, *args):
    return reverse(f"quiz_exceptions:{name}", args=args)


def form(**fields):
    empty = (
        "email", "extra_minutes", "time_limit_minutes", "opens_at", "last_start_at", "closes_at",
        "attempts_allowed", "reason",
    )  # fmt: skip
    return dict.fromkeys(empty, "") | {"extra_attempts": "0"} | fields


def test_staff_give_a_learner_on_their_run_extra_time(client, staff, page):
    run = run_of(page, staff)
    enrolment = EnrolmentFactory(run=run)
    attempt = started(page, enrolment)
    sent = form(
        quiz=page.quiz_id, run=run.pk, email=enrolment.learner.email.upper(), extra_minutes="15"
    )

    response = client.post(at("add"), sent)

    assert response.status_code == 302, response.context["form"].errors
    made = QuizOverride.objects.get()
    assert (made.enrolment, made.run, made.extra_minutes) == (enrolment, None, 15)
    assert made.made_by.memberships.get().organisation == staff
    moved = Attempt.objects.get(pk=attempt.pk).deadline_at - attempt.deadline_at
    assert moved.total_seconds() == 15 * 60


def test_staff_give_their_whole_run_another_close(client, staff, page):
    run = run_of(page, staff)

    client.post(at("add"), form(quiz=page.quiz_id, run=run.pk, closes_at="2027-01-01 12:00"))

    made = QuizOverride.objects.get()
    assert (made.enrolment, made.run) == (None, run)


@pytest.mark.parametrize(
    ("spoilt", "field"),
    [
        pytest.param({"run": "foreign"}, "run", id="somebody else's run"),
        pytest.param({"email": "nobody@example.org"}, "email", id="nobody on the run"),
        pytest.param({"email": "foreign"}, "email", id="a learner of another run"),
        pytest.param({"extra_minutes": ""}, "__all__", id="nothing that differs"),
        pytest.param({"extra_minutes": "-5"}, "extra_minutes", id="less than none"),
        pytest.param({"extra_minutes": "1e400"}, "extra_minutes", id="no number"),
        pytest.param({"time_limit_minutes": "0"}, "time_limit_minutes", id="no minute"),
        pytest.param({"closes_at": "eilen"}, "closes_at", id="no date"),
    ],
)
def test_what_is_no_exception_of_theirs_is_refused(client, staff, page, spoilt, field):
    run, foreign = run_of(page, staff), run_of(page)
    strangers = EnrolmentFactory(run=foreign)
    values = {"run": foreign.pk, "email": strangers.learner.email}
    spoilt = {name: values[name] if value == "foreign" else value for name, value in spoilt.items()}

    response = client.post(
        at("add"), form(quiz=page.quiz_id, run=run.pk, extra_minutes="5") | spoilt
    )

    assert response.status_code == 400
    assert field in response.context["form"].errors
    assert not QuizOverride.objects.exists()


def test_one_exception_each(client, staff, page):
    run = run_of(page, staff)
    sent = form(quiz=page.quiz_id, run=run.pk, extra_minutes="5")
    client.post(at("add"), sent)

    again = client.post(at("add"), sent)

    assert again.context["form"].errors
    assert QuizOverride.objects.count() == 1


def test_a_form_that_is_sent_twice_at_once_is_told_so(client, staff, page, monkeypatch):
    run = run_of(page, staff)
    sent = form(quiz=page.quiz_id, run=run.pk, extra_minutes="5")
    client.post(at("add"), sent)
    # Both have looked before either has written.
    monkeypatch.setattr(ExceptionForm, "_hold_to_one", lambda *args: None)

    again = client.post(at("add"), sent)

    assert again.status_code == 400
    assert again.context["form"].errors["__all__"]
    assert QuizOverride.objects.count() == 1


def test_staff_see_and_change_only_what_is_on_their_runs(client, staff, page):
    own = EnrolmentFactory(run=run_of(page, staff))
    foreign = EnrolmentFactory(run=run_of(page), learner__last_name="Vierasmäki")
    mine = QuizOverride.objects.create(quiz=page.quiz, enrolment=own, extra_minutes=5)
    theirs = QuizOverride.objects.create(quiz=page.quiz, enrolment=foreign, extra_minutes=5)

    listed = client.get(at("index"))

    assert list(listed.context["object_list"]) == [mine]
    assert "Vierasmäki" not in listed.text
    for name in ("edit", "delete"):
        assert client.get(at(name, theirs.pk)).status_code == 404
        assert client.post(at(name, theirs.pk), form(extra_minutes="99")).status_code == 404
        assert client.get(at(name, mine.pk)).status_code == 200
    theirs.refresh_from_db()
    assert theirs.extra_minutes == 5


def test_an_exception_never_changes_hands(client, staff, page):
    own = EnrolmentFactory(run=run_of(page, staff))
    made = QuizOverride.objects.create(quiz=page.quiz, enrolment=own, extra_minutes=5)
    other = run_of(page, staff)

    response = client.post(
        at("edit", made.pk), form(run=other.pk, email="x@example.org", extra_minutes="20")
    )

    assert response.status_code == 302
    made.refresh_from_db()
    assert (made.enrolment, made.run, made.extra_minutes) == (own, None, 20)


def test_editors_make_exceptions_on_every_run(client, page):
    editor = UserFactory(is_staff=True)
    editor.groups.set(Group.objects.filter(name="Editors"))
    client.force_login(editor)
    run = run_of(page)

    client.post(at("add"), form(quiz=page.quiz_id, run=run.pk, extra_attempts="1"))

    assert QuizOverride.objects.get().run == run
    assert (
        str(QuizOverride.objects.count())
        in client.get(reverse("wagtailsnippets_quizzes_quiz:edit", args=[page.quiz_id])).text
    )


def test_the_way_from_a_run_leads_to_its_exceptions(client, staff, page):
    run, other = run_of(page, staff), run_of(page, staff)
    made = QuizOverride.objects.create(quiz=page.quiz, run=run, extra_minutes=5)
    QuizOverride.objects.create(quiz=page.quiz, run=other, extra_minutes=5)

    assert (
        f"{at('index')}?run={run.pk}" in client.get(reverse("courserun:edit", args=[run.pk])).text
    )
    listed = client.get(at("index"), {"run": run.pk})
    assert list(listed.context["object_list"]) == [made]


@pytest.mark.parametrize("value", ["x", "-1", "9" * 400, "\x00"])
def test_a_broken_filter_filters_nothing(client, staff, value):
    assert client.get(at("index"), {"run": value, "quiz": value}).status_code == 200
    assert client.get(at("add"), {"run": value, "quiz": value}).status_code == 200
