"""Questions: written, translated, checked before they are published."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StreamValue
from wagtail.models import Locale

from quizzes.banks.authoring import make_question
from quizzes.banks.models import Question
from quizzes.banks.translating import translate_question
from quizzes.grading.registry import TYPES
from tests.factories.quizzes import (
    MULTIPLE,
    SINGLE,
    STATEMENT,
    QuestionBankFactory,
    in_swedish,
    question,
)

pytestmark = pytest.mark.django_db


def raw(kind, *fractions, **value):
    """The raw data of an answer block with so many options."""
    options = [
        {
            "type": "item",
            "id": f"option-{number}",
            "value": {"text": f"<p>{number}</p>", "fraction": fraction, "feedback": ""},
        }
        for number, fraction in enumerate(fractions)
    ]
    return {"type": kind, "id": "block", "value": {"options": options, "shuffle": True} | value}


def statement(right):
    """The raw data of a statement that is true or false."""
    return {"type": "true_false", "id": "block", "value": {"right": right}}


def draft(*blocks, **fields):
    """A question that is not published yet, with these answer blocks."""
    values = {
        "bank": QuestionBankFactory(),
        "code": "K1",
        "name": "Kysymys",
        "stem": "<p>Mikä?</p>",
        "locale": Locale.objects.get(language_code="fi"),
        "live": False,
    }
    made = Question(**values | fields)
    made.answer = list(blocks)
    made.save()
    return made


def test_every_type_of_block_is_graded_and_every_graded_type_has_a_block():
    blocks = Question._meta.get_field("answer").stream_block.child_blocks

    assert set(blocks) == set(TYPES) == set(Question.Kind.values)


@pytest.mark.parametrize(
    ("kind", "controls"),
    [("single_choice", "radio"), ("multiple_choice", "checkbox"), ("true_false", "radio")],
)
def test_the_editors_menu_shows_a_sample_of_each_type(kind, controls):
    block = Question._meta.get_field("answer").stream_block.child_blocks[kind]

    html = block.render(block.get_preview_value())

    assert block.is_previewable
    assert html.count(f'<input type="{controls}"') >= 2


def test_the_type_is_kept_from_the_answer():
    assert draft(raw("multiple_choice", "1", "0")).kind == "multiple_choice"
    assert draft().kind == ""


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(raw("single_choice", "1", "0"), id="one right"),
        pytest.param(raw("single_choice", "1", "0.5", "-1"), id="half points and minus points"),
        pytest.param(raw("multiple_choice", "0.5", "0.5", "-0.5"), id="two halves"),
        pytest.param(raw("multiple_choice", "0.33", "0.33", "0.34"), id="thirds in hundredths"),
        pytest.param(raw("multiple_choice", *["0.3333333"] * 3, "0"), id="thirds"),
        pytest.param(
            {"type": "true_false", "id": "b", "value": {"right": "false"}}, id="statement"
        ),
    ],
)
def test_a_sound_question_is_published(block):
    made = draft(block)

    made.save_revision().publish()

    made.refresh_from_db()
    assert made.live


@pytest.mark.parametrize(
    ("blocks", "complaint"),
    [
        pytest.param([], "Vastaus", id="no answer at all"),
        pytest.param(
            [raw("single_choice", "0.5", "0")], "arvon pitää olla 1", id="nobody can get it right"
        ),
        pytest.param([raw("single_choice", "1")], "Vastausvaihtoehdot", id="one option only"),
        pytest.param([raw("multiple_choice", "0.5", "0")], "nyt se on 0,5", id="half is missing"),
        pytest.param([raw("multiple_choice", "1", "1")], "nyt se on 2", id="twice too much"),
        pytest.param([raw("single_choice", "1", "-2")], "Arvo", id="below minus one"),
        pytest.param([raw("single_choice", "1", "0")] * 2, "Vastaus", id="two answers"),
        pytest.param([statement("perhaps")], "Väittämä", id="neither true nor false"),
    ],
)
def test_an_unfit_question_is_saved_as_a_draft_but_not_published(finnish, blocks, complaint):
    made = draft(*blocks)
    revision = made.save_revision()

    with pytest.raises(ValidationError) as refused:
        revision.publish()

    made.refresh_from_db()
    assert not made.live
    assert complaint in refused.value.messages[0]


def test_a_draft_passes_the_forms_lenient_cleaning():
    block = Question._meta.get_field("answer").stream_block
    value = StreamValue(block, [raw("multiple_choice", "0.1", "0")], is_lazy=True)

    assert len(block.clean_deferred(value)) == 1
    with pytest.raises(ValidationError):
        block.clean(value)


@pytest.mark.parametrize(
    ("kind", "options"),
    [("single_choice", SINGLE), ("multiple_choice", MULTIPLE), ("true_false", STATEMENT)],
)
def test_making_a_question_twice_changes_nothing(kind, options):
    call = {
        "bank": QuestionBankFactory(),
        "code": "TT1-01",
        "kind": kind,
        "name": "Ohjelmalla tehty",
        "stem": "<p>Mikä?</p>",
        "options": options,
        "tags": ["kela", "laki"],
        "general_feedback": "<p>Lue luku 2.</p>",
    }

    first = make_question(**call)
    second = make_question(**call)

    assert (second.pk, second.latest_revision_id) == (first.pk, first.latest_revision_id)
    assert (first.live, first.kind, set(first.tags.names())) == (True, kind, {"kela", "laki"})


def test_another_call_for_the_same_code_changes_words_and_keeps_the_options_ids():
    first = question()
    bank = first.bank
    new = [(f"uusi {text}", share, feedback) for text, share, feedback in SINGLE]

    second = question(bank, code=first.code, options=new)

    assert second.pk == first.pk
    assert "uusi Oikea" in str(second.answer.raw_data[0])
    ids = [
        [option["id"] for option in row.answer.raw_data[0]["value"]["options"]]
        for row in (first, second)
    ]
    assert ids[0] == ids[1]


def test_plain_words_stay_plain_and_html_is_cleaned():
    made = question(
        stem='<p onclick="x()">Mikä?</p><script>alert(1)</script>',
        options=[("<b>A & B</b>", "1", ""), ("2 < 3", "0", "")],
    )

    assert made.stem == "<p>Mikä?</p>"
    texts = [option["value"]["text"] for option in made.answer.raw_data[0]["value"]["options"]]
    assert texts == ["<p>&lt;b&gt;A &amp; B&lt;/b&gt;</p>", "<p>2 &lt; 3</p>"]


def test_a_translation_says_the_same_options_in_other_words():
    source = question()

    twin = in_swedish(source)
    again = in_swedish(source)

    assert (twin.live, twin.locale.language_code, twin.code) == (True, "sv", source.code)
    assert twin.translation_key == source.translation_key
    assert again.latest_revision_id == twin.latest_revision_id
    options = twin.answer.raw_data[0]["value"]["options"]
    assert [option["value"]["text"] for option in options] == [
        f"<p>sv {text}</p>" for text, _share, _feedback in SINGLE
    ]
    assert [option["value"]["fraction"] for option in options] == ["1", "0.5", "0"]


def test_a_translation_names_every_option():
    source = question()
    Locale.objects.get_or_create(language_code="sv")

    with pytest.raises(ValueError, match="zip"):
        translate_question(source, "sv", stem="<p>Vad?</p>", options=[("A", ""), ("B", "")])


def test_a_translation_that_has_lost_its_source_is_not_published(finnish):
    twin = in_swedish(question())
    twin.answer = [raw("single_choice", "1", "0")]

    with pytest.raises(ValidationError) as refused:
        twin.save_revision().publish()

    assert "eri vaihtoehdot" in refused.value.messages[0]


def test_deleting_a_bank_in_use_is_refused_by_the_database():
    made = question()

    with pytest.raises(Exception, match="protected"):
        made.bank.delete()
