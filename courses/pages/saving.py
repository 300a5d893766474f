"""Which lessons of a course a reader may have their browser keep."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from courses.pages.gate import closed_because
from courses.pages.models import LessonPage
from courses.pages.outline import OutlineStep
from courses.pages.reading import Reading


@dataclass(frozen=True)
class Choice:
    """Lessons that are saved together; `kind` is lesson, module or course."""

    kind: str
    lessons: list[OutlineStep]
    title: str = ""

    @property
    def paths(self) -> str:
        """Their addresses, for the script that has them saved."""
        return " ".join(step.href for step in self.lessons)


def choices_of(reading: Reading, user: Any) -> list[Choice]:
    """
    What a reader may save: this lesson and its module's, or each module's, and the course's.

    Only lessons that are open to them now; a choice that is the same as one before is left out.
    """
    modules = [
        Choice("module", lessons, module.title)
        for module in reading.outline.modules
        if (lessons := [step for step in module.steps if _is_open(reading, step, user)])
    ]
    everything = Choice("course", [step for one in modules for step in one.lessons])
    if reading.step is None:
        offered = [*modules, everything]
    else:
        here = [one for one in modules if reading.step in one.lessons]
        offered = [Choice("lesson", [reading.step]), *here, everything] if here else []
    return [
        one
        for at, one in enumerate(offered)
        if one.lessons and one.lessons not in [before.lessons for before in offered[:at]]
    ]


def has_choices(reading: Reading, user: Any) -> bool:
    """Whether a reader of a course's page may save anything: some lesson is open to them."""
    return any(
        _is_open(reading, step, user) for module in reading.outline.modules for step in module.steps
    )


def _is_open(reading: Reading, step: OutlineStep, user: Any) -> bool:
    if step.kind != LessonPage.step_kind:
        return False
    reason = closed_because(
        course=reading.course,
        kind=step.kind,
        enrolment=reading.enrolment,
        user=user,
        today=timezone.localdate(),
        waits=step.id in reading.closed,
    )
    return reason is None
