"""A learner reads, takes along and erases their own notes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from courses.lessons.notes import as_sheet, as_text, erase_marking, erase_note, notes_of
from home.spreadsheets import csv_response

LONGEST_SEARCH = 100


@login_required
@require_GET
def notes(request: HttpRequest) -> HttpResponse:
    """Show all that the learner has written, marked and chosen in lessons, or what has a word."""
    word = request.GET.get("haku", "").strip()[:LONGEST_SEARCH]
    context = {"notes": notes_of(request.user, word=word), "word": word}
    return render(request, "courses/lessons/notes.html", context)


@login_required
@require_GET
def notes_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Give them as a file: a text, or a list for spreadsheets."""
    mine = notes_of(request.user)
    if ending == "csv":
        return csv_response(as_sheet(mine), _("my-notes"))
    response = HttpResponse(as_text(mine), content_type="text/plain; charset=utf-8")
    name = f"{_('my-notes')}.txt"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


@login_required
def erase(request: HttpRequest, note_id: int) -> HttpResponse:
    """Erase one note."""
    if request.method == "POST":
        erase_note(user=request.user, note_id=note_id)
        messages.success(request, _("The note is erased."))
    return redirect("courses:notes")


@login_required
def erase_margin(request: HttpRequest, marking_id: int) -> HttpResponse:
    """Erase one's note and bookmark at a passage."""
    if request.method == "POST":
        erase_marking(user=request.user, marking_id=marking_id)
        messages.success(request, _("The note is erased."))
    return redirect("courses:notes")
