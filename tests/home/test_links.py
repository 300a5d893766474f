"""External addresses are asked by a task, politely, and never inside the house."""

import datetime
import http.client
import json
import socket
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.utils import timezone, translation

from home import asking_links, checking_links
from home.asking_links import Answer, ask, exchange, failure_words, is_public, vetted
from home.checking_links import begin, due, keep_answer, name_links
from home.checks import find_problems
from home.links import ExternalLink, digest_of, failing
from home.pages import StandardPage
from tests.factories.home import StandardPageFactory

PUBLIC = "193.166.3.2"
# A connection that is never used, and an answer of a head alone.
BARE = SimpleNamespace(status=200, headers={}, close=lambda: None)


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1",
        "::ffff:10.0.0.1", "fec0::1", "2002:7f00:1::", "64:ff9b::a00:1",
    ],
)  # fmt: skip
def test_an_address_of_the_house_is_not_public(ip):
    assert not is_public(ip)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://kela.example/", "file:///etc/passwd", "https://kela.example:8443/", "https:///x",
        "https://user@kela.example/", "http://kela.example:443/", "https://[::1", "javascript:x",
        "https://kela.example:99999/", "https://" + "a" * 70 + ".example/",
        "https://.kela.example/", "http://[kela", "http://\u2100.example/",
    ],
)  # fmt: skip
def test_only_ordinary_addresses_are_asked(url, monkeypatch):
    def resolve(host, port):
        host.encode("idna")
        return [PUBLIC]

    monkeypatch.setattr(asking_links, "resolve", resolve)
    assert ask(url) == Answer(None, "address")


def test_one_inner_address_among_the_outer_is_enough_to_refuse(monkeypatch):
    monkeypatch.setattr(asking_links, "resolve", lambda host, port: [PUBLIC, "10.0.0.7"])
    assert ask("https://kela.example/").failure == "address"


@pytest.fixture
def web(monkeypatch):
    """Sites by address: what HEAD and GET answer. Returns the requests that were made."""
    sites, asked = {}, []

    def resolve(host, port):
        return ["10.0.0.1"] if host == "sisalla.example" else [PUBLIC]

    def answer(method, parts, ip):
        asked.append((method, parts.geturl(), ip))
        found = sites[parts.geturl()]
        said = found.get(method, found.get("HEAD"))
        if isinstance(said, Exception):
            raise said
        return said

    monkeypatch.setattr(asking_links, "resolve", resolve)
    monkeypatch.setattr(asking_links, "exchange", answer)
    return sites, asked


A, B = "https://a.example/", "https://b.example/"


@pytest.mark.parametrize(
    ("sites", "answer"),
    [
        pytest.param({A: {"HEAD": (200, "")}}, Answer(200), id="there"),
        pytest.param({A: {"HEAD": (404, "")}}, Answer(404, "404"), id="gone"),
        pytest.param({A: {"HEAD": (405, ""), "GET": (206, "")}}, Answer(206), id="no HEAD"),
        pytest.param({A: {"HEAD": (500, ""), "GET": (200, "")}}, Answer(200), id="HEAD breaks"),
        pytest.param({A: {"HEAD": (403, "")}}, Answer(403), id="only for people"),
        pytest.param(
            {A: {"HEAD": (301, "/x")}, A + "x": {"HEAD": (200, "")}}, Answer(200), id="on"
        ),
        pytest.param(
            {A: {"HEAD": (302, B)}, B: {"HEAD": (302, A)}}, Answer(302, "hops"), id="loop"
        ),
        pytest.param({A: {"HEAD": TimeoutError()}}, Answer(None, "time"), id="silent"),
        pytest.param({A: {"HEAD": ConnectionRefusedError()}}, Answer(None, "closed"), id="shut"),
        pytest.param(
            {A: {"HEAD": (302, "http://sisalla.example/")}}, Answer(302, "address"), id="inwards"
        ),
        pytest.param({A: {"HEAD": (302, "file:///x")}}, Answer(302, "address"), id="to a file"),
        pytest.param({A: {"HEAD": (302, "http://[x")}}, Answer(None, "address"), id="nowhere"),
    ],
)
def test_what_a_site_answers(web, sites, answer):
    known, asked = web
    known.update(sites)

    assert ask(A) == answer
    assert {ip for _method, _url, ip in asked} == {PUBLIC}
    with translation.override("en"):
        assert not answer.failure or failure_words(answer.failure)


def test_the_request_goes_to_the_address_that_was_examined():
    """A name that leads elsewhere by the time of connecting leads nobody astray."""
    heard = []

    class Site(BaseHTTPRequestHandler):
        def do_HEAD(self):
            heard.append((self.path, self.headers["Host"], self.headers["User-Agent"]))
            self.send_response(302)
            self.send_header("Location", "/muualla")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    parts = urlsplit(f"http://ei-ole.example:{server.server_port}/työkyky?a=1")

    assert exchange("HEAD", parts, "127.0.0.1") == (302, "/muualla")
    thread.join(5)
    server.server_close()
    ((path, host, agent),) = heard
    assert (path, host) == ("/ty%C3%B6kyky?a=1", "ei-ole.example")
    assert "Tyokykypolku" in agent


def test_who_answers_byte_by_byte_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(asking_links, "LONGEST", 0.2)
    monkeypatch.setattr(asking_links, "resolve", lambda host, port: ["127.0.0.1"])
    monkeypatch.setattr(asking_links, "is_public", lambda ip: True)
    server = socket.create_server(("127.0.0.1", 0))
    monkeypatch.setitem(asking_links.PORTS, "http", server.getsockname()[1])

    def drip():
        client, _address = server.accept()
        with client, suppress(OSError):
            for _byte in range(200):
                client.sendall(b"x")
                time.sleep(0.02)

    thread = threading.Thread(target=drip)
    thread.start()
    assert ask("http://kela.example/") == Answer(None, "time")
    server.close()
    thread.join(5)


@pytest.mark.parametrize(
    ("host", "known"),
    [("työkyky.example", "xn--tykyky-xxa.example"), ("日本.example", "xn--wgv71a.example")],
)
def test_a_host_in_any_letters_is_asked_by_its_ascii_name(monkeypatch, host, known):
    asked = []
    monkeypatch.setattr(asking_links, "resolve", lambda host, port: asked.append(host) or [PUBLIC])
    monkeypatch.setattr(
        http.client.HTTPConnection,
        "request",
        lambda self, method, url, headers: asked.append(headers["Host"]),
    )
    monkeypatch.setattr(http.client.HTTPConnection, "getresponse", lambda self: BARE)
    monkeypatch.setattr(asking_links.socket, "create_connection", lambda *args, **kwargs: BARE)
    assert ask(f"http://{host}/") == Answer(200)
    assert asked == [known, known]


def test_a_public_address_is_returned_with_its_parts(monkeypatch):
    monkeypatch.setattr(asking_links, "resolve", lambda host, port: [PUBLIC])
    parts, ip = vetted("https://kela.example/tuki")
    assert (parts.path, ip) == ("/tuki", PUBLIC)


@pytest.mark.django_db
def test_live_content_names_its_addresses_and_the_forgotten_go(settings):
    text = '<p><a href="https://kela.example/tuki#alku">Kela</a> <a href="/fi/">Etusivu</a></p>'
    StandardPageFactory(body=[("text", text)])
    StandardPageFactory(
        body=[("text", '<p><a href="https://luonnos.example/">Uusi</a></p>')], published=False
    )
    old = link("https://vanha.example/", named=datetime.timedelta(days=40))

    name_links({})

    assert {one.url for one in ExternalLink.objects.all()} == {"https://kela.example/tuki"}
    assert not ExternalLink.objects.filter(pk=old.pk).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["http://[kela", "https://[kela#alku", "http://\u2100.example"])
def test_what_cannot_be_read_as_an_address_leads_nowhere_and_stops_nobody(address):
    stop, other = f'<a href="{address}">Kela</a>', '<a href="https://kela.example/">Kela</a>'
    page = StandardPageFactory(body=[("text", f"<p>{other}</p>")])
    # As it would come past the editor's form and the gate.
    body = json.dumps([{"type": "text", "id": str(uuid4()), "value": f"<p>{stop} {other}</p>"}])
    StandardPage.objects.filter(pk=page.pk).update(body=body)
    page.refresh_from_db()

    assert [one.code for one in find_problems(page)] == ["empty_link"]
    name_links({})
    assert len(due(timezone.now())) == 1


def link(url, *, named=datetime.timedelta(0), **fields):
    moment = timezone.now() - named
    return ExternalLink.objects.create(url=url, digest=digest_of(url), named_at=moment, **fields)


@pytest.mark.django_db
def test_a_few_are_asked_at_a_time_each_of_another_host(settings, monkeypatch):
    settings.CHECK_LINKS = True
    now = timezone.now()
    days = {number: now - datetime.timedelta(days=number) for number in (2, 3, 8)}
    new, twin = link("https://a.example/1"), link("https://a.example/2")
    week = link("https://b.example/", asked_at=days[8])
    link("https://c.example/", asked_at=days[3])
    failed = link("https://d.example/", asked_at=days[2], failing_since=days[2], failure="404")
    batches = []
    asking = SimpleNamespace(enqueue=batches.append)
    monkeypatch.setattr(checking_links, "ask_links", asking)

    assert due(now) == [new.pk, week.pk, failed.pk]
    assert begin(now) == 1, "the day begins with reading what is named"
    assert (begin(now), begin(now)) == (3, 0), "one batch a minute"
    assert begin(now + datetime.timedelta(minutes=2)) == 1
    assert batches == [[new.pk, week.pk, failed.pk], [twin.pk]]
    settings.CHECK_LINKS = False
    assert begin(now + datetime.timedelta(days=30)) == 0


@pytest.mark.django_db
def test_editors_hear_of_an_address_that_has_failed_for_days():
    now = timezone.now()
    one = link("https://a.example/")
    first = now - datetime.timedelta(days=4)

    keep_answer(one, Answer(None, "host"), first)
    assert failing([one.url]) == {one.url: "host"}
    keep_answer(one, Answer(503, "503"), now)
    assert (one.failing_since, failing([one.url])) == (first, {one.url: "503"})
    keep_answer(one, Answer(200), now)
    assert failing([one.url]) == {}
    keep_answer(one, Answer(404, "404"), now)
    assert failing([one.url]) == {}, "one failure is a bad day"
