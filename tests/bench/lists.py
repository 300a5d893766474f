"""A completion list of 100,000 rows, all of them delivered: on the screen, as CSV and XLSX."""

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile

from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from courses.catalogue.runs import CourseRun
from courses.progress.models import Completion
from courses.registrar.delivering import deliver, preview
from courses.registrar.exporting import sheet_of
from courses.registrar.layouts import default_layout
from courses.registrar.listing import Choice
from courses.registrar.reports import CompletionListView
from demo.accounts import account
from home.spreadsheets import write_xlsx
from tests.bench.measuring import Cost, measure
from tests.bench.visits import Request, fill_completions, signed_in

ROWS, XLSX_ROWS = 100_000, 20_000
# Made at a time, so that making them takes less memory than listing them.
CHUNK = 10_000


def costs() -> Iterator[Cost]:
    """Yield what the list costs; rows a second and memory beside it."""
    staff = User.objects.get(email=account("staff").email)
    run = CourseRun.objects.visible_to(staff).first()
    for start in range(0, ROWS, CHUNK):
        fill_completions(run, CHUNK, prefix=f"lista{start}-")
    Completion.objects.filter(run=run).update(
        consented_at=timezone.now(), consent_version="2026-11"
    )
    deliver(
        organisation=run.organiser, choice=Choice(runs=(run,)), layout=default_layout(), by=staff
    )
    client = signed_in(staff)
    address = reverse("completion_list")
    yield measure(f"list of {ROWS:,} completions", lambda: client.get(address), times=3)
    last = {"p": ROWS // CompletionListView.paginate_by}
    yield measure("… its last page", lambda: client.get(address, last), times=3)
    yield _with_speed("… previewed by a task", _preview(run), ROWS)
    yield _with_speed("… as CSV", _csv(staff), ROWS)
    yield _with_speed(f"{XLSX_ROWS:,} of them as XLSX", _xlsx(run), XLSX_ROWS)


def _preview(run: CourseRun) -> Request:
    def request() -> HttpResponse:
        found = preview(organisation=run.organiser, choice=Choice(runs=(run,)))
        if found.delivered_already < ROWS:
            raise RuntimeError(f"The preview found {found.delivered_already} rows.")
        return HttpResponse()

    return request


def _csv(staff: User) -> Request:
    client = signed_in(staff)
    address = reverse("completion_list", query={"export": "csv"})

    def request() -> HttpResponse:
        answer = client.get(address)
        lines = sum(piece.count(b"\n") for piece in answer.streaming_content)
        if lines < ROWS:
            raise RuntimeError(f"The export had {lines} lines.")
        return answer

    return request


def _xlsx(run: CourseRun) -> Request:
    chosen = Choice(run=run).of(Completion.objects.all())

    def request() -> HttpResponse:
        with TemporaryFile() as file:
            write_xlsx(file, sheet_of(chosen[:XLSX_ROWS], Choice(run=run)))
        return HttpResponse()

    return request


def _with_speed(name: str, request: Request, rows: int) -> Cost:
    """Measure one long request; the memory is what comes on top of the idle process."""
    Path("/proc/self/clear_refs").write_text("5")
    idle = _most_memory()
    with CaptureQueriesContext(connection) as captured:
        began = time.process_time()
        request()
        seconds = time.process_time() - began
    note = f"{rows / seconds:,.0f} rows a second, {max(_most_memory() - idle, 0):.0f} MB over idle"
    return Cost(name, len(captured), seconds * 1000, note)


def _most_memory() -> float:
    """The most memory that this process has had since it was told to forget (Linux), in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    [peak] = [line for line in lines if line.startswith("VmHWM:")]
    return int(peak.split()[1]) / 1024
