"""The demo's texts: real, correct in form, and never the same paragraph twice."""

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from demo.loading.texts import COURSES, FIGURES, lessons, modules, read, sources, translated

TRAINING = COURSES / "tyokyvyn-tuki"
LESSONS = [
    file
    for course in sorted(COURSES.iterdir())
    for module in modules(course)
    for file in lessons(module)
    # Assignments, webinars and self-assessments are no lessons.
    if "kind" not in read(file)
]
ACTIVITIES = [
    file
    for course in sorted(COURSES.iterdir())
    for module in modules(course)
    for file in lessons(module)
    if "kind" in read(file)
]
QUESTION_FILES = [*sorted(COURSES.glob("*/*/quiz.toml")), *sources(TRAINING / "bank")]
TAG = re.compile(r"<[^>]+>")


def name(file: Path) -> str:
    return str(file.relative_to(COURSES))


def passages(value: object) -> list[str]:
    """Every piece of text in a block, sources and file names left out."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for item in value for text in passages(item)]
    if isinstance(value, dict):
        return [
            text
            for key, item in value.items()
            if key not in {"type", "tone", "file"}
            for text in passages(item)
        ]
    return []


def text_of(file: Path) -> list[str]:
    return [
        text
        for block in read(file)["body"]
        if block["type"] != "sources"
        for text in passages(block)
    ]


def paragraphs(html: str) -> list[str]:
    found = re.split(r"</(?:p|li|h2|h3)>", html)
    return [" ".join(TAG.sub(" ", part).split()) for part in found]


def questions(file: Path) -> list[dict]:
    return read(file)["question"]


def test_the_training_has_seven_sections_of_three_lessons_or_more():
    sections = list(modules(TRAINING))
    assert len(sections) == 7
    assert all(len(list(lessons(section))) >= 3 for section in sections)
    assert all((section / "quiz.toml").is_file() for section in sections)


@pytest.mark.parametrize("file", LESSONS, ids=name)
def test_lesson_is_whole(file):
    text = read(file)
    kinds = Counter(block["type"] for block in text["body"])
    # Of a case with choices a reader walks one way only.
    walked = passages({"body": [b for b in text["body"] if b["type"] == "branching_case"]})
    words = [
        sum(len(TAG.sub(" ", passage).split()) for passage in one)
        for one in (text_of(file), walked)
    ]
    longest = max(500, 50 * text["minutes"])
    assert 150 <= words[0] - words[1] <= longest
    assert sum(passage.count("<h") for passage in text_of(file)) >= 2
    assert kinds["callout"] == 1
    assert kinds["client_case"] == 1
    assert kinds["picture"] >= 1
    assert text["body"][-1]["type"] == "sources"
    assert all(1900 < source["year"] <= 2026 for source in text["body"][-1]["items"])
    for block in text["body"]:
        if block["type"] == "picture":
            assert block["alt"].strip()
            assert (FIGURES / block["file"]).is_file()


@pytest.mark.parametrize("file", ACTIVITIES, ids=name)
def test_an_activity_is_there_in_swedish_too(file):
    text, swedish = read(file), translated(file, "sv")
    words = {key for key, value in text.items() if isinstance(value, str)}
    facts = {"kind", "moment", "file_types"}
    assert words - facts == {key for key, value in swedish.items() if isinstance(value, str)}
    assert len(text.get("criteria", [])) == len(swedish.get("criteria", []))


@pytest.mark.parametrize(
    "file", [file for file in QUESTION_FILES if translated(file, "sv")], ids=name
)
def test_a_translated_quiz_asks_the_same(file):
    text, swedish = read(file), translated(file, "sv")
    for ours, theirs in zip(text["question"], swedish["question"], strict=True):
        facts = ("code", "kind", "tags", "lesson")
        assert [ours[fact] for fact in facts] == [theirs[fact] for fact in facts]
        fractions = [[one["fraction"] for one in each["options"]] for each in (ours, theirs)]
        assert fractions[0] == fractions[1], ours["code"]
        assert ours["stem"] != theirs["stem"], ours["code"]


def test_a_course_that_learners_complete_in_swedish_has_its_required_quiz_in_swedish():
    """Without it a Swedish reader who has done all else could not complete the course."""
    file = COURSES / "tyokykykoordinaattori-1" / "03-kuntoutuksen-suunnittelu" / "quiz.toml"
    assert translated(file.parent / "module.toml", "sv")
    assert translated(file, "sv")


def test_no_two_lessons_share_a_paragraph():
    seen = Counter(
        paragraph
        for file in LESSONS
        for passage in text_of(file)
        for paragraph in paragraphs(passage)
        if len(paragraph.split()) > 6
    )
    assert [paragraph for paragraph, count in seen.items() if count > 1] == []


def test_no_two_questions_ask_the_same():
    stems = Counter(
        TAG.sub("", question["stem"]).strip()
        for file in QUESTION_FILES
        for question in questions(file)
    )
    assert [stem for stem, count in stems.items() if count > 1] == []


def test_the_bank_holds_forty_questions_or_more_for_an_exam_of_twenty():
    bank = [question for file in sources(TRAINING / "bank") for question in questions(file)]
    assert len(bank) >= 40
    assert read(TRAINING / "exam.toml")["draw"] == 20


@pytest.mark.parametrize("file", QUESTION_FILES, ids=name)
def test_questions_have_a_right_answer_feedback_and_a_lesson(file):
    course = file.parent.parent
    for question in questions(file):
        fractions = [Decimal(option["fraction"]) for option in question["options"]]
        positive = [fraction for fraction in fractions if fraction > 0]
        assert round(sum(positive), 2) == 1, question["code"]
        if question["kind"] == "single_choice":
            assert max(fractions) == 1, question["code"]
        assert all(option["feedback"].strip() for option in question["options"]), question["code"]
        assert (course / f"{question['lesson']}.toml").is_file(), question["code"]


def test_codes_are_unique():
    codes = Counter(question["code"] for file in QUESTION_FILES for question in questions(file))
    assert [code for code, count in codes.items() if count > 1] == []


def test_the_first_module_is_in_swedish_in_full():
    first = next(modules(TRAINING))
    for file in [first / "module.toml", first / "quiz.toml", *lessons(first)]:
        source, words = read(file), translated(file, "sv")
        assert words is not None, file.name
        assert words["title"] != source["title"]
        for table in ("body", "question"):
            ours, theirs = source.get(table, []), words.get(table, [])
            assert [block.get("type") for block in theirs] == [block.get("type") for block in ours]
            same = [
                passage
                for mine, yours in zip(ours, theirs, strict=True)
                for passage, other in zip(passages(mine), passages(yours), strict=False)
                if passage == other and len(passage.split()) > 6
            ]
            assert same == [], f"{file.name}: left in Finnish"
