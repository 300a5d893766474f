"""Every type of question as a learner meets it: its form, its saving, its review."""

import re
from decimal import Decimal
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.urls import reverse

from quizzes.attempts.history import ResponseEvent
from quizzes.attempts.showing import show
from quizzes.attempts.submitting import submit_attempt
from quizzes.grading.registry import TYPES
from tests.factories.accounts import UserFactory
from tests.factories.questions import SAMPLES, in_swedish, right_sent, sample_question
from tests.factories.quizzes import QuizFactory, QuizPageFactory, enrolled, question, started

pytestmark = pytest.mark.django_db

ANSWERED = sorted(set(TYPES) - {"description", "essay"})


@pytest.fixture
def learner(client):
    person = UserFactory()
    client.force_login(person)
    return person


def attempt_at(learner, *questions):
    page = QuizPageFactory(quiz=QuizFactory(asks=list(questions)), required=True)
    return started(page, enrolled(page, learner))


def question_url(attempt, position=1):
    return reverse("quizzes:question", args=[attempt.pk, position])


def send(client, attempt, position=1, script=False, **fields):
    """Send the form of a question, as the browser does, or as the page's script does."""
    response = attempt.responses.get(position=position)
    form = {"key": str(uuid4()), "based_on": str(response.version)} | fields
    headers = {"Accept": "application/json"} if script else {}
    return client.post(question_url(attempt, position), form, headers=headers)


def saved(attempt, position=1):
    return attempt.responses.select_related("question_version").get(position=position)


@pytest.mark.parametrize("kind", TYPES)
def test_every_field_of_a_form_has_a_name_for_those_who_do_not_see(client, learner, kind):
    attempt = attempt_at(learner, sample_question(kind), question())

    page = client.get(question_url(attempt))

    assert page.status_code == 200
    if kind == "description":
        assert "Lue tämä ensin." in page.text
        return
    form = re.split(r'id="\w*stem"', page.text)[1].split("quiz__save")[0]
    for field in re.findall(r"<(?:input|select|textarea)\b[^>]*>", form):
        if 'type="hidden"' in field:
            continue
        number = re.search(r'id="([^"]+)"', field)
        labelled = number and f'for="{number[1]}"' in form
        wrapped = 'type="radio"' in field or 'type="checkbox"' in field
        assert labelled or wrapped or "aria-label" in field, field
    assert all(name.isascii() for name in re.findall(r'name="([^"]+)"', form))
    assert " style=" not in form
    assert "onclick" not in form


@pytest.mark.parametrize("kind", ANSWERED)
def test_the_right_answer_is_saved_shown_again_and_worth_everything(client, learner, kind):
    attempt = attempt_at(learner, sample_question(kind), question())

    assert send(client, attempt, **right_sent(saved(attempt))).status_code == 302
    again = client.get(question_url(attempt))
    submit_attempt(attempt)

    response = saved(attempt)
    assert (response.state, response.fraction) == ("right", Decimal(1))
    if kind in ("single_choice", "multiple_choice", "true_false"):
        assert " checked" in again.text
    review = client.get(reverse("quizzes:review", args=[attempt.pk]))
    assert review.status_code == 200


@pytest.mark.parametrize("kind", ANSWERED)
def test_the_page_script_gets_a_receipt(client, learner, kind):
    attempt = attempt_at(learner, sample_question(kind))

    told = send(client, attempt, script=True, **right_sent(saved(attempt))).json()

    assert (told["answered"], told["version"]) == (True, 1)


@pytest.mark.parametrize("kind", sorted(set(TYPES) - {"description"}))
def test_a_review_says_what_was_not_answered_and_what_was_right(client, learner, finnish, kind):
    attempt = attempt_at(learner, sample_question(kind), question())
    submit_attempt(attempt)

    review = client.get(reverse("quizzes:review", args=[attempt.pk])).text

    first = review.split('<ol class="review">')[1].split("</li><li>")[0]
    assert "Et vastannut" in first
    assert "Vain arvioijille" not in review


def test_words_typed_in_swedish_are_judged_by_swedish_words(client, learner):
    made = sample_question("short_answer")
    in_swedish(made)
    attempt = attempt_at(learner, made)

    client.post("/sv" + question_url(attempt).removeprefix("/fi"), {
        "key": str(uuid4()), "based_on": "0", "text": "fpa"
    })  # fmt: skip
    submit_attempt(attempt)

    response = saved(attempt)
    assert (response.language, response.state) == ("sv", "right")


@pytest.mark.parametrize(("text", "is_said"), [("37,5 h", False), ("37,5", True), ("9 h", False)])
def test_a_review_says_that_the_unit_was_missing(client, learner, finnish, text, is_said):
    attempt = attempt_at(learner, sample_question("numerical"))
    send(client, attempt, text=text)
    submit_attempt(attempt)

    review = client.get(reverse("quizzes:review", args=[attempt.pk])).text

    assert ("Yksikkö puuttui tai oli väärä." in review) == is_said


def test_order_moves_by_buttons_without_a_script(client, learner):
    attempt = attempt_at(learner, sample_question("ordering"))
    order = saved(attempt).shown_order

    send(client, attempt, order=order, move=f"{order[0]}:down")

    assert saved(attempt).answer == {"order": [order[1], order[0], order[2]]}
    page = client.get(question_url(attempt)).text
    assert re.findall(r'name="order" value="([^"]+)"', page) == [order[1], order[0], order[2]]


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("numerical", {"text": "1 000"}, "ilman tuhaterottimia, esimerkiksi 1000"),
        ("numerical", {"text": "NaN"}, "esimerkiksi 12,5"),
        ("numerical", {"text": "1e400"}, "liian suuri"),
        ("short_answer", {"text": "x" * 1_000_000}, "liian pitkä"),
        ("short_answer", {"text": "a\x00b"}, "merkki, jota ei voi tallentaa"),
        ("essay", {"text": "x" * 1_000_000}, "liian pitkä"),
        ("single_choice", {"choice": "outo"}, "ei ole tämän kysymyksen vaihtoehto"),
        ("single_choice", {"choice": "\x00"}, "ei ole tämän kysymyksen vaihtoehto"),
        ("ordering", {"order": ["outo"]}, "jokaista kohtaa kerran"),
        ("ordering", {"order": ["outo"] * 2000}, "jokaista kohtaa kerran"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_in_words(
    client, learner, finnish, kind, fields, words
):
    attempt = attempt_at(learner, sample_question(kind))

    page = send(client, attempt, **fields)
    script = send(client, attempt, script=True, **fields)

    assert (page.status_code, script.status_code) == (400, 400)
    assert words in page.text
    problem = re.search(r'class="field__error" id="([^"]+)"', page.text)[1]
    assert re.search(rf'aria-describedby="[^"]*\b{problem}"', page.text)
    assert script.json()["error"]
    assert not ResponseEvent.objects.exists()
    assert saved(attempt).answer is None


@pytest.mark.parametrize("kind", ["matching", "cloze", "gap_select", "numerical"])
def test_an_unknown_choice_in_any_field_is_refused(client, learner, kind):
    attempt = attempt_at(learner, sample_question(kind))
    structure = saved(attempt).question_version.content["structure"]
    names = {
        "matching": lambda: f"pair-{structure['pairs'][0]['id']}",
        "cloze": lambda: f"gap-{structure['gaps'][2]['id']}",
        "gap_select": lambda: "gap-1",
        "numerical": lambda: "text",
    }

    refused = send(client, attempt, **{names[kind](): "outo"})

    assert refused.status_code == 400
    assert saved(attempt).answer is None


def test_a_choice_of_another_group_does_not_fit_a_gap(client, learner):
    attempt = attempt_at(learner, sample_question("gap_select"))
    choices = saved(attempt).question_version.content["structure"]["choices"]

    assert send(client, attempt, **{"gap-1": choices[2]["id"]}).status_code == 400
    assert send(client, attempt, **{"gap-2": choices[2]["id"]}).status_code == 302


# What a page could take for its own.
MARKUP = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% now 'Y' %}",
    "[[1]]",
]
# What a database, a form or a comparison could lose.
ODD = [
    "' OR 1=1 --",
    "\u202eevil\u202c",
    "\ufeff",
    "Ω≈ç√∫˜µ≤≥÷",
    "👩‍👩‍👧 🏳️‍🌈",
    "ﷺ",
    "../../etc/passwd",
    "*",
    "\\*",
    "%s%n%x",
    "ÅÄÖ åäö ŋ č š ž",
    "A\u030a",
    "${jndi:ldap://x}",
    "null",
    "undefined",
    "-0",
]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["short_answer", "cloze", "essay"])
def test_naughty_words_are_kept_as_typed_and_shown_escaped(client, learner, kind):
    texts = [*MARKUP, *ODD]
    attempt = attempt_at(learner, *(sample_question(kind) for _text in texts))

    for position, text in enumerate(texts, start=1):
        gap = ""
        if kind == "cloze":
            gap = saved(attempt, position).question_version.content["structure"]["gaps"][0]["id"]
        field = f"gap-{gap}" if gap else "text"
        assert send(client, attempt, position, **{field: text}).status_code == 302

        answer = saved(attempt, position).answer
        assert (answer["gaps"][gap] if gap else answer["text"]) == text.strip()
        page = client.get(question_url(attempt, position)).text
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page

    submit_attempt(attempt)
    review = client.get(reverse("quizzes:review", args=[attempt.pk]))
    assert review.status_code == 200
    assert "<script>alert(1)" not in review.text
    assert "<img src=x" not in review.text


@pytest.mark.parametrize("kind", TYPES)
def test_a_question_takes_no_query_of_its_own_to_be_shown(django_assert_num_queries, learner, kind):
    attempt = attempt_at(learner, sample_question(kind), question())
    response = saved(attempt)

    with django_assert_num_queries(0):
        shown = show(response, "fi")
        for reviewing in (False, True):
            for template in ("quizzes/_stem.html", shown.template):
                render_to_string(template, {"question": shown, "reviewing": reviewing})


def test_the_samples_are_of_every_type():
    assert set(SAMPLES) == set(TYPES)


def test_the_page_of_a_matching_question_does_not_give_its_answers_away(client, learner):
    attempt = attempt_at(learner, sample_question("matching"))
    page = BeautifulSoup(client.get(question_url(attempt)).content, "html.parser")
    fields = page.select("select[name^=pair-]")
    ids = {field["name"].removeprefix("pair-") for field in fields}

    assert len(fields) == 3
    for field in fields:
        values = {option["value"] for option in field.select("option")} - {""}
        assert len(values) == 4
        assert values.isdisjoint(ids)
    guessed = {f"pair-{key}": [key] for key in ids}
    assert send(client, attempt, **guessed).status_code == 400
