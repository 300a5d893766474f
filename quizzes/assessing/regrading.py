"""
Applying a correction: marks given anew, some answers at a time, each time all or nothing.

Once decided on, a correction belongs to the versions of the question that it names: answers
submitted later are corrected as they are submitted (`correct_late`). Applying may be broken
off anywhere and done again: an answer that has this correction's mark is left alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from courses.enrolling.models import Enrolment
from courses.progress.completing import complete_step, raise_scores
from home import outbox
from quizzes.assessing.models import QuestionFlaw, Regrade
from quizzes.assessing.planning import (
    SUBMITTED,
    Change,
    Correction,
    Outcome,
    answers_to,
    chunks,
    contents_of,
    latest_events,
    plan,
    treated_mark,
)
from quizzes.assessing.treating import Treatment, UntreatableError
from quizzes.assessing.tries import checked_answers
from quizzes.attempts.history import GradeEvent
from quizzes.attempts.models import Attempt, QuestionVersion, Response
from quizzes.attempts.settling import put_result
from quizzes.grading.marks import as_stored
from quizzes.grading.totals import mark_of

APPLY = "quizzes.regrade"
TELL_REGRADED = "quizzes.regraded"
# An open attempt is locked too: one that is being submitted just now is waited for.
ANY_STATE = tuple(Attempt.State.values)


class StillApplyingError(Exception):
    """Another correction of this question is not through yet. Nothing was changed."""


@transaction.atomic
def start_regrade(
    *,
    editor: User,
    question_key: UUID,
    treatment: Treatment,
    reason: str,
    version: QuestionVersion | None = None,
    flaw: QuestionFlaw | None = None,
    may_lower: bool = False,
) -> Regrade:
    """
    Decide on a correction and have it applied; raises StillApplyingError.

    `may_lower`: this editor answers for passed results that fall.
    """
    # Two at once: the versions are what both would take.
    list(QuestionVersion.objects.filter(question_key=question_key).select_for_update())
    if is_applying(question_key):
        raise StillApplyingError
    regrade = Regrade.objects.create(
        question_key=question_key,
        flaw=flaw,
        version=version,
        treatment=treatment.written(),
        reason=reason,
        applied_by=editor,
        applied_at=timezone.now(),
        lowered_by=editor if may_lower else None,
    )
    if flaw is not None:
        settle_flaw(flaw, editor, QuestionFlaw.State.CORRECTED, reason)
    outbox.send(effect=APPLY, key=f"{APPLY}:{regrade.pk}", payload={"regrade": regrade.pk})
    return regrade


def settle_flaw(flaw: QuestionFlaw, editor: User, state: str, answer: str) -> None:
    """Say what became of a flaw."""
    flaw.state, flaw.answer = state, answer
    flaw.settled_by, flaw.settled_at = editor, timezone.now()
    flaw.save(update_fields=["state", "answer", "settled_by", "settled_at"])


def is_applying(question_key: UUID) -> bool:
    """Whether some correction of a question is not through yet; two queries."""
    decided = Regrade.objects.filter(question_key=question_key)
    entries = [f"{APPLY}:{pk}" for pk in decided.values_list("pk", flat=True)]
    return outbox.OutboxEntry.objects.filter(key__in=entries, done_at__isnull=True).exists()


def correction_of(regrade: Regrade) -> Correction:
    """Return what a correction does."""
    return Correction(
        Treatment.of(regrade.treatment),
        regrade.version.content if regrade.version else None,
        may_lower=regrade.lowered_by_id is not None,
    )


def apply_regrade(payload: dict[str, Any]) -> None:
    """Apply a correction to every answer there is. An effect: may be run again."""
    regrade = Regrade.objects.select_related("version").get(pk=payload["regrade"])
    correction = correction_of(regrade)
    contents = contents_of(correction.treatment.versions)
    for keys in chunks(answers_to(correction.treatment.versions, ANY_STATE)):
        apply_chunk(regrade, correction, contents, keys)


@transaction.atomic
def apply_chunk(
    regrade: Regrade, correction: Correction, contents: Mapping[UUID, Any], keys: Sequence[int]
) -> list[Change]:
    """
    Apply a correction to some answers; return what was changed.

    A dozen queries, whatever their number, and those of a completed step for each new pass.
    """
    attempts = _locked(keys)
    done = GradeEvent.objects.filter(response__in=keys, regrade=regrade)
    responses = [
        response
        for response in Response.objects.filter(pk__in=keys)
        .exclude(pk__in=done.values("response"))
        .order_by("pk")
        if attempts[response.attempt_id].state in SUBMITTED
    ]
    for response in responses:
        response.attempt = attempts[response.attempt_id]
    later = {key for key, event in latest_events(responses).items() if _is_later(event, regrade)}
    responses = [response for response in responses if response.pk not in later]
    made = [change for change in plan(correction, responses, contents) if change.is_made]
    _write(regrade, made)
    return made


def _locked(keys: Sequence[int]) -> dict[int, Attempt]:
    """Lock the attempts of some answers: all enrolments first, as everywhere."""
    wanted = Attempt.objects.filter(responses__in=keys)
    enrolments = Enrolment.objects.filter(attempts__in=wanted.values("pk")).values("pk")
    list(Enrolment.objects.filter(pk__in=enrolments).order_by("pk").select_for_update())
    locked = (
        Attempt.objects.filter(pk__in=wanted.values("pk"))
        .select_related("step", "enrolment")
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    return {attempt.pk: attempt for attempt in locked}


def _is_later(event: GradeEvent, regrade: Regrade) -> bool:
    """Whether somebody, or a later correction, has given a mark since."""
    decided = (GradeEvent.Origin.PERSON, GradeEvent.Origin.REGRADE)
    return event.origin in decided and event.graded_at > regrade.applied_at


def _write(regrade: Regrade, changes: Sequence[Change]) -> None:
    """Write marks, events and results; complete the steps of new or better passes; tell."""
    if not changes:
        return
    write_marks(regrade, changes)
    # Several answers of one attempt never fall into one correction: a question comes once.
    settled = [change for change in changes if change.result is not None]
    passed = [change.attempt for change in settled if change.gains_pass or _passes_now(change)]
    better = [change.attempt for change in settled if _raises_a_pass(change)]
    for change in settled:
        if change.result is not None:
            put_result(change.attempt, change.result)
    Attempt.objects.bulk_update(
        [change.attempt for change in settled],
        ["state", "score", "percent", "passed", "graded_at"],
    )
    for attempt in passed:
        # A completion keeps its language: the learner's, not that of whoever mends.
        with override(attempt.language):
            complete_step(attempt.enrolment, attempt.step, score=attempt.percent)
    raise_scores({(attempt.enrolment_id, attempt.step_id): attempt.percent for attempt in better})
    outbox.send_many(
        effect=TELL_REGRADED,
        entries=[
            (
                f"{TELL_REGRADED}:{regrade.pk}:{change.attempt.pk}",
                {"regrade": regrade.pk, "attempt": change.attempt.pk},
            )
            for change in settled
        ],
    )


def _passes_now(change: Change) -> bool:
    """Whether an attempt that had no result has one now, and passes."""
    return change.attempt.passed is None and bool(change.result and change.result.passed)


def _raises_a_pass(change: Change) -> bool:
    """Whether an attempt that had passed has passed with more now."""
    before, result = change.attempt, change.result
    return bool(before.passed and result and before.percent and result.percent > before.percent)


def write_marks(regrade: Regrade, changes: Iterable[Change]) -> None:
    """Write the marks with their events."""
    now = timezone.now()
    events = []
    changes = list(changes)
    for change in changes:
        response, mark = change.response, change.mark
        if mark is None:
            continue
        response.fraction, response.mark = mark.fraction, change.new_mark
        response.state = Response.State(mark.state.value)
        events.append(
            GradeEvent(
                response=response,
                origin=GradeEvent.Origin.REGRADE,
                fraction=response.fraction,
                mark=response.mark,
                state=response.state,
                regrade=regrade,
                reason=regrade.reason,
                graded_at=now,
            )
        )
    Response.objects.bulk_update(
        [change.response for change in changes], ["fraction", "mark", "state"]
    )
    GradeEvent.objects.bulk_create(events)


def correct_late(attempt: Attempt, responses: Sequence[Response]) -> None:
    """
    Correct the answers of an attempt that is being submitted, by what was decided before.

    Call with the attempt locked, once its marks and their events are written and before its
    result is. One query where nothing was corrected. There is no result to keep yet.
    """
    by_version = {str(response.question_version_id): response for response in responses}
    keys = {response.question_version.question_key for response in responses}
    found = Regrade.objects.filter(question_key__in=keys).select_related("version")
    for regrade in found.order_by("pk"):
        correction = correction_of(regrade)
        for version in correction.treatment.versions:
            if response := by_version.get(version):
                _correct_one(regrade, correction, attempt, response)


def _correct_one(
    regrade: Regrade, correction: Correction, attempt: Attempt, response: Response
) -> None:
    frozen = response.question_version.content
    response.attempt = attempt
    checked = checked_answers([response]).get(response.pk, ())
    try:
        mark = treated_mark(correction, response, attempt, frozen, checked)
    except UntreatableError:
        return
    new_mark = mark_of(mark.fraction, response.points)
    if (new_mark, as_stored(mark.fraction)) != (response.mark, response.fraction):
        write_marks(regrade, [Change(response, attempt, Outcome.CHANGED, mark, new_mark)])
