"""The room where a run's people are followed: the matrix, one step of it, and their files."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.catalogue.models import CourseStep
from courses.catalogue.run_rooms import RunRoom
from courses.following.cells import CellWriter, Column, ModuleColumns, in_a_row, modules_of
from courses.following.choosing import (
    DAYS_OFFERED,
    ORDERS,
    SHOWS,
    Choice,
    Order,
    Show,
    counts,
)
from courses.following.participants import Participant, enrolments_of, participants
from courses.following.standstill import Standstill
from home.spreadsheets import Cell as SheetCell
from home.spreadsheets import Sheet, csv_response, xlsx_response

PER_PAGE = 50
FILES = {"csv": csv_response, "xlsx": xlsx_response}


class FollowingRoom(RunRoom):
    """What the rooms of following share: everybody on the run, and who was asked for."""

    @cached_property
    def choice(self) -> Choice:
        """Who was asked for."""
        return Choice.of(self.request.GET)

    @cached_property
    def everybody(self) -> list[Participant]:
        """All enrolments of the run, withdrawn ones too."""
        return participants(enrolments_of([self.run.pk]), days=self.choice.days)

    @cached_property
    def modules(self) -> list[ModuleColumns]:
        """The course's steps by module; the run's people show them without a query."""
        if self.everybody:
            return modules_of(self.everybody[0].study.steps)
        return modules_of(list(CourseStep.objects.current().filter(course=self.run.course_id)))

    @property
    def columns(self) -> list[Column]:
        """The steps, one after the other."""
        return [column for module in self.modules for column in module.columns]


class ParticipantsRoom(FollowingRoom):
    """People and steps: a page of fifty, whoever was asked for."""

    template_name = "courses/following/participants.html"
    page_title = gettext_lazy("Participants")
    tab = "run:participants"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with the matrix, or with a file of it."""
        answer = FILES.get(request.GET.get("export", ""))
        if answer is None:
            return super().get(request, *args, **kwargs)
        day = timezone.localdate().isoformat()
        return answer(self.sheet(), f"osallistujat-{self.run.code}-{day}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template a page of rows, what stands above them, and the ways on."""
        choice, counted = self.choice, counts(self.everybody)
        found = choice.of_all(self.everybody)
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("p"))
        writer = CellWriter()
        steps = [column.step.pk for column in self.columns]
        return super().get_context_data(**kwargs) | {
            "choice": choice,
            "page": page,
            "rows": [
                (one, state_of(one), in_a_row([writer.cell(one, step) for step in steps]))
                for one in page
            ],
            "modules": self.modules,
            "legend": writer.legend(),
            "shows": [
                {
                    "label": show.label,
                    "count": counted[show],
                    "query": choice.query(show="" if show == Show.STANDING else show.value),
                    "is_here": show == choice.show,
                }
                for show in SHOWS
            ],
            "orders": [
                {
                    "order": order,
                    "query": choice.query(order="" if order == Order.NAME else order.value),
                    "is_here": order == choice.order,
                }
                for order in ORDERS
            ],
            "days_offered": DAYS_OFFERED,
            "query": choice.query(),
        }

    def sheet(self) -> Sheet:
        """The people who were asked for, with all steps, as a sheet."""
        heads = [f"{column.label} {column.step.title}" for column in self.columns]
        return Sheet(
            title=str(_("Participants")),
            headings=[
                _("Surname"),
                _("Given names"),
                _("E-mail address"),
                _("State"),
                _("Progress (%)"),
                _("Last seen"),
                _("Enrolled"),
                *heads,
            ],
            rows=self.sheet_rows(),
            chosen=f"{self.run.code}, {self.choice.in_words()}",
            fixed_columns=2,
        )

    def sheet_rows(self) -> Iterator[Sequence[SheetCell]]:
        """Yield a row a person; a result stands where there is one, else the state in words."""
        writer = CellWriter()
        steps = [column.step.pk for column in self.columns]
        for one in self.choice.of_all(self.everybody):
            seen = one.enrolment.seen
            cells = [writer.cell(one, step) for step in steps]
            yield [
                seen.surname,
                seen.given_names,
                seen.address_in_words,
                str(state_of(one)["words"]),
                one.percent,
                timezone.localtime(one.last_seen).replace(tzinfo=None) if one.last_seen else None,
                timezone.localdate(one.enrolment.enrolled_at),
                *(int(cell.result) if cell.result else cell.words for cell in cells),
            ]


class StepRoom(FollowingRoom):
    """One step of the run: who has done it and who has not."""

    template_name = "courses/following/step.html"
    tab = "run:participants"

    @cached_property
    def step(self) -> CourseStep:
        """The step; of another course it is not there."""
        steps = CourseStep.objects.current().filter(course=self.run.course_id)
        return get_object_or_404(steps, pk=self.kwargs["step_id"])

    def get_page_title(self) -> str:
        """The step's title."""
        return self.step.title

    def way(self) -> list[dict[str, Any]]:
        """By the matrix."""
        address = reverse("run:participants", args=[self.run.pk])
        return [*super().way(), {"url": address, "label": _("Participants")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template everybody who was asked for, with their cell."""
        writer = CellWriter()
        found = self.choice.of_all(self.everybody)
        cells = [(one, state_of(one), writer.cell(one, self.step.pk)) for one in found]
        page = Paginator(cells, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "step": self.step,
            "page": page,
            "rows": page,
            "done": sum(1 for _one, _state, cell in cells if cell.kind == "done"),
            "total": len(cells),
            "query": self.choice.query(),
        }


def state_of(one: Participant) -> dict[str, str]:
    """Say in a word how somebody stands; `kind` is its look."""
    enrolment = one.enrolment
    if enrolment.withdrawn_at:
        return {"kind": "withdrawn", "words": _("withdrawn")}
    if enrolment.completed_at:
        return {"kind": "completed", "words": _("completed")}
    if enrolment.waits_for_answer:
        return {"kind": "active", "words": _("has not answered")}
    if one.standstill == Standstill.STUCK:
        return {"kind": "stuck", "words": _("stuck")}
    if one.standstill == Standstill.SILENT:
        return {"kind": "silent", "words": _("silent")}
    if one.late:
        return {"kind": "late", "words": _("late")}
    return {"kind": "active", "words": _("studying")}
