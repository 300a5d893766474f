"""The questions of one page of an attempt, as they stand for the learner."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from quizzes import content
from quizzes.attempts.behaviours import (
    INTERACTIVE,
    can_be_checked,
    plain_mark,
    tries_allowed,
)
from quizzes.attempts.history import ResponseProposal
from quizzes.attempts.layout import Layout
from quizzes.attempts.models import Attempt, Response
from quizzes.attempts.refusals import SaveRefusedError
from quizzes.attempts.reviewing import seen
from quizzes.attempts.showing import ShownQuestion, answer_in_words, pictures_on_page, show
from quizzes.attempts.shown import Entered
from quizzes.content import Hint, Said
from quizzes.grading import tries
from quizzes.grading.marks import Mark


@dataclass
class AskedQuestion:
    """
    One question of a page: to be answered, or to be read once it was checked.

    `number` is None for a text. `hint`, `mark_so_far` and `tries_left` speak of the last try.
    """

    question: ShownQuestion
    position: int
    number: int | None
    # A new key for each page: sent again by a reload, it is the same save.
    key: UUID = field(default_factory=uuid4)
    flagged: bool = False
    is_locked: bool = False
    can_check: bool = False
    tries_used: int = 0
    tries_left: int = 0
    hint: Hint | None = None
    mark_so_far: Mark | None = None
    proposals: Sequence[tuple[ResponseProposal, str]] = ()
    section: Said | None = None
    refused: SaveRefusedError | None = None
    is_unsaved: bool = False

    @property
    def prefix(self) -> str:
        """What goes before the names of its fields."""
        return self.question.prefix

    @property
    def answer_in_words(self) -> str:
        """The answer in force, as plain text."""
        return _in_words(self.question.response, self.question.response.answer)

    @property
    def right_parts(self) -> int | None:
        """How many parts of the last try were right; None where that is not told."""
        if self.mark_so_far is None or not (self.hint and self.hint.show_count):
            return None
        question = self.question
        right, _all = tries.parts_right(
            question.kind, question.structure, self.mark_so_far, question.response.answer
        )
        return right


def questions_on(
    attempt: Attempt, layout: Layout, page: int, rows: Sequence[Mapping[str, Any]]
) -> list[AskedQuestion]:
    """Return the questions and texts of a page; one query, one more for proposals."""
    places = layout.pages[page]
    responses = list(
        attempt.responses.filter(position__in=places).select_related("question_version")
    )
    several = len(layout.asked_on(page)) > 1
    drawn = pictures_on_page(responses)
    proposals = (
        _proposals(responses) if any(rows[place - 1]["proposed"] for place in places) else {}
    )
    # What a checked question shows is asked for once a page, and only where one was checked.
    during = seen(attempt, timezone.now()) if any(row.locked_at for row in responses) else None
    asked = []
    for response in responses:
        response.attempt = attempt
        number = layout.numbers.get(response.position)
        prefix = f"q{response.position}-" if several else ""
        shown = show(response, prefix=prefix, counted_as=number, drawn=drawn)
        item = AskedQuestion(shown, response.position, number)
        item.flagged = response.flagged
        item.is_locked = response.locked_at is not None
        if item.is_locked and during:
            item.question = replace(item.question, seen=during)
        item.proposals = proposals.get(response.pk, ())
        _tell_of_tries(item, attempt)
        asked.append(item)
    return asked


def _proposals(responses: Iterable[Response]) -> dict[int, list[tuple[ResponseProposal, str]]]:
    by_pk = {response.pk: response for response in responses}
    found: dict[int, list[tuple[ResponseProposal, str]]] = {}
    waiting = ResponseProposal.objects.filter(response__in=by_pk, settled_at__isnull=True)
    for proposal in waiting.order_by("pk"):
        words = _in_words(by_pk[proposal.response_id], proposal.answer)
        found.setdefault(proposal.response_id, []).append((proposal, words))
    return found


def _in_words(response: Response, answer: Any) -> str:
    frozen = response.question_version.content
    return answer_in_words(frozen, answer, show(response).language) if answer else ""


def _tell_of_tries(item: AskedQuestion, attempt: Attempt) -> None:
    """Say what the last try gave, and what may be tried still; nothing where nobody checks."""
    response, behaviour = item.question.response, attempt.copied.behaviour
    item.can_check = item.number is not None and can_be_checked(response, behaviour)
    if not item.can_check:
        return
    item.tries_used = response.tries_used
    item.tries_left = tries_allowed(response, behaviour) - response.tries_used
    if behaviour != INTERACTIVE or not response.tries_used:
        return
    hints = content.hints(response.question_version.content, item.question.language)
    item.hint = hints[min(response.tries_used, len(hints)) - 1] if hints else None
    item.mark_so_far = plain_mark(response, attempt)
    if item.hint and item.hint.clear_wrong:
        question = item.question
        response.answer = tries.without_wrong(
            question.kind, question.structure, item.mark_so_far, response.answer
        )


def put_back(
    asked: Iterable[AskedQuestion],
    sent: Mapping[int, Mapping[str, Sequence[str]]],
    refused: Mapping[int, SaveRefusedError],
) -> None:
    """Show what was sent and is not stored: the page keeps what was written, and says why."""
    for item in asked:
        item.refused = refused.get(item.position)
        if item.position not in sent or item.is_locked:
            continue
        problem, field = ("", "") if not item.refused else (item.refused.words, item.refused.field)
        entered = Entered(sent[item.position], problem, field)
        item.question = replace(item.question, entered=entered)
        item.is_unsaved = True
