"""Files of strangers: limits, encodings, dangerous HTML, random damage."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from home.html import ATTRIBUTES, TAGS
from quizzes.exchange.decoding import decode
from quizzes.exchange.detecting import FORMATS
from quizzes.exchange.gift_lexer import escape
from quizzes.exchange.parsed import LARGEST_FILE, MOST_QUESTIONS, Notes, UnreadableError
from quizzes.exchange.pictures import PLACE
from quizzes.exchange.reading import read
from quizzes.exchange.texts import Texts
from tests.quizzes.exchange.moodle import answer, picture, question, quiz, with_file

GIFT = """// [id:A] [tag:b]
$CATEGORY: $course$/A/B

::Nimi::[html]Kumpi <b>on</b> totta?{=tämä#Hyvä ~%50%tuo#Ei ####Yleinen}

Luku?{#3.14:0.01 =%50%3..4 ~#ei}

Yhdistä{=a -> b =c -> d}

Aukko {=x} tässä.
""".encode()
AIKEN = b"Kumpi?\nA. a\nB. b\nANSWER: A\n\nToinen?\nA) c\nB) d\nANSWER: B\n"
XML = quiz(
    question("multichoice", answer(100, "a") + answer(0, "b") + "<hint><text>v</text></hint>"),
    question("cloze", stem="<p>{1:MC:=a#b~c} {2:NM:=3:1}</p>"),
    question("numerical", answer(100, "3", "<tolerance>1</tolerance>")),
    with_file(picture()),
).encode()


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["auto", "gift", "aiken", "moodle-xml"]))
def test_any_bytes_are_read_or_refused(data, form):
    try:
        reading = read(data, form=form)
    except UnreadableError:
        return
    assert reading.format in FORMATS
    assert all(change.line >= 1 for change in reading.changed)


@pytest.mark.parametrize(
    ("data", "text", "codes"),
    [
        ("Työ".encode(), "Työ", []),
        ("\ufeffTyö".encode(), "Työ", ["bom"]),
        ("Työ – “näin”".encode("cp1252"), "Työ – “näin”", ["windows_1252"]),
        ("Työ".encode() + "ä".encode("cp1252") + b"!", "Työä!", ["mixed_encoding"]),
        ("Työ".encode("utf-16"), "Työ", ["utf_16"]),
        (
            "<?xml version='1.0' encoding='ISO-8859-1'?><a>ä</a>".encode("latin-1"),
            "<?xml version='1.0' encoding='ISO-8859-1'?><a>ä</a>",
            ["declared_encoding"],
        ),
    ],
)
def test_encodings(data, text, codes):
    found, remarks = decode(data)

    assert (found, [remark.code for remark in remarks]) == (text, codes)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b" \n ", "empty", id="blank"),
        pytest.param(b"x" * (LARGEST_FILE + 1), "too_large", id="too large"),
        pytest.param(b"\x89PNG\r\n", "not_text", id="a picture"),
        pytest.param(b"a\0" * 50, "not_text", id="bytes"),
        pytest.param(
            b"<?xml version='1.0' encoding='rot13'?><quiz/>", "unknown_encoding", id="a trick"
        ),
    ],
)
def test_what_is_no_text(data, code):
    with pytest.raises(UnreadableError) as unreadable:
        decode(data)
    assert unreadable.value.remark.code == code


NOISE = random.Random(5).randbytes(4000) + b"{=a}"


@pytest.mark.parametrize("form", ["auto", "gift", "aiken", "moodle-xml"])
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(NOISE, id="noise"),
        pytest.param(b"\xff\xfe" + NOISE, id="noise that says it is UTF-16"),
        pytest.param(b"\xef\xbb\xbf" + NOISE, id="noise that says it is UTF-8"),
        pytest.param("2 + 2 = {=4}".encode("utf-16-le"), id="UTF-16 that does not say so"),
        pytest.param(b"\x7fELF\x02\x01\x01" + b"\0" * 9 + b"{=a}" * 20, id="a program"),
        pytest.param(bytes(range(256)) * 4, id="every byte"),
    ],
)
def test_what_is_no_text_is_refused_in_every_format(data, form):
    with pytest.raises(UnreadableError) as unreadable:
        read(data, form=form)
    assert unreadable.value.remark.code in {"not_text", "broken_encoding"}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ('{"questions": [{"text": "2 + 2?"}]}', "JSON"),
        ('[{"q": "a"}]', "JSON"),
        ('["a", "b"]', "JSON"),
        ("<!DOCTYPE html>\n<html><style>p {color: red}</style>", "HTML"),
        ("\n<html lang='fi'>{}</html>", "HTML"),
    ],
)
def test_what_only_has_braces_is_not_taken_for_gift(data, kind):
    with pytest.raises(UnreadableError) as unreadable:
        read(data.encode())
    assert unreadable.value.remark.values == {"kind": kind}


@pytest.mark.parametrize(
    "text",
    ['{"Aloita" =a}', '[html]"Sana", joka puuttuu {=a}', '"Kyllä": {T}', '{"T"}'],
)
def test_a_question_that_begins_with_a_quotation_is_gift(text):
    assert read(text.encode()).count == 1


def test_more_questions_than_are_read():
    with pytest.raises(UnreadableError) as unreadable:
        read(b"a{T}\n\n" * (MOST_QUESTIONS + 1))
    assert unreadable.value.remark.code == "too_many_questions"


def test_a_thousand_questions_are_read_in_time():
    options = "".join(
        answer(share, f"&lt;p dir='ltr'&gt;{share}&lt;/p&gt;") for share in (100, 0, 0, 0)
    )
    data = quiz(*(question("multichoice", options, name=f"K{n}") for n in range(1000))).encode()
    started = time.process_time()

    assert len(read(data).accepted) == 1000
    assert time.process_time() - started < 5


DANGEROUS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<math><mtext></p><img src=x onerror=alert(1)>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<b onmouseover=alert(1)>x</b>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    '<a href=\'x <img src="@@PLUGINFILE@@/k.png" alt="" onerror=alert(1)">\'>y</a>',
    "<img src='@@PLUGINFILE@@/k.png' alt='\"><script>alert(1)</script>'>",
    "<img src='data:text/html;base64,PHNjcmlwdD4='>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<template><script>alert(1)</script></template>",
    "<embed embedtype='image' id='1' onload='x'>",
    "<form><button formaction=javascript:alert(1)>x",
    "\u202ecod.exe<b>\x00x</b>",
    "<svg><style><img src=x onerror=alert(1)></style>",
]


def is_harmless(html, pictures=()):
    if not html:
        return
    for element in lxml_html.fragment_fromstring(html, create_parent="div").iter():
        if element.tag == "div":
            continue
        assert element.tag in TAGS | {"img"}, html
        allowed = {"src", "alt"} if element.tag == "img" else ATTRIBUTES.get(element.tag, set())
        assert set(element.attrib) <= allowed, html
        if element.tag == "img":
            assert element.attrib["src"].startswith(PLACE), html
        address = element.attrib.get("href", "").lower().strip()
        assert not address.startswith(("javascript", "data", "vbscript")), html


def html_of(value):
    if isinstance(value, dict):
        for name, found in value.items():
            if name not in {"pattern", "answer", "unit", "given"}:
                yield from html_of(found)
    elif isinstance(value, list):
        for found in value:
            yield from html_of(found)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("text", DANGEROUS)
@pytest.mark.parametrize("form", ["html", "moodle", "plain", "markdown"])
def test_dangerous_html_is_harmless_in_every_format(text, form):
    is_harmless(Texts(Notes(1)).rich(text, form))


@pytest.mark.parametrize("text", DANGEROUS)
def test_dangerous_html_is_harmless_through_every_text(text):
    quoted = text.replace("]]>", "").replace("\0", "")
    said = f"<text><![CDATA[{quoted}]]></text>"
    inside = (
        f"<generalfeedback>{said}</generalfeedback><hint>{said}</hint>"
        f"<correctfeedback>{said}</correctfeedback><tags><tag>{said}</tag></tags>"
        f'<answer fraction="100">{said}<feedback>{said}</feedback></answer>'
        f'<answer fraction="0">{said}x<feedback>{said}</feedback></answer>'
    )
    files = [
        quiz(question("multichoice", inside, stem=quoted)),
        quiz(question("essay", f"<graderinfo>{said}</graderinfo>", stem=quoted)),
        f"::{escape(text)}::[html]{escape(text)}{{={escape(text)}#{escape(text)} ~b}}",
    ]
    for data in files:
        reading = read(data.encode("utf-8", "replace"))
        for found in reading.accepted:
            for html in (found.stem, found.general_feedback, *html_of(found.value)):
                is_harmless(html)
            for hint in found.hints:
                is_harmless(hint.text)


def test_characters_that_hide_or_reorder_are_removed_and_said():
    reading = read("::Ni\u202emi\x07::Kysy\u2066mys{T}".encode())

    assert (reading.accepted[0].name, reading.accepted[0].stem) == ("Nimi", "<p>Kysymys</p>")
    assert [change.what.code for change in reading.changed] == ["characters_removed"]


def test_what_goes_with_its_words_is_not_said_to_leave_them():
    reading = read(b"::Nimi::[html]Hei <script>x()</script><font>kaikki</font>{T}")

    assert reading.accepted[0].stem == "<p>Hei kaikki</p>"
    said = {change.what.code: change.what.values for change in reading.changed}
    assert said["elements_dropped"] == {"names": "script"}
    assert said["elements_removed"] == {"names": "font"}


@pytest.mark.parametrize(
    "text",
    [
        part * (1900 // part.count("<"))
        for part in (
            "<b>",
            "<div>",
            "<",
            "<img ",
            "<p ",
            "<table>",
            '<p title="',
            "<!--",
            "<ul><li>",
        )
    ],
)
def test_repetition_takes_no_time(text):
    started = time.process_time()
    is_harmless(Texts(Notes(1)).rich(text)[:1000] and "")

    assert time.process_time() - started < 3


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.text(max_size=8)
        | st.sampled_from(
            ["<b>", "</b>", "<p>", "</p>", "<ul><li>", "</ul>", "<a href='https://x.fi'>", "</a>",
             "<table><tr><td>", "<br>", "<pre> a\n b</pre>", "<h2>", "&nbsp;", "<sub>"]
        ),
        max_size=8,
    )
)  # fmt: skip
def test_reading_a_clean_text_again_changes_nothing(parts):
    clean = Texts(Notes(1)).rich("".join(parts))
    notes = Notes(1)

    assert Texts(notes).rich(clean) == clean
    assert notes.remarks == []


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=12))
def test_one_paragraph_needs_no_cleaning(words):
    html = f"<p>{words}</p>"
    short = Texts(Notes(1)).rich(html)
    # The long way: the same, with something beside it that goes.
    long = Texts(Notes(1)).rich(f"{html}<p></p>")

    assert short == long
