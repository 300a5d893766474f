"""
What a certificate says, as labels and values: one source for the print and the public page.

Labels and values come in the active language; names are said in the certificate's own words.
"""

from decimal import Decimal
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from certificates.models import LANGUAGES, Certificate
from courses.models import Course
from home.words import SOURCE_LANGUAGE, said_in


class Fact(NamedTuple):
    """One line of the certificate's table."""

    label: str
    value: str


def facts(certificate: Certificate) -> list[Fact]:
    """Return the lines of the table, in the order in which they are printed."""
    return [
        Fact(_("Scope"), said_scope(certificate.credits, certificate.hours)),
        Fact(_("Grade"), said_grade(certificate.scale, certificate.grade)),
        Fact(_("Completed"), formats.date_format(certificate.completed_on)),
        Fact(_("Course code"), certificate.course_code),
        Fact(_("Course run"), certificate.run_code),
        Fact(_("Organiser"), said_in(certificate.organiser_names, get_language(), "")),
        Fact(_("Issued"), formats.date_format(timezone.localdate(certificate.issued_at))),
        Fact(_("Certificate number"), certificate.number),
    ]


def said_scope(credits: Decimal, hours: int) -> str:
    """Return credits and hours of work."""
    number = f"{credits:f}".rstrip("0").rstrip(".") if credits % 1 else f"{credits:.0f}"
    said = ngettext(
        "%(credits)s ECTS credit", "%(credits)s ECTS credits", 1 if credits == 1 else 2
    ) % {"credits": formats.number_format(number)}
    if not hours:
        return said
    return _("%(credits)s (%(hours)s hours of work)") % {"credits": said, "hours": hours}


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
        {"name": each["name"], "title": said_in(each["titles"], language, "")}
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


def other_names(certificate: Certificate, language: str) -> list[tuple[str, str]]:
    """Return the course's names that differ from the main one, as (language, name)."""
    said, main = in_language(certificate.course_names, language)
    found: dict[str, str] = {main: said}
    for each in LANGUAGES:
        if name := certificate.course_names.get(each):
            found.setdefault(name, each)
    return [(each, name) for name, each in found.items() if name != main]


def public_address(certificate: Certificate) -> str:
    """Return the address printed on paper; it never changes."""
    return settings.BASE_URL + reverse("certificates:verify", args=[certificate.code])
