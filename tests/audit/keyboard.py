"""Every page from its first stop to its last by Tab alone, and the paths of tests by keyboard."""

import os
import re
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.audit.commands import PYTEST, run
from tests.audit.tour import Grounds, tour
from tests.browser.keys import next_stop

# Each language at one width.
WIDTHS = {"fi": 320, "sv": 1280}
# More than any page has: whoever comes so far goes in circles.
MOST_STOPS = 600
# Something may have the focus already, such as a summary of errors: Tab goes on from there.
BEGIN = """() => {
  window.reached = new Set();
  window.last = null;
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
}"""
# Between the frames of a page the document has no stop for a moment. What is within a frame or a
# player is not looked at: it has stops of its own.
NOTE = """() => {
  const here = document.activeElement;
  if (here.matches("body, iframe") || here === window.last) return "between";
  window.last = here;
  if (window.reached.has(here)) return "again";
  window.reached.add(here);
  return "stop";
}"""
# What can be worked and was passed by. Of the choices of a group one is a stop; a frame has stops
# of its own.
PASSED_BY = """() => {
  const works = "a[href], button, input, select, textarea, summary, [tabindex], [controls]";
  const chosen = [...window.reached].filter((it) => it.type === "radio");
  const groups = new Set(chosen.map((it) => it.name));
  return [...document.querySelectorAll(works)]
    .filter((it) => it.tabIndex >= 0 && !it.disabled && !it.closest("[inert], fieldset:disabled"))
    .filter((it) => it.checkVisibility({ visibilityProperty: true }) && it.type !== "hidden")
    .filter((it) => !window.reached.has(it) && !(it.type === "radio" && groups.has(it.name)))
    .map((it) => it.outerHTML.slice(0, 120));
}"""


@dataclass
class Walks:
    """How many paths were walked, how many stops the pages had, and what went wrong where."""

    paths: int = 0
    pages: int = 0
    stops: int = 0
    failed: int = 0
    faults: list[str] = field(default_factory=list)


def walk_by_keyboard(found: Grounds) -> Walks:
    """Walk each page, and the paths of the tests by keyboard."""
    walks = Walks()
    for place, language, page in tour(found, tuple(WIDTHS)):
        page.set_viewport_size({"width": WIDTHS[language], "height": 900})
        stops, faults = walk(page)
        walks.pages += 1
        walks.stops += stops
        walks.failed += bool(faults)
        walks.faults += [f"{place.name} ({language}): {fault}" for fault in faults]
    passed, failed = walk_paths()
    walks.paths = walks.pages + passed + len(failed)
    walks.failed += len(failed)
    walks.faults += failed
    return walks


def walk(page: Page) -> tuple[int, list[str]]:
    """Press Tab from the page's beginning to its end; return the stops, and what is wrong."""
    page.evaluate(BEGIN)
    stops = 0
    faults: list[str] = []
    for _press in range(MOST_STOPS):
        focus = next_stop(page)
        match page.evaluate(NOTE):
            case "again":
                return stops, faults + [f"passed by {it}" for it in page.evaluate(PASSED_BY)]
            case "stop":
                stops += 1
                if not focus["seen"]:
                    faults.append(f"focus not seen on {focus['html'][:120]}")
    return stops, [*faults, "no end"]


def walk_paths() -> tuple[int, list[str]]:
    """Run the tests by keyboard; return how many passed, and those that did not."""
    command = (*PYTEST, "tests/browser", "-k", "keyboard")
    printed, ended_with = run(command, dict(os.environ))
    faults = re.findall(r"^(?:FAILED|ERROR) (.*)", printed, re.MULTILINE)
    if ended_with and not faults:
        faults = [f"The tests ended with {ended_with}."]
    passed = re.search(r"(\d+) passed", printed)
    return int(passed[1]) if passed else 0, faults
