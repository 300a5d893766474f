"""Difficult names and endless titles: every certificate is whole, archival and accessible."""

import unicodedata

import page
import pytest

from certificates.models import CertificateTemplate
from certificates.pdf import render
from certificates.pictures import Printed
from certificates.previewing import sample
from tests.certificates.names import UNPRINTABLE, names, some
from tests.certificates.reading import boxes_of, run, text_of, words_of

LAYOUTS = {"portrait": (595.3, 841.9, 29), "landscape": (841.9, 595.3, 24)}
LANGUAGES = ["fi", "sv", "en"]
NONE: list[Printed] = []
ACCENTS = "\u0300\u0301\u0304\u030c"
TITLES = [
    "Palveluohjausyhteistyöverkostokehittäminen" * 4,
    "Työkyvyn tuki " * 40,
    "W" * 200,
    "Ä-" * 120,
    "tutkimus/kehittäminen/innovaatiotoiminta/" * 6,
]


def letters(text: str) -> str:
    """The text as its letters only, put together: however lines are broken."""
    return "".join(unicodedata.normalize("NFC", text).split())


def named(name: str, layout: str) -> bytes:
    certificate = sample(CertificateTemplate(layout=layout), "fi")
    certificate.holder_name = name
    return render(certificate, pictures=NONE)


def check(name: str, layout: str, language: str, tmp_path, **changes) -> None:
    """Set one certificate and hold it to everything."""
    certificate = sample(CertificateTemplate(layout=layout), language)
    certificate.holder_name = name
    for field, value in changes.items():
        setattr(certificate, field, value)
    content = render(certificate, pictures=NONE)
    for profile in ("3a", "ua1"):
        report = page.validate_pdf_bytes(content, profile=profile)
        assert [failure.message for failure in report.failures] == [], repr(name)
    words = words_of(content, tmp_path)
    if name not in UNPRINTABLE:
        assert letters(name) in letters("".join(word for word, _ in words)), repr(name)
    width, height, margin = LAYOUTS[layout]
    edge = margin / 25.4 * 72 - 1
    for _, (left, top, right, bottom) in words:
        assert left > edge, repr(name)
        assert right < width - edge, repr(name)
        assert 0 < top < bottom < height, repr(name)


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
def test_difficult_names(layout, tmp_path):
    for number, name in enumerate(some()):
        check(name, layout, LANGUAGES[number % 3], tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("layout", LAYOUTS)
def test_two_thousand_eight_hundred_names(layout, tmp_path):
    for number, name in enumerate(names()):
        check(name, layout, LANGUAGES[number % 3], tmp_path)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_long_name_breaks_at_its_hyphens(layout, tmp_path):
    family = "Schöneberg-Hämäläinen-Virtanen-Järventausta-Koskenniskanpää"
    content = named(f"Maria-Magdalena Wilhelmiina {family}", layout)
    text = run("pdftotext", "-raw", "FILE", "-", content=content, tmp_path=tmp_path)
    assert all(part in text for part in family.split("-"))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_name_without_end_breaks_before_it_is_too_small_to_read(layout, tmp_path):
    content = named("Ääkköstönimihirviö" * 17, layout)
    said = boxes_of(content, tmp_path)
    assert min(bottom - top for _, top, _, bottom in said) > 9


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_vowel_with_its_dot_and_accent_is_copied_once(layout, tmp_path):
    # Source Sans sets them from three parts, and Typst gives each part the words of the whole.
    written = [f"{vowel}\u0323{accent}" for vowel in "AEIOUaeiou" for accent in ACCENTS]
    name = unicodedata.normalize("NFC", "K".join(written))
    content = named(name, layout)
    assert letters(name) in letters("".join(word for word, _ in words_of(content, tmp_path)))
    assert letters(name) in letters(text_of(content))


def test_there_are_as_many_names_as_promised():
    assert len(set(names())) == 2_800
    assert max(map(len, names())) <= 320


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("title", TITLES, ids=["one word", "words", "W", "hyphens", "slashes"])
def test_endless_titles(title, layout, tmp_path):
    check(
        "Maximilian-Alexander Wolfeschlegelsteinhausenbergerdorff",
        layout,
        "fi",
        tmp_path,
        course_names={"fi": title, "sv": f"S {title}", "en": f"E {title}"},
        organiser_names={"fi": "Ammattikorkeakoulu ja hyvinvointialue " * 5},
        outcomes={"fi": ["Tunnistat ja arvioit työkyvyn tuen tarpeen " * 4] * 8},
    )
