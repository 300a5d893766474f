"""Who sees which attempts in the item analysis."""

from django.db.models import QuerySet

from accounts.models import User
from courses.catalogue.runs import CourseRun
from courses.registrar.access import reads_register
from quizzes.attempts.models import Attempt, AttemptQuerySet

# Rooms of the admin that study staff and teachers may enter; each is scoped below.
ROOMS = (
    "item_analysis",
    "item_analysis_results",
    "item_analysis_quiz",
    "item_analysis_question",
)


def sees_all_attempts(user: User) -> bool:
    """Whether this person writes quizzes: then the analysis is of everybody's attempts."""
    return user.has_perm("quizzes.change_quiz")


def may_analyse(user: User) -> bool:
    """Whether this person writes quizzes, or is study staff or a teacher somewhere."""
    return sees_all_attempts(user) or reads_register(user)


def attempts_seen_by(user: User) -> AttemptQuerySet:
    """
    Return the attempts that a person may see in sums: those on runs of their organisations.

    Editors see all of them: they mend the questions, and no figure here names a learner.
    """
    if sees_all_attempts(user):
        return Attempt.objects.all()
    return Attempt.objects.filter(enrolment__run__in=CourseRun.objects.visible_to(user))


def runs_seen_by(user: User) -> QuerySet[CourseRun]:
    """Return the runs whose attempts a person may choose."""
    if sees_all_attempts(user):
        return CourseRun.objects.all()
    return CourseRun.objects.visible_to(user)
