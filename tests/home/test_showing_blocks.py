"""Blocks that show how things hang together: steps, tables, processes, twins, sounds."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail.blocks import Block, ListBlock, RichTextBlock, StructBlock, TextBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.models import Locale
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.ingest import ingest_segments

from home.block_gallery import SAMPLES
from home.blocks import ContentBlock
from home.blocks.diagrams import process_errors
from home.checks import _flatten
from home.flows import Node
from home.pages import StandardPage
from tests.factories.home import ImageFactory
from tests.hostile import VECTORS, dangers_on

CONTENT = ContentBlock()


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def shown(kind, value):
    stream = CONTENT.to_python([{"type": kind, "value": value, "id": "a"}])
    return re.sub(r"\s+", " ", stream[0].render())


def problems(kind, value):
    stream = CONTENT.to_python([{"type": kind, "value": value, "id": "a"}])
    try:
        CONTENT.clean(stream)
    except ValidationError as error:
        return [message for _place, _path, message in _flatten(error, stream)]
    return []


def grid(headings, rows, caption="Etuudet"):
    return {
        "caption": caption,
        "columns": [{"type": "cell", "heading": heading} for heading in headings],
        "rows": [{"values": row} for row in rows],
    }


# --- Tables ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (grid(["Etuus", "Päiviä"], [["Raha", "300"]]), []),
        (grid(["A", "B"], [["a", "b"]], ""), ["Give the table a title: what it tells."]),
        (
            grid(["A"], [["a"]]),
            ["Give the table two columns or more, and a row below their headings."],
        ),
        (
            grid(["A", " "], [["a", "b"]]),
            ["Give every column a heading: it is read aloud before each cell."],
        ),
        (grid(["A", "B"], [["a", "b"], ["", " "]]), ["Remove the empty rows."]),
        (
            grid(list("ABCDEFGHI"), [list("abcdefghi")]),
            ["At most 8 columns and 60 rows: divide the table."],
        ),
    ],
)
def test_a_table_can_be_read_aloud(table, said):
    assert problems("table", {"grid": table, "row_headings": True, "note": ""}) == said


def test_a_table_has_its_headings_in_rows_and_columns():
    html = shown(
        "table",
        {
            "grid": grid(["Etuus", "Päiviä"], [["Raha & tuki", "300"], ["<b>", "–"]]),
            "row_headings": True,
            "note": "Arkipäiviä",
        },
    )

    assert re.findall(r'<th scope="col"[^>]*>([^<]+)', html) == ["Etuus", "Päiviä"]
    assert re.findall(r'<th scope="row"[^>]*>([^<]+)', html) == ["Raha &amp; tuki", "&lt;b&gt;"]
    # Numbers below each other; on a phone each cell says what it is.
    assert '<td data-label="Päiviä" class="number">300</td>' in html
    assert "<caption>Etuudet</caption>" in html


def test_a_row_that_lacks_a_cell_is_shown_with_an_empty_one():
    html = shown("table", {"grid": grid(["A", "B"], [["a"], ["b", "c", "d"]])})

    assert re.findall(r'data-label="B"[^>]*>([^<]*)</td>', html) == ["", "c"]


def test_a_table_without_names_of_rows_has_none():
    table = grid(["A", "B"], [["a", "b"]])

    assert 'scope="row"' not in shown("table", {"grid": table, "row_headings": False})


def test_a_comparison_answers_each_question_for_each_thing():
    table = grid(["Kysymys", "A", "B"], [["Kuka?", "Kela", ""], ["Mitä?", "x", "y"]])
    value = {"grid": table, "conclusion": ""}

    assert problems("comparison", value) == [
        "Answer every question for each thing: write “no” or “–”."
    ]
    table["rows"][0]["values"][2] = "Ei"
    assert problems("comparison", value) == []


@pytest.mark.django_db
def test_a_new_row_leaves_the_translations_of_others_in_place():
    """A table as wagtail-localize takes it apart and puts it together."""
    finnish, swedish = Locale.objects.get(language_code="fi"), Locale(language_code="sv")
    rows = [["Raha", "Kela"], ["Tuki", "Kela"]]

    def page(rows):
        value = {"grid": grid(["Etuus", "Kuka"], rows), "row_headings": True, "note": ""}
        return StandardPage(title="", slug="", body=[{"type": "table", "id": "b", "value": value}])

    def paths(found):
        return {s.string.data: s.path for s in found if isinstance(s, StringSegmentValue)}

    before, source = paths(extract_segments(page(rows))), page([["Uusi", "Kela"], *rows])
    found = [s for s in extract_segments(source) if s.path.startswith("body.")]
    translated = [
        StringSegmentValue(s.path, s.string.data.upper()).with_order(s.order) for s in found
    ]
    target = page([])
    ingest_segments(source, target, finnish, swedish, translated)

    assert before.items() <= paths(found).items()
    assert [list(row["values"]) for row in target.body[0].value["grid"].row_data] == [
        ["UUSI", "KELA"],
        ["RAHA", "KELA"],
        ["TUKI", "KELA"],
    ]
    assert [column["heading"] for column in target.body[0].value["grid"].columns] == [
        "ETUUS",
        "KUKA",
    ]


# --- Processes -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nodes", "said"),
    [
        ([Node("A", arrows=[(1, "")]), Node("B", "end")], []),
        ([Node("A", arrows=[(7, ""), (1, "x")]), Node("B")],
         ["Step 1 leads to a step that is not there."]),
        ([Node("A", arrows=[(0, ""), (1, "x")]), Node("B")], ["Step 1 leads to itself."]),
        ([Node("A", arrows=[(1, "x"), (1, "y")]), Node("B")],
         ["Step 1 leads to the same step twice."]),
        ([Node("A", arrows=[(1, "")]), Node("B", "end", [(0, "")])],
         ["Step 2 is an end, so it leads nowhere."]),
        ([Node("A?", "question", [(1, "Yes")]), Node("B")],
         ["Step 1 is a question: give it an arrow with words for each answer."]),
        ([Node("A?", "question", [(1, "Yes"), (2, " ")]), Node("B"), Node("C")],
         ["Step 1 is a question: give it an arrow with words for each answer."]),
        ([Node("A", arrows=[(2, "")]), Node("B"), Node("C"), Node("D")],
         ["Nothing leads to these steps: 2, 4."]),
    ],
)  # fmt: skip
def test_a_process_can_be_followed(nodes, said):
    assert process_errors(nodes) == said


def process(*steps):
    return {
        "heading": "Paluu",
        "summary": "Arvio kolmen kuukauden kohdalla.",
        "steps": [
            {"words": words, "kind": kind, "arrows": [{"to": to, "words": said}
             for to, said in arrows]}
            for words, kind, arrows in steps
        ],
    }  # fmt: skip


def test_a_step_without_arrows_leads_to_the_next_and_an_end_nowhere():
    html = shown("process", process(("Alku", "step", []), ("Loppu", "end", []), ("X", "step", [])))

    assert html.count('class="process__line"') == 1
    # The list itself says what comes next.
    assert "to step" not in html
    assert "Nothing leads to these steps: 3." in problems(
        "process", process(("Alku", "step", []), ("Loppu", "end", []), ("X", "step", []))
    )


def test_a_process_is_a_named_picture_and_the_same_as_a_list():
    html = shown(
        "process",
        process(
            ("Onnistuuko?", "question", [(2, "Kyllä"), (3, "Ei")]),
            ("Työ", "end", []),
            ("Selvitys", "step", [(1, "Uusi arvio")]),
        ),
    )

    name, words = re.search(r'aria-labelledby="([^"]+)" aria-describedby="([^"]+)"', html).groups()
    assert f'id="{name}">Paluu<' in html
    assert f'id="{words}">Arvio kolmen' in html
    assert "<b>Ei:</b> to step 3, Selvitys" in html
    # Numbers in a drawing have points in every language.
    with translation.override("fi"):
        drawing = shown("process", process(("Työkykykoordinaattori", "step", []), ("B", "end", [])))
    assert not re.search(r'(?:x|y|width|height)="\d+,', drawing)


# --- Twins, sounds, pictures -----------------------------------------------------------


def test_both_languages_of_a_passage_are_there_and_one_is_chosen():
    html = shown(
        "plain_language",
        {"heading": "Tuki", "ordinary": "<p>Myönnetään.</p>", "plain": "<p>Saat rahaa.</p>"},
    )

    assert "Myönnetään." in html
    assert "Saat rahaa." in html
    assert re.findall(r'value="(\w+)" data-plain="(?:no|yes)"( checked)?', html) == [
        ("ordinary", " checked"),
        ("plain", ""),
    ]


def test_a_gallery_says_what_one_of_its_pictures_shows():
    decoration = {"image": None, "alt": "", "decorative": True, "caption": ""}

    assert problems("gallery", {"heading": "Työpiste", "pictures": [decoration] * 2}) != []


@pytest.mark.django_db
def test_a_gallery_asks_no_more_of_the_database_for_more_pictures(django_assert_num_queries):
    def pictures(count):
        return {"heading": "Työpiste", "pictures": [
            {"image": ImageFactory().pk, "alt": f"Pöytä {n}", "decorative": False, "caption": ""}
            for n in range(count)
        ]}  # fmt: skip

    for count in (1, 3):
        value = pictures(count)
        shown("gallery", value)  # draws the sizes that are not there yet
        with django_assert_num_queries(2):
            html = shown("gallery", value)
        assert html.count("<img") == count


def advice(kind, value):
    stream = CONTENT.to_python([{"type": kind, "value": value, "id": "a"}])
    return list(stream[0].block.advise(stream[0].value))


LIGHT, HEAVY = "<p>Se on sinun oma polku.</p>" * 20, "<p>Kuntoutustutkimus alkaa.</p>" * 50


@pytest.mark.parametrize(
    ("ordinary", "plain", "advised"),
    [
        pytest.param(HEAVY, LIGHT, 0, id="easier"),
        pytest.param(LIGHT, HEAVY, 1, id="harder"),
        pytest.param(LIGHT, "<p>Kuntoutustutkimus.</p>", 0, id="too short to be measured"),
    ],
)
def test_plain_language_is_easier_than_ordinary(ordinary, plain, advised):
    value = {"heading": "Tuki", "ordinary": ordinary, "plain": plain}

    assert len(advice("plain_language", value)) == advised


@pytest.mark.parametrize(("count", "advised"), [(9, 0), (10, 1)])
def test_many_steps_are_better_divided(count, advised):
    value = {"heading": "Polku", "numbered": True, "steps": [{"heading": "Kysy"}] * count}

    assert len(advice("steps", value)) == advised


def situation(*outcomes, number=1):
    choices = [
        {"text": "Kysyn", "leads_to": 2, "consequence": words, "points": []} for words in outcomes
    ]
    return {"number": number, "heading": "Alku", "text": "<p>Niin.</p>", "choices": choices}


ENDING = situation(number=2)
RIGHT = {"text": "Kyllä", "right": True, "feedback": "Niin."}
CRITERION = {"text": "Asiakas valitsee.", "help": "", "levels": []}


@pytest.mark.parametrize(
    ("kind", "good", "poor", "advised"),
    [
        (
            "reflection",
            {"question": "Mitä kysyt?", "introduction": ""},
            {"question": "Mieti työtäsi.", "introduction": "<p>Hetki.</p>"},
            "Nothing is asked",
        ),
        (
            "self_check",
            {"question": "Mikä?", "options": [RIGHT, RIGHT | {"right": False}]},
            {"question": "Mikä?", "options": [RIGHT, RIGHT]},
            "Every option is right",
        ),
        (
            "checklist",
            {"groups": [{"heading": "A", "criteria": [CRITERION] * 2}]},
            {"groups": [{"heading": "A", "criteria": [CRITERION]}]},
            "One criterion alone",
        ),
        (
            "branching_case",
            {"situations": [situation("Hän kertoo.", "Hän vaikenee."), ENDING]},
            {"situations": [situation("Samoin.", "Samoin. "), ENDING]},
            "the same comes of it",
        ),
        (
            "branching_case",
            {"situations": [ENDING]},
            {"situations": [situation("Hän kertoo."), ENDING]},
            "one choice alone",
        ),
        (
            "gallery",
            {"heading": "", "pictures": [{"image": None}] * 6},
            {"heading": "", "pictures": [{"image": None}] * 7},
            "so many pictures",
        ),
    ],
)
def test_a_block_that_misses_its_point_is_advised(kind, good, poor, advised):
    with translation.override("en"):
        assert advice(kind, good) == []
        [words] = advice(kind, poor)
    assert advised in words


# --- All of them -----------------------------------------------------------------------


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_gallery_has_a_sample_of_each_block_in_each_language(language):
    samples = json.loads((SAMPLES / f"{language}.json").read_text(encoding="utf-8"))

    assert samples.keys() <= CONTENT.child_blocks.keys()
    # What is chosen from the library or the glossary has its own sample there.
    wanted = {
        kind
        for kind, block in CONTENT.child_blocks.items()
        if isinstance(getattr(block.meta, "preview_value", None), (str, dict))
    }
    assert wanted - samples.keys() == set()
    for kind, sample in samples.items():
        preview = CONTENT.child_blocks[kind].meta.preview_value
        assert type(sample) is type(preview), kind
        if isinstance(preview, dict):
            assert sample.keys() == preview.keys(), kind


def full_of(block: Block, text: str):
    """A value of a block with the same text in all its places for words."""
    if isinstance(block, TypedTableBlock):
        return grid([text, text, text], [[text] * 3] * 2, text)
    if isinstance(block, StructBlock):
        return {name: full_of(child, text) for name, child in block.child_blocks.items()}
    if isinstance(block, ListBlock):
        return [full_of(block.child_block, text)] * 2
    if isinstance(block, RichTextBlock):
        return "<p>Polku</p>"
    # An address is a URLField's: what is no address never gets here.
    if isinstance(block, TextBlock) or type(block).__name__ in {"CharBlock", "URLBlock"}:
        return text
    return block.get_prep_value(block.get_default())


@pytest.mark.parametrize(
    "kind",
    ["steps", "table", "comparison", "process", "plain_language", "audio", "embed", "gallery"],
)
def test_no_text_of_an_editor_runs(kind):
    block = CONTENT.child_blocks[kind]
    for vector in VECTORS[::3]:
        html = block.render(block.to_python(full_of(block, vector)))
        assert dangers_on(html, "/static/") == [], vector
