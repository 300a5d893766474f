"""
Anonymous data for the evaluation study: one row for each learner and course.

It is always of everything: held against each other, files of two choices would single out
people whom neither does. Rows come in random order under random ids that nothing keeps.
"""

import datetime
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import SystemRandom
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from courses.activities.statements import SelfRating, Statement
from courses.enrolling.models import Enrolment
from courses.progress.models import Completion
from courses.registrar.export_log import log_export
from courses.training.anonymity import suppressed
from courses.training.gathering import MAPPED
from home.spreadsheets import Cell, Sheet

BEFORE, AFTER = SelfRating.Moment.BEFORE, SelfRating.Moment.AFTER
# Places of what others may know of a person, and which is given up first.
QUARTER, COUNTY, PROFESSION, COURSE = range(4)
GIVEN_UP = (PROFESSION, COUNTY, QUARTER, COURSE)

Levels = dict[str, dict[str, int]]


@dataclass
class Studied:
    """What one learner came to on one course; `levels` by moment and statement."""

    known: tuple[str, ...] = ("", "", "", "")
    completed: bool = False
    grade: str = ""
    levels: Levels = field(default_factory=dict)


def study_sheet(*, person: User, kind: str) -> Sheet:
    """Return the data as a sheet, and write down who takes it."""
    words = _("anonymous data for the evaluation study, everything")
    finish = log_export(kind=kind, person=person, choice_words=words, organisations=[None])
    asked = _asked()
    return Sheet(
        _("Data for the study"),
        _headings(asked),
        _rows(_studied(), asked),
        words,
        fixed_columns=1,
        when_whole=finish,
    )


def quarter(day: datetime.date) -> str:
    """
    Return the quarter of a day.

    >>> quarter(datetime.date(2026, 11, 22))
    '2026/4'
    """
    return f"{day.year}/{(day.month + 2) // 3}"


def _asked() -> list[Statement]:
    return list(
        Statement.objects.select_related("statement_set").order_by(
            "statement_set__name", "statement_set", "position", "pk"
        )
    )


def _headings(asked: list[Statement]) -> list[str]:
    told = [
        _("Row"),
        _("Quarter of enrolling"),
        _("County"),
        _("Profession"),
        _("Course"),
        _("Completed"),
        _("Grade"),
    ]
    for statement in asked:
        for moment in (BEFORE, AFTER):
            told.append(f"{statement.statement_set}: {statement} ({moment.label})")
    return told


def _studied() -> list[Studied]:
    """Read every learner and course; a completed enrolment says more than one that is not."""
    found: defaultdict[tuple[int, int], Studied] = defaultdict(Studied)
    learners: dict[int, tuple[int, int]] = {}
    counties = {county.pk: county.name for county in Organisation.objects.filter(kind__in=MAPPED)}
    # A moved learner's old place says nothing of its own. Whoever asked to be forgotten is.
    enrolments = Enrolment.objects.filter(moved_to__isnull=True, learner__erased_at__isnull=True)
    for row in enrolments.order_by("enrolled_at", "pk").values(
        "pk",
        "learner",
        "enrolled_at",
        "profession",
        "county",
        "run__course",
        "run__course__code",
        "learner__profession",
        "learner__county",
        "learner__home_organisation",
        "learner__home_organisation__county",
    ):
        key = row["learner"], row["run__course"]
        learners[row["pk"]] = key
        found[key].known = _known(row, counties)
    grades = Completion.objects.valid().order_by("completed_on", "pk")
    for enrolment, grade in grades.values_list("enrolment", "grade"):
        if enrolment in learners:
            studied = found[learners[enrolment]]
            studied.completed, studied.grade = True, grade
    ratings = SelfRating.objects.order_by("rated_at", "pk")
    for enrolment, moment, answers in ratings.values_list("enrolment", "moment", "answers"):
        if enrolment in learners:
            found[learners[enrolment]].levels.setdefault(moment, {}).update(answers)
    return list(found.values())


def _known(row: dict[str, Any], counties: dict[int, str]) -> tuple[str, ...]:
    home, of_home = row["learner__home_organisation"], row["learner__home_organisation__county"]
    county = row["county"] or row["learner__county"] or (home if home in counties else of_home)
    profession = row["profession"] or row["learner__profession"]
    return (
        quarter(timezone.localdate(row["enrolled_at"])),
        counties.get(county, ""),
        " ".join(profession.split()).lower(),
        row["run__course__code"],
    )


def _rows(studied: list[Studied], asked: Iterable[Statement]) -> Iterator[list[Cell]]:
    """Yield the rows that may be handed on, in an order that tells nothing."""
    rows = list(zip(studied, suppressed([one.known for one in studied], GIVEN_UP), strict=True))
    SystemRandom().shuffle(rows)
    for one, known in rows:
        if known is None:
            continue
        # The statements of a course would name it where its code is left out.
        levels = one.levels if known[COURSE] else {}
        yield [
            secrets.token_hex(8),
            *known,
            _("yes") if one.completed else _("no"),
            one.grade if known[COURSE] else "",
            *(
                levels.get(moment, {}).get(str(statement.pk))
                for statement in asked
                for moment in (BEFORE, AFTER)
            ),
        ]
