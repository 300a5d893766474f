"""What an exercise tells of a try: read strictly, and kept in part."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.h5p.statements import BadStatementError, read_statement

VERB = "http://adlnet.gov/expapi/verbs/answered"


def statement(verb=VERB, context=None, **result):
    return json.dumps(
        {
            "actor": {"account": {"name": "b1c3", "homePage": "https://example.org"}},
            "verb": {"id": verb, "display": {"en-US": "answered"}},
            "object": {"id": "urn:x", "definition": {"name": {"en-US": "Mitä työkyky on?"}}},
            "context": context or {},
            "result": result,
        }
    )


@pytest.mark.parametrize(
    ("score", "share"),
    [
        ({"raw": 4, "min": 0, "max": 5, "scaled": 0.8}, "0.8"),
        ({"raw": 3, "min": 1, "max": 5}, "0.5"),
        ({"scaled": 0.33333333}, "0.3333"),
        ({"scaled": -0.5}, "0"),
        ({"raw": 7, "max": 5}, "1"),
        ({"raw": 7}, None),
        ({"raw": 0, "max": 0}, None),
        ({}, None),
    ],
)
def test_the_score_is_a_share_between_none_and_all(score, share):
    told = read_statement(statement(score=score, success=True))
    assert told.score == (None if share is None else Decimal(share))
    assert (told.verb, told.success) == ("answered", True)


def test_who_it_was_and_what_they_typed_are_not_kept():
    told = read_statement(
        statement(score={"raw": 1, "max": 2}, response="Asiakas Aino, 010190-123A")
    )
    assert told.statement == {
        "verb": "answered",
        "name": "Mitä työkyky on?",
        "score": {"raw": 1, "max": 2},
        "success": None,
        "completion": None,
    }


@pytest.mark.parametrize(
    "said",
    [
        statement("http://adlnet.gov/expapi/verbs/attempted"),
        statement("http://activitystrea.ms/schema/1.0/verb/consume"),
        statement(context={"contextActivities": {"parent": [{"id": "urn:whole"}]}}, success=True),
    ],
    ids=["looked", "used", "part"],
)
def test_only_the_end_of_the_whole_is_a_result(said):
    assert read_statement(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "",
        "null",
        "[]",
        "{",
        "[" * 60_000,
        '{"verb": 1}',
        statement("https://example.org/verbs/answered"),
        statement(score={"scaled": "1"}),
        statement(score={"scaled": True}),
        statement(score=[1]),
        statement(score={"raw": 10**400, "max": 1}),
        statement(score={"scaled": float("nan")}),
        statement(score={"raw": 1, "max": float("inf")}),
        statement(response="x" * 70_000),
    ],
    ids=range(14),
)
def test_what_no_exercise_would_send_is_refused(said):
    with pytest.raises(BadStatementError):
        read_statement(said)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.fixed_dictionaries({}, optional={"verb": JSON, "object": JSON, "context": JSON}), JSON)
def test_any_words_at_all_are_read_or_refused(rest, result):
    said = json.dumps({"verb": {"id": VERB}, "result": result} | rest)
    try:
        told = read_statement(said)
    except BadStatementError:
        return
    assert told is None or told.score is None or 0 <= told.score <= 1
