"""Whoever may not start reads why, and from when or until when: in their language and time."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from quizzes.attempts.refusals import StartRefusal
from quizzes.attempts.submitting import submit_attempt
from quizzes.attempts.words import refusal_in_words
from tests.factories.quizzes import QuizFactory, QuizPageFactory, enrolled, question, started

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
# Half past two in the night of 25 October comes twice in Finland: this is the first.
AT = datetime.datetime(2026, 10, 24, 23, 30, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
YEARS = datetime.timedelta(days=3650)


@pytest.mark.parametrize(
    ("language", "ends"),
    [("fi", "25.10.2026 klo 2.30."), ("sv", "25.10.2026 kl. 2.30."), ("en", "25.10.2026 at 2.30.")],
)
def test_a_moment_is_said_in_the_readers_language_and_our_time(language, ends):
    with override(language):
        words = refusal_in_words(StartRefusal.NOT_OPEN_YET, AT)

        assert words.startswith(str(StartRefusal.NOT_OPEN_YET.label))
    assert words.endswith(ends)


@pytest.fixture
def refused(client, finnish):
    """Press the button to start; returns the page that refuses, and the quiz page."""

    def press(ended=None, run=None, **rules):
        page = QuizPageFactory(quiz=QuizFactory(asks=[question()], **rules))
        enrolment = enrolled(page)
        if ended:
            submit_attempt(started(page, enrolment, now=ended), now=ended)
        for name, value in (run or {}).items():
            setattr(enrolment.run, name, value)
            enrolment.run.save()
        client.force_login(enrolment.learner)
        response = client.post(reverse("quizzes:start", args=[page.translation_key]))
        assert response.status_code == 403
        return response.context["reason_words"], client.get(page.url).context.get("refusal_words")

    return press


def test_the_page_that_refuses_says_when_it_opens(refused):
    now = datetime.datetime.now(datetime.UTC)
    opens_at = datetime.datetime(now.year + 1, 1, 2, 10, 5, tzinfo=datetime.UTC)

    words, on_page = refused(opens_at=opens_at)

    assert words.endswith(f"Se avautuu 2.1.{now.year + 1} klo 12.05.")
    assert on_page == words


def test_the_page_that_refuses_says_when_the_pause_is_over(refused):
    ended = datetime.datetime.now(datetime.UTC).replace(second=0, microsecond=0)

    words, on_page = refused(ended=ended, first_delay_minutes=60 * 24)

    tomorrow = refusal_in_words(StartRefusal.WAIT, ended + 24 * HOUR)
    assert words == on_page == tomorrow
    assert "klo" in words


@pytest.mark.parametrize(
    ("rules", "run", "reason"),
    [
        pytest.param({"closes_at": HOUR}, {}, "cannot_wait", id="the quiz closes first"),
        pytest.param({"closes_at": 24 * HOUR}, {}, "cannot_wait", id="closes as it ends"),
        pytest.param({"closes_at": 25 * HOUR}, {}, "wait", id="closes later"),
        pytest.param({"last_start_at": 23 * HOUR}, {}, "cannot_wait", id="the last start is first"),
        pytest.param({"last_start_at": 24 * HOUR}, {}, "wait", id="the last start as it ends"),
        pytest.param({}, {"ends_on": datetime.timedelta(0)}, "cannot_wait", id="the run ends"),
        pytest.param({}, {"ends_on": 24 * HOUR}, "wait", id="the run's last day"),
    ],
)
def test_a_pause_that_lasts_beyond_the_end_is_said_to_be_too_long(refused, rules, run, reason):
    ended = datetime.datetime.now(datetime.UTC).replace(second=0, microsecond=0)

    words, on_page = refused(
        ended=ended,
        first_delay_minutes=60 * 24,
        **{name: ended + wait for name, wait in rules.items()},
        run={name: timezone.localdate(ended + wait) for name, wait in run.items()},
    )

    assert words == on_page == refusal_in_words(StartRefusal(reason), ended + 24 * HOUR)


@pytest.mark.parametrize(
    ("rules", "run", "reason"),
    [
        pytest.param({"closes_at": -HOUR}, {}, StartRefusal.CLOSED, id="closed"),
        pytest.param({"last_start_at": -HOUR}, {}, StartRefusal.LAST_START_PASSED, id="too late"),
        pytest.param({}, {"starts_on": YEARS}, StartRefusal.RUN_NOT_BEGUN, id="before the run"),
        pytest.param({}, {"ends_on": -48 * HOUR}, StartRefusal.RUN_OVER, id="after the run"),
    ],
)
def test_every_refusal_that_has_a_moment_says_it(refused, rules, run, reason):
    now = datetime.datetime.now(datetime.UTC).replace(second=0, microsecond=0)
    moments = {name: now + wait for name, wait in rules.items()}
    days = {name: timezone.localdate(now + wait) for name, wait in run.items()}

    words, _on_page = refused(**moments, run=days)

    assert words == refusal_in_words(reason, next(iter([*moments.values(), *days.values()])))
    assert words != reason.label
