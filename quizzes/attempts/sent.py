"""What the form of a page sent: the answers to one or several questions, and where to go."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from quizzes.attempts.refusals import SaveRefusal, SaveRefusedError

DIGITS = 9
MOST_QUESTIONS = 500
STEERING = re.compile(r"^(check|flag|unflag):(\d{1,9})$", re.ASCII)


@dataclass(frozen=True)
class SentAnswer:
    """The fields of one question, without the prefix that they have on a page of several."""

    position: int
    fields: Mapping[str, Sequence[str]]
    files: Sequence[Any] = ()

    def last(self, name: str) -> str:
        """Return a field's last value; empty where it was not sent."""
        return self.fields[name][-1] if self.fields.get(name) else ""

    @property
    def key(self) -> UUID:
        """The name of this save; raises SaveRefusedError where the form is not whole."""
        try:
            return UUID(self.last("key"))
        except ValueError as error:
            raise SaveRefusedError(SaveRefusal.BAD_REQUEST) from error

    @property
    def based_on(self) -> int:
        """The version that the page showed; raises SaveRefusedError."""
        found = as_number(self.last("based_on"))
        if found is None:
            raise SaveRefusedError(SaveRefusal.BAD_REQUEST)
        return found

    @property
    def tries(self) -> int:
        """How many tries the page had seen used."""
        return as_number(self.last("tries")) or 0

    @property
    def queued(self) -> bool:
        """Whether it waited offline in the browser."""
        return self.last("queued") == "1"


def as_number(text: str) -> int | None:
    """
    Read a small whole number in the digits 0 to 9; None for anything else.

    >>> as_number("12"), as_number("\u0663"), as_number("-1"), as_number("")
    (12, None, None, None)
    """
    fits = text.isascii() and text.isdecimal() and len(text) <= DIGITS
    return int(text) if fits else None


def sent_answers(request: HttpRequest, position: int) -> list[SentAnswer]:
    """
    Read the answers of a page; of one question alone its fields have no prefix.

    A page says which questions it sends, where that is not the one: several, or none, where
    all of it has been checked or is only to be read.
    """
    listed = request.POST.get("questions", "").split()[:MOST_QUESTIONS]
    places = [place for text in listed if (place := as_number(text)) is not None]
    everything = dict(request.POST.lists())
    if "questions" not in request.POST:
        return [SentAnswer(position, everything, request.FILES.getlist("upload"))]
    return [
        SentAnswer(
            place,
            {
                name.removeprefix(f"q{place}-"): values
                for name, values in everything.items()
                if name.startswith(f"q{place}-")
            },
            request.FILES.getlist(f"q{place}-upload"),
        )
        for place in dict.fromkeys(places)
    ]


@dataclass(frozen=True)
class Wish:
    """What the button that was pressed asks for, after saving."""

    verb: str = ""
    place: int = 0


def wish(request: HttpRequest) -> Wish:
    """Read the button: go to a place or the summary, check or mark a question, else stay."""
    go = request.POST.get("go", "")
    if go == "summary":
        return Wish("summary")
    if (place := as_number(go)) is not None:
        return Wish("go", place)
    if found := STEERING.match(go):
        return Wish(found[1], int(found[2]))
    return Wish()
