"""Where files are fetched: those of a delivery, and long lists that a task makes."""

from typing import Any

from django.contrib import messages
from django.core.files.storage import storages
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from courses.registrar import virta
from courses.registrar.access import reads_register
from courses.registrar.delivered_files import (
    file_name,
    kept_back_in,
    learners_of,
    log_delivery,
    sheet_to_take,
    studies_of,
    tells_contact_data,
)
from courses.registrar.delivery_rooms import OneDelivery, RegisterRoom
from courses.registrar.export_log import counted
from courses.registrar.exporting import XLSX_LIMIT
from courses.registrar.prepared import PreparedList
from courses.registrar.preparing import KEPT, SHEET_ENDS_AT, ask_for_list
from courses.registrar.taking import asked_in, completions_for
from home.spreadsheets import XLSX_TYPE, csv_response, xlsx_response

# A script must not take the warning for the file.
WARNED = 409
ROOTS = {"virta": "opintosuoritukset", "virta-learners": "opiskelijat"}


class DeliveryFile(OneDelivery):
    """
    A file of a delivery; a refusal leads back to it and says why.

    Where it tells contact data that are kept back by now, that is said before it is given.
    """

    template_name = "courses/register/kept_back.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with the file."""
        kind = self.kwargs["kind"]
        asks = tells_contact_data(self.delivery, kind) and "read" not in request.GET
        if asks and (people := kept_back_in(self.delivery)):
            context = RegisterRoom.get_context_data(self, delivery=self.delivery, people=people)
            return self.render_to_response(context, status=WARNED)
        if kind in ROOTS:
            return self.as_xml(kind)
        if kind == "xlsx" and self.delivery.row_count > XLSX_LIMIT:
            ask_for_list(
                person=request.user,
                rows=self.delivery.row_count,
                choice_words=f"{self.get_page_title()}, {self.delivery.choice_words}",
                delivery=self.delivery,
            )
            return redirect("register:prepared")
        sheet = sheet_to_take(self.delivery, person=request.user, kind=kind)
        answer = csv_response if kind == "csv" else xlsx_response
        return answer(sheet, file_name(self.delivery))

    def as_xml(self, kind: str) -> HttpResponseBase:
        """Answer with the national format; nothing is sent where the schema would refuse it."""
        try:
            if kind == "virta":
                pieces, row = virta.studies_xml(studies_of(self.delivery)), "<Opintosuoritus "
            else:
                learners = learners_of(self.delivery, reader=self.request.user)
                pieces, row = virta.learners_xml(learners), "<Opiskelija "
        except virta.NothingToWriteError:
            return self.refuse(
                _("This delivery only withdraws rows: the national format has no record for them.")
            )
        except virta.UnwritableError as error:
            return self.refuse(
                _("The file was not made, as a record breaks the national schema: %(reason)s")
                % {"reason": error}
            )
        finish = log_delivery(self.delivery, person=self.request.user, kind=kind)
        response = StreamingHttpResponse(
            counted(pieces, row, finish), content_type="application/xml; charset=utf-8"
        )
        name = f"{file_name(self.delivery)}-{ROOTS[kind]}"
        response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.xml")
        return response

    def refuse(self, reason: str) -> HttpResponseBase:
        """Lead back with the reason."""
        messages.error(self.request, reason)
        return redirect("register:delivery", self.delivery.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Nothing is changed here."""
        return self.http_method_not_allowed(request)


class ListRoom(RegisterRoom):
    """A room for everybody who may open the completion list, teachers too."""

    is_first = True

    def admits(self, user: User) -> bool:
        """Whoever reads the register."""
        return reads_register(user)


class Prepare(ListRoom):
    """Too many rows for XLSX at once: say so, and make it when the person wants it."""

    page_title = gettext_lazy("A long list")
    template_name = "courses/register/prepare.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Go back to the list where the address asks for nothing that there is."""
        self.filters = asked_in(request.user, request.GET) if self.admits(request.user) else None
        if self.filters is None and self.admits(request.user):
            return redirect(f"{reverse('completion_list')}?{request.GET.urlencode()}")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template the number of rows, and whether a sheet can hold them."""
        assert self.filters is not None  # noqa: S101 – dispatch sees to it
        rows = completions_for(self.request.user, self.filters.chosen()).count()
        query = self.request.GET.urlencode()
        return super().get_context_data(**kwargs) | {
            "rows": rows,
            "fits": rows < SHEET_ENDS_AT,
            "csv": f"{reverse('completion_list')}?{query}&export=csv",
            "choice": self.filters.chosen().in_words(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Have it made."""
        context = self.get_context_data()
        if not context["fits"]:
            return self.render_to_response(context)
        ask_for_list(
            person=request.user,
            rows=context["rows"],
            choice_words=context["choice"],
            query=request.GET.urlencode(),
        )
        return redirect("register:prepared")


class Prepared(ListRoom):
    """The person's own long lists: how far they are, and where to fetch them."""

    page_title = gettext_lazy("Long lists")
    template_name = "courses/register/prepared.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template the lists of the last day."""
        lists = list(
            PreparedList.objects.of_person(self.request.user)
            .files()
            .filter(asked_at__gte=timezone.now() - KEPT)
        )
        return super().get_context_data(**kwargs) | {
            "lists": lists,
            "is_at_work": any(one.finished_at is None for one in lists),
        }


class PreparedFile(ListRoom):
    """The file of a long list, for the person who asked for it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with it while its day lasts."""
        mine = PreparedList.objects.of_person(request.user).exclude(file="")
        asked = get_object_or_404(
            mine.filter(asked_at__gte=timezone.now() - KEPT), pk=self.kwargs["pk"]
        )
        return FileResponse(
            storages["private"].open(asked.file),
            as_attachment=True,
            filename=f"suorituslista-{timezone.localtime(asked.asked_at):%Y-%m-%d-%H%M}.xlsx",
            content_type=XLSX_TYPE,
        )
