"""Assessments and question banks of a cartridge: which questions, worth how much."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.packages.contents import Json
from courses.packages.drafting import key_of, tidy_title
from quizzes.exchange.xml_tree import Element
from quizzes.packages.cartridge.addresses import Addresses
from quizzes.packages.cartridge.qti import Question, deep, is_points, metadata
from quizzes.packages.foreign_questions import Asked, question_item
from quizzes.packages.trees import each, inside, local, said

MINUTES_A_QUESTION = 2
# The usual rules of a quiz, as a file says them.
RULES: Json = {
    "pass_percent": 60,
    "counting": "highest",
    "when_time_is_up": "submit",
    "behaviour": "deferred",
    "layout": "all",
    "navigation": "free",
    "shuffle": False,
}


@dataclass(frozen=True)
class Assessment:
    """A quiz of a cartridge: its item and banks in the file, and the words of its page."""

    item: Json
    banks: list[Json]
    title: str
    words: Json


def quiz_of(
    root: Element, key: str, title: str, addresses: Addresses, where: str, meta: Element | None
) -> Assessment | None:
    """
    Return an assessment with its questions; None where it asks nothing.

    `meta` is what Canvas says of it beside it.
    """
    assessment = inside(root, "assessment") or root
    title = tidy_title(title or assessment.attributes.get("title", ""), _("Quiz"))
    banks: list[Json] = []
    slots: list[Json] = []
    asked: list[Json] = []
    seen: dict[str, int] = {}
    for number, one in enumerate(_in_order(assessment)):
        if local(one) == "item":
            for item, question in _items([Question(one, addresses)], key, addresses, where, seen):
                asked.append(item)
                slots.append(_slot(f"question:{item['key']}", None, None, question.points))
            continue
        questions = [Question(inner, addresses) for inner in each(one, "item")]
        found = _items(questions, key, addresses, where, seen)
        if found:
            name = one.attributes.get("title") or title
            items = [item for item, _question in found]
            banks.append(_bank(key_of(key, "bank", str(number)), name, items))
            worth = said(_selection(one), "selection_extension", "points_per_item")
            points = worth if is_points(worth) else found[0][1].points
            # The bank is named by its first question, as everywhere in files.
            many = min(_drawn(one), len(items))
            slots.append(_slot(None, f"bank:{items[0]['key']}", many, points))
    if asked:
        banks.insert(0, _bank(key_of(key, "bank"), title, asked))
    for beside in deep(assessment, "sourcebank_ref"):
        why = _("It draws from a bank beside it: %(name)s.") % {"name": beside.text[:80]}
        addresses.contents.report.refuse(title, where, why)
    if not slots:
        return None
    addresses.contents.report.change(title, where, _("It had no pass mark; it has the usual one."))
    rules = _rules(metadata(assessment)) | _canvas_rules(meta)
    item = {"key": key, "words": {"name": title, **rules}, "bands": [], "slots": slots}
    words: dict[str, Any] = {
        "introduction": "",
        "quiz": f"quizzes:{key}",
        "minutes": min(1000, rules["time_limit_minutes"] or MINUTES_A_QUESTION * len(slots)),
        "required": False,
    }
    return Assessment(item, banks, title, words)


def bank_of(root: Element, key: str, title: str, addresses: Addresses, where: str) -> Json:
    """Return a question bank with its questions."""
    holder = inside(root, "objectbank") or root
    questions = [Question(one, addresses) for one in deep(holder, "item")]
    title = title or metadata(holder).get("bank_title", "") or _("Questions")
    found = _items(questions, key, addresses, where, {})
    return _bank(key, title, [item for item, _question in found])


def _in_order(holder: Element) -> Iterator[Element]:
    """Yield the questions, and the sections that draw some of theirs, as they are met."""
    for child in holder.children:
        if local(child) == "item" or (local(child) == "section" and _drawn(child)):
            yield child
        elif local(child) == "section":
            yield from _in_order(child)


def _selection(section: Element) -> Element | None:
    return inside(section, "selection_ordering", "selection")


def _drawn(section: Element) -> int:
    """Return how many of its questions a section draws; 0 where it asks them all."""
    many = said(_selection(section), "selection_number")
    drawn = int(many[:4]) if many.isdecimal() else 0
    return drawn if drawn < len(each(section, "item")) else 0


def _items(
    questions: list[Question],
    key: str,
    addresses: Addresses,
    where: str,
    seen: dict[str, int],
) -> list[tuple[Json, Question]]:
    """Return those that can be taken; `seen` counts their identifiers, which may come twice."""
    found = []
    for question in questions:
        identifier = question.identifier or "item"
        seen[identifier] = seen.get(identifier, 0) + 1
        if seen[identifier] > 1:
            identifier = f"{identifier}#{seen[identifier]}"
        asked = Asked(
            key=key_of(key, "question", identifier),
            where=f"{where}: {identifier}",
            name=question.name or identifier,
            xml=question.xml(),
        )
        item = question_item(asked, addresses.contents)
        if item is not None:
            found.append((item, question))
    return found


def _bank(key: str, name: str, questions: list[Json]) -> Json:
    return {
        "key": questions[0]["key"] if questions else key,
        "name": tidy_title(name, key)[:140],
        "description": "",
        "questions": questions,
    }


def _slot(question: str | None, bank: str | None, count: int | None, points: str) -> Json:
    return {
        "question": question,
        "bank": bank,
        "draw_count": count,
        "tag_names": "",
        "starts_section": False,
        "points": points,
    }


def _rules(fields: dict[str, str]) -> Json:
    attempts, limit = fields.get("cc_maxattempts", ""), fields.get("qmd_timelimit", "")
    return {
        **RULES,
        "attempts_allowed": min(int(attempts[:4]), 100) if attempts.isdecimal() else 0,
        # In minutes, as the profile of cartridges says.
        "time_limit_minutes": min(int(limit[:6]), 10_000) or None if limit.isdecimal() else None,
    }


def _canvas_rules(meta: Element | None) -> Json:
    """Return the rules that Canvas writes in words of its own; those that it leaves out stay."""
    said_of = {
        name: said(meta, name)
        for name in ("allowed_attempts", "time_limit", "one_question_at_a_time", "cant_go_back")
    }
    attempts, limit = said_of["allowed_attempts"], said_of["time_limit"].partition(".")[0]
    counting = {"keep_average": "average", "keep_latest": "last", "keep_highest": "highest"}
    rules: Json = {}
    if attempts.isdecimal():
        rules["attempts_allowed"] = min(int(attempts[:4]), 100)
    if limit.isdecimal():
        rules["time_limit_minutes"] = min(int(limit[:6]), 10_000) or None
    if said_of["one_question_at_a_time"] == "true":
        rules["layout"] = "one"
    if said_of["cant_go_back"] == "true":
        rules["navigation"] = "sequential"
    if (policy := said(meta, "scoring_policy")) in counting:
        rules["counting"] = counting[policy]
    return rules
