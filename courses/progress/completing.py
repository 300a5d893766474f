"""
Doing steps, and completing a course when its rules are met: in the same transaction.

The deeds on completions (`recording`) are offered here too: one place to ask.
"""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from courses import rules
from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from courses.progress.judging import judged, standing
from courses.progress.models import Completion, StepDecision, StepProgress
from courses.progress.recording import (
    annul,
    complete_by_person,
    correct,
    locked,
    record_completion,
    refuse_own,
)
from courses.progress.refusals import DeedRefusal, DeedRefusedError

__all__ = [
    "annul",
    "complete_by_person",
    "complete_if_met",
    "complete_step",
    "correct",
    "open_step",
    "recognise_step",
    "raise_scores",
    "record_completion",
    "reopen_step",
    "step_closed_because",
]

RULES_ASSESSOR = "Työkykypolku"


def open_step(enrolment: Enrolment, step_id: int) -> None:
    """Remember that the learner was here; writes only where something is new."""
    if enrolment.last_step_id == step_id:
        return
    enrolment.last_step_id = step_id
    enrolment.last_seen_at = timezone.now()
    enrolment.save(update_fields=["last_step", "last_seen_at"])


@transaction.atomic
def complete_step(
    enrolment: Enrolment, step: CourseStep, *, score: Decimal | None = None, grade: str = ""
) -> StepProgress:
    """
    Mark the step done, with its score (percent) and grade; the best of each is kept.

    Repeating the call changes nothing. A failing grade (0, HYL) is kept but leaves the step
    undone. The course is judged again; who has completed it stays completed.
    """
    # Serialise per enrolment: two tabs must not both see "one step left".
    enrolment = locked(enrolment)
    now = timezone.now()
    progress, _made = StepProgress.objects.get_or_create(
        enrolment=enrolment, step=step, defaults={"opened_at": now}
    )
    if enrolment.withdrawn_at is None:
        before = (progress.completed_at, progress.score, progress.grade)
        _keep_best(progress, score, grade)
        if progress.completed_at is None and progress.grade not in rules.FAILING:
            progress.completed_at = now
        if before != (progress.completed_at, progress.score, progress.grade):
            progress.save(update_fields=["completed_at", "score", "grade"])
            complete_if_met(enrolment)
    return progress


def _keep_best(progress: StepProgress, score: Decimal | None, grade: str) -> None:
    if score is not None and (progress.score is None or score > progress.score):
        progress.score = score
    # A step done without a grade stays done: a failing one says nothing of it any more.
    if progress.completed_at is None or grade not in rules.FAILING:
        progress.grade = rules.better_grade(progress.grade, grade)


@transaction.atomic
def raise_scores(scores: Mapping[tuple[int, int], Decimal]) -> None:
    """
    Raise the scores of steps done, given by enrolment and step; nothing is lowered.

    Three queries, however many there are, and a few for each enrolment whose course asks for
    a minimum score from the step: those are judged again.
    """
    if not scores:
        return
    enrolments, steps = ({key[place] for key in scores} for place in (0, 1))
    list(Enrolment.objects.filter(pk__in=enrolments).order_by("pk").select_for_update())
    done = StepProgress.objects.filter(
        enrolment__in=enrolments, step__in=steps, completed_at__isnull=False
    ).select_related("step__rule")
    raised = []
    for progress in done:
        score = scores.get((progress.enrolment_id, progress.step_id))
        if score is not None and (progress.score is None or score > progress.score):
            progress.score = score
            raised.append(progress)
    StepProgress.objects.bulk_update(raised, ["score"])
    for progress in raised:
        rule = getattr(progress.step, "rule", None)
        if rule is not None and rule.minimum_percent is not None:
            complete_if_met(locked(Enrolment(pk=progress.enrolment_id)), by_a_deed=False)


def complete_if_met(enrolment: Enrolment, *, by_a_deed: bool = True) -> Completion | None:
    """
    Complete a locked enrolment when its course's rules are met; return what arose.

    Not before the learner has answered: until then it is staff's word alone. Other than
    `by_a_deed` nothing completes again on what was done before a completion was annulled.
    """
    if not enrolment.is_active or enrolment.waits_for_answer:
        return None
    stands = judged(enrolment)
    _reach(enrolment, stands.percent)
    if not stands.complete or not (by_a_deed or _is_done_since_annulled(enrolment)):
        return None
    return record_completion(
        enrolment,
        origin=Completion.Origin.RULES,
        assessor=RULES_ASSESSOR,
        grade=stands.grade,
    )


def _reach(enrolment: Enrolment, percent: int, *, falls: bool = False) -> None:
    """Keep the highest percent that was ever true; it falls only where a deed is taken back."""
    if percent > enrolment.percent_reached or falls:
        enrolment.percent_reached = percent
        enrolment.save(update_fields=["percent_reached"])


def _is_done_since_annulled(enrolment: Enrolment) -> bool:
    """Whether a step was done after the last annulment; True where nothing was annulled."""
    annulled = Completion.objects.annulled().filter(enrolment=enrolment)
    last = annulled.aggregate(last=Max("annulled_at"))["last"]
    done = StepProgress.objects.filter(enrolment=enrolment)
    return last is None or done.filter(completed_at__gt=last).exists()


@transaction.atomic
def recognise_step(
    enrolment: Enrolment,
    step: CourseStep,
    *,
    by: User,
    reason: str,
    score: Decimal | None = None,
    grade: str = "",
) -> StepProgress:
    """Mark a step done for what was learnt elsewhere, on record; raises DeedRefusedError."""
    refuse_own(enrolment, by)
    enrolment = locked(enrolment)
    _check_step(enrolment, step, reason)
    if enrolment.waits_for_answer:
        raise DeedRefusedError(DeedRefusal.NOT_ANSWERED)
    if grade in rules.FAILING:
        raise DeedRefusedError(DeedRefusal.NOT_ON_SCALE)
    _decide(StepDecision.Kind.RECOGNISED, enrolment, step, by, reason, score, grade)
    return complete_step(enrolment, step, score=score, grade=grade)


@transaction.atomic
def reopen_step(enrolment: Enrolment, step: CourseStep, *, by: User, reason: str) -> StepProgress:
    """
    Take back that a step is done, with its score and grade, on record.

    Raises DeedRefusedError: a completion is undone by nobody's second thoughts on a step.
    """
    enrolment = locked(enrolment)
    refuse_own(enrolment, by)
    _check_step(enrolment, step, reason)
    progress = StepProgress.objects.filter(enrolment=enrolment, step=step).first()
    if progress is None or progress.completed_at is None:
        raise DeedRefusedError(DeedRefusal.NOT_DONE)
    _decide(StepDecision.Kind.REOPENED, enrolment, step, by, reason, progress.score, progress.grade)
    progress.completed_at = progress.score = None
    progress.grade = ""
    progress.save(update_fields=["completed_at", "score", "grade"])
    _reach(enrolment, judged(enrolment).percent, falls=True)
    return progress


def _check_step(enrolment: Enrolment, step: CourseStep, reason: str) -> None:
    if not reason.strip():
        raise DeedRefusedError(DeedRefusal.NO_REASON)
    if enrolment.withdrawn_at is not None:
        raise DeedRefusedError(DeedRefusal.WITHDRAWN)
    if enrolment.completed_at is not None:
        raise DeedRefusedError(DeedRefusal.COMPLETED)
    if step.course_id != enrolment.run.course_id or step.retired_at is not None:
        raise DeedRefusedError(DeedRefusal.NOT_IN_COURSE)


def _decide(
    kind: "StepDecision.Kind",
    enrolment: Enrolment,
    step: CourseStep,
    by: User,
    reason: str,
    score: Decimal | None,
    grade: str,
) -> None:
    StepDecision.objects.create(
        enrolment=enrolment,
        step=step,
        kind=kind,
        by=by,
        reason=reason.strip(),
        score=score,
        grade=grade,
        decided_at=timezone.now(),
    )


def step_closed_because(enrolment: Enrolment, step: CourseStep) -> rules.Closure | None:
    """Return why a step is not open yet, by order or by its day; None when it is. Three queries."""
    return standing(enrolment).closed.get(step.pk)
