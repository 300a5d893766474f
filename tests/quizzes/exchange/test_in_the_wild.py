"""
What files of other systems hold: peculiarities met in public files, each in its shortest form.

What becomes of each is what Moodle makes of it, but for the differences that
docs/question-exchange.md names.
"""

import pytest

from quizzes.exchange.parsed import UnreadableError
from quizzes.exchange.reading import read

GIFT = [
    pytest.param("Q{=a#good ~b#bad// not a comment\n}", ["single_choice"], id="slashes in a line"),
    pytest.param("::Q 1::\nKumpi?\n{\nT\n}", ["true_false"], id="each sign on its line"),
    pytest.param(":: Nimi\n// huomautus\n:: Kumpi? {F}", ["true_false"], id="a name on two lines"),
    pytest.param("Q{~%0%a ~%100%b ~%0%c}", ["multiple_choice"], id="shares for one right option"),
    pytest.param("Q{~%50%a~%50%b~%-100%c}", ["multiple_choice"], id="no space between options"),
    pytest.param("Q{=%50%a =%50%b ~c}", ["multiple_choice"], id="parts of a right answer"),
    pytest.param("Q{=%100%a ~%50%b ~c}", ["single_choice"], id="all for a right answer"),
    pytest.param("Q{=%50%a ~c}", ["choice"], id="half for a right answer"),
    pytest.param("Q{=a =b ~c}", ["single_choice"], id="two right options of one choice"),
    pytest.param(
        "Q{= [html]<b>a</b>\n~%-33.33333% [plain] b\n~%-33.33333% c}", ["single_choice"],
        id="a format after the share",
    ),
    pytest.param("Q{~[html]a. =[html]b. ~c. ~d.}", ["single_choice"], id="formats on one line"),
    pytest.param("Q{#3:2~#Väärin}\";", ["numerical"], id="an editor's rest after the braces"),
    pytest.param("Q{#=1..5}", ["numerical"], id="one range with its sign"),
    pytest.param("Q{#-5..-3}", ["numerical"], id="a range below zero"),
    pytest.param("Q{#\n\t=%100%-7:0#a\n\t=%100%4:0\n\t~#b\n\t####c\n}", ["numerical"], id="a bank"),
    pytest.param("Q{#1.5e3:1e-2}", ["numerical"], id="exponents"),
    pytest.param(
        "Q{#\n=1822:0 #oikein\n=%50%1822:2 #melkein\nja lisää\n}", ["numerical"],
        id="feedback on two lines",
    ),
    pytest.param("Q{=%100%*sana*#a =%0%*#b}", ["short_answer"], id="stars"),
    pytest.param("{=Kaksi =2} plus kaksi", ["short_answer"], id="a gap at the beginning"),
    pytest.param("Q{sana}", ["short_answer"], id="an answer alone"),
    pytest.param("Q{true}", ["short_answer"], id="true in small letters is a word"),
    pytest.param("Q{=T}", ["short_answer"], id="a letter to be typed"),
    pytest.param(
        "Q{T\n\t#väärin\n\t#oikein\n\t####yleinen\n}", ["true_false"], id="feedback on its lines"
    ),
    pytest.param("Q{=a->b=c->d= -> e}", ["matching"], id="an answer without a question"),
    pytest.param("Q{~a -> b =c -> d}", ["single_choice"], id="arrows in options"),
    pytest.param("Laske $\\frac{1}{2}$ {#0.5}", ["short_answer"], id="a formula takes the braces"),
    pytest.param("[html]a\\nb $1 \\\\neq 0$ {}", ["essay"], id="a line break and a backslash"),
    pytest.param("Selitä. {####Malli}", ["essay"], id="an essay with feedback"),
    pytest.param("::Ohje::Lue tämä.", ["description"], id="a text between questions"),
    pytest.param("Täytä {1:SA:=a} ja {1:SA:=b}", ["short_answer"], id="gaps of Moodle XML"),
    pytest.param("// vain\n\n// huomautuksia\n\n$CATEGORY: a\n", [], id="comments and a category"),
    pytest.param("$CATEGORY: $module$/top/A\n\n// c\nQ{T}\n\n// z", ["true_false"], id="module"),
    pytest.param("::1::Q{=a\n~b}\n::2::R{T}", ["single_choice"], id="no blank line between two"),
    pytest.param("Q \\{a\\} \\: \\~ \\= \\# {T}", ["true_false"], id="escapes"),
    pytest.param("Q{\n~a\n}\n", ["choice"], id="one option"),
    pytest.param("Q{~a ~b}", ["choice"], id="nothing right"),
    pytest.param("Q{=%33%a =b}", ["share"], id="a share that there is not"),
    pytest.param("Q{#}", ["no_answers"], id="no number"),
    pytest.param("Q{#\n(\n=1822:0}", ["no_number"], id="a bracket for a number"),
    pytest.param("Q{=a\n\n~b}", ["brace", "brace"], id="a blank line among the answers"),
    pytest.param("Q{=a -> b =c}", ["pair"], id="a pair without an arrow"),
    pytest.param("Q{=a -> b}", ["pairs"], id="one pair"),
    pytest.param("Q\n=a\n~b", ["outside"], id="no braces"),
    pytest.param("Q{>a >b}", ["ordering"], id="a plugin's ordering"),
]  # fmt: skip
REFUSED = {
    "choice": {"too_few_options", "sum_not_full", "best_not_full"},
    "share": {"fraction"},
    "no_answers": {"no_answers"},
    "no_number": {"no_number"},
    "brace": {"brace_not_closed", "brace_not_opened"},
    "pair": {"pair_without_arrow"},
    "pairs": {"too_few_pairs"},
    "outside": {"answers_outside"},
    "ordering": {"gift_ordering"},
}


def verdicts(reading):
    """Kinds of what is accepted, codes of what is refused, in the order of the file."""
    found = [(one.line, one.kind) for one in reading.accepted]
    found += [(one.line, one.reason.code) for one in reading.refused]
    return [verdict for _line, verdict in sorted(found)]


@pytest.mark.parametrize(("text", "expected"), GIFT)
def test_gift(text, expected):
    found = verdicts(read(text.encode(), form="gift"))

    assert len(found) == len(expected)
    for verdict, wanted in zip(found, expected, strict=True):
        assert verdict == wanted or verdict in REFUSED.get(wanted, ())


def xml(kind, inside="", stem="Q", name="<name><text>N</text></name>"):
    return (
        f'<quiz><question type="{kind}">{name}<questiontext format="html"><text><![CDATA[{stem}]]>'
        f"</text></questiontext>{inside}</question></quiz>"
    )


def answers(*shares):
    return "".join(
        f'<answer fraction="{share}" format="html"><text>v{place}</text><feedback format="html"/>'
        "</answer>"
        for place, share in enumerate(shares)
    )


XML = [
    pytest.param(xml("multichoice", answers(0, 100, 0)), "single_choice", id="single is not said"),
    pytest.param(
        xml("multichoice", answers("100.00000", "0.00000")), "single_choice", id="many zeros"
    ),
    pytest.param(
        xml("multichoice", "<single>false</single>" + answers("33.333", "33.333", "33.333", -100)),
        "multiple_choice", id="thirds with three digits",
    ),
    pytest.param(
        xml("multichoice", "<single>0</single>" + answers("33.33", "33.33", "33.34")),
        "fraction", id="thirds with two digits",
    ),
    pytest.param(xml("multichoice", answers(50, 0)), "best_not_full", id="nothing fully right"),
    pytest.param(
        xml("multichoice", "<single>false</single>" + answers(100, 100, 0)), "sum_not_full",
        id="each right option is worth all",
    ),
    pytest.param(xml("multichoice"), "too_few_options", id="no answers"),
    pytest.param(
        xml("truefalse", '<answer fraction="100"><text>true</text></answer>'
            '<answer fraction="-25"><text>false</text></answer>'),
        "true_false", id="a wrong statement below nothing",
    ),
    pytest.param(
        xml("truefalse", '<answer fraction="0"><text>Wahr</text></answer>'
            '<answer fraction="100"><text>Falsch</text></answer>'),
        "true_false", id="words of a language",
    ),
    pytest.param(
        xml("shortanswer", '<tag><text>T</text></tag><answer fraction="100"><text>36</text>'
            "<feedback><text>Hyvä</text></feedback></answer>"),
        "short_answer", id="a tag where none belongs",
    ),
    pytest.param(xml("shortanswer", answers(50)), "best_not_full", id="half at best"),
    pytest.param(
        xml("numerical", '<answer fraction="100"><text>150.0</text><tolerance>0.0</tolerance>'
            '</answer><answer fraction="25.0"><text>150.5</text><tolerance>1e-05</tolerance>'
            "</answer>"),
        "numerical", id="a computed tolerance",
    ),
    pytest.param(
        xml("numerical", '<answer><text>3</text><fraction>1</fraction></answer>'), "numerical",
        id="the share as an element",
    ),
    pytest.param(
        xml("matching", "<subquestion format='html'><text>a</text><answer><text>1</text></answer>"
            "</subquestion><subquestion format='html'><text><![CDATA[<p></p>]]></text>"
            "<answer format='html'><text><![CDATA[<p>2</p>]]></text></answer></subquestion>"),
        "matching", id="an extra answer in empty paragraphs",
    ),
    pytest.param(xml("cloze", stem="{1:MULTICHOICE:~%50%a~%100%b}"), "cloze", id="a tilde first"),
    pytest.param(xml("cloze", stem="{:MRS:%50%a~%50%b~%-50%c}"), "cloze", id="no weight"),
    pytest.param(xml("cloze", stem="{1:SHORTANSWER:%100%a#~%0%*#}"), "cloze", id="no feedback"),
    pytest.param(xml("cloze", stem="{1:NUMERICAL:=4:0~%0%3.5:0}"), "cloze", id="a wrong number"),
    pytest.param(
        xml("cloze", stem=r"{1:MULTICHOICE_V:=\(\frac{U\}{R\}\)~b}"), "cloze", id="a formula"
    ),
    pytest.param(xml("cloze", stem="{1:MC:[g]~=[L]}"), "cloze", id="square brackets"),
    pytest.param(xml("cloze", stem="Q"), "no_gaps", id="no gap"),
    pytest.param(xml("cloze", stem="{1:MULTICHOICE}"), "no_gaps", id="a gap of nothing"),
    pytest.param(xml("cloze", stem="{1:MC:=a#ok}"), "too_few_options", id="a gap of one option"),
    pytest.param(xml("cloze", stem="{1:MC:a~%50%b}"), "best_not_full", id="half a gap"),
    pytest.param(xml("cloze", stem="{3:NUMERICAL:=zero}"), "no_number", id="a word for a number"),
    pytest.param(xml("cloze", stem="{1:REGEXP:=a}"), "gap_type", id="a plugin's gap"),
    pytest.param(
        xml("ddwtos", "<dragbox><text>a</text><group>1</group><infinite/></dragbox>"
            "<dragbox><text>b</text><group>1</group></dragbox>", stem="[[1]] ja [[2]]"),
        "gap_select", id="dragged more than once",
    ),
    pytest.param(xml("ddwtos", "<dragbox><text>a</text></dragbox>", "T"), "no_gaps", id="no gap"),
    pytest.param(
        xml("gapselect", "<selectoption><text>a</text></selectoption>", stem="[[2]]"),
        "gap_without_choice", id="a gap without its choice",
    ),
    pytest.param(
        xml("ordering", "<selectcount>2</selectcount><gradingtype>ABSOLUTE_POSITION</gradingtype>"
            + answers("1.0000000", "2.0000000")),
        "ordering", id="places for shares",
    ),
    pytest.param(xml("essay", "<generalfeedback format='html'/>", name=""), "essay", id="no name"),
    pytest.param(
        xml("essay", name="<name><![CDATA[Nimi]]></name>"), "essay", id="a name without its text"
    ),
    pytest.param(xml("description", "<hidden>1</hidden>"), "description", id="hidden"),
    pytest.param(
        '<?latexml a="b"?><quiz><p> </p><question type="essay"><name><text>N</text></name>'
        "<questiontext><text>Q</text></questiontext></question></quiz>",
        "essay", id="what a converter leaves",
    ),
    pytest.param(
        xml("matching", "<subquestion><text>a</text><answer><text>1</text></answer></subquestion>"
            "<subquestion><text>b</text><answer><text>2</text></answer></subquestion>", stem="",
            name=""),
        "matching", id="neither name nor text",
    ),
    pytest.param(
        xml("truefalse", '<reponse fraction="100"><text>true</text></reponse>'), "nothing_right",
        id="elements in another language",
    ),
    *(
        pytest.param(xml(kind), "unknown_type", id=kind)
        for kind in (
            "calculated", "calculatedmulti", "calculatedsimple", "coderunner", "ddimageortext",
            "ddmarker", "ddmatch", "formulas", "gapfill", "kprime", "mtf", "multichoiceset",
            "oumultiresponse", "pmatch", "random", "randomsamatch", "regexp", "stack",
            "pairmatching",
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), XML)
def test_moodle_xml(text, expected):
    assert verdicts(read(text.encode())) == [expected]


@pytest.mark.parametrize(
    "root",
    [
        "<question_categories><question_category/></question_categories>",
        "<MOODLE_BACKUP><INFO/></MOODLE_BACKUP>",
        "<question type='essay'/>",
        "<questestinterop xmlns='http://www.imsglobal.org/xsd/ims_qtiasiv1p2'/>",
        "<manifest/>",
        "<quiz><question type=multichoice></question></quiz>",
        "<quiz>&nbsp;</quiz>",
        "<quiz>a & b</quiz>",
    ],
)
def test_other_xml_is_refused_with_one_message(root):
    with pytest.raises(UnreadableError) as unreadable:
        read(f"<?xml version='1.0' encoding='UTF-8'?>\n{root}".encode())
    assert unreadable.value.remark.code in {"not_a_quiz", "not_xml"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Kumpi?\nA) a\nB) b\nANSWER: B", ["single_choice"], id="brackets"),
        pytest.param("Kumpi?\nA. a\nB. b\nANSWER:B", ["single_choice"], id="no space"),
        pytest.param("Kumpi?\r\nA. a\r\nB. b\r\nANSWER: B\r\n", ["single_choice"], id="Windows"),
        pytest.param("Kumpi?\rA. a\rB. b\rANSWER: B\r", ["single_choice"], id="old Macintosh"),
        pytest.param("1. Q?\nA) .\nB) b\nANSWER: B", ["single_choice"], id="a numbered question"),
        pytest.param("Kumpi?\n\nA. a\n\nB. b\n\nANSWER: B", ["single_choice"], id="blank lines"),
        pytest.param("Kumpi?\n  A. a\n\tB. b\n  ANSWER: B", ["single_choice"], id="moved in"),
        pytest.param(
            "Kumpi?\nA. a\nB. b\nANSWER: B\nEntä?\nA. c\nB. d\nANSWER: A", ["single_choice"] * 2,
            id="no blank line between two",
        ),
        pytest.param("Kumpi?\nA. a\nB. b\nANSWER: B. b", ["single_choice"], id="an option again"),
        pytest.param("Kumpi?\nA. a\nANSWER: A", ["too_few_options"], id="one option"),
    ],
)  # fmt: skip
def test_aiken(text, expected):
    assert verdicts(read(text.encode(), form="aiken")) == expected
