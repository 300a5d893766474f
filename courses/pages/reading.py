"""
Everything that a page of a course needs to be read, in one place.

Whoever shows a lesson or a quiz asks here, once a request; so what a page costs is seen in
one function, and could become one statement.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from courses import rules
from courses.catalogue.models import Course
from courses.enrolling.models import Enrolment
from courses.lessons.models import Marking, ReadingPlace
from courses.pages.models import CoursePage
from courses.pages.outline import Outline, OutlineStep, course_page_of, outline
from courses.pages.passages import Spot
from courses.pages.sampling import sample, sample_asked
from courses.progress.judging import days_of, deeds_of
from courses.progress.rules_in_words import (
    DueWords,
    MissingWords,
    closure_words,
    due_in_words,
    due_words,
    missing_words,
    percent,
)
from home.routing import language_of
from home.words import SOURCE_LANGUAGE, day_in_words


@dataclass(frozen=True)
class Reading:
    """
    One person at one page of a course.

    `step` is None where the page is no step of the outline (a course or module page).
    `enrolment` is the one that keeps the course open: the active one, else the last
    completed. `deeds` are what it has done, `days` those of its run's steps, by the steps' ids.
    """

    course_page: CoursePage
    course: Course
    outline: Outline
    step: OutlineStep | None
    enrolment: Enrolment | None
    deeds: Mapping[int, rules.Deed]
    days: Mapping[int, rules.Days]

    @cached_property
    def done(self) -> frozenset[UUID]:
        """The keys of the steps that are completed."""
        return frozenset(
            step.key
            for step in self.outline.steps
            if step.id in self.deeds and self.deeds[step.id].done
        )

    @cached_property
    def before(self) -> OutlineStep | None:
        """The step before this one."""
        return self.outline.around(self.step.key)[0] if self.step else None

    @cached_property
    def after(self) -> OutlineStep | None:
        """The step after this one."""
        return self.outline.around(self.step.key)[1] if self.step else None

    @cached_property
    def standing(self) -> rules.Standing:
        """How far along the person is, what is missing and what is closed."""
        enrolment = self.enrolment
        return rules.evaluate(
            self.outline.rules,
            self.deeds,
            days=self.days,
            today=timezone.localdate(),
            finished=enrolment is not None and enrolment.completed_at is not None,
            anyone_reads=self.course.access_now == Course.Access.OPEN,
        )

    @cached_property
    def closed(self) -> Mapping[Hashable, rules.Closure]:
        """The steps that are closed to this learner by order or day, by the steps' ids."""
        return self.standing.closed if self.enrolment else {}

    @cached_property
    def missing(self) -> list[MissingWords]:
        """What is still asked for, in words."""
        return missing_words(self.outline, self.standing)

    @property
    def is_studying(self) -> bool:
        """Whether the person can still make progress on the course."""
        return self.enrolment is not None and self.enrolment.is_active

    @cached_property
    def asked(self) -> list[MissingWords]:
        """What is still asked for, or what the course asks of anybody; nothing once completed."""
        return [] if self.enrolment and not self.is_studying else self.missing

    @cached_property
    def due_list(self) -> list[DueWords]:
        """The steps to do that have a due day, by day."""
        if not self.is_studying:
            return []
        undone = [(s.id, s.title) for s in self.outline.steps if s.key not in self.done]
        return due_words(undone, self.days)

    @property
    def due(self) -> str:
        """By when this page's step should be done, or that it is late; else empty."""
        return self.due_words(self.step) if self.step and self.is_studying else ""

    @property
    def minimum(self) -> str:
        """The score that the course asks for from this page's step; else empty."""
        step = self.step
        rule = next(
            (rule for rule in self.outline.rules.steps if step and rule.key == step.id), None
        )
        return percent(rule.minimum) if rule and rule.minimum is not None else ""

    @property
    def after_opens(self) -> str:
        """When the next step opens, where it is closed; else empty."""
        if self.after is None or self.step is None or self.after.id not in self.closed:
            return ""
        return self.closed_words(self.after)

    @property
    def waits(self) -> str:
        """Why this page's step is closed to this learner, in words; else empty."""
        return self.closed_words(self.step) if self.step else ""

    def closed_words(self, step: OutlineStep) -> str:
        """Why a step is closed to this learner, in words; else empty."""
        closure = self.closed.get(step.id)
        return closure_words(closure, self.outline.titles) if closure else ""

    def due_words(self, step: OutlineStep) -> str:
        """By when a step should be done, or that it is late; else empty."""
        days = self.days.get(step.id)
        if days is None or days.due_on is None or step.key in self.done:
            return ""
        late = rules.is_late(days, done=False, today=timezone.localdate())
        return due_in_words(days.due_on, is_late=late)

    @cached_property
    def time_words(self) -> str:
        """Why nothing can be done on the course today, by the dates of the run; else empty."""
        return study_time_words(self.enrolment) if self.enrolment else ""

    @property
    def place(self) -> Spot | None:
        """Where the learner was last in this page's step; None without a place."""
        kept: list[Any] = [getattr(self.enrolment, f"place_{name}", None) for name in Spot._fields]
        return Spot(*kept) if kept[0] else None

    @property
    def has_markings(self) -> bool:
        """Whether the learner has marked anything in this page's step."""
        return getattr(self.enrolment, "has_markings", False)

    @property
    def is_done(self) -> bool:
        """Whether this page's step is completed."""
        return self.step is not None and self.step.key in self.done

    @cached_property
    def resume(self) -> OutlineStep | None:
        """Where to continue; None when every step is done, or closed for now."""
        steps = self.outline.steps
        last_id = self.enrolment.last_step_id if self.enrolment else None
        key = rules.where_to_continue(
            [step.key for step in steps],
            last=next((step.key for step in steps if step.id == last_id), None),
            done=self.done,
            closed={step.key for step in steps if step.id in self.closed},
        )
        return self.outline.by_key[key] if key else None

    @cached_property
    def opens_next(self) -> OutlineStep | None:
        """The first closed step, where all that is open is done."""
        if self.resume is not None:
            return None
        return next((step for step in self.outline.steps if step.id in self.closed), None)


def read(request: HttpRequest, page: Page) -> Reading:
    """
    Gather a reading; five queries with a warm outline, remembered on the request.

    The outline is in the reader's language; a sixth query where the page is not.
    """
    known: dict[int, Reading] = request.__dict__.setdefault("_readings", {})
    if page.pk not in known:
        known[page.pk] = _gather(request, page)
    return known[page.pk]


def _gather(request: HttpRequest, page: Page) -> Reading:
    language = get_language() or SOURCE_LANGUAGE
    course_page = page if isinstance(page, CoursePage) else _course_page_above(page, language)
    course = course_page.course
    whole = outline(course, language)
    if mode := sample_asked(request):
        return _invented(mode, course_page, whole, whole.by_key.get(page.translation_key))
    is_preview = getattr(request, "is_preview", False)
    here = whole.by_key.get(page.translation_key)
    enrolment = None if is_preview else standing_enrolment(course, request.user, here)
    return Reading(
        course_page=course_page,
        course=course,
        outline=whole,
        step=here,
        enrolment=enrolment,
        deeds=deeds_of([enrolment])[enrolment.pk] if enrolment else {},
        days=days_of([enrolment.run_id])[enrolment.run_id] if enrolment else {},
    )


def _invented(
    mode: str, course_page: CoursePage, whole: Outline, step: OutlineStep | None
) -> Reading:
    """A preview's reading: of a learner who is not there."""
    course = course_page.course
    invented = sample(mode, course, whole, step)
    return Reading(
        course_page=course_page,
        course=course,
        outline=whole,
        step=step,
        enrolment=invented.enrolment,
        deeds=invented.deeds,
        days={},
    )


def _course_page_above(page: Page, language: str) -> CoursePage:
    """The course in the reader's language also where this one page of it is Finnish."""
    course_page = course_page_of(page)
    if language_of(course_page) == language:
        return course_page
    in_language = CoursePage.objects.live().filter(
        course=course_page.course, locale__language_code=language
    )
    return in_language.select_related("course", "locale").first() or course_page


def study_time_words(enrolment: Enrolment) -> str:
    """
    Say why nothing is recorded on an enrolment today; empty while one may study.

    Its learner has not answered to being enrolled, or its run has not begun, or is over.
    """
    if enrolment.waits_for_answer:
        return _("The organiser has enrolled you. Take your place first: then you can study.")
    today = timezone.localdate()
    if enrolment.run.begins_after(today):
        return _("Studying begins on %(day)s.") % {"day": day_in_words(enrolment.run.starts_on)}
    if enrolment.run.ended_before(today) and not enrolment.completed_at:
        return _(
            "The time to study on this run ended on %(day)s. You can read, but nothing more is "
            "recorded. Ask the organiser whether another run suits you."
        ) % {"day": day_in_words(enrolment.run.ends_on)}
    return ""


def standing_enrolment(
    course: Course, user: object, step: OutlineStep | None = None
) -> Enrolment | None:
    """
    Return the enrolment that keeps a course open for a person, None without one.

    One by which the lessons are open wins over the others; see `Enrolment.precedence`. With a
    step it knows the learner's place there and whether they have marked anything.
    """
    if not isinstance(user, User):
        return None
    mine = Enrolment.objects.standing_ones().filter(learner=user, run__course=course)
    if step is not None:
        there = {"learner": user, "step": step.id}
        places = ReadingPlace.objects.filter(**there)
        place = {f"place_{name}": Subquery(places.values(name)) for name in Spot._fields}
        markings = Marking.objects.filter(**there)
        mine = mine.annotate(**place, has_markings=Exists(markings))
    today = timezone.localdate()
    return min(mine.select_related("run"), key=lambda one: one.precedence(today), default=None)
