"""Writing questions by program: the demo, and later imports, go the way of the editor's form."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from wagtail.models import Locale

from home.html import clean
from home.words import SOURCE_LANGUAGE
from quizzes.banks.models import Question, QuestionBank
from quizzes.banks.translating import paragraph, says

Option = tuple[str, str | Decimal, str]


@transaction.atomic
def make_question(
    *,
    bank: QuestionBank,
    code: str,
    kind: str,
    name: str,
    stem: str,
    options: Sequence[Option],
    tags: Iterable[str] = (),
    general_feedback: str = "",
    shuffle: bool = True,
    all_or_nothing: bool = False,
) -> Question:
    """
    Publish a question in a bank, and return it; raises ValidationError where it is not fit.

    `stem` and `general_feedback` are HTML, cleaned here. `options`: text, fraction and
    feedback of each, the words as plain text; true or false takes two, true first. The ids
    of the options follow from bank, code and place, so the same call again changes nothing,
    and another call for the same code changes the question's words and key.
    """
    locale = Locale.objects.get(language_code=SOURCE_LANGUAGE)
    stem, general_feedback = clean(stem), clean(general_feedback)
    block = _block(f"{bank.name}/{code}", kind, options, shuffle, all_or_nothing)
    question = Question.objects.filter(bank=bank, code=code, locale=locale).first()
    question = question or Question(bank=bank, code=code, locale=locale, live=False)
    wanted_tags = set(tags)
    if (
        question.pk
        and question.live
        and question.name == name
        and says(question, stem=stem, general_feedback=general_feedback, answer=block)
        and wanted_tags == set(question.tags.names())
    ):
        return question
    question.name, question.stem, question.general_feedback = name, stem, general_feedback
    question.answer = [block]
    question.tags.set(wanted_tags)
    if question.pk is None:
        question.save()
    question.save_revision().publish()
    return Question.objects.get(pk=question.pk)


def _block(
    place: str, kind: str, options: Sequence[Option], shuffle: bool, all_or_nothing: bool
) -> dict[str, Any]:
    """Return the raw data of an answer block, with ids that follow from its place."""
    value: dict[str, Any]
    if kind == "true_false":
        (_true, true_fraction, feedback_true), (_false, _fraction, feedback_false) = options
        value = {
            "right": "true" if Decimal(true_fraction) == 1 else "false",
            "feedback_true": paragraph(feedback_true),
            "feedback_false": paragraph(feedback_false),
        }
    else:
        value = {
            "options": [
                {
                    "type": "item",
                    "value": {
                        "text": paragraph(text),
                        "fraction": str(fraction),
                        "feedback": paragraph(feedback),
                    },
                    "id": _id(f"{place}/{index}"),
                }
                for index, (text, fraction, feedback) in enumerate(options)
            ],
            "shuffle": shuffle,
        }
        if kind == "multiple_choice":
            value["all_or_nothing"] = all_or_nothing
    return {"type": kind, "value": value, "id": _id(place)}


def _id(place: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"tyokykypolku:question:{place}"))
