"""The activities of a backup, one by one: which of our pages each becomes."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.packages.archive import Archive
from courses.packages.contents import Json, Medium
from courses.packages.drafting import Draft, key_of, tidy_title
from courses.packages.packing import page_name
from courses.packages.passages import Block, block_of, passages, plain_words
from home.blocks.hosts import thing_at
from home.words import SOURCE_LANGUAGE
from quizzes.exchange.markdown import html_of
from quizzes.exchange.xml_tree import Element
from quizzes.packages.moodle.files import Files, Kept, file_at
from quizzes.packages.moodle.questions import Questions
from quizzes.packages.moodle.quizzes import (
    band_words,
    pass_percent,
    quiz_item,
    section_titles,
)
from quizzes.packages.trees import each, number, said, tree

# What stands between lessons becomes one lesson with what is beside it.
LOOSE = {"label", "url", "resource", "folder"}
# Its section comes as a module of its own.
SILENT = {"subsection"}
PAGE_LINK = re.compile(r"\$@[A-Z]+VIEWBYID\*(\d+)(?:\*\d+)?@\$")
PAGES = (".html", ".htm", ".xhtml")


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
        """Know which links between activities lead to pages here."""
        for activity in activities:
            if activity.kind in {"page", "quiz", "assign"}:
                self.pages[activity.number] = self.key(activity)

    def say(self, activity: Activity) -> Callable[[str], None]:
        """Return what notes changes of an activity."""
        return lambda sentence: self.draft.report.change(activity.title, activity.where, sentence)

    def blocks(self, activity: Activity, html: str, kept: list[Kept]) -> list[Block]:
        """Return a text of an activity as blocks."""
        return passages(html, _Finder(self, kept), self.say(activity))


@dataclass
class _Finder:
    desk: Desk
    kept: list[Kept]

    def medium(self, address: str) -> Medium | None:
        """The file of the text that is meant."""
        found = file_at(address, self.kept)
        return self.desk.files.medium(found) if found else None

    def page(self, address: str) -> str | None:
        """Moodle writes links between activities by their numbers."""
        found = PAGE_LINK.fullmatch(address.partition("#")[0])
        key = self.desk.pages.get(found[1]) if found else None
        return page_name(key, SOURCE_LANGUAGE) if key else None


def write_section(
    activities: list[Activity], summary: str, section: str, title: str, desk: Desk
) -> None:
    """Write the pages of a section; what stands loose becomes lessons with what is beside it."""
    if len(plain_words(summary, 1000)) > 250:
        where = f"sections/section_{section}/section.xml"
        body = passages(
            summary, _Finder(desk, []), lambda said: desk.draft.report.change(title, where, said)
        )
        desk.draft.lesson(
            key_of("moodle", desk.site, "section", section, "summary"), title, body, where
        )
    loose: list[Activity] = []
    for activity in activities:
        if activity.kind in LOOSE:
            loose.append(activity)
            continue
        _write_loose(loose, title, desk)
        loose = []
        writer = WRITERS.get(activity.kind)
        if activity.element is None or (writer is None and activity.kind not in SILENT):
            desk.draft.report.refuse(
                activity.title,
                activity.where,
                _("There is nothing here for Moodle's “%(kind)s”.") % {"kind": activity.kind},
            )
        elif writer is not None:
            writer(activity, activity.element, desk)
    _write_loose(loose, title, desk)


def _write_loose(loose: list[Activity], section: str, desk: Desk) -> None:
    body: list[Block] = []
    titles = []
    for activity in loose:
        found = _LOOSE[activity.kind](activity, desk)
        if found:
            body += found
            titles.append(activity.title)
        else:
            desk.draft.report.refuse(activity.title, activity.where, _("It is empty."))
    if not body:
        return
    with override(SOURCE_LANGUAGE):
        many = _("%(section)s: materials") % {"section": section}
    title = titles[0] if len(titles) == 1 else many
    desk.draft.lesson(desk.key(loose[0], "loose"), title, _joined(body), loose[0].where)
    for activity in loose[1:]:
        if activity.title in titles:
            desk.draft.report.accept(
                activity.title, activity.where, _("In the lesson “%(title)s”.") % {"title": title}
            )


def _joined(body: list[Block]) -> list[Block]:
    """Running texts one after another are one."""
    joined: list[Block] = []
    for block in body:
        if joined and joined[-1]["type"] == block["type"] == "text":
            joined[-1] = {"type": "text", "value": joined[-1]["value"] + block["value"]}
        else:
            joined.append(block)
    return joined


def _html(element: Element | None, name: str) -> str:
    """Return a text as HTML, in whichever of Moodle's formats it is."""
    text, form = said(element, name), said(element, f"{name}format")
    if form == "4":
        return html_of(text)
    if form == "2" or (form == "0" and "<" not in text):
        return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n") if part.strip())
    return text


def _page(activity: Activity, page: Element, desk: Desk) -> None:
    kept = desk.files.of(activity.context, "mod_page", "content")
    body = desk.blocks(activity, _html(page, "content"), kept)
    title = said(page, "name") or activity.title
    desk.draft.lesson(desk.key(activity), title, body, activity.where, required=activity.required)


def _book(activity: Activity, book: Element, desk: Desk) -> None:
    """A chapter becomes a lesson; chapters below it stay in it, under headings."""
    lessons: list[tuple[str, str, list[Block]]] = []
    chapters = sorted(each(book, "chapters", "chapter"), key=lambda one: number(one, "pagenum"))
    for chapter in chapters:
        title = tidy_title(said(chapter, "title"), activity.title)
        if said(chapter, "hidden") == "1":
            desk.draft.report.refuse(title, activity.where, _("This chapter was hidden."))
            continue
        identity = chapter.attributes.get("id", "")
        kept = desk.files.of(activity.context, "mod_book", "chapter", item=identity)
        body = desk.blocks(activity, _html(chapter, "content"), kept)
        if said(chapter, "subchapter") == "1" and lessons:
            heading = {"type": "text", "value": f"<h2>{escape(title)}</h2>"}
            lessons[-1][2].extend([heading, *body])
        else:
            lessons.append((identity, title, body))
    for identity, title, body in lessons:
        key = desk.key(activity, "chapter", identity)
        desk.draft.lesson(key, title, _joined(body), activity.where, required=activity.required)


def _quiz(activity: Activity, quiz: Element, desk: Desk) -> None:
    key = desk.key(activity)
    item, categories = quiz_item(quiz, key, desk.questions, desk.draft.contents, activity.where)
    grades = f"{activity.folder}/grades.xml"
    mark = pass_percent(quiz, tree(desk.archive, grades) if grades in desk.archive else None)
    if mark is None:
        desk.say(activity)(_("It had no pass mark; it has the usual one."))
    item["words"]["pass_percent"] = 60 if mark is None else mark
    desk.quizzes.append(item)
    desk.categories |= categories
    introduction = [
        block["value"]
        for block in desk.blocks(activity, _html(quiz, "intro"), [])
        if block["type"] == "text"
    ]
    titles = section_titles(quiz) if any(section_titles(quiz)) else []
    words = {
        "introduction": "".join(introduction),
        "quiz": f"quizzes:{key}",
        "minutes": max(5, min(1000, number(quiz, "timelimit") // 60 or 2 * len(item["slots"]))),
        "required": activity.required,
        "section_titles": [{"type": "title", "value": title or "–"} for title in titles],
        "band_words": [
            {
                "type": "words",
                "value": "".join(
                    block["value"]
                    for block in desk.blocks(activity, one, [])
                    if block["type"] == "text"
                ),
            }
            for one in band_words(quiz)
        ],
    }
    desk.draft.step(
        "quizzes.QuizPage", key, said(quiz, "name") or activity.title, words, activity.where
    )


def _assignment(activity: Activity, assign: Element, desk: Desk) -> None:
    kept = desk.files.of(activity.context, "mod_assign", "intro", "introattachment")
    body = desk.blocks(activity, _html(assign, "intro"), kept)
    settings = {
        (said(one, "plugin"), said(one, "name")): said(one, "value")
        for one in each(assign, "plugin_configs", "plugin_config")
        if said(one, "subtype") == "assignsubmission"
    }
    takes_files = settings.get(("file", "enabled")) == "1"
    takes_text = settings.get(("onlinetext", "enabled")) == "1" or not takes_files
    most = settings.get(("file", "maxfilesubmissions"), "1")
    files = max(1, min(int(most), 20)) if most.isdecimal() and len(most) < 5 else 1
    words = {
        "body": body,
        "text_wanted": "required" if takes_text and not takes_files
        else "optional" if takes_text else "none",
        "files_most": files if takes_files else 0,
        "minutes": 60,
        "required": activity.required,
    }  # fmt: skip
    desk.say(activity)(_("Its deadline and its grade were left out."))
    title = said(assign, "name") or activity.title
    desk.draft.step("courses.AssignmentPage", desk.key(activity), title, words, activity.where)


def _exercise(activity: Activity, exercise: Element, desk: Desk) -> None:
    """An H5P exercise stands in a lesson of its own; it decides over nothing."""
    title = said(exercise, "name") or activity.title
    kept = desk.files.of(activity.context, "mod_h5pactivity", "package")
    medium = desk.files.medium(kept[0], title) if kept else None
    if medium is None or not medium.name.startswith("h5p:"):
        desk.draft.report.refuse(title, activity.where, _("The backup does not hold this file."))
        return
    intro = desk.files.of(activity.context, "mod_h5pactivity", "intro")
    body = desk.blocks(activity, _html(exercise, "intro"), intro)
    desk.say(activity)(_("An exercise needs the same in words."))
    body.append(block_of(medium, title))
    desk.draft.lesson(desk.key(activity), title, body, activity.where)


def _label(activity: Activity, desk: Desk) -> list[Block]:
    kept = desk.files.of(activity.context, "mod_label", "intro")
    return desk.blocks(activity, _html(activity.element, "intro"), kept)


def _url(activity: Activity, desk: Desk) -> list[Block]:
    address = said(activity.element, "externalurl")
    title = said(activity.element, "name") or activity.title
    kept = desk.files.of(activity.context, "mod_url", "intro")
    about = desk.blocks(activity, _html(activity.element, "intro"), kept)
    if thing_at(address) is not None:
        desk.say(activity)(_("What stands on another service needs the same in words."))
        value = {"title": title[:150], "url": address, "alternative": ""}
        return [*about, {"type": "embed", "value": value}]
    link = f'<p><a href="{escape(address)}">{escape(title)}</a></p>'
    return [*about, *desk.blocks(activity, link, [])] if address else about


def _resource(activity: Activity, desk: Desk) -> list[Block]:
    kept = desk.files.of(activity.context, "mod_resource", "content")
    intro = desk.files.of(activity.context, "mod_resource", "intro")
    about = desk.blocks(activity, _html(activity.element, "intro"), intro)
    main = next((one for one in kept if one.first), kept[0] if kept else None)
    if main is None:
        return about
    if main.name.lower().endswith(PAGES):
        content = desk.files.content(main) or b""
        html = content.decode("utf-8", "replace")
        html = re.sub(r'(src|href)="(?![a-zA-Z]+:|#|/|@@)([^"]+)"', r'\1="@@PLUGINFILE@@/\2"', html)
        return [*about, *desk.blocks(activity, html, kept)]
    return [*about, *_given(main, said(activity.element, "name") or activity.title, desk, activity)]


def _folder(activity: Activity, desk: Desk) -> list[Block]:
    intro = desk.files.of(activity.context, "mod_folder", "intro")
    found = desk.blocks(activity, _html(activity.element, "intro"), intro)
    for kept in desk.files.of(activity.context, "mod_folder", "content"):
        found += _given(kept, kept.name, desk, activity)
    return found


def _given(kept: Kept, title: str, desk: Desk, activity: Activity) -> list[Block]:
    """Return a file by itself."""
    medium = desk.files.medium(kept, title)
    if medium is None:
        return []
    if medium.name.startswith("image:"):
        desk.say(activity)(
            _("A picture has no text alternative: %(name)s.") % {"name": medium.filename}
        )
    return [block_of(medium, title)]


WRITERS: dict[str, Callable[[Activity, Element, Desk], None]] = {
    "page": _page,
    "book": _book,
    "quiz": _quiz,
    "assign": _assignment,
    "h5pactivity": _exercise,
}
_LOOSE: dict[str, Callable[[Activity, Desk], list[Block]]] = {
    "label": _label,
    "url": _url,
    "resource": _resource,
    "folder": _folder,
}
