"""A form of the admin that lacks its fields is a 400 in words; other faults are not hidden."""

import pytest
from django.db import DataError
from django.test import Client
from django.urls import reverse

from courses.models import LessonPage
from home.malformed import NulMiddleware, is_malformed
from tests.editing import page_form
from tests.factories.accounts import AdministratorFactory
from tests.factories.courses import LessonPageFactory

pytestmark = pytest.mark.django_db
IN_WORDS = "The request could not be understood"


@pytest.fixture
def browser():
    """It gets the page of an error, not the exception."""
    made = Client(raise_request_exception=False)
    made.force_login(AdministratorFactory(language="en"))
    return made


@pytest.fixture
def lesson():
    return LessonPageFactory()


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("body-count", None),
        ("body-count", "zzz"),
        ("body-count", ""),
        ("body-0-type", None),
        ("body-0-order", "zzz"),
    ],
)
def test_a_form_without_its_shape_is_refused_in_words(browser, lesson, name, sent):
    form = page_form(lesson, title="Uusi")
    assert name in form
    form = {key: value for key, value in form.items() if key != name}
    form |= {} if sent is None else {name: sent}

    response = browser.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), form)

    assert response.status_code == 400
    assert IN_WORDS in response.text
    assert LessonPage.objects.get().revisions.count() == lesson.revisions.count()


def test_another_fault_stays_a_fault(browser, lesson, monkeypatch):
    def broken(*args, **kwargs):
        raise ValueError("ours")

    monkeypatch.setattr(LessonPage, "save_revision", broken)

    response = browser.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), page_form(lesson))

    assert response.status_code == 500


def test_a_value_error_from_elsewhere_is_none_of_its_matters():
    with pytest.raises(ValueError, match="invalid literal") as raised:
        int("zzz")

    assert not is_malformed(raised.value)


@pytest.mark.parametrize("address", ["/fi/ei%00ole/", "/fi/opinnot/kutsu/%00/", "/hallinta/%00/"])
def test_an_address_with_a_nul_is_not_there(browser, address):
    assert browser.get(address).status_code == 404


def test_a_nul_that_reaches_the_database_is_no_fault_of_ours(rf):
    refused = DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    middleware = NulMiddleware(lambda request: None)

    assert middleware.process_exception(rf.get("/fi/"), refused).status_code == 400
    assert middleware.process_exception(rf.get("/fi/"), DataError("too long")) is None
    assert middleware.process_exception(rf.get("/fi/"), ValueError("NUL (0x00)")) is None
