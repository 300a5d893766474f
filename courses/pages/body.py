"""
The body of a lesson as HTML, kept from one reader to the next.

Links in rich text cost a query each and pictures two, so the body is rendered once for each
published state. Its key holds the outline version, which also rises when something that the
body refers to moves (`courses.pages.referring`).
"""

from collections.abc import Iterator
from typing import Any

from django.core.cache import caches
from django.db.models import prefetch_related_objects
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.blocks import StreamValue
from wagtail.blocks.list_block import ListValue
from wagtail.images.models import AbstractImage

from courses.catalogue.models import Course
from courses.pages.models import LessonPage

KEEP_SECONDS = 60 * 60 * 24


def body_html(page: LessonPage, course: Course, *, fresh: bool) -> SafeString:
    """Return the lesson's body; `fresh` (a preview) neither reads nor fills the cache."""
    if fresh:
        return render_body(page)
    published = page.last_published_at.timestamp() if page.last_published_at else ""
    key = (
        f"body:{page.pk}:{page.latest_revision_id}:{published}:{course.pk}:"
        f"{course.outline_version}:{get_language()}"
    )
    found = caches["versioned"].get(key)
    if found is None:
        found = str(render_body(page))
        caches["versioned"].set(key, found, KEEP_SECONDS)
    return mark_safe(found)


def render_body(page: LessonPage) -> SafeString:
    """Render the blocks, with the sizes of all pictures fetched at once."""
    pictures = list(_pictures(page.body))
    if pictures:
        prefetch_related_objects(pictures, "renditions")
    # Without the wrappers that a stream puts round its blocks: spacing is between siblings.
    return format_html_join("\n", "{}", ((block.render(),) for block in page.body))


def _pictures(value: Any) -> Iterator[AbstractImage]:
    if isinstance(value, AbstractImage):
        yield value
    elif isinstance(value, StreamValue):
        for child in value:
            yield from _pictures(child.value)
    elif isinstance(value, dict):
        for child in value.values():
            yield from _pictures(child)
    elif isinstance(value, ListValue):
        for child in value:
            yield from _pictures(child)
