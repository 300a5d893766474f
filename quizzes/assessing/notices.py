"""What a learner is told by mail: the answers are graded, or a question was corrected."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings

from quizzes.assessing.models import Regrade
from quizzes.attempts.models import Attempt


def tell_graded(payload: dict[str, Any]) -> None:
    """Tell that an attempt has been graded, or that a mark in it has been changed. An effect."""
    _tell(payload, "quizzes/email/changed" if payload["changed"] else "quizzes/email/graded")


def tell_regraded(payload: dict[str, Any]) -> None:
    """Tell that a question was corrected and what the attempt comes to now. An effect."""
    regrade = Regrade.objects.filter(pk=payload["regrade"]).first()
    if regrade is not None:
        _tell(payload, "quizzes/email/regraded", reason=regrade.reason)


def _tell(payload: dict[str, Any], template: str, **context: Any) -> None:
    """Send one message; whoever has erased the account since is told nothing."""
    attempt = (
        Attempt.objects.select_related("enrolment__learner", "step")
        .filter(pk=payload["attempt"])
        .first()
    )
    if attempt is None or not attempt.enrolment.learner.is_active:
        return
    learner = attempt.enrolment.learner
    get_adapter().send_mail(
        template,
        learner.email,
        {"user": learner, "attempt": attempt, "base_url": settings.BASE_URL, **context},
    )
