"""
What an invented learner has done in an activity, for previews; nothing is read or written.

Half way: a text has come back to be completed, the webinar is still to come, and the first of
two self-assessments is answered.
"""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.activities.parts import PartsDone
from courses.activities.rating import Rating
from courses.activities.statements import SelfRating
from courses.activities.submissions import Assessment, Submission
from courses.activities.terms import Part, Wanted, WebinarTerms
from courses.activities.webinars import WebinarSession
from courses.activities.works import Work
from courses.catalogue.models import CourseStep
from courses.enrolling.models import Enrolment
from courses.pages.models import DONE, FAILED, HALF
from courses.pages.sampling import NO_ROW
from home.words import SOURCE_LANGUAGE

Moment = SelfRating.Moment
State = Submission.State

STATES = {HALF: State.RETURNED, DONE: State.PASSED, FAILED: State.FAILED}
GRADES = {State.PASSED: "4", State.FAILED: "0"}
A_WEEK = datetime.timedelta(days=7)
TWO_HOURS = datetime.timedelta(hours=2)


def sample_work(
    mode: str, *, enrolment: Enrolment, step: CourseStep, part: str, wanted: Wanted
) -> Work:
    """Invent the rounds of one part; none before the first is handed in."""
    # The task before a webinar is behind whoever is half way, the diary still ahead.
    if mode == HALF and part == Part.DIARY:
        return Work(enrolment, step, part, wanted, ())
    state = State.PASSED if part == Part.BEFORE and mode in STATES else STATES.get(mode)
    rounds = (_round(enrolment, step, part, wanted, state),) if state else ()
    return Work(enrolment, step, part, wanted, rounds)


def _round(
    enrolment: Enrolment, step: CourseStep, part: str, wanted: Wanted, state: str
) -> Submission:
    now = timezone.now()
    found = Submission(
        pk=NO_ROW,
        enrolment=enrolment,
        step=step,
        part=part,
        state=state if wanted.assessed else State.PASSED,
        text=_("Here stands what the learner has written.") if wanted.takes_text else "",
        language=(get_language() or SOURCE_LANGUAGE)[:2],
        created_at=now,
        saved_at=now,
        submitted_at=now,
    )
    said = [_assessment(found, wanted)] if wanted.assessed else []
    found._prefetched_objects_cache = {"files": [], "assessments": said}
    return found


def _assessment(found: Submission, wanted: Wanted) -> Assessment:
    share = {State.PASSED: 1, State.FAILED: 0}.get(State(found.state))
    return Assessment(
        submission=found,
        verdict=found.state,
        grade=GRADES.get(State(found.state), "") if wanted.is_graded else "",
        criteria=[
            {
                "name": one.name,
                "points": f"{one.points * share:f}" if share is not None else "–",
                "of": f"{one.points:f}",
                "comment": "",
            }
            for one in wanted.criteria
        ],
        comment=_("Here stands the feedback of whoever assesses it."),
        created_at=found.submitted_at,
    )


def sample_session(mode: str, enrolment: Enrolment, step: CourseStep) -> WebinarSession:
    """Invent a webinar: held a week ago, or in a week for those who have not come so far."""
    shift = -A_WEEK if mode in (DONE, FAILED) else A_WEEK
    starts_at = timezone.localtime().replace(hour=13, minute=0, second=0, microsecond=0) + shift
    return WebinarSession(
        pk=NO_ROW, run=enrolment.run, step=step, starts_at=starts_at, ends_at=starts_at + TWO_HOURS
    )


def sample_parts(mode: str, terms: WebinarTerms) -> PartsDone:
    """Invent which parts of a webinar are done; whoever failed was not there."""
    return PartsDone(
        terms=terms,
        before=mode in (HALF, DONE, FAILED),
        attended=mode == DONE,
        diary=mode == DONE,
    )


def sample_rating(mode: str, rating: Rating) -> Rating:
    """Invent what was said of oneself; nobody fails here, so that is as completed."""
    is_after = rating.terms.moment == Moment.AFTER
    if mode == HALF and is_after:
        return replace(rating, before=_said(rating, Moment.BEFORE))
    if mode not in (DONE, FAILED):
        return rating
    before = _said(rating, Moment.BEFORE)
    return replace(rating, before=before, after=_said(rating, Moment.AFTER) if is_after else None)


def _said(rating: Rating, moment: str) -> SelfRating:
    """Levels in the middle, and afterwards higher ones, as pictures of growth have them."""
    levels = rating.statement_set.levels
    steady: Sequence[int] = (levels // 2, (levels + 1) // 2)
    risen = 1 if moment == Moment.AFTER else 0
    statements: list[dict[str, Any]] = [
        {"id": one.key, "words": dict(one.words)} for one in rating.asked
    ]
    answers = {
        row["id"]: min(max(steady[number % 2], 1) + risen, levels)
        for number, row in enumerate(statements)
    }
    return SelfRating(
        statement_set=rating.statement_set,
        moment=moment,
        levels=levels,
        answers=answers,
        statements=statements,
        rated_at=timezone.now(),
    )
