"""
The body of a step as one reader sees it.

What is the same for everybody comes from the cache (`courses.pages.body`); the blocks in which
the reader does something are put in after it, each from the same template as before.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from courses.catalogue.models import CourseStep
from courses.lessons.deeds import NotOpenError, keep_path
from courses.lessons.models import BlockDeed
from courses.lessons.places import Place, deeds_on, doing_blocks, version_of
from courses.lessons.results import Standing, standings
from courses.pages.body import body_html, in_own_language
from courses.pages.reading import Reading
from home.blocks.cases import PATH, path_sent
from home.blocks.doing import BLOCK, DOING, Desk, put_in
from home.blocks.exercises import EXERCISE
from home.blocks.plain import plain_language_first
from home.reading_settings.choices import settings_of

# Where the form of each kind is sent; a way through a case is kept by walking it.
SAVES = {
    BlockDeed.Kind.CHECKLIST: "courses:save_checklist",
    BlockDeed.Kind.REFLECTION: "courses:save_reflection",
    BlockDeed.Kind.WATCHED: "courses:save_watched",
    EXERCISE: "courses:save_result",
}
# Where a view leaves what was not saved, by the block's id, for the page that it shows again.
UNSAVED = "_unsaved_in_blocks"


def body_shown(request: HttpRequest, page: Any, reading: Reading) -> SafeString:
    """
    Return the body with what this reader has done in it; one more query, where there is such,
    and one where it has exercises.

    A preview is everybody's: nothing is kept of who looks at it. That of an invented learner
    shows forms that lead nowhere.
    """
    fresh = bool(getattr(request, "is_preview", False))
    body = body_html(page, reading.course, fresh=fresh)
    if settings_of(request).plain:
        body = mark_safe(plain_language_first(body))
    enrolment, step = reading.enrolment, reading.step
    has_place = enrolment is not None and step is not None
    if DOING not in body or not (has_place or BLOCK in request.GET):
        return body
    children = doing_blocks(page)
    deeds: dict[tuple[str, str], BlockDeed | Standing] = {}
    if enrolment and step and has_place:
        deeds |= deeds_on(enrolment, step.id)
        if any(child.block.deed == EXERCISE for child in children):
            done = standings(enrolment.learner_id, step.id)
            deeds |= {(block_id, EXERCISE): one for block_id, one in done.items()}
    for child in children:
        unsaved = request.__dict__.get(UNSAVED, {}).get(child.id, {})
        action = _action(reading, child)
        unsaved |= {"is_sample": fresh}
        deed = deeds.get((child.id, child.block.deed))
        desk = desk_of(child, deed, request.GET, action, **unsaved)
        body = put_in(body, child.id, block_html(request, page, child, desk))
    return body


def keep_walk(request: HttpRequest, page: Any, reading: Reading) -> None:
    """
    Keep the way through a client's case that an address holds.

    Every step of a way is a page of its own, so reading it is walking it, as reading a lesson
    is having been there.
    """
    if BLOCK not in request.GET or PATH not in request.GET:
        return
    for child in doing_blocks(page):
        if child.block.deed != BlockDeed.Kind.CASE_PATH or child.id != request.GET[BLOCK]:
            continue
        if reading.enrolment is None or reading.step is None:
            return
        step = CourseStep.objects.get(pk=reading.step.id)
        place = Place(reading.enrolment, step, page, reading.step.href, child)
        # Where nothing is kept now, one may walk all the same.
        with suppress(NotOpenError):
            keep_path(place=place, chosen=path_sent(child.value, request.GET) or [])


def desk_of(
    child: Any,
    deed: BlockDeed | Standing | None,
    query: Mapping[str, str],
    action: str,
    **more: Any,
) -> Desk:
    """A learner's place at a block."""
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
    context: dict[str, Any] = {"block_id": child.id, "desk": desk}
    if desk.action:
        # Asking for it sets a cookie, which a reader without a form does not need.
        context["csrf_token"] = get_token(request)
    return in_own_language(page, lambda: child.block.for_reader(child, context))


def _action(reading: Reading, child: Any) -> str:
    """Where what is done goes; empty for who has no place on the course today."""
    enrolment, step = reading.enrolment, reading.step
    if enrolment is None or step is None or reading.time_words or reading.waits:
        return ""
    if child.block.deed not in SAVES:
        return step.href
    return reverse(SAVES[child.block.deed], args=[enrolment.pk, step.key, child.id])
