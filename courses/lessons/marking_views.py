"""A learner marks passages of a lesson, and the page tells how far they have read."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.identity_code import without_codes
from courses.activities.writing import as_typed
from courses.lessons.margins import NOTE, UNSAVED_NOTES, VERSION, margin_html, own_marks_html
from courses.lessons.marking import (
    Lesson,
    TooLongError,
    bookmark,
    keep_note,
    keep_place,
    lesson_of,
)
from courses.pages.showing import shown_again
from home.errors import wants_json
from home.stale_forms import sent_again_by_hand, signed_out, signed_out_form

DEEDS = ("keep", "bookmark", "unbookmark", "place")


def _in_words(request: HttpRequest, **place: Any) -> list[tuple[str, str]]:
    said = request.POST.get(f"{NOTE}{request.POST.get('keep', '')}", "")
    return [(_("Your note"), without_codes(as_typed(said)))]


@sent_again_by_hand(_in_words)
def save_marking(request: HttpRequest, enrolment_id: int, key: UUID) -> HttpResponse:
    """
    Keep what one button of the lesson's form says of one passage; a script gets it as it is now.

    Who has been signed out meanwhile gets the form back, to be sent again.
    """
    if not request.user.is_authenticated:
        return _signed_out(request)
    lesson = lesson_of(request, enrolment_id, key)
    deed, block_id = _pressed(request)
    if block_id is None:
        return redirect(lesson.href)
    try:
        receipt = _done(request, lesson, deed, block_id)
    except TooLongError:
        return _too_long(request, lesson, block_id)
    if wants_json(request):
        told = {"receipt": receipt, "margin": margin_html(lesson, block_id)}
        return JsonResponse(told | {"own": own_marks_html(lesson)})
    messages.success(request, receipt)
    return redirect(lesson.href_of(block_id))


def save_place(request: HttpRequest, enrolment_id: int, key: UUID) -> HttpResponseBase:
    """Keep how far a page says that it has been read."""
    if not request.user.is_authenticated:
        return _signed_out(request)
    lesson = lesson_of(request, enrolment_id, key)
    if request.method != "POST":
        return redirect(lesson.href)
    if block_id := _uuid(request.POST.get("block", "")):
        keep_place(
            lesson=lesson,
            block_id=block_id,
            number=_number(request, "number"),
            count=_number(request, "count"),
            visit=request.POST.get("visit", "")[:36],
        )
    return JsonResponse({"receipt": ""})


def _done(request: HttpRequest, lesson: Lesson, deed: str, block_id: UUID) -> str:
    """Do what the button says; return the receipt."""
    if deed == "place":
        keep_place(lesson=lesson, block_id=block_id)
        return _("Your place is kept. “Continue studying” leads here.")
    if deed in ("bookmark", "unbookmark"):
        bookmark(lesson=lesson, block_id=block_id, on=deed == "bookmark")
        put, taken = _("The bookmark is here."), _("The bookmark is taken away.")
        return put if deed == "bookmark" else taken
    note = as_typed(request.POST.get(f"{NOTE}{block_id}", ""))
    version = request.POST.get(f"{VERSION}{block_id}", "")
    is_number = version.isascii() and version.isdecimal() and len(version) < 20
    based_on = int(version) if is_number else 0
    marking = keep_note(lesson=lesson, block_id=block_id, note=note, based_on=based_on)
    if marking is None or not marking.note:
        return _("There is no note here.")
    if without_codes(note) != note:
        return _("Saved. A personal identity code in your text was hidden before saving.")
    if marking.note != note.strip():
        return _("Saved. What you had saved in another window stands above it.")
    return _("The note is saved. Only you see it.")


def _pressed(request: HttpRequest) -> tuple[str, UUID | None]:
    """Which button was pressed, and at which passage; none where it is no passage."""
    deed = next((each for each in DEEDS if each in request.POST), "")
    return deed, _uuid(request.POST.get(deed, ""))


def _too_long(request: HttpRequest, lesson: Lesson, block_id: UUID) -> HttpResponse:
    """Say what was wrong; the page comes back with the text in its field."""
    words = _("The text is too long to be saved. Make it shorter.")
    if wants_json(request):
        return JsonResponse({"error": words}, status=413)
    messages.error(request, words)
    typed = {str(block_id): as_typed(request.POST.get(f"{NOTE}{block_id}", ""))}
    request.__dict__[UNSAVED_NOTES] = typed
    return shown_again(request, lesson.page, status=413)


def _signed_out(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return signed_out()
    return signed_out_form(request) if request.method == "POST" else redirect_to_login(request.path)


def _number(request: HttpRequest, name: str) -> int:
    said = request.POST.get(name, "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 5 else 0


def _uuid(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
