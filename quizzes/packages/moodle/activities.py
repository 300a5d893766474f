"""The activities of a backup that become pages of their own, kind by kind."""

import re
from collections.abc import Callable
from html import escape

from django.utils.translation import gettext as _

from courses.packages.drafting import tidy_title
from courses.packages.passages import Block, block_of
from quizzes.exchange.xml_tree import Element
from quizzes.packages.moodle.desk import Activity, Desk, chapters, html_in, joined
from quizzes.packages.moodle.quizzes import (
    band_words,
    pass_percent,
    quiz_item,
    section_titles,
)
from quizzes.packages.trees import each, number, said, tree

# PHP's own writing: whether the description of a page stands on it.
INTRO_SHOWN = re.compile(r'"printintro";(?:s:1:"1"|i:1|b:1)')
# The pages of Moodle's lesson: those with a text, and those that only steer the way.
TEXT_PAGE, UNSEEN = "20", {"21", "30", "31"}


def _page(activity: Activity, page: Element, desk: Desk) -> None:
    kept = desk.files.of(activity.context, "mod_page", "content")
    title = tidy_title(said(page, "name"), activity.title)
    body = desk.blocks(activity, html_in(page, "content"), kept, title)
    if INTRO_SHOWN.search(said(page, "displayoptions")):
        intro = desk.files.of(activity.context, "mod_page", "intro")
        body = joined([*desk.blocks(activity, html_in(page, "intro"), intro, title), *body])
    else:
        desk.tell_intro(activity)
    desk.draft.lesson(desk.key(activity), title, body, activity.where, required=activity.required)


def _book(activity: Activity, book: Element, desk: Desk) -> None:
    """A chapter becomes a lesson; chapters below it stay in it, under headings."""
    desk.tell_intro(activity)
    for hidden in each(book, "chapters", "chapter"):
        if said(hidden, "hidden") == "1":
            title = tidy_title(said(hidden, "title"), activity.title)
            desk.draft.report.refuse(title, activity.where, _("This chapter was hidden."))
    lessons: list[tuple[str, str, list[Block]]] = []
    for chapter in chapters(book):
        title = tidy_title(said(chapter, "title"), activity.title)
        identity = chapter.attributes.get("id", "")
        kept = desk.files.of(activity.context, "mod_book", "chapter", item=identity)
        body = desk.blocks(activity, html_in(chapter, "content"), kept, title)
        if said(chapter, "subchapter") == "1" and lessons:
            lessons[-1][2].extend([_heading(title), *body])
        else:
            lessons.append((identity, title, body))
    for identity, title, body in lessons:
        key = desk.key(activity, "chapter", identity)
        desk.draft.lesson(key, title, joined(body), activity.where, required=activity.required)


def _lesson(activity: Activity, lesson: Element, desk: Desk) -> None:
    """Moodle's lesson: its pages of text one after another; questions and jumps are named."""
    desk.tell_intro(activity)
    body: list[Block] = []
    for page in _chained(each(lesson, "pages", "page")):
        title = tidy_title(said(page, "title"), activity.title)
        if said(page, "qtype") in UNSEEN:
            continue
        if said(page, "qtype") != TEXT_PAGE:
            desk.draft.report.refuse(
                title, activity.where, _("Questions inside Moodle's “lesson” are not taken.")
            )
            continue
        kept = desk.files.of(
            activity.context, "mod_lesson", "page_contents", item=page.attributes.get("id", "")
        )
        found = desk.blocks(activity, html_in(page, "contents"), kept, title)
        body += [_heading(title), *found]
    if not body:
        desk.draft.report.refuse(activity.title, activity.where, _("It is empty."))
        return
    desk.say(activity)(_("Its pages stand one after another; the choices between them are gone."))
    title = tidy_title(said(lesson, "name"), activity.title)
    desk.draft.lesson(
        desk.key(activity), title, joined(body), activity.where, required=activity.required
    )


def _chained(pages: list[Element]) -> list[Element]:
    """Return the pages of Moodle's lesson in order: each names the one before it."""
    after = {said(page, "prevpageid"): page for page in pages}
    found: list[Element] = []
    before = "0"
    while before in after:
        page = after.pop(before)
        found.append(page)
        before = page.attributes.get("id", "")
    return [*found, *after.values()]


def _heading(title: str) -> Block:
    return {"type": "text", "value": f"<h2>{escape(title, quote=False)}</h2>"}


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
        for block in desk.blocks(activity, html_in(quiz, "intro"), [])
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
    settings = {
        (said(one, "plugin"), said(one, "name")): said(one, "value")
        for one in each(assign, "plugin_configs", "plugin_config")
        if said(one, "subtype") == "assignsubmission"
    }
    takes_files = settings.get(("file", "enabled")) == "1"
    takes_text = settings.get(("onlinetext", "enabled")) == "1" or not takes_files
    most = settings.get(("file", "maxfilesubmissions"), "1")
    files = max(1, min(int(most), 20)) if most.isdecimal() and len(most) < 5 else 1
    _asked(activity, desk, text=takes_text, files=files if takes_files else 0)


def _old_assignment(activity: Activity, assignment: Element, desk: Desk) -> None:
    """The assignments that Moodle had until version 2.2, and kept in backups long after."""
    kind = said(assignment, "assignmenttype")
    if kind == "offline":
        desk.say(activity)(_("Nothing was returned to it; here a text is."))
    many = max(1, min(number(assignment, "var1"), 20)) if kind == "upload" else 1
    takes_files = kind in {"upload", "uploadsingle"}
    _asked(activity, desk, text=not takes_files, files=many if takes_files else 0)


def _asked(activity: Activity, desk: Desk, *, text: bool, files: int) -> None:
    component = f"mod_{activity.kind}"
    kept = desk.files.of(activity.context, component, "intro", "introattachment")
    title = tidy_title(said(activity.element, "name"), activity.title)
    words = {
        "body": desk.blocks(activity, html_in(activity.element, "intro"), kept, title),
        "text_wanted": "none" if not text else "optional" if files else "required",
        "files_most": files,
        "minutes": 60,
        "required": activity.required,
    }
    desk.say(activity)(_("Its deadline and its grade were left out."))
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
    body = desk.blocks(activity, html_in(exercise, "intro"), intro)
    desk.say(activity)(_("An exercise needs the same in words."))
    body.append(block_of(medium, title))
    desk.draft.lesson(desk.key(activity), title, body, activity.where)


WRITERS: dict[str, Callable[[Activity, Element, Desk], None]] = {
    "page": _page,
    "book": _book,
    "quiz": _quiz,
    "assign": _assignment,
    "assignment": _old_assignment,
    "lesson": _lesson,
    "h5pactivity": _exercise,
}
