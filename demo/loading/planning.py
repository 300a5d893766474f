"""The plan of the account that visitors try: two evenings a week, ready in six weeks."""

import datetime

from django.utils import timezone

from courses.models import Enrolment
from courses.planning.keeping import left_of, make_plan
from courses.progress.studies import studies
from demo.accounts import account

WEEKS = 6
TUESDAYS_AND_THURSDAYS = 0b0001010
EVENING = datetime.time(19)


def load_plan() -> None:
    """Make it where what is under way has none."""
    going = Enrolment.objects.active().filter(learner__email=account("learner").email)
    for study in studies(going.filter(plan__isnull=True).select_related("run__course")):
        make_plan(
            enrolment=study.enrolment,
            ready_by=timezone.localdate() + datetime.timedelta(weeks=WEEKS),
            weekdays=TUESDAYS_AND_THURSDAYS,
            begins_at=EVENING,
            minutes_left=sum(step.length for step in left_of(study)),
        )
