"""Reading Aiken."""

import pytest

from quizzes.exchange.aiken import read_aiken

GOOD = "Kumpi?\nA. Tämä\nB) Tuo\nANSWER: B\n"


def test_a_question():
    (question,) = read_aiken(GOOD).accepted

    assert (question.line, question.name, question.kind) == (1, "Kumpi?", "single_choice")
    assert [(o["text"], o["fraction"]) for o in question.value["options"]] == [
        ("<p>Tämä</p>", "0"),
        ("<p>Tuo</p>", "1"),
    ]


def test_signs_are_text():
    (question,) = read_aiken("a < b & c?\nA) <b>\nB) x\nANSWER: A").accepted

    assert question.stem == "<p>a &lt; b &amp; c?</p>"
    assert question.value["options"][0]["text"] == "<p>&lt;b&gt;</p>"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("Kysymys\nA. Yksi\nANSWER: A", "too_few_options", id="one option"),
        pytest.param("Kysymys\nANSWER: A", "aiken_no_options", id="no options"),
        pytest.param("Kysymys\nA. a\nB. b\nANSWER: D", "aiken_answer_option", id="no such option"),
        pytest.param("Kysymys\nA. a\nB. b\nANSWER: b", "aiken_answer_letter", id="a small letter"),
        pytest.param("Kysymys\nA. a\nB. b\nANSWER:", "aiken_answer_letter", id="no letter"),
        pytest.param(
            "Kysymys\nA. a\nB. b\nANSWER: A, B", "aiken_several_answers", id="two letters"
        ),
        pytest.param("Kysymys\nA. a\nB. b", "aiken_no_answer", id="no answer"),
        pytest.param("A. a\nB. b\nANSWER: A", "aiken_no_question", id="no question"),
        pytest.param("Pelkkä teksti", "aiken_no_options", id="no options, no answer"),
    ],
)
def test_what_is_broken_is_refused_and_the_rest_is_read(text, reason):
    reading = read_aiken(f"{GOOD}\n{text}\n\n{GOOD}")

    assert [question.name for question in reading.accepted] == ["Kumpi?", "Kumpi?"]
    assert [(refused.line, refused.reason.code) for refused in reading.refused] == [(6, reason)]


@pytest.mark.parametrize(
    "line",
    ["Vastaus: A", "Answer: A", "ANS. A", "Correct answer: A", "**Answer:** A", "ANSWER : A"],
)
def test_an_answer_line_in_another_word_is_told(line):
    reading = read_aiken(f"Kysymys\nA. a\nB. b\n{line}\n{GOOD}")

    assert [refused.reason.code for refused in reading.refused] == ["aiken_nearly_answer"]
    assert len(reading.accepted) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Kysymys\na) yksi\nb) kaksi\nANSWER: A", "aiken_no_options"),
        ("Kysymys\n(A) yksi\n(B) kaksi\nANSWER: A", "aiken_no_options"),
        ("Kysymys\nA. yksi\njatkuu\nB. kaksi\nC. kolme\nANSWER: A", "aiken_option_lines"),
        ("Kysymys\nA. yksi\nB. kaksi\njatkuu\nvielä\nANSWER: A", "aiken_option_lines"),
        ("Kysymys\n\nA. yksi\n\nB. kaksi", "aiken_no_answer"),
    ],
)
def test_a_broken_question_is_one_however_many_lines_it_has(text, reason):
    reading = read_aiken(f"{GOOD}\n{text}\n\n{GOOD}")

    assert [refused.reason.code for refused in reading.refused] == [reason]
    assert len(reading.accepted) == 2


def test_a_question_may_follow_one_without_an_answer():
    reading = read_aiken(f"Kysymys\nA. a\nB. b\n{GOOD}")

    assert [refused.reason.code for refused in reading.refused] == ["aiken_no_answer"]
    assert [question.name for question in reading.accepted] == ["Kumpi?"]


def test_lines_that_ask_are_put_together_and_a_heading_is_not():
    reading = read_aiken("Luku 1\n\nKatso kuvaa.\nKumpi?\n\nA. a\nB. b\nANSWER: A")

    assert [question.stem for question in reading.accepted] == ["<p>Katso kuvaa.<br>Kumpi?</p>"]
    assert [change.what.code for change in reading.changed] == ["aiken_stem_lines"]
    assert [(one.line, one.reason.code) for one in reading.refused] == [(1, "aiken_no_options")]


def test_what_is_said_after_an_answer_is_left_out_and_said():
    reading = read_aiken(f"{GOOD}Explanation: Siksi.\nFeedback: Hyvä!\n{GOOD}")

    assert len(reading.accepted) == 2
    assert reading.refused == []
    assert [(one.line, one.what.code) for one in reading.changed] == [(1, "aiken_aside")] * 2


def test_options_without_a_space_follow_the_alphabet():
    (question,) = read_aiken("Kumpi?\nA)Tämä\nB)Tuo\nANSWER: A").accepted

    assert len(question.value["options"]) == 2
