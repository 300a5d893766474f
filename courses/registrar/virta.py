"""
Completions as the national study-record format writes them (VIRTA 1.06.1), as a stream.

Pure: knows neither the database nor Django. What the schema says of order, obligatory parts
and code values is held here: SuoritusPvm, Laajuus, Arvosana, Myontaja, Laji, Nimi, Kieli,
Koulutusala, HyvaksilukuPvm, Luokittelu. It has no failing grade and no way to withdraw a
record, so only passed completions in force are written; what was withdrawn is told by the
delivery's list.

Learners are a file of their own (`Opiskelijat`): the schema of completions holds their key
alone. XML 1.0 has no place for control characters: a text with one raises, nothing is
dropped in silence.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

NAMESPACE = "urn:mace:funet.fi:virta/2015/09/01"
OTHER_COMPLETION = "2"  # Laji
MOST_CREDIT_DECIMALS = 6
LONGEST_NAME = 200
LANGUAGES = ("fi", "sv", "en")
CLASSES = (1, 4, 13, 18, 19)  # Luokittelu
STUDY_FIELDS = range(1, 13)  # Koulutusala, as the ministry steers (ohjausala)
# Grades by our scale, and the scale's name there.
GRADES: Mapping[str, tuple[str, ...]] = {
    "pass_fail": ("HYV",),
    "zero_to_five": ("HYV", "1", "2", "3", "4", "5"),
}
SCALES: Mapping[str, str] = {"pass_fail": "Hyvaksytty", "zero_to_five": "Viisiportainen"}

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ISSUER = re.compile("[0-9]{5}")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_TEXT = str.maketrans(_ESCAPES)
# A parser would turn tabs and ends of lines in attributes into spaces.
_IN_ATTRIBUTE = str.maketrans(_ESCAPES | {'"': "&quot;", "\t": "&#9;", "\n": "&#10;"})


class NothingToWriteError(Exception):
    """The schema wants one record at least."""


class UnwritableError(ValueError):
    """A record breaks what the schema says; the message names its key and what is wrong."""


@dataclass(frozen=True)
class Study:
    """One passed completion. `names` by language; `recognised_on` for prior learning."""

    key: str
    learner_key: str
    course_code: str
    completed_on: datetime.date
    credits: Decimal
    scale: str
    grade: str
    issuer: str
    names: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    recognised_on: datetime.date | None = None
    study_field: int | None = None
    registrar_class: int | None = None
    study_right: str = ""


@dataclass(frozen=True)
class Learner:
    """One person as the register knows them."""

    key: str
    surname: str = ""
    given_names: str = ""
    national_learner_id: str = ""
    identity_code: str = field(default="", repr=False)


def can_be_written(text: str) -> bool:
    """
    Return whether XML 1.0 has every character of a text.

    >>> can_be_written("Márjá"), can_be_written("Mar\\x0bja")
    (True, False)
    """
    return _FORBIDDEN.search(text) is None


def studies_xml(studies: Iterable[Study]) -> Iterator[str]:
    """
    Yield the file of completions in pieces.

    Raises NothingToWriteError when there is none, and UnwritableError at the first record
    that the schema would refuse.
    """
    return _file("Opintosuoritukset", map(_study, studies))


def learners_xml(learners: Iterable[Learner]) -> Iterator[str]:
    """Yield the file of learners in pieces; raises as `studies_xml` does."""
    return _file("Opiskelijat", map(_learner, learners))


def _file(root: str, records: Iterator[str]) -> Iterator[str]:
    first = next(records, None)
    if first is None:
        raise NothingToWriteError
    return _pieces(root, first, records)


def _pieces(root: str, first: str, rest: Iterator[str]) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">\n'
    yield first
    yield from rest
    yield f"</{root}>\n"


def _study(study: Study) -> str:
    _hold_to_the_schema(study)
    attributes = {
        "avain": study.key,
        "opiskelijaAvain": study.learner_key,
        "koulutusmoduulitunniste": study.course_code,
    }
    if study.study_right:
        attributes["opiskeluoikeusAvain"] = study.study_right
    written = "".join(
        f' {name}="{_safe(study.key, value, _IN_ATTRIBUTE)}"' for name, value in attributes.items()
    )
    scale = SCALES[study.scale]
    parts = [
        _element("SuoritusPvm", study.completed_on.isoformat()),
        f"<Laajuus>{_element('Opintopiste', _decimal(study.credits))}</Laajuus>",
        f"<Arvosana>{_element(scale, study.grade)}</Arvosana>",
        _element("Myontaja", study.issuer),
        _element("Laji", OTHER_COMPLETION),
    ]
    for language in LANGUAGES:
        if name := study.names.get(language):
            text = _safe(study.key, _shortened(name), _IN_TEXT)
            parts.append(f'<Nimi kieli="{language}">{text}</Nimi>')
    if study.language in LANGUAGES:
        parts.append(_element("Kieli", study.language))
    if study.study_field is not None:
        field = f'<Koodi versio="ohjausala">{study.study_field}</Koodi>'
        parts.append(_element("Koulutusala", field))
    if study.recognised_on:
        parts.append(_element("HyvaksilukuPvm", study.recognised_on.isoformat()))
    if study.registrar_class is not None:
        parts.append(_element("Luokittelu", str(study.registrar_class)))
    return f"<Opintosuoritus{written}>{''.join(parts)}</Opintosuoritus>\n"


def _hold_to_the_schema(study: Study) -> None:
    """Raise for what a text cannot be escaped into being right."""
    wrong = ""
    if not (study.key and study.learner_key and study.course_code):
        wrong = "a key or the course code is missing"
    elif study.grade not in GRADES.get(study.scale, ()):
        wrong = f"the grade {study.grade} is not on the scale {study.scale}"
    elif _ISSUER.fullmatch(study.issuer) is None:
        wrong = "the institution code is not five digits"
    elif study.registrar_class not in (None, *CLASSES):
        wrong = f"the class {study.registrar_class} is unknown"
    elif study.study_field is not None and study.study_field not in STUDY_FIELDS:
        wrong = f"the field of study {study.study_field} is unknown"
    elif study.credits <= 0:
        wrong = "credits are missing"
    elif _decimals(study.credits) > MOST_CREDIT_DECIMALS:
        wrong = f"credits have more than {MOST_CREDIT_DECIMALS} decimals"
    elif study.completed_on.year < 1900:
        wrong = "the completion date is before 1900"
    if wrong:
        raise UnwritableError(f"{study.key}: {wrong}.")


def _learner(learner: Learner) -> str:
    parts = [
        ("Henkilotunnus", learner.identity_code),
        ("Sukunimi", learner.surname),
        ("Etunimet", learner.given_names),
        ("KansallinenOppijanumero", learner.national_learner_id),
    ]
    inside = "".join(
        _element(name, _safe(learner.key, value, _IN_TEXT)) for name, value in parts if value
    )
    key = _safe(learner.key, learner.key, _IN_ATTRIBUTE)
    return f'<Opiskelija avain="{key}">{inside}</Opiskelija>\n'


def _element(name: str, text: str) -> str:
    return f"<{name}>{text}</{name}>"


def _safe(key: str, text: str, escapes: dict[int, str]) -> str:
    if not can_be_written(text):
        raise UnwritableError(f"{key}: a text has characters that XML does not know.")
    return text.translate(escapes)


def _shortened(name: str) -> str:
    """The schema ends names at 200 characters."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _decimal(number: Decimal) -> str:
    """
    Write a decimal plainly.

    >>> _decimal(Decimal("5.00")), _decimal(Decimal("10")), _decimal(Decimal("0.000001"))
    ('5', '10', '0.000001')
    """
    return f"{number.normalize():f}"
