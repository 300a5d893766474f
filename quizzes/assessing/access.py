"""Who grades whose answers, and who mends questions."""

from django.db.models import Q

from accounts.models import User
from courses.catalogue.runs import CourseRun, CourseRunQuerySet
from courses.registrar.access import reads_register
from quizzes.attempts.models import Attempt, AttemptQuerySet

# Rooms of the admin that study staff and teachers may enter; what they see there is scoped here.
ROOMS = ("grading:", "flaws:flag")


def mends_questions(user: User) -> bool:
    """Whether this person writes questions: editors and administrators."""
    return user.has_perm("quizzes.change_question")


def grades(user: User) -> bool:
    """Whether this person may have answers to grade: editors, study staff and teachers."""
    return mends_questions(user) or reads_register(user)


def runs_graded_by(user: User) -> CourseRunQuerySet:
    """
    Return the runs whose answers a person grades.

    Study staff grade those of their organisations, teachers those that they teach; editors
    and administrators all. An organisation's other teachers do not see the answers.
    """
    runs = CourseRun.objects.all()
    if mends_questions(user):
        return runs
    return runs.filter(
        Q(pk__in=CourseRun.objects.kept_by(user).values("pk")) | Q(teachers=user)
    ).distinct()


def attempts_graded_by(user: User) -> AttemptQuerySet:
    """Return the submitted attempts whose answers a person may read and grade."""
    submitted = (Attempt.State.NEEDS_GRADING, Attempt.State.GRADED)
    return Attempt.objects.filter(
        state__in=submitted, enrolment__run__in=runs_graded_by(user).values("pk")
    )
