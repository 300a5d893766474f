"""Questions that somebody says are wrong: flagging them, and what there is to decide on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from accounts.models import User
from home.words import SOURCE_LANGUAGE
from quizzes import content
from quizzes.assessing.access import attempts_graded_by, mends_questions
from quizzes.assessing.models import QuestionFlaw
from quizzes.assessing.planning import SUBMITTED
from quizzes.assessing.treating import Part, parts_of
from quizzes.attempts.freezing import freeze_live
from quizzes.attempts.models import QuestionVersion
from quizzes.banks.models import Question


def may_flag(user: User, question_key: UUID) -> bool:
    """Whether this person may say that a question is wrong: who edits it or grades its answers."""
    if mends_questions(user):
        return True
    versions = QuestionVersion.objects.filter(question_key=question_key)
    answered = attempts_graded_by(user).filter(responses__question_version__in=versions)
    return answered.exists()


@transaction.atomic
def flag_question(*, user: User, question_key: UUID, note: str) -> QuestionFlaw:
    """Say what is wrong with a question; the same note twice while it is open is one."""
    flaw, _made = QuestionFlaw.objects.get_or_create(
        question_key=question_key,
        note=note,
        state=QuestionFlaw.State.OPEN,
        defaults={"flagged_by": user, "flagged_at": timezone.now()},
    )
    return flaw


def source_question(question_key: UUID) -> Question | None:
    """Return the question's row in the source language; None where it is there no more."""
    return Question.objects.filter(
        translation_key=question_key, locale__language_code=SOURCE_LANGUAGE
    ).first()


@dataclass(frozen=True)
class AskedVersion:
    """One version of a question: what it said, when it was asked, and how many answered."""

    key: str
    number: int
    stem: str
    first: Any
    last: Any
    answers: int
    is_live: bool


@dataclass(frozen=True)
class Asked:
    """A question as it was asked, and as it is now."""

    versions: Sequence[AskedVersion]
    parts: Sequence[Part]
    kind: str
    live: dict[str, Any] | None
    live_key: str

    @property
    def is_corrected(self) -> bool:
        """Whether what is published now says something else than what was asked."""
        return self.live is not None and any(not asked.is_live for asked in self.versions)

    @property
    def flawed_keys(self) -> list[str]:
        """The versions that are flawed as far as one can tell: all but a corrected one."""
        older = [asked.key for asked in self.versions if not asked.is_live]
        return older or [asked.key for asked in self.versions]


def asked(question_key: UUID, language: str) -> Asked:
    """Return every version of a question that somebody was asked; three queries."""
    live = freeze_live([question_key]).get(question_key)
    live_key = str(content.identity(content.checksum(live))) if live else ""
    rows = list(
        QuestionVersion.objects.filter(question_key=question_key, responses__isnull=False)
        .annotate(
            answers=Count("responses", filter=Q(responses__attempt__state__in=SUBMITTED)),
            first=Min("responses__attempt__started_at"),
            last=Max("responses__attempt__started_at"),
        )
        .order_by("first", "pk")
    )
    versions = [
        AskedVersion(
            key=str(row.pk),
            number=number,
            stem=content.said(row.content, language, "stem").text,
            first=row.first,
            last=row.last,
            answers=row.answers,
            is_live=str(row.pk) == live_key,
        )
        for number, row in enumerate(rows, start=1)
    ]
    flawed = next((row for row in rows if str(row.pk) != live_key), rows[0] if rows else None)
    return Asked(
        versions=versions,
        parts=parts_of(flawed.content, language) if flawed else [],
        kind=flawed.content["kind"] if flawed else "",
        live=live,
        live_key=live_key,
    )
