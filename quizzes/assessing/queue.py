"""Answers that wait for a person, by quiz and by question, the oldest first."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, Max, Min, OuterRef, Q, QuerySet, Value, When
from django.utils.text import Truncator

from accounts.models import User
from home.words import SOURCE_LANGUAGE
from quizzes.assessing.access import attempts_graded_by, mends_questions
from quizzes.attempts.history import GradeEvent
from quizzes.attempts.models import QuestionVersion, Response
from quizzes.banks.models import Question
from quizzes.content import said
from quizzes.grading.raw import plain_words

LONGEST_NAME = 80
WAITING = Q(state=Response.State.NEEDS_GRADING)


@dataclass(frozen=True)
class Pile:
    """One question of one quiz: how many answers wait, since when, and how many are graded."""

    quiz_id: int
    quiz: str
    question_key: UUID
    question: str
    waiting: int
    graded: int
    oldest: datetime.datetime | None


def answers_graded_by(user: User) -> QuerySet[Response]:
    """
    Every answer of submitted attempts that a person may read and grade.

    Those who mend questions may change any mark. To the others only the answers are there that
    need a person or have had one: the key of an exam is no business of theirs.
    """
    answers = Response.objects.filter(attempt__in=attempts_graded_by(user).values("pk"))
    if mends_questions(user):
        return answers
    return answers.filter(WAITING | Exists(by_person(OuterRef("pk"))))


def by_person(response: Any) -> QuerySet[GradeEvent]:
    """The marks that people gave an answer."""
    return GradeEvent.objects.filter(response=response, origin=GradeEvent.Origin.PERSON)


def count_waiting(user: User) -> int:
    """How many answers wait for this person; one query."""
    return answers_graded_by(user).filter(WAITING).count()


def piles(user: User) -> list[Pile]:
    """
    Return what there is to grade and what people have graded, by quiz; three queries.

    Two of them on purpose: each has its index, where one for both would read every answer.
    """
    waits = {
        _place(row): row
        for row in answers_graded_by(user)
        .filter(WAITING)
        .values("attempt__quiz", "attempt__quiz__name", "question_version__question_key")
        .annotate(count=Count("pk"), oldest=Min("attempt__submitted_at"), place=Max("position"))
    }
    marked = GradeEvent.objects.filter(origin=GradeEvent.Origin.PERSON).values("response")
    graded = {
        _place(row): row
        for row in answers_graded_by(user)
        .filter(pk__in=marked)
        .exclude(WAITING)
        .values("attempt__quiz", "attempt__quiz__name", "question_version__question_key")
        .annotate(count=Count("pk"), place=Max("position"))
    }
    names = names_of(key for _quiz, key in waits.keys() | graded.keys())
    rows = graded | waits
    return [
        Pile(
            quiz_id=place[0],
            quiz=rows[place]["attempt__quiz__name"],
            question_key=place[1],
            question=names.get(place[1], ""),
            waiting=waits[place]["count"] if place in waits else 0,
            graded=graded[place]["count"] if place in graded else 0,
            oldest=waits[place]["oldest"] if place in waits else None,
        )
        for place in sorted(
            rows,
            key=lambda place: (rows[place]["attempt__quiz__name"], rows[place]["place"], place[1]),
        )
    ]


def _place(row: dict[str, Any]) -> tuple[int, UUID]:
    return row["attempt__quiz"], row["question_version__question_key"]


def names_of(keys: Iterable[UUID]) -> dict[UUID, str]:
    """
    Return what editors call some questions; one query.

    One that was deleted is called by how it was asked, which takes another.
    """
    wanted = set(keys)
    rows = Question.objects.filter(
        translation_key__in=wanted, locale__language_code=SOURCE_LANGUAGE
    ).values_list("translation_key", "code", "name")
    names = {key: f"{code} {name}".strip() for key, code, name in rows}
    if gone := wanted - names.keys():
        versions = QuestionVersion.objects.filter(question_key__in=gone).order_by("created_at")
        for key, frozen in versions.values_list("question_key", "content"):
            words = plain_words(said(frozen, frozen["source"], "stem").text)
            names[key] = Truncator(words).chars(LONGEST_NAME)
    return names


def answers_of(user: User, quiz_id: int, question_key: UUID) -> QuerySet[Response]:
    """
    Return the answers to a question of a quiz that need or have had a person.

    Those that wait come first, the oldest submission before the others.
    """
    return (
        answers_graded_by(user)
        .filter(attempt__quiz=quiz_id, question_version__question_key=question_key)
        .filter(WAITING | Exists(by_person(OuterRef("pk"))))
        .select_related("attempt__enrolment__learner", "attempt__enrolment__run", "attempt__quiz")
        .order_by(
            Case(When(WAITING, then=Value(0)), default=Value(1)), "attempt__submitted_at", "pk"
        )
    )


def next_waiting(
    user: User, quiz_id: int, question_key: UUID, after: Response | None = None
) -> int | None:
    """
    Return the oldest answer that waits, after another one where given; None where none does.

    After the last one it begins again from the oldest, so that what was passed over comes back.
    """
    waiting = answers_of(user, quiz_id, question_key).filter(WAITING)
    if after is not None:
        waiting = waiting.exclude(pk=after.pk)
        submitted = after.attempt.submitted_at
        later = waiting.filter(
            Q(attempt__submitted_at__gt=submitted)
            | Q(attempt__submitted_at=submitted, pk__gt=after.pk)
        )
        found: Any = later.values_list("pk", flat=True).first()
        if found is not None:
            return int(found)
    found = waiting.values_list("pk", flat=True).first()
    return int(found) if found is not None else None
