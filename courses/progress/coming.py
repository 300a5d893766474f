"""
What is ahead of a learner, by day: deadlines, webinars and the ends of runs.

Each app whose steps have moments of their own says them for the learner (`register`); what
holds for this learner is said, exceptions too.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.activities.webinars import WebinarSession
from courses.catalogue.models import CourseStep
from courses.progress.studies import Study
from home.moments import moment_in_words, span_in_words
from home.words import day_in_words

SHOWN = 6
SOON = datetime.timedelta(days=7)


class Kind(StrEnum):
    """What comes; webinars are gone to, the others are met."""

    STEP = "step"
    QUIZ = "quiz"
    WEBINAR = "webinar"
    RUN = "run"


@dataclass(frozen=True)
class Coming:
    """One thing with its day; `words` say the moment as its kind has it."""

    study: Study
    kind: Kind
    title: str
    day: datetime.date
    words: str
    href: str

    @property
    def tone(self) -> str:
        """Late, near, or merely ahead."""
        today = timezone.localdate()
        if self.day < today:
            return "error"
        return "warning" if self.day <= today + SOON else "neutral"


Ask = Callable[[Sequence[Study]], Iterable[Coming]]
_asked: dict[str, Ask] = {}


def register(name: str, ask: Ask) -> None:
    """Let another app say what is ahead; call it in `AppConfig.ready()`."""
    _asked[name] = ask


def coming(studies: Iterable[Study]) -> list[Coming]:
    """
    Return what is ahead of a learner, the late first; of runs that have begun and not ended.

    As many queries as each app needs, however many studies there are.
    """
    today = timezone.localdate()
    going = [
        study
        for study in studies
        if not study.is_shut and not study.enrolment.run.ended_before(today)
    ]
    found = [*_steps(going), *_runs(going), *_webinars(going)]
    for ask in _asked.values():
        found += ask(going)
    return sorted(found, key=lambda one: (one.day, one.kind, one.title))


def step_address(study: Study, step: CourseStep) -> str:
    """Return the address that leads to a step's page in the reader's language."""
    return reverse("courses:complete_step", args=[study.enrolment.pk, step.key])


def _steps(studies: Iterable[Study]) -> Iterator[Coming]:
    for study in studies:
        for one in study.due:
            address = step_address(study, study.by_id[_id(one.key)])
            yield Coming(study, Kind.STEP, one.title, one.day, one.words, address)


def _id(key: Any) -> int:
    return int(key)


def _runs(studies: Iterable[Study]) -> Iterator[Coming]:
    for study in studies:
        run = study.enrolment.run
        if run.ends_on is not None:
            words = _("The run ends on %(day)s") % {"day": day_in_words(run.ends_on)}
            go_on = reverse("courses:continue", args=[study.enrolment.pk])
            yield Coming(study, Kind.RUN, run.course.name, run.ends_on, words, go_on)


def _webinars(studies: Iterable[Study]) -> Iterator[Coming]:
    """Webinars that are not over, but for steps that are done; one query."""
    by_run = {study.enrolment.run_id: study for study in studies}
    sessions = WebinarSession.objects.filter(
        run__in=by_run, cancelled_at__isnull=True, ends_at__gt=timezone.now()
    ).select_related("step")
    for session in sessions:
        study = by_run[session.run_id]
        if session.step_id in study.done:
            continue
        title = session.title or (session.step.title if session.step else _("Webinar"))
        go_on = reverse("courses:continue", args=[study.enrolment.pk])
        yield Coming(
            study,
            Kind.WEBINAR,
            title,
            timezone.localdate(session.starts_at),
            span_in_words(session.starts_at, session.ends_at),
            step_address(study, session.step) if session.step else go_on,
        )


def until_in_words(moment: datetime.datetime) -> str:
    """Say until when something can be done."""
    return _("Until %(moment)s") % {"moment": moment_in_words(moment)}
