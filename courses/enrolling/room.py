"""The room of a run where its enrolments are: the list, one of them, and enrolling by hand."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.refused_forms import RefusedFormMixin
from courses.catalogue.run_rooms import RunRoom
from courses.enrolling.by_hand import change, enrol_by_hand
from courses.enrolling.consent import text_of
from courses.enrolling.enrol import move, withdraw
from courses.enrolling.models import Enrolment
from courses.enrolling.protecting import protect, protecting_refusal, work_in_words
from courses.enrolling.refusals import EnrolmentRefusedError, Refusal, taken_seats
from courses.enrolling.room_forms import HandForm, MoveForm, RegisterForm, WithdrawForm

PER_PAGE = 50
# The rooms within the tab: the name of the address, what it is called.
WITHIN = (
    ("run:enrolments", gettext_lazy("Enrolled")),
    ("run:waiting", gettext_lazy("Waiting list")),
    ("run:invitations", gettext_lazy("Invitations")),
    ("run:enrol", gettext_lazy("Enrol by hand")),
    ("run:roster", gettext_lazy("Enrol from a file")),
)
_FULL = gettext_lazy("This run is full. To go on all the same, choose “Even if no seat is free”.")
_NOT_OPEN = gettext_lazy(
    "Enrolment on this run is not open. To enrol all the same, choose “Even though enrolment is "
    "not open”."
)
# A refusal's own words speak to the learner.
FOR_STAFF = {
    Refusal.FULL: _FULL,
    Refusal.WAITING_LIST_OPEN: _FULL,
    Refusal.NOT_YET_OPEN: _NOT_OPEN,
    Refusal.CLOSED: _NOT_OPEN,
    Refusal.RUN_OVER: _NOT_OPEN,
    Refusal.ALREADY_ENROLLED: gettext_lazy("This person is enrolled on this run already."),
}


class EnrolmentsTab(RefusedFormMixin, RunRoom):
    """What the rooms of this tab have in common: the ways between them, for study staff."""

    tab = "run:enrolments"
    for_keepers = True
    here = ""
    page_title = gettext_lazy("Enrolment")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the ways between the rooms, and how many seats are taken."""
        within = [
            {
                "href": reverse(name, args=[self.run.pk]),
                "label": label,
                "is_here": name == self.here,
            }
            for name, label in WITHIN
        ]
        return super().get_context_data(**kwargs) | {"within": within}

    def refused(self, request: HttpRequest, error: EnrolmentRefusedError) -> None:
        """Say why, and what study staff may do about it."""
        messages.error(request, str(FOR_STAFF.get(error.reason, error.reason.label)))


class EnrolmentsRoom(EnrolmentsTab):
    """Who is enrolled; teachers see it, study staff go on from it."""

    template_name = "courses/run/enrolments.html"
    for_keepers = False
    here = "run:enrolments"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of the list, as searched."""
        typed = self.request.GET.get("q", "").replace("\x00", "").strip()[:100]
        with_withdrawn = "withdrawn" in self.request.GET
        found = _searched(_enrolments(self.run), typed)
        if not with_withdrawn:
            found = found.standing_ones()
        pages = Paginator(found, PER_PAGE)
        query = {"q": typed} | ({"withdrawn": "1"} if with_withdrawn else {})
        return super().get_context_data(**kwargs) | {
            "page": pages.get_page(self.request.GET.get("p")),
            "typed": typed,
            "with_withdrawn": with_withdrawn,
            "query": "&".join(f"{name}={value}" for name, value in query.items()),
            "taken": taken_seats(self.run) if self.run.seats is not None else None,
        }


def _enrolments(run: Any) -> QuerySet[Enrolment]:
    found = Enrolment.objects.filter(run=run).select_related("learner", "moved_to__run")
    return found.with_seen().order_by("seen_surname", "seen_given_names", "pk")


def _searched(enrolments: Any, typed: str) -> Any:
    """Every word is somewhere in the name or the address, as staff see them."""
    for word in typed.split()[:5]:
        anywhere = Q()
        for place in ("seen_surname", "seen_given_names", "seen_address", "study_right"):
            anywhere |= Q(**{f"{place}__icontains": word})
        enrolments = enrolments.filter(anywhere)
    return enrolments


class EnrolmentRoom(EnrolmentsTab):
    """One enrolment: what the register knows of it, withdrawing, moving."""

    template_name = "courses/run/enrolment.html"

    @cached_property
    def enrolment(self) -> Enrolment:
        """One of this run's, whoever's run it is being settled already."""
        found = Enrolment.objects.select_related(
            "learner", "county", "recorded_by", "moved_to__run"
        )
        return get_object_or_404(found, pk=self.kwargs["enrolment_id"], run=self.run)

    def get_page_title(self) -> str:
        """The learner's name."""
        return self.enrolment.seen.name

    def forms(self, deed: str = "", data: Any = None) -> dict[str, Any]:
        """The three forms, one of them filled."""
        one, user = self.enrolment, self.request.user
        register = {"registrar_class": one.registrar_class, "study_right": one.study_right}
        return {
            "register": RegisterForm(data if deed == "register" else None, initial=register),
            "withdraw": WithdrawForm(data if deed == "withdraw" else None, prefix="withdraw"),
            "move": MoveForm(
                data if deed == "move" else None, prefix="move", user=user, enrolment=one
            ),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The enrolment and its forms."""
        context = super().get_context_data(**kwargs) | {
            "enrolment": self.enrolment,
            "consent_text": text_of(self.enrolment.consent_version),
            "work": work_in_words(self.enrolment),
            "may_protect": protecting_refusal(self.enrolment) is None,
        }
        return context if "forms" in kwargs else context | {"forms": self.forms()}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Do what the form is for."""
        deed = request.POST.get("deed", "")
        if deed == "protect":
            return self.protect()
        forms = self.forms(deed, request.POST)
        form = forms.get(deed)
        if form is None or not form.is_valid():
            return self.render_to_response(self.get_context_data(forms=forms))
        try:
            return self.carry_out(deed, form.cleaned_data)
        except EnrolmentRefusedError as error:
            self.refused(request, error)
        return self.render_to_response(self.get_context_data(forms=forms))

    def protect(self) -> HttpResponse:
        """Keep the learner's contact data from everybody, since they asked for it."""
        if refusal := protecting_refusal(self.enrolment):
            messages.error(self.request, str(refusal.label))
            return self.render_to_response(self.get_context_data())
        protect(self.enrolment, by=self.request.user)
        messages.success(self.request, _("The contact data are kept back now, everywhere."))
        return redirect("run:enrolment_change", self.run.pk, self.enrolment.pk)

    def carry_out(self, deed: str, said: dict[str, Any]) -> HttpResponse:
        """Change, withdraw or move; then the list, and after a change this page again."""
        one = self.enrolment
        if deed == "register":
            change(one, **said)
            messages.success(self.request, _("The changes are saved."))
            return redirect("run:enrolment_change", self.run.pk, one.pk)
        if not one.is_active:
            messages.warning(self.request, _("This enrolment is not active any more."))
            context = self.get_context_data(forms=self.forms())
            return self.render_to_response(context, status=409)
        name = self.get_page_title()
        if deed == "withdraw":
            withdraw(one, by=self.request.user, reason=said["reason"])
            messages.success(self.request, _("Withdrawn: %(name)s.") % {"name": name})
        else:
            move(
                one,
                to=said["to"],
                by=self.request.user,
                despite_seats=said["despite_seats"],
                reason=said["reason"],
            )
            words = _("%(name)s is on %(run)s now; what was done came along.")
            messages.success(self.request, words % {"name": name, "run": said["to"].code})
        return redirect("run:enrolments", self.run.pk)


class HandRoom(EnrolmentsTab):
    """Enrolling somebody by their address, late too."""

    template_name = "courses/run/enrol_by_hand.html"
    here = "run:enrol"
    page_title = gettext_lazy("Enrol by hand")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """An empty form, with the run's class chosen."""
        form = HandForm(initial={"registrar_class": self.run.registrar_class})
        return super().get_context_data(**({"form": form} | kwargs))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Enrol, or say at the top why not."""
        form = HandForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            enrol_by_hand(run=self.run, by=request.user, **form.cleaned_data)
        except EnrolmentRefusedError as error:
            self.refused(request, error)
            return self.render_to_response(self.get_context_data(form=form))
        words = _("%(email)s is enrolled and gets a mail about it.")
        messages.success(request, words % {"email": form.cleaned_data["email"]})
        return redirect("run:enrolments", self.run.pk)
