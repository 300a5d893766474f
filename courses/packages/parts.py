"""
What pages use beside words and media: quizzes, statements of competence, cards.

Each kind belongs to an app, which registers how it is written into a file and brought from
one. What it is called in a file is "kind:" and a name that stays the same in every
installation.
"""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Model

if TYPE_CHECKING:
    from courses.packages.packing import Packing
    from courses.packages.unpacking import Unpacking


class Part(ABC):
    """One kind of thing that pages of a course use."""

    models: ClassVar[tuple[type[Model], ...]]

    @abstractmethod
    def name_of(self, row: Any) -> str:
        """Return what a row is called in a file, without its kind."""

    def is_named(self, model: type[Model], name: str) -> bool:
        """Whether a whole name, with its kind, is one of this model's rows."""
        return True

    @abstractmethod
    def write(self, rows: list[Any], packing: "Packing") -> Any:
        """Return these rows, and all that they need, as plain data."""

    @abstractmethod
    def prepare(self, data: Any, unpacking: "Unpacking") -> None:
        """
        Find or make the rows that pages point at, before there are pages.

        Says each with `unpacking.made`.
        """

    def fill(self, data: Any, unpacking: "Unpacking") -> None:  # noqa: B027
        """Bring what points at pages, once there are pages."""

    def publish(self, data: Any, unpacking: "Unpacking") -> None:  # noqa: B027
        """Publish what the file has as published and what is fit; pages come after it."""


_parts: dict[str, Part] = {}


def register(kind: str, part: Part) -> None:
    """Let an app bring its kind; call it in `AppConfig.ready()`."""
    _parts[kind] = part


def known() -> dict[str, Part]:
    """Return the kinds in the order in which they were registered."""
    return dict(_parts)


def kind_of(model: type[Model]) -> str | None:
    """Return the kind to which a model belongs; None where nobody brings it."""
    return next((kind for kind, part in _parts.items() if issubclass(model, part.models)), None)
