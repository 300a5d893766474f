"""Drafts are looked over by their editors, and shown to others by a link that ends."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from home.drafts.links import MISSES, link_with, make_link
from home.pages import StandardPage
from home.sharing import DraftShare
from tests.factories.accounts import UserFactory
from tests.factories.courses import ModulePageFactory
from tests.factories.home import front_page, in_language

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clean_limits():
    cache.clear()


@pytest.fixture
def editor():
    user = UserFactory(is_staff=True)
    user.groups.set(Group.objects.filter(name="Editors"))
    return user


@pytest.fixture
def page():
    """A live page with a newer draft."""
    page = StandardPage(title="Ohje", slug="ohje", summary="Julkaistu")
    front_page().add_child(instance=page)
    page.save_revision().publish()
    page.summary = "Luonnos <b>uusi</b>"
    page.save_revision()
    return page


def address(secret):
    return reverse("shared_draft", args=[secret])


def test_a_link_shows_the_latest_draft_to_a_stranger_and_leaves_no_trace(client, editor, page):
    share, secret = make_link(page=page, user=editor, days=7, reason="Asiantuntija")
    answer = client.get(address(secret))
    words = answer.content.decode()
    assert answer.status_code == 200
    assert "Luonnos &lt;b&gt;uusi&lt;/b&gt;" in words
    assert "Tämä on luonnos" in words
    assert '<html lang="fi"' in words
    assert "Julkaistu" not in words
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    share.refresh_from_db()
    assert share.opened_at is not None
    # Whoever reads the rows cannot follow the link.
    assert secret not in str(DraftShare.objects.values().get())
    page.summary = "Vielä uudempi"
    page.save_revision()
    assert "Vielä uudempi" in client.get(address(secret)).content.decode()


def test_who_is_signed_in_sees_what_a_stranger_sees(client, editor, page):
    _share, secret = make_link(page=page, user=editor, days=1)
    client.force_login(editor)
    answer = client.get(address(secret))
    assert editor.email not in answer.content.decode()
    assert "wagtail-userbar" not in answer.content.decode()
    assert not answer.cookies


def test_a_translation_is_shown_in_its_language(client, editor, page):
    swedish = in_language(page, "sv")
    _share, secret = make_link(page=swedish, user=editor, days=1)
    words = client.get(address(secret), headers={"accept-language": "fi"}).content.decode()
    assert '<html lang="sv"' in words
    assert "Det här är ett utkast" in words


def _ended(share, page):
    share.ended_at = timezone.now()
    share.save()


def _over(share, page):
    now = timezone.now()
    share.created_at, share.expires_at = now - datetime.timedelta(2), now
    share.save()


def _maker_left(share, page):
    share.created_by.is_active = False
    share.created_by.save()


def _maker_edits_no_more(share, page):
    share.created_by.groups.clear()


@pytest.mark.parametrize("event", [_ended, _over, _maker_left, _maker_edits_no_more])
def test_a_link_ends(client, editor, page, event):
    share, secret = make_link(page=page, user=editor, days=7)
    event(share, page)
    answer = client.get(address(secret))
    assert answer.status_code == 410
    assert "Luonnos" not in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_wrong_secrets_are_not_there_and_are_limited(client, editor, page):
    _share, secret = make_link(page=page, user=editor, days=7)
    for wrong in ("x", "x" * 5000, secret[:-1], "%00", "ä"):
        assert client.get(address(wrong)).status_code == 404
    for _more in range(MISSES.times - 5):
        client.get(address("y"))
    assert client.get(address("y")).status_code == 429
    assert link_with(secret) is not None


def test_an_editor_makes_a_link_lists_it_and_ends_it(client, editor, page):
    client.force_login(editor)
    room = reverse("draft_links", args=[page.pk])
    made = client.post(room, {"reason": "Kollega <b>", "days": "7"})
    share = DraftShare.objects.get()
    secret = made.context["made"].split("/")[-2]
    assert link_with(secret) == share
    assert share.expires_at - share.created_at == datetime.timedelta(7)
    listed = client.get(room).content.decode()
    assert "Kollega &lt;b&gt;" in listed
    assert secret not in listed
    client.post(reverse("draft_links_end", args=[page.pk, share.pk]))
    share.refresh_from_db()
    assert share.ended_at is not None
    assert client.post(room, {"days": "3650"}).status_code == 400
    assert DraftShare.objects.count() == 1


def test_a_link_of_another_page_is_not_ended_here(client, editor, page):
    other = StandardPage(title="Toinen", slug="toinen")
    page.get_parent().add_child(instance=other)
    share, _secret = make_link(page=other, user=editor, days=7)
    client.force_login(editor)
    assert client.post(reverse("draft_links_end", args=[page.pk, share.pk])).status_code == 404
    share.refresh_from_db()
    assert share.ended_at is None


def test_the_list_costs_the_same_with_many_links(
    client, editor, page, django_assert_max_num_queries
):
    client.force_login(editor)
    room = reverse("draft_links", args=[page.pk])
    make_link(page=page, user=editor, days=1)
    client.get(room)
    with django_assert_max_num_queries(100) as one:
        client.get(room)
    for _more in range(2):
        make_link(page=page, user=UserFactory(), days=1)
    with django_assert_max_num_queries(len(one.captured_queries)):
        client.get(room)
    assert connection.queries is not None


def test_looking_over_offers_languages_states_and_widths(client, editor, page):
    swedish = in_language(page, "sv")
    client.force_login(editor)
    room = reverse("look_over", args=[page.pk])
    answer = client.get(room, {"width": "1280", "mode": "<script>"})
    words = answer.content.decode()
    assert "look-over__frame--1280" in words
    assert "<script>" not in answer.context["source"]
    assert reverse("look_over", args=[swedish.pk]) in words
    assert client.get(answer.context["source"]).status_code == 200


def test_a_module_has_no_page_to_look_at(client, editor):
    module = ModulePageFactory()
    client.force_login(editor)
    assert client.get(reverse("look_over", args=[module.pk])).status_code == 404
    assert client.get(reverse("draft_links", args=[module.pk])).status_code == 404
