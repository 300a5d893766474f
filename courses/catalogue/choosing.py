"""
Choosing among courses in the catalogue: by whom they are for, language, size, form, who
organises them and when they begin.

Each choice is part of the address, so a list can be sent to somebody as it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.catalogue.listing import Listed
from courses.catalogue.models import Audience, Course
from courses.catalogue.runs import CourseRun

# What each kind of choice is called in an address and on the page, in the order shown.
FACETS = {
    "kenelle": gettext_lazy("For whom"),
    "kieli": gettext_lazy("Language"),
    "laajuus": gettext_lazy("Size"),
    "muoto": gettext_lazy("Form of study"),
    "jarjestaja": gettext_lazy("Organiser"),
    "alku": gettext_lazy("Begins"),
}
AT_ONCE = "heti"
# Upper limits of the sizes, in credits; the last size has none.
SIZES = {"1": 1, "4": 4, "5": None}

Facts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Value:
    """One value to choose: where choosing it (or leaving it, when chosen) leads."""

    label: str
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """One kind of choice with its values."""

    label: str
    values: Sequence[Value]


@dataclass(frozen=True)
class Choice:
    """What a reader has chosen: {facet: value}, only values that some course has."""

    facts: Mapping[int, Facts]
    chosen: Mapping[str, str]

    def keeps(self, course_id: int, *, but: str = "") -> bool:
        """Whether a course has all that is chosen; `but` one facet aside."""
        has = self.facts[course_id]
        return all(value in has[name] for name, value in self.chosen.items() if name != but)

    @property
    def facets(self) -> list[Facet]:
        """Every kind of choice that would tell two courses apart, with what it leads to."""
        found = []
        for name, label in FACETS.items():
            labels: dict[str, str] = {}
            for facts in self.facts.values():
                labels |= facts[name]
            if len(labels) > 1 or name in self.chosen:
                in_order = _in_order(name, labels)
                values = [self._value(name, value, labels[value]) for value in in_order]
                found.append(Facet(str(label), values))
        return found

    def _value(self, name: str, value: str, label: str) -> Value:
        chosen = self.chosen.get(name) == value
        others = {other: kept for other, kept in self.chosen.items() if other != name}
        query = others if chosen else others | {name: value}
        count = sum(
            1
            for course_id, facts in self.facts.items()
            if value in facts[name] and self.keeps(course_id, but=name)
        )
        return Value(label, count, f"?{urlencode(query)}", chosen)


def choose(listed: Sequence[Listed], asked: Mapping[str, str]) -> Choice:
    """Return what is chosen among these courses; values that none of them has are passed over."""
    facts = facts_of(listed)
    known = {name: {value for one in facts.values() for value in one[name]} for name in FACETS}
    chosen = {name: asked[name] for name in FACETS if asked.get(name) in known[name]}
    return Choice(facts, chosen)


def facts_of(listed: Sequence[Listed]) -> dict[int, Facts]:
    """Return what each course is chosen by, {course: {facet: {value: words}}}; one query."""
    runs: dict[int, list[CourseRun]] = defaultdict(list)
    today = timezone.localdate()
    coming = CourseRun.objects.filter(
        Q(enrolment_closes_on__isnull=True) | Q(enrolment_closes_on__gte=today),
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        course__in=[one.course.pk for one in listed],
        archived_at__isnull=True,
    )
    for run in coming.select_related("organiser").order_by("pk"):
        runs[run.course_id].append(run)
    return {one.course.pk: _facts(one, runs[one.course.pk]) for one in listed}


def _facts(listed: Listed, runs: Iterable[CourseRun]) -> Facts:
    course = listed.course
    named = dict(settings.LANGUAGES)
    return {
        "kenelle": {one: str(Audience(one).label) for one in course.audiences},
        "kieli": {one: str(named[one]) for one in listed.languages},
        "laajuus": _size(course),
        "muoto": {course.form: str(Course.Form(course.form).label)},
        "jarjestaja": {str(run.organiser_id): run.organiser.name for run in runs},
        "alku": dict(_start(run) for run in runs),
    }


def _size(course: Course) -> dict[str, str]:
    words = {"1": _("1 op or less"), "4": _("2–4 op"), "5": _("5 op or more")}
    size = next(size for size, most in SIZES.items() if most is None or course.credits <= most)
    return {size: words[size]}


def _start(run: CourseRun) -> tuple[str, str]:
    day = run.starts_on
    if day is None or day <= timezone.localdate():
        return AT_ONCE, _("At once")
    words = _("%(month)s %(year)s") % {"month": MONTHS[day.month], "year": day.year}
    return f"{day:%Y-%m}", words[:1].upper() + words[1:]


def _in_order(name: str, labels: Mapping[str, str]) -> list[str]:
    """Months and sizes as time and size go, "at once" first; the rest by their words."""
    if name in ("laajuus", "alku"):
        return sorted(labels, key=lambda value: (value != AT_ONCE, value))
    return sorted(labels, key=lambda value: labels[value].casefold())
