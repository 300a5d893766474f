"""An enrolment's steps for its staff: state, score, grade, days, and what people decided."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from courses import rules
from courses.catalogue.models import CourseStep
from courses.progress.models import StepDecision, StepProgress
from courses.progress.rules_in_words import closure_words, due_in_words, percent
from courses.progress.studies import Study


@dataclass(frozen=True)
class StepRow:
    """One step of one learner, in words where words are needed."""

    step: CourseStep
    progress: StepProgress | None
    minimum: str
    closed: str
    due: str
    is_late: bool
    decisions: list[StepDecision]

    @property
    def is_done(self) -> bool:
        return self.progress is not None and self.progress.completed_at is not None

    @property
    def score(self) -> Decimal | None:
        return self.progress.score if self.progress else None

    @property
    def score_words(self) -> str:
        return percent(self.score) if self.score is not None else ""

    @property
    def grade(self) -> str:
        return self.progress.grade if self.progress else ""


def step_rows(study: Study) -> list[StepRow]:
    """Return the course's steps in order as this learner stands on them; two queries."""
    today = timezone.localdate()
    done = {row.step_id: row for row in StepProgress.objects.filter(enrolment=study.enrolment)}
    decided: dict[int, list[StepDecision]] = defaultdict(list)
    decisions = StepDecision.objects.filter(enrolment=study.enrolment).select_related("by")
    for decision in decisions:
        decided[decision.step_id].append(decision)
    asked = {step.key: step for step in study.course_rules.rules.steps}
    titles = study.course_rules.titles
    rows = []
    for step in study.steps:
        closure = study.standing.closed.get(step.pk)
        days = study.days.get(step.pk)
        late = rules.is_late(days, done=step.pk in study.done, today=today)
        minimum = asked[step.pk].minimum
        rows.append(
            StepRow(
                step=step,
                progress=done.get(step.pk),
                minimum=percent(minimum) if minimum is not None else "",
                closed=closure_words(closure, titles) if closure else "",
                due=due_in_words(days.due_on, is_late=late) if days and days.due_on else "",
                is_late=late,
                decisions=decided[step.pk],
            )
        )
    return rows
