"""
The body of a lesson as HTML, kept from one reader to the next.

Links in rich text cost a query each and pictures two, so the body is rendered once for each
published state. Its key holds the outline version, which also rises when something that the
body refers to moves (`courses.pages.referring`).
"""

from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override

from courses.catalogue.models import Course
from courses.pages.passages import marked
from home.blocks.pictures import fetch_sizes
from home.glossary.shown import with_terms
from home.routing import language_of
from home.words import SOURCE_LANGUAGE

KEEP_SECONDS = 60 * 60 * 24


def body_html(page: Any, course: Course, *, fresh: bool) -> SafeString:
    """Return the body of a step; `fresh` (a preview) neither reads nor fills the cache."""
    if fresh:
        return in_own_language(page, lambda: _with_words(page))
    published = page.last_published_at.timestamp() if page.last_published_at else ""
    key = (
        f"body:{page.pk}:{page.latest_revision_id}:{published}:{course.pk}:"
        f"{course.outline_version}:{get_language()}"
    )
    found = caches["versioned"].get(key)
    if found is None:
        found = str(in_own_language(page, lambda: _with_words(page)))
        caches["versioned"].set(key, found, KEEP_SECONDS)
    return mark_safe(found)


def _with_words(page: Any) -> SafeString:
    return with_terms(render_body(page), get_language() or SOURCE_LANGUAGE)


def in_own_language(page: Any, render: Callable[[], str]) -> SafeString:
    """
    Render words of a page in one language throughout, their labels too; links stay the reader's.

    The path of any page serves under every prefix (`home.routing`), so a link within the
    site only changes its prefix.
    """
    reader, own = get_language() or SOURCE_LANGUAGE, language_of(page)
    with override(own):
        body = render()
    # Wagtail leads to the Finnish page where a page has no translation.
    for language in (own, SOURCE_LANGUAGE):
        body = body.replace(f'href="/{language}/', f'href="/{reader}/')
    return mark_safe(body)


def render_body(page: Any) -> SafeString:
    """
    Render the blocks, with the sizes of all pictures fetched at once.

    A block finds its own id as `block_id` in its context: the same in every language, and
    what a learner does in it is kept by it, and links lead to it. It is missing where a block
    stands by itself.
    """
    fetch_sizes(page.body)
    # Without the wrappers that a stream puts round its blocks: spacing is between siblings.
    rendered = (marked(block.id, block.render({"block_id": block.id or ""})) for block in page.body)
    return mark_safe("\n".join(rendered))
