"""A question of every type: its value, its words in Swedish, and what right answers send."""

from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Locale

from demo.loading.practice import as_sent
from quizzes.banks.translating import translate_question
from quizzes.grading.registry import question_type
from tests.factories.quizzes import question


@dataclass(frozen=True)
class Sample:
    """What makes a question of a type."""

    value: dict[str, Any]
    stem: str = "<p>Kysymys?</p>"
    swedish: dict[str, Any] = field(default_factory=dict)


def option(text, fraction, feedback="", name="text"):
    """An option or a typed answer."""
    return {name: text, "fraction": fraction, "feedback": feedback}


SAMPLES = {
    "single_choice": Sample(
        {
            "options": [option("<p>Oikea</p>", "1", "<p>Niin.</p>"), option("<p>Väärä</p>", "0")],
            "numbering": "abc",
            "feedback_right": "<p>Kaikki oikein.</p>",
        },
        swedish={"options": [{"text": "<p>Rätt</p>"}, {"text": "<p>Fel</p>"}]},
    ),
    "multiple_choice": Sample(
        {
            "options": [
                option("<p>Yksi</p>", "0.5"),
                option("<p>Kaksi</p>", "0.5"),
                option("<p>Kolme</p>", "-0.5"),
            ]
        },
        swedish={
            "options": [{"text": "<p>Ett</p>"}, {"text": "<p>Två</p>"}, {"text": "<p>Tre</p>"}]
        },
    ),
    "true_false": Sample({"right": "false"}),
    "matching": Sample(
        {
            "pairs": [
                {"question": "<p>Kela</p>", "answer": "kuntoutusraha"},
                {"question": "<p>Kunta</p>", "answer": "kuntouttava työtoiminta"},
                {"question": "<p>Eläkelaitos</p>", "answer": "osatyökyvyttömyyseläke"},
            ],
            "extra_answers": ["ajokortti"],
            "shuffle": False,
        },
        swedish={
            "pairs": [
                {"question": "<p>FPA</p>", "answer": "rehabiliteringspenning"},
                {"question": "<p>Kommunen</p>", "answer": "arbetsverksamhet"},
                {"question": "<p>Pensionsanstalten</p>", "answer": "delinvalidpension"},
            ],
            "extra_answers": ["körkort"],
        },
    ),
    "ordering": Sample(
        {
            "items": ["<p>Havainto</p>", "<p>Keskustelu</p>", "<p>Suunnitelma</p>"],
            "marking": "absolute",
        },
        swedish={"items": ["<p>Iakttagelse</p>", "<p>Samtal</p>", "<p>Plan</p>"]},
    ),
    "short_answer": Sample(
        {
            "answers": [
                option("Kela", "1", "<p>Aivan.</p>", "pattern"),
                option("kansaneläke*", "0.5", "<p>Koko nimi.</p>", "pattern"),
            ]
        },
        swedish={"answers": [{"pattern": "FPA"}, {"pattern": "folkpension*"}]},
    ),
    "numerical": Sample(
        {
            "answers": [
                option("37,5", "1", "<p>Juuri se.</p>", "value")
                | {"tolerance": "0,5", "tolerance_type": "nominal"},
                option("*", "0", "<p>Ei aivan.</p>", "value"),
            ],
            "unit_handling": "graded",
            "units": [
                {"unit": "h", "multiplier": "1"},
                {"unit": "min", "multiplier": "60"},
            ],
            "unit_penalty": "0.1",
        },
        swedish={"units": [{"unit": "tim"}, {"unit": "min"}]},
    ),
    "cloze": Sample(
        {
            "gaps": [
                {"kind": "short_answer", "answers": [option("Kela", "1", "<p>Hyvä.</p>")]},
                {
                    "kind": "numerical",
                    "weight": 2,
                    "answers": [option("60", "1") | {"tolerance": "1"}],
                },
                {"kind": "choice_menu", "answers": [option("raha", "1"), option("kivi", "0")]},
                {"kind": "choice_row", "answers": [option("a1", "1"), option("a2", "0")]},
                {
                    "kind": "many_column",
                    "answers": [option("b1", "0.5"), option("b2", "0.5"), option("b3", "-0.5")],
                },
            ]
        },
        stem="<p>[[1]] maksaa [[2]] päivää [[3]]; [[4]] ja [[5]].</p>",
        swedish={
            "gaps": [
                {"answers": [{"text": "FPA"}]},
                {"answers": [{"text": "60"}]},
                {"answers": [{"text": "pengar"}, {"text": "sten"}]},
                {"answers": [{"text": "a1"}, {"text": "a2"}]},
                {"answers": [{"text": "b1"}, {"text": "b2"}, {"text": "b3"}]},
            ]
        },
    ),
    "gap_select": Sample(
        {
            "choices": [
                {"text": "Kela", "group": 1},
                {"text": "kunta", "group": 1},
                {"text": "maanantai", "group": 2},
                {"text": "tiistai", "group": 2},
            ],
            "shuffle": False,
        },
        stem="<p>[[1]] maksaa, kun [[3]] tulee; [[1]] päättää.</p>",
        swedish={
            "choices": [
                {"text": "FPA"},
                {"text": "kommunen"},
                {"text": "måndag"},
                {"text": "tisdag"},
            ]
        },
    ),
    "essay": Sample(
        {
            "editor": "plain",
            "min_words": 3,
            "max_words": 5,
            "model_answer": "<p>Mallivastaus on tässä.</p>",
            "grader_info": "<p>Vain arvioijille.</p>",
        }
    ),
    "description": Sample({}, stem="<p>Lue tämä ensin.</p>"),
}


def sample_question(kind, bank=None, **fields):
    """A published question of a type; more fields go to `make_question`."""
    found = SAMPLES[kind]
    return question(bank, kind=kind, **{"value": found.value, "stem": found.stem} | fields)


def in_swedish(made, kind=None):
    """A question's words in Swedish."""
    Locale.objects.get_or_create(language_code="sv")
    found = SAMPLES[kind or made.kind]
    stem = found.stem.replace("Kysymys", "Fråga").replace("maksaa", "betalar")
    return translate_question(made, "sv", stem=stem, value=found.swedish)


def right_sent(response, language="fi"):
    """What a form with the right answer to a response's question sends."""
    frozen = response.question_version.content
    words = frozen["words"].get(language, frozen["words"]["fi"])["answer"]
    right = question_type(frozen["kind"]).right(frozen["structure"], words)
    return as_sent(frozen["structure"], right)
