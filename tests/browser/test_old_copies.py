"""Saved lessons as time goes by: renewed in half a day, gone in thirty, shown when all is slow."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from home.offline.views import KEPT_DAYS
from tests.browser.test_offline import SAVED, lies_bare, save

HOURS = 60 * 60 * 1000
STAMP = """async (path) => {
  const [name] = (await caches.keys()).filter((name) => name.startsWith("saved:"));
  const copy = await (await caches.open(name)).match(path);
  return Number(copy.headers.get("X-Saved"));
}"""
# All that is kept, that is: an update of the service is known by what is newer than a lesson.
GROW_OLD = """async (age) => {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const { url } of await cache.keys()) {
      const copy = await cache.match(url);
      const headers = new Headers(copy.headers);
      if (!headers.has("X-Saved")) continue;
      headers.set("X-Saved", Date.now() - age);
      await cache.put(url, new Response(await copy.text(), { headers }));
    }
  }
}"""
# The worker renews after the page was answered.
RENEWED = f"""async ([path, then]) => {{
  const stamp = {STAMP};
  while (await stamp(path) <= then) await new Promise((go) => setTimeout(go, 100));
}}"""


@pytest.fixture
def lesson(people) -> str:
    """The address of the lesson that is saved."""
    return people["pages"]["fi"]["lesson"]


@pytest.fixture
def aged(open_page, people, lesson) -> Callable[[int], Page]:
    """Save the lesson, so many milliseconds ago."""

    def aged_(age: int) -> Page:
        page = open_page(who="saver")
        save(page, lesson)
        page.evaluate(GROW_OLD, age)
        return page

    return aged_


def test_a_copy_of_yesterday_is_renewed_at_the_next_page(aged, lesson):
    page = aged(13 * HOURS)
    old = page.evaluate(STAMP, lesson)

    page.goto("/fi/opinnot/")

    page.evaluate(RENEWED, [lesson, old])
    assert page.evaluate(STAMP, lesson) - old > 12 * HOURS


def test_a_copy_of_this_morning_stays_as_it_is(aged, lesson):
    page = aged(11 * HOURS)
    young = page.evaluate(STAMP, lesson)

    for _visit in range(3):
        page.goto("/fi/opinnot/")

    assert page.evaluate(STAMP, lesson) == young


def test_a_copy_that_could_not_be_renewed_is_thrown_away_in_time(aged, lesson):
    page = aged(KEPT_DAYS * 24 * HOURS - HOURS)
    page.context.set_offline(True)
    page.goto(lesson)
    expect(page.locator(".callout__heading").first).to_have_text(SAVED)

    page.context.set_offline(False)
    page.goto("/fi/")
    page.evaluate(GROW_OLD, KEPT_DAYS * 24 * HOURS)
    page.context.set_offline(True)

    lies_bare(page, lesson)


def test_a_page_that_does_not_come_gives_way_to_its_copy(aged, lesson):
    """The connection is there, and each answer would take a minute."""
    page = aged(0)
    slow_down(page, milliseconds=60_000)

    page.goto(lesson)

    expect(page.locator(".callout__heading").first).to_have_text(SAVED)


def slow_down(page: Page, *, milliseconds: int) -> None:
    """Let each answer to the page's service worker take so long."""
    conditions = {
        "offline": False,
        "latency": milliseconds,
        "downloadThroughput": -1,
        "uploadThroughput": -1,
    }
    assert page.context.browser
    browser = page.context.browser.new_browser_cdp_session()
    targets = browser.send("Target.getTargets")["targetInfos"]
    [worker] = [
        each
        for each in targets
        if each["type"] == "service_worker" and each["url"].startswith(page.url.split("/fi/")[0])
    ]
    session = browser.send("Target.attachToTarget", {"targetId": worker["targetId"]})["sessionId"]
    for number, (method, parameters) in enumerate(
        [("Network.enable", {}), ("Network.emulateNetworkConditions", conditions)]
    ):
        message = json.dumps({"id": number, "method": method, "params": parameters})
        browser.send("Target.sendMessageToTarget", {"message": message, "sessionId": session})
