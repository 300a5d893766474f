"""
Where somebody was going when a closed page sent them to enrol: they get there afterwards.

Kept in the session of whoever is signed in, for one course at a time; a visitor's way is in
the addresses of sign-in and sign-up.
"""

from django.http import HttpRequest

from courses.catalogue.models import Course
from courses.pages.gate import Closed

_KEY = "going_to"
# Closed for the want of a place on the course, which one is about to get.
OPENED_BY_A_PLACE = {Closed.ENROL, Closed.ENROL_FOR_QUIZ, Closed.INVITED, Closed.NOT_ANSWERED}


def remember(request: HttpRequest, course: Course, reason: Closed) -> None:
    """Keep the page that stayed closed, where a place on its course opens it."""
    if request.user.is_authenticated and reason in OPENED_BY_A_PLACE:
        request.session[_KEY] = {"course": course.pk, "path": request.path}


def taken(request: HttpRequest, course_id: int) -> str:
    """Return the page of a course that they were going to, once; empty when there is none."""
    kept = request.session.get(_KEY) or {}
    if kept.get("course") != course_id:
        return ""
    del request.session[_KEY]
    return str(kept["path"])
