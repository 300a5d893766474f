"""The plans that a person made: to hand over, and to forget."""

from typing import Any

from accounts.models import User
from courses.planning.models import StudyPlan


def export_planning(user: User) -> list[dict[str, Any]]:
    """Return a person's plans."""
    plans = StudyPlan.objects.filter(enrolment__learner=user).order_by("pk")
    return list(
        plans.values("enrolment__run__code", "ready_by", "weekdays", "begins_at", "planned_on")
    )


def erase_planning(user: User) -> None:
    """Erase them; their calendar files go with them."""
    StudyPlan.objects.filter(enrolment__learner=user).delete()
