"""A learner's way through an attempt. Permission is by query: a stranger's id is a 404."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from courses.catalogue.models import CourseStep
from courses.pages.reading import standing_enrolment
from courses.progress.completing import step_closed_because
from home.errors import wants_json
from home.stale_forms import sent_again_by_hand
from quizzes.attempts import answering, pages, results
from quizzes.attempts.answering import learner_only
from quizzes.attempts.exceptions import attempts_with_exceptions
from quizzes.attempts.models import Attempt
from quizzes.attempts.proposing import settle_proposal
from quizzes.attempts.refusals import (
    SaveRefusal,
    SaveRefusedError,
    StartRefusal,
    StartRefusedError,
)
from quizzes.attempts.sent import sent_answers, wish
from quizzes.attempts.sent_in_words import held_in_words
from quizzes.attempts.standing import standing_of
from quizzes.attempts.starting import start_attempt
from quizzes.attempts.submitting import close_overdue, submit_attempt
from quizzes.attempts.timing import is_time_up
from quizzes.attempts.unsent import forget_unsent, unsent_answers
from quizzes.attempts.words import refusal_in_words
from quizzes.quiz.models import Quiz, QuizPage


@learner_only
def start(request: HttpRequest, key: UUID) -> HttpResponse:
    """Start an attempt at a quiz, or lead to the open one. Reading the address starts nothing."""
    steps = CourseStep.objects.current().filter(kind=CourseStep.Kind.QUIZ).select_related("course")
    step = get_object_or_404(steps, key=key)
    if request.method != "POST":
        return redirect(pages.quiz_address(step))
    quiz = get_object_or_404(QuizPage.objects.asked_as(step)).quiz
    enrolment = standing_enrolment(step.course, request.user)
    if enrolment is not None and step_closed_because(enrolment, step):
        # The quiz's own page says when it opens.
        return redirect(pages.quiz_address(step))
    try:
        if enrolment is None:
            raise StartRefusedError(StartRefusal.NOT_ENROLLED)
        language = (get_language() or "fi")[:2]
        attempt = start_attempt(enrolment=enrolment, step=step, quiz=quiz, language=language)
    except StartRefusedError as error:
        words = refusal_in_words(error.reason, error.at)
        context = {"reason": error.reason, "reason_words": words, "step": step}
        context["back"] = pages.quiz_address(step)
        return render(request, "quizzes/not_started.html", context, status=403)
    if attempt.state == Attempt.State.OVERDUE:
        return redirect("quizzes:summary", attempt.pk)
    return redirect("quizzes:question", attempt.pk, pages.first_unanswered(attempt))


# The button that was pressed is left out: what is sent once more is saved, and no more than that.
@sent_again_by_hand(held_in_words, but=["go"])
@learner_only
def question(request: HttpRequest, attempt_id: int, position: int) -> HttpResponse:
    """Show one page of an open attempt; save its answers."""
    if request.method == "POST":
        return save(request, attempt_id, position)
    attempt = _attempt(request, attempt_id)
    if not attempt.is_open:
        return redirect("quizzes:result", attempt.pk)
    if attempt.state == Attempt.State.OVERDUE:
        return redirect("quizzes:summary", attempt.pk)
    if pages.is_elsewhere(attempt, position):
        context = pages.elsewhere_context(attempt, position)
        return render(request, "quizzes/elsewhere.html", context, status=403)
    context = pages.question_context(attempt, position, sent=unsent_answers(request, attempt))
    return render(request, "quizzes/question.html", context)


def save(request: HttpRequest, attempt_id: int, position: int) -> HttpResponse:
    """Save the answers of a page, and say so: as JSON to the page's script, else by going on."""
    if answering.is_somebody_elses(request):
        return _for_somebody_else(request)
    now = timezone.now()
    answers = sent_answers(request, position)
    asked_for = answering.within(request, attempt_id, position, wish(request))
    receipts, refused = answering.save_sent(request, attempt_id, answers, now)
    if wants_json(request) and not answers:
        refused[position] = SaveRefusedError(SaveRefusal.BAD_REQUEST)
    if not refused and not wants_json(request):
        try:
            asked_for = answering.steer(request, attempt_id, answers, asked_for)
        except SaveRefusedError as error:
            refused[asked_for.place] = error
    if refused:
        attempt = close_overdue(_own(request, attempt_id), now=now)
        if wants_json(request):
            return answering.refusal_told(request, attempt, next(iter(refused.values())))
        return answering.not_saved(request, attempt, position, refused, answers)
    if wants_json(request):
        return answering.receipt_told(receipts[0], now)
    forget_unsent(request, attempt_id)
    return answering.going_on(request, attempt_id, position, receipts, asked_for)


def _for_somebody_else(request: HttpRequest) -> HttpResponse:
    reason = SaveRefusal.SOMEBODY_ELSE
    if wants_json(request):
        return JsonResponse({"error": reason.label, "keep": True}, status=409)
    return render(request, "quizzes/somebody_else.html", {"reason": reason}, status=409)


@learner_only
@require_GET
def standing(request: HttpRequest, attempt_id: int) -> JsonResponse:
    """Tell the page's script how the attempt stands now: open, how long, or where it went on."""
    attempt = close_overdue(_own(request, attempt_id))
    return JsonResponse(standing_of(attempt, timezone.now()))


@learner_only
def settle(request: HttpRequest, attempt_id: int, position: int, proposal_id: int) -> HttpResponse:
    """Say which of two answers counts; reading the address settles nothing."""
    _own(request, attempt_id)
    if request.method == "POST":
        try:
            settle_proposal(
                learner=request.user,
                attempt_id=attempt_id,
                position=position,
                proposal_id=proposal_id,
                take=request.POST.get("take") == "1",
            )
        except SaveRefusedError as error:
            attempt = close_overdue(_own(request, attempt_id))
            return answering.not_saved(request, attempt, position, {position: error}, [])
        messages.success(request, _("Your choice is saved."))
    return redirect("quizzes:question", attempt_id, position)


@learner_only
@require_GET
def summary(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """List the questions of an open attempt, the unanswered ones first, before submitting."""
    attempt = _attempt(request, attempt_id)
    if not attempt.is_open:
        return redirect("quizzes:result", attempt.pk)
    return render(request, "quizzes/summary.html", pages.summary_context(attempt))


@learner_only
def submit(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Submit an attempt; the learner who completes the course goes to where it says so."""
    attempt = _own(request, attempt_id)
    if request.method != "POST":
        return redirect("quizzes:summary", attempt.pk)
    if request.POST.get("because") == "time" and attempt.is_open:
        if not is_time_up(timezone.now(), attempt.deadline_at):
            # The page did not know that its learner has been given more time.
            messages.info(request, _("You have more time than the page knew. Go on."))
            return redirect("quizzes:question", attempt.pk, pages.first_unanswered(attempt))
        if attempt.copied.when_time_is_up != Quiz.WhenTimeIsUp.SUBMIT:
            # Nobody but the learner submits here.
            return redirect("quizzes:summary", attempt.pk)
    was_completed = attempt.enrolment.completed_at is not None
    submitted = submit_attempt(attempt)
    attempt.enrolment.refresh_from_db(fields=["completed_at"])
    if attempt.enrolment.completed_at and not was_completed:
        messages.success(request, results.result_in_words(submitted))
        return redirect("courses:completed", attempt.enrolment.pk)
    return redirect("quizzes:result", attempt.pk)


@learner_only
@require_GET
def result(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Say what the attempt came to, and what to do next."""
    attempt = _attempt(request, attempt_id)
    if attempt.is_open:
        return redirect("quizzes:summary", attempt.pk)
    return render(request, "quizzes/result.html", results.result_context(attempt))


@learner_only
@require_GET
def review(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Show every question of a submitted attempt with its answer and feedback."""
    attempt = _attempt(request, attempt_id)
    if attempt.is_open:
        return redirect("quizzes:summary", attempt.pk)
    if attempt.state == Attempt.State.ABANDONED:
        return redirect("quizzes:result", attempt.pk)
    return render(request, "quizzes/review.html", results.review_context(attempt))


def _own(request: HttpRequest, attempt_id: int) -> Attempt:
    """The learner's own attempt, whatever its state."""
    mine = attempts_with_exceptions(Attempt.objects.of_learner(request.user))
    return get_object_or_404(
        mine.select_related("step__course", "quiz", "enrolment__run"), pk=attempt_id
    )


def _attempt(request: HttpRequest, attempt_id: int) -> Attempt:
    """The learner's own attempt; what time does to one is done by looking at it."""
    attempt = _own(request, attempt_id)
    closed = close_overdue(attempt)
    if closed is attempt:
        return attempt
    if closed.submitted_at is not None:
        messages.warning(request, _("Time ran out. What you had saved has been submitted."))
    return _own(request, attempt_id)
