"""What each content block looks like to a reader."""

import re

import pytest
from django.core.files.base import ContentFile
from django.utils import translation

from home.blocks import ContentBlock
from home.pictures import CustomDocument, CustomImage
from tests.factories.home import ImageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="220" viewBox="0 0 600 220"/>'


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def shown(kind, value):
    """Render one block from what the database would hold."""
    stream = ContentBlock().to_python([{"type": kind, "value": value, "id": "a"}])
    return re.sub(r"\s+", " ", stream[0].render())


def document(name):
    file = ContentFile(b"x" * 2048, name=name)
    return CustomDocument.objects.create(title=name, file=file, file_size=file.size)


def drawing():
    return CustomImage.objects.create(
        title="Kehät", file=ContentFile(SVG, name="kehat.svg"), width=600, height=220
    )


@pytest.mark.parametrize("make", [ImageFactory, drawing], ids=["photograph", "drawing"])
def test_a_picture_keeps_its_place_and_says_what_it_shows(make):
    html = shown("picture", {"image": make().pk, "alt": "Kolme kehää", "caption": "Kuvio"})

    picture = re.search(r"<img [^>]+>", html)[0]
    assert 'alt="Kolme kehää"' in picture
    assert re.search(r'width="\d+"', picture)
    assert re.search(r'height="\d+"', picture)
    assert 'loading="lazy"' in picture
    assert "<figcaption" in html


def test_a_decoration_has_an_empty_alternative():
    html = shown("picture", {"image": ImageFactory().pk, "alt": "", "caption": ""})

    assert 'alt=""' in html
    assert "<figcaption" not in html


def test_a_callout_keeps_the_editors_words():
    html = shown(
        "callout", {"tone": "good", "heading": "A & B", "text": "<p>Muista <b>tämä</b>.</p>"}
    )

    assert "A &amp; B" in html
    assert "Muista <b>tämä</b>" in html


def test_a_client_case_without_questions_has_no_place_for_them():
    html = shown("client_case", {"heading": "Maija, 43", "story": "<p>Maija</p>", "questions": ""})

    assert "Maija, 43" in html
    assert "client-case__questions" not in html


def test_a_video_has_captions_and_a_transcript():
    html = shown(
        "video",
        {
            "title": "Tiimi",
            "file": document("tiimi.mp4").pk,
            "poster": None,
            "captions": [{"language": "sv", "document": document("tiimi.vtt").pk}],
            "transcript": "<p>Tiimi istuu.</p>",
        },
    )

    assert re.search(r'<track kind="captions" src="[^"]+" srclang="sv" label="Svenska"', html)
    assert "Tiimi istuu." in html
    assert "poster=" not in html


def test_a_download_says_its_kind_and_size():
    html = shown(
        "download",
        {"document": document("runko.docx").pk, "title": "Runko", "description": "Pohja"},
    )

    assert "DOCX, 2.0 KB · Pohja" in html


def test_a_self_check_gives_each_option_its_feedback():
    html = shown(
        "self_check",
        {
            "question": "Kuka päättää?",
            "options": [
                {"text": "Asiakas", "right": True, "feedback": "Hän itse."},
                {"text": "Tiimi", "right": False, "feedback": "Tiimi tukee."},
            ],
        },
    )

    assert html.count('type="radio" name="check-kuka-paattaa"') == 2
    assert re.search(r"Right</span> <b>Asiakas</b>.*?Hän itse\.", html)
    assert re.search(r"Not quite</span> <b>Tiimi</b>.*?Tiimi tukee\.", html)
    assert "nothing is saved or graded" in html


def test_sources_show_their_year_as_a_year():
    html = shown(
        "sources",
        {
            "items": [
                {"title": "Laki", "publisher": "Finlex", "year": 2023, "url": "https://a.example"}
            ]
        },
    )

    assert 'href="https://a.example"' in html
    assert "Finlex 2023." in html


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("text", "<h2>Alku</h2><p>Teksti</p>", "<h2>Alku</h2>"),
        (
            "quotation",
            {"text": "Pystyin nukkumaan.", "attribution": "Asiakas"},
            "Asiakas</figcaption>",
        ),
        ("accordion", {"items": [{"heading": "Kuka?", "text": "<p>Sinä</p>"}]}, "<p>Sinä</p>"),
    ],
)
def test_words_of_the_other_blocks_are_there(kind, value, said):
    assert said in re.sub(r" data-block-key=\"\w+\"", "", shown(kind, value))
