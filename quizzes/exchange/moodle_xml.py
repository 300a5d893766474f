"""
Reading Moodle XML: the questions of a file with all that they share.

What each type holds is read in `moodle_xml_kinds`. An element that nobody reads is among the
changes, unless it says what is so anyway.
"""

from decimal import Decimal

from quizzes.exchange import moodle_xml_kinds, xml_tree
from quizzes.exchange.categories import tidy_category
from quizzes.exchange.fractions import SEVENTH, number_of
from quizzes.exchange.moodle_xml_parts import Part
from quizzes.exchange.naming import name_of, tidy_code, tidy_name, tidy_tags
from quizzes.exchange.parsed import (
    UNKNOWN,
    USUAL_PENALTY,
    Changed,
    Hint,
    Notes,
    ParsedQuestion,
    Reading,
    RefusedError,
    Remark,
    UnreadableError,
)
from quizzes.exchange.xml_tree import Element

MOST_POINTS = Decimal("9999.99")
TWO_DECIMALS = Decimal("0.01")
# Old exports rounded a third in many ways.
NEARLY_A_THIRD = Decimal("0.005")
# What every question may have; what its type reads is added.
SHARED = {
    "name", "questiontext", "generalfeedback", "defaultgrade", "penalty", "hidden", "idnumber",
    "tags", "coursetags", "hint", "image", "image_base64",
}  # fmt: skip


def read_moodle_xml(text: str, *, nearest: bool = False) -> Reading:
    """Read every question of a file; raises UnreadableError where it is no such file."""
    root = xml_tree.parse(text)
    if root.name != "quiz":
        raise UnreadableError("not_a_quiz", name=root.name[:40])
    reading = Reading("moodle-xml")
    category = ""
    for element in root.children:
        if element.name != "question":
            what = Remark("element_dropped", {"names": element.name[:40]})
            reading.changed.append(Changed(element.line, "", what))
        elif element.attributes.get("type") == "category":
            category = _category(element, reading)
        else:
            kind = element.attributes.get("type", "")[:60]
            with reading.question(element.line, kind=kind or UNKNOWN) as notes:
                part = Part(element, notes, nearest=nearest)
                reading.accept(_question(part, kind, category))
    return reading


def _category(element: Element, reading: Reading) -> str:
    named, info = element.first("category"), element.first("info")
    said = (named.first("text") or named).text if named else ""
    path = tidy_category(said, element.line, reading)
    described = (info.first("text") or info).text.strip() if info else ""
    if described:
        what = Remark("category_description")
        reading.changed.append(Changed(element.line, path, what))
    return path


def _question(part: Part, kind: str, category: str) -> ParsedQuestion:
    notes, texts = part.notes, part.texts
    notes.name = tidy_name(part.label("name"), notes)
    reader = moodle_xml_kinds.reader_of(kind)
    if reader is None:
        raise RefusedError("unknown_type", type=kind)
    stem_source = part.source("questiontext") + _old_picture(part)
    if not notes.name:
        notes.name = name_of(texts.rich(stem_source))
        notes.say("name_made")
    notes.kind = reader.kind_of(part)
    stem, value = reader.read(part, stem_source)
    general_feedback, hints = part.rich("generalfeedback"), tuple(_hints(part))
    part.say_what_is_left(SHARED | reader.elements)
    return ParsedQuestion(
        line=part.element.line,
        name=notes.name,
        kind=notes.kind,
        stem=stem,
        value=value,
        general_feedback=general_feedback,
        category=category,
        code=tidy_code(texts.line(part.own("idnumber")), notes),
        tags=_tags(part, notes),
        hints=hints,
        penalty=_penalty(part, notes),
        points=_points(part, notes, value),
        pictures=texts.pictures.found,
        incomplete=texts.pictures.lost,
    )


def _old_picture(part: Part) -> str:
    """A picture beside the text, as exports of Moodle 1.9 have it, becomes one inside it."""
    name, encoded = part.own("image"), part.own("image_base64")
    if name and encoded:
        name = name.replace("/", "_").replace('"', "")
        part.sent[name] = encoded
        return f' <img src="@@PLUGINFILE@@/{name}" alt="">'
    return ""


def _points(part: Part, notes: Notes, value: object) -> Decimal:
    if notes.kind == "description":
        return Decimal(0)
    if notes.kind == "cloze" and isinstance(value, dict):
        # The whole is worth what its gaps are; files do not say it apart from them.
        return Decimal(sum(gap["weight"] for gap in value["gaps"]))
    text = part.own("defaultgrade")
    if not text:
        return Decimal(1)
    points = number_of(text)
    if points is None or not 0 <= points <= MOST_POINTS:
        notes.say("points_usual", given=text[:40])
        return Decimal(1)
    rounded = points.quantize(TWO_DECIMALS)
    if rounded != points:
        notes.say("points_rounded", given=text[:40])
    return rounded.normalize() + 0


def _penalty(part: Part, notes: Notes) -> Decimal:
    text = part.own("penalty")
    if not text:
        return USUAL_PENALTY
    penalty = number_of(text)
    if penalty is None or not 0 <= penalty <= 1:
        notes.say("penalty_usual", given=text[:40])
        return USUAL_PENALTY
    if abs(penalty - USUAL_PENALTY) < NEARLY_A_THIRD:
        return USUAL_PENALTY
    return penalty.quantize(SEVENTH).normalize() + 0


def _tags(part: Part, notes: Notes) -> tuple[str, ...]:
    found = [
        part.texts.line((tag.first("text") or tag).text)
        for name in ("tags", "coursetags")
        for group in part.element.all(name)
        for tag in group.all("tag")
    ]
    return tidy_tags([tag for tag in found if tag], notes)


def _hints(part: Part) -> list[Hint]:
    hints = []
    for element in part.element.all("hint"):
        inside = part.inside(element)
        text = inside.rich("hintcontent") or inside.rich_here()
        clear = inside.flag("clearwrong") or inside.own("clearincorrectresponses") == "1"
        count = inside.flag("shownumcorrect") or inside.own("statenumberofcorrectresponses") == "1"
        if text or clear or count:
            hints.append(Hint(text, clear, count))
        if inside.own("options"):
            part.notes.say("element_dropped", names="options")
    return hints
