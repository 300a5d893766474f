"""Saving an answer: stored once, acknowledged truly, refused without a trace."""

import datetime
from uuid import UUID

import pytest
from django.http import Http404

from quizzes.attempts.history import AppendOnlyError, ResponseEvent
from quizzes.attempts.models import Response
from quizzes.attempts.refusals import SaveRefusal, SaveRefusedError
from quizzes.attempts.saving import save_answer
from quizzes.attempts.submitting import submit_attempt
from tests.factories.accounts import UserFactory
from tests.factories.quizzes import (
    MULTIPLE,
    QuizFactory,
    answered,
    in_swedish,
    placed,
    question,
    started,
)

pytestmark = pytest.mark.django_db
KEY = UUID(int=5)


def second(count):
    return datetime.timedelta(seconds=count)


@pytest.fixture
def attempt(noon):
    """An attempt at three questions, one of each type, begun at noon with ten minutes' time."""
    quiz = QuizFactory(
        asks=[
            question(),
            question(kind="multiple_choice"),
            question(kind="true_false"),
        ],
        time_limit_minutes=10,
    )
    return started(placed(quiz), now=noon)


@pytest.fixture
def save(attempt, noon):
    """Save an answer to the first question, a minute after noon unless told otherwise."""

    def saving(choice, **fields):
        return answered(
            attempt, **{"position": 1, "now": noon + second(60)} | fields, choice=choice
        )

    return saving


@pytest.fixture
def options(attempt):
    """The option ids of the first question in the editor's order."""
    structure = attempt.responses.get(position=1).question_version.content["structure"]
    return [option["id"] for option in structure["options"]]


def history():
    return list(ResponseEvent.objects.order_by("pk").values_list("version", "answer"))


def test_a_save_stores_the_answer_and_its_history(save, options, noon):
    receipt = save([options[1]])

    stored = Response.objects.get(pk=receipt.response.pk)
    assert stored.answer == {"options": [options[1]]}
    assert (stored.version, stored.state, stored.language) == (1, "answered", "fi")
    assert stored.answered_at == receipt.saved_at == noon + second(60)
    assert history() == [(1, {"options": [options[1]]})]


def test_the_same_request_again_is_acknowledged_and_stored_once(save, options, noon):
    first = save([options[0]], key=KEY)
    again = save([options[0]], key=KEY, based_on=0, now=noon + second(90))

    assert again.saved_at == first.saved_at
    assert (again.is_new, again.superseded) == (False, False)
    assert len(history()) == 1


def test_a_request_that_comes_late_does_not_put_an_old_answer_back(save, options):
    save([options[0]], key=KEY)
    save([options[1]])

    late = save([options[0]], key=KEY, based_on=0)

    assert late.superseded
    assert Response.objects.get(position=1).answer == {"options": [options[1]]}


def test_one_page_sent_with_another_answer_is_another_save(save, options):
    save([options[0]], key=KEY)

    second_save = save([options[1]], key=KEY, based_on=0)

    assert second_save.is_new
    assert Response.objects.get(position=1).answer == {"options": [options[1]]}
    assert len(history()) == 2


def test_the_last_of_two_pages_wins_and_is_told_so(save, options):
    save([options[0]])

    other = save([options[1]], based_on=0)

    assert other.replaced_newer
    assert Response.objects.get(position=1).answer == {"options": [options[1]]}
    assert [version for version, _answer in history()] == [1, 2]


def test_the_answer_in_force_again_adds_nothing(save, options):
    save([options[0]])

    again = save([options[0]])

    assert not again.is_new
    assert len(history()) == 1


def test_nothing_chosen_takes_an_answer_back(save, options):
    save([options[0]])

    receipt = save([])

    assert (receipt.response.state, receipt.response.answer) == ("unanswered", None)
    assert receipt.response.answered_at is None
    assert history()[-1] == (2, None)


def test_several_ticks_are_kept_in_the_editors_order(attempt, save):
    structure = attempt.responses.get(position=2).question_version.content["structure"]
    first, _second, third = (option["id"] for option in structure["options"])

    save([third, first, third], position=2)

    assert Response.objects.get(position=2).answer == {"options": [first, third]}


def test_answers_to_other_questions_are_untouched(save, options, attempt):
    save(["true"], position=3)
    before = list(attempt.responses.exclude(position=1).values())

    save([options[0]])

    assert list(attempt.responses.exclude(position=1).values()) == before


def test_the_language_may_change_in_the_middle(attempt, save, options):
    save([options[0]], language="fi")
    save(["true"], language="sv", position=3)

    assert list(attempt.responses.values_list("language", flat=True)) == ["fi", "", "sv"]


def test_options_keep_their_ids_in_every_language():
    source = question(kind="multiple_choice")
    twin = in_swedish(source)

    def ids(row):
        return [option.id for option in row.answer[0].value["options"].bound_blocks]

    assert ids(source) == ids(twin)
    assert len(ids(source)) == len(MULTIPLE)


@pytest.mark.parametrize(
    ("choice", "reason"),
    [
        pytest.param(["nonsense"], SaveRefusal.UNKNOWN_OPTION, id="unknown"),
        pytest.param(["\x00"], SaveRefusal.UNKNOWN_OPTION, id="a NUL"),
        pytest.param(["a" * 100_000], SaveRefusal.UNKNOWN_OPTION, id="very long"),
        pytest.param("two", SaveRefusal.ONE_ONLY, id="two for a single choice"),
    ],
)
def test_what_is_no_answer_is_refused_and_changes_nothing(save, options, choice, reason):
    save([options[0]])
    before = list(Response.objects.values())

    with pytest.raises(SaveRefusedError) as refused:
        save(options[:2] if choice == "two" else choice)

    assert refused.value.reason == reason
    assert list(Response.objects.values()) == before
    assert len(history()) == 1


@pytest.mark.parametrize("based_on", [7, 10**9])
def test_a_version_that_there_has_not_been_is_refused(save, options, based_on):
    with pytest.raises(SaveRefusedError) as refused:
        save([options[0]], based_on=based_on)

    assert refused.value.reason == SaveRefusal.BAD_REQUEST
    assert history() == []


@pytest.mark.parametrize(
    ("seconds", "stored"),
    [
        pytest.param(599, True, id="a second before the deadline"),
        pytest.param(600, True, id="at the deadline"),
        pytest.param(601, True, id="a second after it"),
        pytest.param(660, True, id="at the end of the grace"),
        pytest.param(661, False, id="a second after the grace"),
    ],
)
def test_what_arrives_within_the_grace_is_stored(save, options, noon, seconds, stored):
    if stored:
        save([options[0]], now=noon + second(seconds))
        assert history() == [(1, {"options": [options[0]]})]
        return
    with pytest.raises(SaveRefusedError) as refused:
        save([options[0]], now=noon + second(seconds))
    assert refused.value.reason == SaveRefusal.TIME_IS_UP
    assert history() == []


def test_a_submitted_attempt_takes_no_answer(attempt, save, options, noon):
    save([options[0]])
    submit_attempt(attempt, now=noon + second(120))
    before = list(Response.objects.values())

    with pytest.raises(SaveRefusedError) as refused:
        save([options[1]], now=noon + second(121))

    assert refused.value.reason == SaveRefusal.SUBMITTED
    assert list(Response.objects.values()) == before


def test_an_attempt_that_time_has_closed_says_so(attempt, save, options, noon):
    submit_attempt(attempt, now=noon + second(700))

    with pytest.raises(SaveRefusedError) as refused:
        save([options[1]], now=noon + second(701))

    assert refused.value.reason == SaveRefusal.TIME_IS_UP


def test_who_has_left_the_course_saves_nothing(attempt, save, options, noon):
    attempt.enrolment.withdrawn_at = noon
    attempt.enrolment.save()

    with pytest.raises(SaveRefusedError) as refused:
        save([options[0]])

    assert refused.value.reason == SaveRefusal.WITHDRAWN


def true_to(attempt, position, **fields):
    """What it takes to answer "true" to a question."""
    return {
        "learner": attempt.enrolment.learner,
        "attempt_id": attempt.pk,
        "position": position,
        "sent": {"choice": ["true"]},
        "key": KEY,
        "based_on": 0,
        "language": "fi",
    } | fields


def test_a_strangers_attempt_and_a_missing_question_are_not_there(attempt, noon):
    nowhere = [
        true_to(attempt, 3, learner=UserFactory()),
        true_to(attempt, 3, attempt_id=attempt.pk + 1),
        true_to(attempt, 4),
    ]
    for somewhere_else in nowhere:
        with pytest.raises(Http404):
            save_answer(**somewhere_else, now=noon)
    assert history() == []

    save_answer(**true_to(attempt, 3), now=noon)
    assert len(history()) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_a_save_takes_five_queries_whatever_the_number_of_questions(count_queries, count):
    quiz = QuizFactory(asks=[question(kind="true_false") for _ in range(count)])
    attempt = started(placed(quiz))

    with count_queries(5):
        save_answer(**true_to(attempt, 1))


def test_history_is_never_rewritten(save, options):
    save([options[0]])
    event = ResponseEvent.objects.get()

    with pytest.raises(AppendOnlyError):
        event.save()
