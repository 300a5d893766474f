"""What programs ask for unasked."""

from urllib.robotparser import RobotFileParser

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import translation
from PIL import Image

from tests.factories.courses import course_with, lessons_of
from tests.factories.home import DocumentFactory, front_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def may_read(client):
    """Whether a search engine that keeps to robots.txt reads an address."""
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "public" in response.headers["Cache-Control"]
    parser = RobotFileParser()
    parser.parse(response.text.splitlines())
    return lambda address: parser.can_fetch("*", address)


def test_search_engines_read_the_pages(may_read):
    course = course_with()

    for address in (
        front_page().url,
        "/sv/",
        course.url,
        lessons_of(course)[0].url,
        "/media/a.png",
    ):
        assert may_read(address), address
    # To hear from the page itself that it is not to be listed.
    assert may_read(reverse("certificates:check"))


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_and_leave_what_is_somebodys_own(may_read, language):
    with translation.override(language):
        own = [
            reverse("account_login"),
            reverse("accounts:my_data"),
            reverse("courses:my_studies"),
            reverse("courses:enrol", args=[1]),
            reverse("my_certificates:list"),
            reverse("quizzes:question", args=[1, 1]),
        ]

    assert [address for address in own if may_read(address)] == []


def test_and_what_is_no_page(may_read):
    places = [
        reverse("wagtailadmin_home"),
        DocumentFactory().url,
        reverse("gallery"),
        reverse("demo_mail:list"),
    ]

    assert [address for address in places if may_read(address)] == []


def test_the_icon_is_found_where_browsers_look(client):
    response = client.get("/favicon.ico")

    assert response.status_code == 302
    assert response.url == "/static/img/favicon.ico"
    with Image.open(finders.find("img/favicon.ico")) as icon:
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
