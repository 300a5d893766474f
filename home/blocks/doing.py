"""
Blocks in which the reader does something that is kept for them.

Such a block is rendered twice: once for everybody, with nothing in it, and once more for a
learner who has a place to keep things (`courses.lessons.shown`). A desk says which it is.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.moments import moment_in_words

GROUP = _("To do")
# Of forms that are kept nowhere: which block of the page its answers belong to.
BLOCK = "lohko"


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


class DoingBlock(blocks.StructBlock):
    """A block in which the reader does something; `deed` names what is kept of it."""

    deed = ""

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Give the template its desk: that of the reader, or one at which nothing is kept."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        desk = context.get("desk") or Desk(block_id=context.get("block_id", ""))
        return context | {"desk": desk} | self.seen(value, desk)

    def seen(self, value: Any, desk: Desk) -> dict[str, Any]:
        """Return what the template shows beside the block's own words."""
        return {}
