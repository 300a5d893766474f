"""
The columns of the completion list, in the order that study offices expect.

Each reads one column of `Completion` and gives a typed cell: text, date, time or number.
Certificates live in an app above this one, so their numbers come through a registry.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.catalogue.models import Course
from courses.progress.models import CompletionQuerySet
from home.spreadsheets import Cell

CertificateNumbers = Callable[[Sequence[int]], Mapping[int, str]]
# Rows read from the database at a time; what a list costs in memory.
CHUNK = 1000

_certificate_numbers: list[CertificateNumbers] = []


class Column(NamedTuple):
    """A column: its key, its heading, the field that it reads and how."""

    key: str
    heading: Any
    field: str
    read: Callable[[Any], Cell]
    on_screen: bool = False


def register_certificate_numbers(numbers: CertificateNumbers) -> None:
    """Name who knows certificates: a function of completion ids → their newest number in force."""
    _certificate_numbers[:] = [numbers]


def _as_it_is(value: Any) -> Cell:
    return value


def _name_in(language: str) -> Callable[[Mapping[str, str]], str]:
    return lambda names: names.get(language) or ""


def _scale(value: str) -> str:
    return str(Course.Scale(value).label)


def _given(value: datetime.datetime | None) -> str:
    return _("yes") if value else _("no")


def _moment(value: datetime.datetime | None) -> datetime.datetime | None:
    """Spreadsheets know no zones: Finnish time, said once in the manual."""
    return timezone.localtime(value).replace(tzinfo=None, microsecond=0) if value else None


def _state(value: datetime.datetime | None) -> str:
    return _("annulled") if value else _("valid")


COLUMNS = (
    Column("surname", gettext_lazy("Surname"), "surname", _as_it_is, on_screen=True),
    Column("given_names", gettext_lazy("Given names"), "given_names", _as_it_is, on_screen=True),
    Column("birth_date", gettext_lazy("Date of birth"), "birth_date", _as_it_is),
    Column("learner_id", gettext_lazy("National learner id"), "national_learner_id", _as_it_is),
    Column("email", gettext_lazy("E-mail address"), "email", _as_it_is),
    Column("home_organisation", gettext_lazy("Home organisation"), "home_organisation", _as_it_is),
    Column("course_code", gettext_lazy("Course code"), "course_code", _as_it_is, on_screen=True),
    Column("run_code", gettext_lazy("Course run"), "run_code", _as_it_is, on_screen=True),
    Column("name_fi", gettext_lazy("Name in Finnish"), "course_names", _name_in("fi")),
    Column("name_sv", gettext_lazy("Name in Swedish"), "course_names", _name_in("sv")),
    Column("name_en", gettext_lazy("Name in English"), "course_names", _name_in("en")),
    Column("credits", gettext_lazy("Credits (op)"), "credits", _as_it_is, on_screen=True),
    Column("scale", gettext_lazy("Scale"), "scale", _scale),
    Column("grade", gettext_lazy("Grade"), "grade", _as_it_is, on_screen=True),
    Column(
        "completed_on", gettext_lazy("Completion date"), "completed_on", _as_it_is, on_screen=True
    ),
    Column("assessed_on", gettext_lazy("Assessment date"), "assessed_on", _as_it_is),
    Column("language", gettext_lazy("Language"), "language", _as_it_is, on_screen=True),
    Column("assessor", gettext_lazy("Assessor"), "assessor", _as_it_is),
    Column("registrar_class", gettext_lazy("Class (Luokittelu)"), "registrar_class", _as_it_is),
    Column("consent", gettext_lazy("Consent to registration"), "consented_at", _given),
    Column("consented_at", gettext_lazy("Consent given"), "consented_at", _moment),
    Column(
        "certificate", gettext_lazy("Certificate number"), "pk", lambda pk: None, on_screen=True
    ),
    Column("state", gettext_lazy("State"), "annulled_at", _state, on_screen=True),
)
FIELDS = tuple(dict.fromkeys(column.field for column in COLUMNS))
_PLACES = tuple(FIELDS.index(column.field) for column in COLUMNS)
_PK = FIELDS.index("pk")
_CERTIFICATE = [column.key for column in COLUMNS].index("certificate")


def headings() -> list[str]:
    """Return the first line of a list, in the active language."""
    return [str(column.heading) for column in COLUMNS]


def completion_rows(completions: CompletionQuerySet) -> Iterator[list[Cell]]:
    """
    Yield the cells of each completion, in the order of the queryset.

    Reads in chunks: whole lists never stand in memory, and certificates cost one query a
    chunk. A sliced queryset (a page on the screen) is read as it is.
    """
    values = completions.values_list(*FIELDS)
    for chunk in _chunks(values.iterator(chunk_size=CHUNK)):
        yield from _rows(chunk)


def _chunks(values: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while chunk := list(islice(values, CHUNK)):
        yield chunk


def _rows(chunk: Iterable[tuple[Any, ...]]) -> Iterator[list[Cell]]:
    chunk = list(chunk)
    numbers: Mapping[int, str] = {}
    for known in _certificate_numbers:
        numbers = known([values[_PK] for values in chunk])
    readers = list(zip((column.read for column in COLUMNS), _PLACES, strict=True))
    for values in chunk:
        row = [read(values[place]) for read, place in readers]
        row[_CERTIFICATE] = numbers.get(values[_PK], "")
        yield row
