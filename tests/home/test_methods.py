"""What is neither asking nor sending is refused, and says what would be taken."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.courses import EnrolmentFactory, course_with, lessons_of
from tests.factories.home import DocumentFactory, front_page

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

METHODS = ["DELETE", "PUT", "PATCH", "TRACE", "PROPFIND", "JOKU"]


def places() -> list[str]:
    course = course_with()
    return [
        front_page().url,
        course.url,
        lessons_of(course)[0].url,
        DocumentFactory().url,
        reverse("courses:my_studies"),
        reverse("accounts:profile"),
        reverse("account_login"),
        reverse("certificates:check"),
        reverse("health"),
        "/fi/ei-ole/",
    ]


@pytest.mark.parametrize("method", METHODS)
def test_other_methods_are_refused_with_what_is_allowed(client, method):
    client.force_login(UserFactory())

    for place in places():
        response = client.generic(method, place)

        assert response.status_code == 405, place
        assert response.headers["Allow"] == "GET, HEAD, POST, OPTIONS"
        assert f'<html lang="{"sv" if place.startswith("/sv/") else "fi"}">' in response.text
        assert "Etusivulle" in response.text or "etusivulle" in response.text
        assert "Content-Security-Policy" in response.headers


@pytest.mark.parametrize(
    ("method", "place", "accept_language", "language"),
    [
        ("DELETE", "/sv/", "", "sv"),
        ("DELETE", "/health/", "sv,en;q=0.5", "sv"),
        ("DELETE", "/health/", "", "fi"),
        ("POST", "/en/kokeet/yritys/1/yhteenveto/", "", "en"),
    ],
)
def test_the_refusal_is_a_page_in_the_readers_language(
    client, method, place, accept_language, language
):
    client.force_login(UserFactory())
    if method == "POST":
        with override(language):
            place = reverse("quizzes:summary", args=[1])

    response = client.generic(method, place, headers={"Accept-Language": accept_language})

    assert response.status_code == 405
    assert response.headers["Content-Language"] == language
    assert f'<html lang="{language}">' in response.text
    assert f'href="/{language}/"' in response.text
    assert response.headers["Allow"]


def test_a_script_gets_one_sentence(client):
    headers = {"Accept": "application/json", "Accept-Language": "en"}
    response = client.delete("/health/", headers=headers)

    assert response.status_code == 405
    assert response.json() == {
        "error": "The address is right, but it takes no request of this kind."
    }


def test_a_refused_method_changes_nothing(client):
    enrolment = EnrolmentFactory()
    client.force_login(enrolment.learner)

    client.delete(reverse("courses:withdraw", args=[enrolment.pk]))

    enrolment.refresh_from_db()
    assert enrolment.withdrawn_at is None


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_the_common_ones_are_answered(client, method):
    assert client.generic(method, front_page().url).status_code == 200


def test_the_administration_is_left_to_wagtail(client):
    client.force_login(AdministratorFactory())

    assert client.delete(reverse("wagtailadmin_home")).headers.get("Allow") != (
        "GET, HEAD, POST, OPTIONS"
    )
