"""Where an editor tries a quiz; for anybody else it is not there."""

import secrets

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from quizzes.attempts.sent import as_number, sent_answers
from quizzes.attempts.trying import try_out
from quizzes.drawing import TooFewQuestionsError
from quizzes.quiz.models import Quiz

MOST_SEEDS = 10**9


@login_required
def trial(request: HttpRequest, quiz_id: int) -> HttpResponse:
    """Draw anew, or grade what the form of the last draw sent. Nothing is recorded."""
    if not request.user.has_perm("quizzes.change_quiz"):
        raise Http404
    quiz = get_object_or_404(Quiz, pk=quiz_id)
    seed = as_number(request.POST.get("seed", ""))
    answers = None
    if request.method == "POST" and seed is not None:
        answers = {sent.position: sent.fields for sent in sent_answers(request, 0)}
    else:
        seed = secrets.randbelow(MOST_SEEDS)
    context = {"quiz": quiz, "trial": None}
    try:
        context["trial"] = try_out(quiz, seed, (get_language() or "fi")[:2], answers)
    except TooFewQuestionsError:
        context["too_few"] = True
    return render(request, "quizzes/trial.html", context)
