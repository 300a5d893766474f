"""What a graded answer is worth, and why an answer may be unfit for grading."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

# Fractions closer than this are the same: three thirds in a file are 0.9999999.
TOLERANCE = Decimal("0.000001")
NONE = Decimal(0)
FULL = Decimal(1)


class State(StrEnum):
    """How an answer turned out."""

    UNANSWERED = "unanswered"
    WRONG = "wrong"
    PARTLY = "partly"
    RIGHT = "right"


class Unfit(StrEnum):
    """Why something sent is no answer to this question."""

    UNKNOWN_OPTION = "unknown_option"
    ONE_ONLY = "one_only"


class UnfitAnswerError(ValueError):
    """What was sent does not fit the question; `reason` says why."""

    def __init__(self, reason: Unfit) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Mark:
    """
    The share of the question's points that an answer earns, its state, and whose feedback
    to show (keys of options).
    """

    fraction: Decimal
    state: State
    feedback: tuple[str, ...] = ()

    @classmethod
    def unanswered(cls) -> "Mark":
        """No answer: no points, and no feedback but the general one."""
        return cls(NONE, State.UNANSWERED)

    @classmethod
    def of(cls, fraction: Decimal, feedback: Iterable[str] = ()) -> "Mark":
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
        return cls(fraction, _state(fraction), tuple(feedback))


def _state(fraction: Decimal) -> State:
    if fraction < TOLERANCE:
        return State.WRONG
    return State.RIGHT if fraction > FULL - TOLERANCE else State.PARTLY
