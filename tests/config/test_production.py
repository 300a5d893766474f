"""The settings as a production server has them: read anew, in a process of their own."""

import json
import os
import subprocess
import sys

import pytest
from django.core.checks.security.base import check_ssl_redirect

from tests.environment import ROOT, names_in

ENVIRONMENT = {
    "SECRET_KEY": "k3-Vd0xw_9PqLzTtYb7NnR2sHj5GfUcE8aMiOoXvB1yQ4W6rZp",
    "BASE_URL": "https://koulutus.example",
    "ALLOWED_HOSTS": "koulutus.example",
    "BEHIND_PROXY": "1",
    "EMAIL_URL": "smtp+tls://user:password@mail.example:587",
}
SETTINGS = """
import json
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in dir(settings) if name.isupper()},
                 default=lambda value: type(value).__name__))
"""
SITE = """
import django
django.setup()
from django.core.management import call_command
from django.urls import Resolver404, resolve
for path in ("/_mail/", "/_ui/", "/health/"):
    try:
        print(path, resolve(path).view_name)
    except Resolver404:
        print(path, None)
call_command("check", deploy=True, fail_level="WARNING")
"""


def run(tmp_path, *arguments, **changes):
    """Run Python in the folder of the site with production's environment and no other."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in names_in(ROOT / ".env.example") and name != "TESTING"
    }
    # An empty value hides what the folder's own .env may hold.
    hidden = dict.fromkeys(names_in(ROOT / ".env.example"), "")
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=clean
        | hidden
        | ENVIRONMENT
        | {
            "TESTING": "",
            "DATA_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        | changes,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    done = run(tmp_path_factory.mktemp("data"), "-c", SETTINGS)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """What the whole site says of itself; one start of it serves several tests."""
    return run(tmp_path_factory.mktemp("data"), "-c", SITE)


@pytest.mark.slow
def test_djangos_check_for_deployment_finds_nothing(site):
    assert site.returncode == 0, site.stderr
    # Three warnings are silenced in the settings, each with its reason.
    assert "no issues (3 silenced)" in site.stdout


def test_that_check_would_find_a_site_that_does_not_insist_on_tls(settings):
    settings.SECURE_SSL_REDIRECT = False

    assert [warning.id for warning in check_ssl_redirect(None)] == ["security.W008"]


@pytest.mark.slow
def test_the_mailbox_and_the_gallery_are_not_there(site):
    assert site.stdout.splitlines()[:3] == ["/_mail/ None", "/_ui/ None", "/health/ health"]


def test_cookies_travel_by_tls_only(production):
    assert production["SESSION_COOKIE_SECURE"]
    assert production["CSRF_COOKIE_SECURE"]
    assert production["LANGUAGE_COOKIE_SECURE"]
    assert production["SESSION_COOKIE_HTTPONLY"]
    assert production["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert production["SECURE_HSTS_SECONDS"] == 31536000


def test_nothing_of_a_demo_is_on(production):
    assert not production["DEBUG"]
    assert not production["DEMO"]
    assert production["TASK_BACKEND"] == "database"
    assert "accounts.hashing.MinimumArgon2PasswordHasher" in production["PASSWORD_HASHERS"]
    assert production["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"


def test_the_limits_see_the_visitor_behind_the_proxy(production):
    assert production["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1


def test_without_a_proxy_its_headers_count_for_nothing(tmp_path):
    done = run(tmp_path, "-c", SETTINGS, BEHIND_PROXY="")
    settings = json.loads(done.stdout)

    assert settings["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0
    assert settings["SECURE_PROXY_SSL_HEADER"] is None


@pytest.mark.parametrize("name", ["SECRET_KEY", "BASE_URL", "EMAIL_URL"])
def test_a_forgotten_value_stops_the_start_and_is_named(tmp_path, name):
    done = run(tmp_path, "manage.py", "check", **{name: ""})

    assert done.returncode != 0
    assert name in done.stderr
