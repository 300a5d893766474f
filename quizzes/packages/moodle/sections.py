"""A section of a backup: its pages, and lessons made of what stands loose between them."""

import re
from collections.abc import Callable
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.packages.drafting import key_of
from courses.packages.passages import Block, block_of, passages, plain_words
from home.blocks.hosts import thing_at
from home.words import SOURCE_LANGUAGE
from quizzes.packages.moodle.activities import WRITERS
from quizzes.packages.moodle.desk import LOOSE, Activity, Desk, Finder, html_in, joined
from quizzes.packages.moodle.files import Kept
from quizzes.packages.trees import said

# The section of one comes as a module of its own, the questions of the other as banks.
SILENT = {"subsection", "qbank"}
PAGES = (".html", ".htm", ".xhtml")
LONGEST_SENTENCE = 250
SHOWN = re.compile(r"<(?:img|table|iframe|object|embed|video|audio)\b", re.IGNORECASE)


def write_section(
    activities: list[Activity], summary: str, section: str, title: str, kept: list[Kept], desk: Desk
) -> None:
    """
    Write the pages of a section; what stands loose becomes lessons with what is beside it.

    `kept` are the files of its summary, which becomes a lesson where a sentence cannot hold it.
    """
    where = f"sections/section_{section}/section.xml"

    def say(sentence: str) -> None:
        desk.draft.report.change(title, where, sentence)

    if len(plain_words(summary, 1000)) > LONGEST_SENTENCE or SHOWN.search(summary):
        body = passages(summary, Finder(desk, kept, where), say, title=title)
        key = key_of("moodle", desk.site, "section", section, "summary")
        desk.draft.lesson(key, title, joined(body), where)
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
    desk.draft.lesson(desk.key(loose[0], "loose"), title, joined(body), loose[0].where)
    for activity in loose[1:]:
        if activity.title in titles:
            desk.draft.report.accept(
                activity.title, activity.where, _("In the lesson “%(title)s”.") % {"title": title}
            )


def _label(activity: Activity, desk: Desk) -> list[Block]:
    kept = desk.files.of(activity.context, "mod_label", "intro")
    return desk.blocks(activity, html_in(activity.element, "intro"), kept)


def _url(activity: Activity, desk: Desk) -> list[Block]:
    address = said(activity.element, "externalurl")
    title = said(activity.element, "name") or activity.title
    kept = desk.files.of(activity.context, "mod_url", "intro")
    about = desk.blocks(activity, html_in(activity.element, "intro"), kept)
    if thing_at(address) is not None:
        desk.say(activity)(_("What stands on another service needs the same in words."))
        value = {"title": title[:150], "url": address, "alternative": ""}
        return [*about, {"type": "embed", "value": value}]
    link = f'<p><a href="{escape(address)}">{escape(title)}</a></p>'
    return [*about, *desk.blocks(activity, link, [])] if address else about


def _resource(activity: Activity, desk: Desk) -> list[Block]:
    kept = desk.files.of(activity.context, "mod_resource", "content")
    intro = desk.files.of(activity.context, "mod_resource", "intro")
    about = desk.blocks(activity, html_in(activity.element, "intro"), intro)
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
    found = desk.blocks(activity, html_in(activity.element, "intro"), intro)
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


_LOOSE: dict[str, Callable[[Activity, Desk], list[Block]]] = {
    "label": _label,
    "url": _url,
    "resource": _resource,
    "folder": _folder,
}
