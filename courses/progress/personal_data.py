"""What progress holds on a person beyond its days: results, and what staff decided."""

from typing import Any

from accounts.models import User
from courses.progress.models import StepDecision, StepProgress


def export_progress(user: User) -> dict[str, Any]:
    """Return the results of the person's steps, and the decisions of staff on them."""
    results = StepProgress.objects.filter(enrolment__learner=user).exclude(score=None, grade="")
    decisions = StepDecision.objects.filter(enrolment__learner=user).order_by("pk")
    return {
        "results": [
            {
                "run": row.enrolment.run.code,
                "step": row.step.title,
                "score": row.score,
                "grade": row.grade,
            }
            for row in results.select_related("enrolment__run", "step").order_by("pk")
        ],
        "decisions": [
            {
                "run": row.enrolment.run.code,
                "step": row.step.title,
                "decision": str(row.get_kind_display()),
                "reason": row.reason,
                "decided_at": row.decided_at,
            }
            for row in decisions.select_related("enrolment__run", "step")
        ],
    }


def erase_progress(user: User) -> None:
    """Erase what the person did, and what was decided on it."""
    StepDecision.objects.filter(enrolment__learner=user).delete()
    StepProgress.objects.filter(enrolment__learner=user).delete()
