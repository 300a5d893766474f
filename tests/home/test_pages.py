"""The front page and the pages of text, as a visitor sees them."""

import re

import pytest
from django.conf import settings

from home.pages import StandardPage
from tests.factories.accounts import UserFactory
from tests.factories.home import StandardPageFactory, front_page, in_language, publish

pytestmark = pytest.mark.django_db


def test_the_front_page_says_what_this_is_and_what_it_gives(client):
    front = front_page()
    front.lead = "Opi tukemaan asiakkaiden työkykyä."
    front.points = [
        ("point", {"heading": "Lyhyinä paloina", "text": "Kymmenen minuuttia kerrallaan."}),
        ("point", {"heading": "Todistus heti", "text": "Kun tentti on hyväksytty."}),
    ]
    publish(front)
    response = client.get("/fi/")
    assert response.status_code == 200
    for words in (front.title, front.lead, "Lyhyinä paloina", "Kun tentti on hyväksytty."):
        assert words in response.text
    assert response.text.count("<h1") == 1


def test_an_address_made_from_a_title_is_plain_letters():
    page = front_page().add_child(instance=StandardPage(title="Työkyky Åbossa"))

    assert page.slug == "tyokyky-abossa"


def test_each_language_has_its_front_page_and_says_its_language(client):
    front_page()
    front_page("sv")
    for language in ("fi", "sv"):
        assert f'<html lang="{language}"' in client.get(f"/{language}/").text


def test_a_page_of_text_shows_its_body_and_stands_in_the_footer_when_asked(client):
    shown = StandardPageFactory(in_footer=True, body=[("text", "<p>Tietoja käsitellään.</p>")])
    hidden = StandardPageFactory()
    text = client.get(shown.url).text
    assert "Tietoja käsitellään." in text
    footer = text.split("<footer", 1)[1]
    assert f'href="{shown.url}"' in footer
    assert hidden.title not in footer


def test_the_language_menu_leads_to_the_translation_else_to_the_finnish_page(client):
    page = StandardPageFactory()
    front_page("en")
    swedish = in_language(page, "sv")

    def link(code):
        return re.search(rf'href="([^"]+)" lang="{code}"', client.get(page.url).text)[1]

    assert link("sv") == swedish.url
    assert link("en") == f"/en/{page.slug}/"
    assert link("fi") == page.url


def test_a_page_tells_search_engines_where_each_language_is(client):
    page = StandardPageFactory()
    swedish = in_language(page, "sv", slug="hjalp")
    finnish_text, swedish_text = client.get(page.url).text, client.get(swedish.url).text
    # Served under the English prefix, in Finnish: no page of its own.
    english_text = client.get(f"/en/{page.slug}/").text
    for text in (finnish_text, swedish_text, english_text):
        found = dict(re.findall(r'rel="alternate" hreflang="([^"]+)" href="([^"]+)"', text))
        home = settings.BASE_URL
        assert found == {
            "fi": home + page.url, "sv": home + swedish.url, "x-default": home + page.url
        }  # fmt: skip
    canonical = [
        re.search(r'rel="canonical" href="([^"]+)"', text)[1]
        for text in (finnish_text, swedish_text, english_text)
    ]
    assert canonical == [found["fi"], found["sv"], found["fi"]]


def test_what_was_asked_of_a_page_is_asked_in_the_other_language(client):
    page = StandardPageFactory()
    swedish = in_language(page, "sv")
    text = client.get(page.url, {"polku": "a b"}).text
    assert f'href="{swedish.url}?polku=a+b"' in text


def test_a_draft_is_not_there(client):
    draft = StandardPageFactory(published=False)
    assert client.get(f"/fi/{draft.slug}/").status_code == 404
    assert StandardPage.objects.filter(pk=draft.pk, live=False).exists()


def test_a_visitors_page_may_be_kept_and_a_signed_in_one_not(client):
    page = StandardPageFactory()
    anonymous = client.get(page.url)
    assert not anonymous.cookies
    assert "no-store" not in anonymous.headers.get("Cache-Control", "")
    client.force_login(UserFactory())
    assert "no-store" in client.get(page.url).headers["Cache-Control"]


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_does_not_grow_with_the_pages(client, django_assert_num_queries, count):
    page = StandardPageFactory(in_footer=True)
    StandardPageFactory.create_batch(count, in_footer=True)
    client.get(page.url)
    # Site roots, page, standard page, navigation.
    with django_assert_num_queries(4):
        assert client.get(page.url).status_code == 200
