"""What courses hold on a person: enrolments, progress, completions, invitations."""

from typing import Any

from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from courses.activities.personal_data import erase_activities, export_activities
from courses.catalogue.invitations import Invitation
from courses.enrolling.models import Enrolment
from courses.enrolling.personal_data import erase_enrolling, export_enrolling
from courses.following.personal_data import erase_following, export_following
from courses.lessons.personal_data import erase_lessons, export_lessons
from courses.planning.personal_data import erase_planning, export_planning
from courses.progress.models import Completion
from courses.progress.personal_data import erase_progress, export_progress
from courses.registrar.personal_data import erase_registrar, export_registrar

KEEP_UNTIL = _(
    "Completions, with your name as it was then: the organising institution keeps them with "
    "its study records, permanently."
)
# Rows that point at other people or at ourselves are no part of what the person gets.
NOT_THEIRS = ["id", "enrolment", "learner", "course", "run", "recorded_by", "annulled_by"]


def export_courses(user: User) -> dict[str, Any]:
    """Return a person's deeds on courses; completions as they were frozen."""
    completions = Completion.objects.filter(learner=user).order_by("pk")
    return {
        "enrolments": [_enrolment(enrolment) for enrolment in _enrolments(user)],
        "completions": [
            model_to_dict(completion, exclude=NOT_THEIRS) for completion in completions
        ],
        "invitations": list(
            Invitation.objects.filter(email__iexact=user.email)
            .order_by("pk")
            .values("course__code", "email")
        ),
        "teaches": list(user.taught_runs.order_by("code").values_list("code", flat=True)),
        "enrolling": export_enrolling(user),
        "progress": export_progress(user),
        "activities": export_activities(user),
        "register": export_registrar(user),
        "following": export_following(user),
        "lessons": export_lessons(user),
        "plans": export_planning(user),
    }


def _enrolments(user: User) -> Any:
    return (
        Enrolment.objects.filter(learner=user)
        .select_related("run__course")
        .prefetch_related("step_progress__step")
        .order_by("pk")
    )


def _enrolment(enrolment: Enrolment) -> dict[str, Any]:
    return {
        "course": enrolment.run.course.code,
        "course_name": enrolment.run.course.name,
        "run": enrolment.run.code,
        "enrolled_at": enrolment.enrolled_at,
        "withdrawn_at": enrolment.withdrawn_at,
        "completed_at": enrolment.completed_at,
        "last_seen_at": enrolment.last_seen_at,
        "registrar_class": enrolment.registrar_class,
        "consented_at": enrolment.consented_at,
        "consent_version": enrolment.consent_version,
        "steps": [
            {
                "step": progress.step.title,
                "opened_at": progress.opened_at,
                "completed_at": progress.completed_at,
            }
            for progress in enrolment.step_progress.all()
        ],
    }


def erase_courses(user: User) -> None:
    """
    Erase progress, and enrolments from which no completion arose.

    An enrolment with a completion stays, since the completion points at it; it tells when,
    not what the person did. It is closed, so that it takes no seat.
    """
    erase_registrar(user)
    erase_activities(user)
    erase_progress(user)
    erase_following(user)
    erase_lessons(user)
    erase_planning(user)
    mine = Enrolment.objects.filter(learner=user)
    mine.filter(completions__isnull=True).delete()
    mine.update(last_step=None, last_seen_at=None)
    mine.active().update(withdrawn_at=timezone.now())
    erase_enrolling(user)
    Invitation.objects.filter(email__iexact=user.email).delete()
    user.taught_runs.clear()
