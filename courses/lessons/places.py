"""Where a learner does something in a block of a lesson, and what is kept there already."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.models import Page

from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from courses.lessons.models import BlockDeed
from courses.pages.outline import outline
from courses.pages.reading import study_time_words
from courses.progress.completing import step_closed_because
from home.blocks.doing import DoingBlock, is_block_id

Kind = BlockDeed.Kind


@dataclass(frozen=True)
class Doing:
    """A block of a body in which something is done; its value is read when it is asked for."""

    body: StreamValue
    index: int
    id: str
    block: DoingBlock

    @property
    def value(self) -> Any:
        """What the editor wrote."""
        return self.body[self.index].value


def doing_blocks(page: Any) -> list[Doing]:
    """
    The blocks of a page in which its reader does something; none where it has no body.

    What is done is kept by a block's id: where that is none, the block is as it is for everybody.
    """
    body = getattr(page, "body", None)
    if not isinstance(body, StreamValue):
        return []
    # As the database holds them: other blocks are not read, nor the pictures in them.
    kinds = body.stream_block.child_blocks
    return [
        Doing(body, index, raw["id"], kinds[raw["type"]])
        for index, raw in enumerate(body.raw_data)
        if isinstance(kinds.get(raw["type"]), DoingBlock) and is_block_id(raw["id"])
    ]


@dataclass(frozen=True)
class Place:
    """One block of a lesson, and the learner who does something in it."""

    enrolment: Enrolment
    step: CourseStep
    page: Page
    href: str
    block: Doing

    @property
    def closed(self) -> str:
        """Why nothing can be kept here now, in words; else empty."""
        if words := study_time_words(self.enrolment):
            return words
        if step_closed_because(self.enrolment, self.step):
            return _("This step is not open yet. Nothing was changed.")
        return ""

    @property
    def deed(self) -> BlockDeed | None:
        """What is kept here."""
        rows = BlockDeed.objects.filter(learner=self.enrolment.learner_id, step=self.step)
        return rows.filter(block_id=self.block.id, kind=self.block.block.deed).first()


def place_of(
    request: HttpRequest, enrolment_id: int, key: Any, block_id: Any, kind: str | None = None
) -> Place:
    """
    The learner's own place on a live page; a 404 for anybody else, or another kind of block.

    Without a kind: whatever is done there.
    """
    mine = Enrolment.objects.standing_ones().filter(learner=request.user)
    enrolment = get_object_or_404(mine.select_related("run__course"), pk=enrolment_id)
    step = get_object_or_404(CourseStep, course=enrolment.run.course_id, key=key)
    shown = outline(enrolment.run.course, get_language() or "fi").by_key.get(key)
    if shown is None:
        raise Http404(_("There is no such page."))
    page = Page.objects.get(pk=shown.page_id).specific
    for child in doing_blocks(page):
        if child.id == str(block_id) and kind in (None, child.block.deed):
            return Place(enrolment, step, page, f"{shown.href}#lohko-{child.id}", child)
    raise Http404(_("There is no such page."))


def deeds_on(enrolment: Enrolment, step_id: int) -> dict[tuple[str, str], BlockDeed]:
    """Everything that a learner has done on a step, by the blocks' ids and kinds; one query."""
    rows = BlockDeed.objects.filter(learner=enrolment.learner_id, step=step_id)
    return {(str(row.block_id), row.kind): row for row in rows}


def version_of(deed: Any) -> int:
    """
    Which state of a deed a form was made of; 0 before there is one.

    Two saves within a microsecond do not happen: each waits for the other's lock.
    """
    return int(deed.updated_at.timestamp() * 1_000_000) if deed else 0
