"""
`questions.xml` of a backup, question by question, as Moodle XML.

A backup keeps a question as Moodle's tables do, and Moodle XML as its editor does; the words
are the same. What is written here is read by the same reader as any file of questions.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, uuid5

from courses.packages.archive import Archive
from quizzes.exchange.xml_tree import Element
from quizzes.packages.foreign_questions import Asked, element, sent_file, texted
from quizzes.packages.moodle.files import Files
from quizzes.packages.trees import each, inside, said, tree

FORMATS = {
    "0": "moodle_auto_format",
    "1": "html",
    "2": "plain_text",
    "3": "wiki_like",
    "4": "markdown",
}
GAP = re.compile(r"\{#(\d+)\}")
DRAGGED = {"gapselect": "selectoption", "ddwtos": "dragbox"}
OWN_FILES = (
    "questiontext", "generalfeedback", "correctfeedback", "partiallycorrectfeedback",
    "incorrectfeedback", "graderinfo", "responsetemplate",
)  # fmt: skip


@dataclass
class Category:
    """A category of questions; `questions` are asked by themselves, others inside them."""

    number: str
    name: str
    context: str
    questions: list["Kept"] = field(default_factory=list)


@dataclass
class Kept:
    """A question as the backup has it; `entry` is what quizzes of Moodle 4 call it."""

    element: Element
    category: Category
    entry: str
    idnumber: str

    @property
    def number(self) -> str:
        """Its number in the backup."""
        return self.element.attributes.get("id", "")

    @property
    def kind(self) -> str:
        """Moodle's name of its type."""
        return said(self.element, "qtype")


class Questions:
    """All questions of a backup; `site` makes their keys its own."""

    def __init__(self, archive: Archive, files: Files, site: str) -> None:
        self.files, self.site = files, site
        self.categories: list[Category] = []
        self._by_number: dict[str, Kept] = {}
        self._by_entry: dict[str, Kept] = {}
        if "questions.xml" in archive:
            for found in tree(archive, "questions.xml").all("question_category"):
                self.categories.append(self._category(found))

    def _category(self, found: Element) -> Category:
        category = Category(
            found.attributes.get("id", ""), said(found, "name"), said(found, "contextid")
        )
        for kept in _kept(found, category):
            self._by_number[kept.number] = kept
            if kept.entry:
                self._by_entry[kept.entry] = kept
            if said(kept.element, "parent") in {"", "0", kept.number} and kept.kind != "random":
                category.questions.append(kept)
        return category

    def of_slot(self, slot: Element) -> Kept | None:
        """Return the fixed question of a quiz's slot."""
        entry = said(slot, "question_reference", "questionbankentryid")
        if entry:
            return self._by_entry.get(entry)
        return self._by_number.get(said(slot, "questionid") or said(slot, "question"))

    def key(self, kept: Kept) -> str:
        """Return the key of a question, the same in every backup of its site."""
        return str(uuid5(NAMESPACE_URL, f"moodle:{self.site}:question:{kept.entry or kept.number}"))

    def asked(self, kept: Kept) -> Asked:
        """Return a question as Moodle XML."""
        name = said(kept.element, "name")
        return Asked(
            key=self.key(kept),
            where=f"questions.xml: {kept.category.name} #{kept.number}",
            name=name,
            xml=f'<question type="{_type(kept.kind)}">{"".join(self._parts(kept))}</question>',
        )

    def _parts(self, kept: Kept) -> Iterator[str]:
        question = kept.element
        form = _form(question, "questiontext")
        text = _text(question, "questiontext")
        if kept.kind == "multianswer":
            text = self._with_gaps(kept, text)
        yield texted("name", said(question, "name"))
        yield texted("questiontext", text, "".join(self._files(kept)), format=form)
        yield _feedback(question, "generalfeedback")
        yield element(
            "defaultgrade", said(question, "defaultmark") or said(question, "defaultgrade")
        )
        yield element("penalty", said(question, "penalty"))
        yield element("idnumber", kept.idnumber)
        yield from _tags(question)
        yield from _hints(question)
        plugin = inside(question, f"plugin_qtype_{kept.kind}_question")
        if plugin is not None:
            yield from _plugin(kept.kind, plugin)

    def _with_gaps(self, kept: Kept, text: str) -> str:
        """Put the questions inside a text back to their places in it."""
        plugin = inside(kept.element, "plugin_qtype_multianswer_question")
        order = said(plugin, "multianswer", "sequence").split(",")
        inner = [self._by_number.get(number.strip()) for number in order]

        def gap(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            one = inner[place] if 0 <= place < len(inner) else None
            return _text(one.element, "questiontext") if one else found[0]

        return GAP.sub(gap, text)

    def _files(self, kept: Kept) -> Iterator[str]:
        answers = {
            answer.attributes.get("id", "")
            for answer in _deep(kept.element, ("answer", "match", "question_hint"))
        }
        for component in ("question", f"qtype_{kept.kind}"):
            for file in self.files.of(kept.category.context, component):
                own = file.area in OWN_FILES and file.item == kept.number
                if own or (file.area not in OWN_FILES and file.item in answers):
                    content = self.files.content(file)
                    if content is not None:
                        yield sent_file(file.name, file.path, content)


def _kept(found: Element, category: Category) -> Iterator[Kept]:
    """Yield the questions of a category: the newest version of each, where there are several."""
    for question in each(found, "questions", "question"):
        number = said(question, "idnumber")
        yield Kept(question, category, "", number)
    for entry in each(found, "question_bank_entries", "question_bank_entry"):
        versions: list[tuple[int, Element]] = []
        for version in _deep(entry, ("question_versions",)):
            text = said(version, "version")
            for question in each(version, "questions", "question"):
                versions.append((int(text) if text.isdecimal() else 0, question))
        if versions:
            newest = max(versions, key=lambda one: one[0])[1]
            number = entry.attributes.get("id", "")
            yield Kept(newest, category, number, said(entry, "idnumber"))


def _deep(found: Element, names: tuple[str, ...]) -> Iterator[Element]:
    for child in found.children:
        if child.name in names:
            yield child
        yield from _deep(child, names)


def _text(found: Element | None, name: str) -> str:
    """Return a text as it stands, spaces too."""
    child = inside(found, name)
    text = child.text if child else ""
    return "" if text.strip() == "$@NULL@$" else text


def _form(found: Element, name: str) -> str:
    """Return Moodle XML's name of the format of a text."""
    return FORMATS.get(said(found, f"{name}format"), "html")


def _feedback(found: Element, name: str) -> str:
    return texted(name, _text(found, name), format=_form(found, name))


def _type(kind: str) -> str:
    """Return the type as Moodle XML calls it."""
    name = {"multianswer": "cloze", "match": "matching"}.get(kind, kind)
    return re.sub(r"[^a-z0-9_]", "", name)[:60]


def _tags(question: Element) -> Iterator[str]:
    found = each(question, "tags", "tag")
    tags = [texted("tag", said(tag, "rawname") or said(tag, "name")) for tag in found]
    if tags:
        yield f"<tags>{''.join(tags)}</tags>"


def _hints(question: Element) -> Iterator[str]:
    for hint in each(question, "question_hints", "question_hint"):
        flags = "".join(
            f"<{name}/>" for name in ("clearwrong", "shownumcorrect") if said(hint, name) == "1"
        )
        yield texted("hint", _text(hint, "hint"), flags, format=_form(hint, "hint"))


def _plugin(kind: str, plugin: Element) -> Iterator[str]:
    """Yield what a type keeps beside the text, under the names of Moodle XML."""
    answers = each(plugin, "answers", "answer")
    if kind == "match":
        yield from _matches(plugin)
    elif kind in DRAGGED:
        yield from _dragged(answers, DRAGGED[kind])
    elif kind not in {"essay", "multianswer"}:
        yield from (_answer(answer, kind, plugin) for answer in answers)
    if kind == "numerical":
        yield from _units(plugin)
    options = next(
        (
            child
            for child in plugin.children
            if child.name in {kind, f"{kind}_options", f"{kind}options", "matchoptions"}
        ),
        None,
    )
    if kind == "essay" and options is None:
        options = inside(plugin, "essay")
    if options is not None:
        yield from _options(options)


def _answer(answer: Element, kind: str, plugin: Element) -> str:
    share = said(answer, "fraction")
    text = _text(answer, "answertext") or _text(answer, "answer_text")
    if kind == "truefalse":
        # Words of the site's language: which one is true is said beside them.
        right = said(plugin, "truefalse", "trueanswer") == answer.attributes.get("id")
        text = "true" if right else "false"
    more = _feedback(answer, "feedback")
    if kind == "numerical":
        more += element("tolerance", _tolerance(plugin, answer))
    return texted("answer", text, more, fraction=_percent(share), format=_form(answer, "answer"))


def _percent(share: str) -> str:
    """
    Return a share of one in percent.

    >>> _percent("0.3333333"), _percent("1.0000000"), _percent("viisi")
    ('33.33333', '100', 'viisi')
    """
    try:
        return f"{float(share or 0) * 100:.7g}"
    except ValueError:
        return share


def _tolerance(plugin: Element, answer: Element) -> str:
    number = answer.attributes.get("id")
    for record in each(plugin, "numerical_records", "numerical_record"):
        if said(record, "answer") == number:
            return said(record, "tolerance")
    return "0"


def _units(plugin: Element) -> Iterator[str]:
    units = [
        "<unit>"
        + element("multiplier", said(unit, "multiplier"))
        + element("unit_name", said(unit, "unit"))
        + "</unit>"
        for unit in each(plugin, "numerical_units", "numerical_unit")
    ]
    if units:
        yield f"<units>{''.join(units)}</units>"
    option = inside(plugin, "numerical_options", "numerical_option")
    for name in ("unitgradingtype", "unitpenalty", "showunits", "unitsleft"):
        if text := said(option, name):
            yield element(name, text)


def _matches(plugin: Element) -> Iterator[str]:
    for match in each(plugin, "matches", "match"):
        answer = texted("answer", _text(match, "answertext"))
        yield texted("subquestion", _text(match, "questiontext"), answer, format="html")


def _dragged(answers: list[Element], name: str) -> Iterator[str]:
    """A gap's choice keeps its group where others keep their feedback."""
    for answer in answers:
        group = _text(answer, "feedback").strip()
        found = re.search(r's:9:"draggroup";[is]:(?:\d+:")?(\d+)', group)
        number = found[1] if found else group if group.isdecimal() else "1"
        text = element("text", _text(answer, "answertext"))
        yield f"<{name}>{text}{element('group', number)}</{name}>"


def _options(options: Element) -> Iterator[str]:
    for child in options.children:
        if child.name.endswith("format") and child.name != "responseformat":
            continue
        if child.name in {
            "correctfeedback", "partiallycorrectfeedback", "incorrectfeedback", "graderinfo",
            "responsetemplate",
        }:  # fmt: skip
            yield _feedback(options, child.name)
        elif (text := said(options, child.name)) and child.name not in {
            "layout", "questionid", "question", "sequence", "shownumcorrect",
            "trueanswer", "falseanswer", "layouttype", "subquestions",
            "showstandardinstruction", "selecttype", "numberingstyle", "showgrading",
        }:  # fmt: skip
            yield element(child.name, text)
