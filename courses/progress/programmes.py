"""Trainings of several courses: completed when all of their courses are."""

from django.utils import timezone

from courses.catalogue.models import Course
from courses.enrolling.models import ProgrammeEnrolment
from courses.progress.models import Completion
from courses.signals import programme_completed, programme_reopened


def complete_programmes(completion: Completion) -> None:
    """Complete the learner's programmes of which this was the last course."""
    of_course = ProgrammeEnrolment.objects.filter(
        programme_run__programme__places__course=completion.course_id,
        learner=completion.learner_id,
        withdrawn_at__isnull=True,
        completed_at__isnull=True,
    )
    for key in of_course.order_by("pk").values_list("pk", flat=True):
        complete_programme_if_done(key)


def complete_programme_if_done(programme_enrolment_id: int) -> bool:
    """
    Complete a programme when each of its courses is; return whether it was completed now.

    Call in a transaction. A course completed earlier counts, on whichever run it was.
    """
    mine = (
        ProgrammeEnrolment.objects.select_for_update(of=("self",))
        .select_related("programme_run__programme")
        .get(pk=programme_enrolment_id)
    )
    if mine.completed_at is not None or mine.withdrawn_at is not None:
        return False
    courses = Course.objects.filter(places__programme=mine.programme_run.programme_id)
    done = Completion.objects.valid().filter(learner=mine.learner_id).values("course")
    if not courses.exists() or courses.exclude(pk__in=done).exists():
        return False
    mine.completed_at = timezone.now()
    mine.save(update_fields=["completed_at"])
    programme_completed.send(sender=ProgrammeEnrolment, programme_enrolment=mine)
    return True


def reopen_programmes(completion: Completion) -> None:
    """
    Take back that programmes are completed which an annulled completion was part of.

    Where the course is completed on another run they stay, and where the learner has enrolled
    on the programme's run again: there it is under way already.
    """
    done = Completion.objects.valid().filter(
        learner=completion.learner_id, course=completion.course_id
    )
    if done.exists():
        return
    mine = ProgrammeEnrolment.objects.filter(learner=completion.learner_id)
    open_runs = mine.filter(withdrawn_at__isnull=True, completed_at__isnull=True)
    reopened = mine.filter(
        programme_run__programme__places__course=completion.course_id, completed_at__isnull=False
    ).exclude(programme_run__in=open_runs.values("programme_run"))
    for one in reopened.select_for_update(of=("self",)):
        one.completed_at = None
        one.save(update_fields=["completed_at"])
        programme_reopened.send(
            sender=ProgrammeEnrolment, programme_enrolment=one, completion=completion
        )
