"""Assessments and question banks of a cartridge: which questions, worth how much."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.packages.contents import Json
from courses.packages.drafting import key_of, tidy_title
from quizzes.exchange.xml_tree import Element
from quizzes.packages.cartridge.addresses import Addresses
from quizzes.packages.cartridge.qti import Question, deep, metadata
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
    root: Element, key: str, title: str, addresses: Addresses, where: str
) -> Assessment | None:
    """Return an assessment with its questions; None where it asks nothing."""
    assessment = inside(root, "assessment") or root
    title = tidy_title(title or assessment.attributes.get("title", ""), _("Quiz"))
    banks: list[Json] = []
    slots: list[Json] = []
    for number, section in enumerate(_sections(assessment)):
        questions = [Question(one, addresses) for one in section.children if local(one) == "item"]
        found = _items(questions, key, addresses, where)
        if not found:
            continue
        drawn = said(section, "selection_ordering", "selection", "selection_number")
        name = section.attributes.get("title") or title
        bank = _bank(key_of(key, "bank", str(number)), name, [item for item, _q in found])
        banks.append(bank)
        if drawn.isdecimal() and 0 < int(drawn[:4]) < len(found):
            # The bank is named by its first question, as everywhere in files.
            slots.append(_slot(None, f"bank:{bank['key']}", int(drawn[:4]), found[0][1].points))
        else:
            slots += [
                _slot(f"question:{item['key']}", None, None, question.points)
                for item, question in found
            ]
    if not slots:
        return None
    addresses.contents.report.change(title, where, _("It had no pass mark; it has the usual one."))
    rules = _rules(metadata(assessment))
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
    found = _items(questions, key, addresses, where)
    return _bank(key, title, [item for item, _question in found])


def _sections(assessment: Element) -> list[Element]:
    """Return the sections that hold questions themselves, however deep."""
    found = [one for one in deep(assessment, "section") if each(one, "item")]
    return found or ([assessment] if each(assessment, "item") else [])


def _items(
    questions: list[Question], key: str, addresses: Addresses, where: str
) -> list[tuple[Json, Question]]:
    found = []
    for number, question in enumerate(questions):
        identifier = question.identifier or str(number)
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
