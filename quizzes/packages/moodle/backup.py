"""A Moodle course backup as a course of ours."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.packages.archive import Archive
from courses.packages.contents import Contents, Json
from courses.packages.drafting import Draft, key_of, tidy_title
from courses.packages.passages import passages, plain_words
from courses.packages.report import UnreadablePackageError
from home.words import SOURCE_LANGUAGE
from quizzes.exchange.xml_tree import Element
from quizzes.packages.foreign_questions import question_item
from quizzes.packages.moodle.desk import Activity, Desk, Finder, html_in
from quizzes.packages.moodle.files import Files, Kept
from quizzes.packages.moodle.questions import Questions
from quizzes.packages.moodle.quizzes import bank_key
from quizzes.packages.moodle.sections import write_section
from quizzes.packages.trees import each, inside, number, said, tree

FORMAT = "moodle-mbz"
BACKUP, OLD_BACKUP = "moodle_backup.xml", "moodle.xml"


@dataclass(frozen=True)
class Section:
    """A section with its activities in the order in which learners meet them."""

    number: str
    title: str
    summary: str
    where: str
    activities: list[Activity]


def is_backup(archive: Archive) -> bool:
    """Whether an archive is a backup of Moodle 2 or later."""
    return BACKUP in archive


def is_old_backup(archive: Archive) -> bool:
    """Whether an archive is a backup of Moodle 1."""
    return OLD_BACKUP in archive


def refuse_old_backup(archive: Archive) -> Contents:
    """Say what to do with a backup of Moodle 1, which is of a form of its own."""
    raise UnreadablePackageError(
        _(
            "This is a backup of Moodle 1.9 or older, which cannot be read. Restore it in a newer "
            "Moodle, and take a backup of the course there."
        )
    )


def read_backup(archive: Archive) -> Contents:
    """Return the course of a backup; raises UnreadablePackageError where there is none."""
    information = inside(tree(archive, BACKUP), "information")
    kind = said(information, "details", "detail", "type")
    if kind not in {"", "course"}:
        raise UnreadablePackageError(
            _("This is a backup of one %(kind)s, not of a course.") % {"kind": kind[:40]}
        )
    course = tree(archive, "course/course.xml") if "course/course.xml" in archive else None
    site = "{}:{}".format(
        said(information, "original_site_identifier_hash"),
        said(information, "original_course_id"),
    )
    title = said(course, "fullname") or said(information, "original_course_fullname")
    draft = Draft(
        FORMAT,
        key=key_of("moodle", site, "course"),
        code=said(course, "shortname") or said(information, "original_course_shortname"),
        title=title,
        summary=plain_words(said(course, "summary")) or title,
        language=said(course, "lang"),
    )
    files = Files(archive, draft.contents)
    questions = Questions(archive, files, site)
    desk = Desk(archive, draft, files, questions, site)
    sections = list(_sections(archive, information, desk))
    home = said(information, "original_course_contextid")
    _introduce(course, files.of(home, "course", "summary"), desk)
    for section in sections:
        desk.note_pages(section.activities)
    for section in sections:
        draft.module(
            key_of("moodle", site, "section", section.number),
            section.title,
            plain_words(section.summary),
            section.where,
        )
        kept = files.of(home, "course", "section", item=section.number)
        write_section(
            section.activities, section.summary, section.number, section.title, kept, desk
        )
    draft.contents.parts["quizzes"] = {"quizzes": desk.quizzes, "banks": _banks(desk)}
    return draft.finished()


def _introduce(course: Element | None, kept: list[Kept], desk: Desk) -> None:
    """Say on the course's page what its one sentence cannot hold."""
    finder = Finder(desk, kept, "course/course.xml")
    say = desk.draft.report.change
    desk.draft.introduce(
        passages(
            html_in(course, "summary"),
            finder,
            lambda sentence: say(desk.draft.title, finder.where, sentence),
        )
    )


def _sections(archive: Archive, information: Element | None, desk: Desk) -> Iterator[Section]:
    activities = list(_activities(archive, information, desk))
    known = {activity.number: activity for activity in activities}
    left = dict(known)
    rows = []
    for found in each(information, "contents", "sections", "section"):
        folder = said(found, "directory")
        name = f"{folder}/section.xml"
        section = tree(archive, name) if name in archive else None
        order = said(section, "sequence").split(",")
        inside_it = [known[one] for one in order if one in known]
        rows.append((found, section, name, inside_it))
        for activity in inside_it:
            left.pop(activity.number, None)
    for found, section, name, inside_it in rows:
        number_of = said(found, "sectionid")
        place = number(section, "number")
        # What no section names in its order stands at the end of its own.
        rest = [one for one in left.values() if one.section == number_of]
        given = said(section, "name") or _title_of(said(found, "title"))
        title = tidy_title(given, _general(place))
        if _is_conditional(said(section, "availabilityjson"), section):
            desk.draft.report.change(title, name, _("Its conditions of access were left out."))
        yield Section(number_of, title, html_in(section, "summary"), name, [*inside_it, *rest])


def _is_conditional(conditions: str, element: Element | None) -> bool:
    """Whether something opened to some only: in JSON, and before Moodle 2.7 in elements."""
    return '"type"' in conditions or bool(each(element, "availability_info", "availability"))


def _title_of(given: str) -> str:
    """A section without a name is listed under its number."""
    return "" if given.isdecimal() else given


def _general(place: int) -> str:
    """Name a section that has no name, in the language of the page."""
    with override(SOURCE_LANGUAGE):
        return _("General") if place <= 0 else _("Section %(number)s") % {"number": place}


def _activities(archive: Archive, information: Element | None, desk: Desk) -> Iterator[Activity]:
    for found in each(information, "contents", "activities", "activity"):
        kind, folder = said(found, "modulename"), said(found, "directory")
        name = f"{folder}/{kind}.xml"
        title = tidy_title(said(found, "title"), kind)
        if name not in archive:
            desk.draft.report.refuse(title, name, _("The backup does not hold it."))
            continue
        root = tree(archive, name)
        module_file = f"{folder}/module.xml"
        module = tree(archive, module_file) if module_file in archive else None
        if _is_conditional(said(module, "availability"), module):
            why = _("Its conditions of access were left out.")
            desk.draft.report.change(title, module_file, why)
        yield Activity(
            number=said(found, "moduleid"),
            kind=kind,
            title=title,
            section=said(found, "sectionid"),
            folder=folder,
            context=root.attributes.get("contextid", ""),
            element=inside(root, kind),
            required=number(module, "completion") > 0,
        )


def _banks(desk: Desk) -> list[Json]:
    """Return all banks of the backup: those of quizzes, and those that nothing asks from."""
    banks: list[Json] = []
    for category in desk.questions.categories:
        items = [
            item
            for kept in category.questions
            if (item := question_item(desk.questions.asked(kept), desk.draft.contents)) is not None
        ]
        if items or category.number in desk.categories:
            banks.append(
                {
                    "key": bank_key(category, desk.questions),
                    "name": tidy_title(category.name, _("Questions"))[:140],
                    "description": "",
                    "questions": items,
                }
            )
    return banks
