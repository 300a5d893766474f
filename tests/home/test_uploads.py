"""A broken picture and a disguised document are refused in words, at every door."""

import io
import zipfile
import zlib

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as PillowImage

from home.pictures import CustomDocument, CustomImage
from tests.factories.accounts import EditorFactory
from tests.factories.home import DocumentFactory, ImageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

UNREADABLE = "Kuvaa ei voi lukea."
SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}><path d="M0 0h5v5z"/></svg>'
BOMB = (
    '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<svg xmlns="http://www.w3.org/2000/svg" width="5" height="5"><text>&b;&b;</text></svg>'
)


def raster(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    buffer = io.BytesIO()
    PillowImage.effect_noise(size, 50).convert("RGB").save(buffer, kind)
    return buffer.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A small file whose header announces a picture of this size."""
    body = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    chunk = b"IHDR" + body
    checked = len(body).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n" + checked + raster("PNG")[33:]


def archive(*names: str, **contents: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in (dict.fromkeys(names, "x") | contents).items():
            made.writestr(name, content)
    return buffer.getvalue()


BROKEN_PICTURES = [
    pytest.param("a.svg", SVG.format('width="0" height="-5" viewBox="a b c d"'), id="view box"),
    pytest.param("a.svg", SVG.format('width="0" height="0"'), id="svg of no size"),
    pytest.param("a.svg", SVG.format('viewBox="0 0 0 0"'), id="view box of no size"),
    pytest.param("a.svg", SVG.format('width="5" height="5" viewBox="0 0 0 -5"'), id="negative box"),
    pytest.param("a.svg", SVG.format('width="inf" height="nan"'), id="svg of no number"),
    pytest.param("a.svg", SVG.format('width="1e300" height="5"'), id="svg of endless size"),
    pytest.param("a.svg", SVG.format('width="0.2" height="5"'), id="svg of less than a point"),
    pytest.param("a.svg", SVG.format('width="wide"'), id="svg of a size in words"),
    pytest.param("a.svg", SVG.format('width="5" preserveAspectRatio="so"'), id="svg of odd ratio"),
    pytest.param("a.svg", '<svg width="5" height="5"/>', id="svg that no browser knows"),
    pytest.param("a.svg", "<html><body>Hei</body></html>", id="another kind of XML"),
    pytest.param("a.svg", "<svg <<", id="no XML"),
    pytest.param("a.svg", BOMB, id="entity bomb"),
    pytest.param("a.png", "Hei", id="no picture"),
    pytest.param("a.png", "", id="nothing at all"),
    pytest.param("a.png", raster("PNG", (400, 300))[:5000], id="half a PNG"),
    pytest.param("a.png", raster("PNG")[:20], id="a beginning of a PNG"),
    pytest.param("a.jpg", raster("JPEG", (400, 300))[:5000], id="half a JPEG"),
    pytest.param("a.webp", raster("WEBP", (400, 300))[:5000], id="half a WebP"),
    pytest.param("a.avif", raster("AVIF", (400, 300))[:5000], id="half an AVIF"),
    pytest.param("a.gif", raster("GIF", (400, 300))[:5000], id="half a GIF"),
    pytest.param("a.png", png_that_claims(0, 0), id="PNG of no size"),
    pytest.param("a.png", png_that_claims(60_000, 60_000), id="PNG of endless size"),
]


def as_file(name: str, content: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


@pytest.fixture(autouse=True)
def editor(client):
    user = EditorFactory()
    client.force_login(user)
    return user


@pytest.mark.parametrize(("name", "content"), BROKEN_PICTURES)
def test_a_broken_picture_is_refused_among_several(client, name, content):
    response = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Kuva", "files[]": as_file(name, content)},
    )

    assert response.status_code == 200
    assert response.json()["success"] is False
    assert response.json()["error_message"]
    assert not CustomImage.objects.exists()


@pytest.mark.parametrize(("name", "content"), BROKEN_PICTURES)
def test_a_broken_picture_is_refused_in_place_of_a_good_one(client, name, content):
    picture = ImageFactory(title="Ehjä", file=as_file("ehja.png", raster("PNG")))
    before = picture.file.name

    response = client.post(
        reverse("wagtailimages:edit", args=[picture.pk]),
        {"title": "Rikki", "description": "", "tags": "", "file": as_file(name, content)},
    )

    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    picture.refresh_from_db()
    assert (picture.title, picture.file.name) == ("Ehjä", before)


@pytest.mark.parametrize(
    "url", ["wagtailimages:add", "wagtailimages_chooser:create"], ids=["alone", "in the chooser"]
)
def test_a_broken_picture_is_refused_at_other_doors_with_what_to_do(client, url):
    broken = as_file("a.svg", SVG.format('viewBox="a b c d"'))
    prefix = "image-chooser-upload-" if "chooser" in url else ""
    words = {"title": "Kuva", "description": "", "tags": "", "file": broken}

    response = client.post(
        reverse(url), {f"{prefix}{name}": value for name, value in words.items()}
    )

    assert response.status_code == 200
    assert UNREADABLE in response.text
    assert not CustomImage.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "size"),
    [
        pytest.param("a.svg", SVG.format('viewBox="0 0 24 12"'), (24, 12), id="svg by its box"),
        pytest.param("a.svg", SVG.format(""), (300, 150), id="svg without a size"),
        pytest.param("a.svg", SVG.format('width="2cm" height="1cm"'), (75, 37), id="svg in cm"),
        pytest.param("a.png", raster("PNG"), (40, 30), id="PNG"),
        pytest.param("a.jpg", raster("JPEG"), (40, 30), id="JPEG"),
        pytest.param("a.gif", raster("GIF"), (40, 30), id="GIF"),
        pytest.param("a.webp", raster("WEBP"), (40, 30), id="WebP"),
        pytest.param("a.avif", raster("AVIF"), (40, 30), id="AVIF"),
    ],
)
def test_a_whole_picture_is_taken_and_can_be_drawn_smaller(client, name, content, size):
    response = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Kuva", "files[]": as_file(name, content)},
    )

    assert response.json()["success"] is True
    picture = CustomImage.objects.get()
    assert (picture.width, picture.height) == size
    assert picture.get_rendition("fill-10x10").width == 10


OOXML = "[Content_Types].xml"
OPEN_TEXT = {"mimetype": "application/vnd.oasis.opendocument.text"}
DOCUMENTS = [
    pytest.param("a.pdf", b"%PDF-1.7\n%\xe2\xe3", id="pdf"),
    pytest.param("a.PDF", b"\r\n%PDF-1.4\n", id="pdf after an empty line"),
    pytest.param("a.docx", archive(OOXML, "word/document.xml"), id="docx"),
    pytest.param("a.xlsx", archive(OOXML, "xl/workbook.xml"), id="xlsx"),
    pytest.param("a.pptx", archive(OOXML, "ppt/presentation.xml"), id="pptx"),
    pytest.param("a.odt", archive(**OPEN_TEXT), id="odt"),
    pytest.param("a.key", archive("Index/Document.iwa"), id="key"),
    pytest.param("a.zip", archive("a.txt"), id="zip"),
    pytest.param("a.txt", "Työkyky".encode("latin-1"), id="txt of another alphabet"),
    pytest.param("a.csv", "nimi;pisteet\n".encode("utf-16"), id="csv in UTF-16"),
    pytest.param("a.vtt", b"\xef\xbb\xbfWEBVTT\n", id="vtt"),
    pytest.param("a.mp3", b"ID3\x04", id="mp3"),
    pytest.param("a.mp3", b"\xff\xfb\x90\x00", id="mp3 without a title"),
    pytest.param("a.mp4", b"\x00\x00\x00\x20ftypisom", id="mp4"),
    pytest.param("a.webm", b"\x1a\x45\xdf\xa3\x01", id="webm"),
]
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04"
DISGUISED = [
    *[
        pytest.param(f"a.{ending}", PROGRAM, id=f"program as {ending}")
        for ending in settings.WAGTAILDOCS_EXTENSIONS
    ],
    pytest.param("a.pdf", "<script>alert(1)</script>", id="page as pdf"),
    pytest.param("a.docx", archive(OOXML, "xl/workbook.xml"), id="sheet as docx"),
    pytest.param("a.docx", archive("a.txt"), id="any archive as docx"),
    pytest.param("a.odt", archive("a.txt"), id="any archive as odt"),
    pytest.param("a.zip", archive("a.txt")[:-30], id="half an archive"),
]


@pytest.mark.parametrize(("name", "content"), DOCUMENTS)
def test_a_document_that_is_what_its_name_says_is_taken(client, name, content):
    response = client.post(
        reverse("wagtaildocs:add_multiple"),
        {"title": "Liite", "files[]": as_file(name, content)},
    )

    assert response.json()["success"] is True
    document = CustomDocument.objects.get()
    with document.open_file() as stored:
        assert stored.read() == (content.encode() if isinstance(content, str) else content)


@pytest.mark.parametrize(("name", "content"), DISGUISED)
def test_a_document_of_another_kind_than_its_name_is_refused(client, name, content):
    response = client.post(
        reverse("wagtaildocs:add_multiple"),
        {"title": "Liite", "files[]": as_file(name, content)},
    )

    assert response.json()["success"] is False
    said = response.json()["error_message"]
    assert f"päättyy .{name.rpartition('.')[2]}" in said
    # Its row has no file then; that its ending is none is no second news.
    assert "Pääte" not in said
    assert not CustomDocument.objects.exists()


def test_a_document_is_not_replaced_by_one_in_disguise(client):
    document = DocumentFactory()
    before = document.file.name

    response = client.post(
        reverse("wagtaildocs:edit", args=[document.pk]),
        {"title": "Liite", "tags": "", "file": as_file("a.pdf", PROGRAM)},
    )

    assert len(response.context["form"].errors["file"]) == 1
    document.refresh_from_db()
    assert document.file.name == before


def test_an_empty_document_is_refused_in_one_sentence(client):
    response = client.post(
        reverse("wagtaildocs:add"), {"title": "Liite", "tags": "", "file": as_file("a.pdf", b"")}
    )

    assert len(response.context["form"].errors["file"]) == 1
    assert "Pääte" not in str(response.context["form"].errors)


def test_a_document_keeps_its_file_when_only_its_words_change(client):
    document = DocumentFactory()

    response = client.post(
        reverse("wagtaildocs:edit", args=[document.pk]), {"title": "Uusi nimi", "tags": ""}
    )

    assert response.status_code == 302
    document.refresh_from_db()
    assert document.title == "Uusi nimi"
