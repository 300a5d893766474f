"""The rooms of a run where its waiting list and its invitations are."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.catalogue.invitations import Invitation
from courses.enrolling import waiting
from courses.enrolling.inviting import invite, invite_listed, send_link, take_back
from courses.enrolling.room import PER_PAGE, EnrolmentsTab
from courses.enrolling.room_forms import InviteFileForm, InviteForm
from courses.enrolling.roster_rows import Fault
from courses.enrolling.waiting_places import WaitingPlace
from home.tables import UnreadableTableError

SHOWN_FAULTS = 100


class WaitingRoom(EnrolmentsTab):
    """Who waits and to whom a seat is offered; staff offer out of turn, and remove."""

    template_name = "courses/run/waiting.html"
    here = "run:waiting"
    page_title = gettext_lazy("Waiting list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of the list; on an archived run how many its end was told to."""
        closed = WaitingPlace.objects.filter(run=self.run, ending=WaitingPlace.Ending.CLOSED)
        places = WaitingPlace.objects.open().filter(run=self.run).select_related("learner")
        pages = Paginator(places.with_number(), PER_PAGE)
        return super().get_context_data(**kwargs) | {
            "page": pages.get_page(self.request.GET.get("p")),
            "closed": closed.count() if self.run.archived_at else 0,
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Offer a seat now, or remove from the list."""
        places = WaitingPlace.objects.filter(run=self.run).select_related("learner")
        place = get_object_or_404(places, pk=_number(request.POST.get("place")))
        name = place.seen.name
        if request.POST.get("deed") == "offer":
            waiting.offer_now(place)
            messages.success(request, _("A seat is offered to %(name)s.") % {"name": name})
        elif request.POST.get("deed") == "remove":
            waiting.leave(place)
            messages.success(request, _("%(name)s is off the list.") % {"name": name})
        return redirect("run:waiting", self.run.pk)


def _number(typed: str | None) -> int:
    """The id that a button sent; 0, which nothing has, for anything else."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 18 else 0


class InvitationsRoom(EnrolmentsTab):
    """Whom the run lets in: invitations to it, and those to its whole course."""

    template_name = "courses/run/invitations.html"
    here = "run:invitations"
    page_title = gettext_lazy("Invitations")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The invitations, newest first, and the two forms."""
        invitations = Invitation.objects.filter(run=self.run).select_related("organisation")
        pages = Paginator(invitations.order_by("-pk"), PER_PAGE)
        empty = {
            "form": InviteForm(user=self.request.user),
            "file_form": InviteFileForm(prefix="list"),
        }
        return super().get_context_data(**(empty | kwargs)) | {
            "page": pages.get_page(self.request.GET.get("p"))
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Invite one, invite a list, mail a link again, or take an invitation back."""
        deed = request.POST.get("deed", "")
        if deed == "invite":
            return self.invite_one(request)
        if deed == "list":
            return self.invite_list(request)
        invitations = Invitation.objects.filter(run=self.run)
        found = get_object_or_404(invitations, pk=_number(request.POST.get("invitation")))
        if deed == "send":
            send_link(found)
            messages.success(request, _("A link is on its way to %(email)s.") % {"email": found})
        elif deed == "withdraw":
            take_back(found)
            messages.success(request, _("The invitation is taken back."))
        return redirect("run:invitations", self.run.pk)

    def invite_one(self, request: HttpRequest) -> HttpResponse:
        """Invite by the form."""
        form = InviteForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        invitation, created = invite(run=self.run, by=request.user, **form.cleaned_data)
        words = _("Invited: %(who)s.") if created else _("Was invited already: %(who)s.")
        messages.success(request, words % {"who": invitation})
        return redirect("run:invitations", self.run.pk)

    def invite_list(self, request: HttpRequest) -> HttpResponse:
        """Invite everybody of a file, or say what is wrong in it and invite nobody."""
        form = InviteFileForm(request.POST, request.FILES, prefix="list")
        faults: list[Fault] = []
        if form.is_valid():
            data, mail = form.cleaned_data["file"].read(), form.cleaned_data["mail"]
            try:
                count, faults = invite_listed(run=self.run, by=request.user, data=data, mail=mail)
            except UnreadableTableError as error:
                form.add_error("file", str(error.words))
            if not faults and not form.errors:
                words = ngettext(
                    "%(count)s new invitation.", "%(count)s new invitations.", count
                ) % {"count": count}
                messages.success(request, words)
                return redirect("run:invitations", self.run.pk)
        context = self.get_context_data(file_form=form, faults=faults[:SHOWN_FAULTS])
        return self.render_to_response(context | {"fault_count": len(faults)})
