"""
Invariant S: every stored score equals grading the stored answers anew.

"Anew" is given the events in force: what a person gave stands, what a correction gave is
worked out by that correction, and everything else by the question as it was asked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from quizzes.assessing.models import Regrade
from quizzes.assessing.planning import Correction, contents_of, latest_events, treated_mark
from quizzes.assessing.points import scaled
from quizzes.assessing.regrading import correction_of
from quizzes.assessing.treating import By, Treatment, UntreatableError
from quizzes.assessing.tries import checked_answers
from quizzes.attempts.history import GradeEvent
from quizzes.attempts.models import Attempt, Response
from quizzes.grading.marks import as_stored
from quizzes.grading.totals import mark_of, total

CHUNK = 200
# As if a correction graded by the very question that was asked.
AS_ASKED = Treatment(By.VERSION)


@dataclass(frozen=True)
class Difference:
    """Something stored that is not what grading anew gives."""

    attempt: int
    position: int | None
    what: str
    stored: object
    expected: object

    def __str__(self) -> str:
        place = f"attempt {self.attempt}"
        if self.position is not None:
            place += f", question {self.position}"
        return f"{place}: {self.what} is {self.stored}, should be {self.expected}"


def differences(attempts: QuerySet[Attempt] | None = None) -> Iterator[Difference]:
    """Yield every difference, in order of attempts; five queries for each chunk of them."""
    found = Attempt.objects.all() if attempts is None else attempts
    ended = found.filter(state__in=[Attempt.State.NEEDS_GRADING, Attempt.State.GRADED])
    keys = list(ended.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        yield from _of_chunk(keys[start : start + CHUNK])


def _of_chunk(keys: Sequence[int]) -> Iterator[Difference]:
    attempts = Attempt.objects.in_bulk(keys)
    responses = list(Response.objects.filter(attempt__in=keys).order_by("attempt", "position"))
    contents = contents_of({str(response.question_version_id) for response in responses})
    events = latest_events(responses)
    regrades = Regrade.objects.select_related("version").in_bulk(
        {event.regrade_id for event in events.values() if event.regrade_id}
    )
    for response in responses:
        response.attempt = attempts[response.attempt_id]
    tries = checked_answers(responses)
    corrections = {pk: correction_of(regrade) for pk, regrade in regrades.items()}
    for response in responses:
        frozen = contents[response.question_version_id]
        event = events.get(response.pk)
        correction = corrections.get(event.regrade_id) if event else None
        anew = correction or Correction(AS_ASKED, frozen)
        checked = tries.get(response.pk, ())
        yield from _of_response(response, event, anew, frozen, checked)
    by_attempt: dict[int, list[Response]] = {}
    for response in responses:
        by_attempt.setdefault(response.attempt_id, []).append(response)
    for pk, attempt in attempts.items():
        yield from _of_attempt(attempt, by_attempt.get(pk, []))


def _of_response(
    response: Response,
    event: GradeEvent | None,
    correction: Correction,
    frozen: object,
    checked: Sequence[object],
) -> Iterator[Difference]:
    if event is None:
        if response.mark is not None:
            yield _difference(response, "a mark without its event", response.mark, None)
        elif response.state != Response.State.NEEDS_GRADING:
            yield _difference(response, "state", response.state, Response.State.NEEDS_GRADING)
        return
    for name in ("mark", "fraction", "state"):
        stored, given = getattr(response, name), getattr(event, name)
        if stored != given:
            yield _difference(response, name, stored, given)
    if event.origin == GradeEvent.Origin.PERSON:
        if event.criteria:
            given, highest = (
                [Decimal(found[name]) for found in event.criteria] for name in ("points", "highest")
            )
            if event.mark != (expected := scaled(given, highest, response.points)):
                yield _difference(response, "mark by criteria", event.mark, expected)
        if not 0 <= event.mark <= response.points:
            yield _difference(response, "mark by a person", event.mark, f"0–{response.points}")
        return
    try:
        mark = treated_mark(correction, response, response.attempt, frozen, checked)
    except UntreatableError:
        yield _difference(response, "mark", event.mark, "given by a person")
        return
    expected = mark_of(mark.fraction, response.points)
    if (event.mark, event.fraction) != (expected, as_stored(mark.fraction)):
        yield _difference(response, "mark", event.mark, expected)


def _of_attempt(attempt: Attempt, responses: Sequence[Response]) -> Iterator[Difference]:
    if any(response.mark is None for response in responses):
        if attempt.state != Attempt.State.NEEDS_GRADING:
            yield Difference(attempt.pk, None, "state", attempt.state, "needs_grading")
        return
    marks = [response.mark for response in responses if response.mark is not None]
    result = total(marks, [response.points for response in responses], attempt.pass_percent)
    stored = (attempt.score, attempt.percent, attempt.passed)
    if stored != (result.score, result.percent, result.passed):
        expected = (result.score, result.percent, result.passed)
        yield Difference(attempt.pk, None, "result", _shown(stored), _shown(expected))


def _shown(result: tuple[Decimal | None, Decimal | None, bool | None]) -> str:
    score, percent, passed = result
    return f"{score} points, {percent} %, {'passed' if passed else 'not passed'}"


def _difference(response: Response, what: str, stored: object, expected: object) -> Difference:
    return Difference(response.attempt_id, response.position, what, stored, expected)
