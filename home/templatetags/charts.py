"""Charts as components: one template a kind, each beside a table of the same numbers."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def chart(drawn: Any, id: str, title: str, description: str, limit_words: str = "") -> SafeString:
    """
    Draw measures of `home.charts` as SVG with a name and a description.

    `id` is said once on a page: the parts of the drawing are named by it. `limit_words` say
    what the dashed line is, where there is one.
    """
    return render_to_string(
        f"components/chart_{drawn.kind}.html",
        {
            "drawn": drawn,
            "id": f"chart-{id}",
            "title": title,
            "description": f"{description} {limit_words}".strip(),
        },
    )
