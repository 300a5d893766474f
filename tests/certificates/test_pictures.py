"""Logos and signatures: what is taken, what is refused, and what stays as it was."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import translation
from PIL import Image

from certificates import pictures
from certificates.models import Certificate, CertificateTemplate, DesignPicture
from certificates.pdf import render
from certificates.pictures import UnfitPictureError, check_drawing, drawing_of
from home.checks import PublishingRefusedError
from home.models import CustomImage
from tests.certificates.pictures import DRAWING, picture
from tests.factories.certificates import CertificateTemplateFactory, certificate_for

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" {more}>{inside}</svg>'


def drawing(inside: str, more: str = 'xmlns:xlink="http://www.w3.org/1999/xlink"') -> bytes:
    return SVG.format(inside=inside, more=more).encode()


def upload(content: bytes, name: str, title: str = "Kuva") -> CustomImage:
    return CustomImage.objects.create(title=title, file=ImageFile(io.BytesIO(content), name=name))


@pytest.fixture
def library():
    """Uploads a picture; nothing of an earlier test's is remembered."""
    pictures._printed.cache_clear()
    return upload


def template_with(image: CustomImage, **fields) -> CertificateTemplate:
    template = CertificateTemplateFactory(**fields)
    template.logos = [("logo", {"image": image, "name": "Järvi-Suomi"})]
    template.signatories = [("signatory", {"name": "Marjaana Koskela", "signature": image})]
    template.save()
    return CertificateTemplate.objects.get(pk=template.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        pytest.param("a.png", picture(mode="RGBA"), "image/png", id="PNG, see-through"),
        pytest.param("a.png", picture(mode="L"), "image/png", id="PNG, grey"),
        pytest.param("a.jpg", picture(kind="JPEG"), "image/jpeg", id="JPEG"),
        pytest.param("a.jpg", picture(mode="CMYK", kind="JPEG"), "image/jpeg", id="JPEG, CMYK"),
        pytest.param("a.gif", picture(mode="P", kind="GIF"), "image/png", id="GIF"),
        pytest.param("a.webp", picture(kind="WEBP"), "image/png", id="WEBP"),
        pytest.param("a.avif", picture(kind="AVIF"), "image/png", id="AVIF"),
        pytest.param("a.svg", DRAWING, "image/svg+xml", id="SVG"),
    ],
)
def test_what_editors_upload_is_printed(name, content, media_type, library):
    image = library(content, name)
    ready = pictures.printed(image)
    assert ready.media_type == media_type
    assert pictures.problems(image) == []
    template = template_with(image)
    certificate = certificate_for()
    assert certificate.template_version
    assert certificate.design["logos"] == [{"name": "Järvi-Suomi", "picture": ready.sha256}]
    assert template.live
    assert b"/Alt" in render(certificate)


@pytest.mark.django_db
def test_a_large_photograph_is_made_small_and_says_nothing_of_its_place(library):
    exif = Image.Exif()
    exif[0x010E] = "Kotikatu 1"
    exif[0x0112] = 6
    image = library(picture((3_000, 1_000), kind="JPEG", exif=exif), "photo.jpg")
    ready = pictures.printed(image)
    with Image.open(io.BytesIO(ready.content)) as drawn:
        # Turned upright, as the camera meant it.
        assert drawn.size == (107, 320)
        assert not drawn.getexif()
    assert b"Kotikatu" not in ready.content
    assert len(ready.content) < 40_000


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<svg", id="cut off"),
        pytest.param(b'<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg/>', id="DTD"),
        pytest.param(
            b'<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>', id="entities"
        ),
        pytest.param(drawing("<text>Aino</text>"), id="letters"),
        pytest.param(drawing('<image href="file:///etc/passwd"/>'), id="a file"),
        pytest.param(drawing('<image href="https://a.example/x.png"/>'), id="an address"),
        pytest.param(drawing("<script>1</script>"), id="a script"),
        pytest.param(drawing("<style>@import url(x)</style>"), id="styles"),
        pytest.param(drawing("<foreignObject/>"), id="a page inside"),
        pytest.param(drawing('<use href="other.svg#a"/>'), id="a shape from elsewhere"),
        pytest.param(drawing('<use xlink:href="#none"/>'), id="a shape that is not there"),
        pytest.param(
            drawing(
                '<defs><path id="a" d="M0 0h1"/>'
                + "".join(
                    f'<g id="{new}">' + f'<use href="#{old}"/>' * 9 + "</g>"
                    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
                )
                + '</defs><use href="#i"/>'
            ),
            id="a shape of shapes of shapes",
        ),
        pytest.param(drawing("<path/>" * 40_000), id="endless"),
        pytest.param(drawing("<g>" * 30_000 + "</g>" * 30_000), id="deep"),
    ],
)
def test_a_drawing_that_is_more_than_shapes_is_refused(hostile):
    with pytest.raises(UnfitPictureError):
        check_drawing(hostile)


def test_a_shape_may_be_used_again():
    check_drawing(drawing('<defs><path id="a" d="M0 0h1"/></defs><use xlink:href="#a"/>'))


def spoil(image: CustomImage, content: bytes) -> None:
    """Put other bytes where the picture's file lies."""
    storage, name = image.file.storage, image.file.name
    storage.delete(name)
    storage.save(name, ContentFile(content))
    pictures._printed.cache_clear()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        pytest.param("a.svg", drawing("<text>A</text>"), "holds <text>", id="letters"),
        pytest.param("a.svg", drawing("<path", ""), "drawing cannot be read", id="no drawing"),
        pytest.param("a.png", b"nonsense", "picture cannot be read", id="no picture"),
        pytest.param("a.png", picture()[:400], "picture cannot be read", id="broken off"),
    ],
)
def test_a_template_with_an_unfit_picture_does_not_go_live(name, content, told, library):
    image = library(DRAWING if name.endswith("svg") else picture(), name)
    template = template_with(image, live=False)
    spoil(image, content)
    with translation.override("en"), pytest.raises(PublishingRefusedError, match=told):
        template.save_revision().publish()
    template.refresh_from_db()
    assert not template.live


@pytest.mark.django_db
def test_a_picture_too_small_for_paper_is_refused_with_the_size_that_it_needs(library):
    template = template_with(library(picture((120, 60)), "small.png"), live=False)
    with translation.override("en"), pytest.raises(PublishingRefusedError) as refused:
        template.save_revision().publish()
    assert refused.value.messages[0] == (
        "Järvi-Suomi: The picture is 120 × 60 points and would look ragged on paper. "
        "It needs 266 points in width or 89 in height."
    )


@pytest.mark.django_db
def test_a_picture_whose_file_is_missing_is_refused(library):
    image = library(picture(), "gone.png")
    template = template_with(image, live=False)
    image.file.storage.delete(image.file.name)
    with translation.override("en"), pytest.raises(PublishingRefusedError, match="is missing"):
        template.save_revision().publish()


@pytest.mark.django_db
def test_a_picture_that_is_replaced_or_deleted_changes_no_certificate(library):
    image = library(picture(), "old.png")
    template = template_with(image)
    certificate = certificate_for()
    before = render(certificate)

    template.logos = []
    template.signatories = []
    template.save()
    image.delete()

    certificate = Certificate.objects.get(pk=certificate.pk)
    assert render(certificate) == before
    assert certificate_for().design["logos"] == []


@pytest.mark.django_db
def test_equal_pictures_are_kept_once_and_previews_keep_none(library):
    template = template_with(library(picture(), "a.png"))
    template.sketch()
    assert DesignPicture.objects.count() == 0
    first, second = certificate_for(), certificate_for()
    assert DesignPicture.objects.count() == 1
    assert first.design == second.design
    assert first.template_version == second.template_version


@pytest.mark.django_db
def test_a_lost_picture_does_not_stop_a_completion(library, caplog):
    image = library(picture(), "lost.png")
    template_with(image)
    image.file.storage.delete(image.file.name)
    pictures._printed.cache_clear()
    certificate = certificate_for()
    assert certificate.design["logos"] == []
    assert certificate.design["signatories"][0]["picture"] == ""
    assert "Certificates go without a picture" in caplog.text


def test_a_picture_is_handed_over_as_a_drawing():
    assert drawing_of("image/svg+xml", DRAWING) == DRAWING.decode()
    assert 'width="600" height="240"' in drawing_of("image/png", picture())
