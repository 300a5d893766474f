"""Signing up: an address, a password, the code from the mail, and on to where one was going."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.urls import reverse

from accounts.models import User
from tests.factories.accounts import PASSWORD, AccountHolderFactory, UserFactory
from tests.factories.courses import course_with

pytestmark = pytest.mark.django_db

ADDRESS = "uusi.oppija@esimerkki.fi"


def sign_up(client, email=ADDRESS, password=PASSWORD, **fields):
    return client.post(reverse("account_signup"), {"email": email, "password1": password, **fields})


def code_in(message):
    return re.search(r"^\d{3}-\d{3}-\d{3}$", message.body, flags=re.MULTILINE)[0]


def send_code(client, code):
    return client.post(reverse("account_email_verification_sent"), {"code": code})


def test_the_code_leads_to_the_course_that_one_was_going_to(client, mailoutbox):
    course = course_with(lessons=2)
    going_to = course.get_url()
    page = client.get(reverse("account_signup"), {"next": going_to})
    assert f'name="next" value="{going_to}"' in page.text

    asked = sign_up(client, next=going_to)
    done = send_code(client, code_in(mailoutbox[0]))

    assert asked.url == reverse("account_email_verification_sent")
    assert done.url == going_to
    person = User.objects.get(email=ADDRESS)
    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.get(going_to).status_code == 200


def test_without_a_place_to_go_the_studies_are_shown(client, mailoutbox):
    sign_up(client)

    assert send_code(client, code_in(mailoutbox[0])).url == reverse("courses:my_studies")


def test_the_code_may_be_typed_without_its_dashes(client, mailoutbox):
    sign_up(client)

    send_code(client, code_in(mailoutbox[0]).replace("-", " "))

    assert EmailAddress.objects.get(email=ADDRESS).verified


def test_the_account_keeps_the_language_that_was_read(client, mailoutbox):
    client.post("/sv/tili/luo-tunnus/", {"email": ADDRESS, "password1": PASSWORD})

    assert User.objects.get(email=ADDRESS).language == "sv"
    assert "http://testserver/sv/" in mailoutbox[0].body


def test_nobody_is_signed_in_before_the_code(client):
    sign_up(client)

    assert "_auth_user_id" not in client.session
    assert client.get(reverse("courses:my_studies")).status_code == 302


def test_a_wrong_code_says_so_and_keeps_what_was_typed(client, mailoutbox):
    sign_up(client)

    response = send_code(client, "111-111-111")

    assert response.status_code == 200
    assert 'value="111-111-111"' in response.text
    assert 'aria-invalid="true"' in response.text
    assert not EmailAddress.objects.get(email=ADDRESS).verified


def test_three_wrong_codes_end_the_try(client, mailoutbox):
    sign_up(client)
    right = code_in(mailoutbox[0])

    for _ in range(3):
        response = send_code(client, "111-111-111")
    late = send_code(client, right)

    assert response.url == late.url == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_a_new_code_replaces_the_first(client, mailoutbox):
    sign_up(client)
    cache.clear()  # the limit of one message in ten seconds

    client.post(reverse("account_email_verification_sent"), {"action": "resend"})
    first, second = (code_in(message) for message in mailoutbox)

    assert send_code(client, first).status_code == 200
    assert send_code(client, second).status_code == 302


def test_whoever_stopped_half_way_goes_on_by_signing_in(client, mailoutbox):
    sign_up(client)
    client.cookies.clear()
    cache.clear()

    response = client.post(reverse("account_login"), {"login": ADDRESS, "password": PASSWORD})

    assert response.url == reverse("account_email_verification_sent")
    assert send_code(client, code_in(mailoutbox[1])).url == reverse("courses:my_studies")


@pytest.mark.parametrize(
    ("email", "password", "field"),
    [
        pytest.param("ei osoite", PASSWORD, "email", id="no address"),
        pytest.param("", PASSWORD, "email", id="empty address"),
        pytest.param(ADDRESS, "lyhyt sana1", "password1", id="eleven characters"),
        pytest.param(ADDRESS, "password12345", "password1", id="a common password"),
        pytest.param(ADDRESS, ADDRESS, "password1", id="the address itself"),
    ],
)
def test_bad_input_is_said_at_its_field(client, mailoutbox, email, password, field):
    response = sign_up(client, email=email, password=password)

    assert response.status_code == 200
    assert set(response.context["form"].errors) == {field}
    assert f'href="#id_{field}"' in response.text
    if email:
        assert f'value="{email}"' in response.text
    assert password not in response.text.replace(f'value="{email}"', "")
    assert mailoutbox == []
    assert not User.objects.exists()


def test_a_taken_address_looks_like_a_free_one(client, mailoutbox):
    AccountHolderFactory(email="vanha@esimerkki.fi")

    free = sign_up(client, email=ADDRESS)
    page_of_free = client.get(free.url)
    client.cookies.clear()
    taken = sign_up(client, email="Vanha@esimerkki.fi")
    page_of_taken = client.get(taken.url)

    assert (taken.status_code, taken.url) == (free.status_code, free.url)
    assert without_marks(page_of_taken) == without_marks(page_of_free).replace(
        ADDRESS, "vanha@esimerkki.fi"
    )
    assert [message.to for message in mailoutbox] == [[ADDRESS], ["vanha@esimerkki.fi"]]
    assert reverse("account_reset_password") in mailoutbox[1].body
    assert not re.search(r"\d{3}-\d{3}-\d{3}", mailoutbox[1].body)


def without_marks(response):
    """A page without what is new in every answer."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text)


def test_two_clicks_at_once_make_one_account(client, monkeypatch):
    """The second click finds the address free, and taken when it writes."""
    UserFactory(email=ADDRESS)
    monkeypatch.setattr(
        "allauth.account.internal.flows.manage_email.email_already_exists",
        lambda email, **options: (email, False),
    )

    response = sign_up(client)

    assert response.url == reverse("account_email_verification_sent")
    assert User.objects.count() == 1


@pytest.mark.parametrize("target", ["https://paha.example/", "//paha.example/", "javascript:1"])
def test_a_place_to_go_outside_is_not_followed(client, mailoutbox, target):
    sign_up(client, next=target)

    assert send_code(client, code_in(mailoutbox[0])).url == reverse("courses:my_studies")


def test_in_a_demo_the_page_leads_to_the_mailbox(client):
    sign_up(client)

    assert reverse("demo_mail:list") in client.get(reverse("account_email_verification_sent")).text


def test_fields_say_what_they_are_for(client):
    page = client.get(reverse("account_signup")).text

    assert re.search(r'<label[^>]*for="id_email"', page)
    assert re.search(r'<label[^>]*for="id_password1"', page)
    assert re.search(r'<input[^>]*type="email"[^>]*autocomplete="email"', page)
    assert 'autocomplete="new-password"' in page
    assert "placeholder" not in page


def test_mail_that_cannot_be_sent_is_said_and_can_be_tried_again(client, mailoutbox, monkeypatch):
    client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(
            "django.core.mail.backends.locmem.EmailBackend.send_messages",
            lambda backend, messages: (_ for _ in ()).throw(ConnectionRefusedError()),
        )
        response = sign_up(client)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert "_auth_user_id" not in client.session

    cache.clear()
    client.post(reverse("account_login"), {"login": ADDRESS, "password": PASSWORD})
    assert send_code(client, code_in(mailoutbox[0])).url == reverse("courses:my_studies")


@pytest.mark.parametrize(
    "email",
    [
        pytest.param("a@\u202eexample.com", id="turned text"),
        pytest.param(f"a@{'ä' * 63}.example", id="too long a label"),
    ],
)
@pytest.mark.parametrize("url_name", ["account_signup", "account_reset_password"])
def test_an_address_that_no_mail_can_reach_is_refused_at_its_field(client, url_name, email):
    page = client.post(reverse(url_name), {"email": email, "password1": PASSWORD})
    assert page.status_code in {200, 400}
    assert page.context["form"].errors["email"]
    assert not User.objects.exists()


def test_a_password_of_digits_alone_is_refused(client):
    page = sign_up(client, password="938471650284")
    assert page.context["form"].errors["password1"]
    assert not User.objects.exists()
