"""Reading GIFT, rule by rule."""

from decimal import Decimal

import pytest

from quizzes.exchange.gift import read_gift


def read(text, **options):
    return read_gift(text, **options)


def one(text, **options):
    reading = read(text, **options)
    assert reading.refused == []
    (question,) = reading.accepted
    return question


def said(reading):
    return [(change.line, change.what.code) for change in reading.changed]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("Vain tekstiä, jossa y = 2x", "description", id="no braces"),
        pytest.param("Kirjoita. {}", "essay", id="empty braces"),
        pytest.param("Luku? {#5}", "numerical", id="a hash first"),
        pytest.param("Mikä? {=a ~b}", "single_choice", id="a tilde and an equals sign"),
        pytest.param("Mitkä? {~%50%a ~%50%b ~c}", "multiple_choice", id="no equals sign"),
        pytest.param("Mikä? {~%100%a ~b}", "multiple_choice", id="one tilde with everything"),
        pytest.param("Yhdistä. {=a -> b =c -> d}", "matching", id="arrows"),
        pytest.param("Niin on. {T}", "true_false", id="T"),
        pytest.param("Niin on. {FALSE#x#y}", "true_false", id="FALSE with feedback"),
        pytest.param("Niin on. {true}", "short_answer", id="small letters are an answer"),
        pytest.param("Kuka? {=Matti =Maija}", "short_answer", id="only equals signs"),
        pytest.param("Kuka? {Matti}", "short_answer", id="an answer without a sign"),
    ],
)
def test_the_type_follows_from_the_first_that_fits(text, kind):
    assert one(text).kind == kind


def test_choice_with_weights_and_feedback():
    question = one(
        "::Nimi::Mikä?{\n=oikea#Hyvä\\: juuri niin.\n~%50%melkein # osin\n~%-33.333%väärä\n"
        "#### Kaikille.\n}"
    )

    assert [(o["text"], o["fraction"], o["feedback"]) for o in question.value["options"]] == [
        ("<p>oikea</p>", "1", "<p>Hyvä: juuri niin.</p>"),
        ("<p>melkein</p>", "0.5", "<p>osin</p>"),
        ("<p>väärä</p>", "-0.3333333", ""),
    ]
    assert (question.name, question.general_feedback) == ("Nimi", "<p>Kaikille.</p>")


def test_text_after_the_braces_makes_a_gap():
    assert one("Kela {=maksaa ~kieltää} kuntoutusrahan.").stem == (
        "<p>Kela _____ kuntoutusrahan.</p>"
    )


def test_feedback_on_true_and_false():
    value = one("Niin on.{F#oli väärin#oli oikein}").value

    assert value == {
        "right": "false",
        "feedback_true": "<p>oli väärin</p>",
        "feedback_false": "<p>oli oikein</p>",
    }


@pytest.mark.parametrize(
    ("answer", "value", "tolerance"),
    [
        pytest.param("#3.14:0.01", "3.14", "0.01", id="a tolerance"),
        pytest.param("#3.1..3.2", "3.15", "0.05", id="a range"),
        pytest.param("#-2", "-2", "0", id="a number alone"),
        pytest.param("#1e3", "1000", "0", id="an exponent"),
        pytest.param("#3,5", "3.5", "0", id="a decimal comma"),
        pytest.param("#*", "*", "0", id="anything"),
    ],
)
def test_numbers(answer, value, tolerance):
    (found,) = one(f"Luku? {{{answer}}}").value["answers"]

    assert (found["value"], found["tolerance"], found["fraction"]) == (value, tolerance, "1")


def test_several_numbers_and_any_other():
    answers = one("Luku?{#=1822:0#Juuri niin. =%50%1822:2 ~#Ei.}").value["answers"]

    assert [(found["value"], found["fraction"], found["feedback"]) for found in answers] == [
        ("1822", "1", "<p>Juuri niin.</p>"),
        ("1822", "0.5", ""),
        ("*", "0", "<p>Ei.</p>"),
    ]


def test_a_matching_answer_without_a_question_is_extra():
    value = one("Yhdistä {=a -> 1 =b -> 2 = -> 3}").value

    assert [pair["answer"] for pair in value["pairs"]] == ["1", "2"]
    assert value["extra_answers"] == ["3"]


def test_escapes_and_formats():
    question = one(r"[html]2 \= 2 \{\} \~ \# \: \\n<br>\nja [x] {=[plain]<i>\=</i>}")

    assert question.stem == "<p>2 = 2 {} ~ # : \\n<br> ja [x]</p>"
    # What is typed is typed, tags too.
    assert question.value["answers"][0]["pattern"] == "<i>=</i>"


def test_plain_text_shows_its_signs_and_markdown_its_emphasis():
    assert one("[plain]a < b <i>{T}").stem == "<p>a &lt; b &lt;i&gt;</p>"
    assert one("[markdown]**a** ja *b*{T}").stem == "<p><strong>a</strong> ja <em>b</em></p>"
    assert one("[moodle]a\nb<p>c</p>{T}").stem == "<p>a<br>b</p><p>c</p>"


def test_comments_carry_codes_and_tags():
    reading = read(
        "// [id:TT\\]1] [tag:koe] [tag:a b]\nA{T}\n\n// [id:ei tämä]\n\nB{\n// väliin\n=x\n}"
    )
    first, second = reading.accepted

    assert (first.code, first.tags, first.line) == ("TT]1", ("a b", "koe"), 2)
    assert (second.code, second.tags, second.line) == ("", (), 6)


def test_categories_hold_until_the_next():
    reading = read("A{T}\n\n$CATEGORY: $course$/top/X/Y//Z\n\nB{T}\n\n$CATEGORY: Q\nC{T}")

    assert [question.category for question in reading.accepted] == ["", "X/Y//Z", "Q"]
    assert said(reading) == [(8, "category_not_alone")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("Rikki {=a", "brace_not_closed", id="no closing brace"),
        pytest.param("Rikki =a}", "brace_not_opened", id="no opening brace"),
        pytest.param("Rikki } {", "brace_not_opened", id="the wrong way round"),
        pytest.param("Rikki {=a {b }", "brace_not_closed", id="a brace among the answers"),
        pytest.param("Rikki {=a} :}", "brace_not_opened", id="one too many"),
        pytest.param("=a\n~b", "answers_outside", id="answers without a question"),
        pytest.param("Luku {#viisi}", "no_number", id="a number in words"),
        pytest.param("Luku {#1:vähän}", "no_number", id="a tolerance in words"),
        pytest.param("Luku {#1:}", "no_number", id="a tolerance left out"),
        pytest.param("Luku {#NaN}", "no_number", id="not a number"),
        pytest.param("Luku {#1e400}", "no_number", id="an endless number"),
        pytest.param("Luku {#1 000}", "no_number", id="a thousands separator"),
        pytest.param("Luku {#5..1}", "range_backwards", id="a range backwards"),
        pytest.param("Luku {#}", "no_answers", id="no number"),
        pytest.param("Mikä {=a}\nja {", "brace_not_closed", id="a second block left open"),
        pytest.param("Mikä {~a ~b}", "sum_not_full", id="nothing right"),
        pytest.param("Mikä {~%50%a ~%40%b}", "sum_not_full", id="too little right"),
        pytest.param("Mikä {~=a}", "too_few_options", id="one option"),
        pytest.param("Mikä {=%50%a}", "best_not_full", id="no full answer"),
        pytest.param("Mikä {=a ~%47%b}", "fraction", id="a share that is not allowed"),
        pytest.param("Yhdistä {=a -> b}", "too_few_pairs", id="one pair"),
        pytest.param("Yhdistä {=a -> b =c}", "pair_without_arrow", id="no arrow"),
        pytest.param("Järjestä {>5 ALL\na\nb}", "gift_ordering", id="ordering"),
    ],
)
def test_what_is_broken_is_refused_and_the_next_is_read(text, reason):
    reading = read(f"Ensin{{T}}\n\n{text}\n\nSitten{{T}}")

    assert [question.name for question in reading.accepted] == ["Ensin", "Sitten"]
    assert [(refused.line, refused.reason.code) for refused in reading.refused] == [(3, reason)]


def test_a_share_nearly_allowed_is_that_share():
    options = one("Mitkä {~%33.333%a ~%33.3334%b ~%33.33333%c}").value["options"]

    assert {option["fraction"] for option in options} == {"0.3333333"}


def test_the_nearest_share_is_taken_when_asked_and_said():
    reading = read("Mikä {=a ~%47%b}", nearest=True)

    assert reading.accepted[0].value["options"][1]["fraction"] == "0.5"
    assert said(reading) == [(1, "fraction_nearest")]


def test_braces_that_have_their_pairs_are_words_of_the_answers():
    reading = read_gift("Paljonko? {~$\\frac{1}{2}$ =$\\sqrt{4}$#{hyvä} ~{}} Vai?")
    (question,) = reading.accepted

    assert (question.kind, question.stem) == ("single_choice", "<p>Paljonko? _____ Vai?</p>")
    assert [option["text"] for option in question.value["options"]] == [
        "<p>$\\frac{1}{2}$</p>", "<p>$\\sqrt{4}$</p>", "<p>{}</p>",
    ]  # fmt: skip
    assert said(reading) == [(1, "braces_in_answers")]


def test_a_line_with_a_hard_space_is_not_blank():
    (question,) = read_gift("Kumpi? {\n\u00a0\n=a\n\u00a0\n~b}").accepted

    assert question.kind == "single_choice"


def test_markup_in_an_answer_to_be_matched_goes():
    reading = read_gift("Yhdistä{=<b>a</b> -> <p>R &amp; D</p> =c -> 2 < 3}")
    (question,) = reading.accepted

    assert [pair["answer"] for pair in question.value["pairs"]] == ["R & D", "2 < 3"]
    assert said(reading) == [(1, "markup_removed")]


def test_markup_in_a_name_goes_as_in_moodle():
    (question,) = read_gift("::<b>Nimi</b> & 2 < 3::Kysymys{T}").accepted

    assert question.name == "Nimi & 2 < 3"


def test_only_the_first_braces_are_answers():
    reading = read("Kaksi {=a} ja {=b}.")

    assert reading.accepted[0].stem == "<p>Kaksi _____ ja {=b}.</p>"
    assert said(reading) == [(1, "more_braces")]


def test_points_and_penalties_are_moodles():
    assert one("Teksti").points == Decimal(0)
    assert one("Niin.{T}").penalty == Decimal(1)
    assert one("Kuka?{=a}").penalty == Decimal("0.3333333")


def test_a_long_name_is_shortened_and_a_missing_one_made():
    reading = read(f"::{'n' * 300}::A{{T}}\n\n{'sana ' * 40}{{T}}")
    first, second = reading.accepted

    assert len(first.name) == 255
    assert second.name == f"{'sana ' * 15}..."
    assert said(reading) == [(1, "name_shortened")]
