"""
The blocks that pages are written with.

Each has an icon, a label, a help text that teaches, a preview for the editor's menu, and a
`clean` that says what to mend. Drafts may be unfinished, so every `clean` of our own first
looks at `is_deferred_validation`. Text is "" when it is not written, never None:
wagtail-localize cannot bear None.
"""

from home.blocks.content import ContentBlock
from home.blocks.text import SHORT_FEATURES, TEXT_FEATURES, TextBlock

# TextBlock by this name: migrations know it so.
__all__ = ["SHORT_FEATURES", "TEXT_FEATURES", "ContentBlock", "TextBlock"]
