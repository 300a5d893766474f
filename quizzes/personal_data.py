"""What quizzes hold on a person: attempts, answers with every saved version, and marks."""

from typing import Any

from accounts.models import User
from quizzes.assessing.clearing import erase_files
from quizzes.attempts.exceptions import FIELDS
from quizzes.attempts.history import GradeEvent
from quizzes.attempts.models import Attempt, Response
from quizzes.quiz.overrides import QuizOverride


def export_quizzes(user: User) -> list[dict[str, Any]]:
    """
    Return a person's attempts with their answers.

    Questions are named by their version: their words and right answers are the exam's, and
    handing them out would end its use.
    """
    attempts = (
        Attempt.objects.of_learner(user)
        .select_related("quiz", "enrolment__run")
        .prefetch_related(
            "responses__events",
            "responses__grade_events",
            "responses__files",
            "responses__proposals",
        )
        .order_by("pk")
    )
    exceptions = _exceptions(user)
    return [
        {
            "quiz": attempt.quiz.name,
            "run": attempt.enrolment.run.code,
            "number": attempt.number,
            "language": attempt.language,
            "started_at": attempt.started_at,
            "deadline_at": attempt.deadline_at,
            "submitted_at": attempt.submitted_at,
            "state": attempt.state,
            "exceptions": exceptions.get((attempt.quiz_id, attempt.enrolment_id), []),
            "percent": attempt.percent,
            "passed": attempt.passed,
            "responses": [_response(response) for response in attempt.responses.all()],
        }
        for attempt in attempts
    ]


def _exceptions(user: User) -> dict[tuple[int, int | None], list[dict[str, Any]]]:
    """Return what was granted to a person apart from everybody else, by quiz and enrolment."""
    found: dict[tuple[int, int | None], list[dict[str, Any]]] = {}
    for row in QuizOverride.objects.filter(enrolment__learner=user).order_by("pk"):
        given = {name: value for name in FIELDS if (value := getattr(row, name)) is not None}
        said = given | {"reason": row.reason}
        found.setdefault((row.quiz_id, row.enrolment_id), []).append(said)
    return found


def _response(response: Response) -> dict[str, Any]:
    return {
        "question": response.question_version_id,
        "answer": response.answer,
        "state": response.state,
        "mark": response.mark,
        "flagged": response.flagged,
        "tries_used": response.tries_used,
        "proposed": [
            {"answer": row.answer, "arrived_at": row.arrived_at, "taken": row.taken}
            for row in response.proposals.all()
        ],
        "saved": [
            {"answer": event.answer, "saved_at": event.saved_at} for event in response.events.all()
        ],
        "marks_given": [
            {
                "mark": event.mark,
                "criteria": event.criteria,
                "comment": event.comment,
                "reason": event.reason,
                "graded_at": event.graded_at,
            }
            for event in response.grade_events.all()
        ],
        "files": [
            {"name": file.name, "size": file.size, "uploaded_at": file.uploaded_at}
            for file in response.files.all()
        ],
    }


def erase_quizzes(user: User) -> None:
    """Erase a person's attempts with all that hangs on them."""
    erase_files(user)
    GradeEvent.objects.filter(response__attempt__enrolment__learner=user).delete()
    Attempt.objects.of_learner(user).delete()
    QuizOverride.objects.filter(enrolment__learner=user).delete()
