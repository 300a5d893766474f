"""How the answers to one version of a question are counted, type by type."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.analysis.answers import MOST_TYPED, Group, Sort, Tally, groups
from quizzes.content import LanguageRow, freeze

LOWER, MIDDLE, UPPER = Group.LOWER, Group.MIDDLE, Group.UPPER
CHOICE = {
    "options": [
        {"id": "a", "value": {"text": "<p>Kela &amp; Keva</p>", "fraction": "1"}},
        {"id": "b", "value": {"text": "<p>Vero</p>", "fraction": "0"}},
    ]
}
IN_SWEDISH = {
    "options": [
        {"id": "a", "value": {"text": "<p>FPA och Keva</p>", "fraction": "1"}},
        {"id": "b", "value": {"text": "", "fraction": "0"}},
    ]
}


def frozen(kind, value, stem="<p>Mikä?</p>", **others):
    rows = [LanguageRow("fi", stem, "", {"type": kind, "value": value})]
    rows += [
        LanguageRow(language, stem, "", {"type": kind, "value": words})
        for language, words in others.items()
    ]
    return freeze(UUID(int=1), rows, "fi")


def told(content, answers, language="fi"):
    """Each part as {answer: counts}; an answer is its label, or what else the row counts."""
    tally = Tally(content, language)
    for answer, group, *spoken in answers:
        tally.add(answer, spoken[0] if spoken else "fi", group)
    return [
        (
            part.label or part.number or "",
            {row.label or row.sort.value: row.counts for row in part.rows},
        )
        for part in tally.parts()
    ]


def worths(content, answers):
    tally = Tally(content, "fi")
    for answer in answers:
        tally.add(answer, "fi", MIDDLE)
    return [{row.label: row.worth for row in part.rows if row.label} for part in tally.parts()]


def test_options_are_counted_by_group_in_the_editors_order():
    answers = [
        ({"options": ["a"]}, UPPER),
        ({"options": ["a"]}, UPPER),
        ({"options": ["b"]}, LOWER),
        (None, MIDDLE),
    ]

    assert told(frozen("single_choice", CHOICE), answers) == [
        ("", {"Kela & Keva": (0, 0, 2), "Vero": (1, 0, 0), "nothing": (0, 1, 0)})
    ]


def test_options_are_named_in_the_readers_language_else_in_finnish():
    content = frozen("single_choice", CHOICE, sv=IN_SWEDISH)

    [(_name, rows)] = told(content, [({"options": ["a"]}, LOWER, "fi")], language="sv")

    assert list(rows) == ["FPA och Keva", "Vero", "nothing"]


def test_several_ticks_of_one_attempt_all_count():
    content = frozen("multiple_choice", CHOICE)
    tally = Tally(content, "fi")
    tally.add({"options": ["a", "b"]}, "fi", LOWER)

    [part] = tally.parts()

    assert part.several
    assert part.size == 1
    assert [row.count for row in part.rows] == [1, 1, 0]


def test_an_option_that_the_version_has_not_is_shown_not_lost():
    [(_name, rows)] = told(frozen("single_choice", CHOICE), [({"options": ["old"]}, LOWER)])

    assert rows["old"] == (1, 0, 0)


def test_true_and_false_are_told_by_their_keys():
    content = frozen("true_false", {"right": "false"})

    assert told(content, [({"options": ["true"]}, LOWER)]) == [
        ("", {"true": (1, 0, 0), "false": (0, 0, 0), "nothing": (0, 0, 0)})
    ]
    assert worths(content, []) == [{"true": 0.0, "false": 1.0}]


MATCHING = {
    "pairs": [
        {"id": "1", "value": {"question": "<p>Kuntoutusraha</p>", "answer": "Kela"}},
        {"id": "2", "value": {"question": "<p>Palkkatuki</p>", "answer": "Kunta"}},
    ],
    "extra_answers": [{"id": "x", "value": "Poliisi"}],
}


def test_each_pair_is_a_part():
    content = frozen("matching", MATCHING)
    answers = [
        ({"pairs": {"1": "1", "2": "1"}}, UPPER),
        ({"pairs": {"1": "x"}}, LOWER),
    ]

    assert told(content, answers) == [
        (
            "Kuntoutusraha",
            {"Kela": (0, 0, 1), "Kunta": (0, 0, 0), "Poliisi": (1, 0, 0), "nothing": (0, 0, 0)},
        ),
        (
            "Palkkatuki",
            {"Kela": (0, 0, 1), "Kunta": (0, 0, 0), "Poliisi": (0, 0, 0), "nothing": (1, 0, 0)},
        ),
    ]
    assert worths(content, []) == [
        {"Kela": 1.0, "Kunta": 0.0, "Poliisi": 0.0},
        {"Kela": 0.0, "Kunta": 1.0, "Poliisi": 0.0},
    ]


def test_each_item_of_an_order_is_a_part_and_its_places_are_answers():
    content = frozen(
        "ordering",
        {"items": [{"id": key, "value": f"<p>{key}</p>"} for key in ("ensin", "sitten")]},
    )

    assert told(content, [({"order": ["sitten", "ensin"]}, LOWER), (None, UPPER)]) == [
        ("ensin", {"1.": (0, 0, 0), "2.": (1, 0, 0), "nothing": (0, 0, 1)}),
        ("sitten", {"1.": (1, 0, 0), "2.": (0, 0, 0), "nothing": (0, 0, 1)}),
    ]


def test_each_gap_to_choose_is_a_part_with_the_choices_of_its_group():
    choices = [("k", "Kela", 1), ("v", "Vero", 1), ("l", "laki", 2)]
    content = frozen(
        "gap_select",
        {
            "choices": [
                {"id": key, "value": {"text": text, "group": group}} for key, text, group in choices
            ]
        },
        stem="<p>[[1]] noudattaa: [[3]]</p>",
    )

    assert told(content, [({"gaps": {"1": "v"}}, LOWER)]) == [
        (1, {"Kela": (0, 0, 0), "Vero": (1, 0, 0), "nothing": (0, 0, 0)}),
        (2, {"laki": (0, 0, 0), "nothing": (1, 0, 0)}),
    ]


SHORT = {
    "answers": [
        {"id": "a", "value": {"pattern": "Kela", "fraction": "1"}},
        {"id": "b", "value": {"pattern": "kansan*", "fraction": "0.5"}},
    ]
}


def test_typed_words_are_listed_by_how_often_whatever_their_capitals():
    content = frozen("short_answer", SHORT)
    texts = ["Kela", "KELA", "kela ", "Vero", "Vero", "Kansaneläkelaitos"]

    [(_name, rows)] = told(content, [({"text": text}, MIDDLE) for text in texts])

    assert list(rows.items()) == [
        ("Kela", (0, 3, 0)),
        ("Vero", (0, 2, 0)),
        ("Kansaneläkelaitos", (0, 1, 0)),
        ("nothing", (0, 0, 0)),
    ]
    assert worths(content, [{"text": text} for text in texts]) == [
        {"Kela": 1.0, "Vero": 0.0, "Kansaneläkelaitos": 0.5}
    ]


def test_capitals_part_answers_where_the_question_minds_them():
    content = frozen("short_answer", SHORT | {"match_case": True})

    [(_name, rows)] = told(content, [({"text": text}, LOWER) for text in ("Kela", "kela")])

    assert list(rows) == ["Kela", "kela", "nothing"]


def test_rare_answers_are_counted_together():
    content = frozen("short_answer", SHORT)
    tally = Tally(content, "fi")
    for number in range(MOST_TYPED + 5):
        tally.add({"text": f"vastaus {number:03}"}, "fi", UPPER)

    [part] = tally.parts()

    assert len(part.rows) == MOST_TYPED + 2
    others = part.rows[-2]
    assert (others.sort, others.count, others.different) == (Sort.OTHERS, 5, 5)


def test_numbers_are_shown_as_typed_with_their_unit():
    content = frozen(
        "numerical",
        {
            "answers": [{"id": "a", "value": {"value": "3", "tolerance": "0", "fraction": "1"}}],
            "units": [{"id": "u", "value": {"unit": "op", "multiplier": "1"}}],
            "unit_handling": "graded",
            "unit_penalty": "0.5",
            "unit_input": "select",
        },
    )
    answers = [{"text": "3", "unit": "u"}, {"text": "3"}, {"text": "4", "unit": "u"}]

    assert worths(content, answers) == [{"3 op": 1.0, "3": 0.5, "4 op": 0.0}]


def test_gaps_of_every_kind_are_parts():
    def gap(key, kind, *answers):
        return {
            "id": key,
            "value": {
                "kind": kind,
                "weight": 1,
                "answers": [
                    {"id": f"{key}{text}", "value": {"text": text, "fraction": fraction}}
                    for text, fraction in answers
                ],
            },
        }

    content = frozen(
        "cloze",
        {
            "gaps": [
                gap("s", "short_answer", ("Kela", "1")),
                gap("n", "numerical", ("5", "1")),
                gap("c", "choice_menu", ("on", "1"), ("ei", "0")),
                gap("m", "many_row", ("yksi", "0.5"), ("kaksi", "0.5")),
            ]
        },
        stem="<p>[[1]] [[2]] [[3]] [[4]]</p>",
    )
    answer = {"gaps": {"s": "kela", "n": "5", "c": ["cei"], "m": ["myksi", "mkaksi"]}}

    assert told(content, [(answer, LOWER), (None, UPPER)]) == [
        (1, {"kela": (1, 0, 0), "nothing": (0, 0, 1)}),
        (2, {"5": (1, 0, 0), "nothing": (0, 0, 1)}),
        (3, {"on": (0, 0, 0), "ei": (1, 0, 0), "nothing": (0, 0, 1)}),
        (4, {"yksi": (1, 0, 0), "kaksi": (1, 0, 0), "nothing": (0, 0, 1)}),
    ]
    assert worths(content, [answer])[:3] == [{"kela": 1.0}, {"5": 1.0}, {"on": 1.0, "ei": 0.0}]


@pytest.mark.parametrize("kind", ["essay", "description"])
def test_what_a_person_reads_has_no_parts(kind):
    assert told(frozen(kind, {}), [({"text": "Pitkä vastaus", "files": []}, LOWER)]) == []


# --- Thirds ----------------------------------------------------------------------------


@given(st.lists(st.integers(0, 6), min_size=1, max_size=60))
def test_equal_results_share_a_group_and_better_ones_are_never_lower(results):
    found = groups(results)

    by_result = {}
    for result, group in zip(results, found, strict=True):
        by_result.setdefault(result, set()).add(group)
    assert all(len(shared) == 1 for shared in by_result.values())
    ordered = [group for _result, group in sorted(zip(results, found, strict=True))]
    assert ordered == sorted(ordered)


@given(st.integers(1, 40))
def test_different_results_divide_into_thirds(size):
    found = groups(list(range(size)))

    for group in Group:
        assert abs(found.count(group) - size / 3) <= 1
