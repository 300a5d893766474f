"""What stops a page of a course from going live, and what is only advice."""

import datetime

import pytest
from django.utils import timezone
from wagtail.users.models import UserProfile

from courses.pages import checks
from home.checks import PublishingRefusedError
from tests.editing import said, save
from tests.factories.accounts import AdministratorFactory
from tests.factories.courses import (
    CoursePageFactory,
    LessonPageFactory,
    ModulePageFactory,
    course_with,
)
from tests.factories.home import in_language, publish

pytestmark = pytest.mark.django_db


# --- What stops a page -----------------------------------------------------------------


def problems_of(publish):
    with pytest.raises(PublishingRefusedError) as refusal:
        publish()
    return refusal.value.messages


def publishing(page):
    return lambda: page.save_revision(clean=False).publish()


def test_a_course_page_tells_what_is_learnt():
    page = CoursePageFactory(published=False, outcomes=[])

    assert problems_of(publishing(page)) == [
        "Write at least one learning outcome: certificates show them."
    ]


def test_a_course_has_one_page_in_a_language():
    first = CoursePageFactory(title="Ensimmäinen")
    second = CoursePageFactory(course=first.course, title="Toinen", published=False)

    assert problems_of(publishing(second)) == [
        "The course has a published page in this language already: “Ensimmäinen”."
    ]


def test_the_same_page_is_published_again_and_in_another_language():
    page = CoursePageFactory()

    page.save_revision().publish()
    in_language(page, "sv", title="Kursen")

    assert set(page.course.pages.live().values_list("locale__language_code", flat=True)) == {
        "fi",
        "sv",
    }


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param(
            {"body": [("quotation", {"text": "Jaksan.", "attribution": "Asiakas"})]},
            "The lesson has no text. Add a text block with what the learner should know.",
            id="nothing to read",
        ),
        pytest.param(
            {"body": [("text", "<p> </p>")]},
            "The lesson has no text. Add a text block with what the learner should know.",
            id="an empty paragraph",
        ),
        pytest.param(
            {"minutes": 0},
            "Say how many minutes this takes; one at least.",
            id="no time",
        ),
    ],
)
def test_a_lesson_is_something_to_read(fields, said):
    assert said in problems_of(publishing(LessonPageFactory(published=False, **fields)))


# --- What is only advice ---------------------------------------------------------------


def advice_of(page) -> list[str]:
    return [finding.words for finding in page.publishing_advice()]


def test_a_course_that_nobody_can_complete_goes_live_with_a_word_to_its_editor(client):
    user = AdministratorFactory()
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    page = course_with(modules=1, lessons=1)

    response = save(client, page, action_publish="1")

    assert response.status_code == 302
    assert "Nobody can complete this course yet" in said(response)


def test_what_alone_is_asked_for_stays_required():
    module = ModulePageFactory()
    lesson, other = (LessonPageFactory(parent=module, required=True) for _number in range(2))
    lesson.required = other.required = False

    publish(lesson)
    with pytest.raises(PublishingRefusedError) as refusal:
        publish(other)

    (finding,) = refusal.value.findings
    assert (finding.code, finding.field) == ("nothing_required", "required")


def test_a_course_with_a_required_step_needs_no_advice():
    page = CoursePageFactory()
    LessonPageFactory(parent=ModulePageFactory(parent=page), required=True)

    assert page.publishing_advice() == []


def test_a_lesson_below_a_draft_module_is_not_found_by_learners():
    module = ModulePageFactory(published=False, title="Luonnos")
    lesson = LessonPageFactory(parent=module)

    assert advice_of(lesson)[0] == (
        "Learners do not see this before its module “Luonnos” is published."
    )


def test_a_translation_waits_for_its_finnish_page():
    lesson = LessonPageFactory()
    swedish = in_language(lesson, "sv", title="Lektion")
    assert list(checks.source_advice(swedish)) == []

    lesson.unpublish()

    assert [finding.words for finding in checks.source_advice(swedish)] == [
        "Learners do not see this before the same page is published in Finnish."
    ]


def test_a_lesson_tells_its_sources_and_is_reviewed_in_time():
    lesson = LessonPageFactory(review_by=timezone.localdate() - datetime.timedelta(days=1))

    assert advice_of(lesson) == [
        "Its day of review has passed. Check the facts, then set a new day.",
        "The lesson names no source. Add a block of sources at its end.",
    ]
