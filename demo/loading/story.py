"""
A year of studies: who enrolled when, what they read, who passed.

Every deed is done by the function that a person's click calls, on its day, in the order of
days; so certificates are numbered as they would have been.
"""

import datetime
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.utils import timezone, translation

from accounts.models import User
from courses.enrolling.enrol import enrol, withdraw
from courses.enrolling.programmes import enrol_on_programme
from courses.models import Course, CourseRun, CourseStep, Enrolment, ProgrammeRun
from courses.progress.completing import complete_step, open_step
from demo.accounts import account
from demo.loading import quizzes
from demo.loading.past import days_ago, on
from demo.loading.runs import TRAINERS_KEY, WHOLE_PAST


@dataclass(frozen=True)
class Deed:
    """Something that a person did at a moment."""

    moment: datetime.datetime
    do: Callable[[], None]


@dataclass(frozen=True)
class Study:
    """
    One person's studies on one run.

    Begins some days before the load; `share` of the lessons is read, one every `pace` days,
    and with `takes_quizzes` the sections' quizzes are answered on the way. `passes` says
    whether the required quizzes are passed after that. `whole` is the run of a programme that
    this run is part of, where the person enrolled on all of it.
    """

    learner: User
    run: CourseRun
    begins: int
    share: float
    pace: float
    passes: bool = False
    withdraws: bool = False
    consents: bool = True
    takes_quizzes: bool = False
    key: str = ""
    whole: ProgrammeRun | None = None

    def deeds(self) -> Iterator[Deed]:
        """Yield what the person did, in order."""
        yield Deed(self._moment(0), self._enrol)
        steps = list(CourseStep.objects.current().filter(course=self.run.course))
        optional = [step for step in steps if not step.required and self._takes(step)]
        read = optional[: round(self.share * len(optional))]
        for number, step in enumerate(read, start=1):
            yield Deed(self._moment(number), partial(self._do, step))
        if self.passes:
            for number, step in enumerate(
                (step for step in steps if step.required), start=len(read) + 1
            ):
                yield Deed(self._moment(number), partial(self._do, step))
        if self.withdraws:
            yield Deed(self._moment(len(read) + 1), self._withdraw)

    def _moment(self, number: int) -> datetime.datetime:
        # Nobody has done anything later than now.
        day = max(self.begins - int(number * self.pace), 0)
        moment = days_ago(day, 8 + number % 9, (7 * number + self.begins) % 60)
        return min(moment, timezone.now())

    def _enrol(self) -> None:
        if self.whole:
            # The programme's later courses came with its first one.
            if not self.run.enrolments.filter(learner=self.learner).exists():
                enrol_on_programme(
                    programme_run=self.whole, learner=self.learner, consents=self.consents
                )
            return
        enrol(run=self.run, learner=self.learner, consents=self.consents, key=self.key)

    def _enrolment(self) -> Enrolment:
        return Enrolment.objects.active().get(run=self.run, learner=self.learner)

    def _takes(self, step: CourseStep) -> bool:
        return self.takes_quizzes or step.kind == CourseStep.Kind.LESSON

    def _do(self, step: CourseStep) -> None:
        enrolment = self._enrolment()
        open_step(enrolment, step.pk)
        if step.kind == CourseStep.Kind.QUIZ:
            dice = random.Random(f"{self.begins} {self.learner.email} {step.position}")
            quizzes.take_quiz(enrolment, step, dice)
        else:
            complete_step(enrolment, step)

    def _withdraw(self) -> None:
        withdraw(self._enrolment())


def tell(people: list[User]) -> None:
    """Do the year's deeds, all or none; nothing where they are done already."""
    if Enrolment.objects.exists():
        return
    studies = [
        *_self_paced(people),
        *_coordinators(people),
        *_whole_programme(people),
        *_trainers(people),
        *_demo_learner(),
    ]
    deeds = sorted(
        (deed for study in studies for deed in study.deeds()), key=lambda deed: deed.moment
    )
    with transaction.atomic():
        for deed in deeds:
            with on(deed.moment), translation.override("fi"):
                deed.do()


def _self_paced(people: list[User]) -> Iterator[Study]:
    run = CourseRun.objects.select_related("course").get(code="TT-JATKUVA")
    dice = random.Random(54)
    for number, learner in enumerate(people[:46], start=1):
        longest, shortest = _days_open_to(learner, run.course)
        begins = dice.randint(max(shortest, 12), longest) if longest > 12 else 12
        if number % 9 == 0:
            yield Study(learner, run, begins, 0.1, 2, withdraws=True)
        elif number % 2 == 0:
            share = dice.choice([0.6, 0.8, 1.0, 1.0])
            pace = min(begins / 28, dice.choice([1, 1.5, 2, 3]))
            yield Study(
                learner,
                run,
                begins,
                share,
                pace,
                passes=True,
                consents=number % 8 != 0,
                takes_quizzes=number % 4 == 2,
            )
        else:
            share = dice.choice([0, 0.15, 0.3, 0.5, 0.75])
            yield Study(learner, run, begins, share, 0.5, takes_quizzes=number % 4 == 1)


def _days_open_to(learner: User, course: Course) -> tuple[int, int]:
    """Return how many days ago a person could begin: at the earliest and at the latest."""
    opened = course.opens_to_all_on or timezone.localdate()
    since = (timezone.localdate() - opened).days
    if learner.memberships.exists():
        return since + 90, since + 5
    return min(since - 1, 330), 12


def _coordinators(people: list[User]) -> Iterator[Study]:
    runs = {run.code: run for run in CourseRun.objects.select_related("course")}
    for number, learner in enumerate(people[:22]):
        done = number % 3 != 2
        yield Study(learner, runs["TKK1-2026K"], 295, 1 if done else 0.5, 9, passes=done)
        if done:
            finishes = number % 2 == 0
            yield Study(
                learner, runs["TKK2-2026K"], 185, 1 if finishes else 0.7, 9, passes=finishes
            )
    for number, learner in enumerate(people[22:40]):
        yield Study(learner, runs["TKK1-2026S"], 62, (number % 6) / 6, 8, passes=number % 6 == 5)
    for number, learner in enumerate(people[36:58]):
        yield Study(learner, runs["TKK1-2026S-B"], 76, (number % 5) / 5, 9, passes=number % 5 == 4)


def _whole_programme(people: list[User]) -> Iterator[Study]:
    """Two who enrolled on all of the programme at once: one has its certificate."""
    whole = ProgrammeRun.objects.get(code=WHOLE_PAST)
    runs = {run.course.code: run for run in whole.runs.select_related("course")}
    for learner, finishes in zip(people[58:60], (True, False), strict=True):
        yield Study(learner, runs["TKK1"], 295, 1, 7, passes=True, whole=whole)
        yield Study(
            learner, runs["TKK2"], 180, 1 if finishes else 0.5, 7, passes=finishes, whole=whole
        )


def _trainers(people: list[User]) -> Iterator[Study]:
    run = CourseRun.objects.select_related("course").get(code="KK-JATKUVA")
    invited = [person for person in people if person.memberships.exists()]
    for number, learner in enumerate(invited[:7]):
        done = number < 4
        # Two of them hand in an essay, which waits for the study office.
        yield Study(
            learner,
            run,
            # The fourth so long ago that the certificate has expired.
            260 if number == 3 else 150 - 9 * number,
            1 if done else 0.5,
            4,
            passes=done,
            takes_quizzes=number < 2,
        )


def _demo_learner() -> Iterator[Study]:
    """The account that visitors try: one course done, another a third of the way."""
    learner = User.objects.get(email=account("learner").email)
    runs = {run.code: run for run in CourseRun.objects.select_related("course")}
    yield Study(learner, runs["KK-JATKUVA"], 120, 1, 5, passes=True, key=TRAINERS_KEY)
    yield Study(learner, runs["TT-JATKUVA"], 30, 0.36, 3, takes_quizzes=True)
