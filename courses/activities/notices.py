"""What learners are told by mail about their submissions. Effects."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from courses.activities.desks import NAME_OF_PART
from courses.activities.submissions import Assessment
from courses.activities.terms import Part
from courses.notice_kinds import ASSESSED
from home.notices.telling import tell


def tell_assessed(payload: dict[str, Any]) -> None:
    """
    Tell that a submission was assessed; whoever has erased the account is told nothing.

    The feedback itself stays behind the sign-in.
    """
    said = (
        Assessment.objects.select_related("submission__enrolment__learner", "submission__step")
        .filter(pk=payload["assessment"])
        .first()
    )
    if said is None:
        return
    submission = said.submission
    learner = submission.enrolment.learner
    place = [submission.enrolment_id, submission.step.key, NAME_OF_PART[Part(submission.part)]]
    with override(learner.language):
        address = reverse("courses:write", args=place)
    link = f"{settings.BASE_URL}{address}"
    tell(
        kind=ASSESSED,
        key=f"courses.assessed:{said.pk}",
        person=learner,
        template="courses/email/assessed",
        context={"step": submission.step, "said": said, "address": link},
        link=link,
    )
