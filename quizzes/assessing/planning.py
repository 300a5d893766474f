"""What a treatment would change, answer by answer: the dry run, and what applying follows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, Sum

from quizzes.assessing.treating import By, Treatment, UntreatableError, treat
from quizzes.assessing.tries import checked_answers
from quizzes.attempts.behaviours import INTERACTIVE, after_penalty
from quizzes.attempts.history import GradeEvent
from quizzes.attempts.models import Attempt, QuestionVersion, Response
from quizzes.grading.marks import Mark, State, as_stored
from quizzes.grading.totals import Total, mark_of, total

CHUNK = 200
SUBMITTED = (Attempt.State.NEEDS_GRADING, Attempt.State.GRADED)


class Outcome(StrEnum):
    """What becomes of one answer."""

    SAME = "same"
    CHANGED = "changed"
    # The result was passed and would be lowered.
    KEPT = "kept"
    # A person gave the mark, and it stands.
    BY_PERSON = "by_person"
    UNTREATABLE = "untreatable"


@dataclass(frozen=True)
class Correction:
    """A treatment with what it needs; `may_lower`: a named person lets passed results fall."""

    treatment: Treatment
    newer: Mapping[str, Any] | None = None
    may_lower: bool = False


@dataclass(frozen=True)
class Change:
    """One answer: its mark and its attempt's result, before and after."""

    response: Response
    attempt: Attempt
    outcome: Outcome
    mark: Mark | None = None
    new_mark: Decimal | None = None
    result: Total | None = None

    @property
    def is_made(self) -> bool:
        """Whether something is written."""
        return self.outcome == Outcome.CHANGED

    @property
    def loses_pass(self) -> bool:
        """Whether a pass would become none, be it kept or not."""
        return bool(self.attempt.passed and self.result and not self.result.passed)

    @property
    def gains_pass(self) -> bool:
        """Whether an attempt passes that had not."""
        return bool(
            self.attempt.passed is False and self.is_made and self.result and self.result.passed
        )


def answers_to(versions: Iterable[str], states: Sequence[str] = SUBMITTED) -> QuerySet[Response]:
    """Return the answers to some versions of a question, in the order that they are treated."""
    return Response.objects.filter(
        question_version__in=[UUID(key) for key in versions], attempt__state__in=states
    ).order_by("pk")


def plan(
    correction: Correction, responses: Sequence[Response], contents: Mapping[UUID, Any]
) -> Iterator[Change]:
    """
    Yield what becomes of each answer; it comes with its attempt.

    Two queries, whatever the number of answers: the marks in force, and the sums; two more
    where there were several tries.
    """
    events = latest_events(responses)
    tries = checked_answers(responses)
    sums = sums_of(response.attempt_id for response in responses)
    for response in responses:
        event, checked = events.get(response.pk), tries.get(response.pk, ())
        change = _judged(correction, response, contents, event, checked)
        if change.outcome == Outcome.CHANGED:
            change = _with_result(change, sums[response.attempt_id], correction)
        yield change


def latest_events(responses: Iterable[Response]) -> dict[int, GradeEvent]:
    """Return the mark in force of each answer that has one; one query."""
    latest = (
        GradeEvent.objects.filter(response__in=[response.pk for response in responses])
        .values("response")
        .annotate(last=Max("pk"))
        .values("last")
    )
    events = GradeEvent.objects.filter(pk__in=latest)
    return {event.response_id: event for event in events}


@dataclass(frozen=True)
class Sums:
    """The marks and points of an attempt, and how many answers wait for a person."""

    marks: Decimal
    points: Decimal
    waiting: int


def sums_of(attempts: Iterable[int]) -> dict[int, Sums]:
    """Add up attempts; one query."""
    rows = (
        Response.objects.filter(attempt__in=set(attempts))
        .values("attempt")
        .annotate(
            marks=Sum("mark"),
            worth=Sum("points"),
            waiting=Count("pk", filter=Q(state=Response.State.NEEDS_GRADING)),
        )
    )
    return {
        row["attempt"]: Sums(row["marks"] or Decimal(0), row["worth"], row["waiting"])
        for row in rows
    }


def _judged(
    correction: Correction,
    response: Response,
    contents: Mapping[UUID, Any],
    event: GradeEvent | None,
    checked: Sequence[Any],
) -> Change:
    attempt, treatment = response.attempt, correction.treatment
    by_person = event is not None and event.origin == GradeEvent.Origin.PERSON
    if by_person and treatment.by != By.FULL:
        return Change(response, attempt, Outcome.BY_PERSON)
    frozen = contents[response.question_version_id]
    try:
        mark = treated_mark(correction, response, attempt, frozen, checked)
    except UntreatableError:
        return Change(response, attempt, Outcome.UNTREATABLE)
    new_mark = mark_of(mark.fraction, response.points)
    if (new_mark, as_stored(mark.fraction)) == (response.mark, response.fraction):
        return Change(response, attempt, Outcome.SAME, mark, new_mark)
    return Change(response, attempt, Outcome.CHANGED, mark, new_mark)


def treated_mark(
    correction: Correction,
    response: Response,
    attempt: Attempt,
    frozen: Any,
    checked: Sequence[Any] = (),
) -> Mark:
    """
    Return what an answer is worth by a correction, its tries counted; UntreatableError.

    `checked` are the answers of the tries. The first that is right by the correction counts,
    with the tries up to it; else the answer in force.
    """
    language = response.language or attempt.language
    newer: Any = correction.newer
    mark = treat(correction.treatment, frozen, response.answer, language, newer)
    if correction.treatment.by == By.FULL or attempt.copied.behaviour != INTERACTIVE:
        return mark
    for number, answer in enumerate(checked, start=1):
        tried = treat(correction.treatment, frozen, answer, language, newer)
        if tried.state == State.RIGHT:
            return after_penalty(tried, _with_content(response, frozen), number)
    # Submitting is a try too, for what was not checked for good.
    tries = response.tries_used + (response.locked_at is None)
    return after_penalty(mark, _with_content(response, frozen), tries)


def _with_content(response: Response, frozen: Any) -> Response:
    response.question_version = QuestionVersion(pk=response.question_version_id, content=frozen)
    return response


def _with_result(change: Change, sums: Sums, correction: Correction) -> Change:
    """Add the attempt's result; a passed one is not lowered without a named person."""
    waiting = sums.waiting - (change.response.state == Response.State.NEEDS_GRADING)
    if waiting:
        return change
    old = change.response.mark or Decimal(0)
    marks = sums.marks - old + (change.new_mark or Decimal(0))
    result = total([marks], [sums.points], change.attempt.pass_percent)
    lowers = (
        change.attempt.passed
        and change.attempt.score is not None
        and result.score < change.attempt.score
    )
    outcome = Outcome.KEPT if lowers and not correction.may_lower else change.outcome
    return replace(change, result=result, outcome=outcome)


def contents_of(versions: Iterable[str]) -> dict[UUID, Any]:
    """Return what some versions asked; one query."""
    keys = [UUID(key) for key in versions]
    return dict(QuestionVersion.objects.filter(pk__in=keys).values_list("pk", "content"))


def chunks(responses: QuerySet[Response]) -> Iterator[list[int]]:
    """Yield the ids of many answers, some at a time."""
    keys = list(responses.values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


def rehearse(correction: Correction) -> Iterator[Change]:
    """Yield what applying would do now; nothing is written. Four queries for each chunk."""
    contents = contents_of(correction.treatment.versions)
    for keys in chunks(answers_to(correction.treatment.versions)):
        responses = list(
            Response.objects.filter(pk__in=keys)
            .select_related(
                "attempt__enrolment__learner", "attempt__enrolment__run", "attempt__quiz"
            )
            .order_by("pk")
        )
        yield from plan(correction, responses, contents)
