"""
The environment that the tests run in, whatever the shell and the folder's .env say.

Imported before Django reads its settings. One run has one scratch folder; each xdist
worker has its own part of it.
"""

import atexit
import os
import re
import shutil
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Kept between runs: the migrated databases that every run copies.
KEPT = ROOT / "var" / "test"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


def scratch() -> Path:
    """Return the folder of this run: the first process makes and removes it, workers inherit it."""
    if "TEST_SCRATCH" not in os.environ:
        made = tempfile.mkdtemp(prefix="tyokykypolku-tests-")
        os.environ["TEST_SCRATCH"] = made
        atexit.register(shutil.rmtree, made, ignore_errors=True)
    folder = Path(os.environ["TEST_SCRATCH"]) / WORKER
    folder.mkdir(exist_ok=True)
    return folder


def names_in(env_file: Path) -> list[str]:
    """Return the variables that a .env file names."""
    if not env_file.is_file():
        return []
    return re.findall(
        r"^(?:# )?([A-Z_]+)=", env_file.read_text(encoding="utf-8"), flags=re.MULTILINE
    )


def settle() -> None:
    """Put the tests' values into the environment; idempotent."""
    # What a demo's .env holds must not leak in; the settings never let it override a value,
    # so an empty one here hides it.
    for name in names_in(ROOT / ".env") + names_in(ROOT / ".env.example"):
        os.environ[name] = ""
    data = scratch() / "data"
    # WhiteNoise warns when the folder of collected files is not there.
    (data / "static").mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "TESTING": "1",
        "SECRET_KEY": "known-to-everybody-and-used-by-tests-only",
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "BASE_URL": "http://testserver",
        "DATA_DIR": str(data),
        # A variable of its own: a DATABASE_URL of the shell may be somebody's real data.
        "DATABASE_URL": os.environ.get("TEST_DATABASE_URL", ""),
    }
