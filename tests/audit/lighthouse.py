"""Lighthouse on a phone's profile: the median of five runs of the main pages."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.audit.tour import Grounds, cookie_header
from tests.browser.driving import BROWSERS

RUNS = 5
# Lighthouse breaks off now and then, when it and the browser do not hear each other. Such a run
# says nothing of the page and is run again; that it broke off is told in the report.
TRIES = 3
# What Lighthouse calls these is the page's own fault, so it is not tried again.
OF_THE_PAGE = {
    "ERRORED_DOCUMENT_REQUEST", "FAILED_DOCUMENT_REQUEST", "NOT_HTML", "NO_FCP", "PAGE_HUNG",
}  # fmt: skip
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
# A learner's own pages ask search engines to stay away, so what they would like is not asked.
PAGES = (("front page", "front", None), ("course", "course", None), ("lesson", "lesson", None),
         ("quiz", "exam", "student"))  # fmt: skip
PRIVATE = {"quiz"}
Report = dict[str, dict]


class PageFailed(RuntimeError):
    """Lighthouse got no page to measure."""


class BrokeOff(RuntimeError):
    """Lighthouse itself failed, whatever the page is like."""


@dataclass(frozen=True)
class Scores:
    """The median of each category, 0–100, what was found wanting, and the runs that broke off."""

    name: str
    scores: dict[str, float]
    wanting: tuple[str, ...]
    broken_off: int = 0

    @property
    def faults(self) -> list[str]:
        """The categories below what they must be."""
        return [
            f"{category} {score:g} < {LEAST[category]}"
            for category, score in self.scores.items()
            if score < LEAST[category] and not (category == "seo" and self.name in PRIVATE)
        ]


def measure(found: Grounds, command: Path, runs: int = RUNS) -> list[Scores]:
    """
    Run Lighthouse on each page.

    Raises PageFailed when a page is not to be had, BrokeOff when a run has used up its tries.
    """
    return [_measured(found, command, name, page, who, runs) for name, page, who in PAGES]


def _measured(
    found: Grounds, command: Path, name: str, page: str, who: str | None, runs: int
) -> Scores:
    words, variables = _command(found, command, page, who)
    tried = [tried_again(lambda: _run(words, variables)) for _run_number in range(runs)]
    reports = [report for report, _broken_off in tried]
    scores = {
        category: median(100 * (one["categories"][category]["score"] or 0) for one in reports)
        for category in CATEGORIES
    }
    wanting = {
        audit["title"]
        for one in reports
        for audit in one["audits"].values()
        if audit.get("score") is not None and audit["score"] < 0.9
    }
    broken_off = sum(times for _report, times in tried)
    return Scores(name, scores, tuple(sorted(wanting)), broken_off)


def tried_again(run: Callable[[], Report]) -> tuple[Report, int]:
    """
    Return the report of the first run that did not break off, and how many did before it.

    >>> def breaking_off(times):
    ...     ends = [BrokeOff("Protocol error")] * times + [{"audits": {}}]
    ...     def run():
    ...         end = ends.pop(0)
    ...         if isinstance(end, BrokeOff):
    ...             raise end
    ...         return end
    ...     return run
    >>> tried_again(breaking_off(0)), tried_again(breaking_off(2))
    (({'audits': {}}, 0), ({'audits': {}}, 2))
    >>> tried_again(breaking_off(3))  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    tests.audit.lighthouse.BrokeOff: Protocol error
    """
    for broken_off in range(TRIES - 1):
        try:
            return run(), broken_off
        except BrokeOff:
            continue
    return run(), TRIES - 1


def _run(words: list[str], variables: dict[str, str]) -> Report:
    done = subprocess.run(words, env=variables, capture_output=True, text=True, check=False)
    return read(done.stdout, done.stderr, done.returncode)


def read(printed: str, complaint: str, ended_with: int) -> Report:
    """
    Return the report that Lighthouse printed; raises what it ended with instead.

    >>> read('{"audits": {}}', "", 0)
    {'audits': {}}
    >>> read("", "Target closed", 1)  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    tests.audit.lighthouse.BrokeOff: ended with 1: Target closed
    >>> error = '{"code": "PROTOCOL_TIMEOUT", "message": "Waited"}'
    >>> read(f'{{"runtimeError": {error}}}', "", 1)  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    tests.audit.lighthouse.BrokeOff: PROTOCOL_TIMEOUT: Waited
    >>> error = '{"code": "ERRORED_DOCUMENT_REQUEST", "message": "Status code: 500"}'
    >>> read(f'{{"runtimeError": {error}}}', "", 1)  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    tests.audit.lighthouse.PageFailed: ERRORED_DOCUMENT_REQUEST: Status code: 500
    """
    try:
        report: Report = json.loads(printed)
    except ValueError:
        report = {}
    if error := report.get("runtimeError"):
        kind = PageFailed if error["code"] in OF_THE_PAGE else BrokeOff
        raise kind(f"{error['code']}: {error['message']}")
    if ended_with or not report:
        raise BrokeOff(f"ended with {ended_with}: {complaint[-1000:]}")
    return report


def _command(
    found: Grounds, command: Path, page: str, who: str | None
) -> tuple[list[str], dict[str, str]]:
    chrome = next(filter(None, map(shutil.which, BROWSERS)))
    words = [
        str(command),
        f"{found.site.url}{found.people['pages']['fi'][page]}",
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage",
    ]
    if who:
        words.append(f"--extra-headers={json.dumps({'Cookie': cookie_header(found, who)})}")
    return words, os.environ | {"CHROME_PATH": chrome}
