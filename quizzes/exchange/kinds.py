"""
The values of answer blocks, made of what files say, with the rules that Moodle saves by.

Lists hold plain values here; ids come when a question enters a bank. What a question lacks to
be asked at all is a RefusedError; what only keeps it from being published is not, for an
editor can mend a draft.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from quizzes.exchange.fractions import number_of, plain
from quizzes.exchange.parsed import Json, Notes, RefusedError

FULL = Decimal(1)
TWO_DECIMALS = Decimal("0.01")
NUMBERINGS = ("none", "abc", "ABCD", "123", "iii", "IIII")
COMBINED = ("feedback_right", "feedback_partly", "feedback_wrong")
NO_COMBINED = ("", "", "")


@dataclass(frozen=True)
class Weighed:
    """An answer with its share of the points. `text` is HTML in choices, else plain."""

    text: str
    fraction: Decimal
    feedback: str = ""


def combined(feedback: Sequence[str] = NO_COMBINED) -> Json:
    """Return the children that say how the whole went."""
    return dict(zip(COMBINED, feedback, strict=True))


def _answers(answers: Sequence[Weighed], notes: Notes, label: str) -> list[Json]:
    """Drop empty answers, as Moodle does; keep the rest as they are."""
    kept = [answer for answer in answers if answer.text]
    if len(kept) < len(answers):
        notes.say("empty_answers", count=len(answers) - len(kept))
    return [
        {label: one.text, "fraction": plain(one.fraction), "feedback": one.feedback} for one in kept
    ]


def choice(
    answers: Sequence[Weighed],
    notes: Notes,
    *,
    single: bool,
    shuffle: bool = True,
    numbering: str = "abc",
    feedback: Sequence[str] = NO_COMBINED,
) -> Json:
    """Return a single or multiple choice: the best is 1, or the positive ones add up to 1."""
    options = _answers(answers, notes, "text")
    if len(options) < 2:
        raise RefusedError("too_few_options", count=len(options))
    shares = [Decimal(option["fraction"]) for option in options]
    if single and max(shares) != FULL:
        raise RefusedError("best_not_full", percent=plain(max(shares) * 100))
    total = sum((share for share in shares if share > 0), Decimal(0))
    if not single and total.quantize(TWO_DECIMALS) != FULL:
        raise RefusedError("sum_not_full", percent=plain(total * 100))
    if numbering not in NUMBERINGS:
        notes.say("numbering", given=numbering)
        numbering = "abc"
    value: Json = {"options": options, "shuffle": shuffle, "numbering": numbering}
    if not single:
        value["all_or_nothing"] = False
    return value | combined(feedback)


def true_false(right: bool, when_true: str = "", when_false: str = "") -> Json:
    """Return a statement with what is said to each answer."""
    return {
        "right": "true" if right else "false",
        "feedback_true": when_true,
        "feedback_false": when_false,
    }


def short_answer(answers: Sequence[Weighed], notes: Notes, *, match_case: bool = False) -> Json:
    """Return patterns to be typed; one of them must give all points."""
    patterns = _answers(answers, notes, "pattern")
    if not patterns:
        raise RefusedError("no_answers")
    best = max(Decimal(pattern["fraction"]) for pattern in patterns)
    if best != FULL:
        raise RefusedError("best_not_full", percent=plain(best * 100))
    return {"answers": patterns, "match_case": match_case}


def number(text: str, notes: Notes) -> str:
    """Return a number as files of ours write it; raises RefusedError where it is none."""
    text = text.strip()
    found = number_of(text)
    if found is None and text.count(",") == 1 and "." not in text:
        found = number_of(text.replace(",", "."))
        if found is not None:
            notes.say("decimal_comma", given=text)
    if found is None:
        raise RefusedError("no_number", given=text[:60])
    return plain(found)


def numerical_answer(
    value: str,
    tolerance: str,
    fraction: Decimal,
    notes: Notes,
    *,
    feedback: str = "",
    tolerance_type: str = "nominal",
) -> Json:
    """Return one answer; `*` is any number."""
    anything = value.strip() == "*"
    return {
        "value": "*" if anything else number(value, notes),
        "tolerance": "0" if anything or not tolerance.strip() else number(tolerance, notes),
        "tolerance_type": tolerance_type,
        "fraction": plain(fraction),
        "feedback": feedback,
    }


def numerical(answers: list[Json]) -> Json:
    """Return a numerical question without units; raises RefusedError where nothing is right."""
    if not answers:
        raise RefusedError("no_answers")
    return {
        "answers": answers,
        "units": [],
        "unit_handling": "none",
        "unit_penalty": "0.1",
        "unit_penalty_of": "response",
        "unit_input": "text",
        "unit_first": False,
    }


def matching(
    pairs: Sequence[tuple[str, str]],
    notes: Notes,
    *,
    shuffle: bool = True,
    feedback: Sequence[str] = NO_COMBINED,
) -> Json:
    """Return pairs of a question (HTML) and an answer; extra answers have no question."""
    kept = [(question, answer) for question, answer in pairs if question or answer]
    for question, answer in kept:
        if question and not answer:
            raise RefusedError("pair_without_answer")
    if len(kept) < len(pairs):
        notes.say("empty_answers", count=len(pairs) - len(kept))
    asked = [{"question": question, "answer": answer} for question, answer in kept if question]
    if not asked:
        raise RefusedError("too_few_pairs")
    return {
        "pairs": asked,
        "extra_answers": [answer for question, answer in kept if not question],
        "shuffle": shuffle,
    } | combined(feedback)


def essay(**fields: object) -> Json:
    """Return an essay with what a file said of it, else as Moodle would start it."""
    return {
        "editor": "rich",
        "lines": 15,
        "min_words": None,
        "max_words": None,
        "files_allowed": 0,
        "files_required": 0,
        "file_types": [],
        "template": "",
        "model_answer": "",
        "grader_info": "",
        "criteria": [],
        **fields,
    }
