"""A step's page, as it is served and as it comes back with what was not saved."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from courses.pages import going_to
from courses.pages.gate import Closed, closed_because
from courses.pages.models import StepPage
from courses.pages.reading import read
from courses.pages.views import closed_context

# One's own place has not opened it. Who has lost the place meanwhile keeps what was typed.
NOT_OPEN_YET = frozenset({Closed.NOT_BEGUN, Closed.NOT_ANSWERED, Closed.NOT_YET})


def refusal(request: HttpRequest, page: StepPage) -> HttpResponse | None:
    """Return the page that says why a step is closed for this person; None where it is open."""
    reason = _closed(request, page)
    return None if reason is None else _told(request, page, reason)


def shown_again(request: HttpRequest, page: Any, *, status: int) -> HttpResponse:
    """
    Show a step's page once more, with what was typed and not saved.

    Nothing that is refused shows a step that has not opened yet.
    """
    reason = _closed(request, page)
    if reason in NOT_OPEN_YET:
        return _told(request, page, reason)
    return render(request, page.get_template(request), page.get_context(request), status=status)


def _closed(request: HttpRequest, page: StepPage) -> Closed | None:
    reading = read(request, page)
    # A translation below a module that is not live is not in the outline of its language.
    if reading.step is None or reading.step.page_id != page.pk:
        raise Http404
    return closed_because(
        course=reading.course,
        kind=reading.step.kind,
        enrolment=reading.enrolment,
        user=request.user,
        today=timezone.localdate(),
        waits=bool(reading.waits),
    )


def _told(request: HttpRequest, page: StepPage, reason: Closed) -> HttpResponse:
    reading = read(request, page)
    going_to.remember(request, reading.course, reason)
    context = closed_context(page, reading, reason)
    return render(request, "courses/closed.html", context, status=403)
