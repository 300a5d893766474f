"""Reading Moodle XML, element by element."""

from decimal import Decimal

import pytest

from quizzes.exchange.moodle_xml import read_moodle_xml
from quizzes.exchange.parsed import Hint
from tests.quizzes.exchange.moodle import answer, one, question, quiz


def changes(kind, inside="", **fields):
    reading = read_moodle_xml(quiz(question(kind, inside, **fields)))
    return {change.what.code for change in reading.changed}


HEAD = """<generalfeedback format="html"><text>Kaikille</text></generalfeedback>
<defaultgrade>2.5000000</defaultgrade><penalty>0.33</penalty><hidden>0</hidden>
<idnumber>TT-1</idnumber><tags><tag><text>koe</text></tag><tag><text>b</text></tag></tags>
<hint format="html"><text>Vihje</text><clearwrong/></hint><hint><text>Toinen</text></hint>"""
TWO = answer(100, "a") + answer(0, "b")


def test_what_every_question_has():
    found = one("multichoice", HEAD + TWO)

    assert (found.line, found.name, found.code, found.tags) == (3, "Nimi", "TT-1", ("b", "koe"))
    assert (found.points, found.penalty) == (Decimal("2.5"), Decimal("0.3333333"))
    assert found.general_feedback == "<p>Kaikille</p>"
    assert found.hints == (Hint("<p>Vihje</p>", clear_wrong=True), Hint("<p>Toinen</p>"))


def test_multichoice():
    options = "<single>false</single><shuffleanswers>1</shuffleanswers>"
    found = one(
        "multichoice",
        options
        + "<answernumbering>ABCD</answernumbering>"
        + "<correctfeedback><text>Oikein</text></correctfeedback>"
        + answer("66.66667", "a", "<feedback><text>Hyvä</text></feedback>")
        + answer("33.33333", "b")
        + answer("-100", "c"),
    )

    assert found.kind == "multiple_choice"
    assert found.value == {
        "options": [
            {"text": "<p>a</p>", "fraction": "0.6666667", "feedback": "<p>Hyvä</p>"},
            {"text": "<p>b</p>", "fraction": "0.3333333", "feedback": ""},
            {"text": "<p>c</p>", "fraction": "-1", "feedback": ""},
        ],
        "shuffle": True,
        "numbering": "ABCD",
        "all_or_nothing": False,
        "feedback_right": "<p>Oikein</p>",
        "feedback_partly": "",
        "feedback_wrong": "",
    }


@pytest.mark.parametrize(
    ("answers", "right"),
    [
        pytest.param(answer(100, "true") + answer(0, "false"), "true", id="by name"),
        pytest.param(answer(100, "false") + answer(0, "true"), "false", id="false first"),
        pytest.param(answer(0, "Tosi") + answer(100, "Epätosi"), "false", id="by place"),
    ],
)
def test_true_or_false(answers, right):
    assert one("truefalse", answers).value["right"] == right


def test_short_answers_keep_signs_as_they_are():
    found = one("shortanswer", "<usecase>1</usecase>" + answer(100, "&lt;b&gt; &amp;amp;"))

    assert found.value == {
        "answers": [{"pattern": "<b> &amp;", "fraction": "1", "feedback": ""}],
        "match_case": True,
    }


def test_numbers_with_units():
    units = (
        "<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit>"
        "<unit><multiplier>100</multiplier><unit_name>cm</unit_name></unit></units>"
        "<unitgradingtype>2</unitgradingtype><unitpenalty>0.2000000</unitpenalty>"
        "<showunits>1</showunits><unitsleft>1</unitsleft>"
    )
    value = one("numerical", answer(100, "3.140", "<tolerance>0.01</tolerance>") + units).value

    assert value["answers"][0]["value"] == "3.14"
    assert value["answers"][0]["tolerance"] == "0.01"
    assert value["units"] == [
        {"unit": "m", "multiplier": "1"},
        {"unit": "cm", "multiplier": "100"},
    ]
    assert (value["unit_handling"], value["unit_penalty"]) == ("graded", "0.2")
    assert (value["unit_penalty_of"], value["unit_input"]) == ("total", "radio")
    assert value["unit_first"] is True


def subquestion(text, reply):
    return f"<subquestion><text>{text}</text><answer><text>{reply}</text></answer></subquestion>"


@pytest.mark.parametrize("kind", ["matching", "match"])
def test_matching(kind):
    value = one(
        kind,
        subquestion("a", "1") + subquestion("b", "2") + subquestion("", "3"),
    ).value

    assert value["pairs"] == [
        {"question": "<p>a</p>", "answer": "1"},
        {"question": "<p>b</p>", "answer": "2"},
    ]
    assert (value["extra_answers"], value["shuffle"]) == (["3"], True)


def test_what_is_chosen_has_no_markup_unless_it_is_what_is_chosen():
    inside = (
        subquestion("a", "<![CDATA[<p>R &amp; D</p>]]>")
        + subquestion("b", "2")
        + subquestion("c", "<![CDATA[<b>]]>").replace("<answer>", '<answer format="plain_text">')
    )
    answers = [pair["answer"] for pair in one("matching", inside).value["pairs"]]

    assert answers == ["R & D", "2", "<b>"]
    assert changes("matching", inside) == {"markup_removed"}


@pytest.mark.parametrize(
    ("way", "marking"),
    [
        ("ALL_OR_NOTHING", "exact"),
        ("-1", "exact"),
        ("ABSOLUTE_POSITION", "absolute"),
        ("RELATIVE_TO_CORRECT", "relative"),
    ],
)
def test_ordering(way, marking):
    inside = f"<gradingtype>{way}</gradingtype>" + answer(1, "eka") + answer(2, "toka")
    value = one("ordering", inside).value

    assert (value["items"], value["marking"]) == (["<p>eka</p>", "<p>toka</p>"], marking)


def test_an_unknown_way_of_marking_an_order_is_said():
    inside = "<gradingtype>LONGEST_ORDERED_SUBSET</gradingtype>" + answer(1, "a") + answer(2, "b")

    assert changes("ordering", inside) == {"ordering_marking"}


@pytest.mark.parametrize(
    ("kind", "element", "way"),
    [("gapselect", "selectoption", "select"), ("ddwtos", "dragbox", "drag")],
)
def test_gaps_to_choose(kind, element, way):
    choices = "".join(
        f"<{element}><text>{text}</text><group>{group}</group></{element}>"
        for text, group in (("Kela", 1), ("kunta", 2))
    )
    found = one(kind, choices, stem="<p>[[2]] ja [[1]]</p>")

    assert found.stem == "<p>[[2]] ja [[1]]</p>"
    assert found.value["presentation"] == way
    assert found.value["choices"] == [
        {"text": "Kela", "group": 1},
        {"text": "kunta", "group": 2},
    ]


@pytest.mark.parametrize("kind", ["cloze", "multianswer"])
def test_cloze_is_worth_what_its_gaps_are(kind):
    found = one(kind, stem="<p>{2:SA:=a} {3:NM:=4}</p>")

    assert (found.stem, found.points) == ("<p>[[1]] [[2]]</p>", Decimal(5))


def test_essay():
    value = one(
        "essay",
        "<responseformat>noinline</responseformat><responsefieldlines>20</responsefieldlines>"
        "<minwordlimit>10</minwordlimit><maxwordlimit>200</maxwordlimit>"
        "<attachments>-1</attachments><attachmentsrequired>1</attachmentsrequired>"
        "<filetypeslist>.pdf,.docx</filetypeslist>"
        "<graderinfo><text>Ohje</text></graderinfo>"
        "<responsetemplate><text>Pohja</text></responsetemplate>",
    ).value

    assert (value["editor"], value["lines"]) == ("none", 20)
    assert (value["min_words"], value["max_words"]) == (10, 200)
    assert (value["files_allowed"], value["files_required"]) == (-1, 1)
    assert value["file_types"] == [".pdf", ".docx"]
    assert (value["grader_info"], value["template"]) == ("<p>Ohje</p>", "<p>Pohja</p>")


def test_a_description_is_worth_nothing():
    assert (one("description").kind, one("description").points) == ("description", Decimal(0))


def test_categories():
    def category(path):
        return f'<question type="category"><category><text>{path}</text></category></question>'

    reading = read_moodle_xml(
        quiz(category("$course$/top/A/B//C"), question("description"), category("top"),
             question("description"))
    )  # fmt: skip

    assert [found.category for found in reading.accepted] == ["A/B//C", ""]
    assert reading.count == 2


@pytest.mark.parametrize("kind", ["calculated", "random", "ddimageortext", "coderunner", ""])
def test_a_type_that_there_is_not_is_refused_by_its_name(kind):
    reading = read_moodle_xml(quiz(question(kind), question("description", name="Sitten")))

    assert [(one.kind, one.reason.code) for one in reading.refused] == [
        (kind or "unknown", "unknown_type")
    ]
    assert [found.name for found in reading.accepted] == ["Sitten"]


@pytest.mark.parametrize(
    ("kind", "inside", "reason"),
    [
        pytest.param("multichoice", answer(100, "a"), "too_few_options", id="one option"),
        pytest.param("multichoice", answer(50, "a") + answer(0, "b"), "best_not_full", id="half"),
        pytest.param("multichoice", answer(100, "a") + answer(33, "b"), "fraction", id="33 %"),
        pytest.param("multichoice", answer("x", "a") + TWO, "fraction", id="no number"),
        pytest.param("shortanswer", "", "no_answers", id="no answers"),
        pytest.param("truefalse", answer(0, "true"), "nothing_right", id="nothing right"),
        pytest.param("numerical", answer(100, "kolme"), "no_number", id="a number in words"),
        pytest.param("numerical", "", "no_answers", id="no number"),
        pytest.param("matching", "", "too_few_pairs", id="no pairs"),
        pytest.param("matching", subquestion("a", ""), "pair_without_answer", id="half a pair"),
        pytest.param("ordering", answer(1, "a"), "too_few_items", id="one item"),
        pytest.param("gapselect", "", "no_gaps", id="no gap"),
        pytest.param("cloze", "", "no_gaps", id="no cloze gap"),
    ],
)
def test_what_cannot_be_asked_is_refused(kind, inside, reason):
    reading = read_moodle_xml(quiz(question(kind, inside)))

    assert [one.reason.code for one in reading.refused] == [reason]
    assert reading.accepted == []


@pytest.mark.parametrize(
    ("kind", "inside", "code"),
    [
        pytest.param("essay", "<hidden>1</hidden>", "was_hidden", id="hidden"),
        pytest.param("essay", "<defaultgrade>paljon</defaultgrade>", "points_usual", id="points"),
        pytest.param("essay", "<penalty>7</penalty>", "penalty_usual", id="penalty"),
        pytest.param("essay", "<uusi>jotain</uusi>", "element_dropped", id="an unknown element"),
        pytest.param("multichoice", TWO + "<shownumcorrect/>", "element_dropped", id="a flag"),
        pytest.param("multichoice", TWO + answer(0, ""), "empty_answers", id="an empty answer"),
        pytest.param(
            "multichoice", TWO + "<answernumbering>xyz</answernumbering>", "numbering", id="numbers"
        ),
        pytest.param(
            "essay",
            "<responseformat>editorfilepicker</responseformat>",
            "essay_editor",
            id="editor",
        ),
    ],
)
def test_what_is_not_kept_is_said(kind, inside, code):
    assert code in changes(kind, inside)


def test_what_says_nothing_is_passed_over():
    inside = (
        "<responserequired>1</responserequired><maxbytes>0</maxbytes><answer fraction='0'>"
        "<text></text></answer>"
    )

    assert changes("essay", inside) == set()


def test_a_question_without_a_name_gets_one():
    reading = read_moodle_xml(quiz(question("essay", name="")))

    assert reading.accepted[0].name == "Kysymys?"
    assert [change.what.code for change in reading.changed] == ["name_made"]


def test_html_without_cdata_is_put_together():
    text = (
        '<question type="essay"><name><text>N</text></name>'
        "<questiontext><text><p>a <b>b</b></p></text></questiontext></question>"
    )
    reading = read_moodle_xml(quiz(text))

    assert reading.accepted[0].stem == "<p>a <b>b</b></p>"
    assert [change.what.code for change in reading.changed] == ["text_not_quoted"]
