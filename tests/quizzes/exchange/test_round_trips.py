"""What is written comes back: export → import → export is the same file."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizzes.exchange.gift import read_gift
from quizzes.exchange.moodle_xml import read_moodle_xml
from quizzes.exchange.writing_gift import ANSWERS, write_gift
from quizzes.exchange.writing_xml import write_moodle_xml
from tests.quizzes.exchange.questions import VALUES, questions
from tests.quizzes.exchange.test_moodle_xml import picture, question, quiz, with_file


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
        # An arrow among its answers makes a matching question of a short one: GIFT has no escape.
        if kind == "short_answer":
            assume(not any("->" in answer["pattern"] for answer in question.value["answers"]))
        text, lost = write_gift([question])
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
