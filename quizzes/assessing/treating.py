"""
What a stored answer to a flawed question is worth, once somebody has said what was wrong.

Pure: frozen content and stored answers in, marks out. Four treatments:

- version: graded anew by the corrected question, its options matched by their ids;
- disregard: some options (pairs, gaps, patterns) are taken out, and the others count;
- grant: some options count as answered right by everybody who answered;
- full: everybody who was asked has full marks.
"""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

from quizzes import content
from quizzes.grading import raw as blocks
from quizzes.grading.marks import FULL, NONE, TOLERANCE, Mark
from quizzes.grading.raw import Json
from quizzes.grading.registry import CHOICES


class By(StrEnum):
    """The treatments, as `Regrade.treatment` names them."""

    VERSION = "version"
    DISREGARD = "disregard"
    GRANT = "grant"
    FULL = "full"


BY_PERSON = "essay"
# One option or several: the answer has the same shape.
SAME_SHAPE = frozenset({"single_choice", "multiple_choice"})
GAPPED = frozenset({"cloze", "gap_select"})
PATTERNED = frozenset({"short_answer", "numerical"})


class UntreatableError(ValueError):
    """An answer cannot be graded so: its mark stays as it is."""


@dataclass(frozen=True)
class Treatment:
    """What is done, with which options, for answers to which versions of the question."""

    by: By
    options: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()

    @classmethod
    def of(cls, kept: Json) -> Self:
        """
        Read it back from plain data.

        >>> Treatment.of({"by": "grant", "options": ["b"]}).by.value
        'grant'
        """
        return cls(By(kept["by"]), tuple(kept.get("options", ())), tuple(kept.get("versions", ())))

    def written(self) -> Json:
        """Write it as plain data."""
        found: Json = {"by": self.by.value, "versions": list(self.versions)}
        return found | ({"options": list(self.options)} if self.options else {})


@dataclass(frozen=True)
class Part:
    """What can be disregarded or granted, in words."""

    key: str
    words: str
    worth: Decimal | None


def parts_of(frozen: Json, language: str) -> list[Part]:
    """Return the options of a question that a treatment can name; empty for some types."""
    kind, structure = frozen["kind"], frozen["structure"]
    said = frozen["words"].get(language, frozen["words"][frozen["source"]])["answer"]

    def words(key: str, name: str) -> str:
        return blocks.plain_words(str(said.get(key, {}).get(name, ""))) or key

    if kind in SAME_SHAPE:
        return [
            Part(option["id"], words(option["id"], "text"), Decimal(option["fraction"]))
            for option in structure["options"]
        ]
    if kind == "true_false":
        return [
            Part(key, key, FULL if key == structure["right"] else NONE) for key in ("true", "false")
        ]
    if kind == "matching":
        return [
            Part(pair["id"], words(pair["id"], "question"), None) for pair in structure["pairs"]
        ]
    if kind in GAPPED:
        name = "id" if kind == "cloze" else "place"
        return [
            Part(gap[name], f"[[{number}]]", None)
            for number, gap in enumerate(structure["gaps"], start=1)
        ]
    if kind in PATTERNED:
        return [
            Part(
                found["id"],
                str(found.get("value") or words(found["id"], "pattern")),
                Decimal(found["fraction"]),
            )
            for found in structure["answers"]
        ]
    return []


def treat(
    treatment: Treatment, frozen: Json, answer: Json | None, language: str, newer: Json | None
) -> Mark:
    """
    Grade a stored answer by a treatment; `newer` is the corrected question.

    Raises UntreatableError where this cannot be done: an essay, another type, an order of
    other items.
    """
    if treatment.by == By.FULL:
        return Mark.of(FULL)
    if not answer:
        return Mark.unanswered()
    if frozen["kind"] == BY_PERSON:
        raise UntreatableError("A person grades this.")
    if treatment.by == By.VERSION:
        if newer is None:
            raise UntreatableError("There is no corrected version.")
        return _marked(newer, fitted(newer, frozen["kind"], answer), language)
    changed, given = _treated(treatment, frozen, answer, language)
    return _marked(changed, given, language)


def _marked(frozen: Json, answer: Json | None, language: str) -> Mark:
    """Grade; an answer of which nothing is left was one, so it is wrong and not missing."""
    if not answer:
        return Mark.of(NONE)
    try:
        return content.grade(frozen, answer, language)
    except (ValueError, KeyError) as error:
        raise UntreatableError("The answer does not fit the question.") from error


def fitted(newer: Json, kind: str, answer: Json) -> Json | None:
    """Return what is left of an answer of what the corrected question still knows."""
    structure = newer["structure"]
    if newer["kind"] != kind and not {newer["kind"], kind} <= SAME_SHAPE:
        raise UntreatableError("The question is of another type now.")
    if newer["kind"] in CHOICES:
        known = CHOICES[newer["kind"]].worth(structure)
        options = [key for key in answer["options"] if key in known]
        return {"options": options} if options else None
    if kind == "matching":
        asked = {pair["id"] for pair in structure["pairs"]}
        pairs = {
            key: chosen
            for key, chosen in answer["pairs"].items()
            if key in asked and chosen in structure["answers"]
        }
        return {"pairs": pairs} if pairs else None
    if kind == "ordering":
        order = [key for key in answer["order"] if key in structure["items"]]
        if len(order) != len(structure["items"]):
            raise UntreatableError("There are other items now.")
        return {"order": order}
    if kind in GAPPED:
        name = "id" if kind == "cloze" else "place"
        asked = {gap[name] for gap in structure["gaps"]}
        gaps = {key: given for key, given in answer["gaps"].items() if key in asked}
        return {"gaps": gaps} if gaps else None
    return answer


def _treated(
    treatment: Treatment, frozen: Json, answer: Json, language: str
) -> tuple[Json, Json | None]:
    """Return the question and the answer as they count with some options out or granted."""
    kind = frozen["kind"]
    rule = RULES.get((treatment.by, kind))
    if rule is None:
        raise UntreatableError("This type has no options to treat so.")
    copy = frozen | {"structure": deepcopy(frozen["structure"])}
    return copy, rule(copy, deepcopy(answer), frozenset(treatment.options), language)


def _disregard_options(frozen: Json, answer: Json, out: frozenset[str], _lang: str) -> Json | None:
    """Take options out; what is left of the right ones is worth everything again."""
    structure = frozen["structure"]
    left = [option for option in structure["options"] if option["id"] not in out]
    right = [Decimal(option["fraction"]) for option in left if Decimal(option["fraction"]) > 0]
    whole = max(right, default=NONE) if frozen["kind"] == "single_choice" else sum(right, NONE)
    if whole < TOLERANCE:
        raise UntreatableError("No right option would be left.")
    for option in left:
        worth = Decimal(option["fraction"])
        option["fraction"] = str(worth / whole) if worth > 0 else str(worth)
    structure["options"] = left
    options = [key for key in answer["options"] if key not in out]
    return {"options": options} if options else None


def _grant_one(frozen: Json, answer: Json, granted: frozenset[str], _lang: str) -> Json:
    for option in frozen["structure"]["options"]:
        if option["id"] in granted:
            option["fraction"] = "1"
    return answer


def _grant_several(frozen: Json, answer: Json, granted: frozenset[str], _lang: str) -> Json | None:
    """Count granted options as ticked where they are right, and as left alone where not."""
    worth = {option["id"]: Decimal(option["fraction"]) for option in frozen["structure"]["options"]}
    ticked = {key for key in answer["options"] if key not in granted or worth.get(key, NONE) > 0}
    ticked |= {key for key in granted if worth.get(key, NONE) > 0}
    options = [key for key in worth if key in ticked]
    return {"options": options} if options else None


def _grant_statement(frozen: Json, answer: Json, granted: frozenset[str], _lang: str) -> Json:
    if answer["options"][0] in granted:
        frozen["structure"]["right"] = answer["options"][0]
    return answer


def _disregard_pairs(frozen: Json, answer: Json, out: frozenset[str], _lang: str) -> Json | None:
    structure = frozen["structure"]
    structure["pairs"] = _left(structure["pairs"], "id", out)
    pairs = {key: chosen for key, chosen in answer["pairs"].items() if key not in out}
    return {"pairs": pairs} if pairs else None


def _grant_pairs(frozen: Json, answer: Json, granted: frozenset[str], _lang: str) -> Json:
    right = {pair["id"]: pair["answer"] for pair in frozen["structure"]["pairs"]}
    given = {key: right[key] for key in right if key in granted}
    return {"pairs": answer["pairs"] | given}


def _disregard_gaps(frozen: Json, answer: Json, out: frozenset[str], _lang: str) -> Json | None:
    structure = frozen["structure"]
    name = "id" if frozen["kind"] == "cloze" else "place"
    structure["gaps"] = _left(structure["gaps"], name, out)
    gaps = {key: given for key, given in answer["gaps"].items() if key not in out}
    return {"gaps": gaps} if gaps else None


def _grant_gaps(frozen: Json, answer: Json, granted: frozenset[str], language: str) -> Json:
    right = content.right_answer(frozen, language) or {"gaps": {}}
    given = {key: found for key, found in right["gaps"].items() if key in granted}
    return {"gaps": answer["gaps"] | given}


def _disregard_patterns(frozen: Json, answer: Json, out: frozenset[str], _lang: str) -> Json:
    structure = frozen["structure"]
    structure["answers"] = _left(structure["answers"], "id", out)
    return answer


def _grant_patterns(frozen: Json, answer: Json, granted: frozenset[str], _lang: str) -> Json:
    for found in frozen["structure"]["answers"]:
        if found["id"] in granted:
            found["fraction"] = "1"
    return answer


def _left(found: Sequence[Json], name: str, out: frozenset[str]) -> list[Json]:
    left = [each for each in found if each[name] not in out]
    if not left:
        raise UntreatableError("Nothing would be left to grade.")
    return left


RULES: dict[tuple[By, str], Callable[[Any, Any, frozenset[str], str], Json | None]] = {
    (By.DISREGARD, "single_choice"): _disregard_options,
    (By.DISREGARD, "multiple_choice"): _disregard_options,
    (By.DISREGARD, "matching"): _disregard_pairs,
    (By.DISREGARD, "cloze"): _disregard_gaps,
    (By.DISREGARD, "gap_select"): _disregard_gaps,
    (By.DISREGARD, "short_answer"): _disregard_patterns,
    (By.DISREGARD, "numerical"): _disregard_patterns,
    (By.GRANT, "single_choice"): _grant_one,
    (By.GRANT, "multiple_choice"): _grant_several,
    (By.GRANT, "true_false"): _grant_statement,
    (By.GRANT, "matching"): _grant_pairs,
    (By.GRANT, "cloze"): _grant_gaps,
    (By.GRANT, "gap_select"): _grant_gaps,
    (By.GRANT, "short_answer"): _grant_patterns,
    (By.GRANT, "numerical"): _grant_patterns,
}
