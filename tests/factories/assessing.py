"""Submitted attempts at questions of any type, made from frozen content: no bank, no editor."""

import hashlib
from decimal import Decimal
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from quizzes import content
from quizzes.assessing.models import QuestionFlaw, ResponseFile
from quizzes.attempts.history import GradeEvent
from quizzes.attempts.models import Attempt, QuestionVersion, Response
from quizzes.grading.totals import mark_of, total
from tests.factories.quizzes import QuizFactory, enrolled, placed

ESSAY = {
    "editor": "plain",
    "lines": 10,
    "min_words": 3,
    "max_words": 200,
    "files_allowed": 2,
    "files_required": 0,
    "file_types": [
        {"type": "item", "id": "ft1", "value": ".pdf"},
        {"type": "item", "id": "ft2", "value": ".txt"},
    ],
    "template": "",
    "model_answer": "<p>Hyvä vastaus nimeää kolme tahoa.</p>",
    "grader_info": "<p>Arvioi perustelut, älä pituutta.</p>",
    "criteria": [],
}
CRITERIA = [
    {"type": "item", "id": "c1", "value": {"name": "Perustelu", "points": "4", "description": ""}},
    {
        "type": "item",
        "id": "c2",
        "value": {"name": "Kieli", "points": "2", "description": ""},
    },
]


def frozen(kind, value, *, key=None, stem="<p>Mitä teet?</p>", sv=None):
    """A version of a question in Finnish, and in Swedish where `sv` gives its raw value."""
    key = key or uuid4()
    rows = [content.LanguageRow("fi", stem, "", {"type": kind, "value": value})]
    if sv is not None:
        rows.append(content.LanguageRow("sv", stem, "", {"type": kind, "value": sv}))
    said = content.freeze(key, rows, "fi")
    checksum = content.checksum(said)
    made, _new = QuestionVersion.objects.get_or_create(
        pk=content.identity(checksum),
        defaults={"question_key": key, "checksum": checksum, "content": said},
    )
    return made


def essay_version(*, criteria=(), **fields):
    """An essay; fields go over those above."""
    return frozen("essay", ESSAY | {"criteria": list(criteria)} | fields)


def choice_version(fractions, *, key=None, kind="single_choice", **fields):
    """A choice of options, `{"a": "1", "b": "0"}`: each id says what it is worth."""
    options = [
        {"type": "item", "id": name, "value": {"text": f"<p>{name}</p>", "fraction": share}}
        for name, share in fractions.items()
    ]
    return frozen(kind, {"options": options, "shuffle": False, **fields}, key=key)


def attempt_of(versions, *, place=None, enrolment=None, points=1, pass_percent=60, **fields):
    """An open attempt at some versions, unanswered."""
    place = place or placed(QuizFactory())
    enrolment = enrolment or enrolled(place)
    worth = points if isinstance(points, (list, tuple)) else [points] * len(versions)
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        quiz=place.quiz,
        step=place.step,
        number=Attempt.objects.filter(enrolment=enrolment, quiz=place.quiz).count() + 1,
        language="fi",
        pass_percent=pass_percent,
        started_at=timezone.now(),
        max_score=sum(Decimal(each) for each in worth),
        **fields,
    )
    Response.objects.bulk_create(
        Response(attempt=attempt, position=place, question_version=version, points=each)
        for place, (version, each) in enumerate(zip(versions, worth, strict=True), start=1)
    )
    return attempt


def file_of(response, name="liite.txt", content=b"liite"):
    """A file of an answer, stored and named by it."""
    file = ResponseFile(
        response=response,
        name=name,
        size=len(content),
        content_type="text/plain",
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_at=timezone.now(),
    )
    file.file.save(str(file.pk), ContentFile(content), save=False)
    file.save()
    answer = response.answer or {"text": ""}
    response.answer = answer | {"files": [*answer.get("files", []), str(file.pk)]}
    response.save(update_fields=["answer"])
    return file


def flaw_in(asked, **fields):
    """An open flag on a question."""
    return QuestionFlaw.objects.create(
        question_key=asked.translation_key,
        **{"note": "Avain on väärin.", "flagged_at": timezone.now(), **fields},
    )


def submitted(versions, answers, *, language="fi", **fields):
    """An attempt with these answers, graded as submitting grades: essays wait for a person."""
    attempt = attempt_of(versions, **fields)
    now = timezone.now()
    waits = False
    for response, answer in zip(attempt.responses.all(), answers, strict=True):
        response.answer, response.language = answer, language if answer else ""
        response.answered_at = now if answer else None
        mark = content.grade(response.question_version.content, answer, language)
        response.state = Response.State(mark.state.value)
        if response.state == Response.State.NEEDS_GRADING:
            waits = True
            response.save()
            continue
        response.fraction = mark.fraction
        response.mark = mark_of(mark.fraction, response.points)
        response.save()
        GradeEvent.objects.create(
            response=response,
            origin=GradeEvent.Origin.SUBMISSION,
            fraction=response.fraction,
            mark=response.mark,
            state=response.state,
            graded_at=now,
        )
    attempt.submitted_at = now
    attempt.state = Attempt.State.NEEDS_GRADING
    if not waits:
        rows = list(attempt.responses.values_list("mark", "points"))
        result = total([row[0] for row in rows], [row[1] for row in rows], attempt.pass_percent)
        attempt.state, attempt.graded_at = Attempt.State.GRADED, now
        attempt.score, attempt.percent = result.score, result.percent
        attempt.passed = result.passed
    attempt.save()
    return attempt
