"""What an editor is told before a question is published, and the languages that it works in."""

import copy

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from quizzes import content
from quizzes.attempts.freezing import freeze_live
from quizzes.banks.authoring import make_question
from quizzes.banks.models import Question
from quizzes.banks.translating import translate_question
from quizzes.banks.values import block_value
from quizzes.grading.registry import TYPED, TYPES
from tests.factories.accounts import AdministratorFactory
from tests.factories.questions import SAMPLES, in_swedish, sample_question
from tests.factories.quizzes import QuestionBankFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def changed(kind, **fields):
    """The value of a sample with some children changed."""
    return copy.deepcopy(SAMPLES[kind].value) | fields


def pair(question, answer):
    return {"question": question and f"<p>{question}</p>", "answer": answer}


def pattern(text, fraction="1"):
    return {"pattern": text, "fraction": fraction}


def number(value, fraction="1", tolerance="0"):
    return {"value": value, "fraction": fraction, "tolerance": tolerance}


def gap(kind, *answers, **more):
    found = [{"text": text, "fraction": share} for text, share in answers]
    return {"gaps": [{"kind": kind, "answers": found, **more}]}


@pytest.mark.parametrize("kind", TYPES)
def test_a_sample_of_each_type_is_published_and_made_once(kind):
    made = sample_question(kind)

    again = sample_question(kind, made.bank, code=made.code, name=made.name)

    assert (made.live, made.kind) == (True, kind)
    assert (again.pk, again.latest_revision_id) == (made.pk, made.latest_revision_id)


@pytest.mark.parametrize("kind", TYPES)
def test_the_form_and_the_preview_of_each_type_open(client, kind):
    made = sample_question(kind)
    client.force_login(AdministratorFactory(language="en"))

    page = client.get(reverse("wagtailsnippets_quizzes_question:edit", args=[made.pk]))

    assert page.status_code == 200
    block = Question._meta.get_field("answer").stream_block.child_blocks[kind]
    assert block.is_previewable
    assert 'class="quiz"' in block.render(block.get_preview_value())
    for mode in ("question", "review"):
        preview = made.make_preview_request(preview_mode=mode)
        assert preview.status_code == 200
        assert "stem" in preview.rendered_content


@pytest.mark.parametrize(
    ("kind", "value", "stem", "complaint"),
    [
        pytest.param(
            "matching",
            {"pairs": [pair("a", "x"), pair("", "y"), pair("", "z")]},
            "",
            "kaksi paria",
            id="one pair only",
        ),
        pytest.param(
            "matching",
            {"pairs": [pair("a", "x"), pair("b", "y")], "extra_answers": [" x "]},
            "",
            "kolme eri vastausta",
            id="two different answers",
        ),
        pytest.param("ordering", {"items": ["<p>a</p>"]}, "", "", id="one item"),
        pytest.param(
            "ordering", {"items": ["<p>a</p>"] * 2}, "", "sanoo saman", id="items that say the same"
        ),
        pytest.param(
            "short_answer", {"answers": [pattern("Kela", "0.5")]}, "", "arvon pitää olla 1",
            id="nobody can get it right",
        ),
        pytest.param("short_answer", {"answers": []}, "", "", id="no answer"),
        pytest.param("numerical", {"answers": [number("paljon")]}, "", "numeroin", id="no number"),
        pytest.param("numerical", {"answers": [number("NaN")]}, "", "numeroin", id="not a number"),
        pytest.param("numerical", {"answers": [number("1 000")]}, "", "numeroin", id="thousands"),
        pytest.param(
            "numerical", {"answers": [number("5", tolerance="-1")]}, "", "tai enemmän",
            id="a tolerance below zero",
        ),
        pytest.param(
            "numerical", {"answers": [number("5", "0.5")]}, "", "arvon pitää olla 1",
            id="no number gives everything",
        ),
        pytest.param(
            "numerical",
            {"answers": [number("5")], "unit_handling": "graded"},
            "",
            "yksikkö",
            id="units count, but there is none",
        ),
        pytest.param(
            "numerical",
            {"answers": [number("5")], "units": [{"unit": "m", "multiplier": "1"}] * 2},
            "",
            "on jo",
            id="a unit twice",
        ),
        pytest.param(
            "numerical",
            {"answers": [number("5")], "units": [{"unit": "m", "multiplier": "0"}]},
            "",
            "muu kuin 0",
            id="a unit that converts to nothing",
        ),
        pytest.param(
            "cloze", gap("short_answer", ("Kela", "0.5")), "[[1]]", "arvon pitää olla 1",
            id="a gap that nobody can fill",
        ),
        pytest.param(
            "cloze", gap("choice_menu", ("Kela", "1")), "[[1]]", "kaksi vaihtoehtoa",
            id="a choice of one",
        ),
        pytest.param(
            "cloze", gap("many_row", ("a", "1"), ("b", "1")), "[[1]]", "nyt se on 2",
            id="several that give too much",
        ),
        pytest.param(
            "cloze", gap("numerical", ("kuusi", "1")), "[[1]]", "numeroin", id="a gap for a number"
        ),
        pytest.param(
            "cloze", gap("short_answer", ("a", "1"), weight=0), "[[1]]", "paino", id="no weight"
        ),
        pytest.param(
            "cloze", gap("short_answer", ("a", "1")), "ei aukkoa", "Aukolla 1", id="no place"
        ),
        pytest.param(
            "cloze", gap("short_answer", ("a", "1")), "[[1]] [[2]]", "[[2]]", id="no such gap"
        ),
        pytest.param(
            "cloze", gap("short_answer", ("a", "1")), "[[1]] [[1]]", "[[1]]", id="a gap twice"
        ),
        pytest.param(
            "gap_select", {"choices": [{"text": "a"}, {"text": "b"}]}, "[[3]]", "[[3]]",
            id="no such choice",
        ),
        pytest.param(
            "gap_select", {"choices": [{"text": "a"}, {"text": "b"}]}, "ei aukkoa", "[[1]]",
            id="no gap at all",
        ),
        pytest.param(
            "gap_select", {"choices": [{"text": "a"}] * 2}, "[[1]]", "sanoo saman",
            id="choices that say the same",
        ),
        pytest.param(
            "essay", {"min_words": 9, "max_words": 3}, "", "vähemmän", id="limits crossed"
        ),
        pytest.param("essay", {"files_required": 2}, "", "enemmän", id="files forbidden"),
        pytest.param("essay", {"editor": "none"}, "", "tiedost", id="nothing to hand in"),
    ],
)  # fmt: skip
def test_an_unfit_question_is_explained(finnish, kind, value, stem, complaint):
    made = Question(
        bank=QuestionBankFactory(),
        code="K1",
        name="Kysymys",
        stem=f"<p>{stem or 'Mikä?'}</p>",
        locale=Locale.objects.get(language_code="fi"),
        live=False,
    )
    made.answer = [block_value(kind, value, "paikka")]
    made.save()
    revision = made.save_revision()

    with pytest.raises(ValidationError) as refused:
        revision.publish()

    said = " ".join(refused.value.messages)
    assert complaint in said
    made.refresh_from_db()
    assert not made.live


def test_hints_penalty_and_points_are_kept_and_frozen():
    made = make_question(
        bank=QuestionBankFactory(),
        code="V1",
        kind="true_false",
        name="Vihjeellinen",
        stem="<p>Väite.</p>",
        value={"right": "true"},
        hints=[{"text": "<p>Mieti.</p>", "clear_wrong": True}, {"text": "<p>Vielä.</p>"}],
        penalty="0.25",
        default_points="2",
        category="Kurssi/Osio",
    )

    frozen = freeze_live([made.translation_key])[made.translation_key]

    assert str(content.penalty(frozen)) == "0.25"
    hints = content.hints(frozen, "sv")
    assert [(hint.text.text, hint.text.language, hint.clear_wrong) for hint in hints] == [
        ("<p>Mieti.</p>", "fi", True),
        ("<p>Vielä.</p>", "fi", False),
    ]


@pytest.mark.parametrize(
    ("words", "said"), [([], ("<p>Mieti.</p>", "fi")), (["<p>Tänk.</p>"], ("<p>Tänk.</p>", "sv"))]
)
def test_hints_are_said_in_a_language_or_in_finnish(words, said):
    made = sample_question("true_false", hints=[{"text": "<p>Mieti.</p>"}])
    Locale.objects.get_or_create(language_code="sv")
    twin = translate_question(made, "sv", stem="<p>Fråga?</p>", value={}, hints=words)

    frozen = freeze_live([made.translation_key])[made.translation_key]

    [hint] = content.hints(frozen, "sv")
    assert twin.live
    assert (hint.text.text, hint.text.language) == said


def test_a_version_of_the_first_format_is_still_read():
    old = {
        "format": 1,
        "kind": "single_choice",
        "source": "fi",
        "structure": {"options": [{"id": "a", "fraction": "1"}], "shuffle": True},
        "words": {"fi": {"stem": "", "answer": {"a": {"text": "A", "feedback": ""}}}},
    }

    assert content.grade(old, {"options": ["a"]}, "sv").fraction == 1
    assert content.hints(old, "fi") == []
    assert str(content.penalty(old)) == "0.3333333"


@pytest.mark.parametrize("kind", TYPES)
def test_a_translation_has_the_same_ids_and_key(kind):
    made = sample_question(kind)

    twin = in_swedish(made)
    again = in_swedish(made)

    assert (twin.live, again.latest_revision_id) == (True, twin.latest_revision_id)
    frozen = freeze_live([made.translation_key])[made.translation_key]
    ours, theirs = (frozen["words"][language]["answer"] for language in ("fi", "sv"))
    assert ours.keys() == theirs.keys()
    assert content.answerable_in(frozen, "sv")


@pytest.mark.parametrize("kind", TYPES)
def test_only_what_must_be_typed_needs_words_in_a_language(kind):
    made = sample_question(kind)

    frozen = freeze_live([made.translation_key])[made.translation_key]

    assert content.answerable_in(frozen, "fi")
    assert content.answerable_in(frozen, "sv") == (kind not in TYPED)


def test_each_language_judges_by_its_own_words():
    made = sample_question("cloze")
    in_swedish(made)
    frozen = freeze_live([made.translation_key])[made.translation_key]
    gap_id = frozen["structure"]["gaps"][0]["id"]

    def parts(text, language):
        return content.grade(frozen, {"gaps": {gap_id: text}}, language).parts[gap_id]

    assert (parts("FPA", "sv"), parts("Kela", "fi")) == (1, 1)
    assert (parts("Kela", "sv"), parts("FPA", "fi")) == (0, 0)
    # English has no words: it was asked, and is judged, in Finnish.
    assert parts("Kela", "en") == 1


@pytest.mark.parametrize(
    ("kind", "stem"),
    [("cloze", "<p>[[1]] [[2]] [[3]] [[4]]</p>"), ("gap_select", "<p>[[1]] [[3]] [[3]]</p>")],
)
def test_a_translation_that_loses_a_gap_is_not_published(finnish, kind, stem):
    twin = in_swedish(sample_question(kind))
    twin.stem = stem

    with pytest.raises(ValidationError) as refused:
        twin.save_revision().publish()

    assert "samat aukot" in " ".join(refused.value.messages)


def test_translators_are_offered_words_and_no_numbers():
    Locale.objects.get_or_create(language_code="sv")
    made = sample_question("numerical")

    source, _created = TranslationSource.update_or_create_from_instance(made)

    texts = set(source.stringsegment_set.values_list("string__data", flat=True))
    assert {"h", "min", "Juuri se.", "Ei aivan."} <= texts
    assert not texts & {"37,5", "0,5", "*", "1", "60"}


@pytest.mark.parametrize("kind", TYPES)
def test_a_translation_made_in_the_admin_keeps_the_key(kind):
    swedish, _created = Locale.objects.get_or_create(language_code="sv")
    made = sample_question(kind)
    source, _created = TranslationSource.update_or_create_from_instance(made)

    Translation.objects.create(source=source, target_locale=swedish).save_target(publish=False)

    twin = made.get_translation(swedish)
    ours, theirs = (row.answer.raw_data[0] for row in (made, twin))
    assert ours["type"] == theirs["type"]
    structures = [
        content.question_type(kind).structure(raw["value"], made.stem) for raw in (ours, theirs)
    ]
    assert structures[0] == structures[1]


def test_gaps_in_another_order_keep_their_places():
    made = sample_question("gap_select")
    twin = in_swedish(made)
    twin.stem = "<p>[[3]]: [[1]], [[1]]</p>"
    twin.save_revision().publish()

    frozen = freeze_live([made.translation_key])[made.translation_key]

    markers = [gap["marker"] for gap in frozen["structure"]["gaps"]]
    assert markers == [1, 3, 1]
