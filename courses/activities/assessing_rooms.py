"""The rooms of those who assess: what waits on all runs, one run's submissions, one of them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import User
from courses.activities.assess_form import AssessForm
from courses.activities.assessing import (
    AssessedMeanwhileError,
    LaterRoundError,
    RoundsUsedError,
    assess,
    assessable_by,
    later_rounds,
    newest_of,
    wanted_for,
)
from courses.activities.desks import PART_NAMES, TONES, state_words
from courses.activities.queue import WAITING, next_waiting, of_pile, piles
from courses.activities.submissions import Assessment, Submission
from courses.activities.terms import Part
from courses.activities.works import count_words, due_day, is_late, remarks
from courses.catalogue.models import CourseStep
from courses.catalogue.run_rooms import RunRoom
from courses.pages.outline import outline
from courses.registrar.access import reads_register
from home.rooms import Room

PER_PAGE = 50


class QueueRoom(Room):
    """What waits on all runs of this person."""

    template_name = "courses/activities/run/queue.html"
    page_title = gettext_lazy("Submissions")
    header_icon = "edit"

    def admits(self, user: User) -> bool:
        """Study staff and teachers; what they see is scoped."""
        return reads_register(user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the piles; a run's stand together."""
        return super().get_context_data(**kwargs) | {"piles": piles(self.request.user)}


class SubmissionsRoom(RunRoom):
    """What was handed in on a run, by step."""

    template_name = "courses/activities/run/submissions.html"
    page_title = gettext_lazy("Submissions")
    tab = "run:submissions"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the piles."""
        return super().get_context_data(**kwargs) | {"piles": piles(self.request.user, self.run)}


class PileRoom(RunRoom):
    """What was handed in for one step."""

    template_name = "courses/activities/run/pile.html"
    tab = "run:submissions"

    @cached_property
    def step(self) -> CourseStep:
        """The step; of another course it is not there."""
        return get_object_or_404(CourseStep, course=self.run.course_id, pk=self.kwargs["step_id"])

    @property
    def part(self) -> str:
        """The part; an odd one is not there."""
        if self.kwargs["part"] not in PART_NAMES:
            raise Http404(_("There is no such page."))
        return PART_NAMES[self.kwargs["part"]]

    def get_page_title(self) -> str:
        """Name the step."""
        return step_and_part(self.step, self.part)

    def way(self) -> list[dict[str, Any]]:
        """From the run's submissions."""
        return [*super().way(), submissions_crumb(self.run.pk)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give one page of the submissions."""
        found = of_pile(self.request.user, self.run, self.step.pk, self.part)
        page = Paginator(found.prefetch_related("assessments"), PER_PAGE).get_page(
            self.request.GET.get("p")
        )
        return super().get_context_data(**kwargs) | {
            "step": self.step,
            "page": page,
            "rows": [_row(submission) for submission in page],
            "first_waiting": found.filter(WAITING).first(),
        }


def _row(submission: Submission) -> dict[str, Any]:
    return {"submission": submission, "state": state_words(submission)}


def step_and_part(step: CourseStep, part: str) -> str:
    """Name a step, and which part of a webinar is meant."""
    return f"{step.title}: {Part(part).label}" if part else step.title


def submissions_crumb(run_id: int) -> dict[str, Any]:
    """The link to a run's submissions."""
    return {"url": reverse("run:submissions", args=[run_id]), "label": _("Submissions")}


class NextRoom(RunRoom):
    """Leads to what is assessed next on the run."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """After the submission named in the address, where one is."""
        said = request.GET.get("after", "")
        after = None
        if said.isascii() and said.isdecimal() and len(said) < 18:
            after = assessable_by(request.user).filter(pk=int(said)).first()
        found = next_waiting(request.user, self.run, after=after)
        if found is not None:
            return redirect("run:submission", self.run.pk, found.pk)
        messages.success(request, _("Nothing on this run waits to be assessed any more."))
        return redirect("submissions:queue")


class SubmissionRoom(RunRoom):
    """One submission: read, assessed, saved; then the next."""

    template_name = "courses/activities/run/submission.html"
    tab = "run:submissions"
    form: AssessForm | None = None
    meanwhile: Assessment | None = None

    @cached_property
    def submission(self) -> Submission:
        """The submission; a 404 where it is not this person's to assess, or of another run."""
        mine = assessable_by(self.request.user).filter(enrolment__run=self.run)
        return get_object_or_404(
            mine.select_related("enrolment__learner", "enrolment__run", "step"),
            pk=self.kwargs["submission_id"],
        )

    @cached_property
    def wanted(self) -> Any:
        """What was asked for."""
        return wanted_for(self.submission)

    def get_page_title(self) -> str:
        """Say whose it is."""
        return self.submission.enrolment.seen.called

    def way(self) -> list[dict[str, Any]]:
        """From the run's submissions, by the step."""
        step, part = self.submission.step, self.submission.part
        name = next(name for name, value in PART_NAMES.items() if value == part)
        pile = reverse("run:submission_pile", args=[self.run.pk, step.pk, name])
        return [
            *super().way(),
            submissions_crumb(self.run.pk),
            {"url": pile, "label": step_and_part(step, part)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what was handed in, what was said of it, and the form."""
        found = self.submission
        last = newest_of(found)
        return super().get_context_data(**kwargs) | {
            "submission": found,
            "wanted": self.wanted,
            "task_href": self._task_href(),
            "words": count_words(found.text),
            "remarks": remarks(self.wanted, found.text),
            "files": list(found.files.all()),
            "is_late": is_late(found, due_day(found.enrolment, found.step)),
            "tone": TONES.get(Submission.State(found.state), "neutral"),
            "state": state_words(found),
            "history": list(found.assessments.select_related("assessor").order_by("-pk")),
            "earlier": self._earlier(),
            "has_later": later_rounds(found).exists(),
            "is_completed": found.enrolment.completed_at is not None,
            "form": self.form or AssessForm.showing(last, wanted=self.wanted, submission=found),
            "meanwhile": self.meanwhile,
        }

    def _task_href(self) -> str:
        """Where the task is read; empty once its page has gone."""
        whole = outline(self.run.course, (get_language() or "fi")[:2])
        step = whole.by_key.get(self.submission.step.key)
        return step.href if step else ""

    def _earlier(self) -> list[Submission]:
        found = self.submission
        rounds = Submission.objects.filter(
            enrolment=found.enrolment, step=found.step, part=found.part, number__lt=found.number
        )
        return list(rounds.prefetch_related("assessments__assessor", "files").order_by("-number"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what is said and go on; what was typed stays where it cannot be saved."""
        found = self.submission
        form = AssessForm(request.POST, wanted=self.wanted, submission=found)
        if not form.is_valid():
            return self.shown_again(form, status=400)
        try:
            outcome = assess(
                assessor=request.user,
                submission_id=found.pk,
                given=form.given(),
                based_on=form.cleaned_data["based_on"],
            )
        except AssessedMeanwhileError as error:
            self.meanwhile = error.assessment
            return self.shown_again(self.typed_on_top_of(error.assessment), status=409)
        except LaterRoundError:
            form.add_error(None, _("The learner has begun the next round since. Assess that one."))
            return self.shown_again(form, status=409)
        except RoundsUsedError:
            form.add_error("result", _("It has been handed in as often as it may be."))
            return self.shown_again(form, status=400)
        self._tell(outcome.stays_completed)
        if "next" in request.POST:
            address = reverse("run:next_submission", args=[self.run.pk])
            return redirect(f"{address}?after={found.pk}")
        return redirect("run:submission", self.run.pk, found.pk)

    def _tell(self, stays_completed: bool) -> None:
        messages.success(self.request, _("The assessment was saved. The learner is told by mail."))
        if stays_completed:
            messages.warning(
                self.request,
                _(
                    "The learner has completed the course already: the completion and its grade "
                    "stay as they are. Correct the completion itself where it is wrong."
                ),
            )

    def typed_on_top_of(self, last: Assessment | None) -> AssessForm:
        """Return the form as typed, now based on what counts: saving again adds to it."""
        typed = self.request.POST.copy()
        typed["based_on"] = str(last.pk if last else 0)
        self.__dict__.pop("submission", None)
        form = AssessForm(typed, wanted=self.wanted, submission=self.submission)
        form.is_valid()
        return form

    def shown_again(self, form: AssessForm, status: int) -> HttpResponse:
        """Show the page with what was typed."""
        self.form = form
        return self.render_to_response(self.get_context_data(), status=status)
