"""
The look's values as numbers: what `static/css/tokens.css` sets, and which pairs can be told apart.

One reading for the test that holds the contrast and for the gallery that shows it, and the
scales of letters, space and motion beside it.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TOKENS = Path(__file__).resolve().parent.parent / "static" / "css" / "tokens.css"
TEXT, SHAPE = 4.5, 3.0
WASHES = ("--wash-note", "--wash-good", "--wash-warning", "--wash-error")
# What stands on what: front, back, the least contrast (WCAG 2.2: 1.4.3 and 1.4.11).
PAIRS = [
    *(
        (front, back, TEXT)
        for back in ("--paper", "--mist")
        for front in ("--ink", "--ink-soft", "--spruce", "--lake", "--berry", "--amber")
    ),
    *(("--paper", button, TEXT) for button in ("--spruce", "--berry")),
    *(("--ink", wash, TEXT) for wash in WASHES),
    ("--ink-soft", "--wash-good", TEXT),
    ("--lake", "--wash-note", TEXT),
    ("--spruce", "--wash-good", TEXT),
    ("--amber", "--wash-warning", TEXT),
    ("--berry", "--wash-error", TEXT),
    ("--line", "--paper", SHAPE),
    ("--line", "--mist", SHAPE),
]


# Each scale's tokens, in the order of the style sheet, by how their names begin.
SCALES = {
    "letters": ("--text", "--h", "--leading", "--bold"),
    "space": ("--s", "--gutter", "--measure", "--block", "--page", "--target", "--radius"),
    "motion": ("--ease", "--focus"),
}
REM = 16


@dataclass(frozen=True)
class Step:
    """A token of a scale; `px`: its least and most at 16 px, where it is a length in rem."""

    name: str
    value: str
    px: tuple[float, ...]


@dataclass(frozen=True)
class Measured:
    """A pair of colours, and its contrast in each theme, in the order of `themes()`."""

    front: str
    back: str
    least: float
    contrasts: tuple[float, ...]


def tokens_of(selector: str, css: str = "") -> dict[str, str]:
    """
    Return the colours that one block of the style sheet sets; `css` defaults to the tokens.

    >>> tokens_of(":root", ":root {\\n  --ink: #000000;\\n  --s1: 4px;\\n}")
    {'--ink': '#000000'}
    """
    css = css or TOKENS.read_text(encoding="utf-8")
    block = re.search(rf"^ *{re.escape(selector)} \{{(.*?)^ *\}}", css, re.S | re.M)
    if block is None:
        raise LookupError(selector)
    return dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{3,6});", block[1]))


def scale(begin: tuple[str, ...], css: str = "") -> list[Step]:
    """
    Return the tokens of one scale; `css` defaults to the tokens.

    A length that grows with the window has two ends.

    >>> scale(("--h",), ":root {\\n  --h2: clamp(1.5rem, 1rem + 1vw, 2rem);\\n  --hair: #fff;\\n}")
    [Step(name='--h2', value='clamp(1.5rem, 1rem + 1vw, 2rem)', px=(24.0, 32.0))]
    """
    css = css or TOKENS.read_text(encoding="utf-8")
    block = re.search(r"^:root \{(.*?)^\}", css, re.S | re.M)
    if block is None:
        raise LookupError(":root")
    return [
        Step(
            name,
            value,
            tuple(float(rem) * REM for rem in re.findall(r"([\d.]+)rem(?!\s*\+)", value)),
        )
        for name, value in re.findall(r"(--[a-z0-9-]+): ([^;]+);", block[1])
        if name.startswith(begin) and "#" not in value
    ]


def scales() -> dict[str, list[Step]]:
    """Return every scale by its name."""
    return {name: scale(begin) for name, begin in SCALES.items()}


def luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2.2) of #rrggbb."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """
    Return the contrast of two colours, from 1 to 21.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def in_contrast(theme: dict[str, str], chosen: str) -> dict[str, str]:
    """Return the colours of a reader who chose high contrast: no tints, nothing soft."""
    theme = theme | tokens_of(chosen)
    plain = dict.fromkeys(("--mist", *WASHES), theme["--paper"])
    return theme | plain | dict.fromkeys(("--ink-soft", "--line", "--hair"), theme["--ink"])


@cache
def themes() -> dict[str, dict[str, str]]:
    """Return the colours of every theme by its name."""
    light, dark = tokens_of(":root"), tokens_of(':root[data-theme="dark"]')
    chosen = ':root:root[data-theme="contrast"]'
    return {
        "light": light,
        "dark": dark,
        "contrast": in_contrast(light, chosen),
        "contrast, dark": in_contrast(dark, f"@media (prefers-color-scheme: dark) {{\n  {chosen}"),
    }


def measured() -> list[Measured]:
    """Return every pair in use with its contrast in every theme."""
    return [
        Measured(
            front,
            back,
            least,
            tuple(round(contrast(theme[front], theme[back]), 1) for theme in themes().values()),
        )
        for front, back, least in PAIRS
    ]
