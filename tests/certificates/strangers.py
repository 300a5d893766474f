"""Verifying badges with code that is not ours, in Node, without a network."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.databases import one_at_a_time
from tests.environment import KEPT

SOURCE = Path(__file__).parent / "verifier"
MADE = KEPT / "badge-verifier"
FILES = ("package.json", "package-lock.json", "verify.mjs")


def install() -> None:
    """Install the verifier's pinned packages, once; skip the test where that cannot be."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    wanted = b"".join((SOURCE / name).read_bytes() for name in FILES)
    stamp = MADE / "installed"
    with one_at_a_time("badge-verifier"):
        if stamp.is_file() and stamp.read_bytes() == wanted:
            return
        shutil.rmtree(MADE, ignore_errors=True)
        MADE.mkdir()
        for name in FILES:
            shutil.copy(SOURCE / name, MADE)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=MADE, capture_output=True, timeout=300, check=False)
        if done.returncode:
            pytest.skip("the verifier's packages cannot be installed")
        stamp.write_bytes(wanted)


def verify(**question: Any) -> dict[str, Any]:
    """Ask the verifier; verifier/verify.mjs says what it takes and gives."""
    done = subprocess.run(
        ["node", "verify.mjs"],
        cwd=MADE,
        input=json.dumps(question),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers
