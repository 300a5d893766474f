"""The request that saves answers, and what it is told: as JSON to a script, or as a page."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from home.errors import wants_json
from home.stale_forms import signed_out, signed_out_form
from quizzes.assessing.files import KEPT, handed_in
from quizzes.attempts import pages
from quizzes.attempts.checking import check_answer
from quizzes.attempts.flagging import flag_question
from quizzes.attempts.models import Attempt
from quizzes.attempts.moving import Move, move_on
from quizzes.attempts.refusals import SaveRefusal, SaveRefusedError
from quizzes.attempts.saving import Receipt, save_answer
from quizzes.attempts.sent import SentAnswer, Wish
from quizzes.attempts.unsent import keep_unsent
from quizzes.attempts.words import clock_time, saved_in_words

# The whole attempt takes nothing any more; asking for the next answer would say the same.
STATUS = {
    SaveRefusal.WITHDRAWN: 403,
    SaveRefusal.SUBMITTED: 409,
    SaveRefusal.TIME_IS_UP: 409,
    SaveRefusal.SUBMIT_ONLY: 409,
    SaveRefusal.ABANDONED: 409,
    SaveRefusal.NOT_HERE: 409,
    SaveRefusal.SOMEBODY_ELSE: 409,
}


def learner_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """
    Lead others to sign in and back; a script is told so and keeps what it wanted to send.

    An answer that a form sends is kept in the session until somebody has signed in; one that is
    too long for that, on the page that says so.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if wants_json(request):
            return signed_out()
        is_answer = request.method == "POST" and {"attempt_id", "position"} <= kwargs.keys()
        if is_answer and not keep_unsent(request, kwargs["attempt_id"], kwargs["position"]):
            return signed_out_form(request)
        return redirect_to_login(request.get_full_path())

    return checked


def is_somebody_elses(request: HttpRequest) -> bool:
    """Whether the page was somebody else's, who is signed in on this browser no more."""
    written_by = request.POST.get("learner", "")
    return bool(written_by) and written_by != str(request.user.pk)


def save_sent(
    request: HttpRequest,
    attempt_id: int,
    answers: Sequence[SentAnswer],
    now: datetime.datetime,
) -> tuple[list[Receipt], dict[int, SaveRefusedError]]:
    """Save the answers of a page one by one: what is wrong with one keeps no other back."""
    receipts, refused = [], {}
    for sent in answers:
        try:
            receipts.append(_save(request, attempt_id, sent, now))
        except SaveRefusedError as error:
            refused[sent.position] = error
            if error.reason in STATUS:
                break
    return receipts, refused


def _save(
    request: HttpRequest, attempt_id: int, sent: SentAnswer, now: datetime.datetime
) -> Receipt:
    key, based_on = sent.key, sent.based_on
    with ExitStack() as stack:
        fields: Mapping[str, Sequence[str]] = sent.fields
        if sent.files or KEPT in fields:
            handing_in = handed_in(
                learner=request.user,
                attempt_id=attempt_id,
                position=sent.position,
                sent=dict(fields),
                files=sent.files,
            )
            fields = stack.enter_context(handing_in)
        return save_answer(
            learner=request.user,
            attempt_id=attempt_id,
            position=sent.position,
            sent=fields,
            key=key,
            based_on=based_on,
            language=(get_language() or "fi")[:2],
            queued=sent.queued,
            now=now,
        )


def within(request: HttpRequest, attempt_id: int, position: int, wish: Wish) -> Wish:
    """Stay where the button names a place that the attempt has not: the answer is saved."""
    if wish.verb in ("", "summary") or wish.place == position:
        return wish
    mine = Attempt.objects.of_learner(request.user).filter(pk=attempt_id)
    return wish if mine.filter(responses__position=wish.place).exists() else Wish()


def steer(request: HttpRequest, attempt_id: int, answers: Sequence[SentAnswer], wish: Wish) -> Wish:
    """
    Do what the button asks for beside saving, and return where that leads.

    Raises SaveRefusedError.
    """
    mine = {"learner": request.user, "attempt_id": attempt_id}
    match wish.verb:
        case "check":
            tries = next((sent.tries for sent in answers if sent.position == wish.place), 0)
            check_answer(**mine, position=wish.place, tries=tries)
        case "flag" | "unflag":
            flag_question(**mine, position=wish.place, flagged=wish.verb == "flag")
        case "go":
            if move_on(**mine, to=wish.place) == Move.TWO_ANSWERS:
                words = _("There are two answers to a question. Choose which counts, then go on.")
                messages.warning(request, words)
                return Wish()
    return wish


def receipt_told(receipt: Receipt, now: datetime.datetime) -> JsonResponse:
    """Acknowledge a save to the script."""
    response = receipt.response
    return JsonResponse(
        {
            "receipt": _receipt_words(receipt, now),
            "notice": _notice(receipt),
            "version": response.version,
            "answered": response.is_answered,
            "superseded": receipt.superseded,
            "proposed": receipt.proposal is not None,
            "seconds_left": pages.seconds_left(response.attempt, now),
        }
    )


def going_on(
    request: HttpRequest, attempt_id: int, position: int, receipts: Sequence[Receipt], wish: Wish
) -> HttpResponse:
    """Lead on after a save, with a receipt for whoever leaves the page."""
    notices = [notice for receipt in receipts if (notice := _notice(receipt))]
    for notice in dict.fromkeys(notices):
        messages.warning(request, notice)
    target = _target(request, attempt_id, position, wish)
    saved = [receipt for receipt in receipts if receipt.is_new]
    if wish.verb in ("go", "summary") and target != request.path and saved and not notices:
        messages.success(request, _saved_words(saved))
    return redirect(target)


def _target(request: HttpRequest, attempt_id: int, position: int, wish: Wish) -> str:
    if wish.verb == "summary":
        return reverse("quizzes:summary", args=[attempt_id])
    if wish.verb == "go" and wish.place != position:
        return reverse("quizzes:question", args=[attempt_id, wish.place])
    return (
        f"{request.path}#q{wish.place}" if wish.place != position and wish.place else request.path
    )


def _saved_words(saved: Sequence[Receipt]) -> str:
    time = clock_time(saved[-1].saved_at)
    if len(saved) > 1:
        return _("%(count)s answers saved %(time)s") % {"count": len(saved), "time": time}
    place = saved[0].response.position
    texts = saved[0].response.attempt.copied.texts
    number = place - sum(text < place for text in texts)
    return _("Question %(number)s: saved %(time)s") % {"number": number, "time": time}


def _receipt_words(receipt: Receipt, now: datetime.datetime) -> str:
    if receipt.response.is_answered:
        return saved_in_words(receipt.saved_at, now)
    return _("Nothing is chosen: this question is unanswered.")


def _notice(receipt: Receipt) -> str:
    if receipt.proposal is not None:
        return _(
            "While this answer waited for a connection, another page saved a newer one. "
            "Both are kept: load the page and choose which of them counts."
        )
    if receipt.superseded:
        return _("This answer was saved before, and a newer one since then. The newer one counts.")
    if receipt.replaced_newer:
        return _("Another page had saved an answer to this question. This one took its place.")
    return ""


def refusal_told(request: HttpRequest, attempt: Attempt, error: SaveRefusedError) -> JsonResponse:
    """Say to the script why an answer was not stored, and where to go where that is over."""
    status = error.status or STATUS.get(error.reason, 400)
    next_url = ""
    if not attempt.is_open:
        next_url = reverse("quizzes:result", args=[attempt.pk])
    elif error.reason == SaveRefusal.SUBMIT_ONLY:
        next_url = reverse("quizzes:summary", args=[attempt.pk])
    if next_url:
        # The script goes there at once, so the page that comes must say why.
        messages.warning(request, error.words)
    return JsonResponse({"error": error.words, "next": next_url}, status=status)


def not_saved(
    request: HttpRequest,
    attempt: Attempt,
    position: int,
    refused: Mapping[int, SaveRefusedError],
    answers: Sequence[SentAnswer],
) -> HttpResponse:
    """Say why answers were not stored, and exactly what counts; what was typed stays."""
    place, error = next(iter(refused.items()))
    reason = error.reason
    if reason not in STATUS and attempt.is_open and pages.is_elsewhere(attempt, position):
        # Whatever was wrong with it, this page is not theirs to see now.
        reason = SaveRefusal.NOT_HERE
    status = STATUS.get(reason) or error.status or 400
    if reason not in STATUS and attempt.is_open:
        sent = {answer.position: answer.fields for answer in answers if answer.position in refused}
        context = pages.question_context(attempt, position, refused=refused, sent=sent)
        context |= {"refusal": reason, "refusal_words": _with_number(error.words, place, context)}
        return render(request, "quizzes/question.html", context, status=status)
    context = pages.counted_context(attempt) | {"reason": reason, "position": place}
    return render(request, "quizzes/not_saved.html", context, status=status)


def _with_number(words: str, place: int, context: Mapping[str, Any]) -> str:
    """Say which of several questions of a page it is about."""
    numbers = {item.position: item.number for item in context["asked"]}
    if context["is_alone"] or not numbers.get(place):
        return words
    return _("Question %(number)s") % {"number": numbers[place]} + f": {words}"
