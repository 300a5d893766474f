"""The file: archival, accessible, made once, and whole whatever the names are."""

import datetime
import io
import re
import unicodedata

import pikepdf
import pypdf
import pytest
from django.core.files.base import ContentFile
from django.utils import translation

from certificates import facts, pdf
from certificates.models import Certificate, CertificateTemplate
from certificates.pdf import make_pdf, render
from certificates.previewing import sample
from courses.models import Course
from tests.certificates.reading import boxes_of, run, text_of
from tests.factories.certificates import (
    CertificateTemplateFactory,
    certificate_for,
    certificate_with_file,
)

A4_WIDTH = 595.3
MARGIN = 29 / 25.4 * 72


def drawn(**changes) -> bytes:
    """A PDF of an unsaved certificate with these fields."""
    certificate = sample(CertificateTemplate(), "fi")
    for name, value in changes.items():
        setattr(certificate, name, value)
    return render(certificate)


@pytest.mark.django_db
def test_the_file_repeats_every_fact():
    template = CertificateTemplateFactory(closing_fi="Osaaminen on osoitettu kokeella.")
    template.signatories = [
        ("signatory", {"name": "Marjaana Koskela", "title_fi": "koulutuspäällikkö"})
    ]
    template.save()
    certificate = certificate_with_file(
        enrolment__run__course__names={"fi": "Työkyvyn tuki", "sv": "Stöd för arbetsförmågan"},
        enrolment__run__course__outcomes={"fi": ["tunnistat työkyvyn tuen tarpeen"]},
        enrolment__learner__first_name="Inga Biret",
        completed_on=datetime.date(2026, 1, 9),
    )
    with certificate.pdf.open("rb") as file:
        # A wide code goes on to a second line after one of its hyphens.
        text = text_of(file.read()).replace("- ", "-")
    with translation.override("fi"):
        said = facts.facts(certificate)
    for wanted in [
        "Todistus", "Inga Biret Oppija", "on suorittanut opintojakson", "Työkyvyn tuki",
        "Stöd för arbetsförmågan", "tunnistat työkyvyn tuen tarpeen", "9.1.2026",
        "Osaaminen on osoitettu kokeella.", "Marjaana Koskela", "koulutuspäällikkö",
        certificate.number, certificate.grouped_code, *(fact.value for fact in said),
    ]:  # fmt: skip
        assert wanted in text


def test_it_is_tagged_titled_archival_and_says_its_language():
    content = drawn(language="sv")
    pdf = pikepdf.open(io.BytesIO(content))
    metadata = pdf.open_metadata()
    assert str(pdf.Root.Lang) == "sv"
    assert metadata["dc:title"].startswith("Intyg TKP-")
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert pdf.Root.MarkInfo.Marked
    assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
    assert metadata["pdfuaid:part"] == "1"


def test_headings_stand_in_order_and_the_code_has_words(tmp_path):
    certificate = sample(CertificateTemplate(), "fi")
    tree = run("pdfinfo", "-struct-text", "FILE", content=render(certificate), tmp_path=tmp_path)
    assert re.findall(r"^ *(H\d)", tree, re.MULTILINE) == ["H1", "H2", "H2"]
    pdf = pikepdf.open(io.BytesIO(render(certificate)))
    texts = [
        str(each.Alt)
        for each in pdf.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
    ]
    assert len(texts) == 1
    assert facts.public_address(certificate) in texts[0]


def test_fonts_are_embedded_with_their_letters(tmp_path):
    rows = run("pdffonts", "FILE", content=drawn(), tmp_path=tmp_path).splitlines()[2:]
    assert rows
    for row in rows:
        assert "SourceSans3" in row
        assert re.search(r"yes yes yes", row)


def test_qpdf_finds_nothing_wrong(tmp_path):
    assert "No syntax or stream encoding errors" in run(
        "qpdf", "--check", "FILE", content=drawn(), tmp_path=tmp_path
    )


@pytest.mark.parametrize(
    "name",
    [
        "Åsa Öhman-Ääkkönen",
        "Žofia Tšernyšova-Šedžić",
        "Inga Biret Márjá Ánddaras Čeavzin đŋŧž",
        "Uccu Ǩiâlg Ǥãs Ǯõõđ",
        "Nguyễn Thị Ánh Ngọc",
        "D’Arcy O'Neill-Ørsted",
    ],
)
def test_names_come_out_whole(name):
    assert name in text_of(drawn(holder_name=name))


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        pytest.param("李 Virtanen", "□ Virtanen", id="letters that no font has"),
        pytest.param("Aino\ue000 Oppija", "Aino□ Oppija", id="private letters, barred by PDF/A"),
        pytest.param("Ai\u00adno\u200b Oppija", "Aino Oppija", id="invisible letters"),
        pytest.param("#Aino *Oppija* <b> $x$", "#Aino *Oppija* <b> $x$", id="markup is text"),
        pytest.param("a\u20dd Aino Oppija", "□ Aino Oppija", id="a mark that no font has"),
    ],
)
def test_what_cannot_be_printed_stops_no_certificate(name, printed):
    assert printed in text_of(drawn(holder_name=name))


@pytest.mark.parametrize(
    "mark",
    [
        pytest.param("1\ufe0f\u20e3", id="a digit in a key"),
        pytest.param("s\u1df5", id="a letter of every language code"),
        pytest.param("m\u1dc4", id="a letter of every drawing"),
        pytest.param("a\u20e3 1\ufe0f\u20e3 e\u1ab3", id="several"),
        pytest.param("\u1100\u1175\u11b7", id="put together only by normalising"),
        pytest.param("\ufa19", id="another letter once normalised"),
    ],
)
def test_what_cannot_be_printed_takes_nothing_else_away(mark):
    outcome = {"fi": [f"{mark} Tunnistat tuen tarpeen"]}
    text = text_of(drawn(outcomes=outcome))
    assert "□ Tunnistat tuen tarpeen" in text
    # Every fact beside it is there, to the letter.
    plain = text_of(drawn(outcomes={"fi": ["□ Tunnistat tuen tarpeen"]}))
    assert text.replace("□", "").split() == plain.replace("□", "").split()


def test_marks_of_all_scripts_stop_no_certificate():
    marks = [chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) == "Mn"]
    rare = [*marks[112::7], "\U0001e944", "\U0001d165"]
    for name in ("".join(f"a{mark}" for mark in rare[:120]), "".join(rare[:120]), "-\U0001e944-"):
        assert "1234" in text_of(drawn(holder_name=name, number="TKP-2026-001234"))


def test_no_letter_of_an_address_or_a_drawing_is_replaced():
    words = pdf.page_words(sample(CertificateTemplate(), "fi"))
    changed = pdf._printable(words, lambda text: "□")
    kept = {key for key in words if changed[key] == words[key] and words[key]}
    assert kept >= {"qr", "address", "number", "code", "language", "palette", "layout"}
    assert changed["holder"] == "□"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"holder_name": "Maximilian-Alexander " * 15}, id="many names"),
        pytest.param({"holder_name": "W" * 301}, id="one name without end"),
        pytest.param({"course_names": {"fi": "Palveluohjausyhteistyöverkosto" * 8}}, id="course"),
        pytest.param({"outcomes": {"fi": ["Tunnistat ja arvioit " * 9] * 20}}, id="outcomes"),
        pytest.param({"organiser_names": {"fi": "Ammattikorkeakoulu " * 10}}, id="organiser"),
        pytest.param({"run_code": "X" * 40, "course_code": "Y" * 40}, id="codes"),
    ],
)
def test_nothing_overflows_the_margins(changes, tmp_path):
    content = drawn(**changes)
    words = boxes_of(content, tmp_path)
    assert len(words) > 30
    assert min(left for left, _top, _right, _bottom in words) > MARGIN - 1
    assert max(right for _left, _top, right, _bottom in words) < A4_WIDTH - MARGIN + 1
    assert max(bottom for _left, _top, _right, bottom in words) < 842


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("palette", CertificateTemplate.Palette.values)
def test_every_language_and_colour_can_be_set(language, palette):
    content = render(sample(CertificateTemplate(palette=palette), language))
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 1


def test_a_grade_stands_on_its_scale():
    certificate = sample(CertificateTemplate(), "fi")
    certificate.scale, certificate.grade = Course.Scale.ZERO_TO_FIVE, "4"
    with translation.override("en"):
        assert dict(facts.facts(certificate))["Grade"] == "4 (scale: 0–5)"


@pytest.mark.django_db
def test_the_file_is_made_once_and_its_bytes_are_kept():
    certificate = certificate_with_file()
    with certificate.pdf.open("rb") as file:
        first = file.read()
    certificate.holder_name = "Toinen Nimi"
    certificate.save()

    make_pdf({"certificate": certificate.pk})

    again = Certificate.objects.get(pk=certificate.pk)
    with again.pdf.open("rb") as file:
        assert file.read() == first
    assert again.pdf.name == certificate.pdf.name
    assert (again.pdf_sha256, again.pdf_size) == (certificate.pdf_sha256, len(first))


@pytest.mark.django_db
def test_the_file_bears_its_badge():
    certificate = certificate_with_file()
    with certificate.pdf.open("rb") as file, pikepdf.open(file) as pdf:
        attached = pdf.attachments[f"{certificate.number}.json"].get_file().read_bytes()
    assert attached.decode() == certificate.badge.document


@pytest.mark.django_db
def test_a_file_left_by_a_killed_try_is_replaced():
    certificate = certificate_for()
    name = f"certificates/{certificate.number[4:8]}/{certificate.number}.pdf"
    storage = certificate.pdf.storage
    storage.save(name, ContentFile(b"half"))
    make_pdf({"certificate": certificate.pk})
    certificate.refresh_from_db()
    assert certificate.pdf.name == name
    assert storage.size(name) == certificate.pdf_size


def test_equal_rows_give_equal_bytes():
    certificate = sample(CertificateTemplate(), "fi")
    assert render(certificate) == render(certificate)
