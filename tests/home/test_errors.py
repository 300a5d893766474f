"""Error pages, and above all the one for when the database is away."""

import sqlite3

import pytest
from django.core.files.storage import storages
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import reverse

from home.errors import is_database_away
from tests.factories.accounts import UserFactory
from tests.factories.home import front_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def answering():
    """A browser: it gets the page of an error, not the exception."""
    return Client(raise_request_exception=False)


def refuse(*args, **kwargs):
    raise OperationalError("connection refused")


class DatabaseAway:
    """From now on every statement fails, as when the server is gone."""

    def __enter__(self):
        self.wrapper = connection.execute_wrapper(refuse)
        self.wrapper.__enter__()

    def __exit__(self, *error):
        self.wrapper.__exit__(*error)


@pytest.mark.parametrize(
    ("address", "language"),
    [
        ("/fi/", "fi"),
        ("/sv/", "sv"),
        ("/en/opinnot/", "en"),
        ("/fi/tili/kirjaudu/?next=/fi/", "fi"),
    ],
)
def test_without_a_database_the_answer_is_503_in_the_language(answering, address, language):
    front_page()
    answering.force_login(UserFactory())

    with DatabaseAway():
        response = answering.get(address)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert f'<html lang="{language}">' in response.text
    assert "503.html" in [template.name for template in response.templates]
    assert "Content-Security-Policy" in response.headers


def test_a_form_that_cannot_be_saved_gets_503_too(answering):
    user = UserFactory()
    answering.force_login(user)

    with DatabaseAway():
        response = answering.post(reverse("accounts:profile"), {"first_name": "Aino"})

    assert response.status_code == 503
    user.refresh_from_db()
    assert user.first_name != "Aino"


def test_the_health_check_fails_and_comes_back(answering):
    with DatabaseAway():
        assert answering.get("/health/").status_code == 503

    assert answering.get("/health/").json() == {"status": "ok"}


def test_a_database_that_comes_back_needs_no_restart(answering):
    front_page()
    with DatabaseAway():
        answering.get("/fi/")

    assert answering.get("/fi/").status_code == 200


def test_a_connection_that_cannot_be_made_is_503(answering, monkeypatch):
    """At the edge itself: not the statement fails, but the connecting."""
    front_page()
    answering.force_login(UserFactory())
    monkeypatch.setattr(connection, "cursor", refuse)

    assert answering.get("/fi/").status_code == 503


def test_a_fault_of_ours_is_500(answering, monkeypatch):
    def broken(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("home.health.connection.cursor", broken)

    response = answering.get("/health/")

    assert response.status_code == 500
    assert "500.html" in [template.name for template in response.templates]
    assert "Retry-After" not in response.headers


def caused_by(fault, cause):
    fault.__cause__ = cause
    return fault


def sqlite_error(code):
    error = sqlite3.OperationalError("no")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("fault", "away"),
    [
        pytest.param(OperationalError("connection refused"), True, id="refused"),
        pytest.param(InterfaceError("connection already closed"), True, id="closed"),
        pytest.param(
            caused_by(OperationalError(), sqlite_error(sqlite3.SQLITE_BUSY)), True, id="locked"
        ),
        pytest.param(
            caused_by(OperationalError(), sqlite_error(sqlite3.SQLITE_CANTOPEN)), True, id="no file"
        ),
        pytest.param(
            caused_by(OperationalError(), sqlite_error(sqlite3.SQLITE_ERROR)),
            False,
            id="no such table: our fault",
        ),
        pytest.param(DatabaseError("bad"), False, id="another database error"),
        pytest.param(ValueError("bad"), False, id="anything else"),
        pytest.param(None, False, id="nothing"),
    ],
)
def test_which_faults_pass(fault, away):
    assert is_database_away(fault) is away


@pytest.mark.parametrize(("address", "status"), [("/fi/ei-ole/", 404), ("/hallinta/login/", 403)])
def test_error_pages_look_like_the_site(client, address, status):
    front_page()
    client.force_login(UserFactory())

    response = client.get(address)

    assert response.status_code == status
    assert "base.html" in [template.name for template in response.templates]


@pytest.mark.parametrize(
    ("accepts", "language"), [("sv", "sv"), ("en-GB,en;q=0.9", "en"), ("", "fi"), ("de", "fi")]
)
def test_a_wrong_host_is_told_in_the_readers_language(answering, accepts, language):
    headers = {"Host": "wrong.example", "Accept-Language": accepts}

    response = answering.get("/health/", headers=headers)

    assert response.status_code == 400
    assert f'<html lang="{language}">' in response.text


def test_a_folder_of_pictures_is_not_found(answering, monkeypatch, tmp_path):
    (tmp_path / "images").mkdir()
    # The storage itself: other settings would make new ones, also of private files.
    storage = storages["default"]
    monkeypatch.setitem(storage.__dict__, "base_location", tmp_path)
    monkeypatch.setitem(storage.__dict__, "location", str(tmp_path))

    assert [answering.get(f"/media/{name}").status_code for name in ("images/", "images")] == [
        404,
        404,
    ]
