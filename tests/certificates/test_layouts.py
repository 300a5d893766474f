"""Upright and lying pages in three languages: conformant, whole, and with what was chosen."""

import datetime
import io
import re
import zlib

import page
import pikepdf
import pypdf
import pytest
from django.utils import translation

from certificates import facts
from certificates.models import CertificateTemplate
from certificates.pdf import as_pictures, render
from certificates.pictures import Printed
from certificates.previewing import sample
from courses.models import Course
from tests.certificates.pictures import LOGO, SIGNATURE
from tests.certificates.reading import boxes_of, run, text_of

LANGUAGES = ["fi", "sv", "en"]
SIZES = {"portrait": (595.3, 841.9), "landscape": (841.9, 595.3)}
BADGE = '{"@context": ["https://www.w3.org/ns/credentials/v2"], "name": "李\u200b"}'
PICTURES = [LOGO, SIGNATURE]


def certificate_of(language: str, layout: str, *, courses: int = 0, **template):
    """An unsaved certificate with pictures and a last day; with courses, a programme's."""
    certificate = sample(CertificateTemplate(layout=layout, **template), language)
    certificate.design |= {
        "logos": [{"name": "Järvi-Suomi", "picture": LOGO.sha256}],
        "signatories": [
            {"name": "Marjaana Koskela", "titles": {"fi": "rehtori"}, "picture": SIGNATURE.sha256},
            {"name": "Åsa Öhman", "titles": {"fi": "johtaja"}, "picture": ""},
        ],
    }
    certificate.renewed_on = datetime.date(2026, 11, 2)
    certificate.expires_on = datetime.date(2028, 11, 1)
    certificate.parts = [
        {
            "code": f"TK-{number}",
            "names": {"fi": f"Palveluohjauksen yhteistyöverkostot {number}"},
            "credits": "2.50",
            "hours": 67,
            "scale": Course.Scale.ZERO_TO_FIVE.value,
            "grade": str(number % 6),
            "completed_on": "2026-02-28",
        }
        for number in range(1, courses + 1)
    ]
    return certificate


def failures(content: bytes) -> list[str]:
    """What an independent validator finds wrong for the archive and for screen readers."""
    reports = [page.validate_pdf_bytes(content, profile=each) for each in ("3a", "ua1")]
    return [failure.message for report in reports for failure in report.failures]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", SIZES)
@pytest.mark.parametrize("courses", [0, 5], ids=["course", "programme"])
def test_every_page_is_archival_accessible_and_within_its_margins(
    language, layout, courses, tmp_path
):
    certificate = certificate_of(language, layout, courses=courses)
    content = render(certificate, badge=BADGE, pictures=PICTURES)
    assert failures(content) == []
    width, height = SIZES[layout]
    first = pypdf.PdfReader(io.BytesIO(content)).pages[0].mediabox
    assert (round(float(first.width), 1), round(float(first.height), 1)) == (width, height)
    for left, top, right, bottom in boxes_of(content, tmp_path):
        assert left > 60
        assert top > 20
        assert right < width - 60
        assert bottom < height - 20


@pytest.mark.parametrize("layout", SIZES)
def test_an_ordinary_certificate_is_one_page(layout):
    content = render(certificate_of("fi", layout), pictures=PICTURES)
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 1


@pytest.mark.slow
@pytest.mark.parametrize("layout", SIZES)
@pytest.mark.parametrize("courses", [12, 40])
def test_a_long_programme_goes_on_overleaf(layout, courses, tmp_path):
    content = render(certificate_of("sv", layout, courses=courses), pictures=PICTURES)
    assert failures(content) == []
    text = text_of(content)
    for number in range(1, courses + 1):
        assert f"verkostot {number} TK-{number} 2,5 sp" in text
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) > 1


@pytest.mark.parametrize("layout", SIZES)
def test_each_picture_has_words(layout):
    content = render(certificate_of("fi", layout), pictures=PICTURES)
    pdf = pikepdf.open(io.BytesIO(content))
    told = {
        str(each.Alt)
        for each in pdf.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
    }
    assert {"Järvi-Suomi", "Allekirjoitus: Marjaana Koskela"} <= told
    assert len(told) == 3


def test_a_programmes_courses_are_a_table_with_headings(tmp_path):
    certificate = certificate_of("en", "portrait", courses=3)
    content = render(certificate, pictures=PICTURES)
    tree = run("pdfinfo", "-struct", "FILE", content=content, tmp_path=tmp_path)
    assert len(re.findall(r"^ *TH\b", tree, re.MULTILINE)) == 4
    assert len(re.findall(r"^ *TR\b", tree, re.MULTILINE)) == 4
    assert len(re.findall(r"^ *TD\b", tree, re.MULTILINE)) == 12
    text = text_of(content)
    assert "2.5 ECTS" in text or "2,5 ECTS" in text
    assert "3 (scale: 0–5)" in text
    assert "28.2.2026" in text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fi", ["Voimassa 1.11.2028 asti", "Uusittu 2.11.2026"]),
        ("sv", ["Giltigt till och med 1.11.2028", "Förnyat 2.11.2026"]),
        ("en", ["Valid until 1.11.2028", "Renewed 2.11.2026"]),
    ],
)
def test_it_says_until_when_it_is_valid(language, said):
    text = text_of(render(certificate_of(language, "portrait"), pictures=PICTURES))
    for words in said:
        assert words in text


@pytest.mark.parametrize(
    ("field", "words"),
    [
        pytest.param("hours", "54 hours", id="hours"),
        pytest.param("grade", "Grade", id="grade"),
        pytest.param("run", "Course run", id="run"),
        pytest.param("outcomes", "Learning outcomes", id="outcomes"),
        pytest.param("other_names", "Stöd för arbetsförmågan", id="other names"),
    ],
)
def test_what_is_not_shown_is_neither_printed_nor_listed(field, words):
    shown = certificate_of("en", "portrait")
    hidden = certificate_of("en", "portrait", **{f"shows_{field}": False})
    assert words in text_of(render(shown, pictures=PICTURES))
    assert words not in text_of(render(hidden, pictures=PICTURES))
    with translation.override("en"):
        listed = str([facts.facts(hidden), facts.outcomes(hidden, "en")])
        assert words not in listed + str(facts.other_names(hidden, "en"))


def test_a_grade_that_is_not_shown_is_in_no_row_of_a_programme():
    certificate = certificate_of("en", "landscape", courses=3, shows_grade=False)
    text = text_of(render(certificate, pictures=PICTURES))
    assert "scale" not in text
    assert "Grade" not in text


def test_the_badge_is_attached_byte_for_byte(tmp_path):
    certificate = certificate_of("fi", "portrait")
    pdf = pikepdf.open(io.BytesIO(render(certificate, badge=BADGE, pictures=PICTURES)))
    assert list(pdf.attachments) == [f"{certificate.number}.json"]
    attached = pdf.attachments[f"{certificate.number}.json"]
    assert attached.get_file().read_bytes() == BADGE.encode()
    (associated,) = pdf.Root.AF
    assert associated.AFRelationship == "/Supplement"
    assert attached.get_file().mime_type == "application/ld+json"


def test_the_first_certificates_knew_no_choices():
    certificate = certificate_of("fi", "landscape")
    certificate.design = {
        "palette": "ink",
        "words": {"fi": {"heading": "Todistus", "statement": "on suorittanut", "closing": ""}},
        "signatories": [{"name": "Marjaana Koskela", "titles": {"fi": "rehtori"}}],
    }
    text = text_of(render(certificate))
    assert "Marjaana Koskela rehtori" in text
    assert "Osaamistavoitteet" in text
    assert facts.layout_of(certificate) == "portrait"


@pytest.mark.parametrize("layout", SIZES)
def test_it_can_be_drawn_as_pictures(layout):
    (drawn,) = as_pictures(certificate_of("fi", layout), PICTURES, 40)
    assert drawn.startswith(b"\x89PNG")


def test_a_picture_that_is_not_there_leaves_its_place_empty():
    certificate = certificate_of("fi", "portrait")
    assert failures(render(certificate, pictures=list[Printed]())) == []


def test_a_stream_that_ends_in_a_carriage_return_is_not_misread():
    # A compressed stream ends in a sum of what it holds, so such a badge can be looked for.
    texts = ("a" * length for length in range(1, 257))
    badge = next(text for text in texts if zlib.adler32(text.encode()) & 255 == ord("\r"))
    certificate = certificate_of("fi", "portrait")
    content = render(certificate, badge=badge, pictures=PICTURES)
    assert content.count(b"\r\r\nendstream") == 1
    assert failures(content) == []
    pdf = pikepdf.open(io.BytesIO(content))
    attached = pdf.attachments[f"{certificate.number}.json"]
    assert attached.get_file().read_bytes() == badge.encode()
