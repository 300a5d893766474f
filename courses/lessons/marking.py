"""
A learner's own notes and bookmarks at passages of lessons, and how far they have read.

Every write locks the learner's enrolments first, so that two tabs come one after the other. No
member of staff sees any of it.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.identity_code import without_codes
from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from courses.lessons.models import Marking, ReadingPlace
from courses.lessons.places import version_of
from courses.pages.body import body_html
from courses.pages.outline import outline
from courses.pages.passages import Passage, anchor, passages_of, spot_in
from courses.progress.completing import step_closed_because
from home.blocks.reflections import LONGEST_TEXT

LONGEST_PASSAGE = Marking._meta.get_field("passage").max_length or 0


class TooLongError(Exception):
    """The note is longer than any may be. Nothing was changed."""


@dataclass(frozen=True)
class Lesson:
    """A learner's lesson: its step, its page as they read it, and the passages of that."""

    enrolment: Enrolment
    step: CourseStep
    page: Page
    href: str
    body: str
    passages: list[Passage]

    def href_of(self, block_id: object) -> str:
        """The address of one passage."""
        return f"{self.href}#{anchor(block_id)}"


def lesson_of(request: HttpRequest, enrolment_id: int, key: UUID) -> Lesson:
    """The learner's own open step with a body; a 404 for anybody else."""
    mine = Enrolment.objects.standing_ones().filter(learner=request.user)
    enrolment = get_object_or_404(mine.select_related("run__course"), pk=enrolment_id)
    course = enrolment.run.course
    step = get_object_or_404(CourseStep, course=course, key=key)
    shown = outline(course, get_language() or "fi").by_key.get(key)
    waits = enrolment.waits_for_answer or enrolment.run.begins_after(timezone.localdate())
    if shown is None or waits or step_closed_because(enrolment, step):
        raise Http404(_("There is no such page."))
    page: Any = Page.objects.get(pk=shown.page_id).specific
    if not hasattr(page, "body"):
        raise Http404(_("There is no such page."))
    body = body_html(page, course, fresh=False)
    return Lesson(enrolment, step, page, shown.href, body, passages_of(body))


@transaction.atomic
def keep_note(*, lesson: Lesson, block_id: UUID, note: str, based_on: int) -> Marking | None:
    """
    Keep a note at a passage, without any identity code; no words take it away.

    Where another tab has saved other words since, both are kept, the earlier first. Raises
    TooLongError.
    """
    note = without_codes(note).strip()
    kept = _kept(lesson, block_id)
    if kept and kept.note and version_of(kept) != based_on and kept.note not in note:
        note = f"{kept.note}\n\n{note}".strip()
    if len(note) > LONGEST_TEXT:
        raise TooLongError
    return _save(lesson, block_id, kept, note=note)


@transaction.atomic
def bookmark(*, lesson: Lesson, block_id: UUID, on: bool) -> Marking | None:
    """Put a bookmark at a passage, or take it away; a note there stays."""
    kept = _kept(lesson, block_id)
    since = (kept and kept.bookmarked_at) or timezone.now()
    return _save(lesson, block_id, kept, bookmarked_at=since if on else None)


@transaction.atomic
def keep_place(
    *, lesson: Lesson, block_id: UUID, number: int = 0, count: int = 0, visit: str = ""
) -> None:
    """
    Keep that the learner has read to a passage, and to which of its so many paragraphs.

    Within one visit the place only moves on. A passage that is not in the lesson is passed over,
    and a paragraph where the page has another count of them: it has changed meanwhile.
    """
    order = [passage.id for passage in lesson.passages]
    if str(block_id) not in order:
        return
    learner = _locked(lesson)
    place = ReadingPlace.objects.filter(learner=learner, step=lesson.step).first()
    place = place or ReadingPlace(learner_id=learner, step=lesson.step)
    there = str(place.block_id)
    is_same = bool(visit) and place.visit == visit and there in order
    here = spot_in(lesson.body, block_id, number, count)
    if is_same and (order.index(there), place.number) >= (order.index(str(block_id)), here.number):
        return
    place.block_id, place.mark, place.number, place.among = here
    place.visit, place.reached_at = visit[:36], timezone.now()
    place.save()


def _locked(lesson: Lesson) -> int:
    """Lock every enrolment of the learner on the course: two runs have the markings in common."""
    learner = lesson.enrolment.learner_id
    mine = Enrolment.objects.filter(learner=learner, run__course=lesson.step.course_id)
    list(mine.order_by("pk").select_for_update())
    return learner


def _kept(lesson: Lesson, block_id: UUID) -> Marking | None:
    learner = _locked(lesson)
    return Marking.objects.filter(learner=learner, step=lesson.step, block_id=block_id).first()


def _save(
    lesson: Lesson, block_id: UUID, marking: Marking | None, **changes: Any
) -> Marking | None:
    """Write what changed; a marking that says nothing any more goes."""
    passage = next((one for one in lesson.passages if one.id == str(block_id)), None)
    if marking is None:
        if passage is None:
            raise Http404(_("There is no such page."))
        marking = Marking(
            learner_id=lesson.enrolment.learner_id,
            step=lesson.step,
            block_id=block_id,
            created_at=timezone.now(),
        )
    for name, value in changes.items():
        setattr(marking, name, value)
    if not marking.note and marking.bookmarked_at is None:
        if marking.pk:
            marking.delete()
        return None
    if passage is not None:
        marking.passage = passage.name[:LONGEST_PASSAGE]
    marking.updated_at = timezone.now()
    marking.save()
    return marking
