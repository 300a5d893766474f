"""Using up a personal link."""

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from courses.catalogue.invitations import Invitation
from courses.catalogue.runs import CourseRun
from courses.enrolling.refusals import EnrolmentRefusedError, Refusal, needs_invitation


def use_link(run: CourseRun, learner: User, *, token: str, key: str = "") -> None:
    """
    Take a personal link into use, unless the learner may enrol on the locked run without it.

    Call where they have been let in, be it to the run or to its waiting list: the seat that
    is offered from the list asks for no invitation any more. Raises EnrolmentRefusedError
    where somebody else was first.
    """
    if not token or not needs_invitation(run):
        return
    others = Invitation.objects.for_person(learner, key).filter(course=run.course)
    if others.filter(Q(run=run) | Q(run__isnull=True)).exists():
        return
    used = Invitation.objects.filter(token=token, used_at__isnull=True)
    # Two people with one link, each on a run of their own: the row's update has one winner.
    if not used.update(used_at=timezone.now()):
        raise EnrolmentRefusedError(Refusal.LINK_USED)
