"""A quiz of a backup: its rules, its slots, its words."""

import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from courses.packages.contents import Contents, Json
from quizzes.exchange.xml_tree import Element
from quizzes.packages.moodle.questions import Category, Questions
from quizzes.packages.trees import each, inside, number, said

COUNTING = {"1": "highest", "2": "average", "3": "first", "4": "last"}
BEHAVIOURS = {
    "deferredfeedback": "deferred",
    "immediatefeedback": "immediate",
    "interactive": "interactive",
    "adaptive": "interactive",
    "adaptivenopenalty": "interactive",
}
TIME_IS_UP = {"autosubmit": "submit", "graceperiod": "grace", "autoabandon": "abandon"}
LAYOUTS = {0: "all", 1: "one"}
ALL_DAY = 24 * 60
MOST_DRAWN = 200


def quiz_item(
    quiz: Element, key: str, questions: Questions, contents: Contents, where: str
) -> tuple[Json, set[str]]:
    """Return the quiz as an item of a course file, and the numbers of the categories it needs."""
    name = said(quiz, "name")

    def say(sentence: str) -> None:
        contents.report.change(name, where, sentence)

    slots, categories = _slots(quiz, questions, contents, where)
    item = {
        "key": key,
        "words": _rules(quiz, say) | {"name": name},
        "bands": [str(percent) for percent, _words in _bands(quiz)],
        "slots": slots,
    }
    return item, categories


def _rules(quiz: Element, say: Any) -> Json:
    behaviour = said(quiz, "preferredbehaviour")
    if behaviour and behaviour not in BEHAVIOURS:
        say(_("Questions behave as usual; there is no “%(given)s”.") % {"given": behaviour[:60]})
    if number(quiz, "timeopen") > 0 or number(quiz, "timeclose") > 0:
        say(_("Its days of opening and closing were those of another time, and were left out."))
    for rule in ("password", "subnet"):
        if said(quiz, rule):
            say(_("There is no rule “%(rule)s” here.") % {"rule": rule})
    limit, grade = number(quiz, "timelimit"), _decimal(said(quiz, "grade"))
    per_page = number(quiz, "questionsperpage")
    if per_page not in LAYOUTS:
        say(_("All its questions stand on one page."))
    return {
        "attempts_allowed": max(0, min(number(quiz, "attempts_number"), 100)),
        "counting": COUNTING.get(said(quiz, "grademethod"), "highest"),
        "time_limit_minutes": -(-limit // 60) if limit > 0 else None,
        "when_time_is_up": TIME_IS_UP.get(said(quiz, "overduehandling"), "submit"),
        "grace_minutes": max(0, number(quiz, "graceperiod")) // 60 or ALL_DAY,
        "first_delay_minutes": max(0, number(quiz, "delay1")) // 60,
        "later_delay_minutes": max(0, number(quiz, "delay2")) // 60,
        "behaviour": BEHAVIOURS.get(behaviour, "deferred"),
        "layout": LAYOUTS.get(per_page, "all"),
        "navigation": "sequential" if said(quiz, "navmethod") == "sequential" else "free",
        "shuffle": any(
            said(section, "shufflequestions") == "1"
            for section in [quiz, *each(quiz, "sections", "section")]
        ),
        "grade_max": str(round(grade, 2)) if grade and 0 < grade <= 10_000 else None,
    }


def pass_percent(quiz: Element, grades: Element | None) -> int | None:
    """Return the pass mark that the gradebook has for a quiz, in percent."""
    most = _decimal(said(quiz, "grade"))
    for item in each(grades, "grade_items", "grade_item"):
        least = _decimal(said(item, "gradepass"))
        if most and least and 0 < least <= most:
            return int(least * 100 / most)
    return None


def _decimal(text: str) -> Decimal | None:
    try:
        found = Decimal(text.strip()) if text else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None


def _slots(
    quiz: Element, questions: Questions, contents: Contents, where: str
) -> tuple[list[Json], set[str]]:
    slots: list[Json] = []
    categories: set[str] = set()
    sections = {number(found, "firstslot") for found in each(quiz, "sections", "section")}
    instances = each(quiz, "question_instances", "question_instance")
    # Before Moodle 2.7, a list beside the places said their order.
    order = [one for one in said(quiz, "questions").split(",") if one not in {"", "0"}]
    for slot in sorted(instances, key=lambda found: _place(found, order)):
        points = _decimal(said(slot, "maxmark") or said(slot, "grade"))
        shared = {
            "starts_section": number(slot, "slot") in sections and number(slot, "slot") > 1,
            "points": str(round(points, 2)) if points and 0 <= points < 10_000 else "1",
            "tag_names": "",
        }
        kept = questions.of_slot(slot)
        drawn = _drawn_from(slot, questions)
        if drawn is not None:
            categories.add(drawn.number)
            slots.append(_draw(drawn, questions, shared, slots))
        elif kept is not None and kept.kind != "random":
            categories.add(kept.category.number)
            name = f"question:{questions.key(kept)}"
            slots.append({"question": name, "bank": None, "draw_count": None, **shared})
        else:
            place = said(slot, "slot") or _place(slot, order) + 1
            what = _("place %(number)s of the quiz") % {"number": place}
            contents.report.refuse(what, where, _("The backup does not hold its question."))
    return [slot for slot in slots if slot], categories


def _place(slot: Element, order: list[str]) -> int:
    asked = said(slot, "question")
    return order.index(asked) if asked in order else number(slot, "slot")


def _draw(category: Category, questions: Questions, shared: Json, before: list[Json]) -> Json:
    """Places that draw from the same category one after another become one."""
    bank = f"bank:{bank_key(category, questions)}"
    if before and before[-1].get("bank") == bank and not shared["starts_section"]:
        last = before[-1]
        if last["points"] == shared["points"] and last["draw_count"] < MOST_DRAWN:
            last["draw_count"] += 1
            return {}
    return {"question": None, "bank": bank, "draw_count": 1, **shared}


def bank_key(category: Category, questions: Questions) -> str:
    """Return what the bank of a category is called in the file."""
    first = next(iter(category.questions), None)
    return questions.key(first) if first else f"name:{questions.site}:{category.number}"


def _drawn_from(slot: Element, questions: Questions) -> Category | None:
    """Return the category from which a place draws at random."""
    found = ""
    condition = said(slot, "question_set_reference", "filtercondition")
    if condition:
        found = _category_in(condition)
    else:
        kept = questions.of_slot(slot)
        found = kept.category.number if kept and kept.kind == "random" else ""
        found = found or said(slot, "questioncategoryid")
    return next((one for one in questions.categories if one.number == found), None)


def _category_in(condition: str) -> str:
    """
    Return the category of a filter, as Moodle 4.0 and as 4.3 write it.

    >>> _category_in('{"questioncategoryid":"7"}')
    '7'
    >>> _category_in('{"filter":{"category":{"values":["9"]}}}')
    '9'
    """
    try:
        found = json.loads(condition)
    except (ValueError, RecursionError):
        numbers = re.search(r'questioncategoryid"[^0-9]{1,12}(\d+)', condition)
        return numbers[1] if numbers else ""
    if not isinstance(found, dict):
        return ""
    if "questioncategoryid" in found:
        return str(found["questioncategoryid"])
    try:
        return str(found["filter"]["category"]["values"][0])
    except (KeyError, IndexError, TypeError):
        return str(found.get("cat") or "").partition(",")[0]


def _bands(quiz: Element) -> list[tuple[Decimal, str]]:
    """Return from which percent on a result gets which words, the lowest first."""
    most = _decimal(said(quiz, "grade"))
    bands: dict[Decimal, str] = {}
    for feedback in each(quiz, "feedbacks", "feedback"):
        words = inside(feedback, "feedbacktext")
        least = _decimal(said(feedback, "mingrade"))
        if words and words.text.strip() and most and least is not None and least <= most:
            bands[max(Decimal(0), round(least * 100 / most, 2))] = words.text
    return sorted(bands.items())


def band_words(quiz: Element) -> list[str]:
    """Return the words of the bands, the lowest first."""
    return [words for _percent, words in _bands(quiz)]


def section_titles(quiz: Element) -> list[str]:
    """Return the headings of the sections, in order."""
    found = sorted(each(quiz, "sections", "section"), key=lambda one: number(one, "firstslot"))
    return [said(one, "heading") for one in found]
