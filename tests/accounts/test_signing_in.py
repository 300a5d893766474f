"""Signing in and out, the administration's door, and which pages of signing in there are."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.urls import NoReverseMatch, resolve, reverse

from accounts.addresses import count_as_confirmed
from accounts.models import User
from tests.accounts.signing import is_signed_in, sign_in
from tests.factories.accounts import PASSWORD, AccountHolderFactory, UserFactory

pytestmark = pytest.mark.django_db


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
