"""What everybody hears who was right, partly right or wrong: the same for several types."""

from typing import Any

from quizzes.grading import raw as blocks

# The key of these words among the words of a question; no block has such an id.
COMBINED = "combined"
PARTS = ("right", "partly", "wrong")


def combined_words(raw: dict[str, Any]) -> dict[str, dict[str, str]]:
    """
    Keep the combined feedback of a block.

    >>> combined_words({"feedback_right": "<p>Hyvä.</p>"})["combined"]["right"]
    '<p>Hyvä.</p>'
    """
    return {COMBINED: {part: blocks.text(raw, f"feedback_{part}") for part in PARTS}}
