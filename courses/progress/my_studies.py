"""A learner's studies on one page: under way, completed, withdrawn, and whole programmes."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from courses.activities.rating import grown
from courses.catalogue.models import Course
from courses.catalogue.programmes import Programme, ProgrammeCourse
from courses.enrolling.models import Enrolment, ProgrammeEnrolment
from courses.enrolling.waiting_places import WaitingPlace
from courses.following.models import MessageCopy, ReminderRule
from courses.pages.addresses import course_addresses
from courses.pages.time_left import A_WHILE, what_fits
from courses.planning.keeping import Planned, left_of
from courses.planning.models import StudyPlan
from courses.progress.changed import Changed, changed
from courses.progress.coming import SHOWN, Coming, coming
from courses.progress.models import Completion
from courses.progress.studies import Study, go_on_with, studies
from home.notices.models import Notice
from home.words import day_in_words

SOON_DAYS = 14
# Of what was told, so many are on the page; the rest is behind a link.
NEWS = 5


@dataclass(frozen=True)
class UnderWay:
    """An active enrolment; `href` is the course's page, empty when it has none today."""

    study: Study
    href: str
    # Annulled, with its reason: the enrolment is open again.
    annulled: Completion | None = None

    @property
    def enrolment(self) -> Enrolment:
        return self.study.enrolment

    @property
    def minutes_left(self) -> int:
        """How long the steps take that are not done."""
        return sum(step.length for step in left_of(self.study))

    @property
    def fits_in_a_while(self) -> bool:
        """Whether ten minutes are enough for the step to go on with."""
        here = self.study.here
        return here is not None and what_fits([here.minutes or A_WHILE + 1]) == 1

    @property
    def deadline(self) -> tuple[str, str] | None:
        """When the run begins, ends or ended: (tone, words); None for a run without an end."""
        run, today = self.enrolment.run, timezone.localdate()
        if run.begins_after(today):
            return "note", _("Studying begins on %(day)s.") % {"day": day_in_words(run.starts_on)}
        last = run.ends_on
        if last is None:
            return None
        days = (last - today).days
        if days < 0:
            return "error", _("The run ended on %(day)s") % {"day": day_in_words(last)}
        tone = "warning" if days <= SOON_DAYS else "neutral"
        return tone, _("The run ends on %(day)s") % {"day": day_in_words(last)}


@dataclass(frozen=True)
class Completed:
    """A closed enrolment with its valid completion, or with the one that was annulled."""

    enrolment: Enrolment
    completion: Completion | None
    href: str
    annulled: Completion | None = None


@dataclass(frozen=True)
class ProgrammePart:
    """A course of a programme: "done", "current" or "ahead" for this learner."""

    course: Course
    state: str
    href: str
    percent: int = 0

    @property
    def label(self) -> str:
        return self.course.name


@dataclass(frozen=True)
class ProgrammeStanding:
    """How far a learner is in a programme: completed when all its courses are."""

    programme: Programme
    parts: list[ProgrammePart] = field(default_factory=list)
    # The open place on a run of the whole programme, where the learner has one.
    enrolment: ProgrammeEnrolment | None = None

    @property
    def done(self) -> int:
        return sum(1 for part in self.parts if part.state == "done")

    @property
    def percent(self) -> int:
        """Over all courses alike, rounded down: 100 means that every one is completed."""
        return sum(part.percent for part in self.parts) // len(self.parts)

    @property
    def is_completed(self) -> bool:
        return self.done == len(self.parts)


@dataclass(frozen=True)
class MyStudies:
    """Everything that the page shows."""

    under_way: list[UnderWay]
    completed: list[Completed]
    withdrawn: list[Enrolment]
    programmes: list[ProgrammeStanding]
    waiting: list[WaitingPlace]
    # Enrolments with a self-assessment before and after.
    grown: frozenset[int]
    # Plans of what is under way, in that order.
    planned: list[Planned]
    # What is ahead on all courses, by day.
    coming: list[Coming]
    # What was told since it was last read.
    news: list[Notice]
    # What changed in the learner's courses, newest first.
    changed: list[Changed]

    @property
    def latest(self) -> UnderWay | None:
        """The one to go on with; None where there is none, or none has begun."""
        chosen = go_on_with(row.study for row in self.under_way)
        return next((row for row in self.under_way if row.study is chosen), None)


def my_studies(learner: User, language: str) -> MyStudies:
    """Gather a learner's studies; as many queries however many there are."""
    mine = list(
        Enrolment.objects.filter(learner=learner)
        .select_related(
            "run__course",
            "run__organiser",
            "programme_enrolment__programme_run",
            "moved_to__run",
        )
        # Only where the run reminds anybody is there something to turn off.
        .annotate(is_reminded=Exists(ReminderRule.objects.filter(run=OuterRef("run"))))
        .annotate(has_messages=Exists(MessageCopy.objects.filter(enrolment=OuterRef("pk"))))
        .with_place()
        .order_by("-enrolled_at", "-pk")
    )
    completions: dict[int, Completion] = {}
    annulled: dict[int, Completion] = {}
    for completion in Completion.objects.filter(learner=learner).order_by("pk"):
        kept = annulled if completion.annulled_at else completions
        kept[completion.enrolment_id] = completion
    places = _places({enrolment.run.course_id for enrolment in mine if not enrolment.withdrawn_at})
    courses = {enrolment.run.course_id for enrolment in mine}
    hrefs = course_addresses(courses | {place.course_id for place in places}, language)
    going = studies(_in_order(enrolment for enrolment in mine if enrolment.is_active))
    return MyStudies(
        under_way=[
            UnderWay(
                study,
                hrefs.get(study.enrolment.run.course_id, ""),
                annulled.get(study.enrolment.pk),
            )
            for study in going
        ],
        completed=[
            Completed(
                enrolment,
                completions.get(enrolment.pk),
                hrefs.get(enrolment.run.course_id, ""),
                annulled.get(enrolment.pk),
            )
            for enrolment in mine
            if enrolment.completed_at
        ],
        withdrawn=[enrolment for enrolment in mine if enrolment.withdrawn_at],
        programmes=_programmes(places, going, completions, hrefs),
        waiting=list(
            WaitingPlace.objects.open()
            .filter(learner=learner)
            .select_related("run__course", "run__organiser")
            .with_number()
        ),
        grown=grown(learner),
        planned=_planned(going),
        coming=coming(going)[:SHOWN],
        news=list(Notice.objects.unread().filter(person=learner).order_by("-told_at")[:NEWS]),
        changed=changed(mine, completions, hrefs),
    )


def _planned(going: Iterable[Study]) -> list[Planned]:
    by_enrolment = {study.enrolment.pk: study for study in going}
    plans = {
        plan.enrolment_id: plan for plan in StudyPlan.objects.filter(enrolment__in=by_enrolment)
    }
    return [Planned(plans[pk], study) for pk, study in by_enrolment.items() if pk in plans]


def _in_order(newest_first: Iterable[Enrolment]) -> list[Enrolment]:
    """Newest first still, but a programme's courses together and in the programme's order."""
    groups: dict[object, list[Enrolment]] = {}
    for one in newest_first:
        whole = one.programme_enrolment_id
        groups.setdefault(("alone", one.pk) if whole is None else whole, []).append(one)
    return [
        one for group in groups.values() for one in sorted(group, key=lambda one: one.place or 0)
    ]


def _places(course_ids: set[int]) -> list[ProgrammeCourse]:
    """All places of the programmes that any of these courses belongs to."""
    programmes = ProgrammeCourse.objects.filter(course__in=course_ids).values("programme")
    return list(
        ProgrammeCourse.objects.filter(programme__in=programmes)
        .select_related("programme", "course")
        .order_by("programme__code", "position")
    )


def _programmes(
    places: Iterable[ProgrammeCourse],
    going: Iterable[Study],
    completions: dict[int, Completion],
    hrefs: dict[int, str],
) -> list[ProgrammeStanding]:
    done = {completion.course_id for completion in completions.values()}
    current = {study.enrolment.run.course_id: study.standing.percent for study in going}
    on_programme = {
        one.programme_run.programme_id: one
        for one in (study.enrolment.programme_enrolment for study in going)
        if one and one.is_open
    }
    found: dict[int, ProgrammeStanding] = {}
    here: set[int] = set()
    for place in places:
        key = place.course_id
        state = "done" if key in done else "ahead"
        # One is where the learner stands: the first that they study and have not completed.
        if state == "ahead" and key in current and place.programme_id not in here:
            state = "current"
            here.add(place.programme_id)
        standing = found.setdefault(
            place.programme_id,
            ProgrammeStanding(place.programme, enrolment=on_programme.get(place.programme_id)),
        )
        percent = 100 if key in done else min(current.get(key, 0), 99)
        standing.parts.append(ProgrammePart(place.course, state, hrefs.get(key, ""), percent))
    return list(found.values())
