"""
The margin of a lesson: a learner's own notes and bookmarks beside its passages, and their place.

The passages are everybody's and come from the cache; the margin is put in after it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from courses.enrolling.models import Enrolment
from courses.lessons.marking import Lesson
from courses.lessons.models import Marking, ReadingPlace
from courses.lessons.places import version_of
from courses.pages.outline import OutlineStep
from courses.pages.passages import (
    GO_ON_AT,
    Paragraph,
    Passage,
    anchor,
    at_paragraph,
    before,
    paragraph_at,
    passages_of,
    with_ends,
)
from courses.pages.reading import Reading
from courses.pages.time_left import A_WHILE, minutes_left, reached_within
from home.blocks.reflections import LONGEST_TEXT

# Fields of the one form that all passages of a page share; a button says which is meant.
NOTE = "note-"
VERSION = "version-"
_TERM = re.compile(r'id="term-([0-9a-f-]+)-name">([^<]+)<')
# In the address of a lesson: its reader asked to go on where they were.
GO_ON = "jatka"
# Where a view leaves what was not saved, by the block's id, for the page that it shows again.
UNSAVED_NOTES = "_unsaved_notes"


@dataclass(frozen=True)
class OwnMark:
    """A marking with the place that it leads to; None where an edit took the passage away."""

    marking: Marking
    passage: Passage | None

    @property
    def name(self) -> str:
        """What its passage is called, now or when it was last there."""
        return self.passage.name if self.passage else self.marking.passage


@dataclass(frozen=True)
class Margin:
    """All that is a learner's own on one lesson."""

    passages: Sequence[Passage]
    marks: Sequence[OwnMark]
    # Where they were: the passage, and whether they asked to go on from there.
    place: Passage | None = None
    # Within it; None where the passage itself is the place.
    paragraph: Paragraph | None = None
    goes_on: bool = False
    minutes_left: int = 0
    # The passage before which ten minutes are over; None where they are enough.
    pause: Passage | None = None
    action: str = ""
    place_action: str = ""

    @property
    def is_short(self) -> bool:
        """Whether ten minutes are enough for what is left."""
        return self.minutes_left <= A_WHILE

    @property
    def place_name(self) -> str:
        """What is said of the place: the heading that it stands under; empty without a place."""
        if self.paragraph and self.paragraph.heading:
            return self.paragraph.heading
        return self.place.name if self.place else ""

    @property
    def place_anchor(self) -> str:
        """Where a link to the place leads; empty without one."""
        if self.paragraph:
            return GO_ON_AT
        return self.place.anchor if self.place else ""

    @property
    def notes(self) -> int:
        """How many notes and bookmarks there are."""
        return len(self.marks)


def margin_of(request: HttpRequest, page: Any, reading: Reading, body: str) -> Margin:
    """
    Gather a reader's margin; one query for who has marked something here, none for others.
    """
    passages = passages_of(body)
    enrolment, step = reading.enrolment, reading.step
    words = [passage.words for passage in passages]
    if enrolment is None or step is None or enrolment.pk is None or enrolment.waits_for_answer:
        return _timed(Margin(passages, []), page.minutes, words)
    spot = None if reading.is_done else reading.place
    here = next((one for one in passages if spot and one.id == str(spot.block_id)), None)
    paragraph = paragraph_at(body, spot) if spot and here else None
    if passages and here == passages[0] and not paragraph:
        here = None
    found = Margin(
        passages,
        own_marks(enrolment, step.id, passages) if reading.has_markings else [],
        here,
        paragraph,
        here is not None and GO_ON in request.GET,
        action=reverse("courses:save_marking", args=[enrolment.pk, step.key]),
        place_action=reverse("courses:save_place", args=[enrolment.pk, step.key]),
    )
    return _timed(found, page.minutes, words)


def where_to_go_on(enrolment: Enrolment, step: OutlineStep) -> str:
    """The address of a step, at the passage that its learner came to last; one query."""
    places = ReadingPlace.objects.filter(learner=enrolment.learner_id, step=step.id)
    if (place := places.only("block_id", "mark").first()) is None:
        return step.href
    return f"{step.href}?{GO_ON}=1#{GO_ON_AT if place.mark else anchor(place.block_id)}"


def words_of(body: str) -> list[dict[str, str]]:
    """The terms that a body explains behind its words, in its order (`home.glossary.shown`)."""
    return [{"key": key, "term": unescape(term)} for key, term in _TERM.findall(body)]


def own_marks(enrolment: Enrolment, step_id: int, passages: Sequence[Passage]) -> list[OwnMark]:
    """A learner's markings on a step in the order of its passages, the gone ones last."""
    order = {passage.id: (at, passage) for at, passage in enumerate(passages)}
    rows = Marking.objects.filter(learner=enrolment.learner_id, step=step_id).order_by("pk")
    last = (len(order), None)
    placed = [(*order.get(str(row.block_id), last), row) for row in rows]
    return [OwnMark(row, passage) for _at, passage, row in sorted(placed, key=lambda one: one[0])]


def _timed(margin: Margin, minutes: int, words: Sequence[int]) -> Margin:
    """Say how long is left from the reader's place on."""
    begun = margin.passages.index(margin.place) if margin.place else 0
    at = reached_within(minutes, words, begun=begun)
    return replace(
        margin,
        minutes_left=minutes_left(minutes, words, begun=begun),
        pause=margin.passages[at] if at is not None else None,
    )


def with_margin(request: HttpRequest, body: str, margin: Margin) -> SafeString:
    """Return the body with its reader's own notes after its passages; without a place, bare."""
    if not margin.action:
        return mark_safe(with_ends(body, lambda _block_id: ""))
    if margin.place:
        html = ""
        if margin.goes_on:
            html = render_to_string("courses/lessons/resumed.html", {"margin": margin})
        if margin.paragraph:
            body = at_paragraph(body, margin.place.id, margin.paragraph, html)
        elif html:
            body = before(body, margin.place.id, html)
    by_block = {str(mark.marking.block_id): mark.marking for mark in margin.marks}
    names = {passage.id: passage.name for passage in margin.passages}
    unsaved = request.__dict__.get(UNSAVED_NOTES, {})
    return mark_safe(
        with_ends(
            body,
            lambda block_id: _margin_html(
                block_id, names[block_id], by_block.get(block_id), unsaved.get(block_id)
            ),
        )
    )


def margin_html(lesson: Lesson, block_id: UUID) -> str:
    """The margin of one passage as it is now."""
    marks = own_marks(lesson.enrolment, lesson.step.pk, lesson.passages)
    mark = next((one for one in marks if one.marking.block_id == block_id), None)
    names = {passage.id: passage.name for passage in lesson.passages}
    name = names.get(str(block_id), "")
    return _margin_html(str(block_id), name, mark.marking if mark else None)


def own_marks_html(lesson: Lesson) -> str:
    """The list of a lesson's own markings as it is now."""
    marks = own_marks(lesson.enrolment, lesson.step.pk, lesson.passages)
    return render_to_string("courses/lessons/own_marks.html", {"marks": marks})


def _margin_html(
    block_id: str, name: str, marking: Marking | None, typed: str | None = None
) -> SafeString:
    context = {
        "block_id": block_id,
        "anchor": anchor(block_id),
        "name": name,
        "marking": marking,
        "version": version_of(marking),
        "note": typed if typed is not None else (marking.note if marking else ""),
        "typed": typed is not None,
        "longest": LONGEST_TEXT,
        "language": get_language(),
    }
    return mark_safe(render_to_string("courses/lessons/margin.html", context))
