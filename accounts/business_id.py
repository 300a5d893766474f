"""Finnish business IDs (Y-tunnus): seven digits, a dash and a check digit."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FORM = r"[0-9]{7}-[0-9]"
# Of the Finnish tax administration, for the digits from left to right.
WEIGHTS = (7, 9, 10, 5, 8, 4, 2)


def is_business_id(text: str) -> bool:
    """
    Whether its form and its check digit are right.

    >>> is_business_id("0245437-2"), is_business_id("0245437-3"), is_business_id("245437-2")
    (True, False, False)
    """
    if not re.fullmatch(FORM, text):
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(text, WEIGHTS, strict=False)) % 11
    return rest != 1 and int(text[-1]) == (11 - rest) % 11


def validate_business_id(text: str) -> None:
    """Refuse what no register would know."""
    if not is_business_id(text):
        raise ValidationError(
            _("A business ID is seven digits, a dash and a check digit, such as 0245437-2."),
            code="business_id",
        )
