"""Guessing passwords and codes is stopped, and nobody else with it."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from accounts import password_tries
from tests.accounts.signing import NEW_PASSWORD, code_in, is_signed_in, sign_in
from tests.factories.accounts import PASSWORD, AccountHolderFactory

pytestmark = pytest.mark.django_db


class TestTooManyTries:
    def test_the_sixth_wrong_password_is_refused_in_words(self, client):
        user = AccountHolderFactory()
        for _ in range(5):
            assert sign_in(client, user.email, "ei tämä salasana").status_code == 200

        refused = sign_in(client, user.email, "ei tämä salasana")
        right_but_late = sign_in(client, user.email)

        assert refused.status_code == right_but_late.status_code == 429
        assert 290 < int(refused.headers["Retry-After"]) <= 300
        assert "Odota 5 minuuttia" in refused.text
        assert reverse("account_reset_password") in refused.text
        assert not is_signed_in(client, user)

    def test_a_stranger_elsewhere_does_not_lock_the_owner_out(self, client):
        user = AccountHolderFactory()
        for _ in range(10):
            stranger = client.post(
                reverse("account_login"),
                {"login": user.email, "password": "ei tämä salasana"},
                REMOTE_ADDR="203.0.113.7",
            )
        assert stranger.status_code == 429

        sign_in(client, user.email)

        assert is_signed_in(client, user)

    def test_one_network_cannot_use_up_what_the_account_bears(self):
        hour = 60 * 60
        tries_of_one = password_tries.NETWORK_AT_ACCOUNT_LONG

        assert tries_of_one.seconds == password_tries.ACCOUNT.seconds == hour
        assert password_tries.ACCOUNT.times > 10 * tries_of_one.times

    def test_an_account_guessed_at_from_everywhere_is_closed_for_a_while(
        self, client, monkeypatch, mailoutbox
    ):
        few = replace(password_tries.ACCOUNT, times=8)
        monkeypatch.setattr(password_tries, "ACCOUNT", few)
        user, other = AccountHolderFactory(), AccountHolderFactory()
        for host in range(8):
            client.post(
                reverse("account_login"),
                {"login": user.email, "password": "ei tämä salasana"},
                REMOTE_ADDR=f"203.0.113.{host}",
            )

        refused = sign_in(client, user.email)
        assert refused.status_code == 429
        assert 3500 < int(refused.headers["Retry-After"]) <= 3600
        assert "Odota 60 minuuttia" in refused.text
        assert sign_in(client, other.email).status_code == 302

        # The mailbox is the owner's way in.
        client.logout()
        client.post(reverse("account_reset_password"), {"email": user.email})
        confirmed = client.post(
            reverse("account_confirm_password_reset_code"), {"code": code_in(mailoutbox[0])}
        )
        client.post(confirmed.url, {"password1": NEW_PASSWORD})
        client.logout()
        sign_in(client, user.email, NEW_PASSWORD)
        assert is_signed_in(client, user)

    def test_an_unknown_address_is_limited_as_a_known_one(self, client):
        answers = [
            sign_in(client, "eino@esimerkki.fi", "ei tämä salasana").status_code for _ in range(6)
        ]

        assert answers == [200] * 5 + [429]

    def test_right_passwords_are_not_counted(self, client):
        user = AccountHolderFactory()
        for _ in range(4):
            sign_in(client, user.email, "ei tämä salasana")
        for _ in range(3):
            assert sign_in(client, user.email).status_code == 302
            client.logout()

        assert sign_in(client, user.email, "ei tämä salasana").status_code == 200
        assert sign_in(client, user.email).status_code == 429

    def test_others_still_get_in(self, client):
        user, other = AccountHolderFactory(), AccountHolderFactory()
        for _ in range(6):
            sign_in(client, user.email, "ei tämä salasana")

        sign_in(client, other.email)

        assert is_signed_in(client, other)

    def test_a_class_signs_up_from_one_address(self, client):
        for number in range(40):
            response = client.post(
                reverse("account_signup"),
                {"email": f"oppija{number}@luokka.fi", "password1": PASSWORD},
            )
            assert response.status_code == 302
            client.cookies.clear()

    def test_behind_a_proxy_visitors_are_counted_one_by_one(self, client, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        user = AccountHolderFactory()
        for number in range(31):
            client.post(
                reverse("account_login"),
                {"login": f"x{number}@x.fi", "password": "ei"},
                HTTP_X_FORWARDED_FOR="203.0.113.7",
            )

        blocked = client.post(
            reverse("account_login"),
            {"login": user.email, "password": PASSWORD},
            HTTP_X_FORWARDED_FOR="203.0.113.7",
        )
        fine = client.post(
            reverse("account_login"),
            {"login": user.email, "password": PASSWORD},
            HTTP_X_FORWARDED_FOR="203.0.113.8",
        )

        assert (blocked.status_code, fine.status_code) == (429, 302)


def test_limits_are_counted_in_the_shared_cache():
    """One process' own memory would give each worker its own five tries."""
    assert settings.CACHES["default"]["BACKEND"] != "django.core.cache.backends.locmem.LocMemCache"
    assert cache._alias == "default"
