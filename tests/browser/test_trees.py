"""
What a screen reader is told of the main pages, kept as text in `trees/` beside this.

    RENEW_TREES=1 python -m pytest tests/browser/test_trees.py    writes them anew

Each file has the landmarks, headings, lists and controls of a page in Finnish: roles, names and
states as the browser has them, then what is current, invalid or required. Running text is left
out, and so are numbers, addresses and cards of courses, for these change with the days and with
other tests; questions are drawn by lot and have no file. What a renewed file says is read before
it is kept: a name that vanished is a barrier.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.screens import place

FOLDER = Path(__file__).with_name("trees")
RENEW = "RENEW_TREES" in os.environ
# By file: pages of `places.PLACES`.
TREES = {
    "front": "front",
    "search": "search, nothing found",
    "sign-in": "sign in, wrong",
    "sign-up": "sign up, wrong",
    "feedback": "feedback, wrong",
    "enrol": "enrol, wrong",
    "lesson": "lesson, to do",
    "quiz": "exam, open",
    "summary": "summary",
    "result": "result, passed",
    "assignment": "assignment, to write",
    "self-assessment": "self-assessment, unanswered",
    "verification": "certificate",
    "profile": "profile",
}
# Elsewhere it tells of new notices, which come and go.
WITH_HEADER = {"front", "lesson"}
# Roles that only carry words, and one whose insides come and go with courses.
WORDS = re.compile(r"^ *- (text|paragraph|listitem|strong|emphasis|time|code)(: .*)?$")
CARDS = re.compile(r"^( *)- article\b")
# What Playwright's tree does not say.
MARKS = """(part) => {
  const words = (text) => (text ?? "").trim().replace(/\\s+/g, " ");
  const name = (one) => words(
    one.getAttribute("aria-label") ?? one.labels?.[0]?.innerText ?? one.textContent);
  const reason = (one) => (one.closest("fieldset") ?? one)
    .getAttribute("aria-describedby")?.split(" ")
    .map((id) => words(document.getElementById(id)?.innerText)).join(" ") ?? "";
  const found = [];
  for (const one of part.querySelectorAll("[aria-current], [aria-invalid=true], :required")) {
    const current = one.getAttribute("aria-current");
    if (current && current !== "false") found.push(`current ${current}: ${name(one)}`);
    if (one.ariaInvalid === "true") found.push(`invalid: ${name(one)} (${reason(one)})`);
    if (one.required) found.push(`required: ${name(one)}`);
  }
  return [...new Set(found)];
}"""


def steady(tree):
    """
    Return what of a tree stays from day to day, a line that repeats the one before it once.

    >>> steady('- heading "3 kurssia" [level=2]\\n- link "a":\\n  - /url: /fi/\\n- text: b')
    ['- heading "# kurssia" [level=2]', '- link "a":']
    >>> steady('- article:\\n  - link "kurssi"\\n- button "b 1"\\n- button "b 2"')
    ['- button "b #"']
    """
    kept, card = [], None
    for line in tree.splitlines():
        depth = len(line) - len(line.lstrip())
        if card is not None and depth > card:
            continue
        beginning = CARDS.match(line)
        card = len(beginning[1]) if beginning else None
        if beginning or line.lstrip().startswith("- /url:") or WORDS.match(line):
            continue
        line = re.sub(r"(?<!level=)\d+", "#", line)
        if not kept or kept[-1] != line:
            kept.append(line)
    return kept


def told(page, *, with_header):
    """What the page that stands open tells, as the lines of its file."""
    main = page.get_by_role("main")
    expect(main).to_be_visible()
    # A lesson is an article, and no card.
    tree = main.aria_snapshot().replace("- main:\n  - article:", "- main:\n  - lesson:")
    marks = [re.sub(r"\d+", "#", f"# {mark}") for mark in main.evaluate(MARKS)]
    header = page.get_by_role("banner").first.aria_snapshot() if with_header else ""
    return [*steady(header), *steady(tree), *dict.fromkeys(marks)]


@pytest.mark.parametrize("name", TREES)
def test_a_page_tells_what_it_told(open_page, people, name):
    found = place(TREES[name])
    page = open_page(found.address(people, "fi"), who=found.who)
    if found.through:
        found.through(page)

    file = FOLDER / f"{name}.txt"
    lines = told(page, with_header=name in WITH_HEADER)
    if RENEW:
        FOLDER.mkdir(exist_ok=True)
        file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert lines == file.read_text(encoding="utf-8").splitlines()
