"""The real head office as its own process, with its own database in a folder, on a Broker double.

Not a double of head office at all: ``python -m kiosk.headoffice`` runs. Owns the process, its configuration and ways to
look at what it holds that do not go through its own code. Start it from the main thread (processes.spawn).
"""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import NullPool, create_engine, inspect, text

from tests.hw_doubles.broker import Broker
from tests.hw_doubles.office_database import office_url
from tests.hw_doubles.processes import first_line, spawn, stop

_ROOT = Path(__file__).resolve().parents[2]


class HeadOfficeProcess:
    """``with HeadOfficeProcess(folder, broker) as office:`` a receiver that is subscribed and ready.

    Several with the same ``folder`` and different ``receiver`` names share one database (H4).
    """

    def __init__(self, folder: Path, broker: Broker, receiver: str = "headoffice") -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.database = folder / "headoffice.sqlite3"
        self.url = office_url(self.database)
        self.config = folder / f"{receiver}.toml"
        self.log = folder / f"{receiver}.log"
        self._process: subprocess.Popen[bytes] | None = None
        identity = broker.receiver(receiver)
        self.config.write_text(
            f'[broker]\nhost = "{broker.host}"\nport = {broker.port}\nca_file = "{identity.ca_file}"\n'
            f'cert_file = "{identity.cert_file}"\nkey_file = "{identity.key_file}"\n'
            f'[database]\nurl = "{self.url}"\n'
        )

    def __enter__(self) -> HeadOfficeProcess:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self, *, wait: bool = True) -> None:
        """Start; with ``wait`` return when it is subscribed (the broker must be up for that)."""
        command = [sys.executable, "-m", "kiosk.headoffice", "--config", str(self.config)]
        self._process = spawn(command, self.log, stdout=subprocess.PIPE, cwd=_ROOT)
        if wait:
            self.wait_ready()

    def wait_ready(self) -> None:
        """Until it says that it is subscribed. AssertionError with its log if it does not come to that."""
        assert self._process is not None
        assert '"ready"' in first_line(self._process, self.log)

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """kill -9."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        self.kill()
        self.start()

    def records(self, kiosk_id: str) -> list[dict[str, Any]]:
        """What is committed for a kiosk, in order; read from the database, not through head office's code."""
        return self._rows("SELECT * FROM record WHERE kiosk_id = :kiosk_id ORDER BY seq", kiosk_id)

    def count(self, kiosk_id: str) -> int:
        """How many records are committed for a kiosk."""
        return int(self._rows("SELECT count(*) AS held FROM record WHERE kiosk_id = :kiosk_id", kiosk_id)[0]["held"])

    def kiosk(self, kiosk_id: str) -> dict[str, Any]:
        """The row that head office keeps about a kiosk (position, claimed head, online, health)."""
        rows = self._rows("SELECT * FROM kiosk WHERE kiosk_id = :kiosk_id", kiosk_id)
        return rows[0] if rows else {}

    def alarms(self, kiosk_id: str) -> list[dict[str, Any]]:
        return self._rows("SELECT * FROM alarm WHERE kiosk_id = :kiosk_id ORDER BY id", kiosk_id)

    def csv(self, table: str = "records") -> str:
        """``kiosk headoffice export --table TABLE --csv``: the text, without the byte-order mark."""
        done = self._command("export", "--table", table, "--csv")
        assert done.returncode == 0, done.stderr
        return done.stdout.decode("utf-8-sig")

    def verify(self) -> tuple[int, str]:
        """``kiosk headoffice verify``: exit code and what it printed."""
        done = self._command("verify")
        return done.returncode, done.stdout.decode()

    def _command(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "kiosk.headoffice", *words, "--config", str(self.config)]
        return subprocess.run(command, capture_output=True, timeout=60, cwd=_ROOT, check=False)

    def _rows(self, sql: str, kiosk_id: str) -> list[dict[str, Any]]:
        engine = create_engine(self.url, poolclass=NullPool)
        with engine.connect() as connection:
            if not inspect(connection).has_table("record"):
                return []
            return [dict(row._mapping) for row in connection.execute(text(sql), {"kiosk_id": kiosk_id})]

    def _end(self, how: signal.Signals) -> None:
        stop(self._process, how)
        if self._process is not None and self._process.stdout is not None:
            self._process.stdout.close()
