"""
"What changed" on a page becomes a line of the curriculum's history when the page goes live.

On whichever path, once: the note is then cleared, on the page and in its drafts. The Finnish
page's note begins the line; a translation's note adds its language to the page's last line, or
waits on its page until there is one.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from courses.catalogue.changes import CurriculumChange
from courses.catalogue.models import Course, CourseStep
from courses.pages.models import CoursePage, StepPage
from courses.pages.outline import COURSE_PATH
from home.words import SOURCE_LANGUAGE


def connect() -> None:
    """Listen to what is published; after syncing, which makes the step."""
    page_published.connect(_published, dispatch_uid="courses_noting")


def _published(sender: Any, instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, CoursePage | StepPage) and instance.alias_of_id is None:
        revision = kwargs.get("revision")
        keep_note(instance, by=revision.user if revision else None)


@transaction.atomic
def keep_note(page: CoursePage | StepPage, *, by: Any) -> CurriculumChange | None:
    """Move a published page's note into the history; None when there is nothing to move."""
    note, language = page.change_note.strip(), page.locale.language_code
    if not note:
        return None
    if language != SOURCE_LANGUAGE:
        return _add_words(page, note)
    course = _course_of(page)
    if course is None:
        return None
    step = CourseStep.objects.filter(key=page.translation_key).first()
    change, _made = CurriculumChange.objects.get_or_create(
        # The same note again on one day is the same draft published twice.
        course=course,
        step=step,
        changed_on=timezone.localdate(),
        summary_fi=note,
        defaults={"version": course.curriculum_version, "noted_by": by},
    )
    _clear(page, note)
    for twin in page.get_translations().live().specific():
        if isinstance(twin, CoursePage | StepPage) and twin.change_note.strip():
            _add_words(twin, twin.change_note.strip())
    return change


def _course_of(page: CoursePage | StepPage) -> Course | None:
    return Course.objects.filter(pages__path=page.path[:COURSE_PATH]).first()


def _add_words(page: CoursePage | StepPage, note: str) -> CurriculumChange | None:
    """Add a translation's note to the last line of its page, where that lacks its language."""
    course, column = _course_of(page), f"summary_{page.locale.language_code}"
    changes = CurriculumChange.objects.select_for_update().filter(course=course)
    if isinstance(page, CoursePage):
        change = changes.filter(step__isnull=True).first()
    else:
        change = changes.filter(step__key=page.translation_key).first()
    if change is None or getattr(change, column):
        return None
    setattr(change, column, note)
    change.save(update_fields=[column])
    _clear(page, note)
    return change


def _clear(page: CoursePage | StepPage, note: str) -> None:
    """Empty the note on the page and in its live and latest drafts, where it still stands."""
    type(page).objects.filter(pk=page.pk).update(change_note="")
    page.change_note = ""
    ids = Page.objects.filter(pk=page.pk).values_list("live_revision", "latest_revision").first()
    for revision in Revision.objects.filter(pk__in=[pk for pk in ids or () if pk]):
        if revision.content.get("change_note", "").strip() == note:
            revision.content["change_note"] = ""
            revision.save(update_fields=["content"])
