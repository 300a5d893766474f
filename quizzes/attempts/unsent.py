"""
An answer that came after its session had ended: kept in the next session, not yet saved.

Whoever signs in again finds it in its field. It reaches nobody else: only the page of the
same attempt reads it, and that attempt is not there for another person.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest

from quizzes.attempts.models import Attempt
from quizzes.attempts.sent import sent_answers

KEY = "unsent_answers"
LARGEST = 60_000
# Our own fields; what is left is the answer.
OURS = ("csrfmiddlewaretoken", "key", "based_on", "tries", "go", "queued", "questions", "learner")


def keep_unsent(request: HttpRequest, attempt_id: int, position: int) -> bool:
    """Keep what the form holds; False where it is too long for a session."""
    answers = {
        str(sent.position): {
            name: list(values) for name, values in sent.fields.items() if name not in OURS
        }
        for sent in sent_answers(request, position)
    }
    if sum(len(str(fields)) for fields in answers.values()) > LARGEST:
        return False
    request.session[KEY] = {"attempt": attempt_id, "answers": answers}
    return True


def unsent_answers(
    request: HttpRequest, attempt: Attempt
) -> Mapping[int, Mapping[str, Sequence[str]]]:
    """Return what waits for an attempt, by place."""
    kept: dict[str, Any] = request.session.get(KEY, {})
    if kept.get("attempt") != attempt.pk:
        return {}
    return {int(place): fields for place, fields in kept["answers"].items()}


def forget_unsent(request: HttpRequest, attempt_id: int) -> None:
    """Forget it once the page was sent again."""
    if request.session.get(KEY, {}).get("attempt") == attempt_id:
        del request.session[KEY]
