"""Writing GIFT. Texts are HTML and said to be; each question stands on its own lines."""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from quizzes.exchange.categories import ROOT
from quizzes.exchange.fractions import as_percent
from quizzes.exchange.gift import FORMATS, matched, read_gift
from quizzes.exchange.gift_lexer import escape
from quizzes.exchange.kinds import FULL
from quizzes.exchange.parsed import Changed, Json, Notes, ParsedQuestion
from quizzes.exchange.texts import Texts, without_paragraph
from quizzes.exchange.writing import LEFT_OUT, by_category, loss

_IMAGE = re.compile(r'<img src="[^"]*" alt="([^"]*)">')


def write_gift(questions: Iterable[ParsedQuestion]) -> tuple[str, list[Changed]]:
    """Return a file of questions, and what it cannot hold of them."""
    parts: list[str] = []
    lost: list[Changed] = []
    category = ""
    for question in by_category(questions):
        written = _write(question)
        if said := loss(question, written, read_gift):
            lost.append(said)
            if said.what.code in LEFT_OUT:
                continue
        if question.category != category:
            category = question.category
            parts.append(f"$CATEGORY: {escape(ROOT + category)}\n")
        parts.append(written)
    return "\n".join(parts), lost


def _write(question: ParsedQuestion) -> str:
    """Write one question; "" where GIFT has no such type."""
    if question.kind not in ANSWERS:
        return ""
    marks = [f"[id:{_marked(question.code)}]"] if question.code else []
    marks += [f"[tag:{_marked(tag)}]" for tag in question.tags]
    comment = f"// {' '.join(marks)}\n" if marks else ""
    text = f"::{escape(question.name)}::[html]{escape(_words(question.stem))}"
    if question.kind == "description":
        return f"{comment}{text}\n"
    lines = list(ANSWERS[question.kind](question.value))
    if question.general_feedback:
        lines.append(f"####{_html(question.general_feedback)}")
    opening = {"numerical": "#"}.get(question.kind, "")
    if len(lines) <= 1 and question.kind in {"true_false", "essay"}:
        return f"{comment}{text}{{{''.join(lines)}}}\n"
    inside = "".join(f"\t{line}\n" for line in lines)
    return f"{comment}{text}{{{opening}\n{inside}}}\n"


def _marked(mark: str) -> str:
    return " ".join(mark.split()).replace("]", "\\]")


def _words(html: str) -> str:
    """GIFT carries no pictures: what one shows stands in words."""
    if "<img" in html:
        html = Texts(Notes(0)).rich(_IMAGE.sub(r"\1", html))
    return without_paragraph(html)


def _html(html: str) -> str:
    return _line(_words(html), "html")


def _line(text: str, form: str = "plain") -> str:
    """Escape a text; one that begins like a format or a share is said to be in a format."""
    named = text.startswith("[") and text[1:].partition("]")[0] in FORMATS
    marked = named or text.startswith("%")
    return (f"[{form}]" if marked else "") + escape(text)


def _feedback(html: str) -> str:
    return f"#{_html(html)}" if html else ""


def _choice(value: Json, *, single: bool) -> Iterator[str]:
    # One `=` says that one may be chosen; a `~` must be there, or it would be a short answer.
    for option in value["options"]:
        fraction = Decimal(option["fraction"])
        if single and fraction == FULL:
            sign, single = "=", False
        else:
            sign = f"~%{as_percent(fraction)}%" if fraction else "~"
        yield f"{sign}{_html(option['text'])}{_feedback(option['feedback'])}"


def _true_false(value: Json) -> Iterator[str]:
    right, wrong = value["feedback_true"], value["feedback_false"]
    if value["right"] == "false":
        right, wrong = wrong, right
    said = f"#{_html(wrong)}" if wrong or right else ""
    yield ("TRUE" if value["right"] == "true" else "FALSE") + said + _feedback(right)


def _short_answer(value: Json) -> Iterator[str]:
    for answer in value["answers"]:
        share = as_percent(Decimal(answer["fraction"]))
        yield f"=%{share}%{_line(answer['pattern'])}{_feedback(answer['feedback'])}"


def _numerical(value: Json) -> Iterator[str]:
    last = len(value["answers"]) - 1
    for index, answer in enumerate(value["answers"]):
        fraction = Decimal(answer["fraction"])
        feedback = _feedback(answer["feedback"])
        if answer["value"] == "*" and not fraction and 0 < index == last:
            yield f"~{feedback}"
        else:
            yield f"=%{as_percent(fraction)}%{answer['value']}:{answer['tolerance']}{feedback}"


def _matching(value: Json) -> Iterator[str]:
    # Tags beside the words of an answer would be taken for markup, and go when they are read.
    texts = Texts(Notes(0))
    for pair in value["pairs"]:
        yield f"={_html(pair['question'])} -> {escape(matched(pair['answer'], texts))}"
    for answer in value["extra_answers"]:
        yield f"= -> {escape(matched(answer, texts))}"


ANSWERS: dict[str, Callable[[Json], Iterator[str]]] = {
    "single_choice": lambda value: _choice(value, single=True),
    "multiple_choice": lambda value: _choice(value, single=False),
    "true_false": _true_false,
    "short_answer": _short_answer,
    "numerical": _numerical,
    "matching": _matching,
    "essay": lambda value: iter(()),
    "description": lambda value: iter(()),
}
