"""A question in another language: new words for the same options."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.models import Locale

from home.html import clean
from home.words import SOURCE_LANGUAGE
from quizzes.banks.blocks_gaps import marker_problems
from quizzes.banks.models import Question
from quizzes.banks.values import ANSWER, reworded
from quizzes.grading import markers
from quizzes.grading.registry import TYPED, question_type


@transaction.atomic
def translate_question(
    question: Question,
    locale: Locale | str,
    *,
    stem: str,
    options: Sequence[tuple[str, str]] = (),
    value: Mapping[str, Any] | None = None,
    general_feedback: str = "",
    hints: Sequence[str] = (),
) -> Question:
    """
    Publish a question's words in another language, and return that row.

    `stem` and `general_feedback` are HTML; `options`: text and feedback of each as plain
    text, in the order of the source (for true or false only the feedback is used); `value`,
    for every type: words in the shape of the source's value, as `reworded` takes them;
    `hints`: HTML of each hint, all or none (then they are said in the source language). The
    same words again change nothing.
    """
    if isinstance(locale, str):
        locale = Locale.objects.get(language_code=locale)
    stem, general_feedback = clean(stem, pictures=True), clean(general_feedback, pictures=True)
    twin = question.get_translation_or_none(locale) or question.copy_for_translation(locale)
    raw = next(iter(question.answer.raw_data))
    said = _of_options(raw["type"], options) if value is None else value
    block = raw | {"value": reworded(ANSWER.child_blocks[raw["type"]], raw["value"], said)}
    words = {
        "stem": stem,
        "general_feedback": general_feedback,
        "answer": block,
        "hints": _hints(list(question.hints.raw_data), hints),
    }
    if twin.pk and twin.live and says(twin, **words):
        return twin
    twin.stem, twin.general_feedback = stem, general_feedback
    twin.answer, twin.hints = [block], words["hints"]
    for name in ("bank", "code", "name", "penalty", "default_points", "category"):
        setattr(twin, name, getattr(question, name))
    if twin.pk is None:
        twin.live = False
        twin.save()
    twin.save_revision().publish()
    return Question.objects.get(pk=twin.pk)


def _hints(source: list[dict[str, Any]], texts: Sequence[str]) -> list[dict[str, Any]]:
    """Return a source's hints in other words; none where there are none."""
    if not texts:
        return []
    return [
        hint | {"value": hint["value"] | {"text": clean(text, pictures=True)}}
        for hint, text in zip(source, texts, strict=True)
    ]


def paragraph(text: str) -> str:
    """
    Return plain text as a paragraph of HTML; empty text stays empty.

    >>> paragraph("R & D"), paragraph("")
    ('<p>R &amp; D</p>', '')
    """
    return f"<p>{escape(text)}</p>" if text else ""


def says(question: Question, **words: Any) -> bool:
    """Whether a question's stored fields, answer block and hints are these."""
    stored = {name: getattr(question, name) for name in words}
    if "answer" in words:
        stored["answer"] = next(iter(question.answer.raw_data), None)
    if "hints" in words:
        stored["hints"] = list(question.hints.raw_data)
    return stored == words


def _of_options(kind: str, options: Sequence[tuple[str, str]]) -> Mapping[str, Any]:
    """Return the words of choices in the shape of their block."""
    if kind == "true_false":
        (_true, feedback_true), (_false, feedback_false) = options
        return {
            "feedback_true": paragraph(feedback_true),
            "feedback_false": paragraph(feedback_false),
        }
    return {
        "options": [
            {"text": paragraph(text), "feedback": paragraph(feedback)} for text, feedback in options
        ]
    }


def stem_problems(draft: Question) -> Iterator[str]:
    """Yield how the markers in a question's text disagree with its gaps or choices."""
    for raw in draft.answer.raw_data:
        yield from marker_problems(raw["type"], raw["value"], draft.stem)


def translation_problems(draft: Question) -> Iterator[str]:
    """
    Yield what keeps a translation from being published: it must follow its source.

    The key is read from the source; but an option that the source does not have would be
    words for nothing, and one that it has would be read in Finnish. A gap that is missing
    could not be filled, and words that must be typed have to be there.
    """
    if draft.locale.language_code == SOURCE_LANGUAGE:
        return
    source = Question.objects.in_source_language().filter(translation_key=draft.translation_key)
    for stem, answer in source.values_list("stem", "answer"):
        theirs, ours = (list(stream.raw_data) for stream in (answer, draft.answer))
        if not theirs or not ours:
            continue
        if theirs[0]["type"] != ours[0]["type"]:
            yield _("The Finnish question is of another type. Synchronise the translation first.")
        elif _keys(theirs[0]) != _keys(ours[0]):
            yield _("The Finnish question has other options. Synchronise the translation first.")
        elif sorted(markers.numbers(stem)) != sorted(markers.numbers(draft.stem)):
            yield _("The text must have the same gaps as the Finnish one: %(gaps)s.") % {
                "gaps": ", ".join(f"[[{number}]]" for number in markers.numbers(stem)) or "–"
            }
        elif not _is_typed_in(theirs[0], ours[0], stem):
            yield _("Write the answers that learners type also in this language.")


def _keys(raw: dict[str, Any]) -> set[str]:
    return set(question_type(raw["type"]).words(raw["value"]))


def _is_typed_in(source: dict[str, Any], translation: dict[str, Any], stem: str) -> bool:
    kind = TYPED.get(source["type"])
    if kind is None:
        return True
    return kind.is_typed_in(kind.structure(source["value"], stem), kind.words(translation["value"]))
