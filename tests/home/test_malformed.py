"""A form of the admin that lacks its fields is a 400 in words; other faults are not hidden."""

import pytest
from django.db import DataError
from django.test import Client
from django.urls import reverse

from courses.models import LessonPage
from home.malformed import NulMiddleware, has_odd_ids, is_malformed
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
        ("body-0-id", "xyz"),
        ("body-0-id", "4F5A9B8E-0D57-4A0C-9E0E-5F0A3B1D2C4E"),
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


def test_two_blocks_have_no_id_in_common():
    one, other = "4f5a9b8e-0d57-4a0c-9e0e-5f0a3b1d2c4e", "4f5a9b8e-0d57-4a0c-9e0e-5f0a3b1d2c4f"
    form = {"body-count": "3", "body-0-id": one, "body-1-id": other, "body-2-id": ""}
    assert not has_odd_ids(form)
    assert not has_odd_ids(form | {"body-0-value-count": "1", "body-0-value-0-id": one})
    assert has_odd_ids(form | {"body-2-id": one})


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
