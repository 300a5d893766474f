"""Queries and CPU time of one request, measured in this process."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

WARM_UPS = 3
# What only opens and closes a transaction.
BRACKETS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT")


@dataclass(frozen=True)
class Cost:
    """What one request costs: its SQL queries, and the lower quartile of its CPU milliseconds."""

    name: str
    queries: int
    milliseconds: float
    note: str = ""


def measure(name: str, request: Callable[[], Any], *, times: int = 20, note: str = "") -> Cost:
    """
    Call the request some times and return its cost.

    CPU time of this process only, SQLite's own work included. Other programs that use the
    machine can only add to it, hence the lower quartile. Queries are counted apart, because
    counting costs time.
    """
    for _ in range(min(WARM_UPS, times)):
        answer = request()
        if answer.status_code >= 400:
            raise RuntimeError(f"{name}: the answer was {answer.status_code}.")
    with CaptureQueriesContext(connection) as captured:
        request()
    # Now: the next request empties the log.
    queries = sum(not query["sql"].startswith(BRACKETS) for query in captured)
    spent = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(times):
            began = time.process_time()
            request()
            spent.append((time.process_time() - began) * 1000)
    finally:
        gc.enable()
    return Cost(name, queries, statistics.quantiles(spent, n=4)[0], note)


def table(costs: list[Cost]) -> str:
    """Lay the costs out, each beside the first one."""
    floor = costs[0].milliseconds
    lines = [f"{'':34} {'queries':>8} {'CPU ms':>9} {'× bare':>8}"]
    for cost in costs:
        lines.append(
            f"{cost.name:34} {cost.queries:>8} {cost.milliseconds:>9.1f} "
            f"{cost.milliseconds / floor:>8.1f}  {cost.note}".rstrip()
        )
    return "\n".join(lines)
