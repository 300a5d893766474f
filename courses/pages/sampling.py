"""
Invented learners, for previews: nobody's rows are read, and none is written.

An editor sees a page as somebody does who has not enrolled, has not begun, is half way, has
completed the course, or has failed where a score counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from courses import rules
from courses.catalogue.models import Course
from courses.catalogue.runs import CourseRun
from courses.enrolling.models import Enrolment
from courses.pages.models import DONE, FAILED, HALF, SAMPLE_MODES, VISITOR
from courses.pages.outline import Outline, OutlineStep
from courses.progress.judging import GIVES_SCORE

# No row has it: a form that holds it leads nowhere.
NO_ROW = 0
FAILING_SCORE = Decimal(40)


@dataclass(frozen=True)
class Sample:
    """An invented place on a course, and what was done there; see `Reading`."""

    enrolment: Enrolment
    deeds: Mapping[int, rules.Deed]


def sample_asked(request: HttpRequest) -> str:
    """Return the mode of an invented learner that a preview shows; empty for none."""
    mode = getattr(request, "preview_mode", "") if getattr(request, "is_preview", False) else ""
    return mode if mode in dict(SAMPLE_MODES) else VISITOR


def sample(mode: str, course: Course, outline: Outline, here: OutlineStep | None) -> Sample:
    """
    Invent a learner in one of the modes, at a step or (None) at the course's own page.

    Half way: all before the step is done; of a course, the first half of its steps.
    """
    now = timezone.now()
    enrolment = Enrolment(
        pk=NO_ROW,
        run=CourseRun(pk=NO_ROW, course=course),
        learner=User(pk=NO_ROW),
        enrolled_at=now,
        confirmed_at=now,
        completed_at=now if mode == DONE else None,
    )
    return Sample(enrolment, _deeds(mode, outline, here))


def _deeds(mode: str, outline: Outline, here: OutlineStep | None) -> dict[int, rules.Deed]:
    steps = outline.steps
    if mode == HALF:
        reached = steps.index(here) if here in steps else (len(steps) + 1) // 2
        return {step.id: rules.Deed() for step in steps[:reached]}
    if mode == DONE:
        return {step.id: rules.Deed() for step in steps}
    if mode == FAILED:
        failed = rules.Deed(done=False, score=FAILING_SCORE)
        return {step.id: failed if step.kind in GIVES_SCORE else rules.Deed() for step in steps}
    return {}
