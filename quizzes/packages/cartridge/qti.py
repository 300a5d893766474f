"""
Questions of QTI 1.2, as cartridges have them, as Moodle XML.

The reader of Moodle XML then holds them to the same rules as any file of questions.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from quizzes.exchange.xml_tree import Element
from quizzes.packages.cartridge.addresses import Addresses
from quizzes.packages.foreign_questions import element, sent_file, texted
from quizzes.packages.trees import each, inside, local, said

# What profiles of cartridges, and of Canvas, are called in Moodle.
PROFILES = {
    "cc.multiple_choice.v0p1": "single",
    "cc.multiple_response.v0p1": "multiple",
    "cc.true_false.v0p1": "truefalse",
    "cc.fib.v0p1": "shortanswer",
    "cc.pattern_match.v0p1": "shortanswer",
    "cc.essay.v0p1": "essay",
    "multiple_choice_question": "single",
    "multiple_answers_question": "multiple",
    "true_false_question": "truefalse",
    "short_answer_question": "shortanswer",
    "numerical_question": "numerical",
    "matching_question": "matching",
    "essay_question": "essay",
    "text_only_question": "description",
    "multiple_dropdowns_question": "dropdowns",
    "fill_in_multiple_blanks_question": "blanks",
}
SOURCE = re.compile(r"""(<img\b[^>]*?\bsrc=)(["'])(.*?)\2""", re.IGNORECASE | re.DOTALL)
TRUE, FALSE = {"true", "t", "tosi", "oikein", "sant"}, {"false", "f", "epätosi", "väärin", "falskt"}


@dataclass
class Condition:
    """What an answer must be for a score: the values it has, those it has not, and the score."""

    score: float
    has: list[tuple[str, str]] = field(default_factory=list)
    has_not: list[str] = field(default_factory=list)
    least: str = ""
    most: str = ""
    part: bool = False
    feedback: tuple[str, ...] = ()


def deep(found: Element | None, *names: str) -> Iterator[Element]:
    """Yield all elements of these names, however deep."""
    for child in found.children if found else ():
        if local(child) in names:
            yield child
        yield from deep(child, *names)


def metadata(found: Element) -> dict[str, str]:
    """Return the fields of an item's or an assessment's own metadata."""
    holder = inside(found, "itemmetadata") or found
    return {
        said(one, "fieldlabel"): said(one, "fieldentry")
        for one in each(holder, "qtimetadata", "qtimetadatafield")
    }


def is_points(text: str) -> bool:
    """Whether a text says how much something is worth."""
    return re.fullmatch(r"\d{1,4}(\.\d+)?", text) is not None


def material(found: Element | None) -> str:
    """Return the words of a material as HTML."""
    texts = []
    for text in deep(found, "mattext"):
        words = "".join(str(one) for one in text.content if isinstance(one, str))
        if any(text.children):
            words = text.markup
        elif text.attributes.get("texttype", "text/plain") == "text/plain":
            words = words.replace("&", "&amp;").replace("<", "&lt;")
        texts.append(words)
    return "\n".join(texts).strip()


class Question:
    """One item, and the way in which it is written as Moodle XML."""

    def __init__(self, item: Element, addresses: Addresses) -> None:
        self.item, self.addresses = item, addresses
        self.fields = metadata(item)
        self.identifier = item.attributes.get("ident", "")
        self.kind = self.fields.get("cc_profile") or self.fields.get("question_type", "")
        self.conditions = [_condition(one) for one in deep(item, "respcondition")]
        self.feedback = {
            one.attributes.get("ident", ""): material(one) for one in deep(item, "itemfeedback")
        }
        self.files: dict[str, bytes] = {}
        # What stands in the text instead of a name in brackets.
        self.gaps: dict[str, str] = {}

    @property
    def name(self) -> str:
        """What it is called; often nothing."""
        return self.item.attributes.get("title", "") or self.identifier

    @property
    def points(self) -> str:
        """What it is worth in its quiz."""
        given = self.fields.get("cc_weighting") or self.fields.get("points_possible") or "1"
        return given if is_points(given) else "1"

    def xml(self) -> str:
        """Return it as Moodle XML; a type that we do not have keeps its name, to be refused."""
        form = PROFILES.get(self.kind) or self._guessed()
        name, parts = WRITERS.get(form, (re.sub(r"[^a-z0-9_.]", "", self.kind) or "qti", _nothing))
        inner = "".join(parts(self))
        stem = self.text(self._stem())
        for name_of, gap in self.gaps.items():
            stem = stem.replace(f"[{name_of}]", gap)
        general = self.text(self.feedback.get("general_fb", ""))
        head = [
            texted("name", self.name),
            texted("questiontext", stem, "".join(self._sent()), format="html"),
            texted("generalfeedback", general, format="html"),
            element("defaultgrade", self.points),
        ]
        return f'<question type="{name}">{"".join(head)}{inner}</question>'

    def _guessed(self) -> str:
        """Cartridges of version 1.0 and of others may leave the profile out."""
        lists = list(deep(self.item, "response_lid"))
        if len(lists) == 1:
            many = lists[0].attributes.get("rcardinality", "Single").lower() == "multiple"
            return "multiple" if many else "single"
        return "" if self.kind or lists else "essay"

    def _stem(self) -> str:
        presentation = inside(self.item, "presentation")
        holders = {"flow", "presentation"}
        found = [one for one in _level(presentation, holders) if local(one) == "material"]
        return "\n".join(material(one) for one in found)

    def text(self, html: str) -> str:
        """Return a text with its pictures as Moodle writes them."""

        def picture(found: re.Match[str]) -> str:
            path = self.addresses.path(found[3])
            content = self.addresses.content(path) if path else None
            if path is None or content is None:
                return found[0]
            name = PurePosixPath(path).name
            self.files[name] = content
            return f"{found[1]}{found[2]}@@PLUGINFILE@@/{name}{found[2]}"

        return SOURCE.sub(picture, html)

    def _sent(self) -> Iterator[str]:
        for name, content in self.files.items():
            yield sent_file(name, "/", content)

    def labels(self, within: Element | None = None) -> list[tuple[str, str]]:
        """Return what one chooses from, by its name."""
        within = within or inside(self.item, "presentation")
        return [
            (one.attributes.get("ident", ""), self.text(material(one)))
            for one in deep(within, "response_label")
        ]

    def places(self) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
        """Yield the places inside a text: the name in it, the answer's name, its choices."""
        for found in deep(inside(self.item, "presentation"), "response_lid"):
            own = "".join(material(one) for one in found.children if local(one) == "material")
            name = re.sub(r"<[^>]*>", "", own).strip()
            yield name, found.attributes.get("ident", ""), self.labels(found)

    def said_on(self, identifier: str) -> str:
        """Return the feedback on one answer."""
        for condition in self.conditions:
            if [value for _name, value in condition.has] == [identifier]:
                for link in condition.feedback:
                    if link not in {"general_fb", "correct_fb", "general_incorrect_fb"}:
                        return self.text(self.feedback.get(link, ""))
        return self.text(self.feedback.get(f"{identifier}_fb", ""))

    def combined(self) -> Iterator[str]:
        """Yield what is said to whoever was right or wrong."""
        for ident, name in (
            ("correct_fb", "correctfeedback"),
            ("general_incorrect_fb", "incorrectfeedback"),
        ):
            yield texted(name, self.text(self.feedback.get(ident, "")), format="html")

    def answer(self, text: str, share: float, feedback: str = "", more: str = "") -> str:
        """Return one answer; `share` is of one."""
        inner = more + texted("feedback", feedback, format="html")
        return texted("answer", text, inner, fraction=f"{share * 100:.7g}", format="html")

    @property
    def best(self) -> float:
        """The highest score that any condition gives."""
        return max((one.score for one in self.conditions), default=0) or 1


def _level(found: Element | None, through: set[str]) -> Iterator[Element]:
    for child in found.children if found else ():
        if local(child) in through:
            yield from _level(child, through)
        else:
            yield child


def _condition(found: Element) -> Condition:
    condition = Condition(0)
    for one in deep(found, "setvar"):
        try:
            condition.score = max(condition.score, float(one.text.strip() or 0))
        except ValueError:
            continue
    condition.feedback = tuple(
        one.attributes.get("linkrefid", "") for one in deep(found, "displayfeedback")
    )
    _variables(inside(found, "conditionvar"), condition, negated=False)
    return condition


def _variables(found: Element | None, condition: Condition, *, negated: bool) -> None:
    for one in found.children if found else ():
        name, text = local(one), one.text.strip()
        if name == "varequal" and negated:
            condition.has_not.append(text)
        elif name in {"varequal", "varsubstring"}:
            condition.has.append((one.attributes.get("respident", ""), text))
            condition.part = condition.part or name == "varsubstring"
        elif name in {"vargte", "vargt"}:
            condition.least = text
        elif name in {"varlte", "varlt"}:
            condition.most = text
        elif name in {"and", "or", "not"}:
            _variables(one, condition, negated=negated != (name == "not"))


def _single(question: Question) -> Iterator[str]:
    scores = {
        value: condition.score / question.best
        for condition in question.conditions
        for _name, value in condition.has
        if condition.score > 0
    }
    for identifier, text in question.labels():
        share = scores.get(identifier, 0)
        yield question.answer(text, share, question.said_on(identifier))
    yield "<single>true</single>"
    yield from question.combined()


def _multiple(question: Question) -> Iterator[str]:
    """The whole score for all that is right and nothing else, as cartridges have it."""
    whole = [one for one in question.conditions if one.score == question.best and one.has]
    right = {value for one in whole[:1] for _name, value in one.has}
    share = 1 / len(right) if right else 0
    for identifier, text in question.labels():
        yield question.answer(
            text, share if identifier in right else 0, question.said_on(identifier)
        )
    yield "<single>false</single><allornothing>1</allornothing>"
    yield from question.combined()


def _true_false(question: Question) -> Iterator[str]:
    right = {
        value
        for condition in question.conditions
        for _name, value in condition.has
        if condition.score > 0
    }
    for place, (identifier, text) in enumerate(question.labels()):
        words = {identifier.lower(), re.sub(r"<[^>]*>", "", text).strip().lower()}
        is_true = bool(words & TRUE) or (place == 0 and not words & FALSE)
        feedback = question.said_on(identifier)
        yield question.answer("true" if is_true else "false", identifier in right, feedback)


def _short_answer(question: Question) -> Iterator[str]:
    for condition in question.conditions:
        for _name, value in condition.has:
            if condition.score > 0 and value:
                written = value.replace("*", "\\*")
                text = f"*{written}*" if condition.part else written
                yield question.answer(text, condition.score / question.best)
    cases = [one.attributes.get("case", "No") for one in deep(question.item, "varequal")]
    yield element("usecase", "1" if cases and all(one.lower() == "yes" for one in cases) else "0")


def _numerical(question: Question) -> Iterator[str]:
    for condition in question.conditions:
        if condition.score <= 0:
            continue
        try:
            low, high = float(condition.least), float(condition.most)
        except ValueError:
            for _name, value in condition.has[:1]:
                yield question.answer(value, 1, more=element("tolerance", "0"))
            continue
        tolerance = element("tolerance", f"{(high - low) / 2:.10g}")
        yield question.answer(f"{(high + low) / 2:.10g}", 1, more=tolerance)


def _matching(question: Question) -> Iterator[str]:
    pairs = {name: value for one in question.conditions for name, value in one.has}
    labels = dict(question.labels())
    used = set()
    for found in deep(inside(question.item, "presentation"), "response_lid"):
        own = [one for one in found.children if local(one) == "material"]
        right = pairs.get(found.attributes.get("ident", ""), "")
        used.add(right)
        answer = texted("answer", labels.get(right, ""))
        words = "\n".join(material(one) for one in own)
        yield texted("subquestion", question.text(words), answer, format="html")
    for identifier, text in labels.items():
        if identifier not in used:
            used.add(identifier)
            yield texted("subquestion", "", texted("answer", text), format="html")


def _dropdowns(question: Question) -> Iterator[str]:
    """A list of choices at each place of a text; the right one is named by its number."""
    right = {name: value for one in question.conditions for name, value in one.has}
    number = 0
    for group, (name, answer, labels) in enumerate(question.places(), start=1):
        for identifier, text in labels:
            number += 1
            if right.get(answer) == identifier:
                question.gaps[name] = f"[[{number}]]"
            words = element("text", text) + element("group", str(group))
            yield f"<selectoption>{words}</selectoption>"


def _blanks(question: Question) -> Iterator[str]:
    """Words to be written at each place of a text; all that are listed there are right."""
    for name, _answer, labels in question.places():
        written = [re.sub(r"([\\}~#=/\"{])", r"\\\1", text) for _identifier, text in labels]
        question.gaps[name] = "{1:SHORTANSWER:" + "~".join(f"={one}" for one in written) + "}"
    return iter(())


def _essay(question: Question) -> Iterator[str]:
    """An answer that somebody wrote as an example is for whoever assesses."""
    examples = "".join(material(one) for one in deep(question.item, "solution"))
    if examples:
        yield texted("graderinfo", question.text(examples), format="html")


def _nothing(question: Question) -> Iterator[str]:
    return iter(())


WRITERS = {
    "single": ("multichoice", _single),
    "multiple": ("multichoice", _multiple),
    "truefalse": ("truefalse", _true_false),
    "shortanswer": ("shortanswer", _short_answer),
    "numerical": ("numerical", _numerical),
    "matching": ("matching", _matching),
    "essay": ("essay", _essay),
    "dropdowns": ("gapselect", _dropdowns),
    "blanks": ("cloze", _blanks),
    "description": ("description", _nothing),
}
