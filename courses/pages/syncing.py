"""
Keep `Course` and `CourseStep` in step with the published pages.

A step exists when its Finnish page is published under a published module. Titles are copied
per language. What has gone is retired, never deleted: progress and completions point at it.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.db.models.signals import post_delete
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from courses.activities.terms import terms_by_key
from courses.catalogue.models import Course, CourseStep
from courses.catalogue.requirements import StepGroup, StepRule
from courses.pages.models import CoursePage, ModulePage, StepPage
from courses.pages.outline import COURSE_PATH, MODULE_DEPTH, branches
from home.words import SOURCE_LANGUAGE


def connect() -> None:
    """Listen to everything that changes what a course is made of."""
    page_published.connect(_page_changed, dispatch_uid="courses_published")
    page_unpublished.connect(_page_changed, dispatch_uid="courses_unpublished")
    page_slug_changed.connect(_page_changed, dispatch_uid="courses_slug")
    post_page_move.connect(_page_moved, dispatch_uid="courses_moved")
    post_delete.connect(_page_deleted, dispatch_uid="courses_deleted")


def _page_changed(sender: Any, instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, (CoursePage, ModulePage, StepPage)):
        _sync_at({instance.path})


def _page_moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    if isinstance(instance.specific_deferred, (CoursePage, ModulePage, StepPage)):
        _sync_at({kwargs["parent_page_before"].path, instance.path})


def _page_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, CoursePage):
        # Its row is gone, so the path no longer tells whose page it was.
        sync_course(instance.course)
    elif isinstance(instance, (ModulePage, StepPage)):
        _sync_at({instance.path})


def _sync_at(paths: set[str]) -> None:
    roots = {path[:COURSE_PATH] for path in paths}
    for course in Course.objects.filter(pages__path__in=roots).distinct():
        sync_course(course)


@transaction.atomic
def sync_course(course: Course) -> None:
    """Copy names and steps from the live pages, then raise the outline version."""
    course = Course.objects.select_for_update().get(pk=course.pk)
    _copy_words(course)
    _sync_steps(course)
    course.save(update_fields=["names", "summaries", "outcomes"])
    Course.objects.filter(pk=course.pk).update(outline_version=F("outline_version") + 1)


def _copy_words(course: Course) -> None:
    """Last published words stay when a page is unpublished: completions need a name."""
    for page in CoursePage.objects.live().filter(course=course).select_related("locale"):
        language = page.locale.language_code
        course.names[language] = page.title
        course.summaries[language] = page.summary
        course.outcomes[language] = [block.value for block in page.outcomes]


def _sync_steps(course: Course) -> None:
    by_language = branches(course)
    titles: dict[UUID, dict[str, str]] = {}
    for language, items in by_language.items():
        for item in items:
            titles.setdefault(item.key, {})[language] = item.title
    facts, terms = _step_facts(course), _terms(course)
    rows: list[CourseStep] = []
    module: UUID | None = None
    for item in by_language.get(SOURCE_LANGUAGE, []):
        if len(item.path) == MODULE_DEPTH * Page.steplen:
            module = item.key
        elif module is not None and item.key in facts:
            kind, minutes, required = facts[item.key]
            rows.append(
                CourseStep(
                    course=course,
                    key=item.key,
                    kind=kind,
                    titles=titles[item.key],
                    module_key=module,
                    module_titles=titles[module],
                    position=len(rows) + 1,
                    minutes=minutes,
                    required=required,
                    terms=terms.get(item.key, {}),
                )
            )
    moved = CourseStep.objects.filter(key__in=[row.key for row in rows]).exclude(course=course)
    left = dict(moved.values_list("pk", "course_id"))
    CourseStep.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=[
            "course", "kind", "titles", "module_key", "module_titles", "position", "minutes",
            "required", "terms", "retired_at",
        ],
    )  # fmt: skip
    gone = CourseStep.objects.current().filter(course=course)
    gone.exclude(key__in=[row.key for row in rows]).update(retired_at=timezone.now())
    if left:
        _leave_rules_behind(course, left)


def _leave_rules_behind(course: Course, left: dict[int, int]) -> None:
    """
    Untie steps that came from other courses, {step: course}, from what those ask for.

    Their choices are not this course's, and no step waits for one of another course.
    """
    StepGroup.steps.through.objects.filter(coursestep__in=left).exclude(
        stepgroup__course=course
    ).delete()
    waits = StepRule.objects.filter(Q(step__in=left) | Q(after__in=left))
    waits.exclude(after__course=F("step__course")).update(after=None)
    Course.objects.filter(pk__in=left.values()).update(outline_version=F("outline_version") + 1)


def _terms(course: Course) -> dict[UUID, dict[str, Any]]:
    """What doing each activity means, with its words in every live language."""
    pages = CoursePage.objects.live().filter(course=course)
    return terms_by_key(pages.values_list("path", flat=True))


def _step_facts(course: Course) -> dict[UUID, tuple[str, int, bool]]:
    """Return kind, minutes and required of each live step page, by key."""
    root = (
        CoursePage.objects.live()
        .filter(course=course, locale__language_code=SOURCE_LANGUAGE)
        .values_list("path", flat=True)
        .first()
    )
    facts: dict[UUID, tuple[str, int, bool]] = {}
    if root is None:
        return facts
    for model in StepPage.__subclasses__():
        rows = model.objects.live().filter(path__startswith=root)
        for key, minutes, required in rows.values_list("translation_key", "minutes", "required"):
            facts[key] = (model.step_kind, minutes, required)
    return facts
