"""
How far a task is with a course file, told in a file beside it.

An import is one transaction: what its own row said would be seen when all is over.
"""

import json
from time import monotonic

from django.core.files.base import ContentFile

from courses.packages.models import PackageImport

SECONDS_BETWEEN = 2


class Progress:
    """Tells now and then how many things of a kept file are done."""

    def __init__(self, kept: PackageImport) -> None:
        self._storage, self._name = kept.file.storage, _beside(kept)
        self._told = 0.0

    def tell(self, done: int, of: int) -> None:
        """Note it, unless it has just been noted."""
        now = monotonic()
        if now - self._told < SECONDS_BETWEEN:
            return
        self._told = now
        self.clear()
        self._storage.save(self._name, ContentFile(json.dumps([done, of]).encode()))

    def clear(self) -> None:
        """Forget it: the task has ended, or begins again."""
        self._storage.delete(self._name)


def progress_of(kept: PackageImport) -> tuple[int, int] | None:
    """Return how many things of a file are done, and of how many; None where nothing is known."""
    try:
        with kept.file.storage.open(_beside(kept)) as told:
            done, of = json.loads(told.read())
    except (OSError, ValueError):
        # None yet, or it is being written in this moment: the next look finds it.
        return None
    return done, of


def _beside(kept: PackageImport) -> str:
    return f"{kept.file.name}.progress"
