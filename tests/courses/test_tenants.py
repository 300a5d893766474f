"""
Staff of one polytechnic meet nothing of the other's: no screen, file, error or chooser.

Every address of the administration that the door opens to staff is walked, a new one by
itself. An address with a part that `tests.courses.tenants` gives no value fails a test.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from http.cookies import SimpleCookie
from itertools import product

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver
from lxml import html

from accounts import admin_door
from tests.courses.tenants import Tenant, references, two_tenants

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

ADMIN = f"/{settings.ADMIN_PATH}"
PARTS = re.compile(r"<(?:\w+:)?(\w+)>")
REVISIONS = re.compile(r"\(\?P<(\w+)>[^)]*\)")
# The teacher's rooms are the staff's with fewer rows: one role tries every database.
ROLES = ("staff", pytest.param("teacher", marks=pytest.mark.one_engine))
# Parts that tell rows apart; the others say which page of a row is meant.
SHARED_PARTS = {"part", "kind", "app_label", "model_name", "step_id", "quiz_id", "question_key"}
# Sessions of editing are found by their own editor alone; somebody else's is begun anew.
ONES_OWN = "wagtailadmin_editing_sessions:"
# Signing out would end the walk.
LEFT_OUT = {"wagtailadmin_logout"}
# What lists are asked with; none of it is of one polytechnic.
QUERIES = (
    "",
    "q=Aino&search=Aino",
    "export=csv",
    "export=xlsx",
    "export=csv&table=professions",
    "export=csv&table=runs",
    "p=2&ordering=name",
)
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b.*", re.IGNORECASE | re.DOTALL)
# What a request may write whoever asks: the session, and what was said on the next page.
MAY_WRITE = ("django_session", "django_cache", "home_cache")


def addresses(resolver=None, prefix="", namespace="") -> Iterator[tuple[str, str]]:
    """Yield name and route of every address that the door opens to staff."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [namespace, pattern.namespace]))
            yield from addresses(pattern, route, inner)
        elif route.startswith(settings.ADMIN_PATH):
            name = f"{namespace}:{pattern.name}" if namespace else pattern.name or ""
            if admin_door.is_open(name) and name not in LEFT_OUT:
                yield name, _readable(route)


def _readable(route: str) -> str:
    route = REVISIONS.sub(r"<\1>", route).replace("\\.", ".")
    return "/" + route.replace("^", "").replace("$", "")


# Two rooms may share an address for a while; it is walked once.
OPEN = sorted(set(addresses()))


def told_apart(name: str, route: str) -> list[str]:
    """Return the parts of an address that name a row of one polytechnic."""
    shared = SHARED_PARTS | ({"session_id"} if name.startswith(ONES_OWN) else set())
    return [part for part in PARTS.findall(route) if part not in shared]


def filled(name: str, route: str, owners: dict[str, Tenant], tenant: Tenant) -> str:
    """Return an address with the values of the tenant that owns each part."""
    return PARTS.sub(lambda part: str(owners.get(part[1], tenant).value(name, part[1])), route)


@pytest.fixture
def tenants():
    return two_tenants()


class Walker:
    """Asks in a role of one polytechnic; what a request changes is taken back."""

    def __init__(self, person) -> None:
        self.client = Client(raise_request_exception=False)
        self.client.force_login(person)
        self.cookies = self.client.cookies.output(header="", sep=";")
        self.written: list[str] = []

    def ask(self, address: str, method: str = "get", data=None) -> tuple[HttpResponse, str]:
        """Return the answer, and everything in it as text."""
        self.client.cookies = SimpleCookie(self.cookies)
        self.written = []
        with transaction.atomic(), connection.execute_wrapper(self._note):
            response = getattr(self.client, method)(address, data)
            said = everything_in(response)
            transaction.set_rollback(True)
        return response, said

    def _note(self, execute, sql, params, many, context):
        if WRITES.match(sql) and not any(table in sql for table in MAY_WRITE):
            self.written.append(sql[:80])
        return execute(sql, params, many, context)


def everything_in(response: HttpResponse) -> str:
    """Return the bytes of an answer and its headers as text, files unpacked."""
    content = response.getvalue() if response.streaming else response.content
    told = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{told} {unpacked(content)}".lower()


def unpacked(content: bytes) -> str:
    """Return the text of bytes; of a ZIP, and so of a workbook, that of all its files."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        return " ".join(f"{name} {unpacked(bundle.read(name))}" for name in bundle.namelist())


@pytest.mark.one_engine
def test_every_address_has_values(tenants):
    """Whoever adds an address of staff's says here which row it leads to."""
    missing = {
        (name, part)
        for name, route in OPEN
        for part in PARTS.findall(route)
        if tenants[0].value(name, part) is None
    }

    assert missing == set()
    assert len(OPEN) > 60


@pytest.mark.one_engine
def test_the_world_is_worth_walking(tenants):
    """Its own marker is met in most rooms: a search for nothing would find nothing."""
    own, _other = tenants
    walker = Walker(own.staff)
    met = {
        name
        for name, route in OPEN
        if told_apart(name, route) and own.marker in walker.ask(filled(name, route, {}, own))[1]
    }
    with_rows = {name for name, route in OPEN if told_apart(name, route)}

    assert len(met) > 0.8 * len(with_rows), with_rows - met


@pytest.mark.parametrize("role", ROLES)
def test_no_screen_file_or_chooser_names_the_other(tenants, role):
    own, other = tenants
    walker = Walker(getattr(own, role))
    leaks, broken = set(), set()
    for name, route in OPEN:
        for number, query in enumerate(QUERIES):
            address = f"{filled(name, route, {}, own)}?{query}"
            response, said = walker.ask(address)
            if other.marker in said:
                leaks.add(address)
            if response.status_code >= 500:
                broken.add(address)
            # Who is not let in is not let in for whatever they ask; two tries tell.
            if number == 1 and response.status_code != 200:
                break

    assert (leaks, broken) == (set(), set())


@pytest.mark.parametrize("role", ROLES)
def test_the_others_rows_are_not_there(tenants, role):
    """Each mixture of own and foreign ids: not there, nothing said, nothing written."""
    own, other = tenants
    walker = Walker(getattr(own, role))
    wrong = {}
    for name, route in OPEN:
        parts = told_apart(name, route)
        for mixture in product((own, other), repeat=len(parts)):
            if other not in mixture:
                continue
            address = filled(name, route, dict(zip(parts, mixture, strict=True)), own)
            for method, data in (("get", None), ("post", {}), ("post", {"action": "delete"})):
                response, said = walker.ask(address, method, data)
                if not is_refused(response) or other.marker in said or walker.written:
                    wrong[method, address] = (response.status_code, walker.written)

    assert wrong == {}


def is_refused(response: HttpResponse) -> bool:
    """Whether a row is not there for somebody, or its room is not for their role."""
    if response.status_code == 302:
        return response.url == ADMIN
    return response.status_code in {403, 404, 405}


@pytest.mark.one_engine
@pytest.mark.parametrize("role", ROLES)
def test_forms_and_filters_take_no_foreign_ids(tenants, role):
    """Every choosing field of every form, filled with the ids of the other that may fit it."""
    own, other = tenants
    walker = Walker(getattr(own, role))
    before = references(other)
    wrong, tried = [], 0
    for name, route in OPEN:
        address = filled(name, route, {}, own)
        response, said = walker.ask(address)
        if response.status_code != 200 or "<form" not in said:
            continue
        for form in forms_in(response):
            for chosen in form.choosers:
                for value in fitting(chosen, form.options[chosen], other):
                    tried += 1
                    found = fault(walker, address, form, {chosen: value}, other, before)
                    if found:
                        wrong.append((address, chosen, value, found))

    assert wrong == []
    assert tried > 20


# What a field chooses, by a part of its name; what is of no polytechnic has nothing to try.
MEANT = {
    "run": lambda other: [other.by_part["run_id"], other.by_name["programmerun:"]],
    "organi": lambda other: [other.organisation.pk],
    "profile": lambda other: [other.by_name["listprofile:"]],
    "enrolment": lambda other: [other.by_part["enrolment_id"]],
    "people": lambda other: [other.by_part["enrolment_id"], other.staff.pk],
    "learner": lambda other: [other.by_part["enrolment_id"], other.staff.pk],
    "teacher": lambda other: [other.staff.pk, other.teacher.pk],
    "template": lambda other: [other.by_part["template_id"]],
    "session": lambda other: [other.by_part["session_id"]],
    "deliver": lambda other: [other.by_name["register:"]],
    "course": lambda other: [],
    "step": lambda other: [],
    "quiz": lambda other: [],
}


def fitting(field: str, options: set[str], other) -> list[object]:
    """Return the other's ids to try in a field; of a field that means nothing known, a few."""
    for part, values in MEANT.items():
        if part in field:
            return values(other)
    if any(option.isdigit() for option in options):
        return [other.by_part["enrolment_id"], other.by_part["run_id"], other.organisation.pk]
    return []


def fault(walker, address, form, changes, other, before) -> str:
    """Return what was wrong when a form was sent: a row changed, a name said, a failure."""
    walker.client.cookies = SimpleCookie(walker.cookies)
    send = walker.client.post if form.posts else walker.client.get
    with transaction.atomic():
        response = send(form.action or address, form.values | changes)
        found = ""
        if other.marker in everything_in(response):
            found = "names the other"
        elif response.status_code >= 500:
            found = f"status {response.status_code}"
        elif form.posts and response.status_code == 302:
            # Only what was accepted can have changed anything.
            after = references(other)
            changed = {key for key in before.keys() | after.keys() if before[key] != after[key]}
            found = ", ".join(sorted(changed))
        transaction.set_rollback(True)
    return found


class Form:
    """A form of a page: where it goes, what it would send, and the fields that choose rows."""

    def __init__(self, element) -> None:
        self.posts = element.method.upper() == "POST"
        # An address of a file or of a search stands in the form; else it is the page's own.
        self.action = element.get("action") or ""
        self.values = {
            name: value for name, value in element.form_values() if not name.startswith("csrf")
        }
        self.options: dict[str, set[str]] = {}
        for found in element.inputs:
            if found.name and not found.name.startswith("csrf") and _chooses(found):
                known = getattr(found, "value_options", None) or [found.get("value") or ""]
                self.options.setdefault(found.name, set()).update(known)
        self.choosers = sorted(self.options)


def _chooses(field) -> bool:
    return field.tag == "select" or getattr(field, "type", "") in (
        "hidden",
        "checkbox",
        "radio",
        "number",
    )


def forms_in(response: HttpResponse) -> list[Form]:
    """Return the forms of a page."""
    return [Form(found) for found in html.fromstring(response.content).forms]
