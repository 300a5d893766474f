"""
The columns of the completion list, in the order that study offices expect.

Each reads one field of a record and gives a typed cell: text, date, time or number. What a
cell says in words (yes, new …) is settled once a list, so that a frozen list says it for ever.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import protection
from courses.catalogue.models import Course
from courses.registrar.records import PLACES, Record, RowState
from home.spreadsheets import Cell

CellWords = Mapping[str, str]
# Learners' ids → their identity codes; each call is written down as a reading.
Codes = Callable[[list[int]], Mapping[int, str]]

IDENTITY_CODE = "identity_code"


class Column(NamedTuple):
    """A column: its key, its heading, the field that it reads and how (None: as it is)."""

    key: str
    heading: Any
    field: str
    read: Callable[[Any, CellWords], Cell] | None = None
    on_screen: bool = False


def cell_words() -> dict[str, str]:
    """Return the words that cells are made of, in the active language."""
    return {
        "yes": _("yes"),
        "no": _("no"),
        "kept back": protection.in_words(),
        **{value: str(label) for value, label in Course.Scale.choices},
        **{value: str(label) for value, label in RowState.choices},
    }


def _name_in(language: str) -> Callable[[Mapping[str, str], CellWords], str]:
    return lambda names, words: names.get(language) or ""


def _word(value: str, words: CellWords) -> str:
    return words[value]


def _address(value: str, words: CellWords) -> str:
    """Every completion has an address: where there is none to see, it is kept back."""
    return value or words.get("kept back", "")


def _given(value: datetime.datetime | None, words: CellWords) -> str:
    return words["yes" if value else "no"]


def _moment(value: datetime.datetime | None, words: CellWords) -> datetime.datetime | None:
    """Spreadsheets know no zones: Finnish time, said once in the manual."""
    return timezone.localtime(value).replace(tzinfo=None, microsecond=0) if value else None


def completion_key(root: int) -> str:
    """Return the key by which registers know a completion and its corrections."""
    return f"TKP-S-{root}"


def learner_key(learner: int) -> str:
    """Return the key by which registers know a learner of this platform."""
    return f"TKP-O-{learner}"


COLUMNS = (
    Column("surname", gettext_lazy("Surname"), "surname", on_screen=True),
    Column("given_names", gettext_lazy("Given names"), "given_names", on_screen=True),
    Column("birth_date", gettext_lazy("Date of birth"), "birth_date"),
    Column("learner_id", gettext_lazy("National learner id"), "national_learner_id"),
    Column("email", gettext_lazy("E-mail address"), "email", _address),
    Column("home_organisation", gettext_lazy("Home organisation"), "home_organisation"),
    Column("course_code", gettext_lazy("Course code"), "course_code", on_screen=True),
    Column("run_code", gettext_lazy("Course run"), "run_code", on_screen=True),
    Column("name_fi", gettext_lazy("Name in Finnish"), "course_names", _name_in("fi")),
    Column("name_sv", gettext_lazy("Name in Swedish"), "course_names", _name_in("sv")),
    Column("name_en", gettext_lazy("Name in English"), "course_names", _name_in("en")),
    Column("credits", gettext_lazy("Credits (op)"), "credits", on_screen=True),
    Column("scale", gettext_lazy("Scale"), "scale", _word),
    Column("grade", gettext_lazy("Grade"), "grade", on_screen=True),
    Column("completed_on", gettext_lazy("Completion date"), "completed_on", on_screen=True),
    Column("assessed_on", gettext_lazy("Assessment date"), "assessed_on"),
    Column("language", gettext_lazy("Language"), "language", on_screen=True),
    Column("assessor", gettext_lazy("Assessor"), "assessor"),
    Column("registrar_class", gettext_lazy("Class (Luokittelu)"), "registrar_class"),
    Column("consent", gettext_lazy("Consent to registration"), "consented_at", _given),
    Column("consented_at", gettext_lazy("Consent given"), "consented_at", _moment),
    Column("certificate", gettext_lazy("Certificate number"), "certificate", on_screen=True),
    Column("state", gettext_lazy("State"), "state", _word, on_screen=True),
)
# What a profile may add to the columns above.
OPTIONAL = (
    Column(IDENTITY_CODE, gettext_lazy("Personal identity code"), "learner"),
    Column("study_right", gettext_lazy("Study-right key"), "study_right"),
    Column("study_field", gettext_lazy("Field of study (ohjauksen ala)"), "study_field"),
    Column("hours", gettext_lazy("Hours of work"), "hours"),
    Column("key", gettext_lazy("Key of the completion"), "key", lambda key, _: completion_key(key)),
    Column("learner", gettext_lazy("Key of the learner"), "learner", lambda pk, _: learner_key(pk)),
)
BY_KEY = {column.key: column for column in (*COLUMNS, *OPTIONAL)}
DEFAULT_KEYS = tuple(column.key for column in COLUMNS)


def headings() -> list[str]:
    """Return the first line of a list, in the active language."""
    return [str(column.heading) for column in COLUMNS]


def cells_of(
    chunk: Iterable[Record],
    keys: Sequence[str],
    words: CellWords,
    codes: Codes | None = None,
) -> Iterator[list[Cell]]:
    """
    Yield the cells of these columns for each record of a chunk.

    `codes` reads identity codes where a column wants them; without it that column is empty.
    """
    readers = [(BY_KEY[key].read, PLACES[BY_KEY[key].field]) for key in keys]
    if IDENTITY_CODE in keys:
        chunk = list(chunk)
        known = codes([record[PLACES["learner"]] for record in chunk]) if codes else {}
        place = keys.index(IDENTITY_CODE)
        readers[place] = (lambda learner, _words: known.get(learner, ""), PLACES["learner"])
    for record in chunk:
        yield [
            record[place] if read is None else read(record[place], words) for read, place in readers
        ]
