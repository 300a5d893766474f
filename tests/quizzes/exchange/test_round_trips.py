"""What is written comes back: export → import → export is the same file."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.exchange import kinds
from quizzes.exchange.gift import read_gift
from quizzes.exchange.kinds import FULL, Weighed
from quizzes.exchange.moodle_xml import read_moodle_xml
from quizzes.exchange.parsed import Notes, ParsedQuestion
from quizzes.exchange.texts import Texts
from quizzes.exchange.writing_gift import ANSWERS, write_gift
from quizzes.exchange.writing_xml import write_moodle_xml
from tests.quizzes.exchange.moodle import picture, question, quiz, with_file
from tests.quizzes.exchange.questions import VALUES, questions


@pytest.mark.parametrize("kind", VALUES)
def test_moodle_xml_gives_back_all_of_a_question(kind):
    @settings(max_examples=25, deadline=None)
    @given(questions(kind))
    def check(question):
        text, lost = write_moodle_xml([question])
        reading = read_moodle_xml(text)

        assert reading.refused == []
        assert lost == []
        (read,) = reading.accepted
        assert replace(read, line=1) == question
        assert write_moodle_xml([read])[0] == text

    check()


@pytest.mark.parametrize("kind", ANSWERS)
def test_gift_is_the_same_when_written_again(kind):
    @settings(max_examples=25, deadline=None)
    @given(questions(kind))
    def check(question):
        text, lost = write_gift([question])
        if not text:
            # GIFT has no escape for an arrow: it would make a matching question of a short one.
            assert kind == "short_answer"
            assert any("->" in answer["pattern"] for answer in question.value["answers"])
            assert [change.what.code for change in lost] == ["other_kind_in_file"]
            return
        reading = read_gift(text)

        assert reading.refused == []
        (read,) = reading.accepted
        assert (read.kind, read.name, read.stem) == (question.kind, question.name, question.stem)
        assert (read.code, read.tags, read.category) == (
            question.code, question.tags, question.category,
        )  # fmt: skip
        assert read.general_feedback == question.general_feedback or kind == "description"
        assert write_gift([read]) == (text, [])
        # What did not come back was said.
        same = replace(read, line=1, category=question.category) == question
        assert bool(lost) != same

    check()


# What means something to GIFT somewhere, whole and in parts.
TOKENS = [
    "->", "-", ">", "=", "~", "T", "F", "TRUE", "FALSE", "#", "####", "%", "%50%", "%-100%", "{",
    "}", "{}", "//", "/", "::", ":", "\\", "\\n", "[html]", "[plain]", "[id:x]", "[tag:x]", "]",
    "[", "$CATEGORY: a", "..", "1..2", "3:1", "*", "_____", "a", " ", "\n", "\n\n", "&gt;", "<b>",
]  # fmt: skip
tricks = st.lists(st.sampled_from(TOKENS), min_size=1, max_size=5).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_gift_gives_back_the_kind_and_the_content_or_says_that_it_does_not(data):
    def line():
        return Texts(Notes(1)).line(data.draw(tricks)) or "x"

    def rich():
        return Texts(Notes(1)).rich(data.draw(tricks)) or "<p>x</p>"

    kind = data.draw(st.sampled_from(["short_answer", "single_choice", "matching", "true_false",
                                      "essay", "description", "numerical"]))  # fmt: skip
    values = {
        "short_answer": lambda: kinds.short_answer(
            [Weighed(line(), FULL, rich()), Weighed(line(), Decimal("0.5"))], Notes(1)
        ),
        "single_choice": lambda: kinds.choice(
            [Weighed(rich(), FULL, rich()), Weighed(rich(), Decimal(0))], Notes(1), single=True
        ),
        "matching": lambda: kinds.matching(
            [(rich(), line()), (rich(), line()), ("", line())], Notes(1)
        ),
        "true_false": lambda: kinds.true_false(True, rich(), rich()),
        "essay": kinds.essay,
        "description": dict,
        "numerical": lambda: kinds.numerical(
            [kinds.numerical_answer("3", "1", FULL, Notes(1), feedback=rich())]
        ),
    }
    asked = ParsedQuestion(
        1, line(), kind, rich(), values[kind](), general_feedback=rich(), code=line()
    )
    text, lost = write_gift([asked, replace(asked, code="2nd")])
    reading = read_gift(text)

    assert reading.refused == []
    assert {found.kind for found in reading.accepted} <= {kind}
    said = {name for change in lost for name in change.what.values.get("names", ())}
    if not reading.accepted:
        assert [change.what.code for change in lost] == ["other_kind_in_file"] * 2
        return
    for read in reading.accepted:
        for name in ("name", "stem", "general_feedback"):
            assert getattr(read, name) == getattr(asked, name) or name in said
        for name, found in asked.value.items():
            assert read.value.get(name) == found or name in said
    assert reading.accepted[0].code == asked.code or "code" in said


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(list(VALUES)).flatmap(questions), max_size=6))
def test_a_whole_file_is_a_fixed_point(asked):
    text, _lost = write_moodle_xml(asked)
    again = read_moodle_xml(text)

    assert write_moodle_xml(again.accepted)[0] == text
    text, _lost = write_gift(asked)
    assert write_gift(read_gift(text).accepted) == (text, [])


def test_text_that_reads_like_a_gap_stays_text():
    text = quiz(question("cloze", stem="<p>&#123;1:SA:=a} {1:SA:=b}</p>"))
    (read,) = read_moodle_xml(text).accepted
    written, lost = write_moodle_xml([read])

    assert (read.stem, lost) == ("<p>{1:SA:=a} [[1]]</p>", [])
    assert read_moodle_xml(written).accepted[0].stem == read.stem


def test_a_picture_without_words_leaves_no_trace_in_gift():
    text = with_file(picture()).replace('alt="kuvio"', 'alt=""')
    (read,) = read_moodle_xml(quiz(text)).accepted
    written, lost = write_gift([read])

    assert "::[html]Katso{}" in written
    assert [change.what.code for change in lost] == ["lost_in_file"]
    assert write_gift(read_gift(written).accepted) == (written, [])


@pytest.mark.parametrize("kind", sorted(VALUES.keys() - ANSWERS.keys()))
def test_what_gift_has_no_type_for_is_said(kind):
    @settings(max_examples=5, deadline=None)
    @given(questions(kind))
    def check(question):
        text, lost = write_gift([question])

        assert text == ""
        assert [change.what.code for change in lost] == ["not_in_file"]

    check()
