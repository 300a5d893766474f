"""A learner writes, adds files, hands in, and fetches files: each view is one deed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.models import Page

from courses.activities import shown
from courses.activities.desks import PART_NAMES, Typed, forget_unsent, keep_unsent
from courses.activities.submissions import Submission, SubmissionFile
from courses.activities.terms import wanted
from courses.activities.works import Work, count_words, lacking, remarks
from courses.activities.writing import (
    LackingError,
    NotOpenError,
    Place,
    SavedMeanwhileError,
    TooLongError,
    as_typed,
    hand_in,
    save_draft,
)
from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from courses.pages.outline import OutlineStep, outline
from courses.pages.showing import shown_again
from courses.registrar.access import reads_register
from home.errors import wants_json
from home.handed_in import FileProblemError, handed_out
from home.moments import moment_in_words
from home.stale_forms import sent_again_by_hand, signed_out

# Buttons of the form: save, go on to handing in, take a file out.
CHECK, LEAVE_OUT = "check", "out:"


def place_of(request: HttpRequest, enrolment_id: int, key: UUID, part: str) -> Place:
    """Where this learner writes; a 404 for anybody else, and for a part that is not there."""
    enrolment = get_object_or_404(
        Enrolment.objects.select_related("run__course", "learner"),
        pk=enrolment_id,
        learner=request.user,
    )
    step = get_object_or_404(CourseStep, course=enrolment.run.course_id, key=key)
    asked = wanted(step, PART_NAMES[part]) if part in PART_NAMES else None
    if asked is None:
        raise Http404(_("There is no such page."))
    return Place(enrolment, step, PART_NAMES[part], asked)


def _typed_in_words(request: HttpRequest, **place: Any) -> list[tuple[str, str]]:
    return [(_("Your text"), as_typed(request.POST.get("text", "")))]


@sent_again_by_hand(_typed_in_words)
def write(request: HttpRequest, enrolment_id: int, key: UUID, part: str) -> HttpResponse:
    """Save the text, add files or take one out; go on to handing in where that was pressed."""
    if not request.user.is_authenticated:
        return _signed_out(request, enrolment_id, key, part)
    place = place_of(request, enrolment_id, key, part)
    if request.method != "POST":
        return redirect(page_href(place))
    text = as_typed(request.POST.get("text", ""))
    pressed = request.POST.get("do", "")
    try:
        work = save_draft(
            place=place,
            text=text,
            based_on=_number(request.POST.get("based_on")),
            language=(get_language() or "fi")[:2],
            uploads=request.FILES.getlist("upload"),
            leave_out=_file_id(pressed.removeprefix(LEAVE_OUT)),
        )
    except SavedMeanwhileError as newer:
        words = _("This text has been saved in another window since you opened the page.")
        typed = Typed(text, newer.work.version, words, kept=newer.work.text)
        return _not_saved(request, place, typed, 409)
    except NotOpenError as closed:
        return _not_saved(request, place, Typed(text, 0, _why_not(closed.work)), 409)
    except TooLongError:
        words = _("The text is too long to be saved. Send it as a file, or make it shorter.")
        return _not_saved(request, place, _still(request, text, words), 413)
    except FileProblemError as problem:
        return _not_saved(request, place, _still(request, text, problem.words), problem.status)
    forget_unsent(request)
    if wants_json(request):
        return JsonResponse(_receipt(work))
    if pressed == CHECK:
        return redirect("courses:hand_in", enrolment_id, key, part)
    return redirect(f"{page_href(place)}#{part}")


def _signed_out(request: HttpRequest, enrolment_id: int, key: UUID, part: str) -> HttpResponse:
    """Keep the text while its writer signs in again."""
    if wants_json(request):
        return signed_out()
    if request.method == "POST":
        where = [str(enrolment_id), str(key), part]
        keep_unsent(request, where, as_typed(request.POST.get("text", "")))
    return redirect_to_login(request.path)


def _receipt(work: Work) -> dict[str, Any]:
    saved = moment_in_words(work.draft.saved_at) if work.draft else ""
    return {
        "version": work.version,
        "words": count_words(work.text),
        "receipt": _("Saved %(moment)s") % {"moment": saved},
    }


def _still(request: HttpRequest, text: str, words: str) -> Typed:
    """What was typed, still based on what it was."""
    return Typed(text, _number(request.POST.get("based_on")), words)


def _why_not(work: Work) -> str:
    if work.closed:
        return work.closed
    return _("It has been handed in already, so this text was not saved.")


def _not_saved(request: HttpRequest, place: Place, typed: Typed, status: int) -> HttpResponse:
    """Say what was wrong; the page comes back with the text in its field."""
    if wants_json(request):
        return JsonResponse({"error": typed.problem, "load": status == 409}, status=status)
    return page_again(request, place, {place.part: typed}, status)


def page_again(
    request: HttpRequest, place: Place, typed: dict[str, Typed], status: int
) -> HttpResponse:
    """Show the step's page once more, with what was typed and not saved."""
    found = _outline_step(place)
    if found is None:
        raise Http404(_("There is no such page."))
    page = Page.objects.get(pk=found.page_id).specific
    request.__dict__[shown.TYPED] = typed
    return shown_again(request, page, status=status)


def _outline_step(place: Place) -> OutlineStep | None:
    whole = outline(place.enrolment.run.course, get_language() or "fi")
    return whole.by_key.get(place.step.key)


def page_href(place: Place) -> str:
    """The address of the step's page; my studies where it is no longer there."""
    found = _outline_step(place)
    return found.href if found else reverse("courses:my_studies")


def _number(said: str | None) -> int:
    """A version as the form says it; what is no number is no version."""
    text = said or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _file_id(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


@login_required
def hand_in_work(request: HttpRequest, enrolment_id: int, key: UUID, part: str) -> HttpResponse:
    """Show what would be handed in and what is missing; hand it in on POST."""
    place = place_of(request, enrolment_id, key, part)
    if request.method != "POST":
        work = place.work()
        if not work.can_write:
            return redirect(page_href(place))
        return _before_handing_in(request, place, work)
    try:
        work = hand_in(place=place, based_on=_number(request.POST.get("based_on")))
    except SavedMeanwhileError as newer:
        words = _("The text was saved again since this page was opened. Look at it once more.")
        return _before_handing_in(request, place, newer.work, words, status=409)
    except LackingError:
        return _before_handing_in(request, place, place.work(), status=400)
    except NotOpenError as closed:
        messages.error(request, _why_not(closed.work))
        return redirect(page_href(place))
    messages.success(request, _handed_in_words(work))
    return redirect(f"{page_href(place)}#{part}")


def _before_handing_in(
    request: HttpRequest, place: Place, work: Work, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "work": work,
        "wanted": place.wanted,
        "step": place.step,
        "part": place.part,
        "words": count_words(work.text),
        "lacking": lacking(place.wanted, work.text, len(work.files)),
        "remarks": remarks(place.wanted, work.text),
        "problem": problem,
        "page_href": page_href(place),
        "today": timezone.localdate(),
    }
    return render(request, "courses/activities/hand_in.html", context, status=status)


def _handed_in_words(work: Work) -> str:
    if work.is_done:
        return _("Handed in. This part is done.")
    return _("Handed in. You get a message by e-mail when it has been assessed.")


@login_required
@require_GET
def download(request: HttpRequest, file_id: UUID) -> FileResponse:
    """
    Hand out a file of a submission: to its learner, and to staff of the run once handed in.

    For anybody else it is not there.
    """
    found = SubmissionFile.objects.filter(pk=file_id).select_related("submission").first()
    if found is None or not _may_fetch(request, found.submission):
        raise Http404(_("There is no such file."))
    return handed_out(found, found.name)


def _may_fetch(request: HttpRequest, submission: Submission) -> bool:
    same = Submission.objects.filter(pk=submission.pk)
    if same.filter(enrolment__learner=request.user).exists():
        return True
    if not reads_register(request.user):
        return False
    handed_in = same.exclude(state=Submission.State.DRAFT)
    return handed_in.visible_to(request.user).exists()
