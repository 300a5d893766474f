"""Rows whose names must be free: what came by a file may find its name taken here."""

from django.db.models import Model


def free_name(model: type[Model], name: str, *, field: str = "name", longest: int = 150) -> str:
    """Return the name, with a number behind it where another row has it already."""
    name = " ".join(name.replace("\0", "").split())[:longest] or "–"
    found, number = name, 2
    while model._default_manager.filter(**{field: found}).exists():
        found = f"{name[: longest - 6]} ({number})"
        number += 1
    return found
