"""From drawn questions to the versions of them that an attempt points at."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from home.words import SOURCE_LANGUAGE
from quizzes import content
from quizzes.attempts.models import QuestionVersion
from quizzes.banks.models import Question

FIELDS = (
    "translation_key",
    "locale__language_code",
    "stem",
    "general_feedback",
    "answer",
    "hints",
    "penalty",
)


def freeze_questions(keys: Iterable[UUID]) -> dict[UUID, QuestionVersion]:
    """
    Return a version for each question, made where none says the same yet.

    Three queries at most, whatever the number of questions: their live rows in all languages,
    the versions that exist, and one insert of those that do not. Call in a transaction.
    Questions without a live row in the source language are left out.
    """
    frozen = {key: _version(key, asked) for key, asked in freeze_live(keys).items()}
    wanted = {version.pk for version in frozen.values()}
    there = set(QuestionVersion.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if new := [version for version in frozen.values() if version.pk not in there]:
        # Somebody may be freezing the same: whose row it becomes does not matter.
        QuestionVersion.objects.bulk_create(new, ignore_conflicts=True)
    return frozen


def freeze_live(keys: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return the frozen content of each question as it is live, without keeping it; one query."""
    return {
        key: content.freeze(key, rows, SOURCE_LANGUAGE) for key, rows in _live_rows(keys).items()
    }


def _live_rows(keys: Iterable[UUID]) -> dict[UUID, list[content.LanguageRow]]:
    rows = Question.objects.filter(translation_key__in=set(keys), live=True).values_list(*FIELDS)
    by_key: dict[UUID, list[content.LanguageRow]] = defaultdict(list)
    for key, language, stem, general_feedback, answer, hints, penalty in rows:
        if raw := raw_answer(answer):
            by_key[key].append(
                content.LanguageRow(
                    language, stem, general_feedback, raw, list(hints.raw_data), penalty
                )
            )
    return {
        key: found
        for key, found in by_key.items()
        if any(row.language == SOURCE_LANGUAGE for row in found)
    }


def raw_answer(stream: Any) -> dict[str, Any] | None:
    """Return the raw data of the one answer block; None where there is none."""
    raw = list(stream.raw_data)
    return raw[0] if raw else None


def _version(key: UUID, frozen: dict[str, Any]) -> QuestionVersion:
    checksum = content.checksum(frozen)
    return QuestionVersion(
        pk=content.identity(checksum), question_key=key, checksum=checksum, content=frozen
    )


def freeze_draft(question: Question) -> dict[str, Any] | None:
    """
    Freeze a draft as it stands in memory, for a preview; None while it has no answer block.

    A translation is previewed by itself: its own row is taken as the source.
    """
    raw = raw_answer(question.answer)
    if raw is None:
        return None
    language = question.locale.language_code
    row = content.LanguageRow(
        language,
        question.stem,
        question.general_feedback,
        raw,
        list(question.hints.raw_data),
        question.penalty,
    )
    return content.freeze(question.translation_key, [row], language)
