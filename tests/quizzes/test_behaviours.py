"""Questions that are checked during the attempt: once, or with tries and hints."""

import re
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from quizzes.attempts.checking import check_answer
from quizzes.attempts.history import GradeEvent
from quizzes.attempts.refusals import SaveRefusal, SaveRefusedError
from quizzes.attempts.submitting import submit_attempt
from tests.factories.questions import sample_question
from tests.factories.quizzes import (
    QuizFactory,
    QuizPageFactory,
    answered,
    enrolled,
    placed,
    question,
    right_keys,
    started,
)

pytestmark = pytest.mark.django_db
THIRD = Decimal("0.3333333")
HINTS = [{"text": "<p>Mieti vielä.</p>"}, {"text": "<p>Katso lakia.</p>", "show_count": True}]


def option(attempt, number, position=1):
    response = attempt.responses.select_related("question_version").get(position=position)
    return response.question_version.content["structure"]["options"][number]["id"]


def check(attempt, tries=0, position=1):
    return check_answer(
        learner=attempt.enrolment.learner, attempt_id=attempt.pk, position=position, tries=tries
    )


def attempt_at(*questions, **rules):
    return started(placed(QuizFactory(asks=list(questions), **rules)))


@pytest.fixture
def immediate():
    return attempt_at(question(), question(), behaviour="immediate")


@pytest.fixture
def interactive():
    """One question with two hints: three tries."""
    return attempt_at(question(hints=HINTS), behaviour="interactive")


def test_a_checked_answer_is_graded_and_locked(immediate):
    answered(immediate, 1, [option(immediate, 1)])

    response = check(immediate)

    assert (response.fraction, response.state, response.tries_used) == (0.5, "partly", 1)
    assert response.locked_at
    with pytest.raises(SaveRefusedError) as refused:
        answered(immediate, 1)
    assert refused.value.reason == SaveRefusal.LOCKED
    events = GradeEvent.objects.values_list("origin", "mark", "state")
    assert list(events) == [("check", Decimal("0.5"), "partly")]


def test_the_same_check_again_changes_nothing(immediate):
    answered(immediate, 1)
    first = check(immediate)

    again = check(immediate)

    assert again.locked_at == first.locked_at
    assert GradeEvent.objects.count() == 1


def test_what_was_not_checked_is_graded_at_submitting(immediate):
    answered(immediate, 1)
    check(immediate)
    answered(immediate, 2, [option(immediate, 1, 2)])

    done = submit_attempt(immediate)

    assert done.score == Decimal("1.5")
    assert GradeEvent.objects.filter(origin="submission").count() == 2


def test_nothing_cannot_be_checked(immediate):
    with pytest.raises(SaveRefusedError) as refused:
        check(immediate)

    assert refused.value.reason == SaveRefusal.NOTHING_TO_CHECK
    assert not GradeEvent.objects.exists()


def test_deferred_questions_cannot_be_checked():
    attempt = attempt_at(question())
    answered(attempt, 1)

    with pytest.raises(SaveRefusedError):
        check(attempt)


def test_an_essay_is_not_checked():
    attempt = attempt_at(sample_question("essay"), question(), behaviour="immediate")

    with pytest.raises(SaveRefusedError):
        check(attempt)


@pytest.mark.parametrize(
    ("tries", "fraction", "state", "is_locked"),
    [
        pytest.param([0], 1, "right", True, id="right at once"),
        pytest.param([2, 0], 1 - THIRD, "right", True, id="right at the second try"),
        pytest.param([2, 2, 0], 1 - 2 * THIRD, "right", True, id="right at the third"),
        pytest.param([1, 1, 1], 0, "partly", True, id="half right, less two penalties, none"),
        pytest.param([2, 2, 2], 0, "wrong", True, id="never right"),
        pytest.param([2], None, "answered", False, id="wrong, and tries are left"),
    ],
)
def test_each_try_after_the_first_costs_the_penalty(interactive, tries, fraction, state, is_locked):
    for used, number in enumerate(tries):
        answered(interactive, 1, [option(interactive, number)])
        response = check(interactive, used)

    response.refresh_from_db()
    assert (response.fraction, response.state) == (fraction, state)
    assert bool(response.locked_at) == is_locked
    assert GradeEvent.objects.filter(origin="check").count() == len(tries)


@pytest.mark.parametrize(
    ("checked", "last", "score"),
    [
        pytest.param([], 0, 1, id="submitted without a check"),
        pytest.param([2], 0, 1 - THIRD, id="submitted after one wrong try"),
        pytest.param([2, 2], 0, 1 - 2 * THIRD, id="submitted after two"),
        pytest.param([2], 2, 0, id="submitted wrong"),
    ],
)
def test_submitting_is_a_try_too(interactive, checked, last, score):
    for used, number in enumerate(checked):
        answered(interactive, 1, [option(interactive, number)])
        check(interactive, used)
    answered(interactive, 1, [option(interactive, last)])

    assert submit_attempt(interactive).score == score


def test_several_tries_give_no_minus_points():
    options = (("Oikea", "1", ""), ("Väärä", "-1", ""))
    attempt = attempt_at(question(options=options), behaviour="interactive")
    answered(attempt, 1, [option(attempt, 1)])

    assert check(attempt).fraction == 0


def test_a_question_without_hints_has_one_try():
    attempt = attempt_at(question(), behaviour="interactive")
    answered(attempt, 1, [option(attempt, 2)])

    assert check(attempt).locked_at


# --- on the page ------------------------------------------------------------------------


@pytest.fixture
def at_page(client):
    """A learner's attempt at a quiz page, and a way to send its form."""

    def make(*questions, **rules):
        page = QuizPageFactory(quiz=QuizFactory(asks=list(questions), **rules))
        attempt = started(page, enrolled(page))
        client.force_login(attempt.enrolment.learner)

        def send(go, choice, position=1, tries=0):
            response = attempt.responses.get(position=position)
            sent = {
                "key": str(uuid4()),
                "based_on": response.version,
                "tries": tries,
                "choice": choice,
                "go": go,
            }
            address = reverse("quizzes:question", args=[attempt.pk, position])
            return client.post(address, sent, follow=True)

        return attempt, send

    return make


def test_checking_saves_and_shows_the_feedback_at_once(at_page):
    attempt, send = at_page(question(), question(), behaviour="immediate")

    page = send("check:1", [option(attempt, 2)])

    assert page.status_code == 200
    assert "Ei näin." in page.text
    assert "Juuri niin." in page.text
    assert 'name="choice"' not in page.text
    assert attempt.responses.get(position=1).locked_at


def test_what_is_shown_at_once_follows_the_grid(at_page):
    attempt, send = at_page(
        question(), behaviour="immediate", review={"during": ["answer_feedback"]}
    )

    page = send("check:1", [option(attempt, 2)])

    assert "Ei näin." in page.text
    assert "Juuri niin." not in page.text


def test_a_limited_quiz_does_not_sell_the_key_during_an_attempt(at_page):
    attempt, send = at_page(question(), behaviour="immediate", attempts_allowed=3)

    page = send("check:1", [option(attempt, 2)])

    assert "Ei näin." in page.text
    assert "Juuri niin." not in page.text


def test_a_wrong_try_shows_the_hint_and_what_is_left(at_page, finnish):
    attempt, send = at_page(question(hints=HINTS), behaviour="interactive")

    first = send("check:1", [option(attempt, 2)])
    assert "Mieti vielä." in first.text
    assert 'name="choice"' in first.text
    second = send("check:1", [option(attempt, 1)], tries=1)
    assert "Katso lakia." in second.text
    assert (second.context["asked"][0].right_parts, second.context["asked"][0].tries_left) == (0, 1)


def test_wrong_parts_are_cleared_where_the_hint_says_so(at_page):
    asked = question(kind="multiple_choice", hints=[{"text": "<p>Vihje</p>", "clear_wrong": True}])
    attempt, send = at_page(asked, behaviour="interactive")
    right, wrong = option(attempt, 0), option(attempt, 2)

    page = send("check:1", [right, wrong])

    chosen = [each.key for each in page.context["question"].options if each.chosen]
    assert chosen in ([right], [right, wrong])
    assert attempt.responses.get().answer == {"options": [right, wrong]}


def test_checking_nothing_says_so(at_page):
    _attempt, send = at_page(question(), behaviour="immediate")

    page = send("check:1", [])

    assert page.status_code == 400
    assert page.context["refusal"] == "nothing_to_check"


def test_a_reloaded_check_uses_no_second_try(at_page):
    attempt, send = at_page(question(hints=HINTS), behaviour="interactive")

    for _ in range(3):
        send("check:1", [option(attempt, 2)], tries=0)

    assert attempt.responses.get().tries_used == 1


def test_a_checked_question_sent_again_stays(at_page):
    attempt, send = at_page(question(), behaviour="immediate")
    send("check:1", [option(attempt, 2)])

    page = send("stay", right_keys(attempt.responses.select_related("question_version").get()))

    assert page.status_code == 400
    assert page.context["refusal"] == "locked"
    assert attempt.responses.get().fraction == 0


@pytest.mark.parametrize("layout", ["one", "all"])
def test_an_old_page_is_told_that_its_change_came_after_the_check(at_page, client, layout, finnish):
    attempt, _send = at_page(question(), question(), behaviour="immediate", layout=layout)
    answered(attempt, 1, [option(attempt, 2)])
    address = reverse("quizzes:question", args=[attempt.pk, 1])
    old = fields_of(client.get(address))
    check(attempt)
    field = "q1-choice" if layout == "all" else "choice"
    right = right_keys(attempt.responses.select_related("question_version").get(position=1))

    told = client.post(address, old | {field: right, "go": "stay"})

    assert told.status_code == 400
    assert told.context["refusal"] == "locked"
    assert ("Kysymys 1: " in told.context["refusal_words"]) == (layout == "all")
    assert attempt.responses.get(position=1).fraction == 0
    # The answer as it stands is no change, and holds nobody up.
    same = client.post(address, old | {field: option(attempt, 2), "go": "summary"})
    assert same.status_code == 302


def fields_of(page):
    """What the form of a page sends by itself."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    return {name: value for name, value in hidden if name != "csrfmiddlewaretoken"}


@pytest.mark.parametrize("layout", ["one", "all"])
@pytest.mark.parametrize("go", ["2", "summary", "flag:1"])
def test_a_checked_question_holds_nobody_up(at_page, client, layout, go):
    attempt, _send = at_page(question(), question(), behaviour="immediate", layout=layout)
    answered(attempt, 1)
    check(attempt)
    address = reverse("quizzes:question", args=[attempt.pk, 1])
    form = fields_of(client.get(address))
    assert ("q1-key" in form, "key" in form) == (False, False)

    response = client.post(address, form | {"go": go})

    assert response.status_code == 302
    assert attempt.responses.get(position=1).flagged == (go == "flag:1")


def test_a_script_that_sends_no_question_is_told_so(at_page, client):
    attempt, _send = at_page(question())
    address = reverse("quizzes:question", args=[attempt.pk, 1])

    response = client.post(address, {"questions": ""}, headers={"Accept": "application/json"})

    assert response.status_code == 400
    assert response.json()["error"]
