"""
What can be wrong with a course as a whole, and with its pages: the findings of its health.

A page that is live is judged as readers see it; one that never was, as its editors left it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses import rule_faults
from courses.catalogue.models import Course
from courses.catalogue.prerequisites import circle_words, in_circle
from courses.health.hours import hours_advice
from courses.pages.models import CoursePage, ModulePage
from courses.progress.judging import rules_of
from courses.progress.rules_in_words import problem_words
from home.checks import PublishGate, find_advice, find_problems
from home.findings import Finding, advice, stop
from home.words import SOURCE_LANGUAGE

# What the law wants in both national languages.
NATIONAL = ("fi", "sv")


@dataclass(frozen=True)
class CoursePages:
    """The pages of a course in every language, in the order of the tree."""

    pages: tuple[Any, ...]

    @property
    def by_key(self) -> dict[UUID, dict[str, Any]]:
        """The pages that say the same, by language."""
        found: dict[UUID, dict[str, Any]] = defaultdict(dict)
        for page in self.pages:
            found[page.translation_key][page.locale.language_code] = page
        return found


def pages_of(course: Course) -> CoursePages:
    """Read a course's pages; as many queries as there are types of pages."""
    roots = CoursePage.objects.filter(course=course).values_list("path", flat=True)
    below = reduce(or_, (Q(path__startswith=path) for path in roots), Q(pk__in=()))
    found = tuple(Page.objects.filter(below, alias_of__isnull=True).order_by("path").specific())
    # Specific pages leave behind what was selected with them.
    prefetch_related_objects(found, "locale")
    return CoursePages(found)


def findings_of_pages(found: CoursePages) -> Iterator[tuple[Any, Finding]]:
    """Yield each page's findings, with the page."""
    for page in found.pages:
        if isinstance(page, PublishGate):
            judged = _as_readers_see(page)
            yield from ((page, finding) for finding in find_problems(judged))
            yield from (
                (page, finding)
                for finding in find_advice(judged)
                # A matter of the course, told once with it.
                if finding.code != "cannot_complete"
            )
    parents = {page.path[: -Page.steplen] for page in found.pages if page.live}
    for page in found.pages:
        if isinstance(page, ModulePage) and page.live and page.path not in parents:
            yield page, advice("empty_module", _("The module has no published lesson or quiz."))
    for twins in found.by_key.values():
        yield from _translations(twins)


def _as_readers_see(page: Any) -> Any:
    return page if page.live else page.get_latest_revision_as_object()


def _translations(twins: dict[str, Any]) -> Iterator[tuple[Any, Finding]]:
    source = twins.get(SOURCE_LANGUAGE)
    if source is None or not source.live:
        return
    for language in NATIONAL:
        twin = twins.get(language)
        if twin is None:
            yield source, advice("no_swedish", _("The page has no Swedish translation."))
        elif not twin.live:
            yield twin, advice("swedish_is_draft", _("The Swedish translation is not published."))
    for language, twin in twins.items():
        if language != SOURCE_LANGUAGE and twin.live and is_older(twin, source):
            words = _("The Finnish page has been published anew since this translation was.")
            yield twin, advice("older_than_source", words)


def is_older(translation: Any, source: Any) -> bool:
    """Whether the source has been published after its translation was last."""
    ours, theirs = translation.last_published_at, source.last_published_at
    return bool(ours and theirs and ours < theirs)


def findings_of_course(course: Course) -> Iterator[Finding]:
    """Yield what is wrong with a course whichever page one reads; they lead to its form."""
    found = rules_of([course])[course.pk]
    for problem in rule_faults.problems(found.rules):
        yield stop("cannot_complete", problem_words(problem, found))
    for waiting in in_circle(course, course.prerequisites.all()):
        yield stop("circle", circle_words(waiting), field="prerequisites")
    yield from hours_advice(course.credits, course.hours, sum(step.minutes for step in found.steps))
    if course.study_field is None:
        words = _("The course has no field of study; study registers ask for it.")
        yield advice("no_study_field", words, field="study_field")
