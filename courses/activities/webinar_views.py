"""A learner's deeds at webinars: typing the code, and taking the times into a calendar."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.models import Page

from accounts.limits import Limit, Limits, minutes, network_of
from courses.activities.attending import WrongCodeError, attend_by_code
from courses.activities.calendar_files import calendar_of
from courses.activities.sessions import sessions_of
from courses.activities.webinar_shown import CODE_PROBLEM
from courses.activities.webinars import WebinarSession
from courses.activities.works import closed_because
from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from courses.pages.addresses import course_addresses
from courses.pages.outline import outline
from courses.pages.showing import shown_again

PERSON = Limit("attendance_codes_person", times=8, seconds=10 * 60)
# A class of forty types its codes from one network.
NETWORK = Limit("attendance_codes_network", times=80, seconds=10 * 60)


def _own(request: HttpRequest, enrolment_id: int) -> Enrolment:
    mine = Enrolment.objects.standing_ones().filter(learner=request.user)
    return get_object_or_404(mine.select_related("run__course", "run__organiser"), pk=enrolment_id)


@login_required
def attend(request: HttpRequest, enrolment_id: int, key: UUID) -> HttpResponse:
    """Take the code that a learner types; a wrong one stays in its field, and is counted."""
    enrolment = _own(request, enrolment_id)
    webinars = CourseStep.objects.filter(kind=CourseStep.Kind.WEBINAR)
    step = get_object_or_404(webinars, course=enrolment.run.course_id, key=key)
    shown = outline(enrolment.run.course, get_language() or "fi").by_key.get(key)
    href = shown.href if shown else _course_href(enrolment)
    if request.method != "POST":
        return redirect(href)
    if words := closed_because(enrolment, step):
        messages.error(request, words)
        return redirect(href)
    tries = Limits((PERSON, str(request.user.pk)), (NETWORK, network_of(request)))
    if wait := tries.wait():
        response = _shown_again(request, shown, _wait_words(wait), status=429)
        response.headers["Retry-After"] = str(wait)
        return response
    try:
        attend_by_code(enrolment=enrolment, step=step, code=request.POST.get("code", ""))
    except WrongCodeError:
        tries.count()
        words = _("This code is not taken now. Look at it once more, or ask the teacher.")
        return _shown_again(request, shown, words, status=400)
    messages.success(request, _("Your attendance is marked."))
    return redirect(f"{href}#lasnaolo")


def _course_href(enrolment: Enrolment) -> str:
    found = course_addresses([enrolment.run.course_id], get_language() or "fi")
    return found.get(enrolment.run.course_id, "/")


def _wait_words(wait: int) -> str:
    whole = minutes(wait)
    return ngettext(
        "Too many wrong codes. Wait %(minutes)d minute and try again.",
        "Too many wrong codes. Wait %(minutes)d minutes and try again.",
        whole,
    ) % {"minutes": whole}


def _shown_again(request: HttpRequest, shown: object, words: str, *, status: int) -> HttpResponse:
    """The webinar's page with what was wrong at the code."""
    page = get_object_or_404(Page, pk=getattr(shown, "page_id", 0)).specific
    request.__dict__[CODE_PROBLEM] = words
    return shown_again(request, page, status=status)


@login_required
@require_GET
def session_calendar(request: HttpRequest, enrolment_id: int, uid: UUID) -> HttpResponse:
    """One session as a calendar file."""
    enrolment = _own(request, enrolment_id)
    session = get_object_or_404(sessions_of(enrolment.run), uid=uid)
    return _file(enrolment, [session], f"{enrolment.run.code}-{str(uid)[:8]}.ics")


@login_required
@require_GET
def run_calendar(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """All sessions of the learner's run as a calendar file."""
    enrolment = _own(request, enrolment_id)
    return _file(enrolment, sessions_of(enrolment.run), f"{enrolment.run.code}.ics")


def _file(enrolment: Enrolment, sessions: list[WebinarSession], name: str) -> HttpResponse:
    text = calendar_of(enrolment.run, sessions)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response
