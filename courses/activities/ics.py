"""
Calendar files (RFC 5545): times in UTC, lines folded at 75 octets, text escaped.

Pure: no database, no clock. A calendar program takes the event of a UID with the highest
SEQUENCE; a cancelled one stays in the file, so that it disappears from calendars.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST_LINE = 75
# A calendar has no use for what cannot be seen; a line break would begin another property.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Event:
    """One meeting; moments are aware, empty words are left out."""

    uid: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    summary: str
    sequence: int = 0
    description: str = ""
    place: str = ""
    link: str = ""
    is_cancelled: bool = False


def calendar(
    events: Iterable[Event],
    *,
    made_at: datetime.datetime,
    organiser: str = "",
    organiser_address: str = "",
) -> str:
    """
    Write a calendar; it announces the events, or takes them back where all are cancelled.

    What nobody organises is one's own, and has no organiser.
    """
    events = list(events)
    gone = bool(events) and all(event.is_cancelled for event in events)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tyokykypolku//Calendar//FI",
        "CALSCALE:GREGORIAN",
        f"METHOD:{'CANCEL' if gone else 'PUBLISH'}",
    ]
    host = f"ORGANIZER;CN={quoted(organiser)}:mailto:{organiser_address}" if organiser else ""
    for event in events:
        lines += _event(event, made_at, host)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(event: Event, made_at: datetime.datetime, host: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTAMP:{utc(made_at)}"
    yield f"DTSTART:{utc(event.starts_at)}"
    yield f"DTEND:{utc(event.ends_at)}"
    yield f"SUMMARY:{escaped(event.summary)}"
    yield f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}"
    if host:
        yield host
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    if event.place:
        yield f"LOCATION:{escaped(event.place)}"
    if event.link and not event.is_cancelled:
        yield f"URL:{CONTROL.sub('', event.link)}"
    yield "END:VEVENT"


def utc(moment: datetime.datetime) -> str:
    """
    Write a moment in UTC: right on both sides of a change to summer time.

    >>> helsinki = datetime.timezone(datetime.timedelta(hours=2))
    >>> utc(datetime.datetime(2026, 11, 22, 14, 30, tzinfo=helsinki))
    '20261122T123000Z'
    """
    return f"{moment.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    r"""
    Escape a text value.

    >>> escaped("Tiimi; työ, C:\\polku\nToinen rivi")
    'Tiimi\\; työ\\, C:\\\\polku\\nToinen rivi'
    """
    text = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\n", "\\n")


def quoted(text: str) -> str:
    """
    Quote the value of a parameter, which knows no way to write a quote.

    >>> quoted('Koulu "Polku"')
    '"Koulu \\'Polku\\'"'
    """
    text = CONTROL.sub("", text).replace('"', "'")
    return '"' + " ".join(text.split()) + '"'


def folded(line: str) -> str:
    """
    Fold a line at 75 octets, never within a letter.

    >>> folded("a" * 80).split("\\r\\n ") == ["a" * 75, "a" * 5]
    True
    """
    parts: list[str] = []
    current, size = "", 0
    for letter in line:
        length = len(letter.encode())
        if size + length > LONGEST_LINE:
            parts.append(current)
            # The space that begins the next line counts.
            current, size = "", 1
        current += letter
        size += length
    parts.append(current)
    return "\r\n ".join(parts)
