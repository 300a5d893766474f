"""A pytest plugin: `--times 100` runs every chosen test a hundred times, each by itself."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--times", type=int, default=1, help="how often each test is run")


@pytest.fixture
def time_run(request: pytest.FixtureRequest) -> int:
    """Which time it is, from 0."""
    number: int = request.param
    return number


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    times = metafunc.config.getoption("--times")
    if times > 1:
        metafunc.fixturenames.append("time_run")
        metafunc.parametrize("time_run", range(times), indirect=True)
