"""Matching: right pairs ÷ pairs. There may be answers that belong to no pair."""

import hashlib
import random
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from quizzes.grading import raw as blocks
from quizzes.grading.feedback import combined_words
from quizzes.grading.marks import FULL, NONE, Mark
from quizzes.grading.options import chosen_options
from quizzes.grading.raw import Json
from quizzes.grading.typed import Sent

# In an order of things shown, answers are told from pairs by this.
ANSWER = "answer:"


@dataclass(frozen=True)
class Matching:
    """The right answer of each pair, and every answer that may be chosen."""

    pairs: Mapping[str, str]
    answers: frozenset[str]


def grade(content: Matching, chosen: Mapping[str, str]) -> Mark:
    """
    Count the pairs whose right answer was chosen; a pair left open is not right.

    Unknown pairs and answers are the caller's bug: ValueError.

    >>> content = Matching({"a": "a", "b": "b"}, frozenset("abc"))
    >>> grade(content, {"a": "a", "b": "c"}).fraction, grade(content, {}).state.value
    (Decimal('0.5'), 'unanswered')
    """
    if not content.pairs.keys() >= chosen.keys() or not content.answers.issuperset(chosen.values()):
        raise ValueError(f"Not of this question: {dict(chosen)}")
    if not chosen:
        return Mark.unanswered()
    parts = {
        pair: FULL if chosen[pair] == right else NONE
        for pair, right in content.pairs.items()
        if pair in chosen
    }
    return Mark.of(sum(parts.values(), NONE) / len(content.pairs), parts=parts)


def structure(raw: Json, stem: str = "") -> Json:
    """
    Keep the pairs, and the answers once each: equal texts are one answer.

    The key of an answer is the id of what has its text first; a page shows its token instead,
    which follows from the text alone and so tells nobody whose answer it is. A pair without a
    question is an extra answer.

    >>> raw = {"pairs": [{"id": "a", "value": {"question": "<p>1</p>", "answer": "x"}},
    ...                  {"id": "b", "value": {"question": "<p>2</p>", "answer": "x"}}]}
    >>> structure(raw)["pairs"]
    [{'id': 'a', 'answer': 'a'}, {'id': 'b', 'answer': 'a'}]
    """
    keys: dict[str, str] = {}
    pairs = []
    for key, pair in blocks.structs(raw, "pairs"):
        if text := blocks.line(pair, "answer"):
            answer = keys.setdefault(text, key)
            if asks(pair):
                pairs.append({"id": key, "answer": answer})
    for key, found in blocks.items(raw, "extra_answers"):
        if text := str(found or "").strip():
            keys.setdefault(text, key)
    return {
        "pairs": pairs,
        "answers": list(keys.values()),
        "tokens": {key: _token(text) for text, key in keys.items()},
        "shuffle": bool(raw.get("shuffle", True)),
    }


def _token(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def token_of(structure: Json, key: str) -> str:
    """Return what a page calls an answer; versions frozen before there were tokens have keys."""
    token: str = structure.get("tokens", {}).get(key, key)
    return token


def asks(pair: Json) -> bool:
    """Whether a pair of the raw data has a question, a picture at least."""
    question = blocks.text(pair, "question")
    return bool(blocks.plain_words(question)) or "<embed" in question or "<img" in question


def words(raw: Json) -> Json:
    """Keep the words of each pair and each extra answer, and the combined feedback."""
    said = {
        key: {"question": blocks.text(pair, "question"), "answer": blocks.line(pair, "answer")}
        for key, pair in blocks.structs(raw, "pairs")
    }
    extra = {
        key: {"question": "", "answer": str(found or "").strip()}
        for key, found in blocks.items(raw, "extra_answers")
    }
    return said | extra | combined_words(raw)


def shown_order(structure: Json, dice: random.Random) -> list[str]:
    """Return the pairs in one learner's order, then the answers, which are always mixed."""
    pairs = [pair["id"] for pair in structure["pairs"]]
    answers = [f"{ANSWER}{key}" for key in structure["answers"]]
    if structure["shuffle"]:
        dice.shuffle(pairs)
    dice.shuffle(answers)
    return pairs + answers


def answer(structure: Json, sent: Sent, words: Json | None = None) -> Json | None:
    """Read a select for each pair; raises UnfitAnswerError for an unknown answer."""
    keys = {token_of(structure, key): key for key in structure["answers"]}
    pairs = {}
    for pair in structure["pairs"]:
        field = field_of(pair["id"])
        chosen = chosen_options(list(keys), {field: sent.get(field, ())[-1:]}, field)
        if chosen:
            pairs[pair["id"]] = keys[chosen[0]]
    return {"pairs": pairs} if pairs else None


def field_of(pair: str) -> str:
    """Return the name of a pair's field."""
    return f"pair-{pair}"


def mark(structure: Json, answer: Json | None, words: Json | None = None) -> Mark:
    """Grade a stored answer; what a correction took away was not chosen."""
    rights = {pair["id"]: pair["answer"] for pair in structure["pairs"]}
    content = Matching(rights, frozenset(structure["answers"]))
    chosen = (answer or {}).get("pairs", {})
    return grade(
        content,
        {
            pair: key
            for pair, key in chosen.items()
            if pair in content.pairs and key in content.answers
        },
    )


def right(structure: Json, words: Json) -> Json | None:
    """Return the right answer."""
    pairs = {pair["id"]: pair["answer"] for pair in structure["pairs"]}
    return {"pairs": pairs} if pairs else None


def in_words(structure: Json, words: Json, answer: Json | None) -> str:
    """Return an answer as plain text: each question and what was chosen for it."""
    chosen = answer["pairs"] if answer else {}
    return "; ".join(
        f"{blocks.plain_words(words.get(pair['id'], {}).get('question', ''))} → "
        f"{words.get(chosen[pair['id']], {}).get('answer', '')}"
        for pair in structure["pairs"]
        if pair["id"] in chosen
    )


def guess(structure: Json) -> Decimal | None:
    """Return what guessing gives on average: one of the answers, for each pair."""
    count = len(structure["answers"])
    return FULL / count if count else None
