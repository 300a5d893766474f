"""Tries to break the constraints on study plans."""

import datetime
from collections.abc import Callable

from courses.planning.models import StudyPlan
from tests.factories.courses import EnrolmentFactory

DAY = datetime.date(2026, 11, 23)


def _plan(**fields: object) -> StudyPlan:
    usual = {"ready_by": DAY, "planned_on": DAY, "weekdays": 1, "minutes_then": 60}
    begins = {"begins_at": datetime.time(15)}
    return StudyPlan.objects.create(enrolment=EnrolmentFactory(), **(usual | begins | fields))


BREACHES: list[tuple[Callable[[], object], str]] = [
    (lambda: _plan(weekdays=0), "courses_study_plan_has_a_day_of_study"),
    (lambda: _plan(weekdays=128), "courses_study_plan_has_a_day_of_study"),
    (
        lambda: _plan(ready_by=DAY - datetime.timedelta(days=1)),
        "courses_study_plan_ends_after_it_was_made",
    ),
]
