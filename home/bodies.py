"""What a body of blocks says as a whole, for the checks of its page."""

from collections.abc import Iterator

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.models import Locale

from home.findings import Finding, stop


def has_text(body: StreamValue) -> bool:
    """Return whether some text block of the body has a word in it."""
    return any(
        strip_tags(block.value.source).strip() for block in body if block.block_type == "text"
    )


def body_problems(body: StreamValue, locale: Locale) -> Iterator[Finding]:
    """Yield what the blocks cannot see by themselves: captions in the page's own language."""
    for block in body:
        if block.block_type != "video":
            continue
        if locale.language_code not in block.value.caption_languages:
            words = _("The video “%(title)s” has no captions in the language of this page.") % {
                "title": block.value["title"]
            }
            yield stop("captions", words, field="body", block=f"{block.id}.captions")
