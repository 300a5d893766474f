"""Lines and gaps as somebody sees them: fields while answering, words and verdicts afterwards."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from quizzes.attempts.shown import Piece, ShownOption, ShownPart, verdict_of
from quizzes.content import Said
from quizzes.grading import gap_select, gaps, markers, numerical
from quizzes.grading.marks import State
from quizzes.grading.registry import question_type

if TYPE_CHECKING:
    from quizzes.attempts.showing import ShownQuestion

CONTROLS = {
    gaps.SHORT: "text",
    gaps.SHORT_CASE: "text",
    gaps.NUMBER: "number",
    gaps.MENU: "select",
    gaps.ROW: "radio",
    gaps.COLUMN: "radio",
    "many_row": "checkbox",
    "many_column": "checkbox",
}
# Languages that write a decimal comma.
WITH_COMMA = frozenset({"fi", "sv"})


def line(question: "ShownQuestion") -> ShownPart:
    """Return the one line of a short answer or a number."""
    is_number = question.kind == "numerical"
    mark = question.mark
    right = question_type(question.kind).in_words(
        question.structure, question.words, question.right
    )
    return ShownPart(
        key="text",
        field=f"{question.prefix}text",
        number=1,
        control="number" if is_number else "text",
        value=question.entered.text("text", question.answer.get("text", "")),
        verdict=verdict_of(None if mark.state == State.UNANSWERED else mark.fraction),
        given=question_type(question.kind).in_words(
            question.structure, question.words, question.response.answer
        ),
        right=_localised(right, question.language) if is_number else right,
        feedback=_feedback(question, mark.feedback),
        note=_("The unit was missing or wrong.") if _lost_its_unit(question) else "",
        problem=question.entered.problem_of("text"),
    )


def _lost_its_unit(question: "ShownQuestion") -> bool:
    """Whether the number fitted an answer that gives more than was given."""
    if question.kind != "numerical":
        return False
    fractions = {found["id"]: Decimal(found["fraction"]) for found in question.structure["answers"]}
    return any(fractions[key] > question.mark.fraction for key in question.mark.feedback)


def unit(question: "ShownQuestion") -> ShownPart | None:
    """Return the choice of a unit; None where it is typed or there is none."""
    if question.kind != "numerical" or not numerical.has_unit_field(question.structure):
        return None
    field = numerical.UNIT_FIELD
    chosen = question.entered.text(field, question.answer.get("unit", ""))
    return ShownPart(
        key="unit",
        field=f"{question.prefix}{field}",
        number=2,
        control=question.structure["unit_input"],
        options=[
            ShownOption(
                found["id"], question.says("answer", found["id"], "unit"), found["id"] == chosen
            )
            for found in question.structure["units"]
        ],
        problem=question.entered.problem_of(field),
    )


def _localised(number: str, language: str) -> str:
    return number.replace(".", ",") if language in WITH_COMMA else number


def _feedback(question: "ShownQuestion", keys: Any) -> list[Said]:
    found = (question.says("answer", key, "feedback") for key in keys)
    return [said for said in found if said.text]


def pieces(question: "ShownQuestion") -> list[Piece]:
    """
    Return the sentence cut at its gaps; a marker without a gap is left out.

    The places of a translation may come in another order: each finds the gap that has its
    number in the source.
    """
    gap_at = _cloze(question) if question.kind == "cloze" else _selects(question)
    # Links are resolved first: a sentence is whole then, and its pieces need no parser.
    cut = markers.pieces(expand_db_html(question.stem.text))
    found = (Piece(html=mark_safe(bit)) if isinstance(bit, str) else gap_at(bit) for bit in cut)
    return [piece for piece in found if piece and (piece.html or piece.gap)]


Places = Callable[[int], Piece | None]


def _cloze(question: "ShownQuestion") -> Places:
    there = question.structure["gaps"]

    def gap_at(number: int) -> Piece | None:
        if not 1 <= number <= len(there):
            return None
        return Piece(gap=_cloze_gap(question, there[number - 1], number))

    return gap_at


def _cloze_gap(question: "ShownQuestion", gap: dict[str, Any], number: int) -> ShownPart:
    field = gap_select.field_of(gap["id"])
    given = question.answer.get("gaps", {}).get(gap["id"], "")
    right = question.right.get("gaps", {}).get(gap["id"], "")
    keys = {found["id"] for found in gap["answers"]}
    text = given if isinstance(given, str) else ""
    chosen = question.entered.chosen(field, () if isinstance(given, str) else given)
    right_words = gaps.in_words(right, question.words)
    is_number = gap["kind"] == gaps.NUMBER
    return ShownPart(
        key=gap["id"],
        field=f"{question.prefix}{field}",
        number=number,
        control=CONTROLS[gap["kind"]],
        value=question.entered.text(field, text),
        options=[
            ShownOption(key, question.says("answer", key, "text"), key in chosen)
            for key in question.response.shown_order
            if key in keys
        ],
        is_row=gap["kind"] in (gaps.ROW, "many_row"),
        verdict=verdict_of(question.mark.parts.get(gap["id"])),
        given=gaps.in_words(given, question.words),
        right=_localised(right_words, question.language) if is_number else right_words,
        feedback=_feedback(question, [key for key in question.mark.feedback if key in keys]),
        problem=question.entered.problem_of(field),
    )


def _selects(question: "ShownQuestion") -> Places:
    waiting: dict[int, Iterator[tuple[int, dict[str, Any]]]] = {}
    by_marker: dict[int, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    for number, gap in enumerate(question.structure["gaps"], start=1):
        by_marker[gap["marker"]].append((number, gap))

    def gap_at(marker: int) -> Piece | None:
        if marker not in waiting:
            waiting[marker] = iter(by_marker[marker])
        found = next(waiting[marker], None)
        return Piece(gap=_select(question, *found)) if found else None

    return gap_at


def _select(question: "ShownQuestion", number: int, gap: dict[str, Any]) -> ShownPart:
    field = gap_select.field_of(gap["place"])
    given = question.answer.get("gaps", {}).get(gap["place"], "")
    chosen = question.entered.text(field, given)
    offered = set(gap_select.offered(question.structure, gap))
    return ShownPart(
        key=gap["place"],
        field=f"{question.prefix}{field}",
        number=number,
        control="select",
        options=[
            ShownOption(key, question.says("answer", key, "text"), key == chosen)
            for key in question.response.shown_order
            if key in offered
        ],
        verdict=verdict_of(question.mark.parts.get(gap["place"])),
        given=question.says("answer", given, "text").text if given else "",
        right=question.says("answer", gap["right"], "text").text,
        problem=question.entered.problem_of(field),
    )
