"""The checker of accessibility is there for editors, with rules in their own words."""

import json
import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.translation import override

from home.checker import LONGEST_ALT, POOR_ALT, SiteChecker
from home.drafts.links import make_link
from tests.factories.accounts import UserFactory
from tests.factories.home import StandardPageFactory, publish

CONFIGURATION = re.compile(
    r'<script id="checker-axe-configuration" type="application/json">(.*?)</script>', re.DOTALL
)


@pytest.mark.parametrize(
    ("alt", "is_poor"),
    [
        ("IMG_2034.JPG", True),
        ("kehat.png", True),
        ("Kuvassa on kolme kehää", True),
        ("Bild av tre ringar", True),
        ("Picture of rings", True),
        ("x" * (LONGEST_ALT + 1), True),
        ("x" * LONGEST_ALT, False),
        ("Kolme sisäkkäistä kehää: oma elämä, yhteisöt ja yhteinen hyvä", False),
        ("Kuvaaja kertoo, että osuus kasvaa", False),
        ("", False),
    ],
)
def test_poor_alternative_texts_are_known(alt, is_poor):
    # The script, too, takes capitals for small letters.
    assert bool(re.search(POOR_ALT, alt, re.IGNORECASE)) is is_poor


def test_each_rule_is_in_words_in_the_editors_language():
    assert set(SiteChecker.axe_run_only) == set(SiteChecker.axe_messages)
    for language in ("fi", "sv"):
        for words in SiteChecker.axe_messages.values():
            for said in words.values():
                with override("en"):
                    english = str(said)
                with override(language):
                    assert str(said) != english


@pytest.fixture
def editor(client):
    user = UserFactory(is_staff=True)
    user.groups.set(Group.objects.filter(name="Editors"))
    return user


@pytest.mark.django_db
def test_the_checker_is_shown_to_editors_alone(client, editor):
    page = publish(StandardPageFactory())
    preview = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    assert "userbar" not in client.get(page.url).text
    client.force_login(UserFactory())
    assert "userbar" not in client.get(page.url).text
    client.force_login(editor)
    _share, secret = make_link(page=page, user=editor, days=1)
    assert "userbar" not in client.get(reverse("shared_draft", args=[secret])).text
    for address in (page.url, preview):
        answer = client.get(address)
        (found,) = CONFIGURATION.findall(answer.text)
        configuration = json.loads(found)
        assert configuration["context"]["include"] == ["main"]
        assert configuration["options"]["runOnly"] == SiteChecker.axe_run_only
        # It runs under the policy of every page.
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_the_panel_beside_the_editor_has_the_same_rules(client, editor):
    page = publish(StandardPageFactory())
    client.force_login(editor)
    words = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert "links-open-here" in words
