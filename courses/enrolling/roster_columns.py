"""The columns of a file of people, by the headings that people give them."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

EMAIL, GIVEN, SURNAME = "email", "first_name", "last_name"
CLASS, RIGHT, LANGUAGE = "registrar_class", "study_right", "language"
LABELS: dict[str, Any] = {
    EMAIL: _("E-mail address"),
    GIVEN: _("Given names"),
    SURNAME: _("Surname"),
    CLASS: _("Class (Luokittelu)"),
    RIGHT: _("Study-right key"),
    LANGUAGE: _("Language"),
}
# Finnish, Swedish, English; letters and digits alone count, whatever stands between.
HEADINGS: dict[str, str] = {
    EMAIL: "sähköposti sähköpostiosoite email emailosoite meili spostiosoite sposti epost "
    "epostadress emailadress emailaddress mail",
    GIVEN: "etunimi etunimet kaikkietunimet kutsumanimi förnamn samtligaförnamn firstname "
    "firstnames givenname givennames",
    SURNAME: "sukunimi efternamn surname lastname familyname",
    CLASS: "luokka luokittelu rekisteriluokka klass klassificering class registrarsclass "
    "luokitteluluokka classluokittelu",
    RIGHT: "opiskeluoikeus opiskeluoikeudenavain opiskeluoikeusavain studierätt "
    "studierättensnyckel studierättsnyckel studyright studyrightkey",
    LANGUAGE: "kieli asiointikieli språk language",
}
_BY_HEADING = {heading: key for key, words in HEADINGS.items() for heading in words.split()}


def column_of(heading: str) -> str | None:
    """
    Return which column a heading names; None for one that is not ours.

    >>> column_of(" S-postiosoite"), column_of("E-postadress"), column_of("Given names")
    ('email', 'email', 'first_name')
    >>> column_of("Kengännumero")
    """
    letters = re.sub(r"[\W_]", "", unicodedata.normalize("NFC", heading).casefold())
    return _BY_HEADING.get(letters)


def places(headings: Iterable[str]) -> dict[str, int]:
    """Return where each column stands; the first of two that are called the same."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        if key := column_of(heading):
            found.setdefault(key, place)
    return found
