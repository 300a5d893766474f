"""Choosing courses in the catalogue by what they are; each choice is an address."""

import datetime

import pytest
from django.utils import timezone

from courses.searching.indexing import refresh
from tests.factories.accounts import OrganisationFactory
from tests.factories.courses import CourseRunFactory, catalogue, course_with
from tests.factories.home import in_language

pytestmark = pytest.mark.django_db


def shown(client, **query):
    """The titles in the list, in its order."""
    response = client.get(catalogue().url, query)
    assert response.status_code == 200
    return [one.title for group in response.context["groups"] for one in group.courses]


def facets(client, **query):
    """{facet: {value: (how many, where it leads)}} as the page offers them."""
    found = client.get(catalogue().url, query).context["choice"].facets
    return {
        facet.label: {value.label: (value.count, value.href) for value in facet.values}
        for facet in found
    }


@pytest.fixture
def courses():
    """Three courses that differ in everything."""
    today = timezone.localdate()
    small = course_with(name="Pieni", credits=1, audiences=["health"], form="own_pace")
    middle = course_with(name="Keski", credits=3, audiences=["health", "education"], form="online")
    large = course_with(name="Suuri", credits=5, audiences=[], form="blended")
    koskela, rannikko = (OrganisationFactory(name_fi=name) for name in ("Koskela", "Rannikko"))
    CourseRunFactory(course=small.course, organiser=koskela)
    CourseRunFactory(
        course=middle.course, organiser=rannikko, starts_on=datetime.date(today.year + 1, 3, 1)
    )
    over = today - datetime.timedelta(days=1)
    CourseRunFactory(course=large.course, organiser=koskela, ends_on=over)
    in_language(middle, "sv", title="Mellan")
    return small, middle, large


def test_each_choice_keeps_the_courses_that_have_it(client, courses):
    assert shown(client) == ["Pieni", "Keski", "Suuri"]
    assert shown(client, kenelle="health") == ["Pieni", "Keski"]
    assert shown(client, kenelle="health", laajuus="4") == ["Keski"]
    assert shown(client, muoto="blended") == ["Suuri"]
    assert shown(client, kieli="sv") == ["Keski"]
    assert shown(client, alku="heti") == ["Pieni"]
    organiser = str(courses[0].course.runs.get().organiser_id)
    # A run that is over is no reason to come.
    assert shown(client, jarjestaja=organiser) == ["Pieni"]


def test_a_value_says_how_many_it_leaves_and_leads_there_and_back(client, courses):
    found = facets(client, kenelle="health")
    assert found["Opiskelumuoto"]["Omaan tahtiin verkossa"] == (
        1,
        "?kenelle=health&muoto=own_pace",
    )
    assert found["Opiskelumuoto"]["Verkossa ja lähiopetuksena"][0] == 0
    assert found["Kenelle"]["Sosiaali- ja terveydenhuolto"] == (2, "?")
    assert list(found["Laajuus"]) == ["1 op tai alle", "2–4 op", "5 op tai enemmän"]
    assert next(iter(found["Alkaa"])) == "Heti"


@pytest.mark.parametrize("query", [{"kenelle": "x"}, {"alku": "2026-99"}, {"muoto": "'\"<b>"}])
def test_a_choice_that_no_course_has_is_passed_over(client, courses, query):
    assert len(shown(client, **query)) == 3


def test_words_are_searched_for_among_the_chosen(client, courses):
    refresh()
    assert shown(client, q="keskeen") == ["Keski"]
    assert shown(client, q="keski", kenelle="education") == ["Keski"]
    text = client.get(catalogue().url, {"q": "keski", "muoto": "blended"}).text
    assert "Mikään koulutus ei sovi kaikkiin valintoihin" in text
    assert '<input type="hidden" name="muoto" value="blended">' in text


def test_one_course_alone_offers_nothing_to_choose_by(client):
    course_with()
    assert facets(client) == {}
