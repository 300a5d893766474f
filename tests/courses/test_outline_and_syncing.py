"""The outline follows the published pages, and steps outlive them."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from courses.catalogue.models import Course, CourseStep
from courses.catalogue.requirements import StepRule
from courses.pages.models import CoursePage, LessonPage, ModulePage
from courses.pages.outline import outline
from courses.progress.judging import rules_of
from courses.progress.models import StepProgress
from tests.factories.accounts import UserFactory
from tests.factories.courses import (
    LessonPageFactory,
    ModulePageFactory,
    StepGroupFactory,
    StepProgressFactory,
    StepRuleFactory,
    course_with,
    lessons_of,
)
from tests.factories.home import in_language, publish

pytestmark = pytest.mark.django_db


def fresh(course: Course) -> Course:
    """The course as the database has it, with its present outline version."""
    return Course.objects.get(pk=course.pk)


def titles(course: Course, language: str = "fi") -> list[str]:
    """Titles of the outline's steps in order."""
    return [step.title for step in outline(fresh(course), language).steps]


def test_publishing_makes_steps_in_tree_order():
    page = course_with(modules=2, lessons=2)
    lessons = lessons_of(page)
    steps = CourseStep.objects.current().filter(course=page.course)
    assert [step.key for step in steps] == [lesson.translation_key for lesson in lessons]
    assert [step.position for step in steps] == [1, 2, 3, 4]
    assert titles(page.course) == [lesson.title for lesson in lessons]


def test_course_copies_its_words_per_language():
    page = course_with()
    in_language(page, "sv", title="Stöd för arbetsförmågan", summary="Du lär dig stödja.")
    course = fresh(page.course)
    assert course.names == {"fi": page.title, "sv": "Stöd för arbetsförmågan"}
    assert course.summaries["sv"] == "Du lär dig stödja."


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda lesson: lesson.unpublish(), id="unpublished"),
        pytest.param(lambda lesson: lesson.delete(), id="deleted"),
        pytest.param(lambda lesson: lesson.get_parent().specific.unpublish(), id="module hidden"),
    ],
)
def test_a_step_whose_page_goes_is_retired_and_keeps_its_progress(change):
    page = course_with(lessons=1)
    lesson = lessons_of(page)[0]
    step = CourseStep.objects.get(key=lesson.translation_key)
    progress = StepProgressFactory(step=step, enrolment__run__course=page.course)

    change(lesson)

    step.refresh_from_db()
    assert step.retired_at is not None
    assert titles(page.course) == []
    progress.refresh_from_db()
    assert progress.completed_at is not None


def test_a_step_published_again_is_current_again():
    page = course_with()
    lesson = lessons_of(page)[0]
    lesson.unpublish()
    publish(LessonPage.objects.get(pk=lesson.pk))
    assert titles(page.course) == [lesson.title]
    assert CourseStep.objects.filter(course=page.course).count() == 1


def test_moving_a_lesson_changes_the_order():
    page = course_with(modules=2, lessons=1)
    first, second = lessons_of(page)
    modules = ModulePage.objects.descendant_of(page).order_by("path")
    first.move(modules[1], pos="last-child")
    assert titles(page.course) == [second.title, first.title]


def test_moving_a_lesson_to_another_course_takes_its_step_along():
    here, there = course_with(), course_with()
    lesson = lessons_of(here)[0]
    lesson.move(ModulePage.objects.descendant_of(there).get(), pos="last-child")
    assert titles(here.course) == []
    assert lesson.title in titles(there.course)


def test_what_moves_to_another_course_keeps_progress_and_leaves_rules_behind():
    here, there = course_with(modules=2, lessons=1), course_with(lessons=1)
    kept, going = CourseStep.objects.filter(course=here.course).order_by("position")
    stays = CourseStep.objects.get(course=there.course)
    done = StepProgressFactory(step=going, enrolment__run__course=here.course)
    StepGroupFactory(course=here.course, of=[kept, going])
    StepRuleFactory(step=going, after=kept, grade_weight=2)
    behind = StepRuleFactory(step=kept, after=going)

    ModulePage.objects.get(translation_key=going.module_key).move(there, pos="last-child")

    rules = {course: rules_of([course])[course.pk] for course in (here.course, there.course)}
    assert [step.pk for step in rules[here.course].steps] == [kept.pk]
    assert [step.pk for step in rules[there.course].steps] == [stays.pk, going.pk]
    assert [choice.steps for choice in rules[here.course].rules.choices] == [{kept.pk}]
    assert rules[there.course].rules.choices == ()
    rule = StepRule.objects.get(step=going)
    assert (rule.after, rule.grade_weight) == (None, 2)
    behind.refresh_from_db()
    assert behind.after is None
    assert StepProgress.objects.get(pk=done.pk).completed_at == done.completed_at


def test_translations_follow_where_they_can(client):
    here, there = course_with(modules=2, lessons=1), course_with(lessons=1)
    first, second = lessons_of(here)
    swedish = in_language(first, "sv", title="Första lektionen", slug="lektion")
    elsewhere = in_language(lessons_of(there)[0], "sv").get_parent()
    english = in_language(first, "en", title="The first lesson")
    module = ModulePage.objects.child_of(there).get()

    # What stays behind is said before.
    client.force_login(UserFactory(is_superuser=True))
    asked = client.get(reverse("wagtailadmin_pages:move_confirm", args=[first.pk, module.pk]))
    assert "The first lesson" in asked.text
    assert "Första lektionen" not in asked.text
    first.move(module, pos="last-child")

    assert LessonPage.objects.get(pk=swedish.pk).get_parent().pk == elsewhere.pk
    assert titles(there.course, "sv")[-1] == "Första lektionen"
    assert titles(there.course, "en")[-1] == first.title
    assert LessonPage.objects.get(pk=english.pk).get_parent() == english.get_parent()
    # Another page there has its address: it stays, and readers see Finnish.
    in_language(second, "sv", title="Andra lektionen", slug="lektion")
    LessonPage.objects.get(pk=second.pk).move(module, pos="last-child")
    assert titles(there.course, "sv")[-1] == second.title


def test_a_new_slug_is_in_the_outline():
    page = course_with()
    lesson = lessons_of(page)[0]
    before = outline(fresh(page.course), "fi").steps[0].href
    lesson.slug = "uusi-osoite"
    publish(lesson)
    after = outline(fresh(page.course), "fi").steps[0].href
    assert before != after
    assert after.endswith("/uusi-osoite/")


def test_a_renamed_course_slug_changes_the_steps_addresses():
    page = course_with()
    course_page = CoursePage.objects.get(pk=page.pk)
    course_page.slug = "uusi-kurssi"
    publish(course_page)
    assert "/uusi-kurssi/" in outline(fresh(page.course), "fi").steps[0].href


def test_another_language_gives_words_and_finnish_the_rest():
    page = course_with(modules=1, lessons=2)
    first, second = lessons_of(page)
    in_language(first, "sv", title="Första lektionen")
    steps = outline(fresh(page.course), "sv").steps
    assert [(step.title, step.language) for step in steps] == [
        ("Första lektionen", "sv"),
        (second.title, "fi"),
    ]
    assert steps[0].href.startswith("/sv/")
    assert all(step.href.startswith("/sv/") for step in steps)


def test_a_draft_translation_is_not_shown():
    page = course_with()
    lesson = lessons_of(page)[0]
    in_language(lesson, "sv", published=False, title="Utkast")
    assert titles(page.course, "sv") == [lesson.title]


def test_a_page_of_another_language_alone_is_no_step():
    page = course_with()
    lesson = lessons_of(page)[0]
    in_language(lesson, "sv")
    LessonPage.objects.get(pk=lesson.pk).unpublish()
    assert titles(page.course, "sv") == []


@pytest.mark.parametrize("count", [1, 3])
def test_building_an_outline_takes_three_queries(django_assert_num_queries, count):
    page = course_with(modules=count, lessons=count)
    course = fresh(page.course)
    with django_assert_num_queries(3):
        whole = outline(course, "fi")
    assert len(whole.steps) == count * count
    with django_assert_num_queries(0):
        outline(course, "fi")


def test_steps_around_a_step():
    page = course_with(modules=2, lessons=1)
    whole = outline(fresh(page.course), "fi")
    first, second = whole.steps
    assert whole.around(first.key) == (None, second)
    assert whole.around(second.key) == (first, None)
    assert whole.around(page.translation_key) == (None, None)


def test_deleting_a_whole_course_page_keeps_the_course_and_its_name():
    page = course_with()
    name = page.title
    page.delete()
    course = fresh(page.course)
    assert course.names == {"fi": name}
    assert outline(course, "fi").steps == ()
    assert CourseStep.objects.filter(course=course, retired_at__isnull=False).count() == 1


def test_scheduled_unpublishing_retires_steps_too():
    page = course_with()
    lesson = lessons_of(page)[0]
    LessonPage.objects.filter(pk=lesson.pk).update(expire_at="2020-01-01T00:00Z")
    call_command("publish_scheduled", verbosity=0)
    assert titles(page.course) == []


def test_other_courses_stay_as_they_are():
    page, other = course_with(), course_with()
    version = fresh(other.course).outline_version
    LessonPageFactory(parent=ModulePageFactory(parent=page))
    assert fresh(other.course).outline_version == version
