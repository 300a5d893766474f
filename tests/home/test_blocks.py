"""What an editor meets in each block: how it presents itself, and what it does not accept."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.urls import reverse
from django.utils import translation
from wagtail import blocks
from wagtail.admin.icons import get_icons

from home.blocks import ContentBlock
from home.checks import _flatten
from home.hyphens import SOFT_HYPHEN
from home.pages import HomePage
from home.pictures import CustomDocument
from tests.factories.accounts import AdministratorFactory
from tests.factories.home import ImageFactory

pytestmark = pytest.mark.django_db

CONTENT = ContentBlock()
KINDS = sorted(CONTENT.child_blocks)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def descendants(block):
    yield block
    if isinstance(block, blocks.ListBlock):
        yield from descendants(block.child_block)
    for child in getattr(block, "child_blocks", {}).values():
        yield from descendants(child)


def document(name):
    file = ContentFile(b"x", name=name)
    return CustomDocument.objects.create(title=name, file=file, file_size=file.size)


# --- How blocks present themselves -----------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_each_block_has_an_icon_a_label_a_group_and_a_word_on_its_use(kind):
    block = CONTENT.child_blocks[kind]

    assert f'id="icon-{block.meta.icon}"' in get_icons()
    assert block.label
    assert block.meta.group
    assert str(block.meta.description).endswith(".")


@pytest.mark.parametrize("kind", KINDS)
def test_each_field_that_can_be_misunderstood_teaches(kind):
    """A heading of a list's row and a language explain themselves; other fields have help."""
    plain = {"Title", "Option", "Text", "Heading", "Language", "This is right", "Picture",
             "Author or publisher"}  # fmt: skip
    unhelpful = {
        str(child.label)
        for block in descendants(CONTENT.child_blocks[kind])
        for child in getattr(block, "child_blocks", {}).values()
        if not getattr(child.meta, "help_text", "") and not getattr(child.field, "help_text", "")
    }
    assert unhelpful <= plain


def told_at_first(kind, block):
    """What a sample says before the reader does anything."""
    sample = block.get_preview_value()
    if isinstance(sample, models.Model):
        # A row that is in no database.
        return " ".join(text for text in vars(sample).values() if isinstance(text, str))
    sample = block.meta.preview_value
    if kind == "branching_case":
        first = sample["situations"][0]
        sample = [sample["heading"], first["text"], [one["text"] for one in first["choices"]]]
    return str(sample)


@pytest.mark.parametrize("kind", KINDS)
def test_each_block_shows_a_preview_in_the_sites_own_look(client, kind):
    client.force_login(AdministratorFactory())
    block = next(
        block
        for key, block in blocks.Block.definition_registry.items()
        if type(block) is type(CONTENT.child_blocks[kind]) and block.is_previewable
    )

    response = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})

    assert response.status_code == 200
    assert "css/site.css" in response.text
    words = set(re.findall(r"[A-ZÅÄÖ][a-zåäö]{5,}", told_at_first(kind, block)))
    assert words
    said = response.text.replace(SOFT_HYPHEN, "")
    assert {word for word in words if word not in said} == set()


@pytest.mark.parametrize("stream", [CONTENT, HomePage.points.field.stream_block])
def test_text_that_is_not_written_is_empty_and_never_none(stream):
    """wagtail-localize calls string methods on it."""
    text = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock, blocks.URLBlock)
    for block in descendants(stream):
        if isinstance(block, text):
            assert str(block.get_default()).strip() in ("", "<p></p>"), block.label
            assert block.get_default() is not None, block.label


# --- What they do not accept -----------------------------------------------------------


def option(text, right):
    return {"text": text, "right": right, "feedback": "Näin on."}


def picture(**changes):
    value = {"image": ImageFactory().pk, "alt": "Kolme kehää", "decorative": False, "caption": ""}
    return value | changes


def video(**changes):
    value = {
        "title": "Tiimi",
        "file": document("tiimi.mp4").pk,
        "poster": None,
        "captions": [{"language": "fi", "document": document("tiimi.vtt").pk}],
        "transcript": "<p>Tiimi istuu.</p>",
    }
    return value | changes


def problems(kind, value):
    """What `clean` says about one block, with the place."""
    stream = CONTENT.to_python([{"type": kind, "value": value, "id": "a"}])
    try:
        CONTENT.clean(stream)
    except ValidationError as error:
        return [f"{place}{message}" for place, _path, message in _flatten(error, stream)]
    return []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({}, [], id="a picture with its alternative"),
        pytest.param({"alt": "", "decorative": True}, [], id="a decoration"),
        pytest.param(
            {"alt": " "},
            [
                "Picture, number 1 › Text alternative › "
                "Tell what the picture shows, or mark it as only a decoration."
            ],
            id="no alternative",
        ),
        pytest.param(
            {"image": None},
            ["Picture, number 1 › Picture › This field is required."],
            id="no picture",
        ),
    ],
)
def test_a_picture_says_what_it_shows(changes, said):
    assert problems("picture", picture(**changes)) == said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param([option("A", True), option("B", False)], [], id="one right"),
        pytest.param([option("A", True), option("B", True)], [], id="two right"),
        pytest.param(
            [option("A", False), option("B", False)],
            ["Self-check, number 1 › Options › Mark at least one option as the right one."],
            id="none right",
        ),
    ],
)
def test_a_self_check_has_a_right_answer(options, said):
    assert problems("self_check", {"question": "Kuka päättää?", "options": options}) == said


def test_a_self_check_has_two_options_or_more():
    said = problems("self_check", {"question": "Kuka?", "options": [option("A", True)]})
    assert said == ["Self-check, number 1 › Options › The minimum number of items is 2"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param(dict, [], id="a video with captions"),
        pytest.param(
            lambda: {"captions": []},
            [
                "Video with captions, number 1 › Captions › "
                "Give the captions in the page's own language at least."
            ],
            id="no captions",
        ),
        pytest.param(
            lambda: {"captions": [{"language": "fi", "document": document("t.docx").pk}]},
            [
                "Video with captions, number 1 › Captions › Captions, number 1 › "
                "Captions (WebVTT) › Captions are a .vtt file."
            ],
            id="captions of the wrong kind",
        ),
        pytest.param(
            lambda: {"captions": [{"language": "fi", "document": document("t.vtt").pk}] * 2},
            ["Video with captions, number 1 › Captions › Give the captions of a language once."],
            id="captions twice",
        ),
        pytest.param(
            lambda: {"file": document("t.pdf").pk},
            ["Video with captions, number 1 › Video file › Choose an .mp4 or .webm file."],
            id="a file that is no video",
        ),
        pytest.param(
            lambda: {"transcript": ""},
            ["Video with captions, number 1 › Transcript › This field is required."],
            id="no transcript",
        ),
    ],
)
def test_a_video_can_be_followed_by_everybody(changes, said):
    assert problems("video", video(**changes())) == said


def nothing(kind):
    """The value of a block that an editor has put on the page and not filled in."""
    block = CONTENT.child_blocks[kind]
    if isinstance(block, blocks.ChooserBlock):
        return None
    return "" if isinstance(block, blocks.RichTextBlock) else {}


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_may_be_empty(kind):
    block = CONTENT.child_blocks[kind]
    stream = CONTENT.to_python([{"type": kind, "value": nothing(kind), "id": "a"}])

    CONTENT.clean_deferred(stream)

    assert not block.is_deferred_validation


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "text"])
def test_an_empty_block_is_not_fit_for_readers(kind):
    assert problems(kind, nothing(kind))
