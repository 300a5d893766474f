"""
Fixtures of the browser tests: a served demo, people on it, headless Chromium, axe.

The tests drive the site as a person does and read its database through `stored`, so what
they change stays until the end of the run: a test that needs an untouched person signs up
a new one.
"""

import os
from contextlib import ExitStack, contextmanager
from itertools import chain, cycle
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import expect, sync_playwright

from quizzes.attempts.models import Attempt
from tests.browser.axe import axe_faults
from tests.browser.driving import launch
from tests.browser.people import CROWD
from tests.browser.serving import attended
from tests.browser.visitors import Visitors
from tests.browser.watching import Watch

STORED = "served"
# For a busy machine. What is so at once costs no more.
PATIENCE = 15_000

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def _attended():
    with attended() as (site, people):
        yield site, people
        log = Path(site.variables["DATA_DIR"]).with_name("server.log")
        errors = log.read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in errors, errors


@pytest.fixture(scope="session")
def site(_attended):
    """The demo, served (tests.browser.served.Site)."""
    return _attended[0]


@pytest.fixture(scope="session")
def people(_attended):
    """Learners at each place in their studies, and what they have (tests.browser.people)."""
    return _attended[1]


@pytest.fixture(scope="session")
def stored(site, django_db_blocker):
    """Read the served database: `Enrolment.objects.using(stored)`. Nothing is ever written."""
    path = Path(site.variables["DATA_DIR"]) / "db.sqlite3"
    connections.databases[STORED] = {
        **connections["default"].settings_dict,
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"file:{path}?mode=ro",
        "OPTIONS": {"uri": True},
    }
    # Playwright keeps an event loop in this thread; nothing here runs in it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with django_db_blocker.unblock():
        yield STORED
        connections[STORED].close()
    del connections.databases[STORED], os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def chromium():
    """Headless Chromium, the system's own."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def cookies_of(_attended, chromium):
    """Return the cookies of somebody who has signed in: one sign-in each is enough."""
    return Visitors(chromium, *_attended).cookies


@pytest.fixture(scope="session")
def browsing(site, chromium, cookies_of):
    """Open a browser of one person with its own cookies, as a block; its watch comes along."""

    @contextmanager
    def browsing_(*, who=None, width=1280, height=900, language="fi", javascript=True, dark=False):
        context = chromium.new_context(
            base_url=site.url,
            locale=language,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            storage_state=cookies_of(who) if who else None,
        )
        context.set_default_timeout(PATIENCE)
        watch = Watch(site.url)
        watch.over(context)
        try:
            yield context, watch
        finally:
            context.close()

    return browsing_


@pytest.fixture(scope="session")
def _crowd(people, stored):
    """Those on the course, who has begun no attempt yet first; they recur where tests do."""
    begun = Attempt.objects.using(stored).values_list("enrolment__learner__email", flat=True)
    known = {email.partition("@")[0] for email in begun}
    return chain((name for name in CROWD if name not in known), cycle(CROWD))


@pytest.fixture
def taker(_crowd):
    """Somebody on the course whom no other test of a run knows."""
    return next(_crowd)


@pytest.fixture
def open_page(browsing):
    """
    Open a page: open_page("/fi/", who="learner", width=360, javascript=False, …).

    Without a path the page is blank; without `who` it is nobody's. When the test ends,
    whatever went wrong unseen on any page fails it (tests.browser.watching).
    """
    watches = []
    with ExitStack() as browsers:

        def open_(path="", **looks):
            context, watch = browsers.enter_context(browsing(**looks))
            watches.append(watch)
            page = context.new_page()
            if path:
                page.goto(path)
            return page

        yield open_
    assert [problem for watch in watches for problem in watch.problems] == []


@pytest.fixture(scope="session")
def accessibility_faults():
    """Return what axe finds on a page, a line for each element; [] is what a test wants."""
    return axe_faults
