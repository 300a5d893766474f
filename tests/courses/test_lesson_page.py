"""A lesson as it is read: beside its outline, in as few queries whatever the course's size."""

import json
import re

import pytest
from django.test import RequestFactory
from django.urls import reverse

from courses.catalogue.models import Course, CourseStep
from courses.enrolling.models import Enrolment
from courses.pages.body import render_body
from courses.pages.models import LessonPage
from courses.progress.completing import complete_step
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.courses import (
    EnrolmentFactory,
    LessonPageFactory,
    ModulePageFactory,
    course_with,
    lessons_of,
)
from tests.factories.home import ImageFactory, in_language, publish
from tests.factories.lessons import MarkingFactory

pytestmark = pytest.mark.django_db
TEXT = "<p>Työkyky on ihmisen ja työn suhde.</p>"


@pytest.fixture
def course(db):
    """An enrolment course of two modules with two lessons each."""
    return course_with(modules=2, lessons=2)


@pytest.fixture
def learner(course, client):
    """Somebody on the course, signed in."""
    enrolment = EnrolmentFactory(run__course=course.course)
    client.force_login(enrolment.learner)
    return enrolment.learner


def picture_block(picture):
    """A picture as the editor stores it; fields not named are empty."""
    return {"type": "picture", "value": {"image": picture.pk, "alt": "Kehä", "caption": ""}}


def enrolment_of(learner) -> Enrolment:
    return Enrolment.objects.get(learner=learner)


def test_a_lesson_shows_its_body_time_and_place_in_the_course(client, course, learner):
    first, second, *_rest = lessons_of(course)
    response = client.get(second.url)
    assert response.status_code == 200
    assert "Työkyky on suhde." in response.text
    assert "8\N{NO-BREAK SPACE}min" in response.text
    reading = response.context["reading"]
    assert (reading.before.title, reading.after.title) == (first.title, _rest[0].title)
    assert [row["total"] for row in response.context["modules"]] == [2, 2]
    assert response.text.count('aria-current="page"') == 1


def test_marking_a_lesson_done_leads_to_the_next_and_ticks_it(client, course, learner):
    first, second, *_rest = lessons_of(course)
    form = re.search(r'method="post" action="([^"]+askel[^"]+)"', client.get(first.url).text)
    response = client.post(form[1])
    assert response.status_code == 302
    assert response.url == second.url
    page = client.get(second.url)
    [row, _other] = page.context["modules"]
    assert [step["state"] for step in row["steps"]] == ["done", "current"]
    assert (row["done"], row["total"]) == (1, 2)


def test_the_last_lesson_leads_to_the_course_page(client, course, learner):
    *_rest, last = lessons_of(course)
    url = reverse("courses:complete_step", args=[enrolment_of(learner).pk, last.translation_key])
    response = client.post(url, follow=True)
    assert response.redirect_chain == [(course.url, 302)]
    assert response.context["action"].heading


def test_the_required_lesson_leads_to_the_page_of_the_completion(client, course, learner):
    last = LessonPageFactory(parent=ModulePageFactory(parent=course), required=True)
    enrolment = enrolment_of(learner)
    response = client.post(
        reverse("courses:complete_step", args=[enrolment.pk, last.translation_key])
    )
    assert response.url == reverse("courses:completed", args=[enrolment.pk])
    assert client.get(response.url).status_code == 200


def test_a_quiz_cannot_be_marked_done(client, course, learner):
    quiz = CourseStep.objects.filter(course=course.course).last()
    CourseStep.objects.filter(pk=quiz.pk).update(kind=CourseStep.Kind.QUIZ)
    url = reverse("courses:complete_step", args=[enrolment_of(learner).pk, quiz.key])
    assert client.post(url).status_code == 404
    assert not quiz.progress.exists()


@pytest.mark.parametrize("withdrawn", [False, True])
def test_nobody_marks_on_an_enrolment_that_is_not_theirs_to_use(client, course, withdrawn):
    lesson = lessons_of(course)[0]
    theirs = EnrolmentFactory(run__course=course.course)
    learner = theirs.learner if withdrawn else UserFactory()
    if withdrawn:
        Enrolment.objects.update(withdrawn_at=theirs.enrolled_at)
    client.force_login(learner)
    url = reverse("courses:complete_step", args=[theirs.pk, lesson.translation_key])
    assert client.post(url).status_code == 404
    assert not theirs.step_progress.exists()


def test_a_lesson_of_another_course_cannot_be_marked_on_mine(client, course, learner):
    other = lessons_of(course_with())[0]
    enrolment = enrolment_of(learner)
    url = reverse("courses:complete_step", args=[enrolment.pk, other.translation_key])
    assert client.post(url).status_code == 404
    assert not enrolment.step_progress.exists()


def test_the_address_of_marking_leads_by_get_to_the_lesson_and_changes_nothing(
    client, course, learner
):
    lesson = lessons_of(course)[0]
    enrolment = enrolment_of(learner)
    url = reverse("courses:complete_step", args=[enrolment.pk, lesson.translation_key])
    assert client.get(url).url == lesson.url
    assert not enrolment.step_progress.exists()


def test_a_visit_is_remembered_and_resumed(client, course, learner):
    lessons = lessons_of(course)
    client.get(lessons[2].url)
    enrolment = enrolment_of(learner)
    assert enrolment.last_step.key == lessons[2].translation_key
    resume = reverse("courses:continue", args=[enrolment.pk])
    assert client.get(resume).url == lessons[2].url
    complete_step(enrolment, enrolment.last_step)
    assert client.get(resume).url == lessons[3].url


def test_resuming_when_all_is_done_leads_to_the_course_page(client, course, learner):
    enrolment = enrolment_of(learner)
    for step in course.course.steps.all():
        complete_step(enrolment, step)
    assert client.get(reverse("courses:continue", args=[enrolment.pk])).url == course.url


def test_a_strangers_studies_cannot_be_resumed(client, course, learner):
    stranger = EnrolmentFactory(run__course=course.course)
    assert client.get(reverse("courses:continue", args=[stranger.pk])).status_code == 404


@pytest.mark.parametrize(("access", "status"), [("open", 200), ("enrol", 403), ("invited", 403)])
def test_who_has_not_enrolled_reads_only_open_courses(client, course, access, status):
    Course.objects.update(access=access)
    lesson = lessons_of(course)[0]
    assert client.get(lesson.url).status_code == status
    client.force_login(UserFactory())
    assert client.get(lesson.url).status_code == status


def test_a_closed_lesson_says_why_and_leads_to_signing_in(client, course):
    lesson = lessons_of(course)[0]
    response = client.get(lesson.url)
    assert "Työkyky on suhde." not in response.text
    assert response.context["reason"] == "sign_in"
    assert f"{reverse('account_login')}?next={lesson.url}" in response.text


def test_a_closed_lesson_leads_who_is_signed_in_to_the_course(client, course):
    client.force_login(UserFactory())
    response = client.get(lessons_of(course)[0].url)
    assert response.context["reason"] == "enrol"
    assert f'href="{course.url}"' in response.text


def test_withdrawing_closes_the_lessons(client, course, learner):
    enrolment = enrolment_of(learner)
    lesson = lessons_of(course)[0]
    assert client.get(lesson.url).status_code == 200
    Enrolment.objects.update(withdrawn_at=enrolment.enrolled_at)
    assert client.get(lesson.url).status_code == 403


def test_a_visitor_of_an_open_course_is_told_that_signing_in_saves_progress(client, course):
    Course.objects.update(access="open")
    response = client.get(lessons_of(course)[0].url)
    assert "askel" not in response.text
    assert f'href="{reverse("account_login")}?next=' in response.text


def test_a_live_lesson_below_a_hidden_module_is_not_there(client, course, learner):
    lesson = lessons_of(course)[0]
    lesson.get_parent().specific.unpublish()
    assert LessonPage.objects.live().filter(pk=lesson.pk).exists()
    assert client.get(lesson.url).status_code == 404


def test_a_translation_below_a_hidden_module_is_not_there(client, course, learner):
    lesson = lessons_of(course)[0]
    swedish = in_language(lesson, "sv", title="Lektionen")
    assert client.get(swedish.url).status_code == 200
    swedish.get_parent().specific.unpublish()
    assert client.get(swedish.url).status_code == 404
    assert client.get(lesson.url).status_code == 200


def test_a_module_leads_to_its_first_lesson(client, course, learner):
    module = lessons_of(course)[2].get_parent()
    assert client.get(module.url).url == lessons_of(course)[2].url
    empty = ModulePageFactory(parent=course)
    assert client.get(empty.url).url == course.url


def test_lessons_without_swedish_are_offered_in_finnish_and_say_so(client, course, learner):
    first, second, *_rest = lessons_of(course)
    swedish = in_language(first, "sv", title="Första lektionen")
    response = client.get(swedish.url)
    assert '<html lang="sv"' in response.text
    [now, after, *_] = response.context["reading"].outline.steps
    assert (now.title, now.language) == ("Första lektionen", "sv")
    assert (after.title, after.language) == (second.title, "fi")
    assert after.href == second.url.replace("/fi/", "/sv/", 1)
    following = re.search(r"<a [^>]*step-nav__link--next.*?</a>", response.text, re.DOTALL)
    assert 'hreflang="fi"' in following[0]
    assert '<span lang="fi">' in following[0]


def test_progress_is_one_in_all_languages(client, course, learner):
    first = lessons_of(course)[0]
    swedish = in_language(first, "sv", title="Första lektionen")
    url = reverse("courses:complete_step", args=[enrolment_of(learner).pk, first.translation_key])
    client.post(url)
    assert client.get(swedish.url).context["reading"].is_done


def test_the_language_menu_leads_to_the_same_lesson_in_whatever_words(client, course, learner):
    first, second, *_rest = lessons_of(course)
    swedish = in_language(first, "sv")

    def link(url, code):
        return re.search(rf'href="([^"]+)" lang="{code}"', client.get(url).text)[1]

    assert link(first.url, "sv") == swedish.url
    assert link(swedish.url, "fi") == first.url
    for code in ("sv", "en"):
        there = second.url.replace("/fi/", f"/{code}/", 1)
        assert link(second.url, code) == there
        assert link(there, "fi") == second.url
        assert link(there, code) == there


def test_the_body_is_kept_until_it_is_published_anew(client, course, learner):
    lesson = lessons_of(course)[0]
    assert "Työkyky on suhde." in client.get(lesson.url).text
    LessonPage.objects.filter(pk=lesson.pk).update(body=[{"type": "text", "value": "<p>X</p>"}])
    assert "Työkyky on suhde." in client.get(lesson.url).text
    lesson.body = [("text", "<p>Korjattu teksti.</p>")]
    publish(lesson)
    assert "Korjattu teksti." in client.get(lesson.url).text


def test_the_kept_body_follows_a_linked_page_that_moves(
    client, course, learner, django_capture_on_commit_callbacks
):
    target = course_with()
    lesson = lessons_of(course)[0]
    with django_capture_on_commit_callbacks(execute=True):
        lesson.body = [("text", f'<p><a linktype="page" id="{target.pk}">Lue</a></p>')]
        publish(lesson)
    assert target.url in client.get(lesson.url).text
    target.slug = "uusi-osoite"
    target = publish(target)
    assert "uusi-osoite" in target.url
    assert target.url in client.get(lesson.url).text


def test_the_kept_body_follows_a_picture_that_is_replaced(
    client, course, learner, django_capture_on_commit_callbacks
):
    picture = ImageFactory()
    lesson = lessons_of(course)[0]
    with django_capture_on_commit_callbacks(execute=True):
        lesson.body = json.dumps([{"type": "text", "value": TEXT}, picture_block(picture)])
        publish(lesson)
    before = re.search(r'<img src="([^"]+)"|<img [^>]*src="([^"]+)"', client.get(lesson.url).text)
    picture.file = ImageFactory.build(title="Toinen").file
    picture.save()
    picture.renditions.all().delete()
    after = re.search(r'<img src="([^"]+)"|<img [^>]*src="([^"]+)"', client.get(lesson.url).text)
    assert before[0] != after[0]


def test_a_preview_shows_the_draft_and_leaves_no_trace(course):
    lesson = lessons_of(course)[0]
    editor = AdministratorFactory()
    EnrolmentFactory(run__course=course.course, learner=editor)
    lesson.body = [("text", "<p>Luonnos.</p>")]
    lesson.save_revision()
    draft = lesson.get_latest_revision_as_object()
    request = RequestFactory().get(lesson.url)
    request.user = editor
    html = draft.make_preview_request(request, draft.default_preview_mode).render().text
    assert "Luonnos." in html
    assert Enrolment.objects.get(learner=editor).last_step is None


def test_a_preview_of_a_lesson_not_yet_in_the_outline(course):
    draft = LessonPageFactory(parent=ModulePageFactory(parent=course), published=False)
    request = RequestFactory().get("/")
    request.user = AdministratorFactory()
    html = draft.make_preview_request(request, draft.default_preview_mode).render().text
    assert draft.title in html


def lesson_of_blocks(course, blocks):
    """A lesson of so many texts and so many pictures, each its own."""
    texts = [{"type": "text", "value": TEXT}] * blocks
    pictures = [picture_block(ImageFactory()) for _block in range(blocks)]
    return LessonPageFactory(
        parent=ModulePageFactory(parent=course), body=json.dumps([*texts, *pictures])
    )


@pytest.mark.parametrize("size", [1, 3])
def test_query_count_does_not_grow_with_the_course(client, django_assert_num_queries, size):
    page = course_with(modules=size, lessons=size)
    lesson = lesson_of_blocks(page, size)
    enrolment = EnrolmentFactory(run__course=page.course)
    client.force_login(enrolment.learner)
    client.get(lesson.url)
    # Site roots, session, user, page, lesson, course, enrolment, progress, navigation.
    with django_assert_num_queries(10):
        assert client.get(lesson.url).status_code == 200
    step = CourseStep.objects.get(key=lesson.translation_key)
    for _number in range(size):
        MarkingFactory(learner=enrolment.learner, step=step)
    # And what the learner has marked.
    with django_assert_num_queries(11):
        assert client.get(lesson.url).context["margin"].notes == size


@pytest.mark.parametrize("size", [1, 3])
def test_query_count_of_an_anonymous_reader(client, django_assert_num_queries, size):
    page = course_with(modules=size, lessons=size, access="open")
    lesson = lesson_of_blocks(page, size)
    client.get(lesson.url)
    # Site roots, page, lesson, course, navigation.
    with django_assert_num_queries(5):
        assert client.get(lesson.url).status_code == 200


def test_query_count_of_a_reader_without_a_place(client, django_assert_num_queries):
    lesson = lessons_of(course_with(access="open"))[0]
    client.force_login(UserFactory())
    client.get(lesson.url)
    # As an anonymous reader's, and session, user, enrolment.
    with django_assert_num_queries(8):
        assert client.get(lesson.url).status_code == 200


@pytest.mark.slow
def test_rendering_a_body_costs_the_same_for_one_picture_and_for_three(
    client, django_assert_max_num_queries
):
    page = course_with(access="open")
    counts = []
    for blocks in (1, 3):
        lesson = lesson_of_blocks(page, blocks)
        client.get(lesson.url)
        lesson = LessonPage.objects.get(pk=lesson.pk)
        with django_assert_max_num_queries(10) as queries:
            html = render_body(lesson)
        assert html.count("<img") == blocks
        counts.append(len(queries))
    assert counts == [2, 2]


def test_an_anonymous_page_sets_no_cookie_and_may_be_kept(client, course):
    Course.objects.update(access="open")
    response = client.get(lessons_of(course)[0].url)
    assert not response.cookies
    assert "no-store" not in response.headers.get("Cache-Control", "")


def test_a_signed_in_page_is_never_kept(client, course, learner):
    response = client.get(lessons_of(course)[0].url)
    assert "no-store" in response.headers["Cache-Control"]
