"""What a learner's page of a webinar shows of its times and of being there."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from courses.activities.parts import PartsDone, parts_done
from courses.activities.sampling import sample_parts, sample_session
from courses.activities.terms import webinar_terms
from courses.activities.webinars import WebinarSession
from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from courses.pages.reading import Reading
from courses.pages.sampling import sample_asked
from home.moments import span_in_words

# The code may be typed from this long before the webinar begins.
EARLY = datetime.timedelta(minutes=30)
# Where a view leaves what was wrong with a typed code.
CODE_PROBLEM = "_code_problem"


@dataclass(frozen=True)
class ShownSession:
    """One session for one learner of its run."""

    session: WebinarSession
    enrolment: Enrolment
    now: datetime.datetime

    @property
    def when(self) -> str:
        """From when to when, in Finnish time."""
        return span_in_words(self.session.starts_at, self.session.ends_at)

    @property
    def is_over(self) -> bool:
        return self.session.ends_at <= self.now

    @property
    def is_cancelled(self) -> bool:
        return self.session.cancelled_at is not None

    @property
    def link(self) -> str:
        """The link; nothing once it is over or cancelled."""
        return "" if self.is_over or self.is_cancelled else self.session.link

    @property
    def calendar_href(self) -> str:
        """Where its calendar file is."""
        place = [self.enrolment.pk, self.session.uid]
        return reverse("courses:session_calendar", args=place)

    @property
    def takes_code(self) -> bool:
        """Whether it is time to type a code."""
        return not self.is_cancelled and self.session.starts_at - EARLY <= self.now


def sessions_shown(request: HttpRequest, reading: Reading, step: CourseStep) -> dict[str, Any]:
    """The sessions of the learner's run, what they have done, and the form for the code."""
    enrolment = reading.enrolment
    if enrolment is not None and (mode := sample_asked(request)):
        now = timezone.now()
        return {
            "sessions": [ShownSession(sample_session(mode, enrolment, step), enrolment, now)],
            "done": sample_parts(mode, webinar_terms(step)),
            "attend_href": "",
            "run_calendar_href": reverse("courses:run_calendar", args=[enrolment.pk]),
        }
    if enrolment is None or step.pk is None:
        return {"sessions": [], "done": PartsDone(webinar_terms(step)), "attend_href": ""}
    now = timezone.now()
    found = WebinarSession.objects.filter(run=enrolment.run_id, step=step)
    sessions = [ShownSession(session, enrolment, now) for session in found]
    done = parts_done(enrolment, step)
    asks_code = (
        done.terms.attendance
        and not done.attended
        and not reading.time_words
        and any(session.takes_code for session in sessions)
    )
    place = [enrolment.pk, step.key]
    return {
        "sessions": sessions,
        "done": done,
        "attend_href": reverse("courses:attend", args=place) if asks_code else "",
        "run_calendar_href": reverse("courses:run_calendar", args=[enrolment.pk]),
        "code_problem": request.__dict__.get(CODE_PROBLEM, ""),
        "typed_code": request.POST.get("code", ""),
    }
