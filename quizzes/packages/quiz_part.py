"""Quizzes and their banks in a course file."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from courses.packages.contents import Json, digest_of
from courses.packages.deeds import Deed
from courses.packages.named_rows import free_name
from courses.packages.packing import Packing
from courses.packages.parts import Part
from courses.packages.rows import plain, set_words, words_of
from courses.packages.unpacking import Unpacking
from home.words import SOURCE_LANGUAGE
from quizzes.banks.models import QuestionBank
from quizzes.packages.questions import bank_key, bring_bank, publish_questions, write_banks
from quizzes.quiz.models import Quiz, QuizPage
from quizzes.quiz.slots import FeedbackBand, QuizSlot

KIND = "quizzes"
FIELDS = [field.name for field in Quiz._meta.concrete_fields if not field.primary_key]
SLOT_FIELDS = ("draw_count", "tag_names", "starts_section", "points")


class QuizPart(Part):
    """
    Quizzes, known by the key of their first page, with the banks that they ask from.

    A quiz has no drafts: a newer version writes its rules, which later attempts follow.
    """

    models = (Quiz,)

    def name_of(self, row: Quiz) -> str:
        """Return the key of the page that it was made for."""
        page = row.pages.filter(locale__language_code=SOURCE_LANGUAGE).order_by("pk").first()
        return str(page.translation_key) if page else f"quiz-{row.pk}"

    def write(self, rows: list[Quiz], packing: Packing) -> Json:
        """Return quizzes, and all questions that they may ask."""
        quizzes = sorted((quiz_item(row, self.name_of(row)) for row in rows), key=_key)
        slots = QuizSlot.objects.filter(quiz__in=rows)
        drawn = QuestionBank.objects.filter(pk__in=slots.values("bank"))
        fixed = set(slots.filter(question__isnull=False).values_list("question", flat=True))
        return {"quizzes": quizzes, "banks": write_banks(drawn, fixed, packing)}

    def prepare(self, data: Any, unpacking: Unpacking) -> None:
        """Find each quiz, or make it without its questions."""
        for item in _items(data, "quizzes"):
            _prepare(item, unpacking)

    def fill(self, data: Any, unpacking: Unpacking) -> None:
        """Bring the questions, then say which of them each quiz asks."""
        for bank in _items(data, "banks"):
            bring_bank(bank, unpacking)
        for item in _items(data, "quizzes"):
            number = unpacking.numbers.get(f"{KIND}:{item['key']}")
            if number and unpacking.deeds[f"{KIND}:{item['key']}"] in {Deed.ADD, Deed.UPDATE}:
                _fill(Quiz.objects.get(pk=number), item, unpacking)

    def publish(self, data: Any, unpacking: Unpacking) -> None:
        """Publish the questions that the file has as published."""
        for bank in _items(data, "banks"):
            publish_questions(bank, unpacking)


def _items(data: Any, name: str) -> list[Json]:
    found = data.get(name) if isinstance(data, dict) else None
    items = found if isinstance(found, list) else []
    return [item for item in items if isinstance(item, dict) and item.get("key")]


def _key(item: Json) -> str:
    return str(item["key"])


class _Nothing:
    """Nothing in a quiz points anywhere."""

    def pointed(self, kind: str, identity: str) -> str | None:
        return None

    def chosen(self, model: type[models.Model], value: Any) -> Any:
        return None

    def lost(self, what: str) -> None:
        """Nothing is lost either."""


def quiz_item(quiz: Quiz, key: str) -> Json:
    """Return the rules of a quiz as plain data."""
    slots = quiz.slots.select_related("question", "bank").order_by("sort_order", "pk")
    return {
        "key": key,
        "words": words_of(quiz, FIELDS, _Nothing()),
        "bands": [plain(band.from_percent) for band in quiz.bands.order_by("from_percent")],
        "slots": [
            {
                "question": f"question:{slot.question.translation_key}" if slot.question else None,
                "bank": f"bank:{bank_key(slot.bank)}" if slot.bank else None,
                **{name: plain(getattr(slot, name)) for name in SLOT_FIELDS},
            }
            for slot in slots
        ],
    }


def _prepare(item: Json, unpacking: Unpacking) -> None:
    key = _key(item)
    words = _words(item)
    named = _named(item)
    unpacking.speak_of(_("quiz “%(name)s”") % {"name": named}, "course.json")
    number = unpacking.came_before(KIND, key)
    quiz = Quiz.objects.filter(pk=number).first() if number else None
    quiz = quiz or _of_page(key)
    came = digest_of(item)
    there = digest_of(_with_name(quiz_item(quiz, key), named)) if quiz else None
    deed = unpacking.deed(KIND, key, "", came=came, there=there)
    unpacking.deeds[f"{KIND}:{key}"] = deed
    if unpacking.tell(deed):
        quiz = _written(quiz or Quiz(), words, named, unpacking)
    if quiz is not None:
        unpacking.made(f"{KIND}:{key}", quiz.pk)


def _list(item: Json, name: str) -> list[Any]:
    found = item.get(name)
    return found if isinstance(found, list) else []


def _words(item: Json) -> Json:
    found = item.get("words")
    return found if isinstance(found, dict) else {}


def _named(item: Json) -> str:
    return str(_words(item).get("name") or item["key"])


def _with_name(item: Json, name: str) -> Json:
    """It may have got another name here, where its own was taken."""
    return item | {"words": item["words"] | {"name": name}}


def _of_page(key: str) -> Quiz | None:
    try:
        page = QuizPage.objects.filter(translation_key=key).select_related("quiz").first()
    except ValidationError:
        return None
    return page.quiz if page else None


def _written(quiz: Quiz, words: Json, named: str, unpacking: Unpacking) -> Quiz | None:
    fields = [name for name in FIELDS if name != "name"]
    refused = set_words(quiz, words, fields, _Nothing())
    if not quiz.pk:
        quiz.name = free_name(Quiz, named)
    unpacking.tell_unfit(refused, Quiz)
    try:
        quiz.full_clean()
    except ValidationError as error:
        unpacking.take_back(error)
        return None
    quiz.save()
    return quiz


def _fill(quiz: Quiz, item: Json, unpacking: Unpacking) -> None:
    named = _named(item)
    unpacking.speak_of(_("quiz “%(name)s”") % {"name": named}, "course.json")
    quiz.bands.all().delete()
    quiz.slots.all().delete()
    for percent in _list(item, "bands"):
        _kept(FeedbackBand(quiz=quiz, from_percent=percent), unpacking)
    for position, one in enumerate(_list(item, "slots")):
        slot = QuizSlot(quiz=quiz, sort_order=position)
        given = one if isinstance(one, dict) else {}
        slot.question_id = unpacking.numbers.get(str(given.get("question")))
        slot.bank_id = unpacking.numbers.get(str(given.get("bank")))
        if slot.question_id is None and slot.bank_id is None:
            place = _("place %(number)s of the quiz") % {"number": position + 1}
            why = _("Its question was not taken.")
            unpacking.report.refuse(f"{unpacking.place}: {place}", unpacking.where, why)
            continue
        set_words(slot, given, SLOT_FIELDS, _Nothing())
        _kept(slot, unpacking)
    key = _key(item)
    stood = digest_of(_with_name(quiz_item(quiz, key), named))
    unpacking.remember(KIND, key, came=digest_of(item), stood=stood, number=quiz.pk)


def _kept(row: models.Model, unpacking: Unpacking) -> None:
    try:
        row.full_clean()
    except (ValidationError, TypeError) as error:
        what = str(row._meta.verbose_name)
        said = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        unpacking.report.refuse(f"{unpacking.place}: {what}", unpacking.where, said)
        return
    row.save()
