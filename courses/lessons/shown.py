"""
The body of a step as one reader sees it.

What is the same for everybody comes from the cache (`courses.pages.body`); the blocks in which
the reader does something are put in after it, each from the same template as before.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.safestring import SafeString

from courses.lessons.models import BlockDeed
from courses.lessons.places import deeds_on, doing_blocks, version_of
from courses.pages.body import DOING, body_html, in_own_language, put_in
from courses.pages.reading import Reading
from home.blocks.doing import BLOCK, Desk

# Where the form of each kind is sent.
SAVES = {
    BlockDeed.Kind.CHECKLIST: "courses:save_checklist",
}


def body_shown(request: HttpRequest, page: Any, reading: Reading) -> SafeString:
    """
    Return the body with what this reader has done in it; one more query, where there is such.

    A preview is everybody's: nothing is kept of who looks at it.
    """
    fresh = bool(getattr(request, "is_preview", False))
    body = body_html(page, reading.course, fresh=fresh)
    enrolment, step = reading.enrolment, reading.step
    has_place = enrolment is not None and step is not None and not fresh
    if DOING not in body or not (has_place or BLOCK in request.GET):
        return body
    deeds = deeds_on(enrolment, step.id) if enrolment and step and has_place else {}
    for child in doing_blocks(page):
        desk = desk_of(child, deeds.get(child.id), request.GET, _action(reading, child))
        body = put_in(body, child.id, block_html(request, page, child, desk))
    return body


def desk_of(
    child: Any, deed: BlockDeed | None, query: Mapping[str, str], action: str, **more: Any
) -> Desk:
    """A learner's place at a block; a deed of another kind is none of it."""
    if deed is not None and deed.kind != child.block.deed:
        deed = None
    return Desk(
        block_id=child.id,
        action=action,
        kept=deed.data if deed else {},
        saved_at=deed.updated_at if deed else None,
        version=version_of(deed),
        query=query,
        **more,
    )


def block_html(request: HttpRequest, page: Any, child: Any, desk: Desk) -> SafeString:
    """Render a block for one reader, in the language of its page."""
    context = {"block_id": child.id, "desk": desk, "csrf_token": get_token(request)}
    return in_own_language(page, lambda: child.render(context))


def _action(reading: Reading, child: Any) -> str:
    """Where the block's form is sent; empty for who has no place on the course today."""
    enrolment, step = reading.enrolment, reading.step
    if enrolment is None or step is None or reading.time_words or reading.waits:
        return ""
    return reverse(SAVES[child.block.deed], args=[enrolment.pk, step.key, child.id])
