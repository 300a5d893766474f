"""What an editor notes on a page becomes the curriculum's history when the page goes live."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import Revision

from courses.catalogue.changes import CurriculumChange
from home.schedule import publish_due
from tests.factories.accounts import AdministratorFactory
from tests.factories.courses import CoursePageFactory, LessonPageFactory, ModulePageFactory
from tests.factories.home import in_language, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson():
    return LessonPageFactory(title="Tuki", required=True)


def noted(page, note, by=None):
    """A draft of the page with a note."""
    page = type(page).objects.get(pk=page.pk)
    page.change_note = note
    return page.save_revision(user=by)


def by_code(revision):
    revision.publish()


def on_schedule(revision):
    past = timezone.now() - datetime.timedelta(minutes=1)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past)
    assert publish_due(timezone.now()) == 1


@pytest.mark.parametrize("way", [by_code, on_schedule])
def test_a_note_is_kept_once_and_cleared(lesson, way):
    editor = AdministratorFactory()
    CoursePageFactory()
    course = lesson.get_parent().get_parent().specific.course

    way(noted(lesson, " Tuen hakeminen muuttui. ", by=editor))

    change = CurriculumChange.objects.get()
    assert (change.course, change.step.key) == (course, lesson.translation_key)
    assert change.summary_fi == "Tuen hakeminen muuttui."
    assert (change.version, change.noted_by) == (course.curriculum_version, editor)
    page = type(lesson).objects.get(pk=lesson.pk)
    assert page.change_note == page.get_latest_revision_as_object().change_note == ""
    publish(page)
    assert CurriculumChange.objects.count() == 1


def test_a_page_without_a_note_changes_nothing(lesson):
    publish(lesson)
    by_code(noted(lesson, "  "))
    assert not CurriculumChange.objects.exists()


def test_the_note_of_a_course_page_is_of_the_course_as_a_whole():
    page = CoursePageFactory()
    by_code(noted(page, "Laajuus on nyt 2 op."))
    change = CurriculumChange.objects.get()
    assert (change.course, change.step) == (page.course, None)


def test_a_draft_that_was_begun_meanwhile_does_not_note_it_again(lesson):
    revision = noted(lesson, "Laki muuttui.")
    by_hand = noted(lesson, "Laki muuttui.")

    by_code(revision)
    by_code(Revision.objects.get(pk=by_hand.pk))

    assert CurriculumChange.objects.count() == 1


def test_a_translation_adds_its_words_before_or_after(lesson):
    other = LessonPageFactory(parent=ModulePageFactory(parent=lesson.get_parent().get_parent()))
    swedish, early = in_language(lesson, "sv"), in_language(other, "sv")
    by_code(noted(lesson, "Laki muuttui."))

    by_code(noted(swedish, "Lagen ändrades."))
    by_code(noted(early, "Stödet ändrades."))
    assert CurriculumChange.objects.get().summary_sv == "Lagen ändrades."
    assert type(early).objects.get(pk=early.pk).change_note == "Stödet ändrades.", "it waits"
    by_code(noted(other, "Tuki muuttui."))

    change = CurriculumChange.objects.get(summary_fi="Tuki muuttui.")
    assert (change.summary_sv, change.step.key) == ("Stödet ändrades.", other.translation_key)
    by_code(noted(swedish, "Ännu en gång."))
    assert not CurriculumChange.objects.filter(summary_sv="Ännu en gång.").exists()
