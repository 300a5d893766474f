"""
The served demo with everybody on it, for as long as somebody needs it.

    python -m tests.browser.serving FOLDER    serves until it is told to end

`make test` loads it while the linters run, and the processes of the browser tests share it;
a run of one's own, without TEST_SITE, serves one for itself.
"""

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests import environment
from tests.browser.served import Site, served_demo

# In its folder, once it can be visited.
FACTS = "site.json"
MARK = "people: "


def prepare(site: Site) -> dict[str, Any]:
    """Make the learners in the served demo; return their sessions and what they have."""
    code = "from tests.browser.people import make; make()"
    printed = site.manage("shell", "--no-imports", "-c", code)
    line = next(line for line in printed.splitlines() if line.startswith(MARK))
    facts: dict[str, Any] = json.loads(line.removeprefix(MARK))
    return facts


@contextmanager
def attended() -> Iterator[tuple[Site, dict[str, Any]]]:
    """Return the site that is served already, or serve one; with the people on it."""
    if folder := os.environ.get("TEST_SITE"):
        facts = json.loads((Path(folder) / FACTS).read_text(encoding="utf-8"))
        yield Site(**facts["site"]), facts["people"]
    else:
        with served_demo(environment.scratch() / "served") as site:
            yield site, prepare(site)


def main() -> None:
    environment.settle()
    folder = Path(sys.argv[1]).resolve()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    with served_demo(folder) as site:
        facts = {"site": asdict(site), "people": prepare(site)}
        ready = folder / f"{FACTS}.new"
        ready.write_text(json.dumps(facts), encoding="utf-8")
        ready.rename(folder / FACTS)
        signal.pause()


if __name__ == "__main__":
    main()
