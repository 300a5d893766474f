"""What the learner reads in the review: marks by criteria, the grader's words, a correction."""

from decimal import Decimal

import pytest
from django.urls import reverse

from quizzes.assessing.marking import Given, give_mark
from quizzes.assessing.regrading import start_regrade
from quizzes.assessing.telling import notes_of
from quizzes.assessing.treating import By, Treatment
from tests.factories.accounts import AdministratorFactory
from tests.factories.assessing import choice_version, essay_version, submitted

pytestmark = pytest.mark.django_db
CRITERIA = [{"id": "c1", "name": "Perustelu", "points": "2.5", "highest": "4"}]


def graded(attempt, **fields):
    given = {"mark": Decimal("0.5"), "criteria": CRITERIA, "comment": "Hyvä\n<b>alku</b>."}
    return give_mark(
        grader=AdministratorFactory(),
        response_id=attempt.responses.get(position=1).pk,
        given=Given(**given | fields),
        based_on=0,
    )


def test_the_review_shows_criteria_and_words_as_they_were_written(client, finnish):
    attempt = submitted([essay_version()], [{"text": "Vastaus", "files": []}])
    graded(attempt)
    client.force_login(attempt.enrolment.learner)

    page = client.get(reverse("quizzes:review", args=[attempt.pk])).text

    assert "Perustelu: 2,5 / 4" in page
    assert "&lt;b&gt;alku&lt;/b&gt;" in page


def test_the_review_says_that_a_question_was_corrected(
    client, finnish, django_capture_on_commit_callbacks
):
    version = choice_version({"a": "1", "b": "0"})
    attempt = submitted([version], [{"options": ["b"]}])
    with django_capture_on_commit_callbacks(execute=True):
        start_regrade(
            editor=AdministratorFactory(),
            question_key=version.question_key,
            treatment=Treatment(By.FULL, versions=(str(version.pk),)),
            reason="Kysymys oli tulkinnanvarainen.",
        )
    client.force_login(attempt.enrolment.learner)

    page = client.get(reverse("quizzes:review", args=[attempt.pk])).text

    assert "Kysymys oli tulkinnanvarainen." in page


@pytest.mark.parametrize(
    ("chosen", "points", "said"),
    [
        pytest.param("b", "1 / 1", "Vastauksesi arvioitiin uudelleen", id="right after all"),
        pytest.param("c", "0 / 1", "Pisteesi säilyvät ennallaan", id="wrong by both keys"),
    ],
)
def test_the_review_goes_by_the_corrected_key(
    client, finnish, django_capture_on_commit_callbacks, chosen, points, said
):
    flawed = choice_version({"a": "1", "b": "0", "c": "0"})
    newer = choice_version({"a": "0", "b": "1", "c": "0"}, key=flawed.question_key)
    untouched = choice_version({"d": "1", "e": "0"})
    attempt = submitted([flawed, untouched], [{"options": [chosen]}, {"options": ["e"]}])
    with django_capture_on_commit_callbacks(execute=True):
        start_regrade(
            editor=AdministratorFactory(),
            question_key=flawed.question_key,
            treatment=Treatment(By.VERSION, versions=(str(flawed.pk),)),
            version=newer,
            reason="Avain oli väärä.",
        )
    client.force_login(attempt.enrolment.learner)

    response = client.get(reverse("quizzes:review", args=[attempt.pk]))

    first, second = response.context["items"]
    assert (first["note"].now_right, second["note"]) == ("b", None)
    for name in ("correctness", "right_answer", "answer_feedback"):
        assert not getattr(first["question"].seen, name)
        assert getattr(second["question"].seen, name)
    page = response.text
    assert said in page
    assert points in page
    assert "Oikea vastaus nyt: <bdi>b</bdi>" in page
    assert page.count("Oikea vastaus") == 1


def test_nobody_elses_words_are_in_it():
    mine = submitted([essay_version()], [{"text": "Oma", "files": []}])
    other = submitted([essay_version()], [{"text": "Vieras", "files": []}])
    graded(other, comment="Toiselle")

    assert notes_of(mine) == {}
    assert notes_of(other)[1].comment == "Toiselle"


@pytest.mark.parametrize("count", [1, 3])
def test_notes_take_two_queries(count_queries, count):
    attempt = submitted(
        [essay_version() for _ in range(count)], [{"text": "a", "files": []}] * count
    )
    graded(attempt)

    with count_queries(2):
        notes_of(attempt)
