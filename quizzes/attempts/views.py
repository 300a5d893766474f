"""A learner's way through an attempt. Permission is by query: a stranger's id is a 404."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from courses.catalogue.models import CourseStep
from courses.pages.reading import standing_enrolment
from quizzes.attempts import pages
from quizzes.attempts.answering import answered, learner_only, not_saved, sent_answer
from quizzes.attempts.models import Attempt
from quizzes.attempts.refusals import SaveRefusedError, StartRefusal, StartRefusedError
from quizzes.attempts.saving import save_answer
from quizzes.attempts.starting import start_attempt
from quizzes.attempts.submitting import close_overdue, submit_attempt
from quizzes.quiz.models import QuizPage


@learner_only
def start(request: HttpRequest, key: UUID) -> HttpResponse:
    """Start an attempt at a quiz, or lead to the open one. Reading the address starts nothing."""
    steps = CourseStep.objects.current().filter(kind=CourseStep.Kind.QUIZ).select_related("course")
    step = get_object_or_404(steps, key=key)
    if request.method != "POST":
        return redirect(pages.quiz_address(step))
    quiz = get_object_or_404(QuizPage.objects.asked_as(step)).quiz
    enrolment = standing_enrolment(step.course, request.user)
    try:
        if enrolment is None:
            raise StartRefusedError(StartRefusal.NOT_ENROLLED)
        language = (get_language() or "fi")[:2]
        attempt = start_attempt(enrolment=enrolment, step=step, quiz=quiz, language=language)
    except StartRefusedError as error:
        context = {"reason": error.reason, "step": step, "back": pages.quiz_address(step)}
        return render(request, "quizzes/not_started.html", context, status=403)
    return redirect("quizzes:question", attempt.pk, pages.first_unanswered(attempt))


@learner_only
def question(request: HttpRequest, attempt_id: int, position: int) -> HttpResponse:
    """Show one question of an open attempt; save its answer."""
    if request.method == "POST":
        return save(request, attempt_id, position)
    attempt = _attempt(request, attempt_id)
    if not attempt.is_open:
        return redirect("quizzes:result", attempt.pk)
    return render(request, "quizzes/question.html", pages.question_context(attempt, position))


def save(request: HttpRequest, attempt_id: int, position: int) -> HttpResponse:
    """Save an answer, and say so: as JSON to the page's script, else by going on."""
    now = timezone.now()
    try:
        receipt = save_answer(
            learner=request.user,
            attempt_id=attempt_id,
            position=position,
            language=(get_language() or "fi")[:2],
            now=now,
            **sent_answer(request),
        )
    except SaveRefusedError as error:
        attempt = close_overdue(_own(request, attempt_id), now=now)
        return not_saved(request, attempt, position, error.reason)
    return answered(request, receipt, now)


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
    was_completed = attempt.enrolment.completed_at is not None
    submitted = submit_attempt(attempt)
    attempt.enrolment.refresh_from_db(fields=["completed_at"])
    if attempt.enrolment.completed_at and not was_completed:
        messages.success(request, pages.result_in_words(submitted))
        return redirect("courses:completed", attempt.enrolment.pk)
    return redirect("quizzes:result", attempt.pk)


@learner_only
@require_GET
def result(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Say what the attempt came to, and what to do next."""
    attempt = _attempt(request, attempt_id)
    if attempt.is_open:
        return redirect("quizzes:summary", attempt.pk)
    return render(request, "quizzes/result.html", pages.result_context(attempt))


@learner_only
@require_GET
def review(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Show every question of a submitted attempt with its answer and feedback."""
    attempt = _attempt(request, attempt_id)
    if attempt.is_open:
        return redirect("quizzes:summary", attempt.pk)
    return render(request, "quizzes/review.html", pages.review_context(attempt))


def _own(request: HttpRequest, attempt_id: int) -> Attempt:
    """The learner's own attempt, whatever its state."""
    mine = Attempt.objects.of_learner(request.user)
    return get_object_or_404(
        mine.select_related("step__course", "quiz", "enrolment"), pk=attempt_id
    )


def _attempt(request: HttpRequest, attempt_id: int) -> Attempt:
    """The learner's own attempt; one whose time is up is submitted by being looked at."""
    attempt = _own(request, attempt_id)
    closed = close_overdue(attempt)
    if closed is not attempt:
        messages.warning(request, _("Time ran out. What you had saved has been submitted."))
        return _own(request, attempt_id)
    return attempt
