"""Pictures of the library in frozen questions: all of a page at once."""

import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.images import get_image_model

from quizzes.content import canonical

EMBED = re.compile(r'<embed\b(?=[^>]*\bembedtype="image")[^>]*>')
NUMBER = re.compile(r'\bid="(\d{1,9})"')
ALT = re.compile(r'\balt="([^"]*)"')
# In frozen content, quotes are escaped once more.
NUMBER_IN_JSON = re.compile(r'\bid=\\"(\d{1,9})\\"')
SIZE = "max-960x960"

Drawn = Mapping[int, Any]


def pictures_of(contents: Iterable[dict[str, Any]]) -> Drawn:
    """
    Return the pictures that frozen questions show, by their number; those gone are left out.

    No query where there are none; else two, and more only for a picture never shown before.
    """
    numbers: set[int] = set()
    for content in contents:
        words = canonical(content["words"])
        if "embedtype" in words:
            numbers.update(int(number) for number in NUMBER_IN_JSON.findall(words))
    if not numbers:
        return {}
    images = get_image_model().objects.filter(pk__in=numbers).prefetch_renditions(SIZE)
    return {image.pk: image.get_rendition(SIZE) for image in images}


def draw_pictures(html: str, drawn: Drawn) -> str:
    """Put pictures where a text has them; one that is gone leaves its words."""
    return EMBED.sub(lambda found: _picture(found[0], drawn), html)


def _picture(embed: str, drawn: Drawn) -> SafeString:
    number, alt = NUMBER.search(embed), ALT.search(embed)
    words = unescape(alt[1]) if alt else ""
    rendition = drawn.get(int(number[1])) if number else None
    if rendition is None:
        return format_html("<em>{}</em>", words)
    return format_html(
        '<img class="quiz__picture" src="{}" width="{}" height="{}" alt="{}" loading="lazy">',
        rendition.url,
        # As numbers they would be written the language's way, with spaces.
        str(rendition.width),
        str(rendition.height),
        words,
    )
