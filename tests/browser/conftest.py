"""
Fixtures of the browser tests: a served demo, headless Chromium, axe.

The tests drive the site as a person does and never touch the ORM, so what they change
stays until the end of the run: a test that needs an untouched person signs up a new one.
"""

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests import environment
from tests.browser.driving import launch, sign_in
from tests.browser.served import served_demo

AXE = Path(__file__).with_name("vendor") / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def site():
    """The demo, served (tests.browser.served.Site)."""
    folder = environment.scratch() / "served"
    with served_demo(folder) as served:
        yield served
    errors = (folder / "server.log").read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in errors, errors


@pytest.fixture(scope="session")
def chromium():
    """Headless Chromium, the system's own."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in_states():
    """The cookies of each demo account that has signed in: one sign-in each is enough."""
    return {}


@pytest.fixture
def open_page(site, chromium, signed_in_states):
    """
    Open a page: open_page("/fi/", who="learner", width=360, javascript=False, …).

    `who` is learner, editor, staff or admin; without it, nobody. When the test ends,
    whatever went wrong unseen on any page fails it: a script error, a refused resource,
    a broken link to a file, an answer of the 500s.
    """
    contexts = []
    problems = []

    def watch(page):
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.on("console", lambda message: note_message(page, message))
        page.on("response", lambda response: note_response(page, response))

    def note_message(page, message):
        # A missing resource is noted by its response, which knows its address.
        if message.type == "error" and "Failed to load resource" not in message.text:
            problems.append(f"{page.url}: {message.text}")

    def note_response(page, response):
        # The page itself may rightly be a 404; what it is made of may not.
        is_page = response.request.is_navigation_request()
        if response.status >= 500 or (response.status >= 400 and not is_page):
            problems.append(f"{page.url}: {response.status} for {response.url}")

    def new_context(**options):
        context = chromium.new_context(base_url=site.url, **options)
        contexts.append(context)
        context.set_default_timeout(15_000)
        context.on("page", watch)
        return context

    def state_of(who):
        if who not in signed_in_states:
            context = new_context(locale="fi-FI")
            sign_in(context, site, who)
            signed_in_states[who] = context.storage_state()
        return signed_in_states[who]

    def open_(
        path, *, who=None, width=1280, height=900, language="fi", javascript=True, dark=False
    ):
        context = new_context(
            locale=language,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            storage_state=state_of(who) if who else None,
        )
        page = context.new_page()
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def accessibility_faults():
    """Return what axe finds on a page, a line for each element; [] is what a test wants."""
    source = AXE.read_text(encoding="utf-8")

    def faults(page):
        # evaluate() and not a script element: the page's CSP would rightly refuse that.
        page.evaluate(source)
        result = page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", AXE_TAGS
        )
        return [
            f"{violation['id']}: {node['target']} {node['failureSummary']}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]

    return faults
