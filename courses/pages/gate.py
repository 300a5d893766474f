"""
Who may read a page of a course. One policy, for pages, documents and views alike.

Denies by default: what is not in the outline is not there (404), and what is there opens
only for a reason. Previews do not pass here; Wagtail shows them to editors alone.
"""

import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from courses.catalogue.models import Course
from courses.enrolling.models import Enrolment


class Closed(TextChoices):
    """Why a page stays closed; the label is the sentence that the reader sees."""

    SIGN_IN = "sign_in", _("This page is for those enrolled. Sign in to continue.")
    ENROL = "enrol", _("This page opens when you have enrolled on the course.")
    ENROL_FOR_QUIZ = "enrol_for_quiz", _("Enrol on the course first: your answers need a place.")
    INVITED = "invited", _("This course is for those invited.")
    NOT_BEGUN = (
        "not_begun",
        _("You are enrolled. The lessons and quizzes open when your run begins."),
    )
    NOT_ANSWERED = (
        "not_answered",
        _("The organiser has enrolled you. Take your place first: then this page opens."),
    )
    NOT_YET = "not_yet", _("This part of the course is not open to you yet.")


def closed_because(
    *,
    course: Course,
    kind: str,
    enrolment: Enrolment | None,
    user: User | AnonymousUser,
    today: datetime.date,
    waits: bool = False,
) -> Closed | None:
    """
    Return why a step of this kind stays closed for this person; None when it opens.

    Open courses: anyone reads lessons, but answering a quiz takes an enrolment. Other
    courses: an enrolment that is not withdrawn, on a run that has begun, and that its learner
    has answered to where staff made it; afterwards it stays open for reading. Editors and
    staff read everything but quizzes.
    `waits`: by order or its day, the step is not open to this learner yet.
    """
    access = course.access_now
    if access == Course.Access.OPEN and kind == "lesson":
        return None
    if enrolment is not None:
        if enrolment.waits_for_answer:
            return Closed.NOT_ANSWERED
        if enrolment.run.begins_after(today):
            return Closed.NOT_BEGUN
        return Closed.NOT_YET if waits else None
    if user.is_active and user.has_perm("wagtailadmin.access_admin") and kind != "quiz":
        return None
    if not user.is_authenticated:
        return Closed.SIGN_IN
    if access == Course.Access.OPEN:
        return Closed.ENROL_FOR_QUIZ
    return Closed.INVITED if access == Course.Access.INVITED else Closed.ENROL
