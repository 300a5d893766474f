"""
Which other origins a page may frame: those that its own blocks need, and no other page's.

The strict policy frames nothing. A block that needs a frame has `frame_source(raw)`, which
gives an origin ("https://player.example"), "'self'", or "" for none.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from wagtail.blocks import StreamValue

# An origin and nothing else: a sign such as ; would write rules of its own into the policy.
SOURCE = re.compile(r"'self'|https://[a-z0-9.-]+")


def frame_sources(body: StreamValue) -> set[str]:
    """Return the origins that the blocks of a body need; reads no block's value from rows."""
    blocks = body.stream_block.child_blocks
    found = {
        blocks[child["type"]].frame_source(child["value"])
        for child in body.raw_data
        if hasattr(blocks.get(child["type"]), "frame_source")
    }
    return {source for source in found if SOURCE.fullmatch(source)}


def allow_frames(request: HttpRequest, page: Any) -> None:
    """Let the answer to this request frame what the page's body needs."""
    if isinstance(body := getattr(page, "body", None), StreamValue):
        request.frame_sources = frame_sources(body)


def with_frames(policy: str, sources: Iterable[str]) -> str:
    """
    Return a policy that frames these too.

    >>> with_frames("default-src 'none'", ["https://player.vimeo.com"])
    "default-src 'none'; frame-src https://player.vimeo.com"
    """
    return f"{policy}; frame-src {' '.join(sorted(sources))}" if sources else policy
