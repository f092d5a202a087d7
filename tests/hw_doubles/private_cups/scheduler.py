"""A private cupsd that needs no privilege and touches nothing of the machine's own printing.

Owns its configuration, its process and its Unix socket, and does for it what its service does: a cupsd that crashes is
begun again at once (seen: 2.4.2, SIGSEGV in libcups). Knows no printer. Called by ``PrivateCups``. Everything lies
in a short directory of its own under the temporary folder: a Unix socket's path has at most 107 octets, and cupsd
will not run its filters as root (started by root it runs as ``lp``, who must be able to walk there).
"""

from __future__ import annotations

import contextlib
import fcntl
import grp
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

from kiosk.devices.cups_queue import hold_queues
from tests.hw_doubles.private_cups.processes import answers, start_tied, stop, wait_until

_FOLDERS = {
    "ServerRoot": "root",
    "RequestRoot": "spool",
    "CacheDir": "cache",
    "StateDir": "state",
    "TempDir": "tmp",
    "ServerKeychain": "ssl",
}
_UNPRIVILEGED = "lp"
_PREFIX = "kiosk-cups-"


class Scheduler:
    """cupsd with everything of its own; ``socket_path`` is what ``cups.Connection(host=...)`` takes."""

    def __init__(self) -> None:
        _sweep()
        self._home = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._lock = _locked(self._home)  # held as long as this process lives
        self._user = _UNPRIVILEGED if os.getuid() == 0 else None
        self._process: subprocess.Popen[bytes] | None = None
        self._service: threading.Thread | None = None
        self._ends = threading.Event()  # by our own will
        self._one_at_a_time = threading.Lock()  # of beginning and ending
        self._write_configuration()

    @property
    def socket_path(self) -> str:
        return str(self._home / "cups.sock")

    @property
    def log(self) -> Path:
        """cupsd's own log, for whoever has to find out why."""
        return self._home / "error_log"

    def start(self) -> None:
        """Start cupsd, as its service does (queues held until the kiosk has settled its jobs), and wait for it."""
        self._ends.clear()
        self._begin()
        self._service = threading.Thread(target=self._begin_again_after_crashes, name="cups.service", daemon=True)
        self._service.start()

    def crash(self) -> None:
        """What a defect in it does; nobody cleans up."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSEGV)

    def kill(self) -> None:
        """Kill -9 of the scheduler with all its filters and backends, as systemd does with the control group.

        A backend that outlived its cupsd would still deliver its job, and so would the backend of the next cupsd.
        """
        self._end(_kill_with_descendants)

    def has_kept(self, job_id: int, document: bytes) -> None:
        """As a cupsd that died between keeping a document and noting so in its job; to be called while it is dead."""
        file = self._home / "spool" / f"d{job_id:05}-001"
        file.write_bytes(document)
        if self._user:
            shutil.chown(file, self._user)

    def stop(self) -> None:
        """End cupsd and remove everything it wrote."""
        self._end(stop)
        shutil.rmtree(self._home, ignore_errors=True)
        self._lock.close()

    def _begin(self) -> None:
        hold_queues(self._home / "root" / "printers.conf")
        # C: the reasons of IPP are keywords, its messages must not depend on who runs the tests.
        environment = {"PATH": os.environ.get("PATH", "/usr/sbin:/usr/bin"), "LANG": "C", "HOME": str(self._home)}
        command = ["/usr/sbin/cupsd", "-f", "-c", str(self._home / "cupsd.conf"), "-s", str(self._home / "files.conf")]
        self._process = start_tied(command, self._home / "output", environment, self._user)
        wait_until(lambda: answers(self.socket_path), "cupsd listens")

    def _begin_again_after_crashes(self) -> None:
        """Runs as long as the cupsd it watches: a child is tied to the thread that started it."""
        assert self._process is not None
        while self._process.wait() < 0:
            with self._one_at_a_time:
                if self._ends.is_set():
                    return
                self._begin()

    def _end(self, ending: Callable[[subprocess.Popen[bytes]], None]) -> None:
        if self._process is None or self._service is None:
            return
        with self._one_at_a_time:
            self._ends.set()
            ending(self._process)
        self._service.join()

    def _write_configuration(self) -> None:
        for name in _FOLDERS.values():
            (self._home / name).mkdir()
        account = pwd.getpwnam(self._user) if self._user else pwd.getpwuid(os.getuid())
        folders = "\n".join(f"{key} {self._home}/{name}" for key, name in _FOLDERS.items())
        group = grp.getgrgid(account.pw_gid).gr_name
        files = _FILES.format(folders=folders, home=self._home, user=account.pw_name, group=group)
        (self._home / "files.conf").write_text(files)
        (self._home / "cupsd.conf").write_text(_DAEMON.format(socket=self.socket_path))
        if self._user:
            for path in (self._home, *self._home.iterdir()):
                os.chown(path, account.pw_uid, account.pw_gid)
            self._home.chmod(0o755)


def _locked(home: Path) -> IO[str]:
    lock = (home / "lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return lock


def _sweep() -> None:
    """Remove what doubles killed with -9 have left: a home whose lock nobody holds has no owner."""
    for lock in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/lock"):
        with contextlib.suppress(OSError), lock.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(lock.parent, ignore_errors=True)


def _kill_with_descendants(process: subprocess.Popen[bytes]) -> None:
    for process_id in (process.pid, *_descendants(process.pid)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process_id, signal.SIGKILL)
    process.wait()


def _descendants(process_id: int) -> list[int]:
    """Processes started by ``process_id``, and theirs."""
    children = Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
    return [found for child in children for found in (int(child), *_descendants(int(child)))]


_FILES = """\
{folders}
AccessLog {home}/access_log
ErrorLog {home}/error_log
PageLog {home}/page_log
Printcap
User {user}
Group {group}
SystemGroup {group}
Sandboxing relaxed
FatalErrors none
"""

# The three last of the first block are what makes "was it ever submitted?" answerable after kill -9: keep the history,
# and write every change of a job at once instead of every half minute.
_DAEMON = """\
LogLevel info
Listen {socket}
Browsing Off
WebInterface No
DefaultAuthType None
PreserveJobFiles Yes
PreserveJobHistory Yes
MaxJobs 0
DirtyCleanInterval 0
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
