"""What becomes of a thing of a file, given what stands here. No Django is needed here."""

from dataclasses import dataclass
from enum import Enum


class Deed(Enum):
    """What becomes of one thing of a file."""

    ADD = "add"
    UPDATE = "update"
    # The same words stand here, or the file says what it said last time.
    LEAVE = "leave"
    # Somebody wrote something else here, and no file writes over that.
    KEEP = "keep"


@dataclass(frozen=True)
class Remembered:
    """What the last file said of a thing, and what stood here after it was brought."""

    came: str
    stood: str


def deed_of(came: str, there: str | None, last: Remembered | None) -> Deed:
    """
    Return what becomes of a thing, by digests; `there` is None where it is not here.

    >>> deed_of("b", None, None)
    <Deed.ADD: 'add'>
    >>> deed_of("b", "a", Remembered(came="a", stood="a"))
    <Deed.UPDATE: 'update'>
    >>> deed_of("b", "edited", Remembered(came="b", stood="b"))
    <Deed.LEAVE: 'leave'>
    >>> deed_of("c", "edited", Remembered(came="b", stood="b")), deed_of("b", "a", None)
    (<Deed.KEEP: 'keep'>, <Deed.KEEP: 'keep'>)
    """
    if there is None:
        return Deed.ADD
    if there == came or (last is not None and last.came == came):
        return Deed.LEAVE
    if last is not None and last.stood == there:
        return Deed.UPDATE
    return Deed.KEEP
