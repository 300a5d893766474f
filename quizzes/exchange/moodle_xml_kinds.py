"""What each type of question holds in Moodle XML, as the values of our answer blocks."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from quizzes.exchange import cloze, kinds
from quizzes.exchange.fractions import number_of, percent, plain
from quizzes.exchange.kinds import Weighed
from quizzes.exchange.moodle_xml_parts import Part
from quizzes.exchange.parsed import Json, RefusedError

COMBINED = {
    "correctfeedback", "partiallycorrectfeedback", "incorrectfeedback", "correctresponsesfeedback",
}  # fmt: skip
EDITORS = {
    "editor": "rich",
    "editorfilepicker": "rich",
    "plain": "plain",
    "monospaced": "plain",
    "noinline": "none",
}
MARKINGS = {
    "ALL_OR_NOTHING": "exact",
    "-1": "exact",
    "ABSOLUTE_POSITION": "absolute",
    "0": "absolute",
    "RELATIVE_TO_CORRECT": "relative",
    "6": "relative",
}
UNIT_INPUTS = {"0": "text", "1": "radio", "2": "select"}
TOLERANCE_TYPES = {"1": "relative", "2": "nominal", "3": "geometric"}
NO_UNITS = "3"
MOST_LINES = 100
MOST_WORDS = 100_000
MOST_FILES = 100
GAP = re.compile(r"\[\[(\d+)\]\]")


@dataclass(frozen=True)
class Reader:
    """Reads one type: which of our types it is, which elements it reads, and how."""

    kind: str
    value: Callable[[Part], Json]
    elements: set[str] = field(default_factory=set)
    # Where the text itself holds the answers.
    gaps: Callable[[Part, str], tuple[str, Json]] | None = None

    def kind_of(self, part: Part) -> str:
        """Return our type of a question."""
        if self.kind == "choice":
            return "single_choice" if part.is_on("single", usual=True) else "multiple_choice"
        return self.kind

    def read(self, part: Part, stem: str) -> tuple[str, Json]:
        """Return the clean text and the value; raises RefusedError."""
        if self.gaps:
            return self.gaps(part, stem)
        return part.texts.rich(stem, part.form, part.sent), self.value(part)


def reader_of(kind: str) -> Reader | None:
    """Return what reads a type; None for one that we do not have."""
    return READERS.get(kind)


def _choice(part: Part) -> Json:
    value = kinds.choice(
        [
            Weighed(answer.rich_here(), answer.share(), answer.rich("feedback"))
            for answer in map(part.inside, part.element.all("answer"))
        ],
        part.notes,
        single=part.is_on("single", usual=True),
        shuffle=part.is_on("shuffleanswers"),
        numbering=part.own("answernumbering") or "abc",
        feedback=part.combined(),
    )
    if "all_or_nothing" in value:
        value["all_or_nothing"] = part.is_on("allornothing")
    return value


def _true_false(part: Part) -> Json:
    """The texts are `true` and `false`; in old files words of a language, true first."""
    said = {"true": "", "false": ""}
    right = ""
    answers = [part.inside(element) for element in part.element.all("answer")]
    for place, answer in enumerate(answers):
        named = answer.own("text")
        if named not in said:
            part.notes.say("true_by_place", given=named[:40])
            named = "true" if place == 0 else "false"
        said[named] = answer.rich("feedback")
        # Here a share is all or nothing, whatever else it says.
        if percent(answer.element.attributes.get("fraction", "0")) == kinds.FULL:
            right = right or named
    if not right:
        raise RefusedError("nothing_right")
    return kinds.true_false(right == "true", said["true"], said["false"])


def _short_answer(part: Part) -> Json:
    return kinds.short_answer(
        [
            Weighed(
                part.texts.without_harm(answer.own("text")).strip(),
                answer.share(),
                answer.rich("feedback"),
            )
            for answer in map(part.inside, part.element.all("answer"))
        ],
        part.notes,
        match_case=part.is_on("usecase"),
    )


def _numerical(part: Part) -> Json:
    answers = [
        kinds.numerical_answer(
            answer.own("text") or answer.element.text.strip() or "*",
            answer.own("tolerance"),
            answer.share(),
            part.notes,
            feedback=answer.rich("feedback"),
            tolerance_type=TOLERANCE_TYPES.get(answer.own("tolerancetype"), "nominal"),
        )
        for answer in map(part.inside, part.element.all("answer"))
    ]
    value = kinds.numerical(answers)
    units = [
        {
            "unit": part.texts.line(unit.own("unit_name")),
            "multiplier": kinds.number(unit.own("multiplier") or "1", part.notes),
        }
        for group in part.element.all("units")
        for unit in map(part.inside, group.all("unit"))
    ]
    shown = part.own("showunits") or ("0" if units else NO_UNITS)
    grading = part.own("unitgradingtype") or "0"
    if shown == NO_UNITS or not units:
        if units:
            part.notes.say("units_unused", names=", ".join(unit["unit"] for unit in units)[:100])
        return value
    penalty = number_of(part.own("unitpenalty") or "0.1")
    if penalty is None or not 0 <= penalty <= 1:
        part.notes.say("unit_penalty_usual", given=part.own("unitpenalty")[:40])
        penalty = Decimal("0.1")
    return value | {
        "units": units,
        "unit_handling": "graded" if grading in {"1", "2"} else "optional",
        "unit_penalty": plain(penalty),
        "unit_penalty_of": "total" if grading == "2" else "response",
        "unit_input": UNIT_INPUTS.get(shown, "text"),
        "unit_first": part.is_on("unitsleft"),
    }


def _matching(part: Part) -> Json:
    pairs = []
    for subquestion in map(part.inside, part.element.all("subquestion")):
        pairs.append((subquestion.rich_here(), subquestion.label("answer")))
    return kinds.matching(
        pairs,
        part.notes,
        shuffle=part.is_on("shuffleanswers", usual=True),
        feedback=part.combined(),
    )


def _ordering(part: Part) -> Json:
    answers = [part.inside(element) for element in part.element.all("answer")]
    items = [text for answer in answers if (text := answer.rich_here())]
    if len(items) < 2:
        raise RefusedError("too_few_items", count=len(items))
    if any(answer.rich("feedback") for answer in answers if answer.own("feedback")):
        part.notes.say("element_dropped", names="feedback")
    way = part.own("gradingtype")
    if way not in MARKINGS:
        part.notes.say("ordering_marking", given=way[:60] or "RELATIVE")
    chosen = part.own("selecttype") or part.own("logical")
    if chosen not in {"", "0", "ALL"}:
        part.notes.say("ordering_all", given=chosen[:40])
    return {"items": items, "marking": MARKINGS.get(way, "relative")} | kinds.combined(
        part.combined()
    )


def _essay(part: Part) -> Json:
    editor = part.own("responseformat") or "editor"
    if editor not in EDITORS or editor in {"editorfilepicker", "monospaced"}:
        part.notes.say("essay_editor", given=editor[:40])
    allowed = _whole(part, "attachments", 0, MOST_FILES)
    return kinds.essay(
        editor=EDITORS.get(editor, "rich"),
        lines=_whole(part, "responsefieldlines", 15, MOST_LINES) or 15,
        min_words=_whole(part, "minwordlimit", 0, MOST_WORDS) or None,
        max_words=_whole(part, "maxwordlimit", 0, MOST_WORDS) or None,
        files_allowed=-1 if part.own("attachments") == "-1" else allowed,
        files_required=_whole(part, "attachmentsrequired", 0, MOST_FILES),
        file_types=part.own("filetypeslist").replace(",", " ").replace(";", " ").split()[:50],
        template=part.rich("responsetemplate"),
        grader_info=part.rich("graderinfo"),
        model_answer=part.rich("modelanswer"),
        criteria=[
            {
                "name": part.texts.line(criterion.own("name")),
                "points": kinds.number(criterion.own("points") or "0", part.notes),
                "description": part.texts.line(criterion.own("description")),
            }
            for criterion in map(part.inside, part.element.all("criterion"))
        ],
    )


def _whole(part: Part, name: str, usual: int, most: int) -> int:
    text = part.own(name)
    number = number_of(text) if text and text != "-1" else Decimal(usual)
    if number is None or number != int(number) or not 0 <= number <= most:
        part.notes.say("number_usual", name=name, given=text[:40])
        return usual
    return int(number)


def _gap_select(part: Part, presentation: str, element: str) -> Json:
    choices: list[Json] = []
    for choice in map(part.inside, part.element.all(element)):
        group = number_of(choice.own("group") or "1")
        choices.append(
            {
                "text": choice.label_here(),
                "group": int(group) if group and 1 <= group <= 100 else 1,
            }
        )
        if choice.flag("infinite"):
            part.notes.say("drag_many_times")
    return {
        "choices": choices,
        "shuffle": part.is_on("shuffleanswers"),
        "presentation": presentation,
    } | kinds.combined(part.combined())


def _with_choices(presentation: str, element: str) -> Callable[[Part, str], tuple[str, Json]]:
    def read(part: Part, source: str) -> tuple[str, Json]:
        value = _gap_select(part, presentation, element)
        stem = part.texts.rich(source, part.form, part.sent)
        numbers = [int(number) for number in GAP.findall(stem)]
        if not numbers:
            raise RefusedError("no_gaps")
        for number in numbers:
            if not 1 <= number <= len(value["choices"]) or not value["choices"][number - 1]["text"]:
                raise RefusedError("gap_without_choice", number=number)
        return stem, value

    return read


def _cloze(part: Part, source: str) -> tuple[str, Json]:
    text, gaps = cloze.extract(source, part.notes)
    stem = part.texts.rich(text, part.form, part.sent)
    value = {"gaps": [cloze.gap_value(gap, part.texts) for gap in gaps]}
    if [int(number) for number in GAP.findall(stem)] != list(range(1, len(gaps) + 1)):
        # A gap inside an attribute or a script went with it.
        raise RefusedError("gap_in_markup")
    return stem, value | kinds.combined(part.combined())


def _nothing(part: Part) -> Json:
    return {}


_CHOICE = {"answer", "single", "shuffleanswers", "answernumbering", "allornothing"} | COMBINED
_UNITS = {"units", "unitgradingtype", "unitpenalty", "showunits", "unitsleft"}
_ESSAY = {
    "responseformat", "responsefieldlines", "minwordlimit", "maxwordlimit", "attachments",
    "attachmentsrequired", "filetypeslist", "graderinfo", "responsetemplate", "modelanswer",
    "criterion",
}  # fmt: skip
_ORDERING = {"answer", "gradingtype", "selecttype", "logical"} | COMBINED
_MATCHING = Reader("matching", _matching, {"subquestion", "shuffleanswers"} | COMBINED)
_CLOZE = Reader("cloze", _nothing, COMBINED, _cloze)

READERS = {
    "multichoice": Reader("choice", _choice, _CHOICE),
    "truefalse": Reader("true_false", _true_false, {"answer"}),
    "shortanswer": Reader("short_answer", _short_answer, {"answer", "usecase"}),
    "numerical": Reader("numerical", _numerical, {"answer"} | _UNITS),
    "matching": _MATCHING,
    "match": _MATCHING,
    "cloze": _CLOZE,
    "multianswer": _CLOZE,
    "essay": Reader("essay", _essay, _ESSAY),
    "description": Reader("description", _nothing),
    "ordering": Reader("ordering", _ordering, _ORDERING),
    "gapselect": Reader(
        "gap_select",
        _nothing,
        {"selectoption", "shuffleanswers"} | COMBINED,
        _with_choices("select", "selectoption"),
    ),
    "ddwtos": Reader(
        "gap_select",
        _nothing,
        {"dragbox", "shuffleanswers"} | COMBINED,
        _with_choices("drag", "dragbox"),
    ),
}
