"""
Services whose content may stand on our pages, and their addresses, read strictly.

A service is known by its exact host. What stands in an address beside the number of the thing
is thrown away, so that nobody's way of coming to it is told on.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qs, urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Host:
    """
    A service: who gets the reader's data, and how its addresses look.

    `paths`: by host, what a path looks like, with the thing's number as `id`. `origin` and
    `player`: where it can be framed; empty where it cannot without a script of its own on
    our page, and the reader is led to its own site instead.
    """

    key: str
    name: str
    keeper: str | Promise
    paths: Mapping[str, re.Pattern[str]]
    origin: str = ""
    player: str = ""
    # For a host where the number stands in the query.
    in_query: Mapping[str, str] = field(default_factory=dict)
    number: re.Pattern[str] = re.compile(r"\d{4,25}")

    def number_in(self, address: SplitResult) -> str:
        """Return the number of the thing at an address, or nothing where there is none."""
        host = address.hostname or ""
        if host not in self.paths:
            return ""
        found = self.paths[host].fullmatch(address.path)
        if found is None:
            return ""
        number = found.groupdict().get("id") or ""
        if not number and host in self.in_query:
            number = next(iter(parse_qs(address.query).get(self.in_query[host], [])), "")
        return number if self.number.fullmatch(number) else ""


_YOUTUBE = re.compile(r"/(?:watch|(?:embed|shorts|live)/(?P<id>[^/]+))/?")
HOSTS = (
    Host(
        key="youtube",
        name="YouTube",
        keeper="Google",
        paths={
            "www.youtube.com": _YOUTUBE,
            "youtube.com": _YOUTUBE,
            "m.youtube.com": _YOUTUBE,
            "www.youtube-nocookie.com": _YOUTUBE,
            "youtu.be": re.compile(r"/(?P<id>[^/]+)/?"),
        },
        in_query={"www.youtube.com": "v", "youtube.com": "v", "m.youtube.com": "v"},
        number=re.compile(r"[A-Za-z0-9_-]{11}"),
        origin="https://www.youtube-nocookie.com",
        player="https://www.youtube-nocookie.com/embed/{number}",
    ),
    Host(
        key="vimeo",
        name="Vimeo",
        keeper="Vimeo",
        paths={
            "vimeo.com": re.compile(r"/(?P<id>\d+)/?"),
            "player.vimeo.com": re.compile(r"/video/(?P<id>\d+)/?"),
        },
        origin="https://player.vimeo.com",
        player="https://player.vimeo.com/video/{number}?dnt=1",
    ),
    Host(
        key="thinglink",
        name="ThingLink",
        keeper="ThingLink",
        paths={
            "www.thinglink.com": re.compile(
                r"/(?:(?:view/)?scene|card|mediacard)/(?P<id>\d+)(?:/accessibility)?/?"
            )
        },
        origin="https://www.thinglink.com",
        player="https://www.thinglink.com/view/scene/{number}",
    ),
    Host(
        key="areena",
        name="Yle Areena",
        keeper=_("Yle, the Finnish Broadcasting Company"),
        paths={
            "areena.yle.fi": re.compile(r"/(?:podcastit/)?(?P<id>1-\d+)/?"),
            "arenan.yle.fi": re.compile(r"/(?:poddar/)?(?P<id>1-\d+)/?"),
        },
        number=re.compile(r"1-\d{4,12}"),
    ),
    Host(
        key="finna",
        name="Finna",
        keeper=_("the National Library of Finland"),
        paths={
            host: re.compile(r"/Record/(?P<id>[^/]+)/?")
            for host in ("www.finna.fi", "finna.fi", "kansalliskirjasto.finna.fi")
        },
        number=re.compile(r"[A-Za-z0-9._:%+-]{3,120}"),
    ),
)


@dataclass(frozen=True)
class Thing:
    """Something at a service: what is framed (empty: nothing can be), and where it is itself."""

    host: Host
    number: str
    link: str

    @property
    def player(self) -> str:
        """The address to frame, or nothing."""
        return self.host.player.format(number=self.number)


def allowed() -> list[Host]:
    """Return the services that this installation has in EMBED_HOSTS."""
    return [host for host in HOSTS if host.key in settings.EMBED_HOSTS]


def thing_at(url: str) -> Thing | None:
    """
    Return what is at an address of an allowed service, or None.

    >>> thing_at("https://youtu.be/dQw4w9WgXcQ?si=abc").player
    'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ'
    >>> thing_at("https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ") is None
    True
    >>> thing_at("http://vimeo.com/76979871") is None
    True
    """
    address = _address(url)
    if address is None:
        return None
    for host in allowed():
        if number := host.number_in(address):
            return Thing(host, number, f"https://{address.hostname}{_own_place(address, number)}")
    return None


def _address(url: str) -> SplitResult | None:
    """Split an https address without a user, a port or a sign that parsers read differently."""
    if not url.isascii() or not url.isprintable() or "\\" in url or " " in url:
        return None
    try:
        address = urlsplit(url)
        port = address.port
    except ValueError:
        return None
    if address.scheme != "https" or "@" in address.netloc or port is not None:
        return None
    return address


def _own_place(address: SplitResult, number: str) -> str:
    """The path of the thing itself, without what was told beside it."""
    return address.path if number in address.path else f"{address.path}?v={number}"
