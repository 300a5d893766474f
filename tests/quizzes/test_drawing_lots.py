"""What is drawn from a bank for a learner of a language."""

import pytest

from quizzes.attempts.refusals import StartRefusal, StartRefusedError
from quizzes.attempts.starting import start_attempt
from tests.factories.questions import in_swedish, sample_question
from tests.factories.quizzes import (
    QuestionBankFactory,
    QuizFactory,
    enrolled,
    placed,
    question,
    started,
)

pytestmark = pytest.mark.django_db


def keys_of(attempt):
    rows = attempt.responses.select_related("question_version")
    return {row.question_version.question_key for row in rows}


@pytest.fixture
def bank():
    """A bank with a word to be typed, in Finnish alone, and a choice."""
    made = QuestionBankFactory()
    sample_question("short_answer", made)
    question(made)
    return made


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_what_nobody_could_type_in_a_language_is_not_drawn_in_it(bank, language):
    typed, chosen = bank.questions.order_by("pk")
    drawn = set()
    for _ in range(8):
        drawn |= keys_of(started(placed(QuizFactory(draws=(1, bank))), language=language))

    both = {typed.translation_key, chosen.translation_key}
    assert drawn == (both if language == "fi" else {chosen.translation_key})


def test_a_translation_with_its_words_is_drawn(bank):
    typed, chosen = bank.questions.order_by("pk")
    in_swedish(typed)

    attempt = started(placed(QuizFactory(draws=(2, bank))), language="sv")

    assert keys_of(attempt) == {typed.translation_key, chosen.translation_key}


def test_a_draw_that_a_language_cannot_fill_is_refused(bank):
    with pytest.raises(StartRefusedError) as refused:
        started(placed(QuizFactory(draws=(2, bank))), language="sv")

    assert refused.value.reason == StartRefusal.NOT_READY


def test_a_fixed_question_is_asked_in_the_words_of_the_source(bank):
    typed = bank.questions.order_by("pk").first()

    attempt = started(placed(QuizFactory(asks=[typed])), language="sv")

    assert keys_of(attempt) == {typed.translation_key}


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 5])
def test_looking_for_words_takes_one_query_more(count_queries, count):
    bank = QuestionBankFactory()
    for _ in range(count):
        question(bank)
        in_swedish(sample_question("short_answer", bank))
    place = placed(QuizFactory(draws=(count, bank)))
    enrolment = enrolled(place)

    with count_queries(11):
        start_attempt(enrolment=enrolment, step=place.step, quiz=place.quiz, language="sv")
