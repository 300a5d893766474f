"""Questions of every type, made up by Hypothesis, as readers would give them."""

import string
from decimal import Decimal

from hypothesis import strategies as st

from quizzes.exchange import kinds
from quizzes.exchange.fractions import POSITIVE, plain
from quizzes.exchange.naming import name_of
from quizzes.exchange.parsed import Hint, Notes, ParsedQuestion
from quizzes.exchange.texts import Texts

# What means something to GIFT, to XML, to HTML, to the language of gaps, and to nobody.
SIGNS = string.ascii_letters[:6] + "åÄ0123 .,:;=~#{}[]%\\/|&<>\"'`*_-+$@!?()^€→😀\u00a0"
words = st.text(st.sampled_from(SIGNS), min_size=1, max_size=25)
snippets = st.sampled_from(
    ["<b>", "</b>", "<p>", "</p>", "<br>", "<ul><li>", "</li></ul>", "&amp;", "&lt;", "&#126;",
     "<sup>", "</sup>", '<a href="https://x.fi/?a=b&c">', "</a>", "{=", "}", "####", "->", "]]>",
     "\\n", "\\", "//", "::", "[html]", "%50%", "_____", "\n"]
)  # fmt: skip
html = st.lists(words | snippets, max_size=6).map(
    lambda parts: Texts(Notes(1)).rich("".join(parts).replace("[[", "["))
)
some_html = html.filter(bool)
lines = words.map(lambda text: Texts(Notes(1)).line(text)).filter(bool)
wrong = st.sampled_from(["0", "-0.5", "0.25", "-1", "-0.3333333", "0.05"])
numbers = st.decimals(-10000, 10000, places=3, allow_nan=False).map(plain)
combined = st.tuples(html, html, html).map(kinds.combined)


def weighed(label, text, fraction):
    return st.fixed_dictionaries({label: text, "fraction": fraction, "feedback": html})


def fixed(**fields):
    return st.fixed_dictionaries(
        {
            name: found if isinstance(found, st.SearchStrategy) else st.just(found)
            for name, found in fields.items()
        }
    )


def merged(*parts):
    return st.tuples(*parts).map(lambda found: {k: v for part in found for k, v in part.items()})


def with_one_right(label, text):
    """Answers of which one at least gives all points."""
    return st.tuples(
        weighed(label, text, st.just("1")),
        st.lists(weighed(label, text, wrong | st.just("1")), min_size=1, max_size=4),
    ).flatmap(lambda found: st.permutations([found[0], *found[1]]))


numbering = st.sampled_from(kinds.NUMBERINGS)
single_choice = merged(
    fixed(options=with_one_right("text", some_html), shuffle=st.booleans(), numbering=numbering),
    combined,
)
shares = st.sampled_from([("1",), ("0.5", "0.5"), ("0.3333333",) * 3, ("0.75", "0.25")])
several = shares.flatmap(
    lambda right: st.tuples(
        *(weighed("text", some_html, st.just(share)) for share in right),
        weighed("text", some_html, st.sampled_from(["0", "-0.5", "-1"])),
    ).map(list)
)
multiple_choice = merged(
    fixed(
        options=several,
        shuffle=st.booleans(),
        numbering=numbering,
        all_or_nothing=st.booleans(),
    ),
    combined,
)
true_false = fixed(
    right=st.sampled_from(["true", "false"]), feedback_true=html, feedback_false=html
)
short_answer = fixed(answers=with_one_right("pattern", lines), match_case=st.booleans())
matching = merged(
    fixed(
        pairs=st.lists(fixed(question=some_html, answer=lines), min_size=2, max_size=4),
        extra_answers=st.lists(lines, max_size=2),
        shuffle=st.booleans(),
    ),
    combined,
)
ordering = merged(
    fixed(
        items=st.lists(some_html, min_size=2, max_size=5),
        marking=st.sampled_from(["absolute", "relative", "exact"]),
    ),
    combined,
)
positive = st.decimals("0", "100", places=2, allow_nan=False).map(plain)
numerical_answer = fixed(
    value=numbers,
    tolerance=positive,
    tolerance_type=st.sampled_from(["nominal", "relative", "geometric"]),
    fraction=st.sampled_from([plain(share) for share in POSITIVE] + ["0"]),
    feedback=html,
)
anything = fixed(value="*", tolerance="0", tolerance_type="nominal", fraction="0", feedback=html)
numerical = merged(
    fixed(
        answers=st.tuples(
            st.lists(numerical_answer, min_size=1, max_size=3), st.lists(anything, max_size=1)
        ).map(lambda found: found[0] + found[1])
    ),
    st.just(
        {
            "units": [],
            "unit_handling": "none",
            "unit_penalty": "0.1",
            "unit_penalty_of": "response",
            "unit_input": "text",
            "unit_first": False,
        }
    )
    | fixed(
        units=st.lists(fixed(unit=lines, multiplier=positive), min_size=1, max_size=2),
        unit_handling="graded",
        unit_penalty=st.sampled_from(["0.1", "0.5", "1"]),
        unit_penalty_of=st.sampled_from(["response", "total"]),
        unit_input=st.sampled_from(["text", "select", "radio"]),
        unit_first=st.booleans(),
    ),
)
gap_answers = with_one_right("text", lines).map(
    lambda answers: [{**answer, "tolerance": ""} for answer in answers]
)
number_answers = st.lists(
    fixed(text=numbers, tolerance=positive, fraction="1", feedback=html), min_size=1, max_size=3
)
many_answers = several.map(
    lambda options: [
        {**option, "text": f"v{index}", "tolerance": ""} for index, option in enumerate(options)
    ]
)


def gap(kind, answers, shuffle):
    return fixed(
        kind=st.sampled_from(kind), weight=st.integers(1, 9), shuffle=shuffle, answers=answers
    )


gaps = st.lists(
    gap(["short_answer", "short_answer_case"], gap_answers, False)
    | gap(["numerical"], number_answers, False)
    | gap(["choice_menu", "choice_row", "choice_column"], gap_answers, st.booleans())
    | gap(["many_row", "many_column"], many_answers, st.booleans()),
    min_size=1,
    max_size=3,
)
cloze = merged(fixed(gaps=gaps), combined)
gap_select = merged(
    fixed(
        choices=st.lists(fixed(text=lines, group=st.integers(1, 3)), min_size=2, max_size=4),
        shuffle=st.booleans(),
        presentation=st.sampled_from(["select", "drag"]),
    ),
    combined,
)
essay = fixed(
    editor=st.sampled_from(["rich", "plain", "none"]),
    lines=st.integers(1, 40),
    min_words=st.none() | st.integers(1, 50),
    max_words=st.none() | st.integers(50, 500),
    files_allowed=st.sampled_from([-1, 0, 3]),
    files_required=st.integers(0, 3),
    file_types=st.lists(st.sampled_from([".pdf", ".docx", ".odt"]), max_size=3),
    template=html,
    model_answer=html,
    grader_info=html,
    criteria=st.lists(fixed(name=lines, points=positive, description=lines), max_size=2),
)
VALUES = {
    "single_choice": single_choice,
    "multiple_choice": multiple_choice,
    "true_false": true_false,
    "short_answer": short_answer,
    "matching": matching,
    "ordering": ordering,
    "numerical": numerical,
    "cloze": cloze,
    "gap_select": gap_select,
    "essay": essay,
    "description": st.just({}),
}
hints = st.lists(st.builds(Hint, some_html, st.booleans(), st.booleans()), max_size=2).map(tuple)


@st.composite
def questions(draw, kind):
    value = draw(VALUES[kind])
    stem = draw(some_html)
    if kind == "cloze":
        marks = "".join(f" [[{number}]]" for number in range(1, len(value["gaps"]) + 1))
        stem += f"<p>Aukot{marks}</p>"
    if kind == "gap_select":
        stem += f"<p>Aukko [[{len(value['choices'])}]] ja [[1]]</p>"
    points = draw(st.decimals("0", "99", places=2, allow_nan=False))
    if kind == "cloze":
        points = Decimal(sum(gap["weight"] for gap in value["gaps"]))
    return ParsedQuestion(
        line=1,
        name=draw(lines | some_html.map(name_of).filter(bool)),
        kind=kind,
        stem=stem,
        value=value,
        general_feedback=draw(html),
        category=draw(st.sampled_from(["", "Kurssi", "Kurssi/Kerta 1", "A//B/C"])),
        code=draw(st.sampled_from(["", "TT1-04", "a]b", "ÄÖ 1"])),
        tags=tuple(sorted(draw(st.sets(st.sampled_from(["koe", "vko 1", "x]y"]))))),
        hints=draw(hints),
        penalty=draw(st.sampled_from([Decimal("0.3333333"), Decimal("0.1"), Decimal(1)])),
        points=Decimal(0) if kind == "description" else points,
    )
