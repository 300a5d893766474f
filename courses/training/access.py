"""Who sees the pictures of trained people, and of whose runs."""

from accounts.models import User
from courses.catalogue.runs import CourseRun, CourseRunQuerySet


def takes_study_data(user: User) -> bool:
    """Whether this person hands data on to the evaluation study: administrators."""
    return bool(user.is_superuser)


def runs_counted_for(user: User) -> CourseRunQuerySet:
    """Return the runs whose people are counted: all for administrators, else one's own."""
    return CourseRun.objects.kept_by(user)
