"""A private mosquitto: TLS, client certificates and the very configuration that deploy/broker ships.

Owns its folder (certificates, persistence, log), a port on 127.0.0.1, and every way a broker lets people down: down at
start, gone and back, killed, refusing a kiosk, a kiosk without the right to write. It dies with the thread that
started it: start it from the main thread of a test, demo or bench.
"""

from __future__ import annotations

import getpass
import signal
import subprocess
from pathlib import Path
from types import TracebackType

from kiosk.headoffice.certificates import Authority, Identity, Role
from tests.hw_doubles.processes import answers, free_port, spawn, stop, until

_TEMPLATES = Path(__file__).resolve().parents[2] / "deploy" / "broker"


class Broker:
    """``with Broker(folder) as broker:`` a running broker at ``broker.host``:``broker.port``."""

    host = "127.0.0.1"

    def __init__(self, folder: Path, receivers: tuple[str, ...] = ("headoffice",)) -> None:
        self.folder = folder
        self.port = free_port()
        self.log = folder / "mosquitto.log"
        self._process: subprocess.Popen[bytes] | None = None
        (folder / "state").mkdir(parents=True, exist_ok=True)
        self.authority = Authority.create(folder / "certificates")
        self.authority.issue(Role.BROKER, "broker", [self.host, "localhost"])
        for receiver in receivers:
            self.authority.issue(Role.HEADOFFICE, receiver)
        self._write_acl(receivers)
        self._write_configuration()

    def __enter__(self) -> Broker:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def kiosk(self, kiosk_id: str) -> Identity:
        """The certificate files of a kiosk, issued at the first call."""
        identity = self.authority.identity(kiosk_id)
        return identity if identity.cert_file.exists() else self.authority.issue(Role.KIOSK, kiosk_id)

    def receiver(self, name: str = "headoffice") -> Identity:
        """The certificate files of a head-office receiver."""
        return self.authority.identity(name)

    def start(self) -> None:
        """Start and wait until the port answers."""
        configuration = str(self.folder / "mosquitto.conf")
        self._process = spawn(["mosquitto", "-c", configuration], self.log, stdout=subprocess.DEVNULL)
        until(lambda: answers(self.port) or not self.running, f"mosquitto on {self.port}")
        if not self.running:
            raise AssertionError(self.log.read_text()[-2000:])

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """An orderly end, persistence saved."""
        stop(self._process, signal.SIGTERM)

    def kill(self) -> None:
        """kill -9: whatever it had confirmed and not saved is gone."""
        stop(self._process, signal.SIGKILL)

    def restart(self) -> None:
        """Kill and start on the same port: what a power cut at the broker looks like."""
        self.kill()
        self.start()

    def refuse(self, kiosk_id: str) -> None:
        """Revoke the certificate of a kiosk and restart: it is not let in again."""
        self.authority.revoke(kiosk_id)
        self.restart()

    def forbid(self, kiosk_id: str) -> None:
        """Take the right to write away from a kiosk: publishing answers reason 135, it may still connect and read."""
        acl = self.folder / "acl"
        kept = [line for line in acl.read_text().splitlines() if not line.startswith("pattern write")]
        acl.write_text("\n".join(kept) + "\n")
        self.restart()

    def allow(self) -> None:
        """Everybody may do again what the shipped list allows."""
        self._write_acl(("headoffice",))
        self.restart()

    def _write_acl(self, receivers: tuple[str, ...]) -> None:
        shipped = (_TEMPLATES / "acl").read_text()
        block = shipped[shipped.index("user headoffice") :]
        more = [block.replace("user headoffice", f"user {name}") for name in receivers if name != "headoffice"]
        acl = self.folder / "acl"
        acl.write_text("\n".join([shipped, *more]))
        acl.chmod(0o600)

    def _write_configuration(self) -> None:
        text = (_TEMPLATES / "mosquitto.conf.in").read_text()
        values = {
            "ADDRESS": self.host,
            "PORT": str(self.port),
            "CERTIFICATES": str(self.folder / "certificates"),
            "ACL": str(self.folder / "acl"),
            "STATE": str(self.folder / "state"),
            "USER": getpass.getuser(),
        }
        for word, value in values.items():
            text = text.replace(f"@{word}@", value)
        (self.folder / "mosquitto.conf").write_text(text)
