"""
Personal identity codes (henkilötunnus): how they are written, and what makes one wrong.

DDMMYY, a sign for the century, three digits and a check character: the nine digits as one
number, mod 31, into the alphabet below. Since 2023 a century has several signs. Numbers
from 900 are temporary ones, made up by hospitals and the like; no study register takes them.
"""

import datetime
import re

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
CENTURIES = {"+": 1800} | dict.fromkeys("-YXWVU", 1900) | dict.fromkeys("ABCDEF", 2000)
FORM = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})([-+ABCDEFUVWXY])([0-9]{3})([0-9A-FHJ-NPR-Y])")
# In running text: as people write it, with any dash and with spaces round the sign.
IN_TEXT = re.compile(
    r"(?<![0-9A-Za-z])[0-9]{6}[ \t]?[-+‐‑‒–—−A-FU-Y][ \t]?[0-9]{3}[0-9A-FHJ-NPR-Y](?![0-9A-Za-z])",
    re.IGNORECASE,
)
LEAST_NUMBER, FIRST_TEMPORARY = 2, 900
MASK = "•" * 11


class Slip(TextChoices):
    """What is wrong with a code; the label is the sentence that the person reads."""

    FORM = (
        "form",
        _("A personal identity code has eleven characters, such as 131052-308T."),
    )
    DATE = "date", _("The code does not begin with a date. Copy it from your identity card.")
    NUMBER = "number", _("The three digits in the code are 002 or more.")
    CHECK = "check", _("One of the characters is wrong. Copy the code from your identity card.")
    TEMPORARY = (
        "temporary",
        _("This is a temporary code. A study register takes the permanent one alone."),
    )


@sensitive_variables()
def in_full(typed: str) -> str:
    """
    Return the code as registers write it: capitals, no spaces, a plain hyphen.

    >>> in_full(" 131052–308t ")
    '131052-308T'
    """
    return "".join(typed.split()).upper().translate({ord(dash): "-" for dash in "‐‑‒–—−"})


@sensitive_variables()
def check_character(digits: str) -> str:
    """
    Return the character that follows nine digits: date and number.

    >>> check_character("131052308")
    'T'
    """
    return CHECK_CHARACTERS[int(digits) % len(CHECK_CHARACTERS)]


@sensitive_variables()
def birth_date(code: str) -> datetime.date | None:
    """
    Return the day on which the bearer was born; None where it is no day, or no code at all.

    >>> birth_date("131052-308T"), birth_date("131052A308T"), birth_date("310252-308T")
    (datetime.date(1952, 10, 13), datetime.date(2052, 10, 13), None)
    """
    found = FORM.fullmatch(code)
    if found is None:
        return None
    day, month, year, sign = found.group(1, 2, 3, 4)
    try:
        return datetime.date(CENTURIES[sign] + int(year), int(month), int(day))
    except ValueError:
        return None


@sensitive_variables()
def slip_in(code: str) -> Slip | None:
    """
    Return the first thing that is wrong with a code; None where nothing is.

    Whether the day has come yet is the caller's affair: this knows no clock.

    >>> slip_in("131052-308T")
    >>> slip_in("131052-308U").name, slip_in("310252-308T").name, slip_in("131052-9085").name
    ('CHECK', 'DATE', 'TEMPORARY')
    """
    found = FORM.fullmatch(code)
    if found is None:
        return Slip.FORM
    if birth_date(code) is None:
        return Slip.DATE
    number = found[5]
    if int(number) < LEAST_NUMBER:
        return Slip.NUMBER
    if check_character(code[:6] + number) != found[6]:
        return Slip.CHECK
    return Slip.TEMPORARY if int(number) >= FIRST_TEMPORARY else None


@sensitive_variables()
def validate_identity_code(value: str) -> None:
    """Raise ValidationError, which never repeats the code, for what is none."""
    if slip := slip_in(value):
        raise ValidationError(slip.label, code=slip.value)


@sensitive_variables()
def without_codes(text: str) -> str:
    """
    Return a text with every code in it masked: also one with a slip in its last sign.

    What does not begin with a day is no code, but some other number.

    >>> without_codes("Asiakas 131052-308t ja 131052 – 308U, tilaus 991352-3081.")
    'Asiakas ••••••••••• ja •••••••••••, tilaus 991352-3081.'
    """
    return IN_TEXT.sub(lambda found: MASK if birth_date(in_full(found[0])) else found[0], text)
