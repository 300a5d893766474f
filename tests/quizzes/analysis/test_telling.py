"""Which attempts an analysis is of, and what becomes of them."""

import datetime
from decimal import Decimal

import pytest

from quizzes.analysis.choosing import Choice, Which
from quizzes.analysis.figures import Advice
from quizzes.analysis.telling import analyse
from quizzes.attempts.models import Attempt, Response
from tests.factories.courses import EnrolmentFactory
from tests.factories.quizzes import QuizFactory, bank_of, placed, question
from tests.quizzes.analysis.conftest import NOON, TWELVE, attempted, taken

DAY = datetime.timedelta(days=1)


def told(asked, which=Which.HIGHEST, attempts=None, **choice):
    return analyse(Choice(asked.quiz, which, **choice), attempts or Attempt.objects.all())


def facilities(analysis):
    return [item.figures and round(item.figures.facility, 4) for item in analysis.items]


def test_the_figures_are_those_of_the_marks(twelve):
    found = told(twelve, run=twelve.run)

    assert (found.attempts, found.people, found.waiting) == (12, 12, 0)
    assert facilities(found) == [0.6667, 0.5833, 0.25]
    assert [item.number for item in found.items] == [1, 2, 3]
    assert [item.question.key for item in found.items] == [
        asked.translation_key for asked in twelve.questions
    ]
    assert [item.advice for item in found.items[:2]] == [(), ()]
    assert found.items[2].advice == (Advice.WRONG_WAY, Advice.GUESSING)
    assert found.figures.mean == pytest.approx(1.5)
    assert found.figures.most == 3
    # 0 of 3 … 3 of 3 in tenths; a full result lies in the last one.
    assert found.bins == [2, 0, 0, 3, 0, 0, 6, 0, 0, 1]
    assert found.places == []
    assert sum(item.figures.intended_weight for item in found.items) == pytest.approx(100)


def test_all_runs_together_are_another_analysis(twelve):
    found = told(twelve)

    assert found.attempts == 17
    assert facilities(found) == [round(8 / 17, 4), round(7 / 17, 4), round(3 / 17, 4)]


@pytest.mark.parametrize(
    ("which", "marks"),
    [
        (Which.FIRST, [0.0]),
        (Which.HIGHEST, [1.0]),
        (Which.LAST, [0.5]),
        (Which.ALL, [0.0, 1.0, 1.0, 0.5]),
    ],
)
def test_one_attempt_a_person_counts_unless_all_do(asked, which, marks):
    [first, *_others] = asked.questions
    enrolment = EnrolmentFactory(run=asked.run)
    for number, mark in enumerate([0, 1, 1, 0.5], start=1):
        attempted(asked.place, enrolment, {first: mark}, number=number)

    chosen = Choice(asked.quiz, which).counted(Attempt.objects.all())

    assert [float(attempt.score) for attempt in chosen.order_by("number")] == marks
    # Of equals the earliest, as Moodle has it.
    if which == Which.HIGHEST:
        assert chosen.get().number == 2


def test_somebody_on_two_runs_counts_on_both_but_is_one_person(asked):
    [first, *_others] = asked.questions
    enrolment = EnrolmentFactory(run=asked.run)
    elsewhere = EnrolmentFactory(run=asked.theirs.run, learner=enrolment.learner)
    for each in (enrolment, elsewhere):
        attempted(asked.place, each, {first: 1})

    found = told(asked)

    assert (found.attempts, found.people) == (2, 1)


@pytest.mark.parametrize(
    ("counting", "which"),
    [
        ("highest", Which.HIGHEST),
        ("first", Which.FIRST),
        ("last", Which.LAST),
        ("average", Which.ALL),
    ],
)
def test_the_quiz_says_what_counts(db, counting, which):
    assert Which.counting_in(QuizFactory(counting=counting)) == which


def test_open_abandoned_and_ungraded_attempts_tell_nothing(asked):
    [first, *_others] = asked.questions
    nothing = {"score": None, "percent": None, "passed": None, "graded_at": None}
    for state, at in [("in_progress", None), ("abandoned", None), ("needs_grading", NOON)]:
        attempted(
            asked.place,
            EnrolmentFactory(run=asked.run),
            {first: 1},
            state=state,
            submitted_at=at,
            **nothing,
        )

    found = told(asked)

    assert (found.attempts, found.waiting, found.items) == (0, 1, [])


def test_days_bound_the_day_of_submitting_in_finnish_time(asked):
    [first, *_others] = asked.questions
    # 21:30 in the evening of the 19th in UTC is the 20th in Finland.
    eve = NOON - datetime.timedelta(hours=14, minutes=30)
    for at in (eve - DAY, eve, NOON, NOON + DAY):
        attempted(asked.place, EnrolmentFactory(run=asked.run), {first: 1}, at=at)
    day = datetime.date(2026, 5, 20)

    assert told(asked, start=day, end=day + DAY).attempts == 2
    assert told(asked, start=day).attempts == 3
    assert told(asked, end=day).attempts == 1


def test_nothing_is_told_of_fewer_than_ten(asked):
    taken(asked.place, asked.run, TWELVE[:9], asked.questions)

    found = told(asked)

    assert found.attempts == 9
    assert found.figures is None
    assert [(item.attempts, item.figures, item.advice) for item in found.items] == [
        (9, None, ())
    ] * 3


def test_a_text_between_questions_is_no_item(asked):
    [first, *_others] = asked.questions
    attempt = attempted(asked.place, EnrolmentFactory(run=asked.run), {first: 1})
    version = attempt.responses.get().question_version
    version.pk, version.checksum = "00000000-0000-0000-0000-000000000001", "0" * 64
    version.question_key = "00000000-0000-0000-0000-000000000002"
    version.content = {**version.content, "kind": "description", "structure": {}}
    version.save(force_insert=True)
    Response.objects.create(
        attempt=attempt, position=2, question_version=version, points=0, fraction=0, mark=0
    )

    assert [item.question.key for item in told(asked).items] == [first.translation_key]


@pytest.fixture
def drawing(asked):
    """Everybody gets the first question, and two of a bank of three, in turn."""
    [first, *_others] = asked.questions
    bank = bank_of(3)
    drawn = list(bank.questions.order_by("code"))
    place = placed(QuizFactory(asks=[first], draws=(2, bank)))
    table = ["1 1 1", "1 1 0", "0 0 0", "1 0 1", "0 1 0", "1 1 1"] * 4
    for number, row in enumerate(table):
        one, other = drawn[number % 3], drawn[(number + 1) % 3]
        marks = dict(zip([first, one, other], map(int, row.split()), strict=True))
        attempted(place, EnrolmentFactory(run=asked.run), marks)
    return place, first, drawn


def test_drawn_questions_are_held_against_the_whole_and_have_no_weight(drawing):
    place, first, drawn = drawing

    found = told(place)

    by_key = {item.question.key: item for item in found.items}
    assert [item.question.drawn for item in found.items] == [False, True, True, True]
    assert by_key[first.translation_key].figures.effective_weight > 0
    for asked in drawn:
        item = by_key[asked.translation_key]
        assert item.attempts == 16
        assert item.figures.effective_weight is None
        assert item.figures.intended_weight == pytest.approx(100 / 3)


def test_places_of_a_draw_make_up_the_whole_with_what_everybody_gets(drawing):
    place, _first, _drawn = drawing

    found = told(place)

    assert [(item.number, item.attempts) for item in found.places] == [(1, 24), (2, 24)]
    fixed = [item for item in found.items if not item.question.drawn]
    weights = [item.figures.effective_weight for item in [*fixed, *found.places]]
    assert sum(weights) == pytest.approx(100)
    assert found.figures.consistency is not None


def test_a_drawn_question_is_one_item_wherever_it_stood(drawing):
    """Its marks by hand: second place in one attempt of three, third in another."""
    place, _first, drawn = drawing

    item = next(item for item in told(place).items if item.question.key == drawn[1].translation_key)

    marks = Response.objects.filter(question_version__question_key=drawn[1].translation_key)
    assert {response.position for response in marks} == {2, 3}
    mean = sum(response.mark for response in marks) / Decimal(16)
    assert item.figures.facility == pytest.approx(float(mean))


def test_a_question_that_left_the_quiz_is_still_told(twelve):
    [first, *_others] = twelve.questions
    twelve.quiz.slots.filter(question=first).delete()

    found = told(twelve, run=twelve.run)

    assert [item.question.drawn for item in found.items] == [False] * 3
    # It stands last now: it has no slot any more.
    assert found.items[-1].question.key == first.translation_key


def test_an_edited_quiz_has_no_consistency_but_every_question_its_figures(twelve):
    [first, second, _third] = twelve.questions
    taken(twelve.place, twelve.run, ["1 1", "0 1"], [first, second])

    found = told(twelve, run=twelve.run)

    assert found.figures.consistency is None
    assert [item.attempts for item in found.items] == [14, 14, 12]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_questions_or_attempts(asked, django_assert_num_queries, count):
    questions = [question() for _ in range(count)]
    place = placed(QuizFactory(asks=questions))
    taken(place, asked.run, [" ".join("1" * count)] * 10 * count, questions)

    with django_assert_num_queries(6):
        assert len(told(place).items) == count
