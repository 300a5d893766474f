"""
Assessing what was handed in: written once, never over somebody else's unseen.

Assessments are append-only and the newest counts. What a learner has completed stays
completed, whatever is said of a submission later.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from courses.activities.parts import settle_webinar
from courses.activities.submissions import Assessment, Submission, SubmissionQuerySet
from courses.activities.terms import Wanted, wanted
from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from courses.progress.completing import complete_step, reopen_step
from courses.progress.models import StepProgress
from home import outbox

Verdict = Assessment.Verdict
# The effect that tells the learner.
TELL_ASSESSED = "courses.assessed"
PASS = "HYV"  # noqa: S105 - a grade
HUNDREDTH = Decimal("0.01")


class AssessedMeanwhileError(Exception):
    """Somebody assessed it after the page was opened; `assessment` is theirs. Nothing changed."""

    def __init__(self, assessment: Assessment | None) -> None:
        super().__init__(str(assessment))
        self.assessment = assessment


class LaterRoundError(Exception):
    """The learner has begun the next round since: that one is assessed. Nothing changed."""


class RoundsUsedError(Exception):
    """It has been handed in as often as it may be, so it is not sent back. Nothing changed."""


@dataclass(frozen=True)
class Given:
    """What somebody says of a submission; criteria as `Assessment.criteria` keeps them."""

    verdict: str
    grade: str = ""
    criteria: Sequence[dict[str, Any]] = field(default_factory=list)
    comment: str = ""

    def is_the_same_as(self, said: Assessment) -> bool:
        """Whether an assessment says this already."""
        return (self.verdict, self.grade, list(self.criteria), self.comment) == (
            said.verdict,
            said.grade,
            said.criteria,
            said.comment,
        )

    @property
    def score(self) -> Decimal | None:
        """The points of the criteria as a percent; None where no points are given."""
        most = sum((Decimal(found["of"]) for found in self.criteria), Decimal(0))
        if not most:
            return None
        points = sum((Decimal(found["points"]) for found in self.criteria), Decimal(0))
        return (100 * points / most).quantize(HUNDREDTH)


@dataclass(frozen=True)
class Outcome:
    """An assessment, and whether the course was completed before and therefore stays so."""

    assessment: Assessment
    stays_completed: bool = False


def assessable_by(user: User) -> SubmissionQuerySet:
    """What this person may assess: handed in on their runs, and not their own."""
    found = Submission.objects.visible_to(user).exclude(state=Submission.State.DRAFT)
    return found.exclude(enrolment__learner=user)


def wanted_for(submission: Submission) -> Wanted:
    """What was asked for; the plain terms where the step has no such part any more."""
    return wanted(submission.step, submission.part) or Wanted()


@transaction.atomic
def assess(*, assessor: User, submission_id: int, given: Given, based_on: int) -> Outcome:
    """
    Say how a submission is; one out of the person's reach is a 404.

    `based_on` is the last assessment that the page showed (0: none). The same sent twice is
    said once. Raises AssessedMeanwhileError, LaterRoundError or RoundsUsedError.
    """
    found = get_object_or_404(
        assessable_by(assessor).select_related("enrolment", "step"), pk=submission_id
    )
    # The enrolment first, as everywhere: the learner's own tabs wait here too.
    enrolment = Enrolment.objects.select_for_update().get(pk=found.enrolment_id)
    submission = Submission.objects.select_related("step").get(pk=found.pk)
    last = newest_of(submission)
    if last and last.assessor_id == assessor.pk and given.is_the_same_as(last):
        return Outcome(last)
    if (last.pk if last else 0) != based_on:
        raise AssessedMeanwhileError(last)
    if later_rounds(submission).exists():
        raise LaterRoundError
    asked = wanted_for(submission)
    if given.verdict == Verdict.RETURNED and not asked.allows_round(submission.number + 1):
        raise RoundsUsedError
    said = Assessment.objects.create(
        submission=submission,
        verdict=given.verdict,
        grade=given.grade,
        criteria=list(given.criteria),
        comment=given.comment,
        assessor=assessor,
        created_at=timezone.now(),
    )
    was = submission.state
    submission.state = Submission.State(given.verdict)
    submission.save(update_fields=["state"])
    stays = _settle(enrolment, submission, given, was=was, by=assessor)
    outbox.send(
        effect=TELL_ASSESSED,
        key=f"{TELL_ASSESSED}:{said.pk}",
        payload={"assessment": said.pk},
    )
    return Outcome(said, stays)


def newest_of(submission: Submission) -> Assessment | None:
    """The assessment that counts, with who gave it."""
    return submission.assessments.select_related("assessor").order_by("-created_at", "-pk").first()


def later_rounds(submission: Submission) -> SubmissionQuerySet:
    """The rounds after this one, drafts too."""
    return Submission.objects.filter(
        enrolment=submission.enrolment_id,
        step=submission.step_id,
        part=submission.part,
        number__gt=submission.number,
    )


def _settle(
    enrolment: Enrolment, submission: Submission, given: Given, *, was: str, by: User
) -> bool:
    """
    Let the step follow the verdict; return whether a completed course stays as it is.

    A verdict that replaces a passed one takes the step back first, since the best result
    is kept otherwise.
    """
    step = submission.step
    is_completed = enrolment.completed_at is not None
    if was == Submission.State.PASSED and not is_completed:
        _take_back(enrolment, step, by, given.comment)
    if given.verdict == Verdict.PASSED:
        # A completion keeps its language: the learner's, not that of whoever assesses.
        with override(submission.language):
            if step.kind == CourseStep.Kind.ASSIGNMENT:
                complete_step(enrolment, step, score=given.score, grade=given.grade or PASS)
            else:
                settle_webinar(enrolment, step)
    return is_completed


def _take_back(enrolment: Enrolment, step: CourseStep, by: User, comment: str) -> None:
    done = StepProgress.objects.filter(
        enrolment=enrolment, step=step, completed_at__isnull=False
    ).exists()
    if done and enrolment.withdrawn_at is None and step.retired_at is None:
        reason = _("The assessment was changed.")
        reopen_step(enrolment, step, by=by, reason=f"{reason} {comment}")
