"""Calendar files, read back by the grammar of RFC 5545 rather than by the eye."""

import datetime
import re
from uuid import uuid4

import pytest

from courses.activities.ics import Event, calendar

UTC = datetime.UTC
# contentline = name *(";" param) ":" value, names of letters, digits and dashes.
PARAM = r';[A-Za-z-]+=(?:"[^"\x00-\x08\x0a-\x1f\x7f]*"|[^";:,\x00-\x08\x0a-\x1f\x7f]*)'
LINE = re.compile(
    rf"^(?P<name>[A-Za-z-]+)(?P<params>(?:{PARAM})*):(?P<value>[^\x00-\x08\x0a-\x1f\x7f]*)$"
)
MOMENT = re.compile(r"^\d{8}T\d{6}Z$")
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS", "ORGANIZER"}


def parsed(text):
    """The events of a calendar as dicts; fails on whatever the grammar does not allow."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    for line in text.split("\r\n"):
        assert len(line.encode()) <= 75
    lines = text.replace("\r\n ", "").split("\r\n")[:-1]
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    head, events, current = {}, [], None
    for line in lines[1:-1]:
        found = LINE.match(line)
        assert found, line
        name, value = found["name"], found["value"]
        if line == "BEGIN:VEVENT":
            assert current is None
            current = {}
        elif line == "END:VEVENT":
            assert current.keys() >= ONCE
            events.append(current)
            current = None
        else:
            into = head if current is None else current
            assert name not in into, f"{name} twice"
            into[name] = value
    assert current is None
    assert head["VERSION"] == "2.0"
    assert head["PRODID"]
    return head["METHOD"], events


def said(value):
    """A text value as a calendar program shows it."""
    signs = {"n": "\n", "N": "\n", "\\": "\\", ";": ";", ",": ","}
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value)
    return re.sub(r"\\(.)", lambda found: signs[found[1]], value)


def made(*events, organiser="Koulu"):
    now = datetime.datetime(2026, 11, 22, 12, tzinfo=UTC)
    return calendar(events, made_at=now, organiser=organiser, organiser_address="a@b.fi")


def event(**fields):
    start = datetime.datetime(2026, 12, 1, 7, tzinfo=UTC)
    return Event(
        **{
            "uid": f"{uuid4()}@polku.example",
            "starts_at": start,
            "ends_at": start + datetime.timedelta(hours=4),
            "summary": "Webinaari",
        }
        | fields
    )


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Työkyky; tiimi, verkosto", id="separators"),
        pytest.param("C:\\polku\\n ei rivi", id="backslashes"),
        pytest.param("Ensimmäinen\nToinen\r\nKolmas", id="lines"),
        pytest.param("ä" * 200, id="long, of two octets a letter"),
        pytest.param("👩‍⚕️" * 40, id="long, of four octets"),
        pytest.param('Lainaus "suora" ja: kaksoispiste', id="quotes"),
        pytest.param("BEGIN:VEVENT\r\nUID:toinen", id="another event in the text"),
    ],
)
def test_words_come_back_as_they_were(words):
    _method, [read] = parsed(made(event(summary=words, description=words, place=words)))
    expected = words.replace("\r\n", "\n")
    assert said(read["SUMMARY"]) == said(read["DESCRIPTION"]) == said(read["LOCATION"]) == expected


def test_control_signs_are_left_out():
    _method, [read] = parsed(made(event(summary="a\x00b\x07c"), organiser='Koulu\n"x"'))
    assert read["SUMMARY"] == "abc"


def test_times_are_in_utc():
    _method, [read] = parsed(made(event()))
    assert (read["DTSTART"], read["DTEND"]) == ("20261201T070000Z", "20261201T110000Z")
    assert MOMENT.match(read["DTSTAMP"])


def test_a_cancelled_event_is_taken_back():
    method, [read] = parsed(made(event(is_cancelled=True, sequence=3, link="https://x.example")))
    assert (method, read["STATUS"], read["SEQUENCE"]) == ("CANCEL", "CANCELLED", "3")
    assert "URL" not in read


def test_a_cancelled_one_among_others_says_so_itself():
    method, read = parsed(made(event(), event(is_cancelled=True)))
    assert method == "PUBLISH"
    assert [each["STATUS"] for each in read] == ["CONFIRMED", "CANCELLED"]


def test_of_nothing_it_is_empty():
    assert parsed(made()) == ("PUBLISH", [])
