"""Whoever is sent to sign in, sign up, take a place or enrol gets to where they were going."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from courses.catalogue.models import Course
from courses.catalogue.runs import CourseRun
from tests.factories.accounts import PASSWORD, AccountHolderFactory, UserFactory
from tests.factories.courses import CourseRunFactory, EnrolmentFactory, course_with, lessons_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_finnish():
    with override("fi"):
        yield


@pytest.fixture
def lesson():
    """The second lesson of a course that one enrols on: a link of a mail leads there."""
    page = course_with(lessons=2, access=Course.Access.ENROL)
    CourseRunFactory(course=page.course)
    return lessons_of(page)[1]


def sign_in_link(client, address):
    """The way to sign in that a closed page gives."""
    closed = client.get(address)
    assert closed.status_code == 403
    href = re.search(r'href="([^"]*kirjaudu[^"]*next=[^"]*)"', closed.text)[1]
    assert parse_qs(urlsplit(href).query)["next"] == [address]
    return href


def enrol_from_closed(client, address):
    """Follow the closed page's way on: the course, its run, the form."""
    closed = client.get(address)
    assert closed.status_code == 403
    enrol = reverse("courses:enrol", args=[CourseRun.objects.get().pk])
    form = client.get(enrol)
    assert form.status_code == 200
    names = {"first_name": "Aino", "last_name": "Oppija", "consents": ""}
    return client.post(enrol, {name: names.get(name, "") for name in form.context["form"].fields})


def test_a_link_to_a_lesson_leads_there_through_sign_in_and_enrolling(client, lesson):
    person = AccountHolderFactory()
    going_to = lesson.url
    page = client.get(sign_in_link(client, going_to))
    assert f'name="next" value="{going_to}"' in page.text
    signed_in = client.post(
        reverse("account_login"), {"login": person.email, "password": PASSWORD, "next": going_to}
    )
    assert signed_in.url == going_to
    assert enrol_from_closed(client, going_to).url == going_to
    assert client.get(going_to).status_code == 200


def test_a_new_account_gets_there_through_sign_up_code_and_enrolling(client, lesson, mailoutbox):
    going_to = lesson.url
    page = client.get(sign_in_link(client, going_to))
    href = re.search(r'href="([^"]*luo-tunnus[^"]*)"', page.text)[1]
    assert parse_qs(urlsplit(href).query)["next"] == [going_to]
    client.post(
        reverse("account_signup"),
        {"email": "uusi@esimerkki.fi", "password1": "harvinainen-lause-77", "next": going_to},
    )
    code = re.search(r"^\d{3}-\d{3}-\d{3}$", mailoutbox[0].body, flags=re.MULTILINE)[0]
    done = client.post(reverse("account_email_verification_sent"), {"code": code})
    assert done.url == going_to
    assert User.objects.filter(email="uusi@esimerkki.fi").exists()
    assert enrol_from_closed(client, going_to).url == going_to
    assert client.get(going_to).status_code == 200


def test_whom_staff_enrolled_gets_there_through_taking_the_place(client, lesson):
    person = UserFactory()
    enrolment = EnrolmentFactory(run=CourseRun.objects.get(), learner=person, confirmed_at=None)
    client.force_login(person)
    assert client.get(lesson.url).status_code == 403
    consent = reverse("courses:consent", args=[enrolment.pk])
    assert consent in client.get(lesson.url).text
    fields = client.get(consent).context["form"].fields
    assert client.post(consent, dict.fromkeys(fields, "")).url == lesson.url
    assert client.get(lesson.url).status_code == 200
    # Afterwards it is a matter of consent alone, and leads back to the studies.
    client.get(consent)
    assert client.post(consent, {"consents": "on"}).url == reverse("courses:my_studies")


def test_another_course_is_not_where_they_were_going(client, lesson):
    person = UserFactory()
    client.force_login(person)
    assert client.get(lesson.url).status_code == 403
    other = course_with(lessons=1)
    run = CourseRunFactory(course=other.course)
    address = reverse("courses:enrol", args=[run.pk])
    fields = client.get(address).context["form"].fields
    assert client.post(address, dict.fromkeys(fields, "")).url == lessons_of(other)[0].url


def test_a_visitor_gets_no_session_for_looking_at_a_closed_page(client, lesson):
    assert client.get(lesson.url).status_code == 403
    assert not client.cookies
