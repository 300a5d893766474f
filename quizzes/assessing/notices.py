"""What a learner is told by mail: the answers are graded, or a question was corrected."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from courses.notice_kinds import ASSESSED
from home.notices.telling import tell
from quizzes.assessing.models import Regrade
from quizzes.attempts.models import Attempt


def tell_graded(payload: dict[str, Any]) -> None:
    """Tell that an attempt has been graded, or that a mark in it has been changed. An effect."""
    name = "changed" if payload["changed"] else "graded"
    _tell(payload, name, key=f"quizzes.{name}:{payload['attempt']}:{payload['about']}")


def tell_regraded(payload: dict[str, Any]) -> None:
    """Tell that a question was corrected and what the attempt comes to now. An effect."""
    regrade = Regrade.objects.filter(pk=payload["regrade"]).first()
    if regrade is not None:
        key = f"quizzes.regraded:{payload['attempt']}:{regrade.pk}"
        _tell(payload, "regraded", key=key, reason=regrade.reason)


def _tell(payload: dict[str, Any], name: str, *, key: str, **context: Any) -> None:
    """Send one message; whoever has erased the account since is told nothing."""
    attempt = (
        Attempt.objects.select_related("enrolment__learner", "step")
        .filter(pk=payload["attempt"])
        .first()
    )
    if attempt is None:
        return
    learner = attempt.enrolment.learner
    with override(learner.language):
        address = reverse("quizzes:result", args=[attempt.pk])
    tell(
        kind=ASSESSED,
        key=key,
        person=learner,
        template=f"quizzes/email/{name}",
        context={"attempt": attempt, "base_url": settings.BASE_URL, **context},
        link=f"{settings.BASE_URL}{address}",
    )
