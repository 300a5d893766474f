"""
Fixtures of the browser tests: a served demo, people on it, headless Chromium, axe.

The tests drive the site as a person does and read its database through `stored`, so what
they change stays until the end of the run: a test that needs an untouched person signs up
a new one.
"""

import os
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import sync_playwright

from tests.browser.driving import launch, sign_in
from tests.browser.serving import attended
from tests.browser.watching import Watch

AXE = Path(__file__).with_name("vendor") / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STORED = "served"


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
def cookies_of(site, chromium, request):
    """
    Return the cookies of somebody who has signed in: one sign-in each is enough.

    `who` is learner, editor, staff or admin of the demo, or one of `people`.
    """
    states = {}

    def cookies(who):
        if who not in states:
            if who in site.accounts:
                context = chromium.new_context(base_url=site.url, locale="fi-FI")
                sign_in(context, site, who)
                states[who] = context.storage_state()
                context.close()
            else:
                key = request.getfixturevalue("people")["sessions"][who]
                cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": site.url}
                states[who] = {"cookies": [cookie]}
        return states[who]

    return cookies


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
        context.set_default_timeout(15_000)
        watch = Watch(site.url)
        watch.over(context)
        try:
            yield context, watch
        finally:
            context.close()

    return browsing_


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
    source = AXE.read_text(encoding="utf-8")

    def faults(page, *, rules=None, within=None):
        """`within` names our part of a page whose frame is somebody else's."""
        only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": AXE_TAGS}
        # evaluate() and not a script element: the page's CSP would rightly refuse that.
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        # Without preload: it would fetch the style sheets again, for one experimental rule.
        options = {"runOnly": only, "preload": False, "resultTypes": ["violations"]}
        result = page.evaluate(
            "([within, options]) => axe.run(within ?? document, options)", [within, options]
        )
        return [
            f"{violation['id']}: {node['target']} {node['failureSummary']}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]

    return faults
