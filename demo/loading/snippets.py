"""Terms and cards by their Finnish names, which are their identity in every demo."""

import uuid
from typing import Any

from demo.loading.texts import identity
from home.words import SOURCE_LANGUAGE


def snippet_key(model: Any, name: str) -> uuid.UUID:
    """Return the identity of a term or a card."""
    return identity(model.__name__, name)


def snippet(model: Any, name: str) -> int:
    """Return the Finnish term or card as a block refers to it."""
    of = {"translation_key": snippet_key(model, name), "locale__language_code": SOURCE_LANGUAGE}
    found: int = model.objects.values_list("pk", flat=True).get(**of)
    return found
