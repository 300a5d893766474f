"""Who never gave the code may sign up again; whoever gives it, their password holds."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import hashers
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.tidying import erase_unconfirmed
from tests.factories.accounts import PASSWORD, AccountHolderFactory, UserFactory

pytestmark = pytest.mark.django_db

ADDRESS = "uusi.oppija@esimerkki.fi"
SECOND = "talvella lumi narisee"
PARKED = "varas odottaa pensaassa"
CODE = re.compile(r"^\d{3}-\d{3}-\d{3}$", flags=re.MULTILINE)


@pytest.fixture
def visitor(client):
    """A function that gives a new browser; each is somebody else, or a page closed meanwhile."""
    return lambda: type(client)()


def sign_up(browser, password, email=ADDRESS, path=None):
    cache.clear()  # the limit of messages
    return browser.post(path or reverse("account_signup"), {"email": email, "password1": password})


def send_code(browser, code):
    return browser.post(reverse("account_email_verification_sent"), {"code": code})


def sign_in(browser, password):
    return browser.post(reverse("account_login"), {"login": ADDRESS, "password": password})


def code_in(message):
    return CODE.search(message.body)[0]


def test_the_second_sign_up_gets_a_code_and_its_password_holds(visitor, mailoutbox):
    sign_up(visitor(), PASSWORD)
    browser = visitor()

    sign_up(browser, SECOND, email="UUSI.oppija@esimerkki.fi")
    done = send_code(browser, code_in(mailoutbox[1]))

    person = User.objects.get()
    assert done.url == reverse("courses:my_studies")
    assert browser.session["_auth_user_id"] == str(person.pk)
    # And stays signed in: the session is tied to the password that holds.
    assert browser.get(reverse("accounts:profile")).status_code == 200
    assert person.check_password(SECOND)
    assert EmailAddress.objects.get(user=person).verified


def test_the_language_of_the_second_time_is_kept_too(visitor, mailoutbox):
    sign_up(visitor(), PASSWORD)
    browser = visitor()

    sign_up(browser, SECOND, path="/sv/tili/luo-tunnus/")
    send_code(browser, code_in(mailoutbox[1]))

    assert User.objects.get().language == "sv"


def test_a_parked_address_goes_to_who_reads_its_mail(visitor, mailoutbox):
    thief, owner = visitor(), visitor()
    sign_up(thief, PARKED)

    sign_up(owner, PASSWORD)
    send_code(owner, code_in(mailoutbox[1]))

    person = User.objects.get()
    assert person.check_password(PASSWORD)
    assert sign_in(visitor(), PARKED).status_code == 200
    # The thief's own page waits for a code that went to the owner, and ends with the address.
    assert thief.get(reverse("accounts:profile")).status_code == 302
    send_code(thief, "111-111-111")
    assert "_auth_user_id" not in thief.session


def test_a_sign_up_in_between_changes_nothing_for_who_waits_for_the_code(visitor, mailoutbox):
    owner, thief = visitor(), visitor()
    sign_up(owner, PASSWORD)

    sign_up(thief, PARKED)
    assert User.objects.get().check_password(PASSWORD)
    assert send_code(owner, code_in(mailoutbox[1])).status_code == 200  # the thief's code
    send_code(owner, code_in(mailoutbox[0]))

    assert User.objects.get().check_password(PASSWORD)
    assert sign_in(visitor(), PARKED).status_code == 200


def test_after_the_owner_the_thiefs_page_opens_nothing_even_with_its_code(visitor, mailoutbox):
    owner, thief = visitor(), visitor()
    sign_up(owner, PASSWORD)
    sign_up(thief, PARKED)
    send_code(owner, code_in(mailoutbox[0]))

    send_code(thief, code_in(mailoutbox[1]))

    assert "_auth_user_id" not in thief.session
    assert User.objects.get().check_password(PASSWORD)


def test_signing_in_meanwhile_goes_by_the_password_one_signs_in_with(visitor, mailoutbox):
    sign_up(visitor(), PASSWORD)
    browser = visitor()
    sign_up(browser, SECOND)
    session = browser.session
    del session["account_login"]  # the page of the code has run out
    session.save()

    sign_in(browser, PASSWORD)
    send_code(browser, code_in(mailoutbox[2]))

    assert User.objects.get().check_password(PASSWORD)


def test_the_password_waits_as_a_hash_and_is_gone_afterwards(visitor, mailoutbox):
    sign_up(visitor(), PASSWORD)
    browser = visitor()
    sign_up(browser, SECOND)

    kept = browser.session["accounts_password_of_sign_up"]
    assert hashers.check_password(SECOND, kept["password"])
    assert all(SECOND not in str(s.get_decoded()) for s in Session.objects.all())
    send_code(browser, code_in(mailoutbox[1]))
    assert "accounts_password_of_sign_up" not in browser.session


def closed(user):
    user.is_active = False
    user.save()


def confirmed(user):
    EmailAddress.objects.update(verified=True)


def once_in(user):
    user.last_login = timezone.now()
    user.save()


def without_address_row(user):
    EmailAddress.objects.all().delete()


@pytest.mark.parametrize("become", [closed, confirmed, once_in, without_address_row])
def test_an_account_with_an_owner_is_nobody_elses(visitor, mailoutbox, become):
    sign_up(visitor(), PASSWORD)
    become(User.objects.get())
    browser = visitor()

    response = sign_up(browser, PARKED)

    assert response.url == reverse("account_email_verification_sent")
    assert not CODE.search(mailoutbox[1].body)
    assert reverse("account_reset_password") in mailoutbox[1].body
    assert User.objects.get().check_password(PASSWORD)


def plain(response):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text)


def test_the_page_and_the_work_are_the_same_for_any_address(visitor, mailoutbox, monkeypatch):
    AccountHolderFactory(email="vanha@esimerkki.fi")
    sign_up(visitor(), PASSWORD, email="kesken@esimerkki.fi")
    hashed = []
    make = hashers.make_password
    for place in ("accounts.forms", "django.contrib.auth.base_user"):
        monkeypatch.setattr(
            f"{place}.make_password", lambda *args, **how: hashed.append(1) or make(*args, **how)
        )

    answers = []
    for email in ("vapaa@esimerkki.fi", "kesken@esimerkki.fi", "vanha@esimerkki.fi"):
        browser = visitor()
        hashed.clear()
        response = sign_up(browser, SECOND, email=email)
        page = plain(browser.get(response.url)).replace(email, "")
        answers.append((response.status_code, response.url, page, len(hashed)))

    assert answers[0] == answers[1] == answers[2]
    assert answers[0][3] == 1


def test_whoever_asks_again_has_another_month(visitor, mailoutbox):
    sign_up(visitor(), PASSWORD)
    User.objects.update(date_joined=timezone.now() - timedelta(days=31))

    sign_up(visitor(), SECOND)

    assert erase_unconfirmed(timezone.now()) == 0


def test_an_account_made_for_somebody_is_not_taken_by_signing_up(visitor, mailoutbox):
    person = UserFactory(email=ADDRESS)

    sign_up(visitor(), PARKED)

    assert not CODE.search(mailoutbox[0].body)
    assert User.objects.get() == person
