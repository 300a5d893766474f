"""The request that saves an answer, and what it is told: as JSON to a script, or as a page."""

import datetime
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _

from quizzes.attempts import pages
from quizzes.attempts.models import Attempt
from quizzes.attempts.refusals import SaveRefusal, SaveRefusedError
from quizzes.attempts.saving import Receipt
from quizzes.attempts.words import clock_time, saved_in_words

STATUS = {
    SaveRefusal.WITHDRAWN: 403,
    SaveRefusal.SUBMITTED: 409,
    SaveRefusal.TIME_IS_UP: 409,
}
VERSION_DIGITS = 9


def wants_json(request: HttpRequest) -> bool:
    """Whether the page's script asks, and not the browser."""
    return request.headers.get("Accept", "").startswith("application/json")


def learner_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead others to sign in and back; a script is told so and keeps what it wanted to send."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if wants_json(request):
            words = _("You have been signed out. Sign in on another tab; the answer waits here.")
            return JsonResponse(
                {"error": words, "sign_in": resolve_url("account_login")}, status=401
            )
        return redirect_to_login(request.get_full_path())

    return checked


def sent_answer(request: HttpRequest) -> dict[str, Any]:
    """Read what a save needs from the form; raises SaveRefusedError where it is not whole."""
    based_on = request.POST.get("based_on", "")
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError as error:
        raise SaveRefusedError(SaveRefusal.BAD_REQUEST) from error
    if not (based_on.isascii() and based_on.isdecimal() and len(based_on) <= VERSION_DIGITS):
        raise SaveRefusedError(SaveRefusal.BAD_REQUEST)
    return {"key": key, "based_on": int(based_on), "sent": dict(request.POST.lists())}


def answered(request: HttpRequest, receipt: Receipt, now: datetime.datetime) -> HttpResponse:
    """Acknowledge a save."""
    notice = _notice(receipt)
    response = receipt.response
    if wants_json(request):
        left = pages.seconds_left(response.attempt, now)
        words = _receipt_words(receipt, now)
        return JsonResponse(
            {
                "receipt": words,
                "notice": notice,
                "version": response.version,
                "answered": response.is_answered,
                "seconds_left": left,
            }
        )
    if notice:
        messages.warning(request, notice)
    target = _next_page(request, response.attempt_id, response.position)
    if target and receipt.is_new and not notice:
        words = _("Question %(number)s: saved %(time)s")
        values = {"number": response.position, "time": clock_time(receipt.saved_at)}
        messages.success(request, words % values)
    return redirect(target or request.path)


def _receipt_words(receipt: Receipt, now: datetime.datetime) -> str:
    if receipt.response.is_answered:
        return saved_in_words(receipt.saved_at, now)
    return _("Nothing is chosen: this question is unanswered.")


def _notice(receipt: Receipt) -> str:
    if receipt.superseded:
        return _("This answer was saved before, and a newer one since then. The newer one counts.")
    if receipt.replaced_newer:
        return _("Another page had saved an answer to this question. This one took its place.")
    return ""


def _next_page(request: HttpRequest, attempt_id: int, position: int) -> str:
    """Where the button that was pressed leads; empty for "stay here"."""
    go = request.POST.get("go", "")
    if go == "summary":
        return reverse("quizzes:summary", args=[attempt_id])
    if go.isascii() and go.isdecimal() and len(go) <= VERSION_DIGITS and int(go) != position:
        return reverse("quizzes:question", args=[attempt_id, int(go)])
    return ""


def not_saved(
    request: HttpRequest, attempt: Attempt, position: int, reason: SaveRefusal
) -> HttpResponse:
    """Say why an answer was not stored, and exactly what counts."""
    status = STATUS.get(reason, 400)
    if wants_json(request):
        next_url = "" if attempt.is_open else reverse("quizzes:result", args=[attempt.pk])
        if next_url:
            # The script goes there at once, so the page that comes must say why.
            messages.warning(request, str(reason.label))
        return JsonResponse({"error": reason.label, "next": next_url}, status=status)
    if status == 400 and attempt.is_open:
        context = pages.question_context(attempt, position) | {"refusal": reason}
        return render(request, "quizzes/question.html", context, status=status)
    context = pages.counted_context(attempt) | {"reason": reason, "position": position}
    return render(request, "quizzes/not_saved.html", context, status=status)
