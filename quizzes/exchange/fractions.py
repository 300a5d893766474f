"""The shares of a question's points that files may give to an answer."""

from decimal import Decimal, InvalidOperation

from quizzes.exchange.parsed import Notes, RefusedError

POSITIVE = tuple(
    Decimal(digits) / 10**7
    for digits in (
        10000000, 9000000, 8333333, 8000000, 7500000, 7000000, 6666667, 6000000, 5000000,
        4000000, 3333333, 3000000, 2500000, 2000000, 1666667, 1428571, 1250000, 1111111,
        1000000, 500000,
    )
)  # fmt: skip
ALLOWED = (*POSITIVE, Decimal(0), *(-share for share in reversed(POSITIVE)))
CLOSE = Decimal("0.00001")
SEVENTH = Decimal("0.0000001")
# Longer numbers than this are no percentages; Decimal would count for a long time.
LONGEST_NUMBER = 40


def percent(text: str) -> Decimal | None:
    """
    Return a percentage as a share, unrounded; None where the text is no number.

    >>> percent("33.33333"), percent(" 50 "), percent("much"), percent("1e999999")
    (Decimal('0.3333333'), Decimal('0.5'), None, None)
    """
    number = number_of(text)
    return None if number is None else number / 100


def number_of(text: str) -> Decimal | None:
    """
    Return the number that a text is, with a decimal point; None where it is none.

    >>> number_of("1.50"), number_of("1e3"), number_of("NaN"), number_of("1_000"), number_of("٣")
    (Decimal('1.50'), Decimal('1E+3'), None, None, None)
    """
    text = text.strip()
    if not text or len(text) > LONGEST_NUMBER or "_" in text or not text.isascii():
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    # An exponent of this size is no mark and no measure that a question asks for.
    return number if number.is_finite() and abs(number.adjusted()) <= 100 else None


def allowed(share: Decimal, notes: Notes, *, nearest: bool) -> Decimal:
    """
    Return the allowed share that this one is; raises RefusedError where it is none.

    Within 0.00001 it is the same. With `nearest` any other becomes the nearest one.

    >>> allowed(Decimal("0.33333"), Notes(1), nearest=False)
    Decimal('0.3333333')
    """
    best = min(ALLOWED, key=lambda one: abs(one - share))
    if abs(best - share) < CLOSE:
        return best
    if not nearest:
        raise RefusedError("fraction", percent=plain(share * 100))
    notes.say("fraction_nearest", percent=plain(share * 100), nearest=plain(best * 100))
    return best


def plain(number: Decimal) -> str:
    """
    Write a number one way only: no exponent, no zeros at its end.

    >>> plain(Decimal("1E+2")), plain(Decimal("0.5000")), plain(Decimal("-0"))
    ('100', '0.5', '0')
    """
    if not number:
        return "0"
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_percent(share: Decimal) -> str:
    """
    Write a share as a percentage with five decimals at most.

    >>> as_percent(Decimal("0.3333333")), as_percent(Decimal(-1))
    ('33.33333', '-100')
    """
    return plain(share * 100)
