"""A reader's settings: one cookie, applied by the server, kept without scripts."""

import pytest
from django.urls import reverse

from home.blocks.plain import plain_language_first
from home.reading_settings.choices import CHOICES, ReadingSettings, settings_in
from tests.factories.home import StandardPageFactory, front_page

PLAIN = {"heading": "Tuki", "ordinary": "<p>Myönnetään.</p>", "plain": "<p>Saat rahaa.</p>"}


def test_every_choice_survives_its_cookie():
    for name, (_heading, values) in CHOICES.items():
        for value in values:
            chosen = ReadingSettings.of({name: value})
            assert settings_in(chosen.cookie) == chosen
            assert chosen.chosen == ({name: value} if value else {})


@pytest.mark.django_db
@pytest.mark.one_engine
def test_choices_are_kept_without_scripts_and_lead_back(client):
    url = reverse("reading_settings")
    page = StandardPageFactory(
        parent=front_page(), body=[{"type": "plain_language", "value": PLAIN}]
    )
    form = {"size": "4", "theme": "contrast", "plain": "yes", "spacing": "<b>"}
    answer = client.post(url, form | {"takaisin": page.url})
    assert (answer.status_code, answer.url) == (302, page.url)
    assert client.cookies["reading"].value == "size-4.theme-contrast.plain-yes"
    read = client.get(page.url).text
    assert '<html lang="fi" data-size="4" data-theme="contrast" data-plain="yes">' in read
    assert 'data-plain="yes" checked' in read
    assert 'data-plain="no" checked' not in read
    shown = client.get(url).text
    assert 'name="size" value="4" checked' in shown
    client.post(url, {"do": "clear", "size": "4"})
    assert '<html lang="fi">' in client.get(page.url).text


@pytest.mark.django_db
@pytest.mark.one_engine
@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example", "javascript:x()", "evil/x"]
)
def test_the_way_back_never_leads_away(client, away):
    url = reverse("reading_settings")
    assert away not in client.get(url, {"takaisin": away}).text
    assert client.post(url, {"takaisin": away}).url == url


def test_only_the_two_choices_of_a_passage_change():
    other = '<p>data-plain="no"</p>'
    assert plain_language_first(other) == other
