"""Taking the wrong parts out of an answer before the next try. Pure."""

from typing import Any

from quizzes.grading.marks import NONE, Mark


def without_wrong_parts(answer: Any, mark: Mark) -> Any:
    """
    Return an answer without the parts that earned nothing; None where nothing is left.

    What has no parts of its own (a number, a word, an order) is kept as it is: the learner
    mends it.

    >>> from decimal import Decimal
    >>> mark = Mark.of(Decimal("0.5"), parts={"a": Decimal(1), "b": Decimal(0)})
    >>> without_wrong_parts({"pairs": {"a": "x", "b": "y"}}, mark)
    {'pairs': {'a': 'x'}}
    >>> without_wrong_parts({"text": "Kela"}, mark)
    {'text': 'Kela'}
    """
    if not answer or not mark.parts:
        return answer
    for name in ("pairs", "gaps"):
        if name in answer:
            kept = {key: value for key, value in answer[name].items() if _earns(mark, key)}
            return answer | {name: kept} if kept else None
    if "options" in answer:
        options = [key for key in answer["options"] if _earns(mark, key)]
        return answer | {"options": options} if options else None
    return answer


def _earns(mark: Mark, key: str) -> bool:
    return mark.parts.get(key, NONE) > NONE
