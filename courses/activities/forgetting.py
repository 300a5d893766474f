"""What learners wrote and what was said of it, erased when its time is over."""

import datetime
from collections.abc import Collection

from django.db import models

from courses.activities.files import drop_unnamed
from courses.activities.submissions import Assessment, Submission, SubmissionFile

WORDLESS = {"comment": ""}


def erase_work(enrolments: Collection[int], now: datetime.datetime) -> int:
    """
    Erase texts, files and written feedback of enrolments; return how many works they were of.

    That something was handed in and when, its result, grade and points stay. What was never
    handed in goes altogether. Call it in a transaction.
    """
    works = Submission.objects.filter(enrolment__in=enrolments, erased_at__isnull=True)
    count = works.count()
    files = SubmissionFile.objects.filter(submission__in=works)
    paths = list(files.values_list("file", flat=True))
    files.delete()
    drop_unnamed(paths)
    works.filter(state=Submission.State.DRAFT).delete()
    _erase_feedback(Assessment.objects.filter(submission__in=works))
    works.update(text="", erased_at=now)
    return count


def _erase_feedback(said: models.QuerySet[Assessment]) -> None:
    worded = list(said.exclude(comment="", criteria=[]).only("comment", "criteria"))
    for one in worded:
        one.comment = ""
        one.criteria = [criterion | WORDLESS for criterion in one.criteria]
    Assessment.objects.bulk_update(worded, ["comment", "criteria"], batch_size=500)
