"""Pictures in Moodle XML, and the file as a whole."""

import base64

import pytest

from quizzes.exchange.moodle_xml import read_moodle_xml
from quizzes.exchange.parsed import UnreadableError
from tests.quizzes.exchange.moodle import one, picture, question, quiz, with_file

# --- Pictures ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_pictures_are_known_by_their_content(form):
    content = picture(form)
    (found,) = read_moodle_xml(quiz(with_file(content))).accepted
    (kept,) = found.pictures.values()

    assert kept.content == content
    assert kept.kind == f"image/{form.lower()}"
    assert 'alt="kuvio"' in found.stem
    assert not found.incomplete


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture_kind", id="a drawing"),
        pytest.param(b"<script>alert(1)</script>", "picture_kind", id="a script"),
        pytest.param(picture()[:40], "picture_kind", id="half a picture"),
        pytest.param("***", "picture_encoding", id="no Base64"),
    ],
)
def test_what_is_no_picture_leaves_its_words(content, code):
    reading = read_moodle_xml(quiz(with_file(content)))
    (found,) = reading.accepted

    assert (found.pictures, found.incomplete) == ({}, True)
    assert found.stem == "<p>Katso kuvio</p>"
    assert code in {change.what.code for change in reading.changed}


def test_nothing_is_fetched_and_no_path_is_followed():
    stem = (
        '<p><img src="https://example.org/a.png"><img src="file:///etc/passwd">'
        '<img src="@@PLUGINFILE@@/../../etc/passwd"></p>'
    )
    reading = read_moodle_xml(quiz(question("essay", stem=stem)))

    assert reading.accepted[0].pictures == {}
    assert "<img" not in reading.accepted[0].stem
    assert {change.what.code for change in reading.changed} == {
        "picture_elsewhere",
        "picture_missing",
    }


def test_a_picture_in_the_address_itself_is_kept():
    address = f"data:image/png;base64,{base64.b64encode(picture()).decode()}"
    found = one("essay", stem=f'<p><img src="{address}" alt="x"></p>')

    assert [kept.kind for kept in found.pictures.values()] == ["image/png"]


def test_files_that_are_not_shown_are_named():
    reading = read_moodle_xml(quiz(with_file(picture(), name="muu.png")))

    assert {change.what.code for change in reading.changed} == {"picture_missing", "files_dropped"}


# --- The file as a whole -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param('<!DOCTYPE quiz SYSTEM "http://x/y.dtd"><quiz/>', "document_type", id="a DTD"),
        pytest.param(
            '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><quiz>&b;</quiz>',
            "document_type",
            id="an entity",
        ),
        pytest.param("<quiz>&nbsp;</quiz>", "not_xml", id="an entity that nobody declared"),
        pytest.param("<quiz><question></quiz>", "not_xml", id="not well formed"),
        pytest.param("<html></html>", "not_a_quiz", id="another root"),
        pytest.param("<quiz>" + "<a>" * 100 + "</a>" * 100 + "</quiz>", "xml_too_deep", id="deep"),
        pytest.param("", "not_xml", id="nothing"),
    ],
)
def test_a_file_that_is_not_read(text, reason):
    with pytest.raises(UnreadableError) as unreadable:
        read_moodle_xml(text)
    assert unreadable.value.remark.code == reason


def test_blank_lines_before_the_declaration_are_forgiven():
    reading = read_moodle_xml(f"\n\n{quiz(question('essay'))}")

    assert reading.accepted[0].line == 5
