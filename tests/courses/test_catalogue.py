"""What is on offer, on the front page and in the catalogue."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from courses.catalogue.listing import access_in_words, listed_courses
from courses.catalogue.models import Course
from courses.progress.completing import complete_step
from tests.factories.accounts import UserFactory
from tests.factories.courses import (
    CourseFactory,
    CoursePageFactory,
    EnrolmentFactory,
    ProgrammeFactory,
    catalogue,
    course_with,
    lessons_of,
)
from tests.factories.home import front_page, in_language

pytestmark = pytest.mark.django_db

TOMORROW = timezone.localdate() + datetime.timedelta(days=1)


@pytest.fixture(params=["front page", "catalogue"])
def list_page(request, db):
    """Both places that list the courses."""
    return front_page() if request.param == "front page" else catalogue()


def test_each_live_course_is_listed_once_with_its_size_and_access(client, list_page):
    page = course_with(credits=5, hours=135, access="enrol")
    draft = CoursePageFactory(published=False)
    retired = CoursePageFactory(course=CourseFactory(retired_at=timezone.now()))
    text = client.get(list_page.url).text
    assert text.count(f'href="{page.url}"') == 1
    for words in (page.title, page.summary, "5 op", "135"):
        assert words in text
    for hidden in (draft, retired):
        assert hidden.title not in text


def test_a_course_without_swedish_is_listed_in_finnish_and_says_so(client):
    finnish, both = course_with(), course_with()
    swedish = in_language(both, "sv", title="Stöd för arbetsförmågan", summary="Du lär dig.")
    there = finnish.url.replace("/fi/", "/sv/", 1)
    for url in ("/sv/", swedish.get_parent().url):
        text = client.get(url).text
        assert '<html lang="sv"' in text
        link = re.search(rf'<a class="card__link" href="{there}"([^>]*)>', text)
        assert link[1] == ' lang="fi" hreflang="fi"'
        assert f'<p lang="fi">{finnish.summary}</p>' in text
        assert f'<a class="card__link" href="{swedish.url}">' in text
        assert both.url not in text.split("<main", 1)[1]


def test_the_catalogues_order_is_the_trees(client):
    first, second = course_with(), course_with()
    second.move(catalogue(), pos="first-child")
    assert [listed.title for listed in listed_courses("fi")] == [second.title, first.title]


def test_courses_of_a_programme_stand_together_in_its_order(client):
    alone, part_two, part_one = (course_with(credits=5) for _course in range(3))
    programme = ProgrammeFactory(of=[part_one.course, part_two.course])
    groups = client.get(catalogue().url).context["groups"]
    assert [group.programme for group in groups] == [None, programme]
    assert [listed.title for listed in groups[0].courses] == [alone.title]
    assert [listed.title for listed in groups[1].courses] == [part_one.title, part_two.title]
    assert groups[1].size.startswith("10 op, 2")


def test_a_programme_counts_its_parts_even_when_one_is_hidden():
    page = course_with()
    ProgrammeFactory(of=[page.course, CourseFactory(), CourseFactory()])
    [listed] = listed_courses("fi")
    assert (listed.place.number, listed.place.total) == (1, 3)


def test_an_empty_catalogue_says_what_will_be_there(client):
    response = client.get(catalogue().url)
    assert response.status_code == 200
    assert 'class="empty"' in response.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"access": "open"}, "Open to everyone"),
        ({"access": "enrol"}, "By enrolment"),
        ({"access": "invited"}, "By invitation"),
        (
            {"access": "invited", "opens_to_all_on": datetime.date(2999, 1, 31)},
            "By invitation, open to everyone from %(day)s",
        ),
        ({"access": "invited", "opens_to_all_on": datetime.date(2026, 1, 1)}, "Open to everyone"),
    ],
)
def test_access_is_said_in_words(fields, words):
    assert access_in_words(CourseFactory(**fields)) == gettext(words) % {"day": "31.1.2999"}


def test_a_learner_sees_their_own_progress_and_nobody_elses(client, list_page):
    mine, done, theirs = (course_with(modules=2) for _course in range(3))
    learner = UserFactory()
    complete_step(
        EnrolmentFactory(run__course=mine.course, learner=learner), mine.course.steps.first()
    )
    EnrolmentFactory(run__course=done.course, learner=learner, completed_at=timezone.now())
    EnrolmentFactory(run__course=theirs.course)
    visitors = client.get(list_page.url)
    assert visitors.context["studies"] == {}
    assert 'class="progress"' not in visitors.text
    client.force_login(learner)
    response = client.get(list_page.url)
    studies = response.context["studies"]
    assert studies.keys() == {mine.course.pk, done.course.pk}
    assert studies[mine.course.pk].standing.percent == 50
    assert response.text.count('class="progress"') == 1


def test_the_front_page_leads_a_learner_to_where_they_were(client):
    page = course_with(lessons=2)
    front = front_page()
    assert "/jatka/" not in client.get(front.url).text
    older = EnrolmentFactory(run__course=course_with().course)
    latest = EnrolmentFactory(run__course=page.course, learner=older.learner)
    EnrolmentFactory(run__course=page.course, learner=older.learner, withdrawn_at=timezone.now())
    client.force_login(older.learner)
    client.get(lessons_of(page)[1].url)
    text = client.get(front.url).text
    assert f'href="{reverse("courses:continue", args=[latest.pk])}"' in text
    assert text.count("/jatka/") == 1
    assert lessons_of(page)[1].title in text


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("where", ["front page", "catalogue"])
def test_query_count_of_a_visitor(client, django_assert_num_queries, count, where):
    for _course in range(count):
        ProgrammeFactory(of=[course_with(modules=count).course])
    url = front_page().url if where == "front page" else catalogue().url
    client.get(url)
    # Site roots, page and its kind, courses, programmes, modules, navigation; on the catalogue
    # the programmes' runs and all runs to choose by.
    with django_assert_num_queries(9 if where == "catalogue" else 7):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("where", ["front page", "catalogue"])
def test_query_count_of_a_learner(client, django_assert_num_queries, count, where):
    learner = UserFactory()
    for _course in range(count):
        page = course_with(modules=count)
        enrolment = EnrolmentFactory(run__course=page.course, learner=learner)
        complete_step(enrolment, page.course.steps.first())
    client.force_login(learner)
    url = front_page().url if where == "front page" else catalogue().url
    client.get(url)
    # Besides a visitor's: session, user, enrolments, steps, progress; on the front page the
    # latest of them.
    with django_assert_num_queries(14 if where == "catalogue" else 13):
        assert client.get(url).status_code == 200


def test_a_visitor_gets_no_cookie(client, list_page):
    course_with()
    response = client.get(list_page.url)
    assert not response.cookies
    assert "no-store" not in response.headers.get("Cache-Control", "")


def test_an_invited_course_becomes_open_on_its_day_in_the_list(client):
    page = course_with(access="invited", opens_to_all_on=TOMORROW)
    words = gettext("Open to everyone")
    assert words not in client.get(catalogue().url).text
    Course.objects.filter(pk=page.course.pk).update(opens_to_all_on=timezone.localdate())
    assert words in client.get(catalogue().url).text
