"""
Anonymous data for the evaluation study: learners' results, and the effects on competence.

It is always of everybody up to the last quarter that is over, and of each quarter it is made
once: files of two choices or of two days would single out whoever is in one of them only.
Nobody's self-ratings are in it, since these never leave; effects are told in whole blocks.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import protection
from accounts.models import Organisation, User
from courses.catalogue.runs import CourseRun
from courses.enrolling.models import Enrolment
from courses.progress.models import Completion
from courses.registrar.export_log import log_export
from courses.training.anonymity import results_told, suppressed
from courses.training.choosing import Choice
from courses.training.figures import Effect
from courses.training.frozen import StudyQuarter
from courses.training.gathering import MAPPED, effects_of, worded
from courses.training.tables import effects
from home.spreadsheets import Cell, Sheet

# Places of what others may know of a person, and which is given up first.
QUARTER, COUNTY, PROFESSION, COURSE = range(4)
GIVEN_UP = (PROFESSION, COUNTY, QUARTER, COURSE)


@dataclass
class Studied:
    """What one learner came to on one course."""

    person: int
    known: tuple[str, ...] = ("", "", "", "")
    completed: bool = False
    grade: str = ""


def results_sheet(*, person: User, kind: str) -> Sheet:
    """Return the rows of learners and courses as a sheet, and write down who takes it."""
    frozen = _frozen()
    words = _("anonymous data for the evaluation study, until %(day)s") % {"day": frozen.last_day}
    finish = log_export(kind=kind, person=person, choice_words=words, organisations=[None])
    headings = [
        _("Quarter of enrolling"),
        _("County"),
        _("Profession"),
        _("Course"),
        _("Completed"),
        _("Grade"),
    ]
    rows = _in_words(frozen.rows)
    return Sheet(_("Data for the study"), headings, rows, words, when_whole=finish)


def effects_sheet(*, person: User, kind: str) -> Sheet:
    """Return the effect for each statement as a sheet, and write down who takes it."""
    frozen = _frozen()
    words = _("effects for the evaluation study, until %(day)s") % {"day": frozen.last_day}
    finish = log_export(kind=kind, person=person, choice_words=words, organisations=[None])
    table = effects(worded({told[0]: Effect(*told) for told in frozen.effects}))
    return Sheet(table.title[:31], table.headings, table.rows, words, when_whole=finish)


SHEETS = {"results": results_sheet, "effects": effects_sheet}


def quarter(day: datetime.date) -> str:
    """
    Return the quarter of a day.

    >>> quarter(datetime.date(2026, 11, 22))
    '2026/4'
    """
    return f"{day.year}/{(day.month + 2) // 3}"


def quarter_began(day: datetime.date) -> datetime.date:
    """
    Return the first day of the quarter of a day.

    >>> quarter_began(datetime.date(2026, 11, 22)), quarter_began(datetime.date(2026, 3, 31))
    (datetime.date(2026, 10, 1), datetime.date(2026, 1, 1))
    """
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def _frozen() -> StudyQuarter:
    """Return the data up to the last quarter that is over; the first taking makes it."""
    until = quarter_began(timezone.localdate())
    if made := StudyQuarter.objects.filter(until=until).first():
        return made
    last = (until - datetime.timedelta(days=1)).replace(day=1)
    told = effects_of(Choice(CourseRun.objects.all(), last=last)).values()
    with transaction.atomic():
        # Of two who take it at once the second gets what the first one made.
        made, _new = StudyQuarter.objects.get_or_create(
            until=until,
            defaults={
                "rows": _rows(_studied(until)),
                "effects": [[one.statement, one.pairs, one.before, one.after] for one in told],
                "made_at": timezone.now(),
            },
        )
    return made


def _studied(until: datetime.date) -> list[Studied]:
    """Read every learner and course before a day, as it stood then."""
    end = timezone.make_aware(datetime.datetime.combine(until, datetime.time.min))
    found: dict[tuple[int, int], Studied] = {}
    learners: dict[int, tuple[int, int]] = {}
    counties = set(Organisation.objects.filter(kind__in=MAPPED).values_list("pk", flat=True))
    # A moved learner's old place says nothing of its own. Whoever asked to be forgotten is.
    enrolments = Enrolment.objects.filter(
        Q(moved_to__isnull=True) | Q(moved_to__enrolled_at__gte=end),
        enrolled_at__lt=end,
        learner__erased_at__isnull=True,
    )
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
        f"learner__{protection.FLAG}",
    ):
        key = row["learner"], row["run__course"]
        learners[row["pk"]] = key
        found.setdefault(key, Studied(row["learner"])).known = _known(row, counties)
    valid_then = Completion.objects.filter(
        Q(annulled_at__isnull=True) | Q(annulled_at__gte=end), created_at__lt=end
    )
    grades = valid_then.order_by("completed_on", "pk")
    for enrolment, grade in grades.values_list("enrolment", "grade"):
        if enrolment in learners:
            studied = found[learners[enrolment]]
            studied.completed, studied.grade = True, grade
    return list(found.values())


def _known(row: dict[str, Any], counties: set[int]) -> tuple[str, ...]:
    home, of_home = row["learner__home_organisation"], row["learner__home_organisation__county"]
    county = row["county"] or row["learner__county"] or (home if home in counties else of_home)
    if row[f"learner__{protection.FLAG}"]:
        county = None
    profession = row["profession"] or row["learner__profession"]
    return (
        quarter(timezone.localdate(row["enrolled_at"])),
        str(county) if county in counties else "",
        " ".join(profession.split()).lower(),
        row["run__course__code"],
    )


def _rows(studied: list[Studied]) -> list[list[Any]]:
    """Return the rows that may be handed on, in the order of what they say."""
    people = [one.person for one in studied]
    alike = suppressed([one.known for one in studied], people, GIVEN_UP)
    told = results_told(alike, people, [(one.completed, one.grade) for one in studied])
    return sorted(
        # The scale of a course would name it where its code is left out.
        (
            [*known, completed, grade if known[COURSE] else ""]
            for known, (completed, grade) in zip(alike, told, strict=True)
            if known is not None
        ),
        key=str,
    )


def _in_words(rows: Iterable[list[Any]]) -> Iterator[list[Cell]]:
    """Yield frozen rows as the reader's language has them."""
    counties = {str(found.pk): found.name for found in Organisation.objects.filter(kind__in=MAPPED)}
    words = {True: _("yes"), False: _("no"), None: ""}
    for of, county, profession, course, completed, grade in rows:
        yield [of, counties.get(county, ""), profession, course, words[completed], grade]
