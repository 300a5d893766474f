"""What a browser is told so that it keeps lessons for one person, and forgets them in time."""

import json
import re

import pytest
from django.urls import reverse

from home.offline.copies import offline_body
from home.offline.reader import EVERYTHING, HEADER, reader_id
from tests.factories.accounts import PASSWORD, AdministratorFactory, UserFactory
from tests.factories.home import front_page

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def test_the_worker_is_asked_for_anew_and_knows_the_site(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/sw.js")

    assert response.headers["Content-Type"].startswith("text/javascript")
    assert "no-cache" in response.headers["Cache-Control"]
    site = json.loads(re.match(r"const SITE = (.+);\n", response.text)[1])
    assert site["offline"]["sv"] == "/sv/ilman-verkkoa/"
    assert site["signOut"] == [f"/{each}/tili/kirjaudu-ulos/" for each in ("fi", "sv", "en")]


def test_the_page_without_a_connection_is_the_same_for_everybody(client):
    anybodys = client.get("/sv/ilman-verkkoa/")
    client.force_login(UserFactory(last_name="Salonen-Vuoto"))

    mine = client.get("/sv/ilman-verkkoa/")

    assert anybodys.text == mine.text
    assert 'lang="sv"' in mine.text
    assert HEADER not in mine.headers


def test_personal_pages_say_whose_they_are_and_not_who(client):
    front_page()
    first, second = UserFactory(), UserFactory()
    told = []
    for person in (first, first, second):
        client.force_login(person)
        told.append(client.get("/fi/").headers[HEADER])
    client.logout()

    assert told == [reader_id(first.pk), reader_id(first.pk), reader_id(second.pk)]
    assert told[0] != told[2]
    assert HEADER not in client.get("/fi/").headers


@pytest.mark.parametrize("door", ["account_logout", "wagtailadmin_logout", "accounts:erase"])
def test_signing_out_clears_the_browser_by_every_door(client, door):
    front_page()
    person = UserFactory() if door == "accounts:erase" else AdministratorFactory()
    person.set_password(PASSWORD)
    person.save()
    client.force_login(person)
    assert "Clear-Site-Data" not in client.get("/fi/").headers

    response = client.post(reverse(door), {"password": PASSWORD, "sure": "on"})

    assert response.status_code == 302
    assert response.headers["Clear-Site-Data"] == EVERYTHING
    assert "Clear-Site-Data" not in client.get("/fi/").headers


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        pytest.param("<p>Kysy <b>ensin</b>.</p>", "<p>Kysy <b>ensin</b>.</p>", id="words stay"),
        pytest.param(
            '<button class="term" popovertarget="term-1">osallisuus</button>',
            '<button class="term" popovertarget="term-1">osallisuus</button>',
            id="a word that is explained stays",
        ),
        pytest.param(
            '<form action="/x"><input type="hidden" name="t"><p>A</p><textarea></textarea>'
            '<p class="actions"><button>Tallenna</button></p></form><script src="/x.js"></script>',
            "<div><p>A</p></div>",
            id="forms and scripts go, what is read in them stays",
        ),
    ],
)
def test_a_copy_holds_what_needs_no_service(shown, kept):
    assert offline_body(shown) == kept


@pytest.mark.parametrize(
    "shown",
    [
        '<video src="/documents/1/a.mp4"><track src="/documents/2/a.vtt"></video>',
        '<audio src="/documents/1/a.mp3"></audio>',
        '<iframe src="/h5p/x/"></iframe>',
        "<div data-embed-place><p>Linkki</p></div>",
    ],
)
def test_a_copy_says_what_is_not_in_it(shown):
    copy = offline_body(f"<p>A</p>{shown}")

    assert copy.startswith('<p>A</p><p class="copy__missing">')
    assert "src=" not in copy
