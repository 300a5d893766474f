"""Every address of the site, asked for by every role."""

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLResolver, get_resolver, reverse

from tests.config.admin_permissions import (
    ADMIN_LEFT_OUT,
    ADMIN_NOT_MADE,
    ITS_STAFF,
    NOBODY,
    PUBLIC,
    admin_rule,
    admin_value,
)
from tests.config.permissions import CLOSED, HIDDEN, OPEN, SIGN_IN, SITE
from tests.config.world import ROLES, make_world

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    # Of localize's own report; a warning to its authors, nothing to us.
    pytest.mark.filterwarnings("ignore:Pagination may yield inconsistent results"),
]

ADMIN = f"/{settings.ADMIN_PATH}"
# Staff of another organisation differ from these only where rows are an organisation's.
INSIDE = ("editor", "staff", "administrator")
REVISIONS = re.compile(r"\(\?P<(\w+)>[^)]*\)")


def addresses(resolver=None, prefix="", namespace="") -> Iterator[tuple[str, str]]:
    """Yield name ("" when it has none) and route of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [namespace, pattern.namespace]))
            yield from addresses(pattern, route, inner)
        else:
            name = pattern.name or ""
            yield f"{namespace}:{name}" if namespace and name else name, route


ADMIN_ADDRESSES = [
    (name, route.removeprefix(settings.ADMIN_PATH))
    for name, route in addresses()
    if route.startswith(settings.ADMIN_PATH)
]
SITE_NAMES = {name for name, route in addresses() if not route.startswith(settings.ADMIN_PATH)}


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def ask(client, world):
    """Ask for an address in a role; what the request changes is taken back."""
    client.raise_request_exception = False
    cookies = {}
    for role in ROLES:
        client.cookies.clear()
        if world.people[role].pk:
            client.force_login(world.people[role])
        cookies[role] = client.cookies.output(header="", sep=";")

    def ask(role: str, address: str, method: str = "get") -> HttpResponse:
        # The session of before the first request, whatever the last one did to it.
        client.cookies = SimpleCookie(cookies[role])
        with transaction.atomic():
            response = getattr(client, method)(address)
            transaction.set_rollback(True)
        return response

    return ask


def outcome(response: HttpResponse) -> str:
    """Say in a word what an answer means for whoever asked."""
    if response.status_code == 302 and f"{reverse('account_login')}?next=" in response.url:
        return SIGN_IN
    # 401: a form that comes back, to be sent again after signing in.
    return {401: SIGN_IN, 403: CLOSED, 404: HIDDEN}.get(response.status_code, OPEN)


def test_every_address_has_a_row():
    assert SITE_NAMES - {row.name for row in SITE} == set()
    assert {row.name for row in SITE} - SITE_NAMES == set()


def test_every_address_of_the_administration_has_a_row():
    silent = {
        (name, route)
        for name, route in ADMIN_ADDRESSES
        if name not in ADMIN_LEFT_OUT and admin_rule(name, route) is None
    }

    assert silent == set()


@pytest.mark.parametrize("role", ROLES)
def test_the_site(world, ask, role):
    wrong = {}
    for row in SITE:
        address = reverse(row.name, args=row.values(world.things))
        for method in row.methods:
            response = ask(role, address, method)
            if outcome(response) != row.expected[role] or response.status_code >= 500:
                wrong[method, address] = (response.status_code, row.expected[role])

    assert wrong == {}


def filled(world, name: str, route: str) -> str:
    """Return an address of the administration with values for its parts."""
    route = REVISIONS.sub(r"<\1>", route).replace("\\.", ".")
    for sign in "^$":
        route = route.replace(sign, "")
    route = route.replace(".*/", "ei-ole/")
    return ADMIN + re.sub(
        r"<(?:\w+:)?(\w+)>", lambda part: admin_value(world, name, part[1]), route
    )


def is_turned_away(response: HttpResponse) -> bool:
    """Whether the administration did not let somebody in: sent away, closed, or not there."""
    if response.status_code == 302:
        return response.url.partition("?")[0] in (ADMIN, f"{ADMIN}login/")
    return response.status_code in {403, 404}


@pytest.fixture
def nothing_drawn(monkeypatch):
    """Views decide who may come in; drawing their pages takes most of the time."""
    monkeypatch.setattr(
        "django.template.backends.django.Template.render",
        lambda template, context=None, request=None: "",
    )


@pytest.mark.one_engine
@pytest.mark.parametrize("role", ["anonymous", "learner"])
def test_whoever_has_no_business_inside_finds_one_door(world, ask, role):
    """Not one address answers otherwise: nothing is learnt from it, not even what is there."""
    different = {}
    for name, route in ADMIN_ADDRESSES:
        if name in ADMIN_LEFT_OUT or admin_rule(name, route) in (PUBLIC, NOBODY):
            continue
        response = ask(role, filled(world, name, route))
        if not response.headers.get("Location", "").startswith(f"{ADMIN}login/?next="):
            different[name or route] = response.status_code

    assert different == {}


@pytest.mark.one_engine
@pytest.mark.parametrize("role", INSIDE)
def test_the_administration_keeps_out_whom_it_is_not_for(world, ask, nothing_drawn, role):
    let_in = {}
    for name, route in ADMIN_ADDRESSES:
        if name in ADMIN_LEFT_OUT or role in admin_rule(name, route):
            continue
        asked = [ask(role, filled(world, name, route), method) for method in ("get", "post")]
        # A view that answers one method only may say so before it asks who is there.
        served = [response for response in asked if response.status_code != 405]
        if not served or not all(map(is_turned_away, served)):
            let_in[name or route] = [response.status_code for response in asked]

    assert let_in == {}


@pytest.mark.parametrize("role", INSIDE)
def test_the_administration_lets_in_whom_it_is_for(world, ask, nothing_drawn, role):
    kept_out = {}
    for name, route in ADMIN_ADDRESSES:
        if name in ADMIN_LEFT_OUT | ADMIN_NOT_MADE or role not in admin_rule(name, route):
            continue
        response = ask(role, filled(world, name, route))
        # Some things are not made here (a task, a translation): not there is no refusal.
        if is_turned_away(response) and not (response.status_code == 404 and "<" in route):
            kept_out[name or route] = response.status_code

    assert kept_out == {}


def test_staff_of_another_organisation_do_not_reach_a_run(world, ask, nothing_drawn):
    names = [name for name, _route in ADMIN_ADDRESSES if name.startswith("courserun:")]
    foreign = [name for name in names if admin_rule(name, "") == ITS_STAFF]
    addresses = [filled(world, name, route) for name, route in ADMIN_ADDRESSES if name in foreign]

    assert addresses
    for address in addresses:
        assert ask("staff", address).status_code == 200
        assert [ask("other staff", address, method).status_code for method in ("get", "post")] == [
            404,
            404,
        ]
