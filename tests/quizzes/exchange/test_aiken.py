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
        pytest.param("Kysymys\nANSWER: A", "aiken_answer_option", id="no options"),
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


def test_an_answer_line_in_another_word_is_told():
    reading = read_aiken("Kysymys\nA. a\nB. b\nVastaus: A\n")

    assert [refused.reason.code for refused in reading.refused] == [
        "aiken_no_answer",
        "aiken_nearly_answer",
    ]


def test_options_without_a_space_follow_the_alphabet():
    (question,) = read_aiken("Kumpi?\nA)Tämä\nB)Tuo\nANSWER: A").accepted

    assert len(question.value["options"]) == 2
