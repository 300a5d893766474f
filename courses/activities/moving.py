"""What a learner has written comes along to another run of the course."""

from courses.activities.statements import SelfRating
from courses.activities.submissions import Submission
from courses.enrolling.models import Enrolment


def bring_work_along(old: Enrolment, new: Enrolment) -> None:
    """
    Give submissions and self-assessments to the new enrolment; call it in the move's transaction.

    So the teachers of the new run see what waits. Attendances stay with the sessions of the
    old run, and count (`parts.same_learner_before`).
    """
    Submission.objects.filter(enrolment=old).update(enrolment=new)
    SelfRating.objects.filter(enrolment=old).update(enrolment=new)
