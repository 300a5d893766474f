"""How complete a translation is, as far as its translators have told."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import ngettext
from wagtail.models import TranslatableMixin
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from home.findings import Finding, stop


def translation_of(thing: Any) -> Translation | None:
    """Return the translation that makes this page or snippet; None when it is written by hand."""
    if not isinstance(thing, TranslatableMixin):
        return None
    return Translation.objects.filter(
        source__object_id=thing.translation_key, target_locale_id=thing.locale_id, enabled=True
    ).first()


def is_stand_in(thing: Any) -> bool:
    """
    Return whether a page only repeats the words of its page in another language.

    Wagtail makes such aliases of the parents when a page is translated before them.
    """
    source = thing.alias_of if getattr(thing, "alias_of_id", None) else None
    return source is not None and source.locale_id != thing.locale_id


def untranslated_passages(thing: Any) -> int:
    """
    Return how many passages wait for their translation.

    Wherever one is missing, the translation would show the source's words.
    """
    translation = translation_of(thing)
    if translation is None:
        return 0
    total, translated = translation.get_progress()
    return total - translated


def translation_problems(thing: Any) -> list[Finding]:
    """Return why a translation is not ready for readers."""
    missing = untranslated_passages(thing)
    if not missing:
        return []
    field, _dot, block = _first_untranslated(thing).partition(".")
    words = ngettext(
        "%(count)d passage is not translated yet. It would show in the source language.",
        "%(count)d passages are not translated yet. They would show in the source language.",
        missing,
    )
    return [stop("untranslated", words % {"count": missing}, field=field, block=block)]


def _first_untranslated(thing: Any) -> str:
    """Return the content path of the passage that a translator would write next."""
    translation = translation_of(thing)
    if translation is None:
        return ""
    written = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale_id=translation.target_locale_id,
        has_error=False,
    )
    passages = StringSegment.objects.filter(~Exists(written), source_id=translation.source_id)
    path = passages.order_by("order").values_list("context__path", flat=True).first()
    return path or ""
