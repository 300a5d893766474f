"""What a learner sees of an attempt, and when: fields by moments; grades and words of bands."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from quizzes.attempts.exceptions import attempts_with_exceptions
from quizzes.attempts.models import Attempt, Response
from quizzes.attempts.results import overall_feedback
from quizzes.attempts.reviewing import DEFAULT, FIELDS, MOMENTS, moment_of, seen
from quizzes.attempts.settling import settle
from quizzes.attempts.submitting import submit_attempt
from quizzes.quiz.slots import FeedbackBand
from tests.factories.home import in_language
from tests.factories.questions import right_sent, sample_question
from tests.factories.quizzes import (
    QuizFactory,
    QuizPageFactory,
    answered,
    enrolled,
    question,
    started,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
SECOND = datetime.timedelta(seconds=1)
HOUR = 3600 * SECOND


@pytest.mark.parametrize(
    ("later", "closes", "moment"),
    [
        pytest.param(0, None, "immediately", id="at once"),
        pytest.param(120, None, "immediately", id="two minutes after"),
        pytest.param(121, None, "later", id="a second later"),
        pytest.param(121, 122, "later", id="before the close"),
        pytest.param(122, 122, "closed", id="at the close"),
        pytest.param(60, 30, "immediately", id="closed meanwhile, but just submitted"),
    ],
)
def test_which_moment_it_is(noon, later, closes, moment):
    attempt = Attempt(state="graded", submitted_at=noon)
    closes_at = noon + closes * SECOND if closes else None

    assert moment_of(attempt, closes_at, noon + later * SECOND) == moment
    assert moment_of(Attempt(state="in_progress"), closes_at, noon) == "during"


@pytest.fixture
def done(client):
    """A submitted attempt at one question, answered half right; rules go to the quiz."""

    def make(**rules):
        page = QuizPageFactory(quiz=QuizFactory(asks=[question()], **rules))
        attempt = started(page, enrolled(page))
        response = attempt.responses.select_related("question_version").get()
        half = response.question_version.content["structure"]["options"][1]["id"]
        answered(attempt, 1, [half])
        client.force_login(attempt.enrolment.learner)
        return submit_attempt(attempt)

    return make


def with_exceptions(attempt):
    return attempts_with_exceptions(Attempt.objects.select_related("quiz", "enrolment")).get(
        pk=attempt.pk
    )


def review(client, attempt):
    return client.get(reverse("quizzes:review", args=[attempt.pk]))


def result(client, attempt):
    return client.get(reverse("quizzes:result", args=[attempt.pk]))


SHOWN = {
    "marks": "0,5 / 1",
    "answer_feedback": "Osin.",
    "right_answer": "Juuri niin.",
}


@pytest.mark.parametrize(
    ("fields", "there"),
    [
        pytest.param([], set(), id="nothing"),
        pytest.param(["attempt"], set(), id="the answers alone"),
        pytest.param(["attempt", "marks"], {"marks"}, id="points"),
        pytest.param(["attempt", "answer_feedback"], {"answer_feedback"}, id="feedback"),
        pytest.param(
            ["attempt", "answer_feedback", "right_answer"],
            {"answer_feedback", "right_answer"},
            id="the right answer",
        ),
        pytest.param(list(FIELDS), set(SHOWN), id="everything"),
    ],
)
def test_a_review_shows_what_the_grid_says(client, done, finnish, fields, there):
    attempt = done(review={"immediately": fields})

    page = review(client, attempt)

    assert page.status_code == 200
    assert {name for name, words in SHOWN.items() if words in page.text} == there
    assert bool(page.context["items"]) == ("attempt" in fields)


def test_the_grid_follows_the_time(done):
    attempt = with_exceptions(done(review={"later": ["attempt"], "immediately": []}))

    at_once = seen(attempt, attempt.submitted_at)
    later = seen(attempt, attempt.submitted_at + HOUR)

    assert (at_once.attempt, later.attempt, later.marks) == (False, True, False)


def test_a_grid_that_does_not_wait_shows_the_key_at_once(done):
    attempt = with_exceptions(done(attempts_allowed=3, review=DEFAULT | {"wait": False}))

    assert seen(attempt, attempt.submitted_at).right_answer


def test_a_pause_between_attempts_opens_no_key(done):
    attempt = with_exceptions(done(attempts_allowed=2, first_delay_minutes=60))

    assert not seen(attempt, attempt.submitted_at).right_answer


def test_the_key_stays_closed_while_the_last_attempt_is_open(done):
    first = done(attempts_allowed=2, pass_percent=90)
    started(first.quiz.pages.get(), first.enrolment)

    assert not seen(with_exceptions(first), first.submitted_at).right_answer


def test_results_without_points_still_say_pass_or_fail(client, done, finnish):
    attempt = done(review={"immediately": ["attempt"]}, pass_percent=90)

    page = result(client, attempt)

    assert page.status_code == 200
    assert "50 %" not in page.text
    assert "Ei vielä hyväksytty" in page.text or "läpi" in page.text


def test_the_default_grid_knows_every_moment_and_field():
    assert set(DEFAULT) == {*MOMENTS, "wait"}
    assert all(set(DEFAULT[moment]) <= set(FIELDS) for moment in MOMENTS)


# --- grades and bands -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grade_max", "shown"),
    [(None, "0,5 / 1"), (Decimal(5), "2,5 / 5"), (Decimal(100), "50 / 100")],
)
def test_a_grade_is_on_the_scale_of_the_quiz(client, done, finnish, grade_max, shown):
    attempt = done(grade_max=grade_max)
    attempt.quiz.grade_max = 77
    attempt.quiz.save()

    assert shown in result(client, attempt).text


@pytest.mark.parametrize(
    ("percent", "words"),
    [
        pytest.param("0", "Kertaa", id="the lowest"),
        pytest.param("49.99", "Kertaa", id="just below the next"),
        pytest.param("50", "Hyvä", id="where the next begins"),
        pytest.param("100", "Mainio", id="the highest"),
    ],
)
def test_a_band_reaches_up_to_the_next_one(done, finnish, percent, words):
    attempt = done()
    for start in (50, 100, 0):
        FeedbackBand.objects.create(quiz=attempt.quiz, from_percent=start)
    page = attempt.quiz.pages.get()
    page.band_words = [("words", f"<p>{said}</p>") for said in ("Kertaa", "Hyvä", "Mainio")]
    page.save_revision().publish()
    attempt.percent = Decimal(percent)

    assert words in overall_feedback(attempt).text


def test_bands_speak_the_readers_language(client, done):
    attempt = done()
    FeedbackBand.objects.create(quiz=attempt.quiz, from_percent=0)
    page = attempt.quiz.pages.get()
    page.band_words = [("words", "<p>Suomeksi</p>")]
    page.save_revision().publish()
    in_language(page, "sv", band_words=[("words", "<p>På svenska</p>")])

    address = reverse("quizzes:result", args=[attempt.pk])

    assert "Suomeksi" in client.get(address).text
    assert "På svenska" in client.get(address.replace("/fi/", "/sv/")).text


def test_below_the_first_band_nothing_is_said(done):
    attempt = done()
    FeedbackBand.objects.create(quiz=attempt.quiz, from_percent=90)

    assert overall_feedback(attempt) is None


# --- graded by people -------------------------------------------------------------------


def test_an_essay_waits_for_a_person_and_then_passes(client):
    page = QuizPageFactory(
        quiz=QuizFactory(asks=[sample_question("essay"), question()]), required=True
    )
    attempt = started(page, enrolled(page))
    client.force_login(attempt.enrolment.learner)
    essay = attempt.responses.select_related("question_version").get(position=1)
    answered(attempt, 1, [], sent=right_sent(essay))
    answered(attempt, 2)

    waiting = submit_attempt(attempt)

    assert (waiting.state, waiting.score, waiting.passed) == ("needs_grading", None, None)
    assert result(client, waiting).context["waiting_count"] == 1
    assert review(client, waiting).status_code == 200
    attempt.responses.filter(position=1).update(state=Response.State.RIGHT, fraction=1, mark=1)
    settled = settle(Attempt.objects.get(pk=attempt.pk))
    assert (settled.state, settled.percent, settled.passed) == ("graded", 100, True)
    attempt.enrolment.refresh_from_db()
    assert attempt.enrolment.completed_at


def test_an_essay_without_an_answer_needs_nobody():
    page = QuizPageFactory(quiz=QuizFactory(asks=[sample_question("essay"), question()]))

    assert submit_attempt(started(page)).state == "graded"


def test_an_abandoned_attempt_says_so_and_shows_nothing(client, noon):
    page = QuizPageFactory(
        quiz=QuizFactory(asks=[question()], time_limit_minutes=1, when_time_is_up="abandon")
    )
    attempt = started(page, enrolled(page), now=noon - HOUR)
    client.force_login(attempt.enrolment.learner)

    page = client.get(reverse("quizzes:question", args=[attempt.pk, 1]), follow=True)

    assert page.redirect_chain[-1][0] == reverse("quizzes:result", args=[attempt.pk])
    assert page.context["attempt"].state == "abandoned"
    assert review(client, attempt).url == reverse("quizzes:result", args=[attempt.pk])
    assert client.get(attempt.quiz.pages.get().get_url()).status_code == 200


def test_an_overdue_attempt_can_only_be_submitted(client):
    page = QuizPageFactory(
        quiz=QuizFactory(asks=[question()], time_limit_minutes=10, when_time_is_up="grace")
    )
    now = datetime.datetime.now(tz=datetime.UTC)
    attempt = started(page, enrolled(page), now=now - HOUR)
    client.force_login(attempt.enrolment.learner)
    summary = reverse("quizzes:summary", args=[attempt.pk])

    assert client.get(reverse("quizzes:question", args=[attempt.pk, 1])).url == summary
    shown = client.get(summary)
    assert shown.context["submit_only"]
    assert summary in client.get(page.get_url()).text
    by_timer = client.post(reverse("quizzes:submit", args=[attempt.pk]), {"because": "time"})
    assert by_timer.url == summary
    assert client.post(reverse("quizzes:submit", args=[attempt.pk])).url == reverse(
        "quizzes:result", args=[attempt.pk]
    )
    attempt.refresh_from_db()
    assert attempt.state == "graded"
