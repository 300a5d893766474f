"""The parts of the audit that are commands of their own; what they print goes to the report."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

from tests import environment

PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
# What a run of a hundred times ends with is enough to read.
LINES_SHOWN = 60

# By the name of the part: its title in the report, and the command.
COMMANDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "packages": ("Packages fit each other", (sys.executable, "-m", "pip", "check")),
    "settings": ("Settings of a production server", (
        sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING",
    )),
    # Strict: a package that the index does not know of was not looked at.
    "holes": ("Known holes in the pinned packages", (
        str(Path(sys.executable).with_name("uv")), "tool", "run", "pip-audit", "--require-hashes",
        "--disable-pip", "--strict", "--progress-spinner=off", "-r", "requirements/base.txt",
    )),
    "corpora": ("Whole corpora of hostile strings and files", (
        *PYTEST, "-m", "long", "-n", "2", "--dist", "worksteal",
    )),
    "engines": ("Every test of the database on PostgreSQL, also what make test spares it", (
        sys.executable, "-m", "tests.postgres", "during", *PYTEST, "-p", "tests.tally",
        "--part", "database", "-n", "2", "--dist", "worksteal",
    )),
    "faults": ("Faults of the network, a hundred times", (
        *PYTEST, "-p", "tests.audit.again", "--times", "100", "tests/browser/test_never_lost.py",
    )),
    "costs": ("Queries and processor time", (sys.executable, "-m", "tests.bench")),
}  # fmt: skip
PRODUCTION = {
    "DEMO": "0",
    "DEBUG": "0",
    "TESTING": "0",
    "BEHIND_PROXY": "1",
    "BASE_URL": "https://koulutus.example",
    "ALLOWED_HOSTS": "koulutus.example",
    "EMAIL_URL": "smtp://localhost",
}


def run_commands(parts: set[str]) -> tuple[dict[str, str], list[str]]:
    """
    Run those of the parts that are commands.

    Returns the last lines that each printed, by its title, and the titles of those that failed.
    """
    said, failed = {}, []
    for name, (title, words) in COMMANDS.items():
        if name not in parts:
            continue
        variables = dict(os.environ)
        if name == "settings":
            variables |= PRODUCTION | {"SECRET_KEY": secrets.token_urlsafe(60)}
        printed, ended_with = run(words, variables)
        lines = printed.splitlines()[-LINES_SHOWN:]
        said[title] = "\n".join([*lines, f"(ended with {ended_with})"])
        if ended_with:
            failed.append(title)
    return said, failed


def run(words: tuple[str, ...], variables: dict[str, str]) -> tuple[str, int]:
    """
    Run a command; return what it printed, and the status that it ended with.

    It gets a scratch folder of its own: in ours a demo may be served meanwhile.
    """
    done = subprocess.run(
        words,
        cwd=environment.ROOT,
        env={name: value for name, value in variables.items() if name != "TEST_SCRATCH"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,  # how it ended is part of the report
    )
    return done.stdout.rstrip(), done.returncode
