"""The parts of a webinar: which are done, and that the step is done when all are."""

from dataclasses import dataclass

from courses.activities.submissions import Submission
from courses.activities.terms import Part, WebinarTerms, webinar_terms
from courses.activities.webinars import Attendance
from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from courses.progress.completing import complete_step


@dataclass(frozen=True)
class PartsDone:
    """Which parts of a webinar a learner has done; those that it has not do not count."""

    terms: WebinarTerms
    before: bool = False
    attended: bool = False
    diary: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether every part that the step asks for is done; a step of no parts never is."""
        asked = (
            (self.terms.before, self.before),
            (self.terms.attendance, self.attended),
            (self.terms.diary, self.diary),
        )
        return any(is_asked for is_asked, _done in asked) and all(
            is_done for is_asked, is_done in asked if is_asked
        )


def same_learner_before(enrolment: Enrolment) -> list[int]:
    """
    Return the enrolment and those from which the learner was moved to it, by id.

    What was attended on an earlier run counts. One query more for each time of moving.
    """
    found = [enrolment.pk]
    while True:
        earlier = Enrolment.objects.filter(moved_to=found[-1]).values_list("pk", flat=True).first()
        if earlier is None or earlier in found:
            return found
        found.append(earlier)


def attended(enrolment: Enrolment, step: CourseStep) -> bool:
    """Whether the learner was at some session of the step, on this run or one moved from."""
    return Attendance.objects.filter(
        enrolment__in=same_learner_before(enrolment),
        session__step=step,
        revoked_at__isnull=True,
    ).exists()


def parts_done(enrolment: Enrolment, step: CourseStep) -> PartsDone:
    """Judge the parts of a webinar for a learner."""
    terms = webinar_terms(step)
    passed = set(
        Submission.objects.filter(
            enrolment__in=same_learner_before(enrolment),
            step=step,
            state=Submission.State.PASSED,
        ).values_list("part", flat=True)
    )
    return PartsDone(
        terms=terms,
        before=Part.BEFORE in passed,
        attended=terms.attendance and attended(enrolment, step),
        diary=Part.DIARY in passed,
    )


def settle_webinar(enrolment: Enrolment, step: CourseStep) -> bool:
    """
    Mark the step done when its last part is; call it in the transaction of that part.

    A step done stays done. Returns whether every part is done.
    """
    if not parts_done(enrolment, step).is_complete:
        return False
    complete_step(enrolment, step)
    return True
