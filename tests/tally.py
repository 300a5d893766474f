"""
Counts the tests that ran, and lets none be skipped without a reason on file.

A pytest plugin for `make test` (`-p tests.tally`): it runs one part of the suite,
writes how many tests ran to a file, and fails the run for a skipped test that
tests/skips.txt does not name.

`make quick` leaves out what is marked slow and what tests/slow.txt lists: the tests that
took longer than SLOW_SECONDS when they were last measured on a quiet machine, by
`make test ARGS=--measure`.
"""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

SKIPS = Path(__file__).with_name("skips.txt")
BROWSER_TESTS = Path(__file__).with_name("browser")
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}
PARTS = ("core", "database", "browser")
# It looks at pages and compares none with the database, so another may change that meanwhile.
LOOKS_ONLY = "tests/browser/test_every_page.py"
SLOW_LIST = Path(__file__).with_name("slow.txt")
SLOW_SECONDS = 0.2


def uses_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or not DATABASE_FIXTURES.isdisjoint(
        getattr(item, "fixturenames", ())
    )


def asks_the_database(item: pytest.Item) -> bool:
    """Tell whether every engine has to pass: the marker spares what only passes through one."""
    return uses_database(item) and item.get_closest_marker("one_engine") is None


def belongs(item: pytest.Item, part: str) -> bool:
    """Tell whether the test is one of this part; core is all but the browser tests."""
    # The examples in the scripts there need no browser.
    in_browser = item.path.is_relative_to(BROWSER_TESTS) and item.path.name.startswith("test_")
    if part == "browser":
        return in_browser
    return not in_browser and (part == "core" or asks_the_database(item))


def allowed_skips(text: str) -> dict[str, str]:
    """
    Read "test id -- reason" lines; an entry without a reason is an error.

    >>> allowed_skips("# why\\ntests/test_a.py::test_b -- needs a printer")
    {'tests/test_a.py::test_b': 'needs a printer'}
    """
    allowed = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        test, _, reason = line.partition(" -- ")
        if not reason.strip():
            raise pytest.UsageError(f"{SKIPS.name}: no reason for skipping {test.strip()}")
        allowed[test.strip()] = reason.strip()
    return allowed


def function_of(test: str) -> str:
    """
    Return a test without its parameters: variants take about as long as each other.

    >>> function_of("tests/test_a.py::test_b[fi-1]")
    'tests/test_a.py::test_b'
    """
    return test.partition("[")[0]


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("tally")
    group.addoption("--part", choices=PARTS, default="core", help="which tests to run")
    group.addoption("--tally-to", metavar="FILE", help="write the numbers of the run here")
    group.addoption("--quick", action="store_true", help=f"leave out what {SLOW_LIST.name} lists")
    group.addoption("--measure", action="store_true", help=f"write {SLOW_LIST.name} anew")


class LooksAndDeeds(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """
    Has one process look at pages while another does the deeds, on the one site of both.

    Whoever compares a page with the database must be the only one that changes it.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "looks" if nodeid.startswith(LOOKS_ONLY) else "deeds"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LooksAndDeeds | None:
    return LooksAndDeeds(config, log) if config.getoption("part") == "browser" else None


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Tally(config), "tally-of-this-run")


class Tally:
    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        # Under xdist each worker deselects and tags; the controller counts.
        self.counting = not hasattr(config, "workerinput")
        self.allowed = allowed_skips(SKIPS.read_text(encoding="utf-8"))
        self.ran = self.on_database = 0
        self.skipped: list[str] = []
        self.seconds: dict[str, float] = defaultdict(float)
        self.variants: dict[str, int] = defaultdict(int)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        part = self.config.getoption("part")
        listed = set(SLOW_LIST.read_text(encoding="utf-8").splitlines())
        slow = listed if self.config.getoption("quick") else set()
        chosen: list[pytest.Item] = []
        left_out: list[pytest.Item] = []
        for item in items:
            is_chosen = belongs(item, part) and function_of(item.nodeid) not in slow
            (chosen if is_chosen else left_out).append(item)
        if left_out:
            self.config.hook.pytest_deselected(items=left_out)
        items[:] = chosen
        for item in items:
            item.user_properties.append(("database", asks_the_database(item)))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        function = function_of(report.nodeid)
        self.seconds[function] += report.duration
        self.variants[function] += report.when == "setup"
        if report.skipped:
            self.skipped.append(report.nodeid)
        elif report.when == "call":
            self.ran += 1
            self.on_database += ("database", True) in report.user_properties

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        # A whole module that skips itself.
        if report.skipped:
            self.skipped.append(report.nodeid)

    def unexplained(self) -> list[str]:
        return sorted(set(self.skipped) - self.allowed.keys())

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if not self.counting:
            return
        if self.unexplained() and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        if self.config.getoption("measure") and self.config.getoption("part") == "core":
            SLOW_LIST.write_text("\n".join([*self.slow_ones(), ""]), encoding="utf-8")
        if target := self.config.getoption("tally_to"):
            numbers = {
                "ran": self.ran,
                "database": self.on_database,
                "skipped": len(set(self.skipped)),
            }
            Path(target).write_text(json.dumps(numbers), encoding="utf-8")

    def slow_ones(self) -> list[str]:
        """The tests of this run whose variants took longer than they may on the average."""
        return sorted(
            function
            for function, seconds in self.seconds.items()
            if seconds > SLOW_SECONDS * self.variants[function]
        )

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for test in sorted(set(self.skipped) & self.allowed.keys()):
            terminalreporter.write_line(f"SKIPPED, as agreed: {test} ({self.allowed[test]})")
        for test in self.unexplained():
            terminalreporter.write_line(
                f"SKIPPED without a reason in tests/{SKIPS.name}: {test}", red=True
            )
