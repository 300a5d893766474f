"""One element of a question in Moodle XML, and the ways in which its parts are read."""

from collections.abc import Container
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import unquote

from quizzes.exchange.fractions import allowed, percent
from quizzes.exchange.parsed import Notes, RefusedError
from quizzes.exchange.texts import Texts
from quizzes.exchange.xml_tree import Element

# Moodle's names of text formats, as ours.
FORMATS = {
    "html": "html",
    "moodle_auto_format": "moodle",
    "plain_text": "plain",
    "markdown": "markdown",
    "wiki_like": "plain",
}
NO = {"", "0", "false"}
# What these say is so here anyway, or is of no use outside the system that wrote it.
OF_NO_USE = {
    "showstandardinstruction": {"", "0"},
    "maxbytes": {"", "0"},
    "responserequired": {"", "1"},
    "showgrading": {"", "1", "SHOW"},
    "layouttype": {"", "VERTICAL"},
    "numberingstyle": {"", "none"},
    "shownumcorrect": {"0", "false"},
    "instructions": {""},
    "unitsleft": {""},
    "selectcount": {"", "0"},
}


@dataclass
class Part:
    """An element with the texts of its question; `form` is the text format when none is said."""

    element: Element
    notes: Notes
    nearest: bool = False
    texts: Texts = field(init=False)
    form: str = "html"
    # Files that came with any text of the question: old exports put them all in one place.
    sent: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.texts = Texts(self.notes)
        stem = self.element.first("questiontext")
        self.form = self._form_of(stem) if stem else "html"

    def inside(self, element: Element) -> "Part":
        """Return a part for an element within, which speaks for the same question."""
        part = Part(element, self.notes, self.nearest)
        part.texts, part.form, part.sent = self.texts, self.form, self.sent
        return part

    def _form_of(self, element: Element, usual: str = "html") -> str:
        name = element.attributes.get("format", "").strip()
        if name == "wiki_like":
            self.notes.say("wiki_format")
        return FORMATS.get(name, "html") if name else usual

    def own(self, name: str) -> str:
        """Return the text of a child without space around it; "" where there is none."""
        child = self.element.first(name)
        return _text_of(child).strip() if child else ""

    def text(self, name: str) -> str:
        """Return the `<text>` of a child, as it stands."""
        return self.own(name)

    def flag(self, name: str) -> bool:
        """Whether an element is there: an empty one says yes, as in `<shownumcorrect/>`."""
        child = self.element.first(name)
        return child is not None and (not child.text.strip() or self.is_on(name))

    def is_on(self, name: str, usual: bool = False) -> bool:
        """Whether a child says yes: anything but 0 and false."""
        child = self.element.first(name)
        return usual if child is None else child.text.strip().lower() not in NO

    def rich(self, name: str) -> str:
        """Return the text of a child as clean HTML."""
        child = self.element.first(name)
        return self.inside(child).rich_here() if child else ""

    def rich_here(self) -> str:
        """Return the text of this element as clean HTML."""
        text = self._source_here()
        files = {**self.sent, **self._files()}
        return self.texts.rich(text, self._form_of(self.element, self.form), files)

    def label(self, name: str) -> str:
        """Return a child's text as what learners choose from."""
        child = self.element.first(name)
        return self.inside(child).label_here() if child else ""

    def label_here(self) -> str:
        """Return this element's text likewise; in plain text, tags are what is to be chosen."""
        text = _text_of(self.element)
        if self.element.attributes.get("format") == "plain_text":
            return self.texts.line(text)
        return self.texts.label(text)

    def source(self, name: str) -> str:
        """
        Return the text of a child as the file has it, in HTML.

        Its files are remembered, for its pictures are read with the whole text.
        """
        child = self.element.first(name)
        if child is None:
            return ""
        inside = self.inside(child)
        self.sent.update(inside._files())
        return inside._source_here()

    def _source_here(self) -> str:
        text = self.element.first("text")
        found = text if text is not None else self.element
        if text is not None and any(text.children):
            self.notes.say("text_not_quoted")
            return text.markup
        return found.text

    def _files(self) -> dict[str, str]:
        files = {}
        for file in self.element.all("file"):
            name = unquote(file.attributes.get("name", "").strip())
            path = file.attributes.get("path", "/").strip("/ ")
            if file.attributes.get("encoding", "base64") != "base64":
                self.notes.say("picture_encoding", name=name[:100])
                continue
            files[f"{path}/{name}" if path else name] = file.text
        self.texts.pictures.sent.update(files.keys())
        return files

    def share(self) -> Decimal:
        """Return what this answer is worth; raises RefusedError for a share that is not allowed."""
        given = self.own("fraction") or self.element.attributes.get("fraction", "0").strip() or "0"
        share = percent(given)
        if share is None:
            raise RefusedError("fraction", percent=given[:40])
        # As a child, unlike as an attribute, it is no percentage.
        share = share * 100 if self.own("fraction") else share
        return allowed(share, self.notes, nearest=self.nearest)

    def combined(self) -> tuple[str, str, str]:
        """Return what is said to whoever was right, partly right or wrong."""
        return (
            self.rich("correctfeedback"),
            self.rich("partiallycorrectfeedback"),
            self.rich("incorrectfeedback"),
        )

    def say_what_is_left(self, read: Container[str]) -> None:
        """Name the elements that nobody reads and that say something."""
        left = {
            child.name[:40]
            for child in self.element.children
            if child.name not in read and _says_something(child)
        }
        if left:
            self.notes.say("element_dropped", names=", ".join(sorted(left)[:20]))
        pictures = self.texts.pictures
        if unused := pictures.sent - pictures.used:
            self.notes.say("files_dropped", names=", ".join(sorted(unused))[:200])
        if self.is_on("hidden"):
            self.notes.say("was_hidden")


def _text_of(element: Element) -> str:
    return (element.first("text") or element).text


def _says_something(element: Element) -> bool:
    if element.name in OF_NO_USE:
        return _text_of(element).strip() not in OF_NO_USE[element.name]
    # A flag such as <shownumcorrect/> says yes by being there; an empty answer says nothing.
    return element.name != "answer" or bool(_text_of(element).strip())
