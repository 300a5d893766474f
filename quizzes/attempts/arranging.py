"""Pairs and orders as somebody sees them."""

from typing import TYPE_CHECKING

from quizzes.attempts.shown import ShownItem, ShownOption, ShownPart, verdict_of
from quizzes.grading import matching, ordering

if TYPE_CHECKING:
    from quizzes.attempts.showing import ShownQuestion


def pairs(question: "ShownQuestion") -> list[ShownPart]:
    """Return each pair with the answers to choose from, in this learner's order."""
    order = question.response.shown_order
    known = {pair["id"] for pair in question.structure["pairs"]}
    answers = [key.removeprefix(matching.ANSWER) for key in order if key not in known]
    return [
        _pair(question, key, number, answers)
        for number, key in enumerate((key for key in order if key in known), start=1)
    ]


def _pair(question: "ShownQuestion", key: str, number: int, answers: list[str]) -> ShownPart:
    field = matching.field_of(key)
    stored = question.answer.get("pairs", {}).get(key, "")
    chosen = question.entered.text(field, matching.token_of(question.structure, stored))
    texts = {answer: question.says("answer", answer, "answer") for answer in answers}
    right = question.right.get("pairs", {}).get(key, "")
    tokens = {answer: matching.token_of(question.structure, answer) for answer in answers}
    return ShownPart(
        key=key,
        field=f"{question.prefix}{field}",
        number=number,
        control="select",
        label=question.says("answer", key, "question"),
        options=[
            ShownOption(tokens[answer], texts[answer], tokens[answer] == chosen)
            for answer in answers
        ],
        verdict=verdict_of(question.mark.parts.get(key)),
        given=texts[stored].text if stored in texts else "",
        right=texts[right].text if right in texts else "",
        problem=question.entered.problem_of(field),
    )


def items(question: "ShownQuestion") -> list[ShownItem]:
    """Return the items as they were ordered, else as they were shown first."""
    given = list(question.entered.sent.get(ordering.FIELD, ()))
    order = question.answer.get("order") or question.response.shown_order
    known = question.structure["items"]
    return [
        _item(question, key, place)
        for place, key in enumerate(given if sorted(given) == sorted(known) else order, start=1)
    ]


def right_items(question: "ShownQuestion") -> list[ShownItem]:
    """Return the items in the right order."""
    keys = question.structure["items"]
    return [_item(question, key, place) for place, key in enumerate(keys, start=1)]


def _item(question: "ShownQuestion", key: str, place: int) -> ShownItem:
    verdict = verdict_of(question.mark.parts.get(key))
    return ShownItem(key, question.says("answer", key, "text"), place, verdict)
