"""
The demo as a visitor meets it: its own data, hashed static files, the real web server.

The browser tests and `make screens` run against it. Nothing of it is shared with the
demo of this folder.
"""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import environment
from tests.databases import SqliteFiles
from tests.postgres import free_port

START_SECONDS = 60


@dataclass(frozen=True)
class Site:
    """A served demo: its address, its accounts (demo_accounts --json), and its command line."""

    url: str
    accounts: dict[str, Any]
    variables: dict[str, str]

    def manage(self, *words: str) -> str:
        """Run a management command on this site; return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=environment.ROOT,
            env=os.environ | self.variables,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout


def wait_until_up(url: str, server: subprocess.Popen[bytes]) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up_at:
        if server.poll() is not None:
            raise RuntimeError(f"The web server ended with {server.returncode}.")
        try:
            urllib.request.urlopen(f"{url}/health/", timeout=5)
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"No answer from {url} in {START_SECONDS} s.")


@contextmanager
def served_demo(folder: Path) -> Iterator[Site]:
    """Load the demo into the folder and serve it for as long as the block lasts."""
    databases = SqliteFiles()
    databases.make()
    data = folder / "data"
    data.mkdir(parents=True)
    shutil.copyfile(databases.template, data / "db.sqlite3")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    variables = {
        "TESTING": "0",
        "DEMO": "1",
        "DATABASE_URL": "",
        "DATA_DIR": str(data),
        "BASE_URL": url,
    }
    site = Site(url, {}, variables)
    site.manage("load_demo")
    site.manage("collectstatic", "--no-input", "-v0")
    site.accounts.update(json.loads(site.manage("demo_accounts", "--json")))
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [
                str(Path(sys.executable).with_name("granian")), "--interface", "wsgi",
                "--host", "127.0.0.1", "--port", str(port), "--blocking-threads", "4",
                "--no-ws", "--log-level", "warning", "config.wsgi:application",
            ],
            cwd=environment.ROOT, env=os.environ | variables, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        wait_until_up(url, server)
        yield site
    finally:
        server.terminate()
        server.wait(timeout=30)
