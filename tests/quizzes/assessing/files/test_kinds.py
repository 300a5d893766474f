"""Files are known by what they hold, whatever they are called."""

import io
import zipfile

import pytest
from PIL import Image

from home import file_kinds
from home.file_kinds import accepted, holds_what_it_says
from home.uploads import KINDS
from tests.quizzes.assessing.files.conftest import PDF, upload

pytestmark = pytest.mark.django_db


def picture(form):
    buffer = io.BytesIO()
    Image.new("RGB", (4, 3)).save(buffer, form)
    return buffer.getvalue()


def archive(*names, mimetype=None, size=1):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, b"0" * size)
    return buffer.getvalue()


WORD = ("[Content_Types].xml", "word/document.xml")


CALC = "application/vnd.oasis.opendocument.spreadsheet"


@pytest.mark.parametrize(
    ("ending", "content", "is_it"),
    [
        ("pdf", PDF, True),
        ("pdf", b"<html>", False),
        ("png", picture("PNG"), True),
        ("png", picture("JPEG"), False),
        ("png", picture("PNG")[:40], False),
        ("jpg", picture("JPEG"), True),
        ("jpg", b"", False),
        ("webp", picture("WEBP"), True),
        ("docx", archive(*WORD), True),
        ("docx", archive("a.txt"), False),
        ("docx", b"PK\x03\x04", False),
        ("xlsx", archive(*WORD), False),
        ("ods", archive("a", mimetype=CALC), True),
        ("odt", archive("a", mimetype=CALC), False),
        ("rtf", b"{\\rtf1 a}", True),
        ("rtf", b"rtf", False),
        ("txt", b"Teksti\n", True),
        ("txt", b"\x00\x01", False),
        ("zip", archive("a"), True),
        ("zip", archive("a", size=5_000_000), True),
        ("exe", b"MZ", False),
    ],
)
def test_known_by_content(ending, content, is_it):
    assert holds_what_it_says(upload(f"x.{ending}", content), ending) is is_it


def test_an_archive_of_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(file_kinds, "LARGEST_UNPACKED", 1000)
    assert not holds_what_it_says(upload("a.zip", archive("a", size=2000)), "zip")

    monkeypatch.setattr(file_kinds, "LARGEST_UNPACKED", 10**9)
    monkeypatch.setattr(file_kinds, "HIGHEST_RATIO", 1)
    assert not holds_what_it_says(upload("a.zip", archive("a", size=2_000_000)), "zip")

    monkeypatch.setattr(file_kinds, "MOST_IN_ARCHIVE", 2)
    assert not holds_what_it_says(upload("a.zip", archive("a", "b", "c")), "zip")


def test_every_kind_has_a_rule_of_its_own():
    assert file_kinds.CONTENT_TYPES.keys() <= file_kinds.OWN_RULES.keys() | KINDS.keys()
    assert set(accepted([]).endings) == file_kinds.CONTENT_TYPES.keys() - file_kinds.ON_REQUEST
