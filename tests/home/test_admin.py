"""The admin looks like this site, and helps its editors to begin."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.users.models import UserProfile

from tests.factories.accounts import AdministratorFactory, EditorFactory
from tests.factories.courses import CourseRunFactory, course_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = EditorFactory(preferred_name="Eero", admin_language="en")
    client.force_login(user)
    return user


def test_the_dashboard_greets_and_shows_how_a_course_is_made(client, editor):
    html = client.get(reverse("wagtailadmin_home")).text

    assert "Welcome, Eero" in html
    assert "How a course is made" in html
    assert reverse("wagtailsnippets_quizzes_question:list") in html


def test_the_dashboard_loads_nothing_from_elsewhere(client, editor):
    html = client.get(reverse("wagtailadmin_home")).text

    loaded = re.findall(r'<(?:script|img|iframe|link)\b[^>]*?(?:src|href)="([^"]+)"', html)
    assert loaded
    assert [address for address in loaded if not address.startswith("/")] == []


def test_the_admin_carries_the_sites_name_mark_and_colours(client, editor):
    html = client.get(reverse("wagtailadmin_home")).text

    assert "<title>Dashboard - Työkykypolku</title>" in html
    assert 'class="path-mark"' in html
    assert "css/admin.css" in html
    assert "img/favicon.svg" in html
    assert "What&#x27;s new" not in html
    assert "What's new" not in html


def test_pages_are_listed_in_the_order_of_learners(client, editor):
    page = course_with(modules=3, lessons=1)
    modules = [module.pk for module in page.get_children()]

    response = client.get(reverse("wagtailadmin_explore", args=[page.pk]))

    assert [row.pk for row in response.context["pages"]] == modules


def test_page_types_say_what_they_are_for(client, editor):
    module = course_with(modules=1, lessons=0).get_children().get()

    html = client.get(reverse("wagtailadmin_pages:add_subpage", args=[module.pk])).text

    assert "One thing to read and think about, in about ten minutes." in html
    assert "Questions on a module, or the exam." in html


@pytest.mark.parametrize(
    ("own", "chosen", "spoken"),
    [
        pytest.param("sv", "", "sv", id="the person's own"),
        pytest.param("sv", "en", "en", id="chosen in the admin's settings"),
    ],
)
def test_the_admin_speaks_its_users_language_not_the_browsers(client, own, chosen, spoken):
    user = EditorFactory(language=own)
    UserProfile.objects.create(user=user, preferred_language=chosen)
    client.force_login(user)

    response = client.get(reverse("wagtailadmin_home"), headers={"Accept-Language": "fi"})

    assert f'<html lang="{spoken}"' in response.text


def test_a_stranger_is_led_to_sign_in(client):
    response = client.get(reverse("wagtailadmin_home"), headers={"Accept-Language": "sv"})

    assert response.status_code == 302
    assert "hallinta" in response.url


@pytest.mark.parametrize(
    ("language", "in_the_page", "in_a_script"),
    [
        ("fi", "Esikatselu näkyviin tai pois", "Hae vaihtoehtoja…"),
        ("sv", "Sidopaneler", "Sök bland alternativen…"),
    ],
)
def test_the_editor_speaks_where_wagtails_translations_have_gaps(
    client, editor, language, in_the_page, in_a_script
):
    UserProfile.objects.filter(user=editor).update(preferred_language=language)
    page = course_with()

    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    script = client.get(reverse("wagtailadmin_javascript_catalog")).text

    assert in_the_page in html
    assert json.dumps(in_a_script) in script


@pytest.mark.parametrize(
    ("language", "yes", "saved"),
    [("fi", "kyllä", "Toteutus ”TK-1” on tallennettu."), ("sv", "ja", "Genomförande: ”TK-1” har")],
)
def test_the_admin_says_yes_and_saved_in_words(client, language, yes, saved):
    run = CourseRunFactory(code="TK-1")
    client.force_login(AdministratorFactory(language=language))
    form = {
        "course": run.course_id,
        "organiser": run.organiser_id,
        "code": run.code,
        "languages": ["fi"],
        "registrar_class": run.registrar_class,
        "hours_to_accept": run.hours_to_accept,
    }

    people = client.get(reverse("wagtailusers_users:index")).text
    response = client.post(reverse("courserun:edit", args=[run.pk]), form, follow=True)

    cells = BeautifulSoup(people, "html.parser").select("td.status")
    assert {cell.get_text(strip=True) for cell in cells} == {yes}
    assert saved in response.text
