"""
Options, as choice questions keep them, and what all types made of options do alike.

In the block's raw data an option is `{"id": …, "value": {"text", "fraction", "feedback"}}`;
the id is its key, equal in every language and across edits.
"""

import random
from collections.abc import Mapping, Sequence
from decimal import Decimal

from quizzes.grading import raw as blocks
from quizzes.grading.feedback import combined_words
from quizzes.grading.marks import Unfit, UnfitAnswerError
from quizzes.grading.raw import Json
from quizzes.grading.typed import Sent

FIELD = "choice"
NUMBERINGS = ("none", "abc", "ABCD", "123", "iii", "IIII")


def structure(raw: Json, stem: str = "") -> Json:
    """
    Keep what the key is made of: ids in the editor's order, their fractions, and shuffling.

    >>> raw = {"options": [{"id": "a", "value": {"text": "Yes", "fraction": "1.00"}}]}
    >>> structure(raw)
    {'options': [{'id': 'a', 'fraction': '1'}], 'shuffle': True, 'numbering': 'none'}
    """
    return {
        "options": [
            {"id": key, "fraction": blocks.plainly(blocks.number(option.get("fraction")))}
            for key, option in blocks.structs(raw, "options")
        ],
        "shuffle": bool(raw.get("shuffle", True)),
        "numbering": blocks.text(raw, "numbering") or NUMBERINGS[0],
    }


def words(raw: Json) -> Json:
    """
    Keep what a reader sees of each option, by its id, and the combined feedback.

    >>> words({"options": [{"id": "a", "value": {"text": "Yes", "feedback": None}}]})["a"]
    {'text': 'Yes', 'feedback': ''}
    """
    return {
        key: {"text": blocks.text(option, "text"), "feedback": blocks.text(option, "feedback")}
        for key, option in blocks.structs(raw, "options")
    } | combined_words(raw)


def worth(structure: Json) -> dict[str, Decimal]:
    """Return the fraction of each option by its id: what it is worth."""
    return {option["id"]: Decimal(option["fraction"]) for option in structure["options"]}


def shown_order(structure: Json, dice: random.Random) -> list[str]:
    """Return the option ids in the order that one learner sees them."""
    keys = [option["id"] for option in structure["options"]]
    if structure["shuffle"]:
        dice.shuffle(keys)
    return keys


def chosen_options(
    known: Sequence[str], sent: Mapping[str, Sequence[str]], field: str = FIELD
) -> list[str]:
    """
    Read the ids chosen in a form, in the editor's order, each once; "" chooses nothing.

    Raises UnfitAnswerError where one of them is no option of this question.

    >>> chosen_options(["a", "b", "c"], {"choice": ["c", "a", "c", ""]})
    ['a', 'c']
    """
    chosen = {key for key in sent.get(field, ()) if key}
    if not chosen.issubset(known):
        raise UnfitAnswerError(Unfit.UNKNOWN_OPTION, field)
    return [key for key in known if key in chosen]


def read_answer(known: Sequence[str], sent: Sent, *, several: bool) -> Json | None:
    """Read what a form sent; raises UnfitAnswerError for an unknown option or one too many."""
    chosen = chosen_options(known, sent)
    if len(chosen) > 1 and not several:
        raise UnfitAnswerError(Unfit.ONE_ONLY)
    return {"options": chosen} if chosen else None


def right_options(fractions: Mapping[str, Decimal], *, several: bool) -> list[str]:
    """
    Return the right options: of several, all that give points; else the best one.

    >>> right_options({"a": Decimal(0), "b": Decimal(1)}, several=False)
    ['b']
    """
    if several:
        return [key for key, fraction in fractions.items() if fraction > 0]
    return [max(fractions, key=lambda key: fractions[key])] if fractions else []


def in_words(structure: Json, words: Json, answer: Json | None) -> str:
    """Return what the chosen options say, as plain text."""
    chosen = answer["options"] if answer else ()
    said = (words.get(key, {}).get("text") or key for key in chosen)
    return "; ".join(blocks.plain_words(text) for text in said)
