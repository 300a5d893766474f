"""What stands on another service: which addresses are taken, and what a reader's browser asks."""

import re

import pytest
from django.core.checks import run_checks
from django.utils import translation

from home.blocks import ContentBlock
from home.blocks.hosts import HOSTS, thing_at
from home.framing import SOURCE, frame_sources, with_frames
from home.responses import STRICT
from tests.factories.home import StandardPageFactory, front_page

VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


@pytest.mark.parametrize(
    ("url", "player"),
    [
        (VIDEO, "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://youtu.be/dQw4w9WgXcQ?si=x", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        (
            "https://m.youtube.com/shorts/dQw4w9WgXcQ",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        ),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
        (
            "https://www.thinglink.com/card/1401236075678007299",
            "https://www.thinglink.com/view/scene/1401236075678007299",
        ),
        # These can only be framed with a script of theirs on our page: a link it is.
        ("https://areena.yle.fi/1-4371942", ""),
        ("https://arenan.yle.fi/poddar/1-4371942", ""),
        ("https://www.finna.fi/Record/museovirasto.A1", ""),
    ],
)
def test_an_address_of_a_service_is_known(url, player):
    assert thing_at(url).player == player


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "//www.youtube.com/watch?v=dQw4w9WgXcQ",
        "javascript:alert(1)//www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://evil.example/https://youtu.be/dQw4w9WgXcQ",
        "https://evil-youtube.com/watch?v=dQw4w9WgXcQ",
        "https://youtube.com@evil.example/watch?v=dQw4w9WgXcQ",
        "https://evil.example@youtube.com/watch?v=dQw4w9WgXcQ",
        "https://youtube.com:8443/watch?v=dQw4w9WgXcQ",
        "https://youtube.com\\.evil.example/watch?v=dQw4w9WgXcQ",
        "https://youtube.com/watch?v=dQw4w9WgXcQ\n",
        "https://ｙoutube.com/watch?v=dQw4w9WgXcQ",
        'https://www.youtube.com/watch?v=dQw4w9WgXc"><script>',
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/watch?list=PLx",
        "https://www.youtube.com/embed/../watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com/redirect?q=https://evil.example",
        "https://vimeo.com/76979871/../../x",
        "https://player.vimeo.com/video/abc",
        "https://areena.yle.fi/ohjelmat",
        "https://www.thinglink.com/user/1401236075678007299",
        "https://[::1",
    ],
)
def test_what_only_looks_like_one_is_not(url):
    assert thing_at(url) is None


def test_a_service_is_shown_only_where_the_installation_allows_it(settings):
    settings.EMBED_HOSTS = ["vimeo"]

    assert thing_at(VIDEO) is None
    assert thing_at("https://vimeo.com/76979871")


@pytest.mark.parametrize(
    ("named", "told"),
    [
        pytest.param(["youtube", "none"], "", id="known"),
        pytest.param(["youtub", "vimeo", "Finna"], "Finna, youtub", id="misspelt"),
    ],
)
def test_a_misspelt_service_is_told_when_the_platform_starts(settings, named, told):
    settings.EMBED_HOSTS = named
    found = [one for one in run_checks() if one.id == "home.W001"]
    assert [told in one.msg and "thinglink" in one.hint for one in found] == [True] * bool(told)


def test_every_origin_can_stand_in_a_policy():
    assert all(SOURCE.fullmatch(host.origin) for host in HOSTS if host.origin)


def embed(url=VIDEO, **changes):
    value = {"title": "Päivä", "url": url, "alternative": "<p>Kaksi puhelua.</p>"} | changes
    return {"type": "embed", "value": value, "id": "a"}


def test_before_the_button_nothing_is_asked_of_the_service():
    with translation.override("en"):
        html = ContentBlock().to_python([embed()])[0].render()

    assert not re.search(r"<(iframe|img|script|link|video)\b", html)
    assert re.findall(r'(?:src|href|data-embed)="(https[^"]+)"', html) == [
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        VIDEO,
    ]
    assert "Google learns your IP address" in html
    assert "Kaksi puhelua." in html
    # Without scripts there is no button that does nothing.
    assert re.search(r"<button[^>]+ data-embed-load hidden>", html)


def test_what_cannot_be_framed_is_a_link_alone():
    with translation.override("en"):
        html = ContentBlock().to_python([embed("https://areena.yle.fi/1-4371942")])[0].render()

    assert "<button" not in html
    assert "data-embed" not in html.replace("data-embed-place", "")
    assert "Open on Yle Areena" in html


def test_an_address_that_is_no_longer_allowed_is_not_led_to(settings):
    settings.EMBED_HOSTS = []
    with translation.override("en"):
        html = ContentBlock().to_python([embed()])[0].render()

    assert "youtube" not in html
    assert "Kaksi puhelua." in html


def test_a_page_may_frame_what_its_own_blocks_need():
    stream = ContentBlock().to_python(
        [embed(), embed("https://vimeo.com/76979871"), embed("https://finna.fi/Record/a.1"),
         embed("https://evil.example/x"), {"type": "text", "value": VIDEO, "id": "t"}]
    )  # fmt: skip

    assert frame_sources(stream) == {
        "https://www.youtube-nocookie.com",
        "https://player.vimeo.com",
    }


def test_a_source_cannot_write_into_the_policy():
    assert not SOURCE.fullmatch("https://a.example; script-src *")
    assert with_frames(STRICT, []) == STRICT


@pytest.mark.django_db
def test_only_the_page_with_an_embed_may_frame(client):
    front = front_page()
    with_embed = StandardPageFactory(parent=front, body=[embed()])
    without = StandardPageFactory(parent=front, body=[])

    policies = [
        client.get(page.get_url()).headers["Content-Security-Policy"]
        for page in (with_embed, without)
    ]

    assert policies == [f"{STRICT}; frame-src https://www.youtube-nocookie.com", STRICT]
