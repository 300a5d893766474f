"""
Numbers as people write them, with a unit beside.

Decimal comma and point are both read, and 1,5e3, 1,5·10^3, 1.5*10**3 and 1.5x10^3 alike.
Separators of thousands are refused, not guessed: `1 000`, `1.000,5` and `1,000,000`.
"""

import re
from dataclasses import dataclass
from decimal import Context, Decimal

from quizzes.grading.marks import Unfit, UnfitAnswerError

# Beyond this a number is not one to answer with; below the other it is zero.
LARGEST = Decimal("1e308")
SMALLEST_EXPONENT = -400
# Moodle's: the smallest difference that counts, of 14 digits.
EPSILON = Decimal("1e-14")
NOMINAL, RELATIVE, GEOMETRIC = TOLERANCES = ("nominal", "relative", "geometric")
ANY = "*"

MINUS = str.maketrans({"−": "-", "–": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " "})
SPLIT_DIGITS = re.compile(r"[0-9][\s'’]+[0-9]")
NUMBER = (
    r"(?P<sign>[+-]?)\s*(?P<digits>[0-9][0-9.,]*|[.,][0-9][0-9.,]*)"
    r"(?:\s*(?:[eE]|[xX*×·⋅]\s*10\s*(?:\^|\*\*))\s*(?P<exponent>[+-]?\s*[0-9]+))?"
)
FIRST = re.compile(rf"\s*{NUMBER}")
LAST = re.compile(rf"{NUMBER}\s*$")
SEPARATOR = re.compile("[.,]")
# Sums of numbers of any size, without signals.
SUMS = Context(prec=60, Emin=-999_999, Emax=999_999, traps=[])


@dataclass(frozen=True)
class Reading:
    """A number that was read, and what stood beside it, without its spaces."""

    value: Decimal
    unit: str = ""


def read(text: str, *, unit_first: bool = False) -> Reading:
    """
    Read a number with what may be its unit; raises UnfitAnswerError where there is none.

    A number of more than 60 digits is rounded to 60.

    >>> read("1,5 kg"), read("€12.50", unit_first=True).unit
    (Reading(value=Decimal('1.5'), unit='kg'), '€')
    >>> [str(read(text).value) for text in ("1.5e3", "1,5·10^3", "3 x 10**-2", ".5", "−5")]
    ['1.5E+3', '1.5E+3', '0.03', '0.5', '-5']
    >>> read("1 000")
    Traceback (most recent call last):
    quizzes.grading.marks.UnfitAnswerError: thousands
    """
    text = text.translate(MINUS)
    found = LAST.search(text) if unit_first else FIRST.match(text)
    if not found:
        raise UnfitAnswerError(Unfit.NOT_A_NUMBER)
    beside = text[: found.start()] if unit_first else text[found.end() :]
    if SPLIT_DIGITS.search(text) or len(SEPARATOR.findall(found["digits"].rstrip(".,"))) > 1:
        raise UnfitAnswerError(Unfit.THOUSANDS)
    return Reading(_value(found), spaceless(beside))


def spaceless(text: str) -> str:
    """Return a unit as it is compared: without spaces."""
    return "".join(text.split())


def _value(found: re.Match[str]) -> Decimal:
    digits = found["digits"].rstrip(".,").replace(",", ".")
    exponent = spaceless(found["exponent"] or "0")
    power = int(exponent) if len(exponent) < 8 else (-1 if exponent[0] == "-" else 1) * 10**6
    value = Decimal(f"{found['sign']}{digits}")
    if not value or power + value.adjusted() < SMALLEST_EXPONENT:
        return Decimal(0)
    if power + value.adjusted() >= LARGEST.adjusted():
        raise UnfitAnswerError(Unfit.TOO_LARGE)
    return value.scaleb(power, SUMS)


def number(text: str) -> Decimal | None:
    """
    Return the number that an editor wrote and nothing beside it; None for anything else.

    >>> number("2,50"), number("2 kg"), number("much")
    (Decimal('2.50'), None, None)
    """
    try:
        reading = read(text)
    except UnfitAnswerError:
        return None
    return None if reading.unit else reading.value


def holds(answer: str, tolerance: str, tolerance_type: str, value: Decimal) -> bool:
    """
    Whether a value lies within an answer's interval, its ends included; `*` holds every value.

    nominal: answer ± tolerance. relative: answer ± |answer|·tolerance. geometric: from
    answer ÷ (1 + tolerance) to answer · (1 + tolerance).

    >>> holds("10", "0.5", NOMINAL, Decimal("10.5")), holds("10", "0.5", NOMINAL, Decimal("10.51"))
    (True, False)
    >>> holds("-10", "0.1", RELATIVE, Decimal(-11)), holds("10", "1", GEOMETRIC, Decimal(5))
    (True, True)
    """
    if answer.strip() == ANY:
        return True
    middle = number(answer)
    if middle is None:
        return False
    width = abs(number(tolerance) or Decimal(0))
    if tolerance_type == GEOMETRIC:
        quotient = SUMS.add(1, SUMS.add(width, EPSILON))
        ends = SUMS.divide(middle, quotient), SUMS.multiply(middle, quotient)
    else:
        if tolerance_type == RELATIVE:
            span = SUMS.multiply(abs(middle), SUMS.add(width, EPSILON))
        else:
            least = SUMS.multiply(EPSILON, max(width, abs(middle), EPSILON))
            span = SUMS.add(width, least)
        ends = SUMS.subtract(middle, span), SUMS.add(middle, span)
    return min(ends) <= value <= max(ends)
