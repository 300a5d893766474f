"""Editors in Wagtail: lists, forms that explain, previews that record nothing."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from quizzes.attempts.models import Attempt, QuestionVersion, Response
from quizzes.attempts.reviewing import DEFAULT, WAIT
from quizzes.banks.models import Question
from quizzes.quiz.models import Quiz
from tests.factories.accounts import AdministratorFactory
from tests.factories.quizzes import (
    QuestionBankFactory,
    QuizFactory,
    QuizPageFactory,
    bank_of,
    in_swedish,
    question,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    person = AdministratorFactory(language="en")
    client.force_login(person)
    return person


def at(model, view, *args):
    return reverse(f"wagtailsnippets_quizzes_{model}:{view}", args=args)


def words(response):
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def choice_form(*fractions, kind="single_choice"):
    """What the form of a question with so many options sends."""
    options = {
        f"options-{number}": {
            "deleted": "",
            "order": str(number),
            "type": "item",
            "id": "",
            "value": {
                "text": rich_text(f"<p>Vaihtoehto {number}</p>"),
                "fraction": fraction,
                "feedback": rich_text(""),
            },
        }
        for number, fraction in enumerate(fractions)
    }
    value = {"options-count": str(len(fractions)), "shuffle": "on", "numbering": "none"} | options
    value |= {f"feedback_{part}": rich_text("") for part in ("right", "partly", "wrong")}
    return {
        "code": "UUSI-1",
        "name": "Uusi kysymys",
        "tags": "kela",
        "stem": rich_text("<p>Mikä?</p>"),
        "answer": streamfield([(kind, value)]),
        "general_feedback": rich_text(""),
        "hints": streamfield([]),
        "penalty": "0.3333333",
        "default_points": "1",
        "category": "",
    }


# --- lists ------------------------------------------------------------------------------


def test_the_list_is_filtered_by_bank_type_and_tag(client, editor):
    bank = QuestionBankFactory()
    wanted = question(bank, kind="true_false", tags=["kela"], name="Haluttu")
    question(bank, tags=["kela"], name="Toista lajia")
    question(bank, kind="true_false", name="Ilman avainsanaa")
    question(kind="true_false", tags=["kela"], name="Toisessa pankissa")
    tag = wanted.tags.get()

    response = client.get(
        at("question", "list"), {"bank": bank.pk, "kind": "true_false", "tags": tag.pk}
    )

    assert [row.pk for row in response.context["object_list"]] == [wanted.pk]


def test_the_list_is_searched_by_code_name_and_words(client, editor):
    made = question(stem="<p>Montako hyvinvointialuetta on?</p>")
    question()

    response = client.get(at("question", "list"), {"q": "hyvinvointialuetta"})

    assert [row.pk for row in response.context["object_list"]] == [made.pk]


def test_the_list_itself_does_not_ask_more_for_more_questions(client, editor):
    def asked(bank):
        client.get(at("question", "list"), {"bank": bank.pk})
        with CaptureQueriesContext(connection) as captured:
            client.get(at("question", "list"), {"bank": bank.pk})
        # wagtail-localize asks twice a row for its "translate" button.
        return [q for q in captured if "translat" not in q["sql"].split("FROM", 1)[-1]]

    one, five = (bank_of(count, tags=["kela", "laki"]) for count in (1, 5))

    assert len(asked(one)) == len(asked(five))


@pytest.mark.parametrize("model", ["question", "questionbank", "quiz"])
def test_lists_and_empty_forms_open(client, editor, model):
    for view in ("list", "add"):
        assert client.get(at(model, view)).status_code == 200


# --- writing a question -----------------------------------------------------------------


def test_a_question_is_written_and_published_by_its_form(client, editor):
    bank = QuestionBankFactory()
    sent = nested_form_data(choice_form("1", "0") | {"bank": bank.pk, "action-publish": "1"})

    response = client.post(at("question", "add"), sent)

    assert response.status_code == 302
    made = Question.objects.get()
    assert (made.live, made.kind, made.code) == (True, "single_choice", "UUSI-1")
    assert list(made.tags.names()) == ["kela"]
    assert all(option.id for option in made.answer[0].value["options"].bound_blocks)


def test_an_unfit_question_is_kept_as_a_draft_and_explained_on_publishing(client, editor):
    form = choice_form("0.5", "0") | {"bank": QuestionBankFactory().pk}

    assert client.post(at("question", "add"), nested_form_data(form)).status_code == 302
    made = Question.objects.get()
    assert not made.live

    response = client.post(
        at("question", "edit", made.pk), nested_form_data(form | {"action-publish": "1"})
    )

    assert response.status_code == 200
    assert "One option must be worth 1" in response.text
    assert not Question.objects.get().live


def test_the_form_of_a_question_says_what_fractions_mean(client, editor):
    response = client.get(at("question", "edit", question().pk))

    assert response.status_code == 200
    assert "takes half away" in response.text


# --- a quiz -----------------------------------------------------------------------------


def quiz_form(*slots, bands=(), **rules):
    return nested_form_data(
        {
            "name": "Loppukoe",
            "pass_percent": "70",
            "attempts_allowed": "3",
            "counting": "highest",
            "time_limit_minutes": "",
            "last_start_at": "",
            "closes_at": "",
            "opens_at": "",
            "when_time_is_up": "submit",
            "grace_minutes": "1440",
            "first_delay_minutes": "0",
            "later_delay_minutes": "0",
            "behaviour": "deferred",
            "layout": "one",
            "navigation": "free",
            "grade_max": "",
            "bands": inline_formset([{"from_percent": start} for start in bands]),
            "slots": inline_formset(
                [
                    {"question": "", "bank": "", "draw_count": "", "tag_names": "", "points": "1"}
                    | slot
                    for slot in slots
                ]
            ),
        }
        | rules
    )


def test_a_quiz_is_made_of_fixed_questions_and_draws(client, editor):
    fixed, bank = question(), bank_of(3)

    response = client.post(
        at("quiz", "add"),
        quiz_form({"question": fixed.pk, "points": "2"}, {"bank": bank.pk, "draw_count": "3"}),
    )

    assert response.status_code == 302, response.context["form"].errors
    slots = Quiz.objects.get().slots.all()
    assert [(slot.question_count, slot.points) for slot in slots] == [(1, 2), (3, 1)]


def test_bands_and_dates_are_kept(client, editor):
    asks = {"question": question().pk, "points": "1"}
    dates = {"opens_at": "2026-11-22 10:00", "closes_at": "2026-11-22 12:00"}

    client.post(at("quiz", "add"), quiz_form(asks, bands=["50", "0"], **dates))

    quiz = Quiz.objects.get()
    assert [band.from_percent for band in quiz.bands.all()] == [0, 50]
    assert (quiz.opens_at.hour, quiz.closes_at.hour) == (8, 10)


def test_a_quiz_does_not_close_before_it_opens(client, editor, finnish):
    asks = {"question": question().pk, "points": "1"}
    dates = {"opens_at": "2026-11-22 10:00", "closes_at": "2026-11-22 09:00"}

    response = client.post(at("quiz", "add"), quiz_form(asks, **dates))

    assert response.context["form"].errors["closes_at"]
    assert not Quiz.objects.exists()


def boxes(**shown):
    """What the review grid sends: so many fields at each moment."""
    sent = {f"review-{moment}-{name}": "on" for moment, names in shown.items() for name in names}
    return sent | {"review-sent": "1"}


def test_the_review_grid_is_kept_as_it_was_ticked(client, editor):
    asks = {"question": question().pk, "points": "1"}
    grid = boxes(immediately=["attempt", "marks"], closed=["attempt", "right_answer"])

    client.post(at("quiz", "add"), quiz_form(asks, **grid))

    assert Quiz.objects.get().review == {
        "during": [],
        "immediately": ["attempt", "marks"],
        "later": [],
        "closed": ["attempt", "right_answer"],
        "wait": False,
    }


def test_a_review_grid_as_usual_says_nothing_of_its_own(client, editor):
    asks = {"question": question().pk, "points": "1"}
    usual = {moment: names for moment, names in DEFAULT.items() if moment != WAIT}

    client.post(at("quiz", "add"), quiz_form(asks, **boxes(**usual), **{"review-wait": "on"}))

    assert Quiz.objects.get().review == {}


def test_a_key_without_its_question_is_refused(client, editor):
    asks = {"question": question().pk, "points": "1"}

    response = client.post(at("quiz", "add"), quiz_form(asks, **boxes(later=["right_answer"])))

    assert response.context["form"].errors["review"]
    assert not Quiz.objects.exists()


@pytest.mark.parametrize(
    ("slot", "complaint"),
    [
        pytest.param({}, "either a fixed question", id="an empty slot"),
        pytest.param({"bank": "one", "draw_count": "2"}, "only 1 published", id="too few"),
        pytest.param({"bank": "one"}, "either a fixed question", id="a bank without a number"),
        pytest.param({"question": "swedish"}, "Finnish question", id="a translation"),
    ],
)
def test_a_quiz_that_could_not_start_is_not_saved(client, editor, slot, complaint):
    bank = bank_of(1)
    made = {"one": bank.pk, "swedish": in_swedish(bank.questions.get()).pk}
    values = {name: made.get(value, value) for name, value in slot.items()}

    response = client.post(at("quiz", "add"), quiz_form(values))

    assert response.status_code == 200
    assert complaint in words(response)
    assert not Quiz.objects.exists()


def test_a_quiz_without_a_slot_is_not_saved(client, editor):
    assert client.post(at("quiz", "add"), quiz_form()).status_code == 200
    assert not Quiz.objects.exists()


def test_a_quiz_in_use_can_be_changed_and_not_deleted(client, editor):
    quiz = QuizFactory(asks=[question()])
    QuizPageFactory(quiz=quiz)

    assert client.get(at("quiz", "edit", quiz.pk)).status_code == 200
    client.post(at("quiz", "delete", quiz.pk))

    assert Quiz.objects.filter(pk=quiz.pk).exists()


# --- previews ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["single_choice", "multiple_choice", "true_false"])
@pytest.mark.parametrize("mode", ["question", "review"])
def test_a_question_is_previewed_as_learners_see_it(client, editor, kind, mode):
    made = question(kind=kind)

    response = made.make_preview_request(preview_mode=mode)

    response.render()
    assert response.status_code == 200
    assert made.stem in response.text
    feedback = made.answer.raw_data[0]["value"]
    feedback = feedback.get("feedback_true") or feedback["options"][0]["value"]["feedback"]
    assert (feedback in response.text) == (mode == "review")
    assert not QuestionVersion.objects.exists()


def test_a_question_without_an_answer_yet_has_a_preview_too():
    draft = Question(
        bank=QuestionBankFactory(),
        code="A",
        name="a",
        stem="<p>Mikä?</p>",
        locale=Locale.objects.get(language_code="fi"),
        live=False,
    )

    assert draft.make_preview_request(preview_mode="question").render().status_code == 200


@pytest.mark.parametrize("mode", ["", "questions"])
def test_a_quiz_page_is_previewed_without_recording_anything(client, editor, mode):
    page = QuizPageFactory(quiz=QuizFactory(draws=(3, bank_of(5))), title="Tentti")

    response = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]), {"mode": mode})

    assert response.status_code == 200
    assert "Tentti" in response.text
    assert ("Kysymys" in response.text) == (mode == "questions")
    for model in (Attempt, Response, QuestionVersion):
        assert not model.objects.exists()


def test_a_quiz_that_has_become_too_small_is_previewed_in_words(client, editor):
    bank = bank_of(2)
    page = QuizPageFactory(quiz=QuizFactory(draws=(2, bank)))
    bank.questions.first().unpublish()

    response = client.get(
        reverse("wagtailadmin_pages:view_draft", args=[page.pk]), {"mode": "questions"}
    )

    assert response.status_code == 200
    assert response.context["too_few"]
