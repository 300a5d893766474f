"""
A PostgreSQL server of the tests' own, for as long as one run takes.

    python -m tests.postgres start FOLDER    prints the address of the server's first database
    python -m tests.postgres stop FOLDER
    python -m tests.postgres during COMMAND…    runs it beside a server, as TEST_DATABASE_URL

It listens on a free port of the loopback interface only, lives in FOLDER and keeps
nothing: no fsync, no autovacuum. PostgreSQL refuses to run as root, so root hands it to
the system's `postgres` user.
"""

import grp
import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

OLDEST_VERSION = 15
ROLE = "tests"
# Speed over safety: a crash loses a database that the next run makes anew.
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    # A vacuum inside the template would hold up its copying.
    "autovacuum": "off",
    "max_wal_senders": "0",
    "wal_level": "minimal",
    "shared_buffers": "128MB",
}


def programs() -> Path:
    """Return the folder with initdb and pg_ctl of the newest PostgreSQL here, or exit in words."""
    found = [
        (int(folder.parent.name), folder)
        for folder in Path("/usr/lib/postgresql").glob("*/bin")
        if (folder / "initdb").exists() and folder.parent.name.isdigit()
    ]
    if not found and (initdb := shutil.which("initdb")):
        folder = Path(initdb).resolve().parent
        said = subprocess.run([initdb, "--version"], capture_output=True, text=True, check=True)
        if version := re.search(r"\d+", said.stdout):
            found = [(int(version[0]), folder)]
    found = [pair for pair in found if pair[0] >= OLDEST_VERSION]
    if not found:
        sys.exit(f"PostgreSQL {OLDEST_VERSION} or later is not installed (apt: postgresql).")
    return max(found)[1]


def owner() -> pwd.struct_passwd | None:
    """Return whom the server runs as when we are root; None: as ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    sys.exit("PostgreSQL does not run as root, and there is neither a postgres nor a nobody user.")


def run(folder: Path, *command: str | Path) -> None:
    """Run a program of PostgreSQL in the folder as its owner; what it said is shown on failure."""
    user = owner()
    as_user: dict[str, Any] = {}
    if user:
        # Its own groups too: Debian's key of the system's certificate belongs to one.
        groups = [group.gr_gid for group in grp.getgrall() if user.pw_name in group.gr_mem]
        as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": groups}
    with (folder / "output.txt").open("w+") as output:
        # Into a file, not a pipe: the server keeps what it inherits open for ever.
        done = subprocess.run(
            [str(word) for word in command],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
            **as_user,
        )
        if done.returncode:
            output.seek(0)
            log = folder / "server.log"
            sys.exit(output.read() + (log.read_text() if log.exists() else ""))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(folder: Path) -> str:
    """Start a server that keeps its data in the folder; return its address."""
    folder.mkdir(parents=True, exist_ok=True)
    password = secrets.token_hex(16)
    password_file = folder / "password"
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    if user := owner():
        os.chown(folder, user.pw_uid, user.pw_gid)
        os.chown(password_file, user.pw_uid, user.pw_gid)
    run(
        folder, programs() / "initdb", "--pgdata", folder / "data", "--username", ROLE,
        "--pwfile", password_file, "--auth", "scram-sha-256", "--encoding", "UTF8",
        "--locale", "C.UTF-8", "--no-sync",
    )  # fmt: skip
    port = free_port()
    options = OPTIONS | {"port": str(port), "unix_socket_directories": str(folder)}
    run(
        folder, programs() / "pg_ctl", "start", "--wait", "--pgdata", folder / "data",
        "--log", folder / "server.log",
        "--options", " ".join(f"-c {name}={value}" for name, value in options.items()),
    )  # fmt: skip
    return f"postgres://{ROLE}:{password}@127.0.0.1:{port}/postgres"


def stop(folder: Path) -> None:
    if (folder / "data" / "postmaster.pid").exists():
        run(
            folder, programs() / "pg_ctl", "stop", "--wait", "--pgdata", folder / "data",
            "--mode", "immediate",
        )  # fmt: skip


def during(command: list[str]) -> int:
    """Run a command beside a server that is gone with it; return how the command ended."""
    with tempfile.TemporaryDirectory() as folder:
        # The server runs as another user and must reach its folder in here.
        Path(folder).chmod(0o711)
        server = Path(folder) / "server"
        try:
            variables = os.environ | {"TEST_DATABASE_URL": start(server)}
            return subprocess.run(command, env=variables, check=False).returncode
        finally:
            stop(server)


def main() -> None:
    match sys.argv[1:]:
        case ["start", folder]:
            print(start(Path(folder).resolve()))
        case ["stop", folder]:
            stop(Path(folder).resolve())
        case ["during", *command]:
            sys.exit(during(command))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
