"""What the accessibility statement says beyond an editor's words: computed, never written."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum

from django.utils import timezone
from django.utils.translation import get_language

from home.accessibility.audit import Audit, last_audit
from home.accessibility.criteria import CRITERIA
from home.accessibility.models import AccessibilityFinding
from home.feedback.models import DAYS_TO_ANSWER

# What was mended longer ago is no news to anybody.
SHOWN_AFTER_MENDING = datetime.timedelta(days=730)
# The supervising authority's own pages in each language.
AUTHORITY = {
    "fi": "https://www.saavutettavuusvaatimukset.fi/",
    "sv": "https://www.tillganglighetskrav.fi/",
    "en": "https://www.webaccessibility.fi/",
}


class Degree(Enum):
    """How far the requirements are met, in the words of the law's model statement."""

    FULLY = "fully"
    PARTLY = "partly"
    NOT = "not"


def degree(*, broken: Collection[str], barriers: int) -> Degree:
    """
    Return how far the requirements are met.

    `broken` are the criteria that open findings break, `barriers` what the audit found. Most of
    the requirements are unmet when more than half of the criteria are broken (EU 2018/1523).

    >>> degree(broken=[], barriers=0), degree(broken=["1.1.1"], barriers=0)
    (<Degree.FULLY: 'fully'>, <Degree.PARTLY: 'partly'>)
    >>> degree(broken=[], barriers=1)
    <Degree.PARTLY: 'partly'>
    """
    if len(set(broken)) * 2 > len(CRITERIA):
        return Degree.NOT
    return Degree.PARTLY if broken or barriers else Degree.FULLY


@dataclass(frozen=True)
class Statement:
    """The state of accessibility today."""

    degree: Degree
    faults: list[AccessibilityFinding]
    burdens: list[AccessibilityFinding]
    outside: list[AccessibilityFinding]
    mended: list[AccessibilityFinding]
    audit: Audit
    # The latest day on which something was found, mended or looked at; None where nothing was.
    changed_on: datetime.date | None

    days_to_answer = DAYS_TO_ANSWER

    @property
    def authority(self) -> str:
        """The supervising authority's address in the reader's language."""
        return AUTHORITY.get(get_language() or "", AUTHORITY["en"])


def statement_today() -> Statement:
    """Return the state as the findings and the last audit have it. One query."""
    return statement(AccessibilityFinding.objects.all(), last_audit(), timezone.localdate())


def statement(
    findings: Iterable[AccessibilityFinding], audit: Audit, today: datetime.date
) -> Statement:
    """Return the state of a day."""
    findings = list(findings)
    by_ground: dict[str, list[AccessibilityFinding]] = {}
    for one in findings:
        if one.mended_on is None:
            by_ground.setdefault(one.ground, []).append(one)
    ground = AccessibilityFinding.Ground
    faults, burdens = by_ground.get(ground.FAULT, []), by_ground.get(ground.BURDEN, [])
    days = [one.mended_on or one.found_on for one in findings] + [audit.last_day]
    return Statement(
        degree=degree(
            broken={one.criterion for one in faults + burdens},
            barriers=sum(audit.barriers.broken.values()) if audit.barriers else 0,
        ),
        faults=faults,
        burdens=burdens,
        outside=by_ground.get(ground.OUTSIDE, []),
        mended=[
            one for one in findings if one.mended_on and today - one.mended_on < SHOWN_AFTER_MENDING
        ],
        audit=audit,
        changed_on=max(filter(None, days), default=None),
    )
