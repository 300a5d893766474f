"""Forgotten passwords, changed passwords and changed addresses."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.models import User
from tests.accounts.signing import NEW_PASSWORD, code_in, is_signed_in, sign_in
from tests.factories.accounts import PASSWORD, AccountHolderFactory, UserFactory

pytestmark = pytest.mark.django_db


class TestForgottenPassword:
    def ask(self, client, email, **fields):
        return client.post(reverse("account_reset_password"), {"email": email, **fields})

    def confirm(self, client, code, query=""):
        return client.post(reverse("account_confirm_password_reset_code") + query, {"code": code})

    def test_a_code_and_a_new_password_sign_in(self, client, mailoutbox):
        user = AccountHolderFactory()

        asked = self.ask(client, user.email, next="/fi/tili/tiedot/")
        confirmed = self.confirm(client, code_in(mailoutbox[0]), "?next=/fi/tili/tiedot/")
        done = client.post(confirmed.url, {"password1": NEW_PASSWORD, "next": "/fi/tili/tiedot/"})

        assert asked.url.startswith(reverse("account_confirm_password_reset_code"))
        assert "next=" in asked.url
        assert done.url == "/fi/tili/tiedot/"
        assert is_signed_in(client, user)
        user.refresh_from_db()
        assert user.check_password(NEW_PASSWORD)

    def test_the_owner_hears_of_it(self, client, mailoutbox):
        user = AccountHolderFactory()
        self.ask(client, user.email)
        confirmed = self.confirm(client, code_in(mailoutbox[0]))

        client.post(confirmed.url, {"password1": NEW_PASSWORD})

        assert [message.to for message in mailoutbox] == [[user.email]] * 2
        assert reverse("account_reset_password") in mailoutbox[1].body

    def test_an_unknown_address_gets_the_same_page(self, client, mailoutbox):
        user = AccountHolderFactory()
        known = self.ask(client, user.email)
        page_of_known = client.get(known.url)
        client.cookies.clear()

        unknown = self.ask(client, "eino@esimerkki.fi")
        page_of_unknown = client.get(unknown.url)

        assert (unknown.status_code, unknown.url) == (known.status_code, known.url)
        assert _plain(page_of_unknown) == _plain(page_of_known).replace(
            user.email, "eino@esimerkki.fi"
        )
        assert not re.search(r"\d{3}-\d{3}-\d{3}", mailoutbox[1].body)
        assert self.confirm(client, "111-111-111").status_code == 200

    def test_without_the_code_no_password_is_chosen(self, client, mailoutbox):
        user = AccountHolderFactory()
        self.ask(client, user.email)

        response = client.post(
            reverse("account_complete_password_reset"), {"password1": NEW_PASSWORD}
        )

        assert response.url == reverse("account_confirm_password_reset_code")
        user.refresh_from_db()
        assert user.check_password(PASSWORD)

    def test_the_message_speaks_the_language_of_its_reader(self, client, mailoutbox):
        user = AccountHolderFactory(language="sv")

        self.ask(client, user.email)

        assert "http://testserver/sv/" in mailoutbox[0].body
        assert mailoutbox[0].extra_headers["Auto-Submitted"] == "auto-generated"

    def test_a_new_password_ends_other_sessions(self, client):
        user = AccountHolderFactory()
        other = type(client)()
        other.force_login(user)

        user.set_password(NEW_PASSWORD)
        user.save()

        assert other.get(reverse("accounts:profile")).status_code == 302


def _plain(response):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text)


class TestChangingThePassword:
    def test_takes_the_old_one_and_keeps_the_session(self, client, mailoutbox):
        user = AccountHolderFactory()
        sign_in(client, user.email)

        response = client.post(
            reverse("account_change_password"),
            {"oldpassword": PASSWORD, "password1": NEW_PASSWORD},
        )

        assert response.url == reverse("accounts:profile")
        assert client.get(response.url).status_code == 200
        assert [message.to for message in mailoutbox] == [[user.email]]

    def test_a_wrong_old_one_changes_nothing(self, client):
        user = AccountHolderFactory()
        sign_in(client, user.email)

        response = client.post(
            reverse("account_change_password"),
            {"oldpassword": "ei tämä salasana", "password1": NEW_PASSWORD},
        )

        assert set(response.context["form"].errors) == {"oldpassword"}
        user.refresh_from_db()
        assert user.check_password(PASSWORD)

    def test_an_account_without_one_chooses_its_first(self, client):
        user = UserFactory()
        user.set_unusable_password()
        user.save()
        client.force_login(user)

        led = client.get(reverse("account_change_password"))
        page = client.get(led.url)
        client.post(led.url, {"password1": NEW_PASSWORD})

        assert page.status_code == 200
        user.refresh_from_db()
        assert user.check_password(NEW_PASSWORD)


class TestChangingTheAddress:
    NEW = "uusi@esimerkki.fi"

    def ask(self, client, email=NEW):
        """Ask for the change; the password is asked in between."""
        suspended = client.post(reverse("account_email"), {"email": email, "action_add": "1"})
        assert suspended.url.startswith(reverse("account_reauthenticate"))
        return client.post(suspended.url, {"password": PASSWORD, "next": reverse("account_email")})

    def test_the_code_makes_it_the_login(self, client, mailoutbox):
        user = AccountHolderFactory(email="vanha@esimerkki.fi")
        sign_in(client, user.email)

        asked = self.ask(client)
        assert User.objects.get(pk=user.pk).email == "vanha@esimerkki.fi"
        done = client.post(asked.url, {"code": code_in(mailoutbox[0])})

        assert done.url == reverse("accounts:profile")
        user.refresh_from_db()
        assert user.email == self.NEW
        assert list(EmailAddress.objects.filter(user=user).values_list("email", "verified")) == [
            (self.NEW, True)
        ]
        assert [message.to for message in mailoutbox] == [[self.NEW], ["vanha@esimerkki.fi"]]
        client.logout()
        assert sign_in(client, "vanha@esimerkki.fi").status_code == 200
        assert sign_in(client, self.NEW).status_code == 302

    def test_an_open_desk_is_not_enough(self, client, mailoutbox):
        user = AccountHolderFactory()
        sign_in(client, user.email)

        response = client.post(reverse("account_email"), {"email": self.NEW, "action_add": "1"})
        wrong = client.post(response.url, {"password": "ei tämä salasana"})

        assert wrong.status_code == 200
        assert mailoutbox == []

    def test_somebody_elses_address_is_not_given_away(self, client, mailoutbox):
        other = AccountHolderFactory(email=self.NEW)
        user = AccountHolderFactory()
        sign_in(client, user.email)

        asked = self.ask(client)
        response = client.post(asked.url, {"code": code_in(mailoutbox[0])})

        assert asked.url == reverse("account_email_verification_sent")
        assert set(response.context["form"].errors) == {"code"}
        other.refresh_from_db()
        assert other.email == self.NEW
        assert EmailAddress.objects.filter(user=other, verified=True).exists()

    def test_an_address_changed_by_an_administrator_opens_nothing_any_more(
        self, client, mailoutbox
    ):
        user = AccountHolderFactory(email="vanha@esimerkki.fi")
        user.email = self.NEW
        user.save()

        assert sign_in(client, "vanha@esimerkki.fi").status_code == 200
        client.post(reverse("account_reset_password"), {"email": "vanha@esimerkki.fi"})
        assert not re.search(r"\d{3}-\d{3}-\d{3}", mailoutbox[0].body)

        # The new one is confirmed first.
        response = sign_in(client, self.NEW)
        assert response.url == reverse("account_email_verification_sent")
        assert not is_signed_in(client, user)
        client.post(response.url, {"code": code_in(mailoutbox[1])})
        assert is_signed_in(client, user)

    def test_saving_other_details_keeps_the_confirmed_address(self):
        user = AccountHolderFactory()
        user.first_name = "Aino Maria"
        user.save()

        assert EmailAddress.objects.get(user=user).verified
