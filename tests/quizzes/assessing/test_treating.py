"""What an answer to a flawed question is worth by each treatment."""

from decimal import Decimal
from uuid import uuid4

import pytest

from quizzes import content
from quizzes.assessing.treating import By, Treatment, UntreatableError, parts_of, treat

KEY = uuid4()


def items(**values):
    return [{"type": "item", "id": key, "value": value} for key, value in values.items()]


def frozen(kind, value, stem="<p>?</p>", sv=None):
    rows = [content.LanguageRow("fi", stem, "", {"type": kind, "value": value})]
    if sv:
        rows.append(content.LanguageRow("sv", stem, "", {"type": kind, "value": sv}))
    return content.freeze(KEY, rows, "fi")


def choice(kind="single_choice", **fractions):
    options = items(**{key: {"text": key, "fraction": share} for key, share in fractions.items()})
    return frozen(kind, {"options": options})


SINGLE = choice(a="1", b="0", c="-0.5")
SEVERAL = choice("multiple_choice", a="0.5", b="0.5", c="-0.5", d="-0.5")
STATEMENT = frozen("true_false", {"right": "true"})
PAIRS = frozen(
    "matching",
    {
        "pairs": items(
            p={"question": "<p>1</p>", "answer": "x"},
            q={"question": "<p>2</p>", "answer": "y"},
            r={"question": "<p>3</p>", "answer": "z"},
        ),
        "extra_answers": [],
    },
)
GAPS = frozen(
    "cloze",
    {
        "gaps": items(
            g={
                "kind": "short_answer",
                "weight": 3,
                "answers": items(g1={"text": "Kela", "fraction": "1"}),
            },
            h={
                "kind": "choice_menu",
                "weight": 1,
                "answers": items(
                    h1={"text": "oikea", "fraction": "1"}, h2={"text": "väärä", "fraction": "0"}
                ),
            },
        )
    },
    stem="<p>[[1]] [[2]]</p>",
)
WORD = frozen(
    "short_answer",
    {
        "answers": items(
            k={"pattern": "Kela", "fraction": "1"}, l={"pattern": "*", "fraction": "0.25"}
        )
    },
    sv={
        "answers": items(
            k={"pattern": "FPA", "fraction": "1"}, l={"pattern": "*", "fraction": "0.25"}
        )
    },
)
ORDER = frozen("ordering", {"items": items(x="<p>1</p>", y="<p>2</p>"), "marking": "absolute"})


def fraction(by, asked, answer, *options, newer=None, language="fi"):
    return treat(Treatment(by, options), asked, answer, language, newer).fraction


@pytest.mark.parametrize(
    ("by", "asked", "answer", "options", "expected"),
    [
        pytest.param(By.FULL, SINGLE, None, (), "1", id="everybody, the silent too"),
        pytest.param(By.GRANT, SINGLE, {"options": ["b"]}, "b", "1", id="a granted option"),
        pytest.param(By.GRANT, SINGLE, {"options": ["c"]}, "b", "-0.5", id="another stays"),
        pytest.param(By.GRANT, SINGLE, None, "b", "0", id="no answer is granted nothing"),
        pytest.param(By.DISREGARD, SINGLE, {"options": ["c"]}, "c", "0", id="no minus for it"),
        pytest.param(By.DISREGARD, SINGLE, {"options": ["a"]}, "c", "1", id="the right one stays"),
        pytest.param(By.GRANT, SEVERAL, {"options": ["a"]}, "b", "1", id="as if ticked"),
        pytest.param(By.GRANT, SEVERAL, {"options": ["a", "c"]}, "c", "0.5", id="as if not"),
        pytest.param(By.DISREGARD, SEVERAL, {"options": ["a"]}, "b", "1", id="the rest is all"),
        pytest.param(By.DISREGARD, SEVERAL, {"options": ["b"]}, "b", "0", id="nothing else ticked"),
        pytest.param(By.GRANT, STATEMENT, {"options": ["false"]}, ("false",), "1", id="statement"),
        pytest.param(By.GRANT, PAIRS, {"pairs": {"p": "p"}}, "q", "0.6666667", id="a pair"),
        pytest.param(
            By.DISREGARD, PAIRS, {"pairs": {"p": "p", "q": "p"}}, "q", "0.5", id="one pair less"
        ),
        pytest.param(By.GRANT, GAPS, {"gaps": {"h": ["h1"]}}, "g", "1", id="a heavy gap"),
        pytest.param(By.DISREGARD, GAPS, {"gaps": {"h": ["h1"]}}, "g", "1", id="no heavy gap"),
        pytest.param(By.GRANT, WORD, {"text": "Kansaneläkelaitos"}, "l", "1", id="a pattern"),
        pytest.param(By.DISREGARD, WORD, {"text": "muu"}, "l", "0", id="a pattern less"),
    ],
)
def test_fraction(by, asked, answer, options, expected):
    assert fraction(by, asked, answer, *options).quantize(Decimal("1e-7")) == Decimal(expected)


def test_all_or_nothing_forgets_what_is_disregarded():
    asked = frozen(
        "multiple_choice",
        {
            "options": items(
                a={"text": "a", "fraction": "0.5"},
                b={"text": "b", "fraction": "0.5"},
                c={"text": "c", "fraction": "-1"},
            ),
            "all_or_nothing": True,
        },
    )

    assert fraction(By.DISREGARD, asked, {"options": ["a"]}, "b") == 1
    assert fraction(By.DISREGARD, asked, {"options": ["a", "c"]}, "b") == 0
    assert fraction(By.GRANT, asked, {"options": ["a", "b", "c"]}, "c") == 1


@pytest.mark.parametrize(
    ("by", "asked", "answer", "options"),
    [
        pytest.param(By.DISREGARD, SINGLE, {"options": ["b"]}, "a", id="no right option left"),
        pytest.param(By.DISREGARD, PAIRS, {"pairs": {"p": "p"}}, "pqr", id="no pair left"),
        pytest.param(By.GRANT, ORDER, {"order": ["x", "y"]}, "x", id="an order has no options"),
        pytest.param(By.VERSION, SINGLE, {"options": ["a"]}, "", id="no version"),
    ],
)
def test_what_cannot_be_treated_says_so(by, asked, answer, options):
    with pytest.raises(UntreatableError):
        fraction(by, asked, answer, *options)


# --- by the corrected version ---------------------------------------------------------------


def test_the_corrected_key_decides():
    newer = choice(a="0", b="1", c="-0.5")

    assert fraction(By.VERSION, SINGLE, {"options": ["b"]}, newer=newer) == 1
    assert fraction(By.VERSION, SINGLE, {"options": ["a"]}, newer=newer) == 0
    assert fraction(By.VERSION, SINGLE, None, newer=newer) == 0


def test_an_option_that_is_gone_is_wrong_and_not_missing():
    newer = choice(a="1", b="0")

    mark = treat(Treatment(By.VERSION), SINGLE, {"options": ["c"]}, "fi", newer)

    assert (mark.fraction, mark.state.value) == (0, "wrong")


def test_one_option_may_become_several():
    newer = choice("multiple_choice", a="0.5", b="0.5", c="0")

    assert fraction(By.VERSION, SINGLE, {"options": ["a"]}, newer=newer) == Decimal("0.5")


def test_words_are_those_of_the_answers_language():
    newer = frozen(
        "short_answer",
        {"answers": items(k={"pattern": "Kela", "fraction": "1"})},
        sv={"answers": items(k={"pattern": "Folkpensionsanstalten", "fraction": "1"})},
    )
    answer = {"text": "Folkpensionsanstalten"}

    assert fraction(By.VERSION, WORD, answer, newer=newer, language="sv") == 1
    assert fraction(By.VERSION, WORD, answer, newer=newer, language="fi") == 0


@pytest.mark.parametrize(
    ("asked", "answer", "newer"),
    [
        pytest.param(SINGLE, {"options": ["a"]}, PAIRS, id="another type"),
        pytest.param(
            ORDER,
            {"order": ["x", "y"]},
            frozen("ordering", {"items": items(x="1", y="2", z="3")}),
            id="another item",
        ),
        pytest.param(
            frozen("essay", {"editor": "plain"}),
            {"text": "a", "files": []},
            frozen("essay", {"editor": "rich"}),
            id="an essay",
        ),
    ],
)
def test_what_the_corrected_version_cannot_grade(asked, answer, newer):
    with pytest.raises(UntreatableError):
        fraction(By.VERSION, asked, answer, newer=newer)


@pytest.mark.parametrize(
    ("asked", "keys"),
    [(SINGLE, "abc"), (STATEMENT, ("true", "false")), (PAIRS, "pqr"), (GAPS, "gh"), (WORD, "kl")],
)
def test_the_parts_that_can_be_named(asked, keys):
    assert [part.key for part in parts_of(asked, "sv")] == list(keys)


def test_a_treatment_is_plain_data_and_back():
    treatment = Treatment(By.GRANT, ("a",), ("v",))

    assert Treatment.of(treatment.written()) == treatment
