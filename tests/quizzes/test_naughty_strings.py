"""Whatever is typed: kept as it was typed, or refused in words; never an error of ours."""

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.forms import modelform_factory
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text

from quizzes.assessing.flaw_forms import LONGEST_NOTE, FlagForm
from quizzes.attempts.refusals import SaveRefusal, SaveRefusedError
from quizzes.attempts.submitting import submit_attempt
from quizzes.banks.models import Question, QuestionBank
from quizzes.grading.typed import LONGEST_LINE, LONGEST_TEXT
from quizzes.quiz.models import Quiz
from quizzes.quiz.overrides import QuizOverride
from tests.factories.accounts import AdministratorFactory
from tests.factories.questions import sample_question
from tests.factories.quizzes import (
    QuestionBankFactory,
    QuizFactory,
    QuizPageFactory,
    answered,
    enrolled,
    started,
)
from tests.quizzes.naughty import ALL, FEW, HALVES
from tests.quizzes.test_admin import choice_form

pytestmark = pytest.mark.django_db
PLAIN, RICH, LINE, NUMBER, GAP = range(1, 6)
# A few of every kind are tried on each database; `make audit` tries them all.
TEXTS = [
    pytest.param(FEW, id="few"),
    pytest.param(ALL, id="all", marks=pytest.mark.long),
]


@pytest.fixture
def attempt():
    """An attempt with every field into which a learner types, all on one page."""
    asks = [
        sample_question("essay"),
        sample_question("essay", value={"editor": "rich"}),
        sample_question("short_answer"),
        sample_question("numerical"),
        sample_question("cloze"),
    ]
    page = QuizPageFactory(quiz=QuizFactory(asks=asks, layout="all"))
    return started(page, enrolled(page))


def gap_fields(attempt):
    frozen = attempt.responses.select_related("question_version").get(position=GAP)
    return [gap["id"] for gap in frozen.question_version.content["structure"]["gaps"][:2]]


def form(attempt, text):
    """What the page sends when the same was typed into every field."""
    versions = dict(attempt.responses.values_list("position", "version"))
    sent = {"questions": " ".join(map(str, versions)), "go": "stay"}
    for position, version in versions.items():
        start = f"q{position}-"
        sent |= {f"{start}key": str(uuid4()), f"{start}based_on": version, f"{start}text": text}
    first, second = gap_fields(attempt)
    return sent | {f"q{GAP}-gap-{first}": text, f"q{GAP}-gap-{second}": text}


def kept(text, longest):
    """What is stored of a text; None: it is refused. The space around it is not kept."""
    if len(text) > longest or "\0" in text:
        return None
    return text.strip()


def check(client, attempt, text):
    """Send it, and see that each field has kept it or kept what was there."""
    before = dict(attempt.responses.values_list("position", "answer"))

    response = client.post(reverse("quizzes:question", args=[attempt.pk, 1]), form(attempt, text))

    assert response.status_code in (302, 400), text[:50]
    answers = dict(attempt.responses.values_list("position", "answer"))
    for position, longest in ((PLAIN, LONGEST_TEXT), (RICH, LONGEST_TEXT), (LINE, LONGEST_LINE)):
        found = kept(text, longest)
        if found is None:
            assert answers[position] == before[position]
            assert response.status_code == 400
        elif position != LINE:
            found = found.replace("\r\n", "\n")
            assert (answers[position] or {}).get("text", "") == found
        else:
            assert (answers[position] or {}).get("text", "") == found
    return response


def shown(response, name):
    field = BeautifulSoup(response.content, "html.parser").find(attrs={"name": name})
    return field.get_text() if field.name == "textarea" else field["value"]


@pytest.mark.parametrize("texts", TEXTS)
def test_what_a_learner_types_is_kept_or_refused_in_words(client, attempt, texts):
    client.force_login(attempt.enrolment.learner)

    for text in texts:
        response = check(client, attempt, text)
        if response.status_code == 400:
            assert response.context["refusal_words"]

    page = client.get(reverse("quizzes:question", args=[attempt.pk, 1]))
    stored = attempt.responses.get(position=PLAIN).answer
    assert shown(page, "q1-text").strip() == stored["text"].replace("\r", "\n").strip()
    submit_attempt(attempt)
    assert client.get(reverse("quizzes:review", args=[attempt.pk])).status_code == 200


def test_there_are_as_many_strings_as_are_promised():
    assert len(ALL) >= 515


@pytest.mark.parametrize("position", [PLAIN, RICH, LINE, NUMBER])
def test_half_a_letter_is_refused(attempt, position):
    for text in [*HALVES, "\0", "a\0b"]:
        with pytest.raises(SaveRefusedError) as refused:
            answered(attempt, position, [], sent={"text": [text]})

        assert refused.value.reason == SaveRefusal.UNREADABLE
        assert refused.value.field == "text"


@pytest.mark.parametrize("raw", [b"%ED%A0%80", b"%FF", b"%C3"], ids=ascii)
def test_bytes_that_are_no_text_are_replaced_and_shown(client, attempt, raw):
    client.force_login(attempt.enrolment.learner)
    address = reverse("quizzes:question", args=[attempt.pk, PLAIN])
    body = b"key=00000000000000000000000000000007&based_on=0&text=ty%C3%B6" + raw

    response = client.post(address, body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 302
    assert attempt.responses.get(position=PLAIN).answer["text"].startswith("työ\ufffd")


# --- those who work in the admin --------------------------------------------------------

FORMS = [
    pytest.param(Quiz, "name", id="name of a quiz"),
    pytest.param(QuestionBank, "name", id="name of a bank"),
    pytest.param(QuizOverride, "reason", id="reason of an exception"),
]


@pytest.mark.parametrize("texts", TEXTS)
@pytest.mark.parametrize(("model", "field"), FORMS)
def test_what_is_typed_in_the_admin_is_kept_or_refused_in_words(model, field, attempt, texts):
    made = modelform_factory(model, fields=[field])
    row = (
        QuizOverride.objects.create(quiz=attempt.quiz, enrolment=attempt.enrolment)
        if model is QuizOverride
        else model.objects.create(name="Alku")
    )
    accepted = 0
    for text in texts:
        filled = made({field: text}, instance=row)
        if not filled.is_valid():
            assert filled.errors[field][0]
            row.refresh_from_db()
            continue
        filled.save()
        row.refresh_from_db()
        assert getattr(row, field) == text.strip()
        assert "\0" not in text
        accepted += 1
    assert accepted > len(texts) * 0.7


def test_a_note_on_a_flaw_is_kept_or_refused():
    for text in ALL:
        filled = FlagForm({"note": text})
        fits = 0 < len(text.strip()) <= LONGEST_NOTE and "\0" not in text

        assert filled.is_valid() == fits, text[:50]
        assert not fits or filled.cleaned_data["note"] == text.strip()


@pytest.mark.parametrize("field", ["stem", "general_feedback", "name", "code", "category", "tags"])
def test_nul_in_a_question_is_refused_or_cleaned(client, field):
    client.force_login(AdministratorFactory())
    bank = QuestionBankFactory()
    is_rich = field in ("stem", "general_feedback")
    text = rich_text("<p>a\0b</p>") if is_rich else "a\0b"
    sent = nested_form_data(choice_form("1", "0") | {"bank": bank.pk, field: text})

    told = client.post(reverse("wagtailsnippets_quizzes_question:add"), sent)

    assert told.status_code in (200, 302, 400)
    for made in Question.objects.all():
        assert "\0" not in str(getattr(made, field))
    if told.status_code == 200:
        assert told.context["form"].errors


@pytest.mark.slow
def test_a_graders_words_are_kept_or_refused(client, attempt, django_capture_on_commit_callbacks):
    answered(attempt, PLAIN, [], sent={"text": ["vastaus"]})
    submit_attempt(attempt)
    client.force_login(AdministratorFactory())
    response = attempt.responses.get(position=PLAIN)
    address = reverse("grading:answer", args=[response.pk])
    for text in FEW:
        event = response.grade_events.order_by("-pk").first()
        sent = {
            "mark": "0,5",
            "comment": text,
            "reason": text,
            "based_on": event.pk if event else 0,
        }

        told = client.post(address, sent)

        assert told.status_code in (200, 302, 400, 409), text[:50]
        latest = response.grade_events.order_by("-pk").first()
        assert latest is None or "\0" not in latest.comment
