"""How an attempt is laid out: pages, sections, order, texts between, the sign to come back."""

from uuid import uuid4

import pytest
from django.urls import reverse

from quizzes.attempts.layout import Layout
from quizzes.attempts.models import Attempt
from quizzes.attempts.rules import CopiedRules
from quizzes.attempts.submitting import submit_attempt
from quizzes.quiz.slots import QuizSlot
from tests.factories.questions import sample_question
from tests.factories.quizzes import (
    QuizFactory,
    QuizPageFactory,
    answered,
    bank_of,
    enrolled,
    placed,
    question,
    started,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rules", "pages"),
    [
        pytest.param({}, [[1], [2], [3], [4]], id="one by one"),
        pytest.param({"layout": "all"}, [[1, 2, 3, 4]], id="all at once"),
        pytest.param({"layout": "section", "sections": (1, 3)}, [[1, 2], [3, 4]], id="sections"),
        pytest.param({"layout": "section"}, [[1, 2, 3, 4]], id="one section"),
        pytest.param({"texts": (1, 3)}, [[1, 2], [3, 4]], id="a text with the next question"),
        pytest.param({"texts": (4,)}, [[1], [2], [3, 4]], id="the last text with the one before"),
        pytest.param(
            {"texts": (2,), "sections": (1, 3)}, [[1, 2], [3], [4]], id="never across a section"
        ),
        pytest.param({"texts": (1, 2, 3, 4)}, [[1, 2, 3, 4]], id="texts alone"),
    ],
)
def test_which_places_share_a_page(rules, pages):
    layout = Layout(CopiedRules(**rules), 4)

    assert layout.pages == pages
    assert sorted(place for page in layout.pages for place in page) == [1, 2, 3, 4]


def test_sections_begin_where_a_slot_says_so():
    quiz = QuizFactory(asks=[question(), question()])
    QuizSlot.objects.create(
        quiz=quiz, bank=bank_of(2), draw_count=2, sort_order=5, starts_section=True
    )

    assert list(started(placed(quiz)).copied.sections) == [1, 3]


def test_questions_are_shuffled_within_their_section_and_texts_stay():
    asks = [sample_question("description"), *(question() for _ in range(6))]
    quiz = QuizFactory(asks=asks, shuffle=True)
    quiz.slots.filter(question=asks[4]).update(starts_section=True)
    place = placed(quiz)

    orders = set()
    for _ in range(6):
        attempt = started(place, enrolled(place))
        keys = [
            response.question_version.question_key
            for response in attempt.responses.select_related("question_version")
        ]
        assert keys[0] == asks[0].translation_key
        assert set(keys[1:4]) == {asked.translation_key for asked in asks[1:4]}
        orders.add(tuple(keys))
    assert len(orders) > 1


@pytest.fixture
def at_quiz(client):
    """A learner's attempt at a quiz of so many questions."""

    def make(*questions, sections=(), **rules):
        quiz = QuizFactory(asks=list(questions), **rules)
        for number in sections:
            slot = quiz.slots.order_by("sort_order")[number - 1]
            quiz.slots.filter(pk=slot.pk).update(starts_section=True)
        page = QuizPageFactory(
            quiz=quiz, section_titles=[("title", f"Osa {n}") for n in range(1, 3)]
        )
        attempt = started(page, enrolled(page))
        client.force_login(attempt.enrolment.learner)
        return attempt

    return make


def at(name, attempt, *args):
    return reverse(f"quizzes:{name}", args=[attempt.pk, *args])


def options_of(attempt, position):
    response = attempt.responses.select_related("question_version").get(position=position)
    return response.question_version.content["structure"]["options"]


def first_option(attempt, position):
    return options_of(attempt, position)[0]["id"]


def whole_page(attempt, *positions, **fields):
    """What the form of a page of several questions sends."""
    sent = {"questions": " ".join(map(str, positions)), "go": "stay"}
    for position in positions:
        version = attempt.responses.get(position=position).version
        sent |= {f"q{position}-key": str(uuid4()), f"q{position}-based_on": version}
    return sent | fields


def test_several_questions_on_a_page_have_fields_of_their_own(client, at_quiz):
    attempt = at_quiz(question(), question(), layout="all")

    page = client.get(at("question", attempt, 1))

    assert page.text.count('name="q1-choice"') == page.text.count('name="q2-choice"') == 3
    assert page.text.count('id="q1-stem"') == 1
    assert client.get(at("question", attempt, 2)).context["place"] == 1


def test_one_form_saves_every_answer_of_its_page(client, at_quiz):
    attempt = at_quiz(question(), question(), layout="all")
    choices = {f"q{place}-choice": first_option(attempt, place) for place in (1, 2)}

    response = client.post(
        at("question", attempt, 1), whole_page(attempt, 1, 2, **choices, go="summary")
    )

    assert response.url == at("summary", attempt)
    answers = attempt.responses.values_list("answer", flat=True)
    assert [answer["options"][0] for answer in answers] == list(choices.values())


def test_what_is_wrong_with_one_answer_keeps_no_other_back(client, at_quiz):
    attempt = at_quiz(question(), sample_question("numerical"), layout="all")
    sent = whole_page(attempt, 1, 2, **{"q1-choice": first_option(attempt, 1), "q2-text": "1 000"})

    response = client.post(at("question", attempt, 1), sent)

    assert response.status_code == 400
    assert response.context["refusal"] == "thousands"
    assert 'value="1 000"' in response.text
    assert [bool(answer) for answer in attempt.responses.values_list("answer", flat=True)] == [
        True,
        False,
    ]


def test_sections_have_their_headings(client, at_quiz):
    attempt = at_quiz(question(), question(), question(), sections=[3], layout="section")

    first, second = (client.get(at("question", attempt, place)) for place in (1, 3))

    assert ("Osa 1" in first.text, "Osa 2" in first.text) == (True, False)
    assert ("Osa 1" in second.text, "Osa 2" in second.text) == (False, True)


def test_a_text_stands_between_without_a_number_and_without_a_mark(client, at_quiz):
    attempt = at_quiz(sample_question("description"), question(), question())

    page = client.get(at("question", attempt, 2))

    assert "Lue tämä ensin." in page.text
    assert [row["number"] for row in page.context["rows"]] == [1, 2]
    assert page.context["numbers"] == [1]
    summary = client.get(at("summary", attempt))
    assert len(summary.context["unanswered"]) == 2
    for position in (2, 3):
        answered(attempt, position)
    done = submit_attempt(attempt)
    assert (done.score, done.max_score) == (2, 2)
    review = client.get(at("review", attempt))
    assert [item["number"] for item in review.context["items"]] == [None, 1, 2]


# --- in order ---------------------------------------------------------------------------


@pytest.fixture
def in_order(at_quiz):
    return at_quiz(question(), question(), question(), navigation="sequential")


def one(attempt, position, **fields):
    version = attempt.responses.get(position=position).version
    return {"key": str(uuid4()), "based_on": version, "go": "stay"} | fields


def test_going_on_in_order_leads_to_the_next_question_only(client, in_order):
    for place, to, reached in ((1, "3", 1), (1, "2", 2), (2, "1", 2), (2, "3", 3)):
        client.post(at("question", in_order, place), one(in_order, place, go=to))
        assert Attempt.objects.get().reached == reached


@pytest.mark.parametrize("place", [1, 3])
def test_another_question_is_not_there_yet_or_any_more(client, in_order, place):
    client.post(at("question", in_order, 1), one(in_order, 1, go="2"))

    response = client.get(at("question", in_order, place))

    assert response.status_code == 403
    assert response.context["is_back"] == (place == 1)
    assert at("question", in_order, 2) in response.text
    assert "quiz__stem" not in response.text


@pytest.mark.parametrize("headers", [{"Accept": "application/json"}, {}], ids=["script", "form"])
def test_an_answer_to_a_question_that_was_passed_is_refused(client, in_order, headers):
    client.post(at("question", in_order, 1), one(in_order, 1, go="2"))
    sent = one(in_order, 1, choice=first_option(in_order, 1))

    response = client.post(at("question", in_order, 1), sent, headers=headers)

    assert response.status_code == 409
    assert in_order.responses.get(position=1).answer is None


@pytest.mark.parametrize("place", [1, 3], ids=["passed", "to come"])
@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"choice": "nope"}, id="an option that there is not"),
        pytest.param({"key": "nope"}, id="a broken key"),
        pytest.param({"based_on": "nope"}, id="a broken version"),
        pytest.param({"go": "check:3"}, id="to be checked"),
        pytest.param({"go": "flag:3"}, id="to be marked"),
        pytest.param({"upload": "nope", "file": "nope"}, id="files"),
    ],
)
def test_a_refusal_shows_no_other_question_than_the_one_at_hand(client, in_order, place, wrong):
    client.post(at("question", in_order, 1), one(in_order, 1, go="2"))

    response = client.post(at("question", in_order, place), one(in_order, place) | wrong)

    assert response.status_code == 409
    assert response.context["reason"] == "not_here"
    assert "quiz__stem" not in response.text
    assert "Oikea" not in response.text
    assert not in_order.responses.filter(flagged=True).exists()


def test_a_question_to_come_is_not_marked(client, in_order):
    response = client.post(at("question", in_order, 1), one(in_order, 1, go="flag:3"))

    assert response.status_code == 409
    assert not in_order.responses.filter(flagged=True).exists()


def test_in_order_nobody_goes_on_from_two_answers(client, in_order):
    first, other = (option["id"] for option in options_of(in_order, 1)[:2])
    answered(in_order, 1, [first])
    answered(in_order, 1, [other], queued=True, based_on=0)

    stays = client.post(at("question", in_order, 1), one(in_order, 1, choice=first, go="2"))

    assert stays.url == at("question", in_order, 1)
    page = client.get(stays.url)
    assert page.text.count('name="take"') == 2
    proposal = in_order.responses.get(position=1).proposals.get()
    client.post(at("settle", in_order, 1, proposal.pk), {"take": "1"})
    assert in_order.responses.get(position=1).answer == {"options": [other]}
    client.post(at("question", in_order, 1), one(in_order, 1, choice=other, go="2"))
    assert Attempt.objects.get().reached == 2


@pytest.mark.parametrize(
    ("layout", "offered"), [("one", False), ("all", True)], ids=["one a page", "several"]
)
def test_in_order_one_comes_back_only_within_a_page(client, at_quiz, layout, offered):
    attempt = at_quiz(question(), question(), navigation="sequential", layout=layout)

    page = client.get(at("question", attempt, 1))

    assert ('value="flag:1"' in page.text) == offered


def test_continuing_leads_to_where_one_is(client, in_order):
    client.post(at("question", in_order, 1), one(in_order, 1, go="2"))
    step = in_order.step

    response = client.post(reverse("quizzes:start", args=[step.key]))

    assert response.url == at("question", in_order, 2)


# --- the sign to come back --------------------------------------------------------------


def test_a_question_is_marked_and_unmarked_and_its_answer_taken_along(client, at_quiz, finnish):
    attempt = at_quiz(question(), question())
    choice = first_option(attempt, 1)

    client.post(at("question", attempt, 1), one(attempt, 1, choice=choice, go="flag:1"))

    response = attempt.responses.get(position=1)
    assert (response.flagged, response.answer) == (True, {"options": [choice]})
    summary = client.get(at("summary", attempt))
    assert [row["number"] for row in summary.context["flagged"]] == [1]
    page = client.get(at("question", attempt, 1))
    assert page.context["flagged_count"] == 1
    client.post(at("question", attempt, 1), one(attempt, 1, choice=choice, go="unflag:1"))
    assert not attempt.responses.get(position=1).flagged


@pytest.mark.parametrize("go", ["flag:99", "check:99", "flag:999999999", "check:x", "flag:-1"])
def test_a_button_that_there_is_not_changes_nothing(client, at_quiz, go):
    attempt = at_quiz(question(), question())

    response = client.post(at("question", attempt, 1), one(attempt, 1, go=go))

    assert response.status_code in (302, 404)
    assert not attempt.responses.filter(flagged=True).exists()


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 20])
def test_a_page_of_all_questions_takes_few_queries(client, at_quiz, count_queries, count):
    attempt = at_quiz(*(question() for _ in range(count)), layout="all")
    client.get(at("question", attempt, 1))

    with count_queries(at_most=6):
        client.get(at("question", attempt, 1))
