"""Writing questions by program: the demo and imports go the way of the editor's form."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from wagtail.models import Locale

from home.html import clean
from home.words import SOURCE_LANGUAGE
from quizzes.banks.models import Question, QuestionBank
from quizzes.banks.translating import paragraph, says
from quizzes.banks.values import block_value, hint_values, identity
from quizzes.content import PENALTY

Option = tuple[str, str | Decimal, str]


@transaction.atomic
def make_question(
    *,
    bank: QuestionBank,
    code: str,
    kind: str,
    name: str,
    stem: str,
    options: Sequence[Option] = (),
    value: Mapping[str, Any] | None = None,
    tags: Iterable[str] = (),
    general_feedback: str = "",
    shuffle: bool = True,
    all_or_nothing: bool = False,
    hints: Sequence[Mapping[str, Any]] = (),
    penalty: Decimal = PENALTY,
    default_points: Decimal = Decimal(1),
    category: str = "",
) -> Question:
    """
    Publish a question in a bank, and return it; raises ValidationError where it is not fit.

    `stem` and `general_feedback` are HTML, cleaned here. The answer comes in one of two ways.
    `options`, for choices: text, fraction and feedback of each, the words as plain text; true
    or false takes two, true first. `value`, for every type: the value of the answer block as
    `block_value` takes it. The ids follow from bank, code and place, so the same call again
    changes nothing, and another call for the same code changes the question's words and key.
    """
    locale = Locale.objects.get(language_code=SOURCE_LANGUAGE)
    place = f"{bank.name}/{code}"
    if value is None:
        block = _choices(place, kind, options, shuffle, all_or_nothing)
    else:
        block = block_value(kind, value, place)
    fields = {
        "name": name,
        "stem": clean(stem, pictures=True),
        "general_feedback": clean(general_feedback, pictures=True),
        "penalty": penalty,
        "default_points": default_points,
        "category": category,
    }
    hint_blocks = hint_values(list(hints), place)
    question = Question.objects.filter(bank=bank, code=code, locale=locale).first()
    question = question or Question(bank=bank, code=code, locale=locale, live=False)
    wanted_tags = set(tags)
    if (
        question.pk
        and question.live
        and says(question, **fields, answer=block, hints=hint_blocks)
        and wanted_tags == set(question.tags.names())
    ):
        return question
    for field, found in fields.items():
        setattr(question, field, found)
    question.answer, question.hints = [block], hint_blocks
    question.tags.set(wanted_tags)
    if question.pk is None:
        question.save()
    question.save_revision().publish()
    return Question.objects.get(pk=question.pk)


def _choices(
    place: str, kind: str, options: Sequence[Option], shuffle: bool, all_or_nothing: bool
) -> dict[str, Any]:
    """Return the answer block of options that are plain text."""
    if kind == "true_false":
        (_true, true_fraction, feedback_true), (_false, _fraction, feedback_false) = options
        value: dict[str, Any] = {
            "right": "true" if Decimal(true_fraction) == 1 else "false",
            "feedback_true": paragraph(feedback_true),
            "feedback_false": paragraph(feedback_false),
        }
    else:
        value = {
            "options": [
                {
                    "type": "item",
                    "id": identity(f"{place}/{index}"),
                    "value": {
                        "text": paragraph(text),
                        "fraction": str(fraction),
                        "feedback": paragraph(feedback),
                    },
                }
                for index, (text, fraction, feedback) in enumerate(options)
            ],
            "shuffle": shuffle,
            "all_or_nothing": all_or_nothing,
        }
    return block_value(kind, value, place)
