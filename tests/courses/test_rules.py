"""The rules of a course, whatever they are: what holds for every course and every learner."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.rule_faults import Fault, Problem, problems, reachable
from courses.rules import (
    GRADES,
    Choice,
    Closure,
    Days,
    Deed,
    Lack,
    Rules,
    State,
    Step,
    better_grade,
    closures,
    course_grade,
    evaluate,
    number_of,
    what_is_missing,
    where_to_continue,
)

TODAY = datetime.date(2026, 11, 22)
KEYS = st.integers(0, 9)
PERCENTS = st.decimals(0, 100, places=2)


@st.composite
def courses(draw):
    """Any course of up to ten steps, circles of order and impossible choices among them."""
    keys = draw(st.lists(KEYS, max_size=10, unique=True))
    steps = tuple(
        Step(
            key,
            required=draw(st.booleans()),
            minimum=draw(st.none() | PERCENTS),
            after=draw(st.none() | KEYS),
            weight=draw(st.decimals(0, 5, places=2)),
            gives_score=draw(st.booleans()),
            anyone_reads=draw(st.booleans()),
        )
        for key in keys
    )
    choices = tuple(
        Choice(f"choice {number}", draw(st.integers(1, 4)), frozenset(draw(st.sets(KEYS))))
        for number in range(draw(st.integers(0, 2)))
    )
    return Rules(steps, choices, draw(st.booleans()), graded=draw(st.booleans()))


DEEDS = st.dictionaries(
    KEYS,
    st.builds(Deed, st.booleans(), st.none() | PERCENTS, st.sampled_from(GRADES)),
)


@given(courses(), DEEDS)
def test_a_standing_never_says_too_much(rules, deeds):
    stands = evaluate(rules, deeds, today=TODAY)
    assert 0 <= stands.percent <= 100
    done = {key for key, deed in deeds.items() if deed.done and deed.grade not in ("0", "HYL")}
    everything = {step.key for step in rules.steps} <= done
    assert (stands.percent == 100) == (bool(rules.steps) and everything)
    assert stands.complete == (rules.asks_for_something and not stands.missing)
    assert stands.done == len(done & {step.key for step in rules.steps})


@given(courses(), DEEDS, KEYS)
def test_doing_more_never_takes_away(rules, deeds, key):
    before = evaluate(rules, deeds)
    best = Deed(done=True, score=Decimal(100), grade="5")
    after = evaluate(rules, deeds | {key: best})
    assert after.percent >= before.percent
    assert {one.key for one in after.missing} <= {one.key for one in before.missing}
    assert set(after.closed) <= set(before.closed)


@given(courses(), courses(), DEEDS)
def test_who_has_finished_keeps_everything_whatever_the_rules_become(old, new, deeds):
    first = evaluate(old, deeds, finished=True)
    then = evaluate(new, deeds, finished=True)
    assert (first.percent, then.percent) == (100, 100)
    assert then.state == State.FINISHED
    assert then.closed == {}


@given(courses())
def test_problems_are_said_exactly_where_nobody_can_complete(rules):
    best = {key: Deed(score=Decimal(100), grade="5") for key in reachable(rules)}
    for step in rules.steps:
        if step.key in best and not step.gives_score:
            best[step.key] = Deed()
    assert evaluate(rules, best).complete == (problems(rules) == [])


@given(courses(), DEEDS)
def test_a_grade_is_a_passing_one(rules, deeds):
    grade = course_grade(rules, deeds)
    assert grade in ("HYV", "1", "2", "3", "4", "5")
    assert rules.graded or grade == "HYV"


@given(courses(), DEEDS, st.dates(TODAY, TODAY + datetime.timedelta(9)))
def test_the_way_never_leads_to_what_is_closed_or_done(rules, deeds, opens_on):
    days = {step.key: Days(opens_on=opens_on) for step in rules.steps[::2]}
    stands = evaluate(rules, deeds, days=days, today=TODAY)
    done = {key for key, deed in deeds.items() if deed.done}
    keys = [step.key for step in rules.steps]
    key = where_to_continue(keys, last=None, done=done, closed=stands.closed)
    if key is None:
        assert set(keys) <= done | set(stands.closed)
    else:
        assert key not in done
        assert key not in stands.closed


THREE = (Step("a"), Step("b"), Step("c"))


@pytest.mark.parametrize(
    ("done", "missing"),
    [
        pytest.param("", 2, id="nothing chosen yet"),
        pytest.param("a", 1, id="one of two"),
        pytest.param("ac", None, id="whichever two"),
        pytest.param("abc", None, id="more than are needed"),
    ],
)
def test_so_many_of_a_choice(done, missing):
    rules = Rules(THREE, (Choice("x", 2, frozenset("abc")),))
    found = what_is_missing(rules, {key: Deed() for key in done})
    assert [one.needed - one.have for one in found] == ([missing] if missing else [])


@pytest.mark.parametrize(
    ("score", "met"),
    [
        pytest.param(None, False, id="done without a score"),
        pytest.param("79.99", False, id="a hair below"),
        pytest.param("80", True, id="just enough"),
    ],
)
def test_a_minimum_score(score, met):
    rules = Rules((Step("exam", required=True, minimum=Decimal(80)),))
    deed = Deed(score=Decimal(score) if score else None)
    stands = evaluate(rules, {"exam": deed})
    assert (stands.complete, stands.done) == (met, 1)
    if not met:
        [missing] = stands.missing
        assert (missing.lack, missing.needed, missing.have) == (Lack.SCORE, 80, deed.score)


@pytest.mark.parametrize(
    ("grades", "weights", "grade"),
    [
        pytest.param("34", "11", "4", id="half up"),
        pytest.param("344", "211", "4", id="three and a half by weight"),
        pytest.param("33", "11", "3", id="the same"),
        pytest.param("15", "41", "2", id="heavier counts more"),
        pytest.param("5", "0", "HYV", id="no weights"),
    ],
)
def test_the_grade_of_a_course(grades, weights, grade):
    steps = tuple(Step(n, weight=Decimal(weight)) for n, weight in enumerate(weights))
    deeds = {n: Deed(grade=one) for n, one in enumerate(grades)}
    assert course_grade(Rules(steps, graded=True), deeds) == grade
    assert course_grade(Rules(steps), deeds) == "HYV"


@pytest.mark.parametrize(
    ("percent", "grade"), [("59.99", 1), ("60", 2), ("70", 3), ("80", 4), ("90", 5), ("0", 1)]
)
def test_a_score_counts_as_a_grade(percent, grade):
    assert number_of(Deed(score=Decimal(percent))) == grade


def test_a_failing_grade_completes_nothing():
    rules = Rules((Step("work", required=True, weight=Decimal(1)),), graded=True)
    assert not evaluate(rules, {"work": Deed(done=True, grade="0")}).complete
    assert not evaluate(rules, {"work": Deed(done=True, grade="HYL")}).complete
    assert evaluate(rules, {"work": Deed(grade="1")}).grade == "1"


def test_order_and_days_close_and_say_why():
    rules = Rules(
        (Step("a", True), Step("b", True), Step("c", after="d"), Step("d")), sequential=True
    )
    days = {"b": Days(opens_on=TODAY + datetime.timedelta(1)), "a": Days(opens_on=TODAY)}
    closed = closures(rules, set(), days=days, today=TODAY)
    assert closed == {
        "b": Closure(TODAY + datetime.timedelta(1), ("a",)),
        "c": Closure(None, ("a", "b", "d")),
        "d": Closure(None, ("a", "b")),
    }
    assert closures(rules, {"a", "b", "d"}, days=days, today=TODAY) == {}


def test_an_open_course_closes_its_lessons_to_nobody():
    rules = Rules((Step("exam", True), Step("lesson", anyone_reads=True)), sequential=True)
    assert set(closures(rules, set(), days={}, today=TODAY)) == {"lesson"}
    assert closures(rules, set(), days={}, today=TODAY, anyone_reads=True) == {}


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        pytest.param(Rules(THREE), [Problem(Fault.NOTHING_ASKED)], id="asks for nothing"),
        pytest.param(
            Rules(THREE, (Choice("x", 3, frozenset("ab")),)),
            [Problem(Fault.CHOICE_TOO_SMALL, "x")],
            id="three of two",
        ),
        pytest.param(
            Rules((Step("a", True, after="b"), Step("b", True)), sequential=True),
            [Problem(Fault.NEVER_OPENS, "a"), Problem(Fault.NEVER_OPENS, "b")],
            id="order and what opens after wait for each other",
        ),
        pytest.param(
            Rules((Step("a", minimum=Decimal(1), gives_score=False),)),
            [Problem(Fault.NO_SCORE, "a")],
            id="a score from what gives none",
        ),
        pytest.param(Rules((Step("a", True, after="gone"),)), [], id="after what has gone"),
    ],
)
def test_what_can_never_be_met(rules, found):
    assert problems(rules) == found


def test_the_better_grade_counts_in_any_order():
    assert better_grade("4", "2") == better_grade("2", "4") == "4"
    assert better_grade("", "0") == "0"
    assert better_grade("HYV", "0") == "HYV"
