"""
One gap of a sentence, by its kind: typed words, a number, one option or several.

A gap's answer is a text, or a list of the ids of its options.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from quizzes.grading import numbers
from quizzes.grading.marks import FULL, NONE, TOLERANCE, Unfit, UnfitAnswerError
from quizzes.grading.numerical import check_number
from quizzes.grading.options import chosen_options
from quizzes.grading.raw import Json
from quizzes.grading.short_answer import Pattern, first_match
from quizzes.grading.typed import Sent, typed, without_stars

SHORT, SHORT_CASE, NUMBER = TYPED = ("short_answer", "short_answer_case", "numerical")
MENU, ROW, COLUMN = ONE_OF = ("choice_menu", "choice_row", "choice_column")
SEVERAL_OF = ("many_row", "many_column")
KINDS = (*TYPED, *ONE_OF, *SEVERAL_OF)
NEEDS_WORDS = frozenset({SHORT, SHORT_CASE})

GapAnswer = str | list[str]


def read(gap: Json, sent: Sent, field: str) -> GapAnswer:
    """Read a gap's field; "" or [] is no answer. Raises UnfitAnswerError."""
    if gap["kind"] in TYPED:
        text = typed(sent, field)
        if text and gap["kind"] == NUMBER:
            check_number(text, field)
        return text
    chosen = chosen_options([found["id"] for found in gap["answers"]], sent, field)
    if gap["kind"] in ONE_OF and len(chosen) > 1:
        raise UnfitAnswerError(Unfit.ONE_ONLY, field)
    return chosen


def grade(gap: Json, given: GapAnswer, words: Json) -> tuple[Decimal, list[str]]:
    """
    Return what an answer to a gap earns, and whose feedback to show.

    One option may cost points; several are summed and held between 0 and 1, as in multiple
    choice; a number below 0 is 0, as Moodle has it.
    """
    fractions = {found["id"]: Decimal(found["fraction"]) for found in gap["answers"]}
    if gap["kind"] in SEVERAL_OF:
        chosen = [key for key in fractions if key in given]
        total = sum((fractions[key] for key in chosen), NONE)
        return min(max(total, NONE), FULL), chosen
    key = _found(gap, given, words)
    if key is None:
        return NONE, []
    worth = fractions[key]
    return (max(worth, NONE) if gap["kind"] == NUMBER else worth), [key]


def _found(gap: Json, given: GapAnswer, words: Json) -> str | None:
    """Return the one answer that decides; None where nothing fits."""
    if not isinstance(given, str):
        known = {found["id"] for found in gap["answers"]}
        return given[0] if given and given[0] in known else None
    if gap["kind"] == NUMBER:
        return _interval(gap, given)
    match_case = gap["kind"] == SHORT_CASE
    pattern = first_match(_patterns(gap, words), given, match_case=match_case)
    return pattern.key if pattern else None


def _interval(gap: Json, given: str) -> str | None:
    try:
        value = numbers.read(given).value
    except UnfitAnswerError:
        return None
    holding = (
        found["id"]
        for found in gap["answers"]
        if numbers.holds(found["value"], found["tolerance"], numbers.NOMINAL, value)
    )
    return next(holding, None)


def _patterns(gap: Json, words: Json) -> list[Pattern]:
    return [
        Pattern(found["id"], words.get(found["id"], {}).get("text", ""), Decimal(found["fraction"]))
        for found in gap["answers"]
    ]


def is_typed_in(gap: Json, words: Json) -> bool:
    """Whether a language has the words that a gap needs."""
    if gap["kind"] not in NEEDS_WORDS:
        return True
    patterns = _patterns(gap, words)
    return any(found.pattern and found.fraction > FULL - TOLERANCE for found in patterns)


def right(gap: Json, words: Json) -> GapAnswer | None:
    """Return a right answer to a gap; None where it has none."""
    fractions = {found["id"]: Decimal(found["fraction"]) for found in gap["answers"]}
    if gap["kind"] in SEVERAL_OF:
        return [key for key, fraction in fractions.items() if fraction > 0] or None
    best = max(fractions, key=lambda key: fractions[key], default=None)
    if best is None:
        return None
    if gap["kind"] in ONE_OF:
        return [best]
    if gap["kind"] == NUMBER:
        return str(next(found["value"] for found in gap["answers"] if found["id"] == best))
    return without_stars(words.get(best, {}).get("text", "")) or None


def in_words(given: GapAnswer, words: Json) -> str:
    """Return an answer to a gap as plain text."""
    if isinstance(given, str):
        return given
    return ", ".join(words.get(key, {}).get("text", "") or key for key in given)


def guess(gap: Json) -> Decimal:
    """Return what guessing gives on average; 0 for words, numbers and several options."""
    if gap["kind"] not in ONE_OF or not gap["answers"]:
        return NONE
    return sum((Decimal(found["fraction"]) for found in gap["answers"]), NONE) / len(gap["answers"])


def several_fractions(fractions: Sequence[Decimal], *, given_in_percent: bool) -> list[Decimal]:
    """
    Share out a gap of several options as files write it, where each right one counts 1.

    Right ones add up to 1. Where no percentages were given, each wrong one cancels a right
    one out (Moodle's rule).

    >>> [str(found) for found in several_fractions([FULL, FULL, NONE], given_in_percent=False)]
    ['0.5', '0.5', '-0.5']
    """
    total = sum((fraction for fraction in fractions if fraction > 0), NONE)
    if not total:
        return list(fractions)
    wrong = -1 / total
    return [
        fraction / total if fraction > 0 else fraction if given_in_percent else wrong
        for fraction in fractions
    ]


def weighted(parts: Mapping[str, Decimal], gaps: Sequence[Json]) -> Decimal:
    """
    Return the mean of the gaps by weight; a gap without an answer counts as 0.

    >>> gaps = [{"id": "a", "weight": 2}, {"id": "b", "weight": 1}]
    >>> weighted({"b": FULL}, gaps).quantize(Decimal("0.01"))
    Decimal('0.33')
    """
    weights = sum((Decimal(gap["weight"]) for gap in gaps), NONE)
    if not weights:
        return NONE
    return sum((parts.get(gap["id"], NONE) * gap["weight"] for gap in gaps), NONE) / weights
