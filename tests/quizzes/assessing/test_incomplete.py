"""An answer with too few files or words outside the limits: kept, graded, and said to lack it."""

import pytest
from django.urls import reverse

from quizzes.attempts.models import Attempt, Response
from quizzes.attempts.rows import answer_rows
from quizzes.attempts.submitting import submit_attempt
from quizzes.grading import essay
from tests.factories.assessing import attempt_of, choice_version, essay_version

pytestmark = pytest.mark.django_db
FILES = ["00000000-0000-0000-0000-00000000000" + str(number) for number in range(3)]
LIMITS = {"files_allowed": 2, "files_required": 2, "min_words": 2, "max_words": 3}


@pytest.mark.parametrize(
    ("text", "files", "complete"),
    [
        pytest.param("kaksi sanaa", FILES[:2], True, id="all that was asked for"),
        pytest.param("kaksi sanaa", FILES[:1], False, id="a file too few"),
        pytest.param("kaksi sanaa", [], False, id="no file"),
        pytest.param("sana", FILES[:2], False, id="a word too few"),
        pytest.param("kolme on vielä", FILES[:2], True, id="as many words as may be"),
        pytest.param("neljä on jo liikaa", FILES[:2], False, id="a word too many"),
        pytest.param("", FILES[:2], True, id="files alone"),
        pytest.param("", [], False, id="nothing"),
    ],
)
def test_what_is_complete(text, files, complete):
    structure = essay_version(**LIMITS).content["structure"]
    answer = {"text": text, "files": files} if text or files else None

    assert essay.is_complete(structure, answer) == complete


@pytest.fixture
def attempt(client):
    made = attempt_of([choice_version({"a": "1"}), essay_version(**LIMITS)])
    client.force_login(made.enrolment.learner)
    made.responses.filter(position=1).update(answer={"options": ["a"]}, state="answered")
    return made


def hand_in(attempt, files):
    attempt.responses.filter(position=2).update(
        answer={"text": "kaksi sanaa", "files": files}, state="answered"
    )


@pytest.mark.parametrize(("files", "lacks"), [(FILES[:1], True), (FILES[:2], False)])
def test_its_learner_reads_it_before_submitting(client, finnish, attempt, files, lacks):
    hand_in(attempt, files)

    page = client.get(reverse("quizzes:summary", args=[attempt.pk]))

    assert [row["number"] for row in page.context["incomplete"]] == [2] * lacks
    assert page.context["unanswered"] == []
    assert ("Jotkin vastaukset ovat vajaita" in page.text) == lacks
    assert ("Kaikkiin kysymyksiin on vastattu" in page.text) == (not lacks)
    asked = client.get(reverse("quizzes:question", args=[attempt.pk, 2]))
    assert ("1 tiedosto puuttuu vielä" in asked.text) == lacks
    assert asked.text.count("vastattu, vajaa") == lacks


def test_it_is_submitted_and_waits_for_its_grader(client, attempt):
    hand_in(attempt, FILES[:1])

    client.post(reverse("quizzes:submit", args=[attempt.pk]))

    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.NEEDS_GRADING
    assert attempt.responses.get(position=2).state == Response.State.NEEDS_GRADING
    assert attempt.responses.get(position=2).answer["files"] == FILES[:1]


def test_time_submits_it_too(attempt):
    hand_in(attempt, [])

    submit_attempt(attempt)

    assert attempt.responses.get(position=2).state == Response.State.NEEDS_GRADING


@pytest.mark.parametrize("count", [1, 3])
def test_the_map_takes_one_query_more_where_texts_are_written(count_queries, count):
    plain = attempt_of([choice_version({"a": "1"}) for _ in range(count)])
    written = attempt_of([essay_version(**LIMITS) for _ in range(count)])

    with count_queries(1):
        answer_rows(plain)
    with count_queries(2):
        answer_rows(written)
