"""What is at hand while a backup is read: its activities, its files, its links."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from django.utils.translation import gettext as _

from courses.packages.archive import Archive
from courses.packages.contents import Json, Medium
from courses.packages.drafting import Draft, key_of
from courses.packages.packing import page_name
from courses.packages.passages import Block, passages, plain_words
from home.words import SOURCE_LANGUAGE
from quizzes.exchange.markdown import html_of
from quizzes.exchange.xml_tree import Element
from quizzes.packages.foreign_media import inline_picture
from quizzes.packages.moodle.files import Files, Kept, file_at
from quizzes.packages.moodle.questions import Questions
from quizzes.packages.trees import each, number, said

# What stands between lessons becomes one lesson with what is beside it.
LOOSE = {"label", "url", "resource", "folder"}
PAGED = {"page", "quiz", "assign", "assignment", "lesson", "h5pactivity"}
COURSE_LINK = re.compile(r"\$@COURSEVIEWBYID\*\d+@\$")
PAGE_LINK = re.compile(r"\$@[A-Z]+VIEWBYID(?:CH)?\*(\d+)(?:\*(\d+))?@\$")


@dataclass(frozen=True)
class Activity:
    """One activity; `required`: whether Moodle followed its completion."""

    number: str
    kind: str
    title: str
    section: str
    folder: str
    context: str
    element: Element | None
    required: bool

    @property
    def where(self) -> str:
        """The file that it stands in."""
        return f"{self.folder}/{self.kind}.xml"


@dataclass
class Desk:
    """What is at hand while a backup is read, and the quizzes found so far."""

    archive: Archive
    draft: Draft
    files: Files
    questions: Questions
    site: str
    quizzes: list[Json] = field(default_factory=list)
    categories: set[str] = field(default_factory=set)
    pages: dict[str, str] = field(default_factory=dict)

    def key(self, activity: Activity, *more: str) -> str:
        """Return the key of an activity, the same in every backup of its course."""
        return key_of("moodle", self.site, "module", activity.number, *more)

    def note_pages(self, activities: list[Activity]) -> None:
        """Know which links between the activities of a section lead to pages here."""
        first: Activity | None = None
        for activity in activities:
            if activity.kind in LOOSE:
                first = first or activity
                self.pages[activity.number] = self.key(first, "loose")
                continue
            first = None
            if activity.kind == "book":
                self._note_chapters(activity)
            elif activity.kind in PAGED:
                self.pages[activity.number] = self.key(activity)

    def _note_chapters(self, book: Activity) -> None:
        lesson = ""
        for chapter in chapters(book.element):
            number = chapter.attributes.get("id", "")
            if not lesson or said(chapter, "subchapter") != "1":
                lesson = self.key(book, "chapter", number)
            self.pages.setdefault(book.number, lesson)
            self.pages[f"{book.number}*{number}"] = lesson

    def say(self, activity: Activity) -> Callable[[str], None]:
        """Return what notes changes of an activity."""
        return lambda sentence: self.draft.report.change(activity.title, activity.where, sentence)

    def blocks(
        self, activity: Activity, html: str, kept: list[Kept], title: str = ""
    ) -> list[Block]:
        """Return a text of an activity as blocks; `title` is what its page is called."""
        finder = Finder(self, kept, activity.where)
        return joined(passages(html, finder, self.say(activity), title=title))

    def tell_intro(self, activity: Activity) -> None:
        """Say which words stood beside a link to an activity, and on no page of it."""
        if words := plain_words(html_in(activity.element, "intro"), 100):
            self.say(activity)(_("Its description was left out: %(words)s") % {"words": words})


@dataclass
class Finder:
    """Knows what stands at the addresses of a text, whose own files are `kept`."""

    desk: Desk
    kept: list[Kept]
    where: str

    def medium(self, address: str) -> Medium | None:
        """The file of the text that is meant, or the picture that stands in the address."""
        found = file_at(address, self.kept)
        if found:
            return self.desk.files.medium(found)
        return inline_picture(self.desk.draft.contents, address, self.where)

    def page(self, address: str) -> str | None:
        """Moodle writes links between activities by their numbers."""
        plain = address.partition("#")[0]
        if COURSE_LINK.fullmatch(plain):
            return page_name(self.desk.draft.contents.key, SOURCE_LANGUAGE)
        found = PAGE_LINK.fullmatch(plain)
        if found is None:
            return None
        pages = self.desk.pages
        key = pages.get(f"{found[1]}*{found[2]}") or pages.get(found[1])
        return page_name(key, SOURCE_LANGUAGE) if key else None


def chapters(book: Element | None) -> list[Element]:
    """Return the chapters of a book that were not hidden, in order."""
    found = sorted(each(book, "chapters", "chapter"), key=lambda one: number(one, "pagenum"))
    return [one for one in found if said(one, "hidden") != "1"]


def html_in(element: Element | None, name: str) -> str:
    """Return a text as HTML, in whichever of Moodle's formats it is."""
    text, form = said(element, name), said(element, f"{name}format")
    if form == "4":
        return html_of(text)
    if form == "2" or (form == "0" and "<" not in text):
        return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n") if part.strip())
    return text


def joined(body: list[Block]) -> list[Block]:
    """Running texts one after another are one."""
    joined: list[Block] = []
    for block in body:
        if joined and joined[-1]["type"] == block["type"] == "text":
            joined[-1] = {"type": "text", "value": joined[-1]["value"] + block["value"]}
        else:
            joined.append(block)
    return joined
