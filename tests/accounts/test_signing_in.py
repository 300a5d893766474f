"""Signing in and out, forgotten passwords, changed addresses, and too many tries."""

import re
from dataclasses import replace

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.urls import NoReverseMatch, resolve, reverse

from accounts import password_tries
from accounts.addresses import count_as_confirmed
from accounts.models import User
from tests.factories.accounts import PASSWORD, AccountHolderFactory, UserFactory

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "talvella lumi narisee"


def sign_in(client, email, password=PASSWORD, **fields):
    return client.post(reverse("account_login"), {"login": email, "password": password, **fields})


def is_signed_in(client, user):
    return client.session.get("_auth_user_id") == str(user.pk)


def code_in(message):
    return re.search(r"^\d{3}-\d{3}-\d{3}$", message.body, flags=re.MULTILINE)[0]


NOT_OURS = ["http://[evil", "//[evil", "//evil.example", "https:evil.example", "/\\evil.example"]


@pytest.mark.parametrize("onward", NOT_OURS)
@pytest.mark.parametrize(
    "name", ["account_login", "account_signup", "account_reset_password", "account_inactive"]
)
def test_the_pages_open_whatever_address_is_to_follow(client, name, onward):
    page = client.get(reverse(name), {"next": onward})

    assert page.status_code == 200
    assert f'href="{onward}' not in page.text


@pytest.mark.parametrize("onward", NOT_OURS)
def test_whoever_signs_in_or_has_signed_in_stays_on_the_site(client, onward):
    user = AccountHolderFactory()

    answers = [
        sign_in(client, user.email, next=onward),
        client.get(reverse("account_login"), {"next": onward}),
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert not any("evil" in answer.url for answer in answers)


class TestSigningIn:
    @pytest.mark.parametrize(
        "typed", ["aino@esimerkki.fi", "AINO@Esimerkki.fi", " aino@esimerkki.fi "]
    )
    def test_by_address_in_any_case(self, client, typed):
        user = AccountHolderFactory(email="aino@esimerkki.fi")

        response = sign_in(client, typed)

        assert response.url == reverse("courses:my_studies")
        assert is_signed_in(client, user)

    def test_leads_back_to_where_one_was(self, client):
        user = AccountHolderFactory()
        asked = client.get(reverse("accounts:my_data"))

        page = client.get(asked.url)
        response = sign_in(client, user.email, next=reverse("accounts:my_data"))

        assert f'name="next" value="{reverse("accounts:my_data")}"' in page.text
        assert response.url == reverse("accounts:my_data")

    def test_the_way_on_survives_the_links_between_the_pages(self, client):
        page = client.get(reverse("account_login"), {"next": "/fi/opinnot/"}).text

        assert f'{reverse("account_signup")}?next=%2Ffi%2Fopinnot%2F"' in page
        assert f'{reverse("account_reset_password")}?next=%2Ffi%2Fopinnot%2F"' in page

    def test_a_wrong_password_and_an_unknown_address_say_the_same(self, client):
        AccountHolderFactory(email="aino@esimerkki.fi")

        wrong = sign_in(client, "aino@esimerkki.fi", "ei tämä salasana")
        unknown = sign_in(client, "eino@esimerkki.fi", "ei tämä salasana")

        assert wrong.status_code == unknown.status_code == 200
        assert wrong.context["form"].errors == unknown.context["form"].errors
        assert 'value="aino@esimerkki.fi"' in wrong.text
        assert "ei tämä salasana" not in wrong.text

    def test_a_closed_account_is_told_so(self, client):
        user = AccountHolderFactory(is_active=False)

        response = sign_in(client, user.email)

        assert response.url == reverse("account_inactive")
        assert client.get(response.url).status_code == 200

    def test_ends_with_the_browser_unless_one_asks(self, client):
        user = AccountHolderFactory()

        sign_in(client, user.email)
        assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""

        client.logout()
        sign_in(client, user.email, remember="on")
        assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 14 * 24 * 3600

    def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(self, client):
        sign_in(client, AccountHolderFactory().email)

        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")

    def test_gives_the_session_a_new_key(self, client):
        session = client.session
        session["theme"] = "dark"
        session.save()
        before = client.session.session_key

        sign_in(client, AccountHolderFactory().email)

        assert client.session.session_key != before
        assert not Session.objects.filter(pk=before).exists()

    def test_who_is_signed_in_is_sent_on(self, client):
        client.force_login(UserFactory())

        response = client.get(reverse("account_login"), {"next": "/fi/opinnot/"})

        assert response.url == "/fi/opinnot/"


class TestSigningOut:
    def test_asks_first_and_then_forgets_the_session(self, client):
        client.force_login(UserFactory())
        key = client.session.session_key

        question = client.get(reverse("account_logout"))
        assert "_auth_user_id" in client.session
        response = client.post(reverse("account_logout"))

        assert question.status_code == 200
        assert response.url == "/fi/"
        assert "_auth_user_id" not in client.session
        assert not Session.objects.filter(pk=key).exists()

    def test_stays_in_the_language(self, client):
        client.force_login(UserFactory())

        assert client.post("/sv/tili/kirjaudu-ulos/").url == "/sv/"


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


class TestTheDoorOfTheAdministration:
    def editor(self, **fields):
        return UserFactory(password=PASSWORD, is_superuser=True, is_staff=True, **fields)

    @pytest.mark.parametrize("address", ["login/", "login/?next=/hallinta/pages/"])
    def test_is_the_one_sign_in(self, client, address):
        response = client.get(f"/hallinta/{address}")

        assert response.url.startswith(reverse("account_login"))
        assert ("next" in address) == ("next=%2Fhallinta%2Fpages%2F" in response.url)

    def test_the_way_in_leads_back_to_the_page(self, client):
        user = self.editor()
        count_as_confirmed(user)

        asked = client.get("/hallinta/reports/locked/", follow=True)
        response = client.post(
            reverse("account_login"),
            {
                "login": user.email,
                "password": PASSWORD,
                "next": asked.context["redirect_field_value"],
            },
        )

        assert response.url == "/hallinta/reports/locked/"

    def test_wagtails_own_forms_are_closed(self, client):
        posted = client.post(
            "/hallinta/login/", {"username": self.editor().email, "password": PASSWORD}
        )

        assert posted.url == reverse("account_login")
        assert "_auth_user_id" not in client.session
        assert client.get("/hallinta/password_reset/").url == reverse("account_reset_password")
        for closed in ("done/", "complete/", "confirm/MQ/abc-def/"):
            assert client.get(f"/hallinta/password_reset/{closed}").status_code == 404

    def test_an_unconfirmed_editor_stays_outside(self, client, mailoutbox):
        user = self.editor()

        response = sign_in(client, user.email)

        assert response.url == reverse("account_email_verification_sent")
        assert not is_signed_in(client, user)
        assert client.get("/hallinta/").status_code == 302

    def test_a_learner_is_told_in_their_language_and_not_sent_round(self, client):
        client.force_login(UserFactory(language="sv"))

        response = client.get("/hallinta/", follow=True)

        assert response.status_code == 403
        assert len(response.redirect_chain) == 1
        assert response.headers["Content-Language"] == "sv"
        assert response.context["messages"] == []
        # And the message that Wagtail left does not turn up on the next page.
        assert list(client.get(reverse("accounts:profile")).context["messages"]) == []

    def test_the_sign_in_page_does_not_send_a_learner_round_either(self, client):
        client.force_login(UserFactory())

        response = client.get(reverse("account_login"), {"next": "/hallinta/"}, follow=True)

        assert response.status_code == 403

    def test_an_administrator_made_by_the_command_can_sign_in(self, client):
        call_command(
            "createsuperuser", interactive=False, email="yllapito@esimerkki.fi", verbosity=0
        )
        user = User.objects.get(email="yllapito@esimerkki.fi")
        user.set_password(PASSWORD)
        user.save()

        sign_in(client, user.email)

        assert client.get("/hallinta/").status_code == 200


class TestWhichPagesThereAre:
    @pytest.mark.parametrize(
        "name",
        [
            "account_confirm_email",
            "account_confirm_login_code",
            "account_request_login_code",
            "account_reset_password_done",
            "account_reset_password_from_key",
            "account_signup_by_passkey",
        ],
    )
    def test_what_is_not_used_is_not_there(self, name):
        with pytest.raises(NoReverseMatch):
            reverse(name)

    @pytest.mark.parametrize(
        "name",
        [
            "account_login",
            "account_signup",
            "account_reset_password",
            "account_inactive",
        ],
    )
    def test_pages_for_strangers_look_like_the_site(self, client, name):
        page = client.get(reverse(name))

        assert page.status_code == 200
        assert "base.html" in [template.name for template in page.templates]

    @pytest.mark.parametrize(
        "name",
        [
            "account_logout",
            "account_email",
            "account_change_password",
            "account_reauthenticate",
            "accounts:profile",
            "accounts:my_data",
            "accounts:erase",
        ],
    )
    def test_pages_for_people_look_like_the_site(self, client, name):
        client.force_login(AccountHolderFactory())

        page = client.get(reverse(name))

        assert page.status_code == 200
        assert "base.html" in [template.name for template in page.templates]

    def test_the_folder_itself_leads_somewhere(self, client):
        assert client.get("/fi/tili/").url == reverse("account_login")
        assert resolve(reverse("account_login")).url_name == "account_login"

    def test_an_expired_form_is_explained(self, client):
        strict = type(client)(enforce_csrf_checks=True)

        response = strict.post(reverse("account_login"), {"login": "a@b.fi", "password": "x"})

        assert response.status_code == 403
        assert "403_csrf.html" in [template.name for template in response.templates]
        assert "Content-Security-Policy" in response.headers


def test_limits_are_counted_in_the_shared_cache():
    """One process' own memory would give each worker its own five tries."""
    assert settings.CACHES["default"]["BACKEND"] != "django.core.cache.backends.locmem.LocMemCache"
    assert cache._alias == "default"
