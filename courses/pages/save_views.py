"""Views of lessons that a browser keeps: the copy of one, and the room where they are saved."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Page

from courses.pages.body import body_html
from courses.pages.models import CoursePage, LessonPage
from courses.pages.passages import with_ends
from courses.pages.reading import read
from courses.pages.saving import choices_of
from courses.pages.views import step_context
from home.blocks.plain import plain_language_first
from home.offline.copies import offline_body
from home.offline.views import KEPT_DAYS
from home.reading_settings.choices import settings_of


def copy_of(request: HttpRequest, page: LessonPage) -> HttpResponse:
    """
    Show a lesson as it is kept for when there is no connection.

    The gate has let the reader in, as for the lesson itself. Nothing of their own is in it:
    others may use the same browser. Making it is no visit.
    """
    reading = read(request, page)
    body = with_ends(body_html(page, reading.course, fresh=False), lambda _block_id: "")
    if settings_of(request).plain:
        body = plain_language_first(body)
    context = step_context(reading) | {
        "page": page,
        "body": offline_body(body),
        "moment": timezone.now(),
    }
    return render(request, "courses/lessons/copy.html", context)


@require_safe
@login_required
def save_room(request: HttpRequest, page_id: int) -> HttpResponse:
    """What of a course can be saved, from one of its lessons or its own page."""
    found = get_object_or_404(Page.objects.live(), pk=page_id).specific
    if not isinstance(found, LessonPage | CoursePage):
        raise Http404
    reading = read(request, found)
    choices = choices_of(reading, request.user)
    if not choices or (isinstance(found, LessonPage) and reading.step is None):
        raise Http404
    context = {"choices": choices, "reading": reading, "days": KEPT_DAYS}
    return render(request, "courses/lessons/save_room.html", context)
