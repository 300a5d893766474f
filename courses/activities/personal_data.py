"""What activities hold on a person: texts, files, feedback, attendance, self-assessments."""

from typing import Any

from accounts.models import User
from courses.activities.files import erase_files
from courses.activities.statements import SelfRating
from courses.activities.submissions import Assessment, Submission
from courses.activities.webinars import Attendance


def export_activities(user: User) -> dict[str, Any]:
    """Return a person's own deeds, and what was said of them."""
    submissions = (
        Submission.objects.filter(enrolment__learner=user)
        .select_related("step", "enrolment__run")
        .prefetch_related("files", "assessments")
        .order_by("pk")
    )
    attendances = Attendance.objects.filter(enrolment__learner=user).select_related(
        "session__step", "session__run"
    )
    ratings = SelfRating.objects.filter(enrolment__learner=user).order_by("pk")
    return {
        "submissions": [_submission(found) for found in submissions],
        "attendances": [_attendance(found) for found in attendances.order_by("pk")],
        "self_assessments": [_rating(found) for found in ratings],
    }


def _submission(found: Submission) -> dict[str, Any]:
    return {
        "run": found.enrolment.run.code,
        "step": found.step.title,
        "part": found.part,
        "number": found.number,
        "state": found.state,
        "text": found.text,
        "language": found.language,
        "saved_at": found.saved_at,
        "submitted_at": found.submitted_at,
        "erased_at": found.erased_at,
        "files": [
            {"name": file.name, "size": file.size, "uploaded_at": file.uploaded_at}
            for file in found.files.all()
        ],
        "assessments": [
            {
                "verdict": said.verdict,
                "grade": said.grade,
                "criteria": said.criteria,
                "comment": said.comment,
                "created_at": said.created_at,
            }
            for said in found.assessments.all()
        ],
    }


def _attendance(found: Attendance) -> dict[str, Any]:
    return {
        "run": found.session.run.code,
        "webinar": found.session.title or (found.session.step.title if found.session.step else ""),
        "starts_at": found.session.starts_at,
        "how": found.how,
        "marked_at": found.marked_at,
        "taken_back_at": found.revoked_at,
    }


def _rating(found: SelfRating) -> dict[str, Any]:
    return {
        "moment": found.moment,
        "levels": found.levels,
        "rated_at": found.rated_at,
        "answers": [
            {"statement": row["words"].get("fi", ""), "level": found.answers.get(row["id"])}
            for row in found.statements
        ],
    }


def erase_activities(user: User) -> None:
    """
    Erase what a person wrote and said of themselves; call before their enrolments go.

    What they said of others as staff stays with those others.
    """
    erase_files(user)
    Assessment.objects.filter(submission__enrolment__learner=user).delete()
    Submission.objects.filter(enrolment__learner=user).delete()
    Attendance.objects.filter(enrolment__learner=user).delete()
    SelfRating.objects.filter(enrolment__learner=user).delete()
