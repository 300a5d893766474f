"""
Every sentence on time, case by case, at both edges of each boundary.

A case is a quiz's rules, what its learner has of their own, and deeds at moments counted in
seconds from the start of the attempt, each with what comes of it.
"""

import datetime
from zoneinfo import ZoneInfo

import pytest

from quizzes.attempts.models import Attempt
from quizzes.attempts.refusals import SaveRefusedError, StartRefusedError
from quizzes.attempts.starting import start_attempt
from quizzes.attempts.submitting import close_all_overdue, close_overdue, submit_attempt
from quizzes.quiz.overrides import QuizOverride
from tests.factories.quizzes import QuizFactory, answered, enrolled, placed, question

pytestmark = pytest.mark.django_db
HELSINKI = ZoneInfo("Europe/Helsinki")
NOON = datetime.datetime(2026, 11, 22, 12, 0, tzinfo=HELSINKI)
TICK = 0.000001  # the smallest step of the database's clock
HOUR = 3600
DAY = 24 * HOUR

LIMIT = {"time_limit_minutes": 10}
GRACE = LIMIT | {"when_time_is_up": "grace", "grace_minutes": 60}
ABANDON = LIMIT | {"when_time_is_up": "abandon"}
PAUSE = LIMIT | {"first_delay_minutes": 30, "later_delay_minutes": 60}
# Between two and three in the night of 29 March, and between three and four of 25 October.
INTO_SUMMER = datetime.datetime(2026, 3, 29, 2, 30, tzinfo=HELSINKI)
INTO_WINTER = datetime.datetime(2026, 10, 25, 3, 30, tzinfo=HELSINKI)


class Case:
    """A learner at a quiz, to whom things happen at moments from the start."""

    def __init__(self, rules, own=None, runs=None, start=NOON):
        self.start = start.astimezone(datetime.UTC)
        moments = ("opens_at", "last_start_at", "closes_at")
        rules, own, runs = (
            {k: self.at(v) if k in moments else v for k, v in (found or {}).items()}
            for found in (rules, own, runs)
        )
        asks = [question(kind="true_false") for _ in range(2)]
        self.place = placed(QuizFactory(asks=asks, **rules), required=True)
        self.enrolment = enrolled(self.place)
        if own:
            QuizOverride.objects.create(quiz=self.place.quiz, enrolment=self.enrolment, **own)
        if runs:
            QuizOverride.objects.create(quiz=self.place.quiz, run=self.enrolment.run, **runs)

    def at(self, seconds):
        return self.start + datetime.timedelta(seconds=seconds)

    def of_run(self, **days):
        for name, day in days.items():
            setattr(self.enrolment.run, name, day)
        self.enrolment.run.save()
        return self

    def do(self, deed, seconds):
        """Do something; returns what came of it in one word or a number of seconds."""
        now = self.at(seconds)
        try:
            return getattr(self, deed)(now)
        except (SaveRefusedError, StartRefusedError) as error:
            return error.reason.value

    def begin(self, now):
        place = self.place
        return start_attempt(
            enrolment=self.enrolment, step=place.step, quiz=place.quiz, language="fi", now=now
        ).state

    @property
    def attempt(self):
        return Attempt.objects.order_by("-number").first()

    def save(self, now):
        answered(self.attempt, 1, now=now)
        return "stored"

    def submit(self, now):
        return self._ended(submit_attempt(self.attempt, now=now))

    def look(self, now):
        return self._ended(close_overdue(self.attempt, now=now))

    def tick(self, now):
        close_all_overdue(now)
        return self._ended(self.attempt)

    def _ended(self, attempt):
        if attempt.submitted_at is None:
            return attempt.state
        return (attempt.submitted_at - self.start).total_seconds()


def case(name, rules, *deeds, **who):
    return pytest.param(rules, who, deeds, id=name)


OPEN = "in_progress"
BEGUN = ("begin", 0, OPEN)

ANSWERS = [
    case("a second before the deadline", LIMIT, BEGUN, ("save", 599, "stored")),
    case("at the deadline", LIMIT, BEGUN, ("save", 600, "stored")),
    case("a second after it", LIMIT, BEGUN, ("save", 601, "stored")),
    case("at the end of the minute", LIMIT, BEGUN, ("save", 660, "stored")),
    case("a tick after it", LIMIT, BEGUN, ("save", 660 + TICK, "time_is_up")),
    case("a second after it, too", LIMIT, BEGUN, ("save", 661, "time_is_up")),
    case("grace: at the end of the minute", GRACE, BEGUN, ("save", 660, "stored")),
    case("grace: a tick after it", GRACE, BEGUN, ("save", 660 + TICK, "submit_only")),
    case("grace: at its end", GRACE, BEGUN, ("save", 600 + HOUR, "submit_only")),
    case("grace: a tick after its end", GRACE, BEGUN, ("save", 600 + HOUR + TICK, "abandoned")),
    case("abandon: at the end of the minute", ABANDON, BEGUN, ("save", 660, "stored")),
    case("abandon: a tick after it", ABANDON, BEGUN, ("save", 660 + TICK, "abandoned")),
    case("no limit, years later", {}, BEGUN, ("save", 3000 * DAY, "stored")),
    case("after submitting", LIMIT, BEGUN, ("submit", 10, 10), ("save", 11, "submitted")),
    case("after time submitted", LIMIT, BEGUN, ("tick", 700, 600), ("save", 701, "time_is_up")),
]

SUBMISSIONS = [
    case("a second before the deadline", LIMIT, BEGUN, ("submit", 599, 599)),
    case("at the deadline", LIMIT, BEGUN, ("submit", 600, 600)),
    case("at the end of the minute", LIMIT, BEGUN, ("submit", 660, 660)),
    case("a tick after it: as of the deadline", LIMIT, BEGUN, ("submit", 660 + TICK, 600)),
    case("grace: at the end of the minute", GRACE, BEGUN, ("submit", 660, 660)),
    case("grace: a tick after it", GRACE, BEGUN, ("submit", 660 + TICK, 660 + TICK)),
    case("grace: at its end", GRACE, BEGUN, ("submit", 600 + HOUR, 600 + HOUR)),
    case("grace: a tick after its end", GRACE, BEGUN, ("submit", 600 + HOUR + TICK, "abandoned")),
    case("abandon: at the end of the minute", ABANDON, BEGUN, ("submit", 660, 660)),
    case("abandon: a tick after it", ABANDON, BEGUN, ("submit", 660 + TICK, "abandoned")),
    case("twice: the first counts", LIMIT, BEGUN, ("submit", 100, 100), ("submit", 200, 100)),
    case("overdue, then submitted", GRACE, BEGUN, ("tick", 700, "overdue"), ("submit", 900, 900)),
]

CLOSING = [
    case(f"{rule}, {moment} s, by {deed}", rules, BEGUN, (deed, moment, outcome))
    for deed in ("look", "tick")
    for rule, rules, moment, outcome in [
        ("submit", LIMIT, 600, OPEN),
        ("submit", LIMIT, 660, OPEN),
        ("submit", LIMIT, 660 + TICK, 600),
        ("submit", LIMIT, 30 * DAY, 600),
        ("grace", GRACE, 660, OPEN),
        ("grace", GRACE, 660 + TICK, "overdue"),
        ("grace", GRACE, 600 + HOUR, "overdue"),
        ("grace", GRACE, 600 + HOUR + TICK, "abandoned"),
        ("abandon", ABANDON, 660, OPEN),
        ("abandon", ABANDON, 660 + TICK, "abandoned"),
    ]
]
# A grace shorter than the minute that every submission has.
SHORT = LIMIT | {"when_time_is_up": "grace", "grace_minutes": 1}
NO_GRACE = LIMIT | {"when_time_is_up": "grace", "grace_minutes": 0}
CLOSING += [
    case("a grace of a minute, at its end", SHORT, BEGUN, ("tick", 660, OPEN)),
    case("a grace of a minute, after it", SHORT, BEGUN, ("tick", 660 + TICK, "abandoned")),
    case("no grace keeps the minute", NO_GRACE, BEGUN, ("submit", 660, 660)),
    case("no grace after the minute", NO_GRACE, BEGUN, ("submit", 660 + TICK, "abandoned")),
]

CLOSES = {"time_limit_minutes": 60, "closes_at": 1800}
HARD_CLOSE = [
    case("cuts the limit, within the minute", CLOSES, BEGUN, ("save", 1860, "stored")),
    case("cuts the limit, after it", CLOSES, BEGUN, ("save", 1860 + TICK, "time_is_up")),
    case("cuts the limit, closed as of it", CLOSES, BEGUN, ("tick", 1900, 1800)),
    case("without a limit", {"closes_at": 1800}, BEGUN, ("tick", 1860 + TICK, 1800)),
    case("later than the limit", LIMIT | {"closes_at": 700}, BEGUN, ("tick", 700, 600)),
]

STARTS = [
    case("a tick before it opens", {"opens_at": TICK}, ("begin", 0, "not_open_yet")),
    case("as it opens", {"opens_at": 0}, BEGUN),
    case("at the last start", {"last_start_at": 0}, BEGUN),
    case("a tick after it", {"last_start_at": -TICK}, ("begin", 0, "last_start_passed")),
    case("a tick before the hard close", {"closes_at": TICK}, BEGUN),
    case("at the hard close", {"closes_at": 0}, ("begin", 0, "closed")),
    case(
        "the last start stops nobody who has started",
        LIMIT | {"last_start_at": 0},
        BEGUN,
        ("save", 500, "stored"),
    ),
]

PAUSES = [
    case("a tick before the first is over", PAUSE, BEGUN, ("submit", 100, 100),
         ("begin", 1900 - TICK, "wait")),
    case("as the first is over", PAUSE, BEGUN, ("submit", 100, 100), ("begin", 1900, OPEN)),
    case("a tick before a later one is over", PAUSE, BEGUN, ("submit", 100, 100),
         ("begin", 1900, OPEN), ("submit", 2000, 2000), ("begin", 5600 - TICK, "wait")),
    case("as a later one is over", PAUSE, BEGUN, ("submit", 100, 100),
         ("begin", 1900, OPEN), ("submit", 2000, 2000), ("begin", 5600, OPEN)),
    case("from the deadline where time submitted", PAUSE, BEGUN,
         ("begin", 2400 - TICK, "wait"), ("begin", 2400, OPEN)),
    case("from the deadline where time abandoned", PAUSE | ABANDON, BEGUN,
         ("tick", 800, "abandoned"), ("begin", 2400 - TICK, "wait"), ("begin", 2400, OPEN)),
    case("from the end of the grace", PAUSE | GRACE, BEGUN, ("tick", 2 * HOUR, "abandoned"),
         ("begin", 4200 + 1800 - TICK, "wait"), ("begin", 4200 + 1800, OPEN)),
    case("an open attempt is led to", PAUSE, BEGUN, ("begin", 300, OPEN)),
]  # fmt: skip

EXTRA = {"extra_minutes": 5}
EXCEPTIONS = [
    case("extra time, within its minute", LIMIT, BEGUN, ("save", 960, "stored"), own=EXTRA),
    case("extra time, after it", LIMIT, BEGUN, ("save", 960 + TICK, "time_is_up"), own=EXTRA),
    case("the run's extra time", LIMIT, BEGUN, ("tick", 960 + TICK, 900), runs=EXTRA),
    case("the learner's before the run's", LIMIT, BEGUN, ("tick", 960 + TICK, 900),
         own=EXTRA, runs={"extra_minutes": 50}),
    case("another limit and extra time", LIMIT, BEGUN, ("tick", 30 * 60, 25 * 60),
         own=EXTRA, runs={"time_limit_minutes": 20}),
    case("extra time ends at the hard close", LIMIT | {"closes_at": 700}, BEGUN,
         ("tick", 760 + TICK, 700), own=EXTRA),
    case("a later hard close", LIMIT | {"closes_at": 300}, BEGUN, ("tick", 700, 600),
         own={"closes_at": HOUR}),
    case("opens earlier for one", {"opens_at": DAY}, BEGUN, own={"opens_at": 0}),
    case("a later last start, at it", {"last_start_at": -DAY}, BEGUN, own={"last_start_at": 0}),
    case("a later last start, after it", {"last_start_at": -DAY},
         ("begin", 0, "last_start_passed"), own={"last_start_at": -TICK}),
    case("an attempt granted", LIMIT | {"attempts_allowed": 1}, BEGUN, ("submit", 9, 9),
         ("begin", 10, OPEN), ("submit", 11, 11), ("begin", 12, "no_attempts_left"),
         own={"extra_attempts": 1}),
    case("extra time without a limit", {}, BEGUN, ("save", 99 * DAY, "stored"), own=EXTRA),
]  # fmt: skip

AN_HOUR = {"time_limit_minutes": 60}
A_DAY_BETWEEN = {"first_delay_minutes": 24 * 60}
CHANGES_OF_TIME = [
    case("an hour into summer, in time", AN_HOUR, BEGUN, ("save", 3660, "stored"),
         start=INTO_SUMMER),
    case("an hour into summer, late", AN_HOUR, BEGUN, ("save", 3660 + TICK, "time_is_up"),
         start=INTO_SUMMER),
    case("an hour into winter, in time", AN_HOUR, BEGUN, ("save", 3660, "stored"),
         start=INTO_WINTER),
    case("an hour into winter, late", AN_HOUR, BEGUN, ("save", 3660 + TICK, "time_is_up"),
         start=INTO_WINTER),
    case("the second half past three", AN_HOUR, BEGUN, ("tick", 3660 + TICK, 3600),
         start=INTO_WINTER.replace(fold=1)),
    case("a pause over the short day", A_DAY_BETWEEN, BEGUN, ("submit", 0, 0),
         ("begin", DAY - TICK, "wait"), ("begin", DAY, OPEN), start=INTO_SUMMER),
    case("a pause over the long day", A_DAY_BETWEEN, BEGUN, ("submit", 0, 0),
         ("begin", DAY - TICK, "wait"), ("begin", DAY, OPEN), start=INTO_WINTER),
    case("a leap day", {"time_limit_minutes": 24 * 60}, BEGUN, ("tick", DAY + 61, DAY),
         start=datetime.datetime(2028, 2, 28, 12, tzinfo=HELSINKI)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rules", "who", "deeds"),
    [
        *ANSWERS,
        *SUBMISSIONS,
        *CLOSING,
        *HARD_CLOSE,
        *STARTS,
        *PAUSES,
        *EXCEPTIONS,
        *CHANGES_OF_TIME,
    ],
)
def test_time(rules, who, deeds):
    here = Case(rules, **who)

    assert [here.do(deed, seconds) for deed, seconds, _outcome in deeds] == [
        outcome for _deed, _seconds, outcome in deeds
    ]


@pytest.mark.parametrize(
    ("days", "moment", "outcome"),
    [
        pytest.param({"starts_on": (3, 29)}, "2026-03-28 23:59:59", "run_not_begun", id="eve"),
        pytest.param({"starts_on": (3, 29)}, "2026-03-29 00:00:00", OPEN, id="first second"),
        pytest.param({"ends_on": (3, 29)}, "2026-03-29 23:59:59", OPEN, id="end of a short day"),
        pytest.param({"ends_on": (3, 29)}, "2026-03-30 00:00:00", "run_over", id="after it"),
        pytest.param({"ends_on": (10, 25)}, "2026-10-25 23:59:59", OPEN, id="end of a long day"),
        pytest.param({"ends_on": (10, 25)}, "2026-10-26 00:00:00", "run_over", id="after that"),
    ],
)
def test_the_days_of_a_run_are_days_in_finland(days, moment, outcome):
    start = datetime.datetime.fromisoformat(moment).replace(tzinfo=HELSINKI)
    days = {name: datetime.date(2026, *day) for name, day in days.items()}

    assert Case({}, start=start).of_run(**days).do("begin", 0) == outcome
