"""Headers of every answer: what may run on a page, and who may keep it."""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from home.responses import ADMIN, STRICT
from tests.factories.accounts import PASSWORD, AdministratorFactory, UserFactory
from tests.factories.home import front_page

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

PUBLIC = ["/fi/", "/fi/tili/kirjaudu/", "/fi/tili/luo-tunnus/", "/fi/ei-ole/", "/health/"]
# Attributes by which a page makes the browser fetch something.
FETCHED = re.compile(
    r'<(?:script|img|iframe|source|video|audio|embed)\b[^>]*?\ssrc="([^"]+)"'
    r'|<link\b[^>]*?\shref="([^"]+)"|url\(([^)]+)\)'
)


@pytest.fixture
def person(client):
    front_page()
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.mark.parametrize("address", PUBLIC)
def test_every_answer_says_what_may_run(client, address):
    front_page()

    response = client.get(address)

    assert response.headers["Content-Security-Policy"] == STRICT
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_scripts_and_styles_of_others_and_inline_ones_are_shut_out():
    directives = dict(part.strip().split(" ", 1) for part in STRICT.split(";"))

    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert "unsafe" not in STRICT
    assert "http" not in STRICT + ADMIN


def test_the_administration_has_a_policy_of_its_own(client):
    client.force_login(AdministratorFactory())

    assert client.get("/hallinta/").headers["Content-Security-Policy"] == ADMIN


@pytest.mark.parametrize("address", PUBLIC[:-1])
def test_pages_fetch_nothing_from_others(client, address):
    front_page()

    # What names the page's own address is for search engines; nothing is fetched from there.
    text = re.sub(r'<link rel="(?:canonical|alternate)"[^>]*>', "", client.get(address).text)
    fetched = ["".join(found) for found in FETCHED.findall(text)]

    assert fetched
    assert [url for url in fetched if urlsplit(url).netloc] == []
    assert not re.search(r"<script(?![^>]*\ssrc=)[^>]*>|\sstyle=\"|\son\w+=\"", text)


@pytest.mark.parametrize(
    "name", ["accounts:profile", "accounts:my_data", "courses:my_studies", "account_email"]
)
def test_personal_pages_are_kept_by_nobody(client, person, name):
    response = client.get(reverse(name))

    assert response.status_code == 200
    assert {"no-store", "private"} <= set(response.headers["Cache-Control"].split(", "))


def test_the_front_page_is_personal_for_who_is_signed_in(client, person):
    assert "no-store" in client.get("/fi/").headers["Cache-Control"]


def test_the_front_page_of_strangers_may_be_cached(client):
    front_page()

    response = client.get("/fi/")

    assert response.status_code == 200
    assert "Cache-Control" not in response.headers
    # The header differs for those signed in; the language stands in the address.
    assert response.headers["Vary"] == "Cookie, Accept-Encoding"
    assert response.cookies == {}


def test_half_way_through_signing_up_a_page_is_personal(client):
    client.post(reverse("account_signup"), {"email": "a@esimerkki.fi", "password1": PASSWORD})

    page = client.get(reverse("account_email_verification_sent"))

    assert "a@esimerkki.fi" in page.text
    assert "no-store" in page.headers["Cache-Control"]


def test_after_signing_out_pages_are_not_personal_any_more(client, person):
    client.post(reverse("account_logout"))
    client.get("/fi/")  # says that they have signed out

    assert "Cache-Control" not in client.get("/fi/").headers


def test_the_administration_is_kept_by_nobody(client):
    assert "no-store" in client.get("/hallinta/").headers["Cache-Control"]


def test_the_headers_cost_no_query(client, person, django_assert_num_queries):
    # Session and person, which the view itself needs; nothing for the headers.
    with django_assert_num_queries(2):
        client.get(reverse("account_login"))
