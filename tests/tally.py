"""
Counts the tests that ran, and lets none be skipped without a reason on file.

A pytest plugin for `make test` (`-p tests.tally`): it runs one part of the suite,
writes how many tests ran to a file, and fails the run for a skipped test that
tests/skips.txt does not name.

`make quick` leaves out what is marked slow and what tests/slow.txt lists: the tests that
took longer than SLOW_SECONDS when they were last measured on a quiet machine, by
`make test ARGS=--measure`.

PostgreSQL is spared the tests whose statements others send it, too (tests/statements.py): the
run on SQLite writes their names to a file (`--spared`), and the run on PostgreSQL leaves them
out. `make audit` runs these there as well.
"""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.statements import OWN, Statements, to_be_spared

SKIPS = Path(__file__).with_name("skips.txt")
BROWSER_TESTS = Path(__file__).with_name("browser")
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}
PARTS = ("core", "database", "browser")
# They look at pages and compare none with the database, so others may change that meanwhile.
LOOKS_ONLY = (
    "tests/browser/test_every_page.py",
    "tests/browser/test_following.py::test_no_barriers",
    "tests/browser/test_question_types.py",
    "tests/browser/test_trees.py",
    "tests/browser/test_trained_people.py::test_it_is_accessible",
)
SLOW_LIST = Path(__file__).with_name("slow.txt")
SLOW_SECONDS = 0.2
MOST_AGAIN = 3


def uses_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or not DATABASE_FIXTURES.isdisjoint(
        getattr(item, "fixturenames", ())
    )


def asks_the_database(item: pytest.Item) -> bool:
    """Tell whether every engine has to pass: the marker spares what only passes through one."""
    return uses_database(item) and item.get_closest_marker("one_engine") is None


def commits(item: pytest.Item) -> bool:
    """Tell whether the test has transactions of its own: locks and races differ by engine."""
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or (
        "transactional_db" in getattr(item, "fixturenames", ())
    )


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


def worth_another_try(failed: set[str], failed_for_good: set[str]) -> list[str]:
    """
    Return the few tests that failed while they waited for something, or none.

    A page that did wrong has failed for good, and so have more than a few.

    >>> worth_another_try({"a"}, set()), worth_another_try({"a"}, {"b"})
    (['a'], [])
    >>> worth_another_try(set("abcd"), set())
    []
    """
    return [] if failed_for_good or len(failed) > MOST_AGAIN else sorted(failed)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("tally")
    group.addoption("--part", choices=PARTS, default="core", help="which tests to run")
    group.addoption("--tally-to", metavar="FILE", help="write the numbers of the run here")
    group.addoption(
        "--spared", metavar="FILE", help="core: name here whom others spare; database: spare them"
    )
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
    if config.getoption("part") == "core" and config.getoption("spared"):
        config.pluginmanager.register(Statements(), "statements-of-this-run")


class Tally:
    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        # Under xdist each worker deselects and tags; the controller counts.
        self.counting = not hasattr(config, "workerinput")
        self.allowed = allowed_skips(SKIPS.read_text(encoding="utf-8"))
        self.ran = self.on_database = 0
        self.skipped: list[str] = []
        # At the end of a test what pages did wrong unseen comes to light; a module may not load.
        self.failed: set[str] = set()
        self.failed_for_good: set[str] = set()
        self.seconds: dict[str, float] = defaultdict(float)
        self.variants: dict[str, int] = defaultdict(int)
        self.sent: dict[str, set[str]] = {}
        self.spared: set[str] = set()
        self.spared_list = Path(config.getoption("spared") or "")
        # A run on SQLite that was broken off has written none.
        if config.getoption("part") == "database" and self.spared_list.is_file():
            self.spared = set(self.spared_list.read_text(encoding="utf-8").splitlines())

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        part = self.config.getoption("part")
        listed = set(SLOW_LIST.read_text(encoding="utf-8").splitlines())
        slow = listed if self.config.getoption("quick") else set()
        chosen: list[pytest.Item] = []
        left_out: list[pytest.Item] = []
        for item in items:
            is_chosen = (
                belongs(item, part)
                and function_of(item.nodeid) not in slow
                and item.nodeid not in self.spared
            )
            (chosen if is_chosen else left_out).append(item)
        if left_out:
            self.config.hook.pytest_deselected(items=left_out)
        items[:] = chosen
        for item in items:
            item.user_properties.append(("database", asks_the_database(item)))
            item.user_properties.append(("commits", commits(item)))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        function = function_of(report.nodeid)
        self.seconds[function] += report.duration
        self.variants[function] += report.when == "setup"
        if report.failed:
            (self.failed if report.when == "call" else self.failed_for_good).add(report.nodeid)
        if report.skipped:
            self.skipped.append(report.nodeid)
        elif report.when == "call":
            self.ran += 1
            facts: dict[str, Any] = dict(report.user_properties)
            self.on_database += facts["database"]
            if facts["database"]:
                own = {OWN} if facts["commits"] or report.failed else set()
                self.sent[report.nodeid] = set(facts.get("sent", ())) | own

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        # A whole module that skips itself.
        if report.skipped:
            self.skipped.append(report.nodeid)
        elif report.failed:
            self.failed_for_good.add(report.nodeid)

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
        if self.config.getoption("part") == "core" and self.config.getoption("spared"):
            spared = to_be_spared(self.sent)
            self.spared_list.write_text("\n".join(spared), encoding="utf-8")
        if target := self.config.getoption("tally_to"):
            numbers = {
                "ran": self.ran,
                "database": self.on_database,
                "spared": len(self.spared),
                "skipped": len(set(self.skipped)),
                "again": worth_another_try(self.failed, self.failed_for_good),
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
