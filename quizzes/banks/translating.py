"""A question in another language: new words for the same options."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.models import Locale

from home.html import clean
from home.words import SOURCE_LANGUAGE
from quizzes.banks.models import Question
from quizzes.grading.registry import question_type


@transaction.atomic
def translate_question(
    question: Question,
    locale: Locale | str,
    *,
    stem: str,
    options: Sequence[tuple[str, str]],
    general_feedback: str = "",
) -> Question:
    """
    Publish a question's words in another language, and return that row.

    `stem` and `general_feedback` are HTML; `options`: text and feedback of each as plain
    text, in the order of the source (for true or false only the feedback is used). The same
    words again change nothing.
    """
    if isinstance(locale, str):
        locale = Locale.objects.get(language_code=locale)
    stem, general_feedback = clean(stem), clean(general_feedback)
    twin = question.get_translation_or_none(locale) or question.copy_for_translation(locale)
    words = {
        "stem": stem,
        "general_feedback": general_feedback,
        "answer": _reworded(next(iter(question.answer.raw_data)), options),
    }
    if twin.pk and twin.live and says(twin, **words):
        return twin
    twin.stem, twin.general_feedback = stem, general_feedback
    twin.answer = [words["answer"]]
    for name in ("bank", "code", "name"):
        setattr(twin, name, getattr(question, name))
    if twin.pk is None:
        twin.live = False
        twin.save()
    twin.save_revision().publish()
    return Question.objects.get(pk=twin.pk)


def paragraph(text: str) -> str:
    """
    Return plain text as a paragraph of HTML; empty text stays empty.

    >>> paragraph("R & D"), paragraph("")
    ('<p>R &amp; D</p>', '')
    """
    return f"<p>{escape(text)}</p>" if text else ""


def says(question: Question, **words: Any) -> bool:
    """Whether a question's stored words and answer are these."""
    stored = {
        "stem": question.stem,
        "general_feedback": question.general_feedback,
        "answer": next(iter(question.answer.raw_data), None),
    }
    return stored == words


def _reworded(raw: dict[str, Any], options: Sequence[tuple[str, str]]) -> dict[str, Any]:
    value = dict(raw["value"])
    if raw["type"] == "true_false":
        (_true, feedback_true), (_false, feedback_false) = options
        value["feedback_true"] = paragraph(feedback_true)
        value["feedback_false"] = paragraph(feedback_false)
    else:
        value["options"] = [
            option
            | {
                "value": option["value"]
                | {"text": paragraph(text), "feedback": paragraph(feedback)}
            }
            for option, (text, feedback) in zip(value["options"], options, strict=True)
        ]
    return raw | {"value": value}


def translation_problems(draft: Question) -> Iterator[str]:
    """
    Yield what keeps a translation from being published: it must follow its source.

    The key is read from the source; but an option that the source does not have would be
    words for nothing, and one that it has would be read in Finnish.
    """
    if draft.locale.language_code == SOURCE_LANGUAGE:
        return
    source = Question.objects.in_source_language().filter(translation_key=draft.translation_key)
    for answer in source.values_list("answer", flat=True):
        theirs, ours = (list(stream.raw_data) for stream in (answer, draft.answer))
        if not theirs or not ours:
            continue
        if theirs[0]["type"] != ours[0]["type"]:
            yield _("The Finnish question is of another type. Synchronise the translation first.")
        elif _keys(theirs[0]) != _keys(ours[0]):
            yield _("The Finnish question has other options. Synchronise the translation first.")


def _keys(raw: dict[str, Any]) -> set[str]:
    return set(question_type(raw["type"]).words(raw["value"]))
