"""``python -m tests.interop.postgres``: whatever is asked of head office is asked of it on a true PostgreSQL (H1, H4).

The same tests as on SQLite, receivers killed and side by side among them, on a server of its own in a temporary folder.
Needs Debian's package ``postgresql``; fetches the driver for itself. Exit code 1 if a test fails.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.hw_doubles.office_database import SERVER

ASKED = (
    "tests/unit/sync",
    "tests/contracts/test_sync.py",
    "tests/faults/test_sync_faults.py",
    "tests/faults/test_restored_kiosk.py",
    "tests/faults/test_money_walk.py",
    "tests/flows/test_backup.py",
)
_DRIVER = "psycopg[binary]==3.3.9"
_DRIVER_AT = Path(".cache").resolve() / "psycopg"
_DEBIAN, _ACCOUNT = Path("/usr/lib/postgresql"), "postgres"


def main() -> int:
    """pytest's exit code."""
    programs = _programs()
    if programs is None:
        print("PostgreSQL is missing: apt-get install postgresql", file=sys.stderr)
        return 1
    if not _DRIVER_AT.is_dir():
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(_DRIVER_AT), _DRIVER], check=True
        )
    with tempfile.TemporaryDirectory(prefix="kiosk-postgres-") as folder, _server(programs, Path(folder)) as url:
        paths = (str(_DRIVER_AT), os.environ.get("PYTHONPATH", ""))
        env = {**os.environ, SERVER: url, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
        return subprocess.run([sys.executable, "-m", "pytest", *ASKED], env=env, check=False).returncode


def _programs() -> Path | None:
    """Where ``initdb`` is, of the newest release; Debian has them beside the path."""
    found = shutil.which("initdb")
    releases = [Path(found)] if found else sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return releases[-1].parent if releases else None


@contextmanager
def _server(programs: Path, folder: Path) -> Iterator[str]:
    """A server that listens in ``folder`` only; the URL of its first database. Root's is run by Debian's account."""
    account = pwd.getpwnam(_ACCOUNT) if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    os.chown(folder, account.pw_uid, account.pw_gid)

    def run(program: str, *words: str) -> None:
        command = [str(programs / program), "-D", str(folder / "data"), *words]
        subprocess.run(command, user=account.pw_uid, cwd=folder, stdout=subprocess.DEVNULL, check=True)

    run("initdb", "-U", "head", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8")
    options = f"-k {folder} -c listen_addresses= -c max_connections=200"
    run("pg_ctl", "-l", str(folder / "log"), "-w", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://head@/postgres?host={folder}"
    finally:
        run("pg_ctl", "-m", "immediate", "stop")


if __name__ == "__main__":
    sys.exit(main())
