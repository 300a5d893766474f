"""Wagtail's rooms for grading: what waits, one question's answers, one answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from quizzes.assessing.access import grades
from quizzes.assessing.forms import MarkForm
from quizzes.assessing.marking import MarkedMeanwhileError, ReasonMissingError, give_mark
from quizzes.assessing.queue import (
    answers_graded_by,
    answers_of,
    names_of,
    next_waiting,
    piles,
)
from quizzes.assessing.rooms import GradersRoom
from quizzes.assessing.sheet import Sheet, whose
from quizzes.attempts.models import Response
from quizzes.quiz.models import Quiz

PER_PAGE = 50


class QueueView(GradersRoom):
    """What waits, by quiz and question."""

    template_name = "quizzes/assessing/queue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the piles; a quiz's stand together."""
        return super().get_context_data(**kwargs) | {"piles": piles(self.request.user)}


class PileView(GradersRoom):
    """The answers to one question of a quiz."""

    template_name = "quizzes/assessing/pile.html"

    @cached_property
    def quiz(self) -> Quiz:
        """The quiz; its name alone is no secret from graders, its answers are scoped."""
        return get_object_or_404(Quiz, pk=self.kwargs["quiz_id"])

    def get_page_title(self) -> str:
        """Name the question."""
        key = self.kwargs["question_key"]
        return names_of([key]).get(key) or _("Question")

    def way(self) -> list[dict[str, Any]]:
        """From the list."""
        return [self.queue_crumb()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give one page of the answers; 404 where this person has none to grade."""
        key = self.kwargs["question_key"]
        found = answers_of(self.request.user, self.quiz.pk, key)
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("p"))
        if not page.paginator.count:
            raise Http404(_("There is nothing to grade here."))
        rows = [{"response": response, "whose": whose(response)} for response in page]
        return super().get_context_data(**kwargs) | {
            "quiz": self.quiz,
            "question_key": key,
            "page": page,
            "rows": rows,
            "waits": any(row["response"].state == Response.State.NEEDS_GRADING for row in rows),
        }


def grade_next(request: HttpRequest, quiz_id: int, question_key: UUID) -> HttpResponse:
    """Lead to the oldest answer that waits, after the one named in the address."""
    if not grades(request.user):
        raise PermissionDenied
    quiz = get_object_or_404(Quiz, pk=quiz_id)
    after = None
    said = request.GET.get("after", "")
    if said.isascii() and said.isdecimal() and len(said) < 18:
        mine = answers_graded_by(request.user).select_related("attempt")
        after = mine.filter(pk=int(said)).first()
    found = next_waiting(request.user, quiz.pk, question_key, after)
    if found is not None and (after is None or found != after.pk):
        return redirect("grading:answer", found)
    messages.success(request, _("No answer to this question waits any more."))
    return redirect("grading:queue")


class AnswerView(GradersRoom):
    """One answer: read, judged, saved; then the next."""

    template_name = "quizzes/assessing/answer.html"
    form: MarkForm | None = None
    meanwhile: Any = None

    @cached_property
    def response_shown(self) -> Response:
        """The answer; a 404 where it is not this person's to grade."""
        mine = answers_graded_by(self.request.user).select_related(
            "question_version",
            "attempt__enrolment__learner",
            "attempt__enrolment__run",
            "attempt__quiz",
            "attempt__step",
        )
        return get_object_or_404(mine, pk=self.kwargs["response_id"])

    @cached_property
    def sheet(self) -> Sheet:
        """The answer with all that one needs to judge it."""
        return Sheet(self.response_shown, self.request.user)

    @property
    def question_key(self) -> UUID:
        """Which question it answers."""
        return self.response_shown.question_version.question_key

    def get_page_title(self) -> str:
        """Say whose answer it is."""
        return self.sheet.whose

    def way(self) -> list[dict[str, Any]]:
        """From the list, by the question."""
        names = names_of([self.question_key])
        place = [self.response_shown.attempt.quiz_id, self.question_key]
        return [
            self.queue_crumb(),
            {
                "url": reverse("grading:pile", args=place),
                "label": names.get(self.question_key) or _("Question"),
            },
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the sheet and the form."""
        return super().get_context_data(**kwargs) | {
            "sheet": self.sheet,
            "form": self.form or MarkForm.showing(self.sheet),
            "meanwhile": self.meanwhile,
            "question_key": self.question_key,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give the mark and go on; what was typed stays where it cannot be given."""
        form = MarkForm(request.POST, sheet=self.sheet)
        if not form.is_valid():
            return self.shown_again(form, status=400)
        try:
            give_mark(
                grader=request.user,
                response_id=self.response_shown.pk,
                given=form.given(),
                based_on=form.cleaned_data["based_on"],
                reason=form.cleaned_data.get("reason", ""),
            )
        except MarkedMeanwhileError as error:
            self.meanwhile = error.event
            return self.shown_again(self.typed_on_top_of(error.event), status=409)
        except ReasonMissingError:
            return self.shown_again(self.typed_on_top_of(self.sheet.in_force), status=409)
        messages.success(request, _("The mark was saved."))
        if "next" in request.POST:
            place = [self.response_shown.attempt.quiz_id, self.question_key]
            after = f"?after={self.response_shown.pk}"
            return redirect(reverse("grading:next", args=place) + after)
        return redirect("grading:answer", self.response_shown.pk)

    def typed_on_top_of(self, event: Any) -> MarkForm:
        """Return the form as typed, now based on the mark in force: saving again replaces it."""
        typed = self.request.POST.copy()
        typed["based_on"] = str(event.pk if event else 0)
        self.__dict__.pop("sheet", None)
        form = MarkForm(typed, sheet=self.sheet)
        form.is_valid()
        return form

    def shown_again(self, form: MarkForm, status: int) -> HttpResponse:
        """Show the page with what was typed."""
        self.form = form
        return self.render_to_response(self.get_context_data(), status=status)
