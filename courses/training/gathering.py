"""Reads what the figures are made of, in as many queries whatever there is."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from accounts import protection
from accounts.models import Membership, Organisation
from courses.activities.statements import SelfRating, Statement
from courses.catalogue.runs import CourseRun
from courses.enrolling.models import Enrolment
from courses.training.choosing import Choice
from courses.training.figures import (
    Block,
    Deed,
    Effect,
    Outcome,
    Pair,
    blocks,
    effects,
    latest_of_each,
)
from courses.training.kept_blocks import keep, kept_blocks

# By what a person's county and project are known; of protected people nothing of it is.
WHERE = (
    "enrolment__county",
    "learner__county",
    "learner__home_organisation",
    "learner__home_organisation__kind",
    "learner__home_organisation__county",
)
# What a person's county may be.
MAPPED = (Organisation.Kind.COUNTY, Organisation.Kind.CITY, Organisation.Kind.REGION)
PROJECT = Organisation.Kind.PROJECT


@dataclass(frozen=True)
class RunOutcome:
    """What became of those who enrolled on a run."""

    course: str
    code: str
    organiser: str
    outcome: Outcome


@dataclass(frozen=True)
class Gathered:
    """What a choice holds, read."""

    deeds: list[Deed]
    people: list[Deed]
    counties: list[Organisation]
    projects: Counter[str]
    runs: list[RunOutcome]
    effects: list[tuple[Statement, Effect]]


def gather(choice: Choice) -> Gathered:
    """Read everything that the pictures of a choice show."""
    deeds, of_projects = _deeds(choice)
    organisations = {
        found.pk: found for found in Organisation.objects.filter(kind__in=[*MAPPED, PROJECT])
    }
    return Gathered(
        deeds=deeds,
        people=latest_of_each(deeds),
        counties=[found for found in organisations.values() if found.kind in MAPPED],
        projects=_projects(choice, of_projects, organisations),
        runs=_runs(choice),
        effects=worded(effects_of(choice)),
    )


def _deeds(choice: Choice) -> tuple[list[Deed], dict[int, set[int]]]:
    """Return the deeds in the order of days, and the people whose own organisation is a project."""
    deeds: list[Deed] = []
    of_projects: defaultdict[int, set[int]] = defaultdict(set)
    rows = (
        choice.completions()
        .order_by("completed_on", "pk")
        .values_list(
            "learner_id",
            "completed_on",
            *(protection.shown(told, person="learner") for told in WHERE),
            "enrolment__profession",
            "learner__profession",
        )
    )
    for person, day, told, own, home, kind, county_of_home, profession, earlier in rows:
        if kind == PROJECT:
            of_projects[home].add(person)
        deeds.append(
            Deed(
                person=person,
                month=day.replace(day=1),
                county=told or own or (home if kind in MAPPED else county_of_home),
                profession=profession or earlier,
            )
        )
    return deeds, of_projects


def _projects(
    choice: Choice, people: dict[int, set[int]], organisations: dict[int, Organisation]
) -> Counter[str]:
    """Count the people of each project: its confirmed members and those who name it their own."""
    members = Membership.objects.filter(
        ~protection.protected("user"),
        organisation__kind=PROJECT,
        user__in=choice.completions().values("learner"),
    )
    for project, person in members.values_list("organisation", "user"):
        people[project].add(person)
    return Counter({organisations[project].name: len(some) for project, some in people.items()})


def _runs(choice: Choice) -> list[RunOutcome]:
    """Count what became of the enrolments made in the months of the choice, run by run."""
    counted = (
        Enrolment.objects.filter(
            run__in=choice.chosen_runs(), moved_to__isnull=True, **choice.enrolled_within()
        )
        .order_by()
        .values("run")
        .annotate(
            enrolled=Count("pk", distinct=True),
            withdrawn=Count("pk", filter=Q(withdrawn_at__isnull=False), distinct=True),
            # Of one that was withdrawn nothing is completed twice.
            completed=Count(
                "pk",
                filter=Q(completions__isnull=False)
                & Q(completions__annulled_at__isnull=True, withdrawn_at__isnull=True),
                distinct=True,
            ),
        )
    )
    found = {row.pop("run"): Outcome(**row) for row in counted}
    runs = choice.chosen_runs().filter(pk__in=found).select_related("course", "organiser")
    return [
        RunOutcome(str(run.course), run.code, str(run.organiser), found[run.pk])
        for run in runs.order_by("course__code", "code")
    ]


def effects_of(choice: Choice) -> dict[int, Effect]:
    """Return the effect for each statement, from the whole blocks that ended in the choice."""
    return effects(block for block in blocks_of(choice) if choice.holds(block.ended))


def blocks_of(choice: Choice) -> list[Block]:
    """Return the whole blocks of the chosen runs, of all months, the kept ones too."""
    runs = choice.chosen_runs()
    return blocks(_pairs(choice), kept_blocks(runs))


@transaction.atomic
def erase_ratings(enrolments: Collection[int]) -> int:
    """
    Erase the self-ratings of enrolments; return how many. No figure changes by it.

    What whole blocks tell of ten people is kept. A pair in no whole block was told nowhere yet,
    and is not told any more.
    """
    ratings = SelfRating.objects.filter(enrolment__in=enrolments)
    groups = set(ratings.values_list("enrolment__run__course", "enrolment__run__organiser"))
    if groups:
        everybody = blocks_of(Choice(CourseRun.objects.all()))
        keep([block for block in everybody if block.group in groups])
    return ratings.delete()[0]


def worded(found: Mapping[int, Effect]) -> list[tuple[Statement, Effect]]:
    """Return effects with their statements, in the order of the sets."""
    statements = (
        Statement.objects.filter(pk__in=found)
        .select_related("statement_set")
        .order_by("statement_set__name", "statement_set", "position", "pk")
    )
    return [(statement, found[statement.pk]) for statement in statements]


def _pairs(choice: Choice) -> Iterator[Pair]:
    """Yield how each person rated each statement both times. Months are chosen by the block."""
    sides: defaultdict[tuple[int, int], dict[str, Any]] = defaultdict(dict)
    rows = SelfRating.objects.filter(enrolment__run__in=choice.chosen_runs()).values_list(
        "enrolment",
        "statement_set",
        "moment",
        "answers",
        "rated_at",
        "enrolment__run__course",
        "enrolment__run__organiser",
    )
    for enrolment, of, moment, answers, rated_at, course, organiser in rows:
        sides[enrolment, of][moment] = (answers, rated_at, (course, organiser))
    for (enrolment, _set), moments in sides.items():
        if len(moments) < 2:
            continue
        before, first, _group = moments[SelfRating.Moment.BEFORE]
        after, second, group = moments[SelfRating.Moment.AFTER]
        for statement in before.keys() & after.keys():
            yield Pair(
                group=group,
                statement=int(statement),
                before=before[statement],
                after=after[statement],
                order=(max(first, second), enrolment),
            )
