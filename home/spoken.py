"""Snippets in the reader's language; where a translation is missing, in Finnish."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Q
from wagtail.models import TranslatableMixin

from home.words import SOURCE_LANGUAGE

Snippet = TypeVar("Snippet", bound=TranslatableMixin)


def all_in(model: type[Snippet], language: str) -> list[Snippet]:
    """
    Return the live snippets, each once: in the language, else in Finnish. One query.

    In no order: each language has its own (`home.sorting`).
    """
    return _best(_live(model, language), language)


def one_in(model: type[Snippet], language: str, slug: str) -> Snippet | None:
    """
    Return the live snippet of an address, whichever language the address was of. Two queries.

    None where there is none: never published, or taken away.
    """
    rows: Any = model
    keys = rows.objects.filter(slug=slug, live=True).values("translation_key")
    found = _best(_live(model, language).filter(translation_key__in=keys), language)
    # An address of another language may be that of another snippet here.
    own = [one for one in found if getattr(one, "slug", "") == slug]
    return next(iter(own or found), None)


def those_in(model: type[Snippet], language: str, chosen: Iterable[Any]) -> dict[Any, Snippet]:
    """Return what stands for each chosen snippet, by translation key. One query."""
    keys = {one.translation_key for one in chosen}
    found = _best(_live(model, language).filter(translation_key__in=keys), language)
    return {one.translation_key: one for one in found}


def _live(model: type[Snippet], language: str) -> Any:
    rows: Any = model
    wanted = Q(locale__language_code=language) | Q(locale__language_code=SOURCE_LANGUAGE)
    return rows.objects.filter(wanted, live=True).select_related("locale")


def _best(rows: Iterable[Snippet], language: str) -> list[Snippet]:
    best: dict[Any, Snippet] = {}
    for row in rows:
        if row.translation_key not in best or row.locale.language_code == language:
            best[row.translation_key] = row
    return list(best.values())
