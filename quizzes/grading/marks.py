"""What a graded answer is worth, and why an answer may be unfit for grading."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

# Fractions closer than this are the same: three thirds in a file are 0.9999999.
TOLERANCE = Decimal("0.000001")
DIGITS = Decimal("0.0000001")
NONE = Decimal(0)
FULL = Decimal(1)


class State(StrEnum):
    """How an answer turned out."""

    UNANSWERED = "unanswered"
    WRONG = "wrong"
    PARTLY = "partly"
    RIGHT = "right"
    # Only a person can tell.
    NEEDS_GRADING = "needs_grading"


class Unfit(StrEnum):
    """Why something sent is no answer to this question."""

    UNKNOWN_OPTION = "unknown_option"
    ONE_ONLY = "one_only"
    NOT_THE_ITEMS = "not_the_items"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    NOT_A_NUMBER = "not_a_number"
    THOUSANDS = "thousands"
    TOO_LARGE = "too_large"
    TOO_MANY_FILES = "too_many_files"


class UnfitAnswerError(ValueError):
    """
    What was sent does not fit the question; `reason` says why.

    `field` names the field of the form that it is about; empty for the whole answer.
    """

    def __init__(self, reason: Unfit, field: str = "") -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.field = field


@dataclass(frozen=True)
class Mark:
    """
    The share of the question's points that an answer earns, its state, and whose feedback
    to show (keys of options or answers).

    `parts`: what each part of the answer earned by itself, 0 to 1 or below: a pair, a gap, an
    item. Parts without an answer are left out.
    """

    fraction: Decimal
    state: State
    feedback: tuple[str, ...] = ()
    parts: Mapping[str, Decimal] = field(default_factory=dict)

    @classmethod
    def unanswered(cls) -> "Mark":
        """No answer: no points, and no feedback but the general one."""
        return cls(NONE, State.UNANSWERED)

    @classmethod
    def by_person(cls) -> "Mark":
        """Wait for a person: the fraction says nothing yet."""
        return cls(NONE, State.NEEDS_GRADING)

    @classmethod
    def of(
        cls,
        fraction: Decimal,
        feedback: Iterable[str] = (),
        parts: Mapping[str, Decimal] | None = None,
    ) -> "Mark":
        """
        Judge a fraction; what lies within the tolerance of 0 or 1 is 0 or 1.

        >>> Mark.of(Decimal("0.9999999")).fraction, Mark.of(Decimal("0.9999999")).state.value
        (Decimal('1'), 'right')
        >>> Mark.of(Decimal("0.5")).state.value, Mark.of(Decimal("-0.5")).state.value
        ('partly', 'wrong')
        """
        if abs(fraction - FULL) < TOLERANCE:
            fraction = FULL
        elif abs(fraction) < TOLERANCE:
            fraction = NONE
        return cls(fraction, _state(fraction), tuple(feedback), parts or {})


def as_stored(fraction: Decimal) -> Decimal:
    """
    Return a fraction with the digits that a database keeps of it.

    >>> as_stored(Decimal(1) / 3)
    Decimal('0.3333333')
    """
    return fraction.quantize(DIGITS)


def _state(fraction: Decimal) -> State:
    if fraction < TOLERANCE:
        return State.WRONG
    return State.RIGHT if fraction > FULL - TOLERANCE else State.PARTLY


def after_tries(fraction: Decimal, tries_used: int, penalty: Decimal) -> Decimal:
    """
    Return what a fraction is worth after so many tries: each after the first costs the penalty.

    Never below 0 (Moodle's rule for several tries), not even where the fraction is.

    >>> third = Decimal("0.3333333")
    >>> [str(after_tries(Decimal(1), tries, third)) for tries in (1, 2, 3)]
    ['1.0000000', '0.6666667', '0.3333334']
    >>> after_tries(Decimal("0.5"), 3, third)
    Decimal('0')
    """
    left = fraction - max(tries_used - 1, 0) * penalty
    return max(left, NONE)
