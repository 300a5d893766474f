"""The look's promises: contrast, one place for raw values, weight, nothing inline."""

import gzip
import re
from pathlib import Path

import pytest
from rcssmin import cssmin

from home.static_files import whole
from home.tokens import PAIRS, contrast, themes, tokens_of

ROOT = Path(__file__).resolve().parent.parent.parent
CSS = ROOT / "static" / "css"
LIGHT, DARK, CONTRAST, CONTRAST_DARK = themes().values()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_colours_can_be_told_apart(theme, front, back, least):
    assert contrast(theme[front], theme[back]) >= least


@pytest.mark.parametrize("theme", [CONTRAST, CONTRAST_DARK], ids=["light", "dark"])
def test_high_contrast_is_seven_to_one_at_least(theme):
    assert min(contrast(theme[front], theme[back]) for front, back, least in PAIRS) >= 7


def test_dark_is_the_same_by_system_and_by_choice():
    assert tokens_of(':root:not([data-theme="light"])') == DARK


def test_the_browser_bar_has_the_colour_of_the_paper():
    base = (ROOT / "templates" / "base.html").read_text(encoding="utf-8")

    assert re.findall(r'content="(#[0-9a-f]{6})"', base) == [LIGHT["--paper"], DARK["--paper"]]


# Where raw colours stand: ours, Wagtail's own variables, and the paper of a certificate.
RAW = {"tokens.css", "admin/frame.css", "certificate-preview.css"}
SHEETS = {str(path.relative_to(CSS)) for path in CSS.rglob("*.css")} - RAW


@pytest.mark.parametrize("name", sorted(SHEETS))
def test_raw_colours_stand_in_the_tokens_alone(name):
    css = (CSS / name).read_text(encoding="utf-8")

    assert not re.findall(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(", css)


def test_the_stylesheet_stays_light():
    sheet = cssmin(whole("css/site.css", lambda name: (CSS.parent / name).read_text("utf-8")))

    assert "@import" not in sheet
    # As it is sent; a lesson with its font and its words has 60 KB.
    assert len(gzip.compress(sheet.encode())) < 12_000


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
