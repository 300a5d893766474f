"""Files with random damage: read or refused, each question once, whatever the damage."""

import random
import re
from xml.etree import ElementTree

import pytest

from quizzes.exchange.decoding import decode
from quizzes.exchange.messages import sentence
from quizzes.exchange.parsed import UnreadableError
from quizzes.exchange.reading import read
from quizzes.exchange.telling import as_json
from quizzes.exchange.writing_gift import write_gift
from quizzes.exchange.writing_xml import write_moodle_xml
from tests.quizzes.exchange import test_in_the_wild as wild
from tests.quizzes.exchange.test_importing import ALL_TYPES
from tests.quizzes.exchange.test_untrusted import AIKEN, GIFT, XML

FILES = {
    "gift": GIFT + "\n\n".join(str(param.values[0]) for param in wild.GIFT).encode(),
    "aiken": AIKEN * 3 + b"Kumpi?\nA) e\n\nB) f\nVastaus: A\n",
    "moodle-xml": XML,
    "all types": ALL_TYPES.encode(),
    "types of others": b"<quiz>"
    + "".join(
        str(param.values[0]).partition("<quiz>")[2].rpartition("</quiz>")[0] for param in wild.XML
    ).encode()
    + b"</quiz>",
}
SIGNS = b"{}~=#%:<>&;\\/\"'\n\r\t\0\xff\x80[]()AB 10-"
TOKENS = (
    "{", "}", "####", "->", "\n\n", "::", "//", "$CATEGORY: ", "%50%", "%-9999999999999999999999%",
    "[html]", "[markdown]", "~", "=", "#", "ANSWER: ", "A. ", "\nB) ", "<question type=\"cloze\">",
    "</question>", "<text>", "</text>", "<![CDATA[", "]]>", "<!--", "-->", "&amp;", "&nbsp;",
    "&#0;",
    "{1:MC:", "{9999999:SA:", "{:NM:=1e999", "[[1]]", "[[99999999999]]", "fraction=\"1e400\"",
    "<tolerance>NaN</tolerance>", "@@PLUGINFILE@@/", "<img src='data:image/png;base64,AAAA'>",
    "<single>false</single>", "\ufeff", "\u2028", "1e-400", "9" * 400, "ä".encode("cp1252"),
    "<!DOCTYPE quiz>", "<?xml version='1.0' encoding='UTF-16'?>", "\\", "\x85", "NaN:inf", "..",
)  # fmt: skip


def damaged(whole: bytes, dice: random.Random) -> bytes:
    data = bytearray(whole)
    for _change in range(dice.randint(1, 8)):
        place = dice.randrange(len(data) + 1)
        how = dice.randrange(7)
        if how == 0:
            data[place : place + 1] = bytes([dice.choice(SIGNS)])
        elif how == 1:
            del data[place : place + dice.randint(1, 30)]
        elif how == 2:
            data[place:place] = bytes(dice.choices(SIGNS, k=dice.randint(1, 6)))
        elif how == 3:
            data[place:place] = data[place : place + dice.randint(1, 200)]
        elif how == 4:
            token = dice.choice(TOKENS)
            data[place:place] = token if isinstance(token, bytes) else token.encode()
        elif how == 5 and data:
            data[place % len(data)] ^= 1 << dice.randrange(8)
        else:
            other = dice.randrange(len(data) + 1)
            part = data[place : place + dice.randint(1, 40)]
            data[other:other] = part
    return bytes(data)


def questions_in(text: str, form: str) -> int | None:
    """Count the questions of a file in a way of its own; None where it cannot tell."""
    if form == "gift":
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        blocks: list[list[str]] = [[]]
        for line in (line.strip(" \t\0\x0b") for line in text.split("\n")):
            if not line:
                blocks.append([])
            elif not line.startswith("//"):
                blocks[-1].append(line)
        # A category alone is no question.
        return sum(
            bool(lines[1:] if lines and re.match(r"\$CATEGORY:", lines[0]) else lines)
            for lines in blocks
        )
    if form == "moodle-xml":
        root = ElementTree.fromstring(text.lstrip().encode("utf-8", "surrogatepass"))
        kinds = [element.get("type") for element in root.findall("question")]
        return sum(kind != "category" for kind in kinds)
    return None


def look_at(data: bytes, form: str, nearest: bool) -> bool:
    """Read a file and say all that there is to say of it; return whether it could be read."""
    try:
        reading = read(data, form=form, nearest=nearest)
    except UnreadableError as error:
        # One sentence is said on it, whatever it is.
        return not sentence(error.remark)
    told = as_json(reading, reading.changed)
    text, _remarks = decode(data)
    expected = questions_in(re.sub(r"^<\?xml[^>]*>", "", text.lstrip()), reading.format)
    found = len(told["accepted"]) + len(told["refused"])
    assert expected is None or found == expected
    assert found >= (len(re.findall(r"(?m)^[ \t]*ANSWER:", text)) if form == "aiken" else 0)
    assert all(row["kind"] and row["line"] > 0 for row in told["accepted"] + told["refused"])
    assert all(row["reason"] for row in told["refused"])
    for write in (write_gift, write_moodle_xml):
        _text, lost = write(reading.accepted)
        assert all(sentence(change.what) for change in lost)
    return True


def damage(times: int) -> int:
    dice = random.Random(20)
    read_ones = 0
    for whole in FILES.values():
        for _turn in range(times):
            forms = ["auto"] * 3 + ["gift", "aiken", "moodle-xml"]
            read_ones += look_at(
                damaged(whole, dice), dice.choice(forms), nearest=dice.random() < 0.5
            )
    return read_ones


def test_some_damaged_files():
    assert damage(times=6) > 10


@pytest.mark.slow
def test_many_damaged_files():
    assert damage(times=250) > 500


def test_whole_files_are_counted_alike():
    for name, whole in FILES.items():
        assert look_at(whole, "auto", nearest=False), name
