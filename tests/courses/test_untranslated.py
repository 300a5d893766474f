"""A Finnish page read in another language: its interface stays the reader's own."""

import re

import pytest
from django.urls import reverse

from courses.pages.models import LessonPage, ModulePage
from tests.factories.courses import EnrolmentFactory, course_with, lessons_of
from tests.factories.home import StandardPageFactory, front_page, in_language, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(client):
    """A course with Swedish words for its page and first lesson; its learner is signed in."""
    page = course_with(modules=2, lessons=2)
    in_language(lessons_of(page)[0], "sv", title="Första lektionen")
    client.force_login(EnrolmentFactory(run__course=page.course).learner)
    return page


def in_swedish(page) -> str:
    return page.url.replace("/fi/", "/sv/", 1)


def test_an_untranslated_lesson_is_read_within_the_readers_interface(client, course):
    lesson = lessons_of(course)[1]
    response = client.get(in_swedish(lesson))
    assert response.status_code == 200
    assert '<html lang="sv"' in response.text
    assert f'<h1><span lang="fi">{lesson.title}</span></h1>' in response.text
    words = re.search(r'<div class="lesson__words" lang="fi">.*?</div>', response.text, re.DOTALL)
    assert "Työkyky on suhde." in words[0]
    assert "Den här sidan finns hittills bara på finska." in response.text
    # All that leads on stays in Swedish, the course's page too, which has its own words.
    hrefs = [step.href for step in response.context["reading"].outline.steps]
    assert all(href.startswith("/sv/") for href in hrefs)
    assert response.context["course_href"].endswith("-sv/")


def test_a_page_in_the_readers_language_has_no_note(client, course):
    text = client.get(lessons_of(course)[1].url).text
    assert '<div class="lesson__words">' in text
    assert "Tämä sivu on toistaiseksi" not in text


def test_marking_an_untranslated_lesson_done_leads_on_in_the_readers_language(client, course):
    done_url = client.get(in_swedish(lessons_of(course)[1])).context["done_url"]
    assert done_url.startswith("/sv/")
    assert client.post(done_url)["Location"].startswith("/sv/")


def test_the_finnish_address_of_a_translated_page_leads_to_the_translation(client, course):
    lesson = lessons_of(course)[0]
    response = client.get(in_swedish(lesson))
    assert response.status_code == 302
    assert response["Location"].endswith(f"{lesson.slug}-sv/")
    assert client.get(response["Location"]).status_code == 200


def test_a_lesson_whose_swedish_module_is_a_draft_is_read_in_finnish(client, course):
    lesson = lessons_of(course)[0]
    swedish = LessonPage.objects.get(translation_key=lesson.translation_key, title__startswith="F")
    ModulePage.objects.get(pk=swedish.get_parent().pk).unpublish()
    response = client.get(in_swedish(lesson))
    assert response.status_code == 200
    assert response.context["reading"].step.language == "fi"
    assert client.get(swedish.url).status_code == 404


def test_a_draft_is_not_there_in_any_language(client, course):
    lesson = lessons_of(course)[1]
    lesson.unpublish()
    assert client.get(in_swedish(lesson)).status_code == 404


def test_a_translation_does_not_serve_under_another_prefix(client, course):
    swedish = LessonPage.objects.get(title="Första lektionen")
    assert client.get(swedish.url.replace("/sv/", "/fi/", 1)).status_code == 404


def test_a_closed_lesson_stays_closed_in_the_readers_language(client, course):
    client.logout()
    response = client.get(in_swedish(lessons_of(course)[1]))
    assert response.status_code == 403
    assert '<html lang="sv"' in response.text


def test_links_in_an_untranslated_body_keep_to_the_readers_language(client, course):
    target, lesson = lessons_of(course)[1:3]
    lesson.body = [("text", f'<p><a linktype="page" id="{target.pk}">Lue</a></p>')]
    publish(lesson)
    assert f'href="{in_swedish(target)}"' in client.get(in_swedish(lesson)).text
    assert f'<a href="{target.url}"' in client.get(lesson.url).text


def test_resuming_leads_to_the_lesson_in_the_readers_language(client, course):
    client.get(in_swedish(lessons_of(course)[1]))
    enrolment_id = client.get("/sv/opinnot/").context["mine"].latest.enrolment.pk
    with_prefix = reverse("courses:continue", args=[enrolment_id]).replace("/fi/", "/sv/", 1)
    assert client.get(with_prefix)["Location"] == in_swedish(lessons_of(course)[1])


def test_a_page_of_text_and_a_course_are_there_in_finnish_too(client):
    page = StandardPageFactory(body=[("text", "<p>Tietoja käsitellään.</p>")])
    course = course_with()
    front_page("sv")
    for each in (page, course):
        text = client.get(in_swedish(each)).text
        assert '<html lang="sv"' in text
        assert f'<h1><span lang="fi">{each.title}</span></h1>' in text
        assert "Den här sidan finns hittills bara på finska." in text


def test_an_untranslated_lesson_takes_as_few_queries_as_a_page_may(
    client, course, django_assert_max_num_queries
):
    url = in_swedish(lessons_of(course)[1])
    client.get(url)
    with django_assert_max_num_queries(12):
        client.get(url)
