"""How many attempts hang on steps, for whoever is about to take their pages away."""

from collections.abc import Collection

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from quizzes.attempts.models import Attempt


def attempts_at(step_ids: Collection[int]) -> str:
    """Say how many attempts there are, of how many learners, and how many are still open."""
    counts = Attempt.objects.filter(step__in=step_ids).aggregate(
        attempts=Count("pk"),
        learners=Count("enrolment__learner", distinct=True),
        open=Count("pk", filter=Q(state__in=Attempt.OPEN_STATES)),
    )
    if not counts["attempts"]:
        return ""
    return (
        _("Attempts: %(attempts)s; learners: %(learners)s; not yet submitted: %(open)s.") % counts
    )
