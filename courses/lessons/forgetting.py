"""What learners did in lessons, erased when its time is over."""

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.enrolling.models import Enrolment
from courses.lessons.models import BlockDeed, ExerciseResult, Marking, ReadingPlace


def erase_old_deeds(limit: datetime.datetime, ended: QuerySet[Enrolment]) -> int:
    """
    Erase deeds, results, markings and places older than the limit; return how many rows went.

    They hang on a person and a step: while any enrolment of the person on the course has not
    ended long ago, they stay. Repeating it changes nothing.
    """
    return sum(
        rows.filter(_nothing_keeps(ended)).delete()[0]
        for rows in (
            BlockDeed.objects.filter(updated_at__lt=limit),
            ExerciseResult.objects.filter(stored_at__lt=limit),
            Marking.objects.filter(updated_at__lt=limit),
            ReadingPlace.objects.filter(reached_at__lt=limit),
        )
    )


def _nothing_keeps(ended: QuerySet[Enrolment]) -> Q:
    on_course = Enrolment.objects.filter(
        learner=OuterRef("learner"), run__course=OuterRef("step__course")
    )
    return Q(~Exists(on_course.exclude(pk__in=ended.values("pk"))))
