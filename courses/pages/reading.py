"""
Everything that a page of a course needs to be read, in one place.

Whoever shows a lesson or a quiz asks here, once a request; so what a page costs is seen in
one function, and could become one statement.
"""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from courses import rules
from courses.catalogue.models import Course
from courses.enrolling.models import Enrolment
from courses.pages.models import CoursePage
from courses.pages.outline import Outline, OutlineStep, course_page_of, outline
from courses.progress.models import StepProgress
from home.routing import language_of
from home.words import SOURCE_LANGUAGE, day_in_words


@dataclass(frozen=True)
class Reading:
    """
    One person at one page of a course.

    `step` is None where the page is no step of the outline (a course or module page).
    `enrolment` is the one that keeps the course open: the active one, else the last
    completed. `done` holds the keys of the steps that it has completed.
    """

    course_page: CoursePage
    course: Course
    outline: Outline
    step: OutlineStep | None
    enrolment: Enrolment | None
    done: frozenset[UUID]

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
        """How far along the person is, and what is missing."""
        return rules.evaluate(
            [rules.Step(str(step.key), step.required) for step in self.outline.steps],
            {str(key) for key in self.done},
        )

    @cached_property
    def time_words(self) -> str:
        """Why nothing can be done on the course today, by the dates of the run; else empty."""
        return study_time_words(self.enrolment) if self.enrolment else ""

    @property
    def is_done(self) -> bool:
        """Whether this page's step is completed."""
        return self.step is not None and self.step.key in self.done

    @cached_property
    def resume(self) -> OutlineStep | None:
        """Where to continue; None when every step is done."""
        steps = self.outline.steps
        last_id = self.enrolment.last_step_id if self.enrolment else None
        key = rules.where_to_continue(
            [step.key for step in steps],
            last=next((step.key for step in steps if step.id == last_id), None),
            done=self.done,
        )
        return self.outline.by_key[key] if key else None


def read(request: HttpRequest, page: Page) -> Reading:
    """
    Gather a reading; four queries with a warm outline, remembered on the request.

    The outline is in the reader's language; a fifth query where the page is not.
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
    enrolment = standing_enrolment(course, request.user)
    return Reading(
        course_page=course_page,
        course=course,
        outline=whole,
        step=whole.by_key.get(page.translation_key),
        enrolment=enrolment,
        done=done_keys(enrolment) if enrolment else frozenset(),
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
    """Say that the run of an enrolment has not begun, or is over; empty while one may study."""
    today = timezone.localdate()
    if enrolment.run.begins_after(today):
        return _("Studying begins on %(day)s.") % {"day": day_in_words(enrolment.run.starts_on)}
    if enrolment.run.ended_before(today) and not enrolment.completed_at:
        return _(
            "The time to study on this run ended on %(day)s. You can read, but nothing more is "
            "recorded. Ask the organiser whether another run suits you."
        ) % {"day": day_in_words(enrolment.run.ends_on)}
    return ""


def standing_enrolment(course: Course, user: object) -> Enrolment | None:
    """
    Return the enrolment that keeps a course open for a person, None without one.

    The active one wins over completed ones, a newer over an older.
    """
    if not isinstance(user, User):
        return None
    mine = Enrolment.objects.standing_ones().filter(learner=user, run__course=course)
    active_first = F("completed_at").desc(nulls_first=True)
    return mine.select_related("run").order_by(active_first, "-enrolled_at").first()


def done_keys(enrolment: Enrolment) -> frozenset[UUID]:
    """Return the keys of the steps that an enrolment has completed."""
    done = StepProgress.objects.filter(enrolment=enrolment, completed_at__isnull=False)
    return frozenset(done.values_list("step__key", flat=True))
