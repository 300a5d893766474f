"""
One enrolment in its run's rooms: how it stands, step by step, and what is on record.

Teachers read. Study staff recognise, complete by hand, annul and correct, each with a reason.
"""

from abc import abstractmethod
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.catalogue.models import CourseStep
from courses.catalogue.run_rooms import RunRoom
from courses.enrolling.models import Enrolment
from courses.progress.completing import recognise_step, reopen_step
from courses.progress.forms import CorrectForm, ReasonForm, RecordForm, StepForm
from courses.progress.history import record_of
from courses.progress.models import Completion, StepProgress
from courses.progress.recording import (
    annul,
    complete_by_person,
    correct,
    recording_refusal,
)
from courses.progress.refusals import DeedRefusal, DeedRefusedError
from courses.progress.step_rows import step_rows
from courses.progress.studies import studies


class OneEnrolment(RunRoom):
    """A room of one enrolment of the run; another run's is not there."""

    tab = "run:enrolments"

    @cached_property
    def enrolment(self) -> Enrolment:
        """The enrolment of this address."""
        rows = Enrolment.objects.select_related(
            "learner__home_organisation", "county", "recorded_by", "moved_to__run"
        )
        found = get_object_or_404(rows, pk=self.kwargs["enrolment_id"], run=self.run)
        found.run = self.run
        return found

    @property
    def is_own(self) -> bool:
        """Whether it is the enrolment of whoever looks: then they decide nothing on it."""
        return bool(self.enrolment.learner_id == self.request.user.pk)

    @property
    def here(self) -> str:
        """The address of the enrolment's own page."""
        return reverse("run:enrolment", args=[self.run.pk, self.enrolment.pk])

    @property
    def name(self) -> str:
        """The learner, as a register writes the name."""
        return self.enrolment.seen.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the enrolment and its learner's name."""
        return super().get_context_data(**kwargs) | {
            "enrolment": self.enrolment,
            "name": self.name,
            "here": self.here,
        }


class EnrolmentRoom(OneEnrolment):
    """Facts, standing, steps and completions of one enrolment."""

    template_name = "courses/progress/enrolment.html"

    def get_page_title(self) -> str:
        """The learner."""
        return self.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give how it stands."""
        [study] = studies([self.enrolment])
        may_change = self.is_keeper and not self.is_own
        record = record_of(self.enrolment)
        return super().get_context_data(**kwargs) | {
            "study": study,
            "rows": step_rows(study),
            "record": record,
            "is_annulled": bool(record) and all(one.completion.annulled_at for one in record),
            "may_change": may_change,
            "may_decide": may_change and self.enrolment.is_active,
            "may_record": may_change and recording_refusal(self.enrolment) is None,
            "own_refused": DeedRefusal.OWN.label if self.is_keeper and self.is_own else "",
        }


class DeedRoom(OneEnrolment):
    """A form of study staff on one enrolment; what it does is refused with its reason."""

    for_keepers = True
    template_name = "courses/progress/deed.html"
    button = gettext_lazy("Save")
    warning = ""
    form: forms.Form | None = None

    def way(self) -> list[dict[str, Any]]:
        """The enrolment."""
        return [*super().way(), {"url": self.here, "label": self.name}]

    def make_form(self, data: Any = None) -> forms.Form:
        """The form, filled in with what was sent."""
        return ReasonForm(data)

    @abstractmethod
    def do(self, said: dict[str, Any]) -> str:
        """Do it, and say so; raises DeedRefusedError."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        self.form = self.make_form()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it and lead back to the enrolment, or say what is wrong."""
        self.form = self.make_form(request.POST)
        if self.form.is_valid():
            try:
                messages.success(request, self.do(self.form.cleaned_data))
            except DeedRefusedError as error:
                self.form.add_error(None, str(error))
            else:
                return redirect(self.here)
        return self.render_to_response(self.get_context_data(**kwargs), status=400)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the form and the words round it."""
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "button": self.button,
            "refused": DeedRefusal.OWN.label if self.is_own else "",
            "warning": self.warning,
        }


class RecordRoom(DeedRoom):
    """Recognise prior learning, or complete the course by hand."""

    page_title = gettext_lazy("Record a completion")
    button = gettext_lazy("Record the completion")
    warning = gettext_lazy(
        "The completion goes on the completion list, and the learner gets a certificate."
    )

    def make_form(self, data: Any = None) -> RecordForm:
        """Grades are those of the course's scale."""
        initial = {
            "origin": Completion.Origin.RECOGNITION,
            "assessor": self.request.user.official_name or self.request.user.display_name,
        }
        return RecordForm(data, course=self.run.course, initial=initial)

    def do(self, said: dict[str, Any]) -> str:
        """Record it."""
        complete_by_person(self.enrolment, by=self.request.user, **said)
        return _("The completion of %(name)s is recorded.") % {"name": self.name}


class StepRoom(DeedRoom):
    """Recognise one step, or open it again."""

    @cached_property
    def step(self) -> CourseStep:
        """A step that the course has; another course's is not there."""
        steps = CourseStep.objects.current().filter(course=self.run.course_id)
        return get_object_or_404(steps, pk=self.kwargs["step_id"])

    @cached_property
    def is_done(self) -> bool:
        """Whether the deed is to open it again."""
        done = StepProgress.objects.filter(enrolment=self.enrolment, step=self.step)
        return done.filter(completed_at__isnull=False).exists()

    @property
    def button(self) -> str:
        """What is done."""
        return _("Open the step again") if self.is_done else _("Recognise the step")

    @property
    def warning(self) -> str:  # type: ignore[override]
        """What it means."""
        if self.is_done:
            return _("The step counts as not done any more; its score and grade are taken away.")
        return _("The step counts as done. It may complete the course.")

    def get_page_title(self) -> str:
        """The deed and the step."""
        return f"{self.button}: {self.step.title}"

    def make_form(self, data: Any = None) -> forms.Form:
        """To open it again, a reason is enough."""
        return ReasonForm(data) if self.is_done else StepForm(data, step=self.step)

    def do(self, said: dict[str, Any]) -> str:
        """Decide it."""
        by = self.request.user
        if self.is_done:
            reopen_step(self.enrolment, self.step, by=by, reason=said["reason"])
            return _("The step is open again.")
        recognise_step(self.enrolment, self.step, by=by, **said)
        return _("The step is recognised.")


class OneCompletion(DeedRoom):
    """A deed on one valid completion of the enrolment."""

    @cached_property
    def completion(self) -> Completion:
        """The completion of this address; an annulled one is done with."""
        mine = Completion.objects.valid().filter(enrolment=self.enrolment)
        found = mine.filter(pk=self.kwargs["completion_id"]).first()
        if found is None:
            raise Http404
        return found


class AnnulRoom(OneCompletion):
    """Withdraw a completion."""

    page_title = gettext_lazy("Annul the completion")
    button = gettext_lazy("Annul the completion")
    warning = gettext_lazy(
        "Its certificate is no longer valid, the next delivery tells the study register, and the "
        "enrolment is open again. The learner reads the reason in My studies."
    )

    def do(self, said: dict[str, Any]) -> str:
        """Annul it."""
        annul(self.completion, by=self.request.user, reason=said["reason"])
        self.enrolment.refresh_from_db(fields=["completed_at"])
        words = (
            _("The completion of %(name)s is annulled, and the enrolment is open again.")
            if self.enrolment.is_active
            else _(
                "The completion of %(name)s is annulled. This enrolment stays closed: there is a "
                "newer one on this run, or the account is erased."
            )
        )
        return words % {"name": self.name}

    def make_form(self, data: Any = None) -> forms.Form:
        """Look the completion up before anything is shown."""
        return ReasonForm(data) if self.completion else ReasonForm()


class CorrectRoom(OneCompletion):
    """Record the completion as it should have been."""

    page_title = gettext_lazy("Correct the completion")
    button = gettext_lazy("Save the correction")
    warning = gettext_lazy(
        "The old completion is annulled and the corrected one takes its place: a new "
        "certificate is issued, and the next delivery tells the study register."
    )

    def make_form(self, data: Any = None) -> CorrectForm:
        """Everything as it is now."""
        return CorrectForm(data, completion=self.completion)

    def do(self, said: dict[str, Any]) -> str:
        """Correct it."""
        correct(self.completion, by=self.request.user, **said)
        return _("The completion of %(name)s is corrected.") % {"name": self.name}
