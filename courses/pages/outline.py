"""
What a course is made of, in a reader's language: modules and their steps in order.

Structure comes from the live Finnish pages; words from the language's own live pages, and
from the Finnish ones where there are none. Cached in the process under the course's outline
version, which every change of a page raises after it is written (`syncing`).
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.core.cache import caches
from wagtail.models import Page

from courses.catalogue.models import Course
from courses.pages.models import CoursePage
from courses.progress.judging import ChoiceWords, rules_of
from courses.rules import Rules
from home.routing import address
from home.words import SOURCE_LANGUAGE

# Steps of the tree: root, front page, catalogue, course, module, step; four letters each.
COURSE_PATH = 4 * Page.steplen
MODULE_DEPTH = 5
STEP_DEPTH = 6
CACHE_SECONDS = 60 * 60 * 24


@dataclass(frozen=True)
class OutlineStep:
    """
    One step: its `CourseStep` id and key; the page that it is read on, its title and language.

    The address is under the reader's prefix also where the page is Finnish (`home.routing`).
    """

    id: int
    key: UUID
    page_id: int
    kind: str
    title: str
    href: str
    language: str
    minutes: int
    required: bool


@dataclass(frozen=True)
class OutlineModule:
    """One module with its steps."""

    key: UUID
    title: str
    language: str
    steps: tuple[OutlineStep, ...]


@dataclass(frozen=True)
class Outline:
    """A course's modules in order, and what it asks for; steps are known to rules by their ids."""

    modules: tuple[OutlineModule, ...] = field(default=())
    rules: Rules = field(default=Rules())
    choices: Mapping[int, ChoiceWords] = field(default_factory=dict)

    @cached_property
    def steps(self) -> tuple[OutlineStep, ...]:
        """All steps in order."""
        return tuple(step for module in self.modules for step in module.steps)

    @cached_property
    def titles(self) -> dict[Hashable, str]:
        """The steps' titles by id."""
        return {step.id: step.title for step in self.steps}

    @cached_property
    def by_key(self) -> dict[UUID, OutlineStep]:
        """Steps by key."""
        return {step.key: step for step in self.steps}

    def around(self, key: UUID) -> tuple[OutlineStep | None, OutlineStep | None]:
        """Return the steps before and after one; (None, None) for a key not in the outline."""
        keys = [step.key for step in self.steps]
        if key not in self.by_key:
            return None, None
        index = keys.index(key)
        before = self.steps[index - 1] if index else None
        after = self.steps[index + 1] if index + 1 < len(keys) else None
        return before, after


def course_page_of(page: Page) -> CoursePage:
    """Return the course page above (or at) a page, with its course; one query."""
    return CoursePage.objects.select_related("course", "locale").get(path=page.path[:COURSE_PATH])


def outline(course: Course, language: str) -> Outline:
    """Return the outline of a course in a language, from the cache where it is there."""
    key = f"outline:{course.pk}:{language}:{course.outline_version}"
    found = caches["versioned"].get(key)
    if found is None:
        found = build_outline(course, language)
        caches["versioned"].set(key, found, CACHE_SECONDS)
    return found


@dataclass(frozen=True)
class _Branch:
    """A live page below a course page, by its key."""

    page_id: int
    path: str
    key: UUID
    title: str
    url_path: str


def branches(course: Course) -> dict[str, list[_Branch]]:
    """
    Return the live pages below a course's live pages, by language, in tree order.

    A page below a module that is not live is left out: Wagtail would still serve it. Two
    queries whatever the number of pages.
    """
    roots = dict(
        CoursePage.objects.live().filter(course=course).values_list("locale__language_code", "path")
    )
    found: dict[str, list[_Branch]] = defaultdict(list)
    rows = (
        Page.objects.live()
        .filter(depth__in=[MODULE_DEPTH, STEP_DEPTH], locale__language_code__in=roots)
        .order_by("path")
        .values_list("locale__language_code", "pk", "path", "translation_key", "title", "url_path")
    )
    below = None
    for root in roots.values():
        part = rows.filter(path__startswith=root)
        below = part if below is None else below | part
    for language, *branch in below if below is not None else []:
        found[language].append(_Branch(*branch))
    return {language: list(_under_live_modules(items)) for language, items in found.items()}


def _under_live_modules(items: list[_Branch]) -> Iterator[_Branch]:
    module_length = MODULE_DEPTH * Page.steplen
    modules = {item.path for item in items if len(item.path) == module_length}
    return (item for item in items if item.path[:module_length] in modules)


def build_outline(course: Course, language: str) -> Outline:
    """Read an outline from the pages and steps; three queries."""
    by_language = branches(course)
    source = by_language.get(SOURCE_LANGUAGE, [])
    own = {item.key: item for item in by_language.get(language, [])}
    course_rules = rules_of([course])[course.pk]
    steps = {step.key: step for step in course_rules.steps}

    modules: list[OutlineModule] = []
    members: list[OutlineStep] = []
    current: _Branch | None = None

    def close() -> None:
        if current is not None:
            words, said = _worded(current, own, language)
            modules.append(OutlineModule(current.key, words.title, said, tuple(members)))

    for item in source:
        if len(item.path) == MODULE_DEPTH * Page.steplen:
            close()
            current, members = item, []
        elif step := steps.get(item.key):
            words, said = _worded(item, own, language)
            members.append(
                OutlineStep(
                    id=step.pk,
                    key=item.key,
                    page_id=words.page_id,
                    kind=step.kind,
                    title=words.title,
                    href=address(language, words.url_path),
                    language=said,
                    minutes=step.minutes,
                    required=step.required,
                )
            )
    close()
    return Outline(tuple(modules), course_rules.rules, course_rules.choices)


def _worded(item: _Branch, own: dict[UUID, _Branch], language: str) -> tuple[_Branch, str]:
    """Return the page to take the words from, and its language."""
    if item.key in own:
        return own[item.key], language
    return item, SOURCE_LANGUAGE
