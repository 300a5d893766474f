"""
Bringing a course file into this installation: one transaction, all of it or nothing.

A dry run does the same and takes it back, so that what it tells is what will happen.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.catalogue.models import Course
from courses.catalogue.prerequisites import circle_words, in_circle
from courses.packages import parts
from courses.packages.contents import Contents, digest_of
from courses.packages.deeds import Deed
from courses.packages.exporting import COURSE_FIELDS, course_item
from courses.packages.media_in import KeptFiles
from courses.packages.pages_in import PagesIn
from courses.packages.report import Report, UnreadablePackageError
from courses.packages.rows import set_words
from courses.packages.rule_items import rules_of, set_rules, steps_to_come
from courses.packages.unpacking import Tell, Unpacking
from courses.pages.models import CoursePage
from home.words import SOURCE_LANGUAGE


@dataclass(frozen=True)
class Brought:
    """A course that came by a file, and what became of all that the file holds."""

    course: Course
    report: Report

    @property
    def page(self) -> CoursePage | None:
        """The Finnish page of the course."""
        pages = CoursePage.objects.filter(course=self.course)
        return pages.filter(locale__language_code=SOURCE_LANGUAGE).first()


def bring(
    contents: Contents,
    *,
    person: Any = None,
    publish: bool = False,
    dry_run: bool = False,
    progress: Tell | None = None,
) -> Brought:
    """
    Bring a course, as drafts; with `publish`, what the file has as published and is fit, too.

    Raises UnreadablePackageError where the course itself cannot be made.
    """
    files = KeptFiles()
    with transaction.atomic(), files.watched():
        course = _bring(Unpacking(contents, person=person, publish=publish, progress=progress))
        if dry_run:
            transaction.set_rollback(True)
    if dry_run:
        files.remove()
    return Brought(course, contents.report)


def _bring(unpacking: Unpacking) -> Course:
    contents = unpacking.contents
    course = _course(unpacking)
    for kind, part in parts.known().items():
        part.prepare(contents.parts.get(kind), unpacking)
    pages = PagesIn(unpacking, course)
    pages.make()
    for kind, part in parts.known().items():
        part.fill(contents.parts.get(kind), unpacking)
    pages.write()
    _rules(unpacking, course, pages)
    if unpacking.publish:
        for kind, part in parts.known().items():
            part.publish(contents.parts.get(kind), unpacking)
        pages.publish()
    pages.tell_of_others()
    return course


def _course(unpacking: Unpacking) -> Course:
    """Find or make the row of the course; its page, where there is one, tells which it is."""
    contents = unpacking.contents
    # A file that was written before these were known says nothing of them.
    known = {"form": Course.Form.OWN_PACE.value, "audiences": []} | contents.course
    item = {name: known.get(name) for name in COURSE_FIELDS}
    item["prerequisites"] = contents.course.get("prerequisites") or []
    said = str(item.get("code") or "")
    unpacking.speak_of(_("course %(code)s") % {"code": said}, "course.json")
    page = CoursePage.objects.filter(translation_key=contents.key).select_related("course").first()
    course = page.course if page else Course.objects.filter(code=said, pages=None).first()
    _may_be_written(course, page, unpacking.person)
    there = course_item(course) if course else None
    if there is not None and page is not None:
        # It may have got another code here, since this one was taken.
        there["code"] = said
    if course is not None and course.code != said and not course.code.startswith(f"{said}-"):
        unpacking.change(_("Its code stays %(code)s, as it is here.") % {"code": course.code})
    came = digest_of(item)
    deed = unpacking.deed(
        "course", contents.key, "", came=came, there=digest_of(there) if there else None
    )
    if unpacking.tell(deed) or course is None:
        course = _written(course, item, unpacking)
    if deed in {Deed.ADD, Deed.UPDATE}:
        stands = course_item(course) | {"code": said}
        unpacking.remember("course", contents.key, came=came, stood=digest_of(stands))
    return course


def _may_be_written(course: Course | None, page: CoursePage | None, person: Any) -> None:
    """Raise UnreadablePackageError where the course is here, and not for this person to edit."""
    if course is None or person is None:
        return
    edits = page is None or page.permissions_for_user(person).can_edit()
    if not edits or not person.has_perm("courses.change_course"):
        raise UnreadablePackageError(
            _("The course %(code)s is here already, and you may not edit it.")
            % {"code": course.code}
        )


def _written(course: Course | None, item: dict[str, Any], unpacking: Unpacking) -> Course:
    course = course or Course()
    given = dict(item)
    if course.pk:
        del given["code"]
    elif Course.objects.filter(code=str(item["code"])).exists():
        given["code"] = _free_code(str(item["code"]))
        unpacking.change(
            _("Another course here has this code; this one became %(code)s.")
            % {"code": given["code"]}
        )
    refused = set_words(course, given, COURSE_FIELDS, unpacking)
    try:
        if refused:
            raise ValidationError({name: _("This value cannot be.") for name in refused})
        course.full_clean()
    except ValidationError as error:
        words = "; ".join(
            f"{name}: {' '.join(said)}" for name, said in sorted(error.message_dict.items())
        )
        raise UnreadablePackageError(
            _("The course cannot be made: %(why)s") % {"why": words}
        ) from error
    course.save()
    _prerequisites(course, item["prerequisites"], unpacking)
    return course


def _free_code(code: str) -> str:
    number = 2
    while Course.objects.filter(code__iexact=f"{code[:36]}-{number}").exists():
        number += 1
    return f"{code[:36]}-{number}"


def _prerequisites(course: Course, codes: Any, unpacking: Unpacking) -> None:
    wanted = {str(code) for code in codes} if isinstance(codes, list) else set()
    found = Course.objects.filter(code__in=wanted).exclude(pk=course.pk)
    waiting = in_circle(course, found)
    course.prerequisites.set([one for one in found if one not in waiting])
    for one in waiting:
        unpacking.change(circle_words(one))
    for code in sorted(wanted - {one.code for one in found}):
        unpacking.change(
            _("It asks for the course %(code)s before it, which is not here.") % {"code": code}
        )


def _rules(unpacking: Unpacking, course: Course, pages: PagesIn) -> None:
    contents = unpacking.contents
    if not contents.rules.get("groups") and not contents.rules.get("steps"):
        return
    unpacking.speak_of(_("rules of completion"), "course.json")
    steps_to_come(course, pages.steps())
    there = rules_of(course)
    came = digest_of(contents.rules)
    bare = not there["groups"] and not there["steps"]
    deed = unpacking.deed(
        "rules", contents.key, "", came=came, there=None if bare else digest_of(there)
    )
    if not unpacking.tell(deed):
        return
    try:
        with transaction.atomic():
            set_rules(course, contents.rules)
    except ValidationError as error:
        unpacking.take_back(error)
        return
    stood = digest_of(rules_of(course))
    unpacking.remember("rules", contents.key, came=came, stood=stood)


def page_of(course: Course) -> Page | None:
    """Return the Finnish page of a course, which says that it can be exported."""
    pages = CoursePage.objects.filter(course=course, locale__language_code=SOURCE_LANGUAGE)
    return pages.first()
