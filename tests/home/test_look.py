"""The look's promises: contrast, one place for raw values, weight, nothing inline."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
CSS = ROOT / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
TEXT, SHAPE = 4.5, 3.0


def tokens_of(selector: str) -> dict[str, str]:
    """Return the colours that one block of tokens.css sets."""
    block = re.search(rf"^ *{re.escape(selector)} \{{(.*?)^ *\}}", TOKENS, re.S | re.M)
    assert block, selector
    return dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{3,6});", block[1]))


LIGHT = tokens_of(":root")
DARK = tokens_of(':root[data-theme="dark"]')


def luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2.2) of #rrggbb."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


PAIRS = [
    *(
        (front, back, TEXT)
        for back in ("--paper", "--mist")
        for front in ("--ink", "--ink-soft", "--spruce", "--lake", "--berry", "--amber")
    ),
    *(("--paper", button, TEXT) for button in ("--spruce", "--berry")),
    *(("--ink", wash, TEXT) for wash in LIGHT if wash.startswith("--wash")),
    ("--ink-soft", "--wash-good", TEXT),
    ("--lake", "--wash-note", TEXT),
    ("--spruce", "--wash-good", TEXT),
    ("--amber", "--wash-warning", TEXT),
    ("--berry", "--wash-error", TEXT),
    ("--line", "--paper", SHAPE),
    ("--line", "--mist", SHAPE),
]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_colours_can_be_told_apart(theme, front, back, least):
    assert contrast(theme[front], theme[back]) >= least


def test_dark_is_the_same_by_system_and_by_choice():
    assert tokens_of(':root:not([data-theme="light"])') == DARK


def test_the_browser_bar_has_the_colour_of_the_paper():
    base = (ROOT / "templates" / "base.html").read_text(encoding="utf-8")

    assert re.findall(r'content="(#[0-9a-f]{6})"', base) == [LIGHT["--paper"], DARK["--paper"]]


@pytest.mark.parametrize("name", ["base", "blocks", "components", "pages", "print", "quiz"])
def test_raw_colours_stand_in_the_tokens_alone(name):
    css = (CSS / f"{name}.css").read_text(encoding="utf-8")

    assert not re.findall(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(", css)


def test_the_stylesheet_stays_light():
    names = re.findall(r'"([a-z]+\.css)"', (CSS / "site.css").read_text(encoding="utf-8"))

    assert sum((CSS / name).stat().st_size for name in names) < 40 * 1024


def test_the_shared_script_stays_light():
    assert (ROOT / "static" / "js" / "site.js").stat().st_size < 8_000


TEMPLATES = sorted(
    path
    for path in (ROOT / "templates").rglob("*.html")
    # Mail has no stylesheet of its own, and the admin a policy of its own.
    if not {"email", "wagtailadmin"} & set(path.relative_to(ROOT / "templates").parts)
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_style_or_script_inside_a_page(path):
    source = path.read_text(encoding="utf-8")

    assert not re.findall(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=[\"']", source)


def test_every_sign_in_use_is_in_the_sprite():
    sprite = (ROOT / "static" / "icons" / "sprite.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite))
    named = {
        name
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(
            r'{% icon "([a-z0-9-]+)"|icon="([a-z0-9-]+)"', path.read_text(encoding="utf-8")
        )
        for name in name
        if name
    }
    code = (ROOT / "home" / "templatetags" / "components.py").read_text(encoding="utf-8")
    for table in re.findall(r"_ICONS = {(.*?)}", code, re.S):
        named |= set(re.findall(r': "([a-z0-9-]+)"', table))

    assert named <= drawn
