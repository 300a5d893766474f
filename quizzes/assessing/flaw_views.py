"""Wagtail's rooms for flawed questions: flagged, treated on trial, applied."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from quizzes.assessing.access import grades, mends_questions
from quizzes.assessing.flaw_forms import ApplyForm, DismissForm, FlagForm, TreatForm
from quizzes.assessing.flaws import Asked, asked, flag_question, may_flag, source_question
from quizzes.assessing.models import QuestionFlaw, Regrade
from quizzes.assessing.planning import Correction, Outcome, rehearse
from quizzes.assessing.queue import names_of
from quizzes.assessing.regrading import (
    StillApplyingError,
    is_applying,
    settle_flaw,
    start_regrade,
)
from quizzes.assessing.rooms import MendersRoom
from quizzes.assessing.sheet import whose
from quizzes.assessing.treating import By
from quizzes.attempts.freezing import freeze_questions

PER_PAGE = 100


class FlawListView(MendersRoom):
    """Every flagged question, the open ones first."""

    template_name = "quizzes/assessing/flaws.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give one page of them with their questions' names."""
        flaws = QuestionFlaw.objects.select_related("flagged_by").order_by("settled_at", "-pk")
        opened = flaws.filter(state=QuestionFlaw.State.OPEN)
        settled = flaws.exclude(state=QuestionFlaw.State.OPEN).order_by("-settled_at")
        page = Paginator([*opened, *settled], PER_PAGE).get_page(self.request.GET.get("p"))
        names = names_of(flaw.question_key for flaw in page)
        rows = [{"flaw": flaw, "name": names.get(flaw.question_key, "")} for flaw in page]
        return super().get_context_data(**kwargs) | {"page": page, "rows": rows}


class FlagView(MendersRoom):
    """Say what is wrong with a question."""

    page_title = _("Flag a question")
    template_name = "quizzes/assessing/flag.html"
    form: FlagForm | None = None

    def admits(self, user: User) -> bool:
        """Whoever edits or grades; which questions, is looked at below."""
        return grades(user)

    @cached_property
    def question(self) -> Any:
        """The question; a 404 where this person has nothing to do with it."""
        key: UUID = self.kwargs["question_key"]
        found = source_question(key)
        if found is None or not may_flag(self.request.user, key):
            raise Http404(_("There is no such question."))
        return found

    def get_page_subtitle(self) -> str:
        """Name the question."""
        return str(self.question)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the form and what was said before."""
        said = QuestionFlaw.objects.filter(
            question_key=self.question.translation_key, state=QuestionFlaw.State.OPEN
        )
        form = self.form or FlagForm()
        own = super().get_context_data(**kwargs)
        return own | {"question": self.question, "form": form, "said": said}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the flag."""
        self.form = FlagForm(request.POST)
        question = self.question
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=400)
        note = self.form.cleaned_data["note"]
        key = question.translation_key
        flaw = flag_question(user=request.user, question_key=key, note=note)
        messages.success(request, _("The question is flagged. Those who mend questions see it."))
        if mends_questions(request.user):
            return redirect("flaws:flaw", flaw.pk)
        return redirect("grading:queue")


class FlawView(MendersRoom):
    """One flawed question: what was asked, and what can be done."""

    template_name = "quizzes/assessing/flaw.html"
    dismiss_form: DismissForm | None = None
    treat_form: TreatForm | None = None

    @cached_property
    def flaw(self) -> QuestionFlaw:
        """The flaw."""
        return get_object_or_404(
            QuestionFlaw.objects.select_related("flagged_by", "settled_by"), pk=self.kwargs["pk"]
        )

    @cached_property
    def asked(self) -> Asked:
        """What was asked, in every version."""
        return asked(self.flaw.question_key, (get_language() or "fi")[:2])

    def get_page_title(self) -> str:
        """Name the question."""
        key = self.flaw.question_key
        return names_of([key]).get(key) or _("Question")

    def way(self) -> list[dict[str, Any]]:
        """From the list."""
        return [{"url": reverse("flaws:list"), "label": _("Flawed questions")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what was asked, earlier corrections, and the forms."""
        key = self.flaw.question_key
        regrades = Regrade.objects.filter(question_key=key).select_related("applied_by")
        return super().get_context_data(**kwargs) | {
            "flaw": self.flaw,
            "asked": self.asked,
            "question": source_question(key),
            "treat_form": self.treat_form or TreatForm(asked=self.asked),
            "dismiss_form": self.dismiss_form or DismissForm(),
            "regrades": regrades,
            "is_applying": is_applying(key),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say that nothing was wrong."""
        self.dismiss_form = DismissForm(request.POST)
        if not self.dismiss_form.is_valid():
            return self.render_to_response(self.get_context_data(), status=400)
        if self.flaw.state == QuestionFlaw.State.OPEN:
            answer = self.dismiss_form.cleaned_data["answer"]
            settle_flaw(self.flaw, request.user, QuestionFlaw.State.DISMISSED, answer)
            messages.success(request, _("The flag is put away. No mark was changed."))
        return redirect("flaws:list")


class RehearsalView(FlawView):
    """Old and new marks of everybody; then, perhaps, for good."""

    template_name = "quizzes/assessing/rehearsal.html"
    apply_form: ApplyForm | None = None

    def get_page_subtitle(self) -> str:
        """Say that nothing has been done yet."""
        return _("on trial")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what would change; a choice that makes no sense leads back to the choices."""
        self.treat_form = TreatForm(request.GET, asked=self.asked)
        if not self.treat_form.is_valid():
            return self.chosen_again()
        return self.render_to_response(self.get_context_data())

    def chosen_again(self) -> HttpResponse:
        """Show the choices with what is wrong in them."""
        self.template_name = FlawView.template_name
        return self.render_to_response(FlawView.get_context_data(self), status=400)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the counts of every answer, and one page of those that matter."""
        form = self.treat_form
        if form is None or not form.is_valid():
            raise Http404
        treatment = form.treatment()
        newer = self.asked.live if treatment.by == By.VERSION else None
        changes = list(rehearse(Correction(treatment, newer)))
        telling = [change for change in changes if change.outcome != Outcome.SAME]
        telling.sort(key=lambda change: (not change.loses_pass, not change.gains_pass))
        page = Paginator(telling, PER_PAGE).get_page(self.request.GET.get("p"))
        query = self.request.GET.copy()
        query.pop("p", None)
        # The flag may name what is nobody's business; what learners read is written anew.
        initial = {"live_key": self.asked.live_key}
        return super().get_context_data(**kwargs) | {
            "treatment_words": dict(form.fields["by"].choices)[treatment.by.value],
            "count": len(changes),
            "counts": {
                outcome.value: sum(change.outcome == outcome for change in changes)
                for outcome in Outcome
            },
            "gains": sum(change.gains_pass for change in changes),
            "losses": sum(change.loses_pass for change in changes),
            "page": page,
            # Where graders see no names they read none here either.
            "rows": [(whose(change.response), change) for change in page],
            "query": query.urlencode(),
            "apply_form": self.apply_form or ApplyForm(user=self.request.user, initial=initial),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Apply what was rehearsed, unless the question has changed since."""
        self.treat_form = TreatForm(request.GET, asked=self.asked)
        self.apply_form = ApplyForm(request.POST, user=request.user)
        if not self.treat_form.is_valid():
            return self.chosen_again()
        if not self.apply_form.is_valid():
            return self.render_to_response(self.get_context_data(), status=400)
        treatment, key = self.treat_form.treatment(), self.flaw.question_key
        data = self.apply_form.cleaned_data
        if treatment.by == By.VERSION and data["live_key"] != self.asked.live_key:
            messages.error(request, _("The question was changed meanwhile. Look at this anew."))
            return redirect(request.get_full_path())
        version = freeze_questions([key]).get(key) if treatment.by == By.VERSION else None
        try:
            start_regrade(
                editor=request.user,
                question_key=key,
                treatment=treatment,
                version=version,
                reason=data["reason"],
                flaw=self.flaw,
                may_lower=data["may_lower"],
            )
        except StillApplyingError:
            messages.error(request, _("Another correction of this question is not through yet."))
            return redirect("flaws:flaw", self.flaw.pk)
        messages.success(request, _("The marks are being corrected, and the learners told."))
        return redirect("flaws:flaw", self.flaw.pk)
