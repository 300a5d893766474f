"""The pictures that a value of blocks holds, wherever they stand in it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import prefetch_related_objects
from wagtail.blocks import StreamValue
from wagtail.blocks.list_block import ListValue
from wagtail.images.models import AbstractImage


def pictures_in(value: Any) -> Iterator[AbstractImage]:
    """Yield each picture of a stream, a struct or a list."""
    if isinstance(value, AbstractImage):
        yield value
    elif isinstance(value, StreamValue):
        for child in value:
            yield from pictures_in(child.value)
    elif isinstance(value, dict):
        for child in value.values():
            yield from pictures_in(child)
    elif isinstance(value, ListValue):
        for child in value:
            yield from pictures_in(child)


def fetch_sizes(value: Any) -> None:
    """Fetch the sizes of all its pictures at once: one query, or none where it has none."""
    pictures = list(pictures_in(value))
    if pictures:
        prefetch_related_objects(pictures, "renditions")
