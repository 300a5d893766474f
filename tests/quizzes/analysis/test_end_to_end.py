"""From a learner's click, or Moodle's table of marks, to what the page and its file say."""

import csv
import io

import pytest
from django.urls import reverse

from quizzes.analysis.choosing import Choice, Which
from quizzes.analysis.distribution import versions_answered
from quizzes.attempts.models import Attempt
from quizzes.attempts.submitting import submit_attempt
from quizzes.grading.registry import TYPES
from tests.factories.accounts import AdministratorFactory
from tests.factories.courses import CourseRunFactory, EnrolmentFactory
from tests.factories.questions import in_swedish, right_sent, sample_question
from tests.factories.quizzes import QuizFactory, answered, bank_of, enrolled, placed, started
from tests.quizzes.analysis.conftest import attempted
from tests.quizzes.analysis.test_figures import SEVEN_FIGURES, SEVEN_PLACES

pytestmark = pytest.mark.django_db


def number(cell):
    return float(cell.replace(",", "."))


def test_moodles_table_comes_out_of_the_file_as_moodle_has_it(client):
    questions = list(bank_of(7).questions.order_by("code"))
    place = placed(QuizFactory(asks=questions, counting="average"))
    run = CourseRunFactory(course=place.step.course)
    for row in SEVEN_PLACES.replace("\n", "|").strip("|").split("|"):
        marks = dict(zip(questions, map(float, row.split()), strict=True))
        attempted(place, EnrolmentFactory(run=run), marks)
    client.force_login(AdministratorFactory(language="en"))
    address = reverse("item_analysis_quiz", args=[place.quiz.pk])

    def rows(**query):
        answer = client.get(address, {"export": "csv", **query})
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        headings, *found, _end = csv.reader(io.StringIO(text), delimiter=";")
        return [dict(zip(headings, cells, strict=True)) for cells in found]

    for row, published in zip(rows(), SEVEN_FIGURES, strict=True):
        facility, sd, effective_weight, discrimination, efficiency = published
        expected = [100 * facility, sd, effective_weight, discrimination, efficiency]
        names = ("Facility (%)", "Standard deviation", "Effective weight (%)")
        names += ("Discrimination (%)", "Efficiency (%)")
        assert [number(row[name]) for name in names] == pytest.approx(expected, rel=1e-5)
        assert row["Attempts"] == "25"
    whole = {row["Figure"]: row["Value"] for row in rows(table="whole")}
    assert number(whole["Median"]) == 4.5
    expected = {
        "Mean": 4.617333332,
        "Standard deviation": 0.8117265554,
        "Skewness": -0.092502502,
        "Kurtosis": -0.7073968557,
        "Internal consistency": -87.2230935542,
        "Error ratio": 136.8294900795,
        "Standard error": 1.1106813066,
    }
    assert {name: number(whole[name]) for name in expected} == pytest.approx(expected, rel=2e-5)


@pytest.mark.parametrize("kind", sorted(set(TYPES) - {"essay", "description"}))
def test_answers_of_every_type_are_counted_as_they_are_stored(client, kind):
    """One person answers right in Finnish, one in Swedish, and one not at all."""
    asked = sample_question(kind)
    in_swedish(asked)
    place = placed(QuizFactory(asks=[asked]))
    for language in ("fi", "sv", None):
        attempt = started(place, enrolled(place), language=language or "fi")
        if language:
            sent = right_sent(attempt.responses.get(), language)
            answered(attempt, 1, [], sent=sent, language=language)
        submit_attempt(attempt)

    choice = Choice(place.quiz, Which.HIGHEST)
    [version] = versions_answered(choice, Attempt.objects.all(), asked.translation_key, "fi")

    assert version.attempts == 3
    assert {state: sum(counts) for state, counts in version.states} == {
        "right": 2,
        "partly": 0,
        "wrong": 0,
        "unanswered": 1,
    }
    assert version.parts
    for part in version.parts:
        given = [row for row in part.rows if row.count and row.sort == "answer"]
        [nothing] = [row for row in part.rows if row.sort == "nothing"]
        assert nothing.count == 1
        if not part.several:
            assert sum(row.count for row in given) == 2
        assert all(row.worth > 0 for row in given)
    client.force_login(AdministratorFactory())
    for query in ({}, {"export": "csv"}, {"export": "xlsx"}):
        address = reverse("item_analysis_question", args=[place.quiz.pk, asked.translation_key])
        assert client.get(address, query).status_code == 200


def test_an_essay_tells_only_how_it_went(client):
    asked = sample_question("essay")
    place = placed(QuizFactory(asks=[asked]))
    run = CourseRunFactory(course=place.step.course)
    for mark in (1, 0.5, 0) * 4:
        attempted(
            place,
            EnrolmentFactory(run=run),
            {asked: mark},
            answers={asked: {"text": "Hyvin pitkä vastaus", "files": []}},
        )
    client.force_login(AdministratorFactory())

    page = client.get(
        reverse("item_analysis_question", args=[place.quiz.pk, asked.translation_key])
    )

    assert "Sen vastaukset luetaan yksitellen" in page.text
    assert "Hyvin pitkä vastaus" not in page.text
    [shown] = page.context["versions"]
    assert [state["count"] for state in shown["states"]] == [4, 4, 4, 0]


def test_nobody_reads_the_answers_of_a_handful(client):
    """Neither on the page nor in the file: nine people's answers are theirs."""
    asked = sample_question("short_answer")
    place = placed(QuizFactory(asks=[asked]))
    run = CourseRunFactory(course=place.step.course)
    answer = {asked: {"text": "yhden ihmisen sana"}}
    for _nth in range(9):
        attempted(place, EnrolmentFactory(run=run), {asked: 0}, answers=answer)
    client.force_login(AdministratorFactory())
    address = reverse("item_analysis_question", args=[place.quiz.pk, asked.translation_key])

    few = client.get(address), b"".join(client.get(f"{address}?export=csv")).decode()
    attempted(place, EnrolmentFactory(run=run), {asked: 0}, answers=answer)
    enough = client.get(address), b"".join(client.get(f"{address}?export=csv")).decode()

    assert "yhden ihmisen sana" not in few[0].text + few[1]
    assert "yhden ihmisen sana" in enough[0].text
    assert "yhden ihmisen sana" in enough[1]
