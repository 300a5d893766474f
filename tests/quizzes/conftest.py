"""What the tests of quizzes share."""

import datetime
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

NOON = datetime.datetime(2026, 11, 22, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture
def noon():
    """A moment to count from."""
    return NOON


@pytest.fixture
def count_queries():
    """
    Count the statements that read or write rows.

    Savepoints are left out: a test's own transaction turns every `atomic` into two of them.
    `at_most` is for whole pages, whose header and footer are others' concern.
    """

    @contextmanager
    def counting(expected=None, at_most=None):
        # SQLite is asked once a connection whether it knows JSON; that is nobody's query.
        _ = connection.features.supports_json_field
        with CaptureQueriesContext(connection) as captured:
            yield
        statements = [
            query["sql"]
            for query in captured
            if query["sql"].startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))
        ]
        said = "\n".join(statements)
        if at_most is None:
            assert len(statements) == expected, said
        else:
            assert len(statements) <= at_most, said

    return counting
