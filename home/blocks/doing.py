"""
Blocks in which the reader does something that is kept for them.

Such a block is rendered twice: once for everybody, with nothing in it, and once more for a
learner who has a place to keep things (`courses.lessons.shown`). A desk says which it is.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.moments import moment_in_words

GROUP = _("To do")
# Of forms that are kept nowhere: which block of the page its answers belong to.
BLOCK = "lohko"
DOING = "<!--doing:"


@dataclass(frozen=True)
class Desk:
    """
    What a block needs to know of its reader.

    `action` is where the form is sent; empty where nothing is kept of this reader. `kept` is
    what is kept, `query` the address of the page, where those without a place have theirs.
    """

    block_id: str = ""
    action: str = ""
    kept: Mapping[str, Any] = field(default_factory=dict)
    saved_at: datetime.datetime | None = None
    version: int = 0
    query: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    typed: str | None = None
    # An invented learner's, in a preview: there is nothing to send by itself.
    is_sample: bool = False

    @property
    def place(self) -> str:
        """Where links within the page lead to the block."""
        return f"lohko-{self.block_id}"

    @property
    def saved_in_words(self) -> str:
        """When it was saved last; empty where nothing is kept."""
        return moment_in_words(self.saved_at) if self.saved_at else ""

    @property
    def sent(self) -> Mapping[str, str]:
        """What the address says about this block; nothing where it speaks of another."""
        return self.query if self.block_id and self.query.get(BLOCK) == self.block_id else {}


def is_block_id(said: str) -> bool:
    """Whether this is an id as blocks have them: a UUID, in small letters."""
    try:
        return str(UUID(said)) == said
    except ValueError:
        return False


def _marked(block_id: str, html: str) -> SafeString:
    """
    Put marks round what differs from reader to reader; a block by itself needs none.

    Comments: nothing that an editor writes can hold one, and no id but a true one.
    """
    if not is_block_id(block_id):
        return mark_safe(html)
    return mark_safe(f"{_begins(block_id)}{html}{_ends(block_id)}")


def _begins(block_id: str) -> str:
    return f"{DOING}{block_id}-->"


def _ends(block_id: str) -> str:
    return f"<!--/doing:{block_id}-->"


def put_in(body: str, block_id: str, html: str) -> SafeString:
    """Return a body with what differs in one block as it is for this reader."""
    before, begun, rest = body.partition(_begins(block_id))
    _for_everybody, ended, after = rest.partition(_ends(block_id))
    return mark_safe(f"{before}{html}{after}" if begun and ended else body)


def _for_everybody(context: dict[str, Any]) -> Desk:
    """A desk at which nothing is kept. A page that is rendered for each request has its address."""
    request = context.get("request")
    query = request.GET if request is not None else {}
    return Desk(block_id=context.get("block_id", ""), query=query)


class DoingBlock(blocks.StructBlock):
    """
    A block in which the reader does something; `deed` names what is kept of it.

    `part` is the template of what alone differs from reader to reader, where that is not all:
    it can be rendered again without reading the block's own value.
    """

    deed = ""
    part = ""

    def render(self, value: Any, context: dict[str, Any] | None = None) -> SafeString:
        """Render the block as it is for everybody, with marks round what differs."""
        html = super().render(value, context)
        return html if self.part else _marked((context or {}).get("block_id", ""), html)

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Give the template its desk: that of the reader, or one at which nothing is kept."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        desk = context.get("desk") or _for_everybody(context)
        context |= {"desk": desk} | self.seen(value, desk)
        if self.part:
            context["part"] = _marked(desk.block_id, render_to_string(self.part, context))
        return context

    def seen(self, value: Any, desk: Desk) -> dict[str, Any]:
        """Return what the template shows beside the block's own words."""
        return {}

    def for_reader(self, child: Any, context: dict[str, Any]) -> SafeString:
        """Render what differs as it is for one reader; `context` holds their desk."""
        if self.part:
            return mark_safe(
                render_to_string(self.part, context | self.seen(None, context["desk"]))
            )
        return super().render(child.value, context)
