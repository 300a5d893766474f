"""
Writing Moodle XML.

What Moodle has no place for stands in elements of our own, which it passes over: all or
nothing, the kind of a tolerance, an essay's model answer and criteria.
"""

import base64
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from html import escape
from urllib.parse import unquote

from quizzes.exchange import cloze
from quizzes.exchange.categories import ROOT
from quizzes.exchange.fractions import as_percent, plain
from quizzes.exchange.moodle_xml import read_moodle_xml
from quizzes.exchange.moodle_xml_kinds import GAP, MARKINGS, NO_UNITS, TOLERANCE_TYPES, UNIT_INPUTS
from quizzes.exchange.parsed import Changed, Hint, Json, ParsedQuestion
from quizzes.exchange.texts import looks_like_html
from quizzes.exchange.writing import by_category, loss

EDITORS = {"rich": "editor", "plain": "plain", "none": "noinline"}
GRADING = {way: name for name, way in MARKINGS.items() if name[-1].isalpha()}
_FILE = re.compile(r'src="@@PLUGINFILE@@/([^"]+)"')

Lines = Iterator[str]


def write_moodle_xml(questions: Iterable[ParsedQuestion]) -> tuple[str, list[Changed]]:
    """Return a file of questions, and what it cannot hold of them."""
    parts: list[str] = []
    lost: list[Changed] = []
    category = ""
    for question in by_category(questions):
        written = _Writer(question).written()
        if said := loss(question, _file(written), read_moodle_xml):
            lost.append(said)
        if question.category != category:
            category = question.category
            path = _text(ROOT + category)
            parts.append(
                f'  <question type="category">\n    <category>{path}</category>\n  </question>\n'
            )
        parts.append(written)
    return _file("".join(parts)), lost


def _file(inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{inside}</quiz>\n'


def _quoted(text: str) -> str:
    if not any(sign in text for sign in "<>&"):
        return text
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _text(text: str) -> str:
    return f"<text>{_quoted(text)}</text>"


def _plain(name: str, text: object) -> str:
    return f"<{name}>{escape(str(text), quote=False)}</{name}>"


def _label(name: str, text: str, more: str = "") -> str:
    """Write what learners choose from; tags in it are words, which is said where there are any."""
    form = ' format="plain_text"' if looks_like_html(text) else ""
    return f"<{name}{form}>{_text(text)}{more}</{name}>"


def _flag(name: str, on: object) -> str:
    return f"<{name}>{'true' if on else 'false'}</{name}>"


class _Writer:
    """One question as lines of XML."""

    def __init__(self, question: ParsedQuestion) -> None:
        self.question = question

    def written(self) -> str:
        question, value = self.question, self.question.value
        name, lines = KINDS[question.kind]
        if value.get("presentation") == "drag":
            name = "ddwtos"
        inside = [*self._head(), *lines(self, value), *self._hints()]
        body = "".join(f"    {line}\n" for line in inside)
        return f'  <question type="{name}">\n{body}  </question>\n'

    def _head(self) -> Lines:
        question = self.question
        yield _label("name", question.name)
        yield self.rich("questiontext", self._stem())
        yield self.rich("generalfeedback", question.general_feedback)
        if question.kind != "cloze":
            yield _plain("defaultgrade", plain(question.points))
        yield _plain("penalty", plain(question.penalty))
        yield _plain("hidden", 0)
        yield _plain("idnumber", question.code)
        if question.tags:
            yield f"<tags>{''.join(f'<tag>{_text(tag)}</tag>' for tag in question.tags)}</tags>"

    def _stem(self) -> str:
        question = self.question
        if question.kind != "cloze":
            return question.stem
        gaps = question.value["gaps"]

        def gap(found: re.Match[str]) -> str:
            number = int(found[1])
            return cloze.write_gap(gaps[number - 1]) if 1 <= number <= len(gaps) else found[0]

        return GAP.sub(gap, cloze.without_gaps(question.stem))

    def rich(self, name: str, html: str, *, more: str = "", attributes: str = "") -> str:
        """Write an element with a text, its pictures, and what else is inside."""
        pictures = [self.question.pictures.get(unquote(found)) for found in _FILE.findall(html)]
        files = "".join(
            f'<file name="{escape(picture.name)}" path="/" encoding="base64">'
            f"{base64.b64encode(picture.content).decode()}</file>"
            for picture in dict.fromkeys(picture for picture in pictures if picture)
        )
        return f'<{name}{attributes} format="html">{_text(html)}{files}{more}</{name}>'

    def answer(self, fraction: str, text: str, feedback: str, more: str = "") -> str:
        """Write an answer whose text is plain."""
        inside = f"{_text(text)}{more}{self.rich('feedback', feedback)}"
        return f'<answer fraction="{as_percent(Decimal(fraction))}">{inside}</answer>'

    def combined(self, value: Json) -> Lines:
        yield self.rich("correctfeedback", value["feedback_right"])
        yield self.rich("partiallycorrectfeedback", value["feedback_partly"])
        yield self.rich("incorrectfeedback", value["feedback_wrong"])

    def _hints(self) -> Lines:
        for hint in self.question.hints:
            yield self.rich("hint", hint.text, more=_hint_flags(hint))

    def choice(self, value: Json) -> Lines:
        yield _flag("single", "all_or_nothing" not in value)
        yield _flag("shuffleanswers", value["shuffle"])
        yield _plain("answernumbering", value["numbering"])
        if value.get("all_or_nothing"):
            yield _plain("allornothing", 1)
        yield from self.combined(value)
        for option in value["options"]:
            share = as_percent(Decimal(option["fraction"]))
            feedback = self.rich("feedback", option["feedback"])
            yield self.rich(
                "answer", option["text"], more=feedback, attributes=f' fraction="{share}"'
            )

    def true_false(self, value: Json) -> Lines:
        for name in ("true", "false"):
            fraction = "1" if value["right"] == name else "0"
            yield self.answer(fraction, name, value[f"feedback_{name}"])

    def short_answer(self, value: Json) -> Lines:
        yield _plain("usecase", int(value["match_case"]))
        for answer in value["answers"]:
            yield self.answer(answer["fraction"], answer["pattern"], answer["feedback"])

    def numerical(self, value: Json) -> Lines:
        kinds_of = {kind: number for number, kind in TOLERANCE_TYPES.items()}
        for answer in value["answers"]:
            more = _plain("tolerance", answer["tolerance"])
            if answer["tolerance_type"] != "nominal":
                more += _plain("tolerancetype", kinds_of[answer["tolerance_type"]])
            yield self.answer(answer["fraction"], answer["value"], answer["feedback"], more)
        if not value.get("units"):
            yield _plain("showunits", NO_UNITS)
            return
        units = "".join(
            f"<unit>{_plain('multiplier', unit['multiplier'])}"
            f"{_plain('unit_name', unit['unit'])}</unit>"
            for unit in value["units"]
        )
        inputs = {way: number for number, way in UNIT_INPUTS.items()}
        grading = {"response": 1, "total": 2}[value["unit_penalty_of"]]
        yield f"<units>{units}</units>"
        yield _plain("unitgradingtype", grading if value["unit_handling"] == "graded" else 0)
        yield _plain("unitpenalty", value["unit_penalty"])
        yield _plain("showunits", inputs[value["unit_input"]])
        yield _plain("unitsleft", int(value["unit_first"]))

    def matching(self, value: Json) -> Lines:
        yield _flag("shuffleanswers", value["shuffle"])
        yield from self.combined(value)
        pairs = [(pair["question"], pair["answer"]) for pair in value["pairs"]]
        for asked, answer in [*pairs, *(("", extra) for extra in value["extra_answers"])]:
            yield self.rich("subquestion", asked, more=_label("answer", answer))

    def ordering(self, value: Json) -> Lines:
        yield _plain("layouttype", "VERTICAL")
        yield _plain("selecttype", "ALL")
        yield _plain("selectcount", 0)
        yield _plain("gradingtype", GRADING[value["marking"]])
        yield from self.combined(value)
        for number, item in enumerate(value["items"], start=1):
            yield self.rich("answer", item, attributes=f' fraction="{number}"')

    def gap_select(self, value: Json) -> Lines:
        yield _flag("shuffleanswers", value["shuffle"])
        yield from self.combined(value)
        element = "dragbox" if value["presentation"] == "drag" else "selectoption"
        for choice in value["choices"]:
            yield _label(element, choice["text"], _plain("group", choice["group"]))

    def essay(self, value: Json) -> Lines:
        yield _plain("responseformat", EDITORS[value["editor"]])
        yield _plain("responserequired", 1)
        yield _plain("responsefieldlines", value["lines"])
        yield _plain("minwordlimit", value["min_words"] or "")
        yield _plain("maxwordlimit", value["max_words"] or "")
        yield _plain("attachments", value["files_allowed"])
        yield _plain("attachmentsrequired", value["files_required"])
        yield _plain("filetypeslist", ",".join(value["file_types"]))
        yield self.rich("graderinfo", value["grader_info"])
        yield self.rich("responsetemplate", value["template"])
        if value["model_answer"]:
            yield self.rich("modelanswer", value["model_answer"])
        for criterion in value["criteria"]:
            said = {name: criterion[name] for name in ("name", "points", "description")}
            inside = "".join(f"<{name}>{_text(text)}</{name}>" for name, text in said.items())
            yield f"<criterion>{inside}</criterion>"


def _hint_flags(hint: Hint) -> str:
    return ("<shownumcorrect/>" if hint.show_count else "") + (
        "<clearwrong/>" if hint.clear_wrong else ""
    )


KINDS: dict[str, tuple[str, Callable[[_Writer, Json], Lines]]] = {
    "single_choice": ("multichoice", _Writer.choice),
    "multiple_choice": ("multichoice", _Writer.choice),
    "true_false": ("truefalse", _Writer.true_false),
    "short_answer": ("shortanswer", _Writer.short_answer),
    "numerical": ("numerical", _Writer.numerical),
    "matching": ("matching", _Writer.matching),
    "cloze": ("cloze", _Writer.combined),
    "ordering": ("ordering", _Writer.ordering),
    "gap_select": ("gapselect", _Writer.gap_select),
    "essay": ("essay", _Writer.essay),
    "description": ("description", lambda writer, value: iter(())),
}
