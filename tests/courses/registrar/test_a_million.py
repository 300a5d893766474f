"""A million completions as CSV: as flat as ten thousand, in one statement, quickly enough."""

import time
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import Completion, Enrolment
from courses.registrar.exporting import sheet_of
from courses.registrar.listing import Choice
from home.spreadsheets import csv_lines

pytestmark = [pytest.mark.long, pytest.mark.django_db]

MOST_OVER_IDLE = 20  # MB
ROWS_A_SECOND = 8_000


def most_memory() -> float:
    """The most that this process has held since it was told to forget (Linux), in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    [peak] = [line for line in lines if line.startswith("VmHWM:")]
    return int(peak.split()[1]) / 1024


def columns(model, *left_out):
    names = [field.column for field in model._meta.concrete_fields]
    return [name for name in names if name not in ("id", *left_out)]


def fill(completion: Completion, count: int) -> None:
    """Give the run so many more completions like this one, of enrolments of their own."""
    quoted = ", ".join(map(connection.ops.quote_name, columns(Enrolment)))
    frozen = columns(Completion, "enrolment_id", "surname")
    copied = ", ".join(f"c.{connection.ops.quote_name(name)}" for name in frozen)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH RECURSIVE numbers (n) AS (
                SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %s)
            INSERT INTO courses_enrolment ({quoted})
            SELECT {quoted} FROM courses_enrolment CROSS JOIN numbers
            WHERE courses_enrolment.id = %s""",
            [count, completion.enrolment_id],
        )
        cursor.execute(
            f"""INSERT INTO courses_completion (enrolment_id, surname, {", ".join(frozen)})
            SELECT e.id, 'Suorittaja ' || (e.id * 7919 %% 1000003), {copied}
            FROM courses_enrolment e, courses_completion c
            WHERE c.id = %s AND e.run_id = c.run_id AND e.id <> c.enrolment_id
            AND NOT EXISTS (SELECT 1 FROM courses_completion o WHERE o.enrolment_id = e.id)""",
            [completion.pk],
        )


def read(choice: Choice) -> tuple[int, float, float, int]:
    """Make the CSV; return its rows, MB over the idle process, seconds and statements."""
    chosen = choice.of(Completion.objects.all())
    Path("/proc/self/clear_refs").write_text("5")
    idle = most_memory()
    with CaptureQueriesContext(connection) as captured:
        began = time.process_time()
        rows = sum(1 for _line in csv_lines(sheet_of(chosen, choice))) - 2
        seconds = time.process_time() - began
    return rows, most_memory() - idle, seconds, len(captured)


def test_a_million_rows_are_as_flat_as_ten_thousand(ours):
    [completion] = ours.registrable(enrolment__completed_at=timezone.now())
    choice = Choice(run=ours.run)
    fill(completion, 9_999)
    few, few_over, _seconds, few_statements = read(choice)
    fill(completion, 990_000)
    many, many_over, seconds, many_statements = read(choice)
    assert (few, many) == (10_000, 1_000_000)
    assert few_statements == many_statements == 1
    assert max(few_over, many_over) <= MOST_OVER_IDLE
    assert many_over <= few_over + 5
    assert many / seconds >= ROWS_A_SECOND
