"""Put pages into the tree: once, published, and with the same identity in every demo."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from wagtail.models import Locale, Page
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from demo.loading.texts import identity

AnyPage = TypeVar("AnyPage", bound=Page)


def locale(language: str) -> Locale:
    """Return a language of the content, made where it is missing."""
    return Locale.objects.get_or_create(language_code=language)[0]


def put(parent: Page, model: type[AnyPage], name: str, **fields: Any) -> AnyPage:
    """Return the page of this name below a parent, made and published where it is missing."""
    key = identity("page", name)
    found = model.objects.filter(translation_key=key, locale=parent.locale).first()
    if found:
        return found
    page = model(translation_key=key, locale=parent.locale, live=False, **fields)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def put_translation(source: AnyPage, language: str, **fields: Any) -> AnyPage:
    """Return a page's own page in a language; made with these words where it is missing."""
    target = locale(language)
    found = (
        type(source).objects.filter(translation_key=source.translation_key, locale=target).first()
    )
    if found:
        return found
    page = source.copy_for_translation(target, copy_parents=True)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return type(source).objects.get(pk=page.pk)


def translate(source: Page, language: str, reword: Callable[[Any], None]) -> None:
    """
    Translate a page as a translator would, segment by segment, and publish it.

    `reword` puts the other language's words into a copy in memory that has the same blocks;
    raises ValueError where its segments do not pair with the source's.
    """
    target = locale(language)
    if source.has_translation(target) and source.get_translation(target).live:
        return
    twin = type(source).objects.get(pk=source.pk)
    reword(twin)
    record, _ = TranslationSource.update_or_create_from_instance(source)
    translation, _ = Translation.objects.get_or_create(source=record, target_locale=target)
    _translate_strings(record, target, twin)
    _translate_figures(record, target, twin)
    translation.save_target(publish=True)


def _translate_strings(record: TranslationSource, target: Locale, twin: Page) -> None:
    words: dict[str, list[str]] = {}
    for segment in extract_segments(twin):
        if isinstance(segment, StringSegmentValue):
            words.setdefault(_room(segment.path), []).append(segment.string.data)
    segments = StringSegment.objects.filter(source=record).select_related("context", "string")
    for segment in segments.order_by("order"):
        path = _room(segment.context.path)
        if not words.get(path):
            raise ValueError(f"{twin.title}: {path} has fewer passages than its source.")
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=target,
            context=segment.context,
            defaults={
                "data": words[path].pop(0),
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            },
        )
    if left := [path for path, rest in words.items() if rest]:
        raise ValueError(f"{twin.title}: {', '.join(left)} has more passages than its source.")


def _room(path: str) -> str:
    # The cells of a grid are named by their own words, so they pair by their order in it.
    room, _, last = path.rpartition(".")
    return room if room.endswith(".grid") and last else path


def _translate_figures(record: TranslationSource, target: Locale, twin: Page) -> None:
    theirs = {
        segment.path: segment.data
        for segment in extract_segments(twin)
        if isinstance(segment, OverridableSegmentValue)
    }
    for segment in OverridableSegment.objects.filter(source=record).select_related("context"):
        data = theirs[segment.context.path]
        if data != segment.data:
            SegmentOverride.objects.update_or_create(
                locale=target, context=segment.context, defaults={"data_json": json.dumps(data)}
            )
