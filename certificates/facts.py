"""
What a certificate says, as labels and values: one source for the print and the public page.

Labels and values come in the active language; names are said in the certificate's own words.
"""

import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from certificates.models import LANGUAGES, Certificate
from courses.models import Course
from home.words import SOURCE_LANGUAGE, said_in


class Fact(NamedTuple):
    """One line of the certificate's table."""

    label: str
    value: str


class Part(NamedTuple):
    """One course of a programme, as it is printed."""

    code: str
    language: str
    name: str
    scope: str
    grade: str
    completed: str


def facts(certificate: Certificate) -> list[Fact]:
    """
    Return the lines of the table, in the order in which they are printed.

    What the template leaves out is neither printed nor on the page, and what is empty has
    no line.
    """
    hours = certificate.hours if shows(certificate, "hours") else 0
    lines = [
        Fact(_("Scope"), said_scope(certificate.credits, hours)),
        Fact(_("Grade"), _grade(certificate)),
        Fact(_("Completed"), formats.date_format(certificate.completed_on)),
        Fact(_code_label(certificate), certificate.course_code),
        Fact(_("Course run"), certificate.run_code if shows(certificate, "run") else ""),
        Fact(_("Organiser"), said_in(certificate.organiser_names, get_language(), "")),
        Fact(_("Issued"), formats.date_format(timezone.localdate(certificate.issued_at))),
        Fact(pgettext("certificate", "Renewed"), _day(certificate.renewed_on)),
        Fact(pgettext("certificate", "Valid"), _until(certificate.expires_on)),
        Fact(_("Certificate number"), certificate.number),
    ]
    return [line for line in lines if line.value]


def parts(certificate: Certificate, language: str) -> list[Part]:
    """Return a programme's courses in order; a course has none."""
    found = []
    for each in certificate.parts:
        said, name = in_language(each["names"], language)
        graded = shows(certificate, "grade") and each["grade"]
        found.append(
            Part(
                code=each["code"],
                language=said,
                name=name or each["code"],
                scope=said_credits(Decimal(each["credits"])),
                grade=said_grade(each["scale"], each["grade"]) if graded else "",
                completed=_day(datetime.date.fromisoformat(each["completed_on"])),
            )
        )
    return found


def shows(certificate: Certificate, name: str) -> bool:
    """Whether the template had this shown; the first templates had no choice and showed all."""
    shown: bool = certificate.design.get("shows", {}).get(name, True)
    return shown


def layout_of(certificate: Certificate) -> str:
    """The layout of the page; the first certificates were all upright."""
    layout: str = certificate.design.get("layout", "portrait")
    return layout


def _grade(certificate: Certificate) -> str:
    if not certificate.grade or not shows(certificate, "grade"):
        return ""
    return said_grade(certificate.scale, certificate.grade)


def _code_label(certificate: Certificate) -> str:
    if not certificate.parts:
        return _("Course code")
    return _("Programme code")


def _day(day: datetime.date | None) -> str:
    return formats.date_format(day) if day else ""


def _until(day: datetime.date | None) -> str:
    return _("until %(date)s") % {"date": formats.date_format(day)} if day else ""


def said_credits(credits: Decimal) -> str:
    """Return credits in short, as a reader abroad knows them."""
    return pgettext("certificate", "%(credits)s ECTS") % {"credits": _number(credits)}


def said_scope(credits: Decimal, hours: int) -> str:
    """Return credits and hours of work."""
    said = ngettext(
        "%(credits)s ECTS credit", "%(credits)s ECTS credits", 1 if credits == 1 else 2
    ) % {"credits": _number(credits)}
    if not hours:
        return said
    return _("%(credits)s (%(hours)s hours of work)") % {"credits": said, "hours": hours}


def _number(credits: Decimal) -> str:
    number = f"{credits:f}".rstrip("0").rstrip(".") if credits % 1 else f"{credits:.0f}"
    return formats.number_format(number)


def said_grade(scale: str, grade: str) -> str:
    """Return the grade and the scale on which it stands."""
    return _("%(grade)s (scale: %(scale)s)") % {
        "grade": _("Passed") if grade == "HYV" else grade,
        "scale": Course.Scale(scale).label,
    }


def words_in(certificate: Certificate, language: str) -> dict[str, str]:
    """Return the template's words in a language."""
    words: dict[str, str] = certificate.design["words"][language]
    return words


def signatories_in(certificate: Certificate, language: str) -> list[dict[str, str]]:
    """Return who signed, with the title in a language, else in Finnish."""
    return [
        {
            "name": each["name"],
            "title": said_in(each["titles"], language, ""),
            "picture": each.get("picture", ""),
        }
        for each in certificate.design["signatories"]
    ]


def in_language(words: dict[str, Any], language: str) -> tuple[str, Any]:
    """
    Return the words in a language with the language that they are really in.

    >>> in_language({"fi": "polku"}, "sv")
    ('fi', 'polku')
    """
    for each in (language, SOURCE_LANGUAGE, *LANGUAGES):
        if words.get(each):
            return each, words[each]
    return language, ""


def outcomes(certificate: Certificate, language: str) -> tuple[str, list[str]]:
    """Return the learning outcomes as (language, outcomes); none where they are not shown."""
    if not shows(certificate, "outcomes"):
        return language, []
    said, found = in_language(certificate.outcomes, language)
    return said, found or []


def other_names(certificate: Certificate, language: str) -> list[tuple[str, str]]:
    """Return the course's names that differ from the main one, as (language, name)."""
    if not shows(certificate, "other_names"):
        return []
    said, main = in_language(certificate.course_names, language)
    found: dict[str, str] = {main: said}
    for each in LANGUAGES:
        if name := certificate.course_names.get(each):
            found.setdefault(name, each)
    return [(each, name) for name, each in found.items() if name != main]


def public_address(certificate: Certificate) -> str:
    """Return the address printed on paper; it never changes."""
    return settings.BASE_URL + reverse("certificates:verify", args=[certificate.code])
