"""What other apps know of how steps go: who fails at one, whose result others must give."""

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum


class Trying(StrEnum):
    """FAILS: again and again, or with no attempts left. WAITS: for somebody's assessment."""

    FAILS = "fails"
    WAITS = "waits"


# By enrolment and step, for the active enrolments of runs; steps done meanwhile may be there.
Tries = Mapping[tuple[int, int], Trying]
Ask = Callable[[Collection[int]], Tries]
_asked: dict[str, Ask] = {}


def register(name: str, ask: Ask) -> None:
    """Let another app say how its steps go; call it in `AppConfig.ready()`."""
    _asked[name] = ask


def tries(run_ids: Collection[int]) -> dict[tuple[int, int], Trying]:
    """Ask every app; as many queries as each of them needs, however many runs there are."""
    found: dict[tuple[int, int], Trying] = {}
    for ask in _asked.values():
        found |= ask(run_ids)
    return found
