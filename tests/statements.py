"""
Which tests a second engine can be spared, since others ask it the same.

A pytest plugin of `make test`. While the tests run on SQLite it notes what each sends to the
database: the shape of every statement, what is odd about the values in it, each answer that
its client gets, and whether the database refused something. When they are through,
`to_be_spared` finds the tests without which PostgreSQL is still sent all of that. Nothing is
kept from run to run, so the choice can never be older than the tests.
"""

import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import pytest

# So many tests at the least send each thing, where there are as many.
TIMES = 2
LIST_OF_VALUES = re.compile(r"\((?:%s(?:, )?)+\)(?:, \((?:%s(?:, )?)+\))*")
NUMBER = re.compile(r"\b\d+\b")
# What a transaction is made of, whatever happens in it.
FRAME = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "PRAGMA")
# Engines differ in how they refuse and in what two transactions see of each other.
OWN = "a refusal, or transactions of its own"
LARGEST_INTEGER = 2**31 - 1
LONGEST_WORD = 255


@cache
def shape_of(statement: str) -> str:
    """
    Return a statement without what differs from row to row; "" when it frames others only.

    >>> shape_of('SELECT "a" FROM "t" WHERE "a" IN (%s, %s, %s) LIMIT 21')
    'SELECT "a" FROM "t" WHERE "a" IN (…) LIMIT 0'
    >>> shape_of('INSERT INTO "t" ("a", "b") VALUES (%s, %s), (%s, %s)')
    'INSERT INTO "t" ("a", "b") VALUES (…)'
    >>> shape_of('SAVEPOINT "s140_x2"')
    ''
    """
    if statement.startswith(FRAME):
        return ""
    return NUMBER.sub("0", LIST_OF_VALUES.sub("(…)", statement))


def odd_in(values: Iterable[object]) -> set[str]:
    """
    Return what engines may read differently in these values.

    >>> sorted(odd_in(["Työ", "a\\tb", 2**40, "ok", None]))
    ['control', 'foreign', 'large']
    """
    found = set()
    for value in values:
        if isinstance(value, str):
            found |= {"long"} if len(value) > LONGEST_WORD else set()
            found |= {"foreign"} if not value.isascii() else set()
            found |= {"control"} if not value.isprintable() else set()
            found |= {"surrogate"} if any("\ud800" <= c <= "\udfff" for c in value) else set()
        elif isinstance(value, int) and abs(value) > LARGEST_INTEGER:
            found.add("large")
    return found


def to_be_spared(sent: Mapping[str, set[str]]) -> list[str]:
    """
    Return the tests without which each thing is still sent TIMES times, or by all that send it.

    Those that send most go first: they are the dearest. A test that sends nothing, or has
    something of its OWN, is not spared.

    >>> sent = {"a": {"x"}, "b": {"x", "y"}, "c": {"x"}, "d": {"x", "z", "w"}, "e": {"x", OWN}}
    >>> to_be_spared(sent | {"f": {"y"}, "g": {"y"}, "h": set()})
    ['a', 'b', 'c']
    """
    senders = Counter(thing for things in sent.values() for thing in things)
    spared = []
    for test in sorted(sent, key=lambda test: (-len(sent[test]), test)):
        things = sent[test]
        if things and OWN not in things and all(senders[thing] > TIMES for thing in things):
            senders.subtract(things)
            spared.append(test)
    return sorted(spared)


class Statements:
    """Notes under `sent` in a test's report what it sent from its setup to its end."""

    def __init__(self) -> None:
        self.sent: set[str] = set()

    def note(self, *what: object) -> None:
        self.sent.add(shortened(repr(what)))

    def execute(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if shape := shape_of(sql):
            self.note(shape)
            rows = params or () if many else (params or (),)
            for oddity in {oddity for row in rows for oddity in odd_in(row)}:
                self.note(shape, oddity)
        try:
            return execute(sql, params, many, context)
        except Exception:
            self.sent.add(OWN)
            raise

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        # Django is set up by conftest.py only now.
        from django.db import connection
        from django.test import Client

        connection.execute_wrappers.append(self.execute)
        request = Client.request

        def noted(client: Any, **environ: Any) -> Any:
            response = request(client, **environ)
            match = response.wsgi_request.resolver_match
            view = match._func_path if match else ""
            template = response.templates[0].name if response.templates else ""
            self.note(view, environ.get("REQUEST_METHOD"), response.status_code, template)
            return response

        Client.request = noted

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        self.sent.clear()
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        try:
            return (yield)
        finally:
            item.user_properties.append(("sent", sorted(self.sent)))


@cache
def shortened(text: str) -> str:
    """It travels from worker to controller with every test."""
    return f"{zlib.crc32(text.encode(errors='backslashreplace')):x}"
