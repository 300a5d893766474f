"""
Counts the tests that ran, and lets none be skipped without a reason on file.

A pytest plugin for `make test` (`-p tests.tally`): it runs one part of the suite,
writes how many tests ran to a file, and fails the run for a skipped test that
tests/skips.txt does not name.
"""

import json
from pathlib import Path

import pytest

SKIPS = Path(__file__).with_name("skips.txt")
BROWSER_TESTS = Path(__file__).with_name("browser")
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}
PARTS = ("core", "database", "browser")


def uses_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or not DATABASE_FIXTURES.isdisjoint(
        getattr(item, "fixturenames", ())
    )


def belongs(item: pytest.Item, part: str) -> bool:
    """Tell whether the test is one of this part; core is all but the browser tests."""
    # The examples in the scripts there need no browser.
    in_browser = item.path.is_relative_to(BROWSER_TESTS) and item.path.name.startswith("test_")
    if part == "browser":
        return in_browser
    return not in_browser and (part == "core" or uses_database(item))


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


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("tally")
    group.addoption("--part", choices=PARTS, default="core", help="which tests to run")
    group.addoption("--tally-to", metavar="FILE", help="write the numbers of the run here")


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

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        part = self.config.getoption("part")
        chosen = [item for item in items if belongs(item, part)]
        left_out = [item for item in items if not belongs(item, part)]
        if left_out:
            self.config.hook.pytest_deselected(items=left_out)
        items[:] = chosen
        for item in items:
            item.user_properties.append(("database", uses_database(item)))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
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
        if target := self.config.getoption("tally_to"):
            numbers = {
                "ran": self.ran,
                "database": self.on_database,
                "skipped": len(set(self.skipped)),
            }
            Path(target).write_text(json.dumps(numbers), encoding="utf-8")

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for test in sorted(set(self.skipped) & self.allowed.keys()):
            terminalreporter.write_line(f"SKIPPED, as agreed: {test} ({self.allowed[test]})")
        for test in self.unexplained():
            terminalreporter.write_line(
                f"SKIPPED without a reason in tests/{SKIPS.name}: {test}", red=True
            )
