"""Rich text of questions, and times and numbers, in templates."""

import re
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from quizzes.attempts import words

register = template.Library()

# Rich text of one line comes as a paragraph, which a label may not hold.
PARAGRAPH_ENDS = re.compile(r"</p>\s*<p[^>]*>")
PARAGRAPH = re.compile(r"</?p[^>]*>")


@register.filter
def rich(html: str) -> SafeString:
    """Write an editor's rich text, with its links resolved."""
    return mark_safe(expand_db_html(html))


@register.filter
def inline(html: str) -> SafeString:
    """Write an editor's rich text where only a phrase may stand: paragraphs become lines."""
    return mark_safe(PARAGRAPH.sub("", PARAGRAPH_ENDS.sub("<br>", expand_db_html(html))))


register.filter("moment", words.moment_in_words)
register.filter("clock_time", words.clock_time)
register.filter("number", words.number)
register.filter("percent", words.percent)
register.filter("duration", words.duration)


@register.filter
def stored_number(text: str) -> str:
    """Write a number that is kept as text, as in the criteria of a mark."""
    return words.number(Decimal(text))


@register.filter
def saved(moment: object) -> str:
    """Write when an answer was saved; nothing where none was."""
    return words.saved_in_words(moment, timezone.now()) if moment else ""  # type: ignore[arg-type]
