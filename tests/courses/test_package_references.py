"""Every block goes into a course file and comes out of it as it was."""

import pytest

from courses.packages.references import walk
from home.blocks import ContentBlock

BLOCKS = ContentBlock().child_blocks


class Silent:
    """Leaves pointers as they are, finds nothing chosen, and hears what is lost."""

    def __init__(self):
        self.heard = []

    def pointed(self, kind, identity):
        return identity

    def chosen(self, model, value):
        return None

    def lost(self, what):
        self.heard.append(what)


def bare(raw):
    """Raw data without the ids of items."""
    if isinstance(raw, dict):
        return {name: bare(found) for name, found in raw.items() if name != "id"}
    return [bare(item) for item in raw] if isinstance(raw, list) else raw


@pytest.mark.parametrize("kind", list(BLOCKS))
def test_a_block_stays_as_it_is(kind):
    block = BLOCKS[kind]
    raw = block.get_prep_value(block.normalize(block.get_preview_value()))
    visitor = Silent()
    once = walk(block, raw, visitor)
    assert visitor.heard == []
    assert bare(once) == bare(raw)
    assert walk(block, once, visitor) == once


@pytest.mark.parametrize("kind", list(BLOCKS))
@pytest.mark.parametrize("wrong", [None, 7, [], {}, [7], {"grid": 7, "items": [7], "text": []}])
def test_what_is_not_of_its_form_is_mended(kind, wrong):
    block = BLOCKS[kind]
    mended = walk(block, wrong, Silent())
    block.to_python(mended)
    assert walk(block, mended, Silent()) == mended
