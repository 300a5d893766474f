"""
The national learner id (oppijanumero).

An OID of the Finnish National Agency for Education: node 24 is for people, the last part
has eleven digits, and its last digit checks the others by the weights 7, 3, 1 of Finnish
reference numbers. So the Agency's generator makes them, and national services check them.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PREFIX = "1.2.246.562.24."
PATTERN = r"^1\.2\.246\.562\.24\.[1-9][0-9]{10}$"
WEIGHTS = (7, 3, 1)


def check_digit(number: str) -> str:
    """
    Return the digit that follows ten digits.

    >>> check_digit("1234567890")
    '7'
    """
    total = sum(
        int(digit) * WEIGHTS[place % len(WEIGHTS)] for place, digit in enumerate(reversed(number))
    )
    return str(-total % 10)


def in_full(typed: str) -> str:
    """
    Return the id as registers write it: no spaces, and the prefix where only digits were typed.

    >>> in_full(" 12345678907 ")
    '1.2.246.562.24.12345678907'
    """
    compact = "".join(typed.split())
    return PREFIX + compact if re.fullmatch(r"[0-9]{11}", compact) else compact


def validate_learner_id(value: str) -> None:
    """Raise ValidationError for what is no national learner id."""
    if not re.fullmatch(PATTERN, value):
        raise ValidationError(
            _("A national learner id is 1.2.246.562.24. and 11 digits."), code="form"
        )
    number = value.removeprefix(PREFIX)
    if check_digit(number[:-1]) != number[-1]:
        raise ValidationError(
            _("One of the digits is wrong. Copy the learner id from Opintopolku."), code="digit"
        )
