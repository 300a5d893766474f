"""Progress never goes backwards for a learner, and the end of a part is said."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from courses.models import CourseStep, Enrolment
from courses.progress.completing import complete_step, reopen_step
from courses.progress.studies import studies
from home.templatetags.paths import progress
from tests.factories.accounts import AdministratorFactory
from tests.factories.courses import EnrolmentFactory, LessonPageFactory, course_with, lessons_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def shown(enrolment: Enrolment) -> tuple[int, int, int]:
    [study] = studies([Enrolment.objects.select_related("run__course").get(pk=enrolment.pk)])
    return study.standing.done, study.standing.total, study.standing.percent


def step_of(lesson) -> CourseStep:
    return CourseStep.objects.get(key=lesson.translation_key)


def test_the_percent_never_falls_when_content_comes_or_goes():
    page = course_with(modules=1, lessons=4)
    first, second, *_rest = lessons_of(page)
    enrolment = EnrolmentFactory(run__course=page.course)
    for lesson in (first, second):
        complete_step(enrolment, step_of(lesson))
    assert shown(enrolment) == (2, 4, 50)
    LessonPageFactory(parent=first.get_parent())
    assert shown(enrolment) == (2, 5, 50)
    first.unpublish()
    assert shown(enrolment) == (1, 4, 50)
    assert progress(1, 4, 50)["has_new"]
    assert not progress(2, 4, 50)["has_new"]
    # Staff's taking a step back is no change of content.
    staff = AdministratorFactory()
    reopen_step(enrolment, step_of(second), by=staff, reason="Tehty väärin")
    assert shown(enrolment) == (0, 4, 0)


def test_the_end_of_a_part_is_said_once_it_is_reached(client):
    page = course_with(modules=2, lessons=2)
    lessons = lessons_of(page)
    enrolment = EnrolmentFactory(run__course=page.course)
    client.force_login(enrolment.learner)
    with override("fi"):
        pages = [
            client.post(
                reverse("courses:complete_step", args=[enrolment.pk, lesson.translation_key]),
                follow=True,
            ).text
            for lesson in lessons
        ]
    said = ["Tämä osa on valmis" in text for text in pages]
    assert said == [False, True, False, True]
    assert "Jäljellä on 1 osa." in pages[1]
