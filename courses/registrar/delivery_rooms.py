"""The rooms of deliveries: all of them, making one, one of them, what differs between two."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.keeping import is_study_staff
from accounts.models import User
from courses.registrar.comparing import difference
from courses.registrar.delivered_files import kept_back_in, tells_contact_data
from courses.registrar.delivering import (
    DeliveryRefusedError,
    Preview,
    deliver,
    holds,
    how_many,
    preview,
)
from courses.registrar.delivery_form import DeliveryForm, number
from courses.registrar.entering import mark_entered, take_back
from courses.registrar.layouts import layout_of
from courses.registrar.models import Delivery, DeliveryRow, ExportLog
from courses.registrar.preparing import ask_for_list, asked_preview
from courses.registrar.records import PLACES, record_of
from home.rooms import Room

ROWS_A_PAGE = 100
# Larger deliveries are checked by `manage.py check_deliveries`, or here when asked.
CHECKED_AT_ONCE = 20_000
# A preview of more is made by a task.
LOOKED_THROUGH_AT_ONCE = 10_000
_COMPLETED = PLACES["completed_on"]


class RegisterRoom(Room):
    """A room for study staff; what it shows is of the organisations that they keep."""

    header_icon = "list-ul"
    is_first = False

    def admits(self, user: User) -> bool:
        """Study staff and administrators."""
        return is_study_staff(user)

    def way(self) -> list[dict[str, Any]]:
        """The list, and the deliveries."""
        ways = [{"url": reverse("completion_list"), "label": _("Completion list")}]
        if not self.is_first:
            ways.append({"url": reverse("register:deliveries"), "label": _("Deliveries")})
        return ways

    def deliveries(self) -> Any:
        """The person's own organisations' deliveries."""
        return Delivery.objects.kept_by(self.request.user).select_related(
            "organisation", "created_by"
        )


class Deliveries(RegisterRoom):
    """Every delivery, newest first."""

    page_title = gettext_lazy("Deliveries")
    template_name = "courses/register/deliveries.html"
    is_first = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template a page of deliveries, each with how many rows are entered."""
        found = self.deliveries().with_entered()
        page = Paginator(found, ROWS_A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {"page": page}


class NewDelivery(RegisterRoom):
    """Ask what to deliver, show what it would hold, make it."""

    page_title = gettext_lazy("New delivery")
    template_name = "courses/register/new_delivery.html"
    refused = ""

    @cached_property
    def form(self) -> DeliveryForm:
        """What was asked for."""
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        return DeliveryForm(asked, user=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template the form and, where it makes sense, the preview."""
        found, asked, many = None, None, 0
        if self.form.organisation is not None and self.form.is_valid():
            choice = self.form.chosen()
            many = how_many(organisation=self.form.organisation, choice=choice)
            if many <= LOOKED_THROUGH_AT_ONCE:
                found = preview(organisation=self.form.organisation, choice=choice)
            elif asked := asked_preview(self.request.user, self.form):
                found = Preview.thawed(asked.found) if asked.found else None
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "many": many if many > LOOKED_THROUGH_AT_ONCE else 0,
            "asked": asked,
            # Not by the form: there its name is a field's.
            "organisation": self.form.organisation,
            "preview": found,
            "states": _states(found.states) if found else [],
            "problems": found.problems.most_common() if found else [],
            "rows": [_shown(row) for row in found.rows] if found else [],
            "left_out": [_shown(row) for row in found.left_out] if found else [],
            "refused": self.refused,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Make the delivery; what keeps it from being made is said in words."""
        if not self.form.is_valid():
            return self.answer(400)
        if request.POST.get("deed") == "look":
            return self.look()
        try:
            made = deliver(
                organisation=self.form.cleaned_data["organisation"],
                choice=self.form.chosen(),
                layout=layout_of(self.form.cleaned_data["profile"]),
                by=request.user,
            )
        except DeliveryRefusedError as refusal:
            self.refused = str(refusal)
            return self.answer(409)
        said = ngettext(
            "Delivery %(number)s is made: %(count)s row.",
            "Delivery %(number)s is made: %(count)s rows.",
            made.row_count,
        )
        messages.success(request, said % {"number": made.number, "count": made.row_count})
        return redirect("register:delivery", made.pk)

    def look(self) -> HttpResponseBase:
        """Have a long choice looked through by a task; once, until a delivery is made of it."""
        if asked_preview(self.request.user, self.form) is None:
            choice = self.form.chosen()
            organisation = self.form.cleaned_data["organisation"]
            ask_for_list(
                person=self.request.user,
                rows=how_many(organisation=organisation, choice=choice),
                choice_words=choice.in_words(with_state=False),
                query=self.form.query(),
                is_preview=True,
            )
        profile = self.form.cleaned_data["profile"]
        query = f"{self.form.query()}&profile={profile.pk if profile else ''}"
        return redirect(f"{reverse('register:new')}?{query}")

    def answer(self, status: int) -> HttpResponseBase:
        """Return the page with a status that a script notices."""
        response = self.render_to_response(self.get_context_data())
        response.status_code = status
        return response


class OneDelivery(RegisterRoom):
    """One delivery: its facts, its files, its rows and which of them are entered."""

    template_name = "courses/register/delivery.html"

    @cached_property
    def delivery(self) -> Delivery:
        """The delivery of this address; somebody else's is not there."""
        return get_object_or_404(self.deliveries(), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Its number."""
        return _("Delivery %(number)s") % {"number": self.delivery.number}

    def get_page_subtitle(self) -> str:
        """Whose it is."""
        return self.delivery.organisation.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template the facts and a page of rows."""
        delivery = self.delivery
        rows = delivery.rows.select_related("entered_by").order_by("position")
        waiting = self.request.GET.get("show") == "waiting"
        shown = rows.filter(entered_at__isnull=True) if waiting else rows
        page = Paginator(shown, ROWS_A_PAGE).get_page(self.request.GET.get("p"))
        others = self.deliveries().filter(organisation=delivery.organisation)
        checked = delivery.row_count <= CHECKED_AT_ONCE or "check" in self.request.GET
        return super().get_context_data(**kwargs) | {
            "delivery": delivery,
            "page": page,
            "rows": [
                (row, {"completed_on": record_of(row.content, state=row.state)[_COMPLETED]})
                for row in page
            ],
            "shows_waiting": waiting,
            "entered": rows.filter(entered_at__isnull=False).count(),
            "states": _states(_counted(delivery)),
            "holds": holds(delivery) if checked else None,
            "others": others.exclude(pk=delivery.pk),
            "institution_code": delivery.profile["institution_code"],
            "kept_back": kept_back_in(delivery),
            "tells_contact_data": tells_contact_data(delivery, "csv"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Mark rows as entered, or take a slip back."""
        chosen = [number(pk) for pk in request.POST.getlist("rows")]
        deed = request.POST.get("deed")
        if deed == "all":
            count = mark_entered(delivery=self.delivery, rows=None, by=request.user)
        elif deed == "chosen":
            count = mark_entered(delivery=self.delivery, rows=chosen, by=request.user)
        elif deed == "back":
            count = take_back(delivery=self.delivery, rows=chosen)
        else:
            raise Http404
        self.say(deed, count)
        back = reverse("register:delivery", args=[self.delivery.pk])
        query = request.GET.urlencode()
        return redirect(f"{back}?{query}" if query else back)

    def say(self, deed: str, count: int) -> None:
        """Tell how many rows were marked."""
        if not count:
            messages.warning(self.request, _("No row was changed: choose rows first."))
        elif deed == "back":
            said = ngettext(
                "%(count)s row is no longer marked as entered.",
                "%(count)s rows are no longer marked as entered.",
                count,
            )
            messages.success(self.request, said % {"count": count})
        else:
            said = ngettext(
                "%(count)s row is marked as entered in the register.",
                "%(count)s rows are marked as entered in the register.",
                count,
            )
            messages.success(self.request, said % {"count": count})


class Comparison(OneDelivery):
    """What differs between this delivery and another one of the same organisation."""

    template_name = "courses/register/comparison.html"

    def get_page_title(self) -> str:
        """The numbers of both."""
        numbers = {"first": self.other.number, "second": self.delivery.number}
        return _("Difference between deliveries %(first)s and %(second)s") % numbers

    @cached_property
    def other(self) -> Delivery:
        """The other one, of the same organisation."""
        asked = self.request.GET.get("with", "")
        same = self.deliveries().filter(organisation=self.delivery.organisation_id)
        return get_object_or_404(same, pk=number(asked))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template the difference, from the older to the newer."""
        before, after = sorted([self.other, self.delivery], key=lambda one: one.number)
        return RegisterRoom.get_context_data(self, **kwargs) | {
            "before": before,
            "after": after,
            "difference": difference(before, after),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Nothing is changed here."""
        return self.http_method_not_allowed(request)


class Exports(RegisterRoom):
    """Who took which list out, and when."""

    page_title = gettext_lazy("Log of exports")
    template_name = "courses/register/exports.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template a page of the log."""
        kept = ExportLog.objects.kept_by(self.request.user)
        found = kept.select_related("organisation", "person", "delivery")
        page = Paginator(found, ROWS_A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {"page": page}


def _counted(delivery: Delivery) -> dict[str, int]:
    return dict(delivery.rows.order_by().values_list("state").annotate(Count("pk")))


def _states(counts: Any) -> list[tuple[str, int]]:
    """How many rows of each state, in words."""
    return [
        (str(label), counts[value])
        for value, label in DeliveryRow.State.choices
        if counts.get(value)
    ]


def _shown(prospect: Any) -> dict[str, Any]:
    """A row of a preview, as the template reads it."""
    record = prospect.record
    return {
        "name": f"{record[PLACES['surname']]} {record[PLACES['given_names']]}".strip()
        or record[PLACES["email"]],
        "run_code": record[PLACES["run_code"]],
        "course_code": record[PLACES["course_code"]],
        "completed_on": record[PLACES["completed_on"]],
        "grade": record[PLACES["grade"]],
        "state": DeliveryRow.State(prospect.state).label,
        "problems": prospect.problems,
    }
