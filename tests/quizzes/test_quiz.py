"""A quiz's readiness, and what its page says before, between and after attempts."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from courses.catalogue.models import Course
from quizzes.attempts.models import Attempt
from quizzes.attempts.submitting import submit_attempt
from quizzes.banks.models import Question
from quizzes.quiz.readiness import language_advice, readiness_problems, untranslated_advice
from quizzes.quiz.slots import QuizSlot
from tests.factories.accounts import UserFactory
from tests.factories.home import in_language
from tests.factories.questions import in_swedish as in_swedish_too
from tests.factories.questions import sample_question
from tests.factories.quizzes import (
    QuestionBankFactory,
    QuizFactory,
    QuizPageFactory,
    answered,
    bank_of,
    enrolled,
    in_swedish,
    question,
    started,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(client):
    person = UserFactory()
    client.force_login(person)
    return person


# --- readiness --------------------------------------------------------------------------


def slot(**fields):
    return QuizSlot(**{"points": 1} | fields)


def test_a_quiz_with_questions_enough_is_ready():
    bank = bank_of(2)

    assert readiness_problems([slot(question=question()), slot(bank=bank, draw_count=2)]) == []


@pytest.mark.parametrize(
    "slots",
    [
        pytest.param(list, id="no slot"),
        pytest.param(lambda: [slot(question=question(), points=0)], id="no points"),
        pytest.param(lambda: [slot(bank=bank_of(1), draw_count=2)], id="too few in the bank"),
        pytest.param(
            lambda: [slot(bank=bank_of(2), draw_count=1, tag_names="x")], id="no such tag"
        ),
        pytest.param(
            lambda: [slot(question=unpublished())], id="a question that is no longer live"
        ),
        pytest.param(lambda: overlapping(), id="two slots that need the same questions"),
    ],
)
def test_what_no_attempt_could_start_with_is_said(slots):
    [problem] = readiness_problems(slots())

    assert problem


def unpublished():
    made = question()
    made.unpublish()
    return Question.objects.get(pk=made.pk)


def overlapping():
    bank = bank_of(2)
    return [slot(bank=bank, draw_count=2), slot(question=bank.questions.first())]


@pytest.mark.parametrize("count", [1, 3])
def test_readiness_takes_one_query_whatever_the_number_of_slots(count_queries, count):
    slots = [slot(bank=bank_of(1), draw_count=1) for _ in range(count)]

    with count_queries(1):
        assert readiness_problems(slots) == []


def test_a_language_draws_only_what_can_be_answered_in_it(finnish):
    bank = QuestionBankFactory()
    translated, alone = (sample_question("short_answer", bank) for _ in range(2))
    in_swedish_too(translated)
    slots = [slot(bank=bank, draw_count=2)]

    assert readiness_problems(slots) == []
    [problem] = readiness_problems(slots, "sv")
    assert "ruotsi" in problem
    assert readiness_problems([slot(bank=bank, draw_count=1)], "sv") == []
    [advice] = language_advice([slot(question=translated), slot(question=alone)], "sv")
    assert str(alone) in advice
    assert language_advice([slot(question=alone)], "fi") == []


def test_editors_hear_how_many_questions_have_no_swedish_words(finnish, count_queries):
    bank = QuestionBankFactory()
    translated, *_others = (sample_question("single_choice", bank) for _ in range(3))
    in_swedish_too(translated)
    slots = [slot(bank=bank, draw_count=1), slot(question=translated)]

    with count_queries(2):
        [advice] = untranslated_advice(slots)

    assert advice.startswith("2 ")
    assert untranslated_advice([slot(question=translated)]) == []


def test_a_page_of_a_quiz_without_questions_is_not_published():
    page = QuizPageFactory(quiz=QuizFactory(draws=(3, bank_of(2))), published=False)

    with pytest.raises(ValidationError):
        page.save_revision().publish()

    page.refresh_from_db()
    assert not page.live


def test_a_slot_takes_the_finnish_question_only():
    twin = in_swedish(question())

    with pytest.raises(ValidationError) as refused:
        slot(quiz=QuizFactory(), question=twin).full_clean()

    assert "question" in refused.value.message_dict


def test_tags_are_read_from_one_line():
    assert slot(tag_names=" kela, laki ,, ").tags == {"kela", "laki"}
    assert slot(tag_names="").tags == frozenset()


# --- the page ---------------------------------------------------------------------------


@pytest.fixture
def page():
    """Two questions, two attempts, ten minutes."""
    quiz = QuizFactory(asks=[question(), question()], attempts_allowed=2, time_limit_minutes=10)
    return QuizPageFactory(quiz=quiz, required=True, introduction="<p>Kertaa ensin.</p>")


def read(client, page):
    return client.get(page.get_url())


def test_the_page_tells_the_rules_and_the_deadline_before_starting(client, page, learner):
    enrolled(page, learner)
    now = timezone.now()

    response = read(client, page)

    assert response.status_code == 200
    context = response.context
    assert (context["question_count"], context["tries"].left) == (2, 2)
    assert context["ends_at"] - now < datetime.timedelta(minutes=10, seconds=30)
    assert "Kertaa ensin." in response.text
    assert not Attempt.objects.exists()


def test_the_hard_close_is_the_deadline_where_it_comes_first(client, page, learner):
    enrolled(page, learner)
    page.quiz.closes_at = timezone.now() + datetime.timedelta(minutes=5)
    page.quiz.save()

    assert read(client, page).context["ends_at"] == page.quiz.closes_at


def test_an_open_attempt_is_the_next_action(client, page, learner):
    attempt = started(page, enrolled(page, learner))

    response = read(client, page)

    assert response.context["tries"].open == attempt
    assert f"/kokeet/yritys/{attempt.pk}/1/" in response.text
    assert response.text.count("button--next") == 1


def test_attempts_so_far_show_the_best_and_nobody_elses(client, page, learner):
    enrolment = enrolled(page, learner)
    first = started(page, enrolment)
    answered(first, 1)
    submit_attempt(first)
    submit_attempt(started(page, enrolment))
    other = started(page, enrolled(page))
    for position in (1, 2):
        answered(other, position)
    submit_attempt(other)

    context = read(client, page).context

    assert [attempt.percent for attempt in context["tries"].submitted] == [50, 0]
    assert context["tries"].counted == 50
    assert (context["tries"].left, context["refusal"]) == (0, "no_attempts_left")


@pytest.mark.parametrize(
    ("counting", "percent"), [("highest", 50), ("average", 25), ("first", 50), ("last", 0)]
)
def test_which_result_counts_is_the_quizs_rule(client, page, learner, counting, percent):
    page.quiz.counting = counting
    page.quiz.save()
    enrolment = enrolled(page, learner)
    first = started(page, enrolment)
    answered(first, 1)
    submit_attempt(first)
    submit_attempt(started(page, enrolment))

    assert read(client, page).context["tries"].counted == percent


def test_an_attempt_whose_time_is_up_is_submitted_when_the_page_is_read(client, page, learner):
    attempt = started(page, enrolled(page, learner))
    past = timezone.now() - datetime.timedelta(days=1)
    Attempt.objects.update(started_at=past, deadline_at=past + datetime.timedelta(minutes=10))

    context = read(client, page).context

    assert context["tries"].open is None
    attempt.refresh_from_db()
    assert attempt.submitted_at == attempt.deadline_at


@pytest.mark.parametrize("access", Course.Access.values)
def test_a_quiz_needs_an_enrolment_even_in_an_open_course(client, page, learner, access):
    Course.objects.update(access=access)

    assert read(client, page).status_code == 403


def test_nobody_in_particular_does_not_see_the_quiz(client, page):
    Course.objects.update(access=Course.Access.OPEN)

    assert read(client, page).status_code == 403


def test_the_swedish_page_starts_the_same_quiz(client, page, learner):
    attempt = started(page, enrolled(page, learner))
    twin = in_language(page, "sv", title="Slutprov")

    response = read(client, twin)

    assert response.context["tries"].open == attempt
    assert f"/sv/kokeet/yritys/{attempt.pk}/" in response.text


def test_a_swedish_page_says_when_it_may_ask_in_finnish(client, learner):
    bank = QuestionBankFactory()
    first, second = question(bank), question(bank)
    page = QuizPageFactory(quiz=QuizFactory(draws=(1, bank)))
    enrolled(page, learner)
    twin = in_language(page, "sv", title="Slutprov")

    in_swedish(first)
    assert "bara på finska" in read(client, twin).text
    in_swedish(second)
    assert "bara på finska" not in read(client, twin).text
    assert "vain suomeksi" not in read(client, page).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_few_queries_whatever_the_number_of_attempts(
    client, learner, count_queries, count
):
    bank = QuestionBankFactory()
    quiz = QuizFactory(asks=[question(bank) for _ in range(count)])
    page = QuizPageFactory(quiz=quiz)
    enrolment = enrolled(page, learner)
    for _ in range(count):
        submit_attempt(started(page, enrolment))
    read(client, page)

    with count_queries(at_most=13):
        read(client, page)
