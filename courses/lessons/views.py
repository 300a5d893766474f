"""A learner does something in a block of a lesson: each view keeps one kind of deed."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.identity_code import without_codes
from accounts.limits import answer_too_many
from courses.activities.writing import as_typed
from courses.lessons import shown
from courses.lessons.deeds import (
    NotOpenError,
    SavedMeanwhileError,
    TooLongError,
    keep_marks,
    keep_reflection,
    keep_watched,
    mark_watched,
)
from courses.lessons.intervals import LONGEST, read_intervals
from courses.lessons.marking import keep_place, lesson_of
from courses.lessons.models import BlockDeed, Marking
from courses.lessons.places import Place, place_of, version_of
from courses.lessons.results import TOLD, keep_result, standings
from courses.pages.showing import shown_again
from home.blocks.checklists import FIELD, marks_sent, scored
from home.blocks.exercises import EXERCISE, result_in_words
from home.blocks.video import watched_in_words
from home.errors import wants_json
from home.h5p.statements import BadStatementError, read_statement
from home.moments import moment_in_words
from home.routing import language_of
from home.stale_forms import sent_again_by_hand, signed_out, signed_out_form

Kind = BlockDeed.Kind
Answer = Callable[..., HttpResponse]


def kept_of_learner(kind: str) -> Callable[[Answer], Answer]:
    """
    Give a view the learner's place for this kind of deed.

    Who has been signed out meanwhile gets the form back, to be sent again; by GET the way
    leads to the block.
    """

    def kept(view: Answer) -> Answer:
        @wraps(view)
        def kept_(
            request: HttpRequest, enrolment_id: int, key: UUID, block_id: UUID
        ) -> HttpResponse:
            if not request.user.is_authenticated:
                return _signed_out(request)
            place = place_of(request, enrolment_id, key, block_id, kind)
            if request.method != "POST":
                return redirect(place.href)
            try:
                answer = view(request, place)
            except NotOpenError as closed:
                return _refused(request, place, str(closed), 409)
            if not wants_json(request):
                # A script tells by itself how far one has read.
                keep_place(lesson=lesson_of(request, enrolment_id, key), block_id=block_id)
            return answer

        return kept_

    return kept


@login_required
def block(request: HttpRequest, enrolment_id: int, key: UUID, block_id: UUID) -> HttpResponse:
    """
    Lead to a block, wherever its lesson is now.

    To the lesson, where an edit has taken away the block at which the learner has a note.
    """
    lesson = lesson_of(request, enrolment_id, key)
    if str(block_id) in [passage.id for passage in lesson.passages]:
        return redirect(lesson.href_of(block_id))
    mine = Marking.objects.filter(learner=request.user, step=lesson.step)
    get_object_or_404(mine, block_id=block_id)
    messages.info(request, _("This passage has been taken out of the lesson. The note stays."))
    return redirect(lesson.href)


def _signed_out(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return signed_out()
    return signed_out_form(request) if request.method == "POST" else redirect_to_login(request.path)


def _refused(request: HttpRequest, place: Place, words: str, status: int) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": words}, status=status)
    messages.error(request, words)
    return redirect(place.href)


def _not_saved(
    request: HttpRequest, place: Place, text: str, words: str, status: int
) -> HttpResponse:
    """Say what was wrong; the page comes back with the text in its field."""
    if wants_json(request):
        return JsonResponse({"error": words, "load": status == 409}, status=status)
    unsaved = {place.block.id: {"problem": words, "typed": text}}
    request.__dict__[shown.UNSAVED] = unsaved
    return shown_again(request, place.page, status=status)


def _receipt(deed: BlockDeed | None) -> str:
    if deed is None:
        return _("Nothing is kept here.")
    return _("Saved %(moment)s") % {"moment": moment_in_words(deed.updated_at)}


def _marks_in_words(request: HttpRequest, **place: Any) -> list[tuple[str, str]]:
    count = sum(1 for name in request.POST if name.startswith(FIELD))
    words = ngettext("%(count)s criterion marked.", "%(count)s criteria marked.", count)
    return [(_("Your marks"), words % {"count": count})]


@sent_again_by_hand(_marks_in_words)
@kept_of_learner(Kind.CHECKLIST)
def save_checklist(request: HttpRequest, place: Place) -> HttpResponse:
    """Keep the marks, or take them away; a script gets the score as it is now."""
    value = place.block.value
    clears = request.POST.get("do") == "clear"
    marks = {} if clears else marks_sent(value, request.POST)
    deed = keep_marks(place=place, marks=marks)
    if not wants_json(request):
        return redirect(place.href)
    with override(language_of(place.page)):
        context = {"score": scored(value, marks), "value": value}
        score = render_to_string("blocks/_checklist_score.html", context)
        return JsonResponse({"receipt": _receipt(deed), "score": score})


def _text_in_words(request: HttpRequest, **place: Any) -> list[tuple[str, str]]:
    return [(_("Your text"), without_codes(as_typed(request.POST.get("text", ""))))]


@sent_again_by_hand(_text_in_words)
@kept_of_learner(Kind.REFLECTION)
def save_reflection(request: HttpRequest, place: Place) -> HttpResponse:
    """Keep a note; where an identity code was in it, it is masked, and that is said."""
    text = as_typed(request.POST.get("text", ""))
    try:
        deed = keep_reflection(place=place, text=text, based_on=_number(request))
    except SavedMeanwhileError:
        words = _("This text has been saved in another window since you opened the page.")
        return _not_saved(request, place, text, words, 409)
    except TooLongError:
        words = _("The text is too long to be saved. Make it shorter.")
        return _not_saved(request, place, text, words, 413)
    masked = without_codes(text) != text
    hidden = _("A personal identity code in your text was hidden before saving.") if masked else ""
    if not wants_json(request):
        if masked:
            messages.warning(request, hidden)
        return redirect(place.href)
    told: dict[str, Any] = {"version": version_of(deed), "receipt": _receipt(deed)}
    if masked:
        told |= {"receipt": f"{told['receipt']}. {hidden}", "text": without_codes(text)}
    return JsonResponse(told)


@kept_of_learner(Kind.WATCHED)
def save_watched(request: HttpRequest, place: Place) -> HttpResponse:
    """Add what a player says, or keep the learner's own word; a script is told how far it is."""
    pressed, length = request.POST.get("do", ""), _number(request, "length")
    if pressed in ("all", "clear"):
        deed = mark_watched(place=place, whole=pressed == "all")
    elif 0 < length <= LONGEST:
        intervals = read_intervals(request.POST.get("intervals", ""))
        deed = keep_watched(place=place, intervals=intervals, length=length)
    else:
        deed = place.deed
    if not wants_json(request):
        return redirect(place.href)
    with override(language_of(place.page)):
        return JsonResponse({"receipt": watched_in_words(deed.data) if deed else ""})


@kept_of_learner(EXERCISE)
def save_result(request: HttpRequest, place: Place) -> HttpResponse:
    """Keep how a try of an exercise went; a script is told where the learner stands now."""
    who = str(request.user.pk)
    if wait := TOLD.wait(who):
        return answer_too_many(request, wait)
    TOLD.count(who)
    try:
        told = read_statement(request.POST.get("statement", ""))
    except BadStatementError:
        return _refused(request, place, _("The exercise told nothing that can be kept."), 400)
    if told is not None:
        keep_result(place=place, told=told)
    if not wants_json(request):
        return redirect(place.href)
    standing = standings(place.enrolment.learner_id, place.step.pk).get(place.block.id)
    with override(language_of(place.page)):
        return JsonResponse({"receipt": result_in_words(standing.data) if standing else ""})


def _number(request: HttpRequest, name: str = "based_on") -> int:
    """A number of the form, such as the version that it was made of; 0 for what is none."""
    said = request.POST.get(name, "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 20 else 0
