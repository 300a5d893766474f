"""
Test databases as copies of one migrated template.

Migrating from nothing takes most of a minute, so it happens once for each database
engine and each state of the migrations; every process of a run copies the result in a
fraction of a second. On SQLite the template is a file under var/test/, on PostgreSQL a
database beside the copies.

    python -m tests.databases    makes the template anew (as `make test` does first)

A test that commits gets its database back as a fresh copy rather than by flush, which
would take away the rows that migrations wrote: Wagtail's root page, site and locale.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests import environment

KEPT_SECONDS = 24 * 60 * 60
# What decides how a migrated database looks.
INGREDIENTS = (
    "*/migrations/*.py",
    "*/*/migrations/*.py",
    "*/apps.py",
    "config/settings.py",
    "requirements/base.txt",
)


def fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in INGREDIENTS:
        for path in sorted(environment.ROOT.glob(pattern)):
            digest.update(str(path.relative_to(environment.ROOT)).encode() + b"\0")
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Hold a lock among all processes that make templates in this folder."""
    environment.KEPT.mkdir(parents=True, exist_ok=True)
    with (environment.KEPT / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrate(**variables: str) -> None:
    """Migrate the database that these variables choose, in a process of its own."""
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--no-input", "-v0"],
        cwd=environment.ROOT,
        env=os.environ | variables,
        check=True,
    )


class SqliteFiles:
    """Templates and copies as files."""

    def __init__(self) -> None:
        self.template = environment.KEPT / f"{fingerprint()}.sqlite3"

    def make(self, *, anew: bool = False) -> None:
        if self.template.exists() and not anew:
            return
        with one_at_a_time("sqlite"):
            if self.template.exists() and not anew:
                return
            folder = environment.KEPT / f"making-{os.getpid()}"
            folder.mkdir()
            try:
                migrate(DATABASE_URL="", DATA_DIR=str(folder))
                made = folder / "db.sqlite3"
                with closing(sqlite3.connect(made)) as connection:
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                    # One file without companions is what can be copied.
                    connection.execute("PRAGMA journal_mode=DELETE")
                made.replace(self.template)
                self.forget_old_ones()
            finally:
                shutil.rmtree(folder)

    def forget_old_ones(self) -> None:
        """Remove the templates of earlier migrations, when no run can still be using them."""
        for path in environment.KEPT.glob("*.sqlite3"):
            if path.stat().st_mtime < time.time() - KEPT_SECONDS:
                path.unlink()

    def copy(self, name: str) -> str:
        target = environment.scratch() / f"{name}.sqlite3"
        self.drop(str(target))
        shutil.copyfile(self.template, target)
        return str(target)

    def drop(self, name: str) -> None:
        for companion in ("", "-wal", "-shm", "-journal"):
            Path(name + companion).unlink(missing_ok=True)


class PostgresDatabases:
    """Templates and copies as databases of one server."""

    def __init__(self, url: str) -> None:
        self.server = urlsplit(url)._replace(path="", query="").geturl()
        self.template = f"template_{fingerprint()}"

    def run(self, statement: str, *names: str) -> None:
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def exists(self) -> bool:
        with psycopg.connect(f"{self.server}/postgres") as connection:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            return connection.execute(query, [self.template]).fetchone() is not None

    def make(self, *, anew: bool = False) -> None:
        if self.exists() and not anew:
            return
        with one_at_a_time("postgres"):
            if self.exists() and not anew:
                return
            making = f"making_{os.getpid()}"
            self.run("CREATE DATABASE {}", making)
            try:
                migrate(
                    DATABASE_URL=f"{self.server}/{making}",
                    DATA_DIR=str(environment.scratch() / "data"),
                )
                self.drop(self.template)
                self.run("ALTER DATABASE {} RENAME TO {}", making, self.template)
            finally:
                self.drop(making)

    def copy(self, name: str) -> str:
        database = f"test_{os.getpid()}_{name}"
        self.drop(database)
        self.run("CREATE DATABASE {} TEMPLATE {}", database, self.template)
        return database

    def drop(self, name: str) -> None:
        self.run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def databases() -> SqliteFiles | PostgresDatabases:
    """Return the engine's templates and copies, as TEST_DATABASE_URL chooses."""
    url = os.environ.get("TEST_DATABASE_URL", "")
    return PostgresDatabases(url) if url else SqliteFiles()


if __name__ == "__main__":
    environment.settle()
    databases().make(anew=True)
