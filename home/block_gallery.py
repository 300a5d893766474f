"""
Every block of a lesson with sample words, in each language of the site, on one page.

Finnish samples are the blocks' own previews; the others' stand in `block_samples/`. A block
without a sample in a language shows its Finnish one.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.blocks import Block

from home.blocks import ContentBlock

SAMPLES = Path(__file__).parent / "block_samples"


def every_block(request: HttpRequest) -> list[dict[str, Any]]:
    """Return each block's label and how its sample looks to a reader."""
    samples = _samples(get_language() or "")
    return [
        {"kind": kind, "label": block.label, "html": _drawn(block, samples.get(kind), request)}
        for kind, block in ContentBlock().child_blocks.items()
    ]


@cache
def _samples(language: str) -> dict[str, Any]:
    path = SAMPLES / f"{language}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _drawn(block: Block, sample: Any, request: HttpRequest) -> SafeString:
    value = block.get_preview_value() if sample is None else block.normalize(sample)
    bound = block.bind(value)
    # What needs a file of the library has a preview that does without.
    template = getattr(block.meta, "preview_template", None) or "home/gallery/block.html"
    context = {"frame": "home/gallery/block.html", "bound_block": bound, "block_id": block.name}
    return render_to_string(template, context, request)
