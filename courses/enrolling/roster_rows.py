"""What is wrong in a file of people, by row and field; nothing is written here."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.account_data import refuse_nobody
from accounts.names import tidy_name
from courses.catalogue.runs import CourseRun, RegistrarClass
from courses.enrolling.models import Enrolment
from courses.enrolling.refusals import taken_seats
from courses.enrolling.roster_columns import (
    CLASS,
    EMAIL,
    GIVEN,
    LABELS,
    LANGUAGE,
    RIGHT,
    SURNAME,
    places,
)
from home.tables import Line, UnreadableTableError

# A statement of the database takes so many values; SQLite's limit is the lower one.
AT_A_TIME = 5_000
LONGEST = {GIVEN: 150, SURNAME: 150, RIGHT: 60, EMAIL: 254}
# What a formula that failed shows: #N/A, #VIITTAUS!, #DIV/0!.
FAILED_FORMULA = re.compile(r"#[A-ZÅÄÖ/0]+[!?]?")


@dataclass(frozen=True)
class Fault:
    """What is wrong in a row, at which column ("" for the row as a whole)."""

    line: int
    column: str
    words: str

    @property
    def label(self) -> str:
        """The column as the preview calls it."""
        return str(LABELS.get(self.column, ""))


@dataclass
class Checked:
    """A file looked at: its rows with what they came to, and every fault."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def faulty_lines(self) -> int:
        """How many rows have a fault."""
        return len({fault.line for fault in self.faults})


def rows_of(lines: list[Line]) -> list[dict[str, Any]]:
    """Return the rows by our columns; raises UnreadableTableError without one for addresses."""
    headings, *body = lines
    where = places(headings.cells)
    if EMAIL not in where:
        raise UnreadableTableError(
            _("The first row names no column for e-mail addresses, such as “Sähköposti”.")
        )
    rows = []
    for line in body:
        cells = {key: line.cells[place] for key, place in where.items() if place < len(line.cells)}
        rows.append({"line": line.number} | {key: cell for key, cell in cells.items() if cell})
    return rows


def check(rows: Iterable[Mapping[str, Any]], run: CourseRun) -> Checked:
    """
    Look at every row as it would be enrolled on this run now; two queries for any number.

    Says nothing on whether an address has an account, nor of anything that it has done:
    whoever uploads need not know.
    """
    checked = Checked()
    for row in rows:
        faults = list(_faults_in(row))
        checked.faults += faults
        checked.rows.append(_tidied(row) if not faults else dict(row))
    _check_together(checked, run)
    checked.faults.sort(key=lambda fault: fault.line)
    return checked


def _faults_in(row: Mapping[str, Any]) -> Iterator[Fault]:
    line = row["line"]
    try:
        address_of(row.get(EMAIL, ""))
    except ValidationError as error:
        yield Fault(line, EMAIL, error.messages[0])
    for key in (GIVEN, SURNAME):
        try:
            tidy_name(row.get(key, ""))
        except ValidationError as error:
            yield Fault(line, key, error.messages[0])
    for key in LABELS.keys() & row.keys():
        if FAILED_FORMULA.fullmatch(row[key]):
            words = _("The formula in this cell has failed: %(shown)s.")
            yield Fault(line, key, words % {"shown": row[key]})
    for key, longest in LONGEST.items():
        if len(row.get(key, "")) > longest:
            words = _("Longer than %(longest)s characters.") % {"longest": longest}
            yield Fault(line, key, words)
    if row.get(CLASS) and class_of(row[CLASS]) is None:
        known = ", ".join(str(value) for value in RegistrarClass.values)
        words = _("There is no class “%(typed)s”. The classes are %(known)s.")
        yield Fault(line, CLASS, words % {"typed": row[CLASS], "known": known})
    if row.get(LANGUAGE) and language_of(row[LANGUAGE]) is None:
        words = _("“%(typed)s” is no language of this site. Write fi, sv or en.")
        yield Fault(line, LANGUAGE, words % {"typed": row[LANGUAGE]})


def address_of(typed: str) -> str:
    """Return an address as accounts have it; raises ValidationError for what is none."""
    email = typed.strip().lower()
    if not email:
        raise ValidationError(_("The e-mail address is missing."))
    try:
        validate_email(email)
        refuse_nobody(email)
        email.rpartition("@")[2].encode("idna")
    except (ValidationError, UnicodeError):
        raise ValidationError(_("This is no e-mail address.")) from None
    return email


def class_of(typed: str) -> int | None:
    """
    Return a registrar's class by its number, which words may follow; None for none of ours.

    >>> class_of("13"), class_of("13 täydennyskoulutus"), class_of("2")
    (13, 13, None)
    """
    number = re.match(r"[0-9]{1,4}\b", typed)
    found = int(number[0]) if number else None
    return found if found in RegistrarClass.values else None


def language_of(typed: str) -> str | None:
    """Return a language by its code or its name in fi, sv, en; None for another."""
    words = {"suomi": "fi", "finska": "fi", "ruotsi": "sv", "svenska": "sv", "englanti": "en"}
    code = words.get(typed.casefold(), typed.casefold()[:2])
    return code if code in dict(settings.LANGUAGES) else None


def _tidied(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "line": row["line"],
        EMAIL: address_of(row[EMAIL]),
        GIVEN: tidy_name(row.get(GIVEN, "")),
        SURNAME: tidy_name(row.get(SURNAME, "")),
        CLASS: class_of(row.get(CLASS, "")),
        RIGHT: row.get(RIGHT, ""),
        LANGUAGE: language_of(row.get(LANGUAGE, "")) if row.get(LANGUAGE) else None,
    }


def _check_together(checked: Checked, run: CourseRun) -> None:
    """What shows only beside the other rows, and beside those who are on the run."""
    addresses = [str(row.get(EMAIL, "")).strip().lower() for row in checked.rows]
    first_at: dict[str, int] = {}
    twice = {address for address, count in Counter(addresses).items() if count > 1}
    enrolled = _enrolled(run, addresses)
    free = None if run.seats is None else max(run.seats - taken_seats(run), 0)
    for row, address in zip(checked.rows, addresses, strict=True):
        line = row["line"]
        if address in twice and address in first_at:
            words = _("The same address is on row %(line)s.") % {"line": first_at[address]}
            checked.faults.append(Fault(line, EMAIL, words))
            continue
        first_at.setdefault(address, line)
        if address in enrolled:
            checked.faults.append(Fault(line, EMAIL, _("Is enrolled on this run already.")))
        elif free is not None:
            if not free:
                checked.faults.append(Fault(line, "", _("There is no seat left for this row.")))
            free = max(free - 1, 0)


def _enrolled(run: CourseRun, addresses: list[str]) -> set[str]:
    found = Enrolment.objects.active().filter(run=run)
    return set(found.values_list("learner__email", flat=True)) & set(addresses)


def in_parts(values: list[Any]) -> Iterator[list[Any]]:
    """Yield a list in parts that a statement of the database takes."""
    for start in range(0, len(values), AT_A_TIME):
        yield values[start : start + AT_A_TIME]
