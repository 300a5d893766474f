"""After a course's rules have changed, those who meet them now complete, some at a time."""

from typing import Any

from django.db import transaction
from django.utils.translation import override

from courses import rules
from courses.catalogue.models import Course
from courses.enrolling.models import Enrolment
from courses.progress.completing import complete_if_met
from courses.progress.judging import deeds_of, rules_of
from courses.progress.recording import locked
from home import outbox

REJUDGE = "courses.rejudge"
BATCH = 200


def rejudge_later(course: Course) -> None:
    """Have the active enrolments of a course judged anew; call inside the transaction."""
    version = Course.objects.values_list("outline_version", flat=True).get(pk=course.pk)
    _send(course.pk, version, after=0)


def _send(course_id: int, version: int, *, after: int) -> None:
    outbox.send(
        effect=REJUDGE,
        key=f"{REJUDGE}:{course_id}:{version}:{after}",
        payload={"course": course_id, "version": version, "after": after},
    )


def rejudge(payload: dict[str, Any]) -> None:
    """
    Complete those of one batch whose rules are met, then send for the next batch.

    Run twice it does nothing twice: who has completed is active no more. Whose completion was
    annulled waits for a deed of theirs.
    """
    course = Course.objects.get(pk=payload["course"])
    active = Enrolment.objects.active().filter(run__course=course, pk__gt=payload["after"])
    batch = list(active.order_by("pk")[:BATCH])
    asked = rules_of([course])[course.pk].rules
    deeds = deeds_of(batch)
    for enrolment in batch:
        if rules.evaluate(asked, deeds[enrolment.pk]).complete:
            _complete(enrolment)
    if len(batch) == BATCH:
        _send(course.pk, payload["version"], after=batch[-1].pk)


@transaction.atomic
def _complete(enrolment: Enrolment) -> None:
    """Judge once more under the lock, in the learner's language: a completion keeps it."""
    enrolment = locked(enrolment)
    with override(enrolment.learner.language):
        complete_if_met(enrolment, by_a_deed=False)
