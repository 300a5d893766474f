"""Several tries at one question: what was right is counted, what was wrong is cleared."""

from typing import Any

from quizzes.grading.marks import FULL, TOLERANCE, Mark

Json = dict[str, Any]
# Where the parts of an answer lie, by type; other types have no parts to clear.
PARTS = {"matching": "pairs", "gap_select": "gaps", "cloze": "gaps"}


def parts_right(kind: str, structure: Json, mark: Mark, answer: Json | None) -> tuple[int, int]:
    """
    Return how many parts of an answer are right, of how many in the question.

    For options: how many of the ticked ones are right, of the right ones. A type without
    parts counts as one.
    """
    if kind == "multiple_choice":
        right = {key for key in _shares(structure) if _shares(structure)[key] > 0}
        return len(right & set(answer["options"] if answer else ())), len(right)
    full = sum(1 for part in mark.parts.values() if part > FULL - TOLERANCE)
    if kind in PARTS:
        return full, len(structure["pairs" if kind == "matching" else "gaps"])
    if kind == "ordering":
        return full, len(structure["items"])
    return int(mark.fraction > FULL - TOLERANCE), 1


def without_wrong(kind: str, structure: Json, mark: Mark, answer: Json | None) -> Json | None:
    """
    Return an answer without what was wrong in it; what was typed as a whole stays.

    >>> from decimal import Decimal
    >>> mark = Mark.of(Decimal("0.5"), parts={"a": Decimal(1), "b": Decimal(0)})
    >>> without_wrong("matching", {}, mark, {"pairs": {"a": "x", "b": "y"}})
    {'pairs': {'a': 'x'}}
    """
    if not answer:
        return None
    if kind in PARTS:
        name = PARTS[kind]
        kept = {
            key: given
            for key, given in answer[name].items()
            if mark.parts.get(key, FULL) > FULL - TOLERANCE
        }
        return answer | {name: kept} if kept else None
    if kind == "multiple_choice":
        shares = _shares(structure)
        options = [key for key in answer["options"] if shares[key] > 0]
        return {"options": options} if options else None
    if kind in ("single_choice", "true_false"):
        return answer if mark.fraction > FULL - TOLERANCE else None
    return answer


def _shares(structure: Json) -> dict[str, float]:
    return {option["id"]: float(option["fraction"]) for option in structure["options"]}
