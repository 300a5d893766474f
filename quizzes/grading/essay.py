"""Essay: a person grades it. Here it is only read, and its words are counted."""

import random
from decimal import Decimal

from quizzes.grading import raw as blocks
from quizzes.grading.marks import Mark, Unfit, UnfitAnswerError
from quizzes.grading.raw import Json
from quizzes.grading.typed import LONGEST_TEXT, Sent, typed

FIELD, FILE_FIELD = "text", "file"
RICH, PLAIN, NO_TEXT = EDITORS = ("rich", "plain", "none")
# The key of what belongs to the whole question; no block has such an id.
WHOLE = "essay"
NO_LIMIT = -1
MOST_FILES = 10
LONGEST_FILE_ID = 64


def structure(raw: Json, stem: str = "") -> Json:
    """Keep how it is written, its limits, and the points of its criteria."""
    editor = blocks.text(raw, "editor")
    return {
        "editor": editor if editor in EDITORS else RICH,
        "lines": blocks.whole(raw.get("lines"), 10),
        "min_words": _limit(raw.get("min_words")),
        "max_words": _limit(raw.get("max_words")),
        "files_allowed": blocks.whole(raw.get("files_allowed")),
        "files_required": blocks.whole(raw.get("files_required")),
        "file_types": [str(found) for _key, found in blocks.items(raw, "file_types") if found],
        "criteria": [
            {"id": key, "points": blocks.plainly(blocks.number(found.get("points")))}
            for key, found in blocks.structs(raw, "criteria")
        ],
    }


def _limit(found: object) -> int | None:
    return None if found in (None, "") else blocks.whole(found)


def words(raw: Json) -> Json:
    """Keep the template, what graders are told, and the words of the criteria."""
    whole = {name: blocks.text(raw, name) for name in ("template", "model_answer", "grader_info")}
    criteria = {
        key: {
            "name": blocks.line(found, "name"),
            "description": blocks.text(found, "description"),
        }
        for key, found in blocks.structs(raw, "criteria")
    }
    return {WHOLE: whole} | criteria


def shown_order(structure: Json, dice: random.Random) -> list[str]:
    """Return nothing: there is nothing to choose from."""
    return []


def most_files(structure: Json) -> int:
    """Return how many files an answer may have; "no limit" means our own."""
    allowed = structure["files_allowed"]
    return MOST_FILES if allowed == NO_LIMIT else min(max(allowed, 0), MOST_FILES)


def answer(structure: Json, sent: Sent, words: Json | None = None) -> Json | None:
    """
    Read the text and the ids of its files; an untouched template is no answer.

    A text beyond its limits is kept all the same: the page says so, and nothing is lost.
    Whose files they are is not known here.
    """
    text = "" if structure["editor"] == NO_TEXT else typed(sent, FIELD, LONGEST_TEXT)
    text = text.replace("\r\n", "\n")
    if text == blocks.plain_words((words or {}).get(WHOLE, {}).get("template", "")):
        text = ""
    files = list(dict.fromkeys(found for found in sent.get(FILE_FIELD, ()) if found))
    if len(files) > most_files(structure):
        raise UnfitAnswerError(Unfit.TOO_MANY_FILES, FILE_FIELD)
    if not all(found.isascii() and len(found) <= LONGEST_FILE_ID for found in files):
        raise UnfitAnswerError(Unfit.UNKNOWN_OPTION, FILE_FIELD)
    return {"text": text, "files": files} if text or files else None


def mark(structure: Json, answer: Json | None, words: Json | None = None) -> Mark:
    """Leave an answer to a person; none is none."""
    return Mark.by_person() if answer else Mark.unanswered()


def files_lacking(structure: Json, answer: Json | None) -> int:
    """
    Return how many files fewer an answer has than are asked for.

    >>> files_lacking({"files_required": 2}, {"text": "", "files": ["a"]})
    1
    """
    there = len(answer["files"]) if answer else 0
    required = int(structure.get("files_required", 0))
    return max(required - there, 0)


def is_complete(structure: Json, answer: Json | None) -> bool:
    """
    Whether an answer is all that was asked for: enough files, and words within the limits.

    An incomplete one is an answer all the same (Moodle's rule): kept, submitted and graded by
    a person. Its learner is told before submitting.
    """
    if not answer or files_lacking(structure, answer):
        return False
    if structure["editor"] == NO_TEXT or not answer["text"]:
        # Limits are for words that are there.
        return True
    count = word_count(answer["text"])
    least, most = structure.get("min_words"), structure.get("max_words")
    return (least or 0) <= count <= (count if most is None else most)


def word_count(text: str) -> int:
    """
    Count the words of a text: what stands between spaces and has a letter or a digit.

    >>> word_count("Työkyky – se on 1 osa elämää.")
    6
    """
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


def right(structure: Json, words: Json) -> Json | None:
    """Return the model answer as an answer, for graders and the review."""
    model = blocks.plain_words(words.get(WHOLE, {}).get("model_answer", ""))
    return {"text": model, "files": []} if model else None


def in_words(structure: Json, words: Json, answer: Json | None) -> str:
    """Return what was written."""
    return answer["text"] if answer else ""


def guess(structure: Json) -> Decimal | None:
    """Return nothing: a person decides."""
    return None
