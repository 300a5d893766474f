"""A badge's files open in what others wrote, and hold the badge as Open Badges says."""

import io
from xml.etree import ElementTree

import pytest
from PIL import Image

from certificates.badges.files import Kind, badge_file
from certificates.credential.baking import NAMESPACE, bake_png, bake_svg
from certificates.credential.reading import find
from tests.factories.badges import badge_for

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

HARD = "Tuki ]]> & <b> \"työ\" 'x' č đ ŋ ŧ 李"


@pytest.fixture
def badge():
    return badge_for(enrolment__run__course__names={"fi": HARD})


def test_a_png_opens_and_holds_the_badge_as_text(badge):
    file = badge_file(badge, Kind.PNG)
    with Image.open(io.BytesIO(file.content)) as picture:
        picture.load()
        assert picture.size == (600, 600)
        assert picture.text["openbadgecredential"] == badge.document
    assert file.name == f"{badge.certificate.number}.png"


def test_an_svg_is_whole_named_and_holds_the_badge(badge):
    root = ElementTree.fromstring(badge_file(badge, Kind.SVG).content)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("role") == "img"
    assert HARD in root.get("aria-label")
    assert root[0].tag == f"{{{NAMESPACE}}}credential"
    assert root[0].text == badge.document


def test_the_files_stay_the_same(badge):
    for kind in Kind:
        assert badge_file(badge, kind) == badge_file(badge, kind)


@pytest.mark.parametrize(
    "picture", [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a"], ids=["nothing", "cut", "another kind"]
)
def test_nothing_is_baked_into_what_is_no_png(picture):
    with pytest.raises(ValueError, match="Not a PNG"):
        bake_png(picture, "{}")


@pytest.mark.parametrize("picture", ["", "<p></p>", "<svg/>", "<svg"])
def test_nothing_is_baked_into_what_is_no_svg(picture):
    with pytest.raises(ValueError, match="Not an SVG"):
        bake_svg(picture, "{}")


def test_a_token_in_the_attribute_that_the_specification_names_is_found(badge):
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="{NAMESPACE}">'
        f'<openbadges:credential verify="{badge.token}"/></svg>'
    )
    assert find(svg.encode()).token == badge.token
