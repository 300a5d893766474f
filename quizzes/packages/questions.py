"""Banks and their questions in a course file, in all their languages."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Locale

from courses.packages.contents import Json, digest_of
from courses.packages.deeds import Deed
from courses.packages.named_rows import free_name
from courses.packages.packing import Packing
from courses.packages.rows import set_words, words_of
from courses.packages.unpacking import Unpacking
from home.checks import PublishingRefusedError
from home.words import SOURCE_LANGUAGE
from quizzes.banks.models import Question, QuestionBank

FIELDS = (
    "code", "name", "stem", "answer", "general_feedback", "hints", "penalty", "default_points",
    "category",
)  # fmt: skip
LONGEST_CODE = 100


def bank_key(bank: QuestionBank) -> str:
    """Return what a bank is called in a file: the key of its first question, else its name."""
    first = bank.questions.in_source_language().order_by("pk").first()
    return str(first.translation_key) if first else f"name:{bank.name}"


def write_banks(drawn: Iterable[QuestionBank], fixed: set[int], packing: Packing) -> list[Json]:
    """
    Return banks as plain data: all questions of those drawn from, else those asked.

    What is live is written as it is live; a draft that never was, as it stands now.
    """
    whole = list(drawn)
    asked = Question.objects.filter(pk__in=fixed).values("translation_key")
    rows = Question.objects.filter(Q(bank__in=whole) | Q(translation_key__in=asked))
    banks: dict[int, Json] = {}
    for bank in sorted({*whole, *QuestionBank.objects.filter(questions__in=rows)}, key=str):
        banks[bank.pk] = {
            "key": bank_key(bank),
            "name": bank.name,
            "description": bank.description,
            "questions": [],
        }
    for row in rows.select_related("locale", "latest_revision").order_by("pk"):
        banks[row.bank_id]["questions"].append(_item(row, packing))
    for item in banks.values():
        # The source first: translations add words to it.
        item["questions"].sort(key=_is_translation)
    return list(banks.values())


def _is_translation(one: Json) -> bool:
    return bool(one["language"] != SOURCE_LANGUAGE)


def _item(row: Question, packing: Packing) -> Json:
    packing.place = str(row)
    said = row if row.live else row.get_latest_revision_as_object()
    return {
        "key": str(row.translation_key),
        "language": row.locale.language_code,
        "live": row.live,
        "words": _words(said, packing),
    }


def _words(row: Question, packing: Packing) -> Json:
    tags = sorted(tag.name for tag in row.tags.all())
    return words_of(row, FIELDS, packing) | {"tags": tags}


def bring_bank(item: Json, unpacking: Unpacking) -> None:
    """Find the bank, or make it, and bring its questions as drafts."""
    key = str(item["key"])
    unpacking.speak_of(_("question bank “%(name)s”") % {"name": item.get("name")}, "course.json")
    questions = _questions(item)
    if len(questions) < len(_given(item)):
        unpacking.change(_("A question that is not of the form was left out."))
    bank = _bank(item, key, questions, unpacking)
    unpacking.made(f"bank:{key}", bank.pk)
    questions.sort(key=_is_translation)
    for one in questions:
        _bring(one, bank, unpacking)


def _given(item: Json) -> list[Any]:
    found = item.get("questions")
    return found if isinstance(found, list) else []


def _questions(item: Json) -> list[Json]:
    return [one for one in _given(item) if _is_whole(one)]


def _is_whole(one: Any) -> bool:
    if not isinstance(one, dict) or not isinstance(one.get("words"), dict):
        return False
    try:
        UUID(str(one.get("key")))
    except ValueError:
        return False
    return one.get("language") in {code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES}


def _bank(item: Json, key: str, questions: list[Json], unpacking: Unpacking) -> QuestionBank:
    number = unpacking.came_before("bank", key)
    found = QuestionBank.objects.filter(pk=number).first() if number else None
    if found is None:
        keys = [one["key"] for one in questions]
        found = QuestionBank.objects.filter(questions__translation_key__in=keys).first()
    if found is None:
        found = QuestionBank.objects.create(
            name=free_name(QuestionBank, str(item.get("name") or key)),
            description=str(item.get("description") or "")[:2000],
        )
    unpacking.remember("bank", key, came="", stood="", number=found.pk)
    return found


def _what(one: Json) -> str:
    code, name = str(one["words"].get("code") or ""), str(one["words"].get("name") or "")
    return _("question “%(name)s” (%(language)s)") % {
        "name": f"{code} {name}".strip()[:200],
        "language": one["language"],
    }


def _there(one: Json) -> Question | None:
    rows = Question.objects.filter(
        translation_key=one["key"], locale__language_code=one["language"]
    )
    return rows.select_related("bank").first()


def _bring(one: Json, bank: QuestionBank, unpacking: Unpacking) -> None:
    unpacking.speak_of(_what(one), f"course.json: {bank.name}")
    row = _there(one)
    came = digest_of(one["words"])
    there = (
        digest_of(_words(row.get_latest_revision_as_object(), unpacking.writer)) if row else None
    )
    deed = unpacking.deed("question", one["key"], one["language"], came=came, there=there)
    unpacking.deeds[_name(one)] = deed
    if unpacking.tell(deed):
        written = _written(row, one, bank, unpacking)
        if written is None:
            unpacking.deeds[_name(one)] = Deed.KEEP
        else:
            row, stood = written, digest_of(_words(written, unpacking.writer))
            unpacking.remember("question", one["key"], one["language"], came=came, stood=stood)
    if row is not None and one["language"] == SOURCE_LANGUAGE:
        unpacking.made(f"question:{one['key']}", row.pk)


def _name(one: Json) -> str:
    return f"question:{one['key']}:{one['language']}"


def _written(
    row: Question | None, one: Json, bank: QuestionBank, unpacking: Unpacking
) -> Question | None:
    words = one["words"]
    locale = Locale.objects.get_or_create(language_code=one["language"])[0]
    new = row is None
    draft = (
        Question(
            bank=bank,
            locale=locale,
            translation_key=one["key"],
            live=False,
            has_unpublished_changes=True,
        )
        if row is None
        else row.get_latest_revision_as_object()
    )
    code = draft.code
    before = {} if new else _words(draft, unpacking.writer)
    refused = set_words(draft, words, FIELDS, unpacking)
    unpacking.lost_file |= one.get("lost_file") is True
    if not new and unpacking.loses_a_file(before, _words(draft, unpacking.writer)):
        return None
    if refused:
        unpacking.lost("shape")
    # A question that is here keeps its code: lists and files know it by that.
    draft.code = _free_code(str(words.get("code") or "Q"), bank, locale) if new else code
    tags = words.get("tags")
    draft.tags.set([str(tag)[:100] for tag in tags] if isinstance(tags, list) else [])
    if new:
        draft.save()
    draft.save_revision(user=unpacking.person, clean=False)
    return draft


def _free_code(code: str, bank: QuestionBank, locale: Locale) -> str:
    code = code.replace("\0", "")[:LONGEST_CODE]
    found, number = code, 2
    while Question.objects.filter(bank=bank, locale=locale, code=found).exists():
        found = f"{code[: LONGEST_CODE - 5]}-{number}"
        number += 1
    return found


def publish_questions(item: Json, unpacking: Unpacking) -> None:
    """Publish the questions that were brought and that the file has as published."""
    questions = _questions(item)
    questions.sort(key=_is_translation)
    for one in questions:
        brought = unpacking.deeds.get(_name(one)) in {Deed.ADD, Deed.UPDATE}
        row = _there(one) if brought and one.get("live") is True else None
        if row is None:
            continue
        try:
            row.latest_revision.publish(user=unpacking.person)
        except PublishingRefusedError as refusal:
            unpacking.report.change(
                _what(one),
                "course.json",
                _("It stays a draft: %(why)s") % {"why": " ".join(refusal.messages)},
            )
