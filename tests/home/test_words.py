"""The glossary and the service cards, in lists, alone and inside texts."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from accounts.models import Organisation
from courses.catalogue.models import Course
from home.blocks import ContentBlock
from home.glossary.models import GlossaryTerm
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.courses import EnrolmentFactory, course_with, lessons_of
from tests.factories.home import publish
from tests.factories.words import GlossaryTermFactory, ServiceCardFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def term():
    return GlossaryTermFactory(
        term="etuus", slug="etuus", other_forms="etuuden\netuutta", definition="<p>Tukea.</p>"
    )


def written(lesson, text):
    lesson.body = json.dumps([{"type": "text", "value": text, "id": "a"}])
    return publish(lesson)


@pytest.fixture
def reader(client):
    """Somebody on a course of two lessons."""
    course = course_with(modules=1, lessons=2)
    client.force_login(EnrolmentFactory(run__course=course.course).learner)
    return lessons_of(course)


def test_the_first_use_in_a_lesson_opens_the_definition(client, term, reader):
    lesson = written(reader[0], "<h2>Etuus</h2><p>Etuuden saa Kelasta. Etuus maksetaan.</p>")
    page = client.get(lesson.url).text
    assert page.count(f'popovertarget="term-{term.translation_key}">Etuuden</button>') == 1
    assert f'id="term-{term.translation_key}" popover' in page
    assert "<p>Tukea.</p>" in page
    assert reverse("glossary:term", args=["etuus"]) in page


def test_a_new_definition_reaches_lessons_that_were_kept(client, term, reader):
    lesson = written(reader[0], "<p>Etuus.</p>")
    client.get(lesson.url)
    term.definition = "<p>Rahaa.</p>"
    publish(term)
    assert "<p>Rahaa.</p>" in client.get(lesson.url).text
    term.linked = False
    publish(term)
    assert "popovertarget" not in client.get(lesson.url).text
    assert Course.objects.get().outline_version > 1


def test_a_lesson_with_terms_costs_the_same(client, reader):
    words = ["sanaa", "sanab", "sanac"]
    lesson = written(reader[0], "<p>sanaa sanab sanac</p>")
    client.get(lesson.url)
    asked = []
    for found in (1, 3):
        for word in words[GlossaryTerm.objects.count() : found]:
            publish(GlossaryTermFactory(term=word))
        with CaptureQueriesContext(connection) as cold:
            page = client.get(lesson.url).text
        # In the text, on its definition to close it, and in the list beside the lesson.
        assert page.count("popovertarget=") == 3 * found
        with CaptureQueriesContext(connection) as warm:
            client.get(lesson.url)
        asked.append((len(cold), len(warm)))
    assert asked[0] == asked[1]
    # Once the body is kept, terms cost nothing.
    assert asked[1][1] <= 10


def test_a_swedish_text_is_linked_to_swedish_terms(client, term):
    sv = GlossaryTermFactory(term="förmån", slug="forman", language="sv", of=term)
    assert client.get("/sv/sanasto/etuus/").text.count("förmån") > 0
    assert client.get("/sv/sanasto/forman/").text.count("förmån") > 0
    listed = client.get("/sv/sanasto/").text
    assert sv.term in listed
    assert "etuus" not in listed


def test_what_is_not_translated_is_shown_in_finnish(client, term):
    with override("sv"):
        page = client.get("/sv/sanasto/etuus/").text
    assert '<h1 lang="fi">' in page
    assert "bara på finska" in page
    assert 'lang="fi">etuus' in client.get("/sv/sanasto/").text


def test_a_draft_is_nobody_s_to_read(client):
    GlossaryTermFactory(term="luonnos", slug="luonnos", live=False)
    ServiceCardFactory(name="Luonnos", slug="luonnos", live=False)
    assert client.get("/fi/sanasto/luonnos/").status_code == 404
    assert client.get("/fi/palvelut/luonnos/").status_code == 404
    assert "uonnos" not in client.get("/fi/sanasto/").text
    assert "uonnos" not in client.get("/fi/palvelut/").text


def test_the_glossary_stands_in_the_order_of_its_language(client):
    for word in ("öljy", "aamu", "Åbo", "zorro"):
        GlossaryTermFactory(term=word)
    letters = client.get("/fi/sanasto/").context["letters"]
    assert [letter for letter, _terms in letters] == ["A", "Z", "Å", "Ö"]


def test_the_glossary_is_searched_by_form_and_definition(client, term):
    GlossaryTermFactory(term="muu")
    for asked in ("ETUUTTA", "tukea", "tuen", "etuudeksi"):
        found = client.get("/fi/sanasto/", {"haku": asked}).context["letters"]
        assert [one.term for _letter, terms in found for one in terms] == ["etuus"]
    assert client.get("/fi/sanasto/", {"haku": "<script>"}).context["count"] == 0


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same(client, count, django_assert_max_num_queries):
    for _number in range(count):
        GlossaryTermFactory()
        ServiceCardFactory()
    for address in ("/fi/sanasto/", "/fi/palvelut/"):
        client.get(address)
        with django_assert_max_num_queries(5):
            client.get(address)


@pytest.fixture
def card():
    OrganisationFactory(key="pirha", kind=Organisation.Kind.COUNTY, name_fi="Pirkanmaa")
    OrganisationFactory(key="luvn", kind=Organisation.Kind.COUNTY, name_fi="Länsi-Uusimaa")
    overlay = {"type": "county", "value": {"county": "pirha", "contact": "<p>Tipotie 4</p>"}}
    return ServiceCardFactory(name="Kuntoutus", slug="kuntoutus", overlays=json.dumps([overlay]))


def test_a_card_tells_what_differs_in_the_county_asked_for(client, card):
    page = client.get("/fi/palvelut/kuntoutus/", {"alue": "pirha"})
    assert page.context["own"].county == "Pirkanmaa"
    assert "Tipotie 4" in page.text
    other = client.get("/fi/palvelut/kuntoutus/", {"alue": "luvn"})
    assert other.context["own"] is None
    assert [each.county for each in other.context["others"]] == ["Pirkanmaa"]
    assert client.get("/fi/palvelut/kuntoutus/", {"alue": "ei-ole"}).status_code == 200


def test_the_reader_s_own_county_comes_first(client, card):
    client.force_login(UserFactory(county=Organisation.objects.get(key="pirha")))
    assert client.get("/fi/palvelut/kuntoutus/").context["own"].county == "Pirkanmaa"


def test_a_county_that_has_gone_is_left_out(client, card):
    Organisation.objects.get(key="pirha").delete()
    page = client.get("/fi/palvelut/kuntoutus/")
    assert page.context["own"] is None
    assert page.context["others"] == []


@pytest.mark.parametrize("kind", ["glossary_term", "service_card"])
def test_a_block_follows_the_language_of_its_page(kind):
    make = GlossaryTermFactory if kind == "glossary_term" else ServiceCardFactory
    name = "term" if kind == "glossary_term" else "name"
    finnish = make(**{name: "suomeksi"})
    make(**{name: "på svenska"}, language="sv", of=finnish)
    stream = ContentBlock().to_python([{"type": kind, "value": finnish.pk, "id": "a"}])
    for language, said in (("fi", "suomeksi"), ("sv", "på svenska"), ("en", "suomeksi")):
        with override(language):
            assert said in stream[0].render()
    type(finnish).objects.update(live=False)
    assert stream[0].render().strip() == ""


def test_what_editors_type_is_never_markup(client, term):
    term.term, term.source, term.other_forms = "<b>etuus</b>", "<i>x</i>", "<u>"
    term.save()
    ServiceCardFactory(name="<b>kortti</b>", slug="k", summary="<i>x</i>", decided_by="<u>")
    for address in ("sanasto/", "sanasto/etuus/", "palvelut/", "palvelut/k/"):
        page = client.get(f"/fi/{address}").text
        assert not re.search(r"<b>etuus|<b>kortti|<i>x|<u>", page)
