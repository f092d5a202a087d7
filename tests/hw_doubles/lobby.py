"""The whole lobby on doubles: telephone world, printers, lamps, stick tray, card reader, cash acceptor, payment
provider, broker, head office, and the kiosk itself.

Owns the putting together and the configuration file, in which every double stands under the key of the real thing.
The kiosk is the real one: ``kiosk core`` and ``kiosk ui`` as processes of their own. Called by the demo, the flow tests
and the bench.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType

from kiosk.app import Composition
from kiosk.clock import SystemClock
from kiosk.config import load_config
from kiosk.desk.cards import COMMAND_LINE, CardDesk
from kiosk.desk.directory import Directory
from tests.hw_doubles.broker import Broker
from tests.hw_doubles.card_reader import CLERK_CARD, SUPERVISOR_CARD, CardReaderDouble
from tests.hw_doubles.cctalk_double import CcTalkDouble
from tests.hw_doubles.headoffice import HeadOfficeProcess
from tests.hw_doubles.lobby_config import CONFIG, notice_of_works
from tests.hw_doubles.lobby_pins import SOCKET_VARIABLE, LobbyBoard
from tests.hw_doubles.pay_process import PayProviderProcess
from tests.hw_doubles.pay_provider import APP, KEY_ID, MERCHANT, SERIAL
from tests.hw_doubles.private_cups import PrivateCups
from tests.hw_doubles.processes import spawn, stop, until
from tests.hw_doubles.remote_glass import RemoteGlass
from tests.hw_doubles.softmodem import TelephoneWorld
from tests.hw_doubles.stick_tray import StickTray

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "deploy" / "sample"
KIOSK_ID = "K01"
LOOPBACK_NUMBER = "051265228001"  # a fax machine that may be called as a test
STAFF_CARDS = {"07": CLERK_CARD, "12": SUPERVISOR_CARD}  # of the sample's staff
CALL_PIN, MESSAGE_PIN, BUTTON_PIN = 17, 27, 22


@dataclass(frozen=True)
class Panel:
    """The glass: size, and whether a window of a real display is opened (its upper left corner, in pixels)."""

    width: int = 1024
    height: int = 600
    shown: bool = False  # pictures are taken of an unseen one: no fading then
    left: int = 0
    top: int = 0


def window_place(panel: Panel) -> dict[str, str]:
    """Environment that puts a Kivy window where it belongs on a real display."""
    place = {"POSITION": "custom", "LEFT": str(panel.left), "TOP": str(panel.top)}
    return {f"KCFG_GRAPHICS_{name}": value for name, value in place.items()}


class Lobby:
    """Context manager: everything is up when it is entered, everything is gone when it is left.

    ``speed`` hurries the telephone world's clock and with it the core's (see softmodem); the demo and the bench use 1.
    """

    def __init__(
        self,
        folder: Path,
        panel: Panel | None = None,
        speed: float = 1.0,
        session_s: int = 120,
        screens: bool = True,
        retry_waits_s: tuple[int, ...] = (5, 10, 20),
        far_ident: str = "report",
        closing_time: str = "17:30",
    ) -> None:
        self.folder = folder
        self._screens = screens
        self._speed = speed
        self._retry_waits_s = retry_waits_s
        self._far_ident, self._closing_time = far_ident, closing_time
        self._min_free_mb = 64
        self.panel = panel or Panel()
        self.session_s = session_s
        self.state = folder / "state"
        # Sockets have short names only (108 octets): their folder must not lie as deep as the results may.
        self._sockets = Path(tempfile.mkdtemp(prefix="lobby-"))
        self.runtime = self._sockets / "run"
        self.config = folder / "kiosk.toml"
        self.telephone = TelephoneWorld(self._sockets / "telephone", speed)
        self.cups = PrivateCups(folder / "cups")
        self.broker = Broker(self._made("broker"), ("headoffice", "headoffice-2"))  # the second is the bench's
        self.office = HeadOfficeProcess(folder / "headoffice", self.broker)
        self.board = LobbyBoard(self._sockets / "pins")
        self.tray = StickTray(folder / "sticks")
        self.card_reader = CardReaderDouble(self._sockets)
        self.acceptor = CcTalkDouble(self._sockets)
        self.provider = PayProviderProcess(folder / "provider")
        self.glass = RemoteGlass(self._sockets / "glass")
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._undo = ExitStack()

    def _made(self, name: str) -> Path:
        path = self.folder / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def __enter__(self) -> Lobby:
        with ExitStack() as undo:
            undo.callback(shutil.rmtree, self._sockets, ignore_errors=True)
            undo.callback(self.provider.stop)
            self.provider.start()
            for part in (self.telephone, self.cups, self.broker):
                undo.enter_context(part)  # type: ignore[arg-type]
            undo.callback(self.office.stop)
            self.office.start(wait=False)
            self.board.plug_in()
            undo.callback(self.board.unplug)
            undo.enter_context(self.card_reader)
            undo.enter_context(self.acceptor)
            self._write_config()
            self._bring_in_samples()
            self.provider.wait_ready()
            for name in ("core", "ui") if self._screens else ("core",):
                undo.callback(self.end, name)
                self.start(name)
            self.office.wait_ready()
            if self._screens:
                self.glass.connect()
                undo.callback(self.glass.close)
            self._undo = undo.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._undo.close()

    def _bring_in_samples(self) -> None:
        """What ``kiosk import`` does, in one process: directory, staff, prices; two of the staff get their cards."""
        composition = Composition(load_config(self.config), SystemClock())
        directory = Directory(composition.house)
        directory.import_units(SAMPLE / "units.csv")
        directory.import_staff(SAMPLE / "staff.csv")
        directory.import_prices(SAMPLE / "prices.json")
        cards = CardDesk(composition.house)
        for staff_id, number in STAFF_CARDS.items():
            cards.bind(COMMAND_LINE, staff_id, cards.card(number))
        composition.close()

    # --- the kiosk's processes

    def start(self, name: str) -> None:
        """Start ``core`` or ``ui``."""
        command = ["kiosk", name]
        if name == "core" and self._speed != 1:
            command = ["tests.hw_doubles.hurried_core", str(self._speed)]
        command = [sys.executable, "-m", *command, "--config", str(self.config)]
        self.processes[name] = spawn(command, self.folder / f"{name}.log", env=self._environment(), cwd=ROOT)

    def kill(self, name: str) -> None:
        """kill -9, as when the power goes."""
        self.processes[name].kill()
        self.processes[name].wait()

    def end(self, name: str) -> None:
        """A polite end."""
        if name in self.processes:
            stop(self.processes[name], signal.SIGTERM)

    def restart(self, name: str) -> None:
        """Kill and start; after ``ui`` the remote is connected anew, and a core works again."""
        self.kill(name)
        before = self._sign_of_life()
        self.start(name)
        if name == "ui":
            self.glass.connect()
        else:
            until(lambda: self._sign_of_life() != before, "the core works again", 60)

    def _sign_of_life(self) -> object:
        """What the core wrote last, read beside the kiosk."""
        with closing(sqlite3.connect(f"file:{self.runtime / 'live.db'}?mode=ro", uri=True, timeout=10)) as live:
            return live.execute("SELECT value FROM live WHERE key = 'core'").fetchone()

    def kiosk(self, *arguments: str) -> str:
        """Run a subcommand of ``kiosk``; its output. AssertionError with what it said if it fails."""
        command = [sys.executable, "-m", "kiosk", *arguments, "--config", str(self.config)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=ROOT, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _environment(self) -> dict[str, str]:
        environment = {**os.environ, SOCKET_VARIABLE: str(self._sockets / "pins")}
        if not self.panel.shown:
            return {**environment, "SDL_VIDEODRIVER": "offscreen"}
        return environment | window_place(self.panel)

    # --- what a person in the lobby sees and does

    def press_call_button(self) -> None:
        """A short push of the physical call button (F1)."""
        self.board.press(BUTTON_PIN)
        self.board.settle()
        self.board.release(BUTTON_PIN)

    def call_light(self) -> float:
        """Brightness of the call light now, 0..1."""
        return self.board.levels().get(CALL_PIN, 0.0)

    def all_records_arrived(self, within_s: float = 20.0) -> int:
        """Wait until head office holds every record and the kiosk knows it; how many."""
        until(lambda: self.journal()[0] == self.journal()[1] > 0, "head office has acknowledged all", within_s)
        return self.journal()[1]

    def journal(self) -> tuple[int, int]:
        """Records written and records acknowledged, read beside the kiosk."""
        with closing(sqlite3.connect(f"file:{self.state / 'kiosk.db'}?mode=ro", uri=True, timeout=10)) as store:
            written = store.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()[0]
            return written, store.execute("SELECT acked_seq FROM custody").fetchone()[0]

    def message_lamp(self) -> bool:
        """Whether the message lamp is lit (F3)."""
        return self.board.levels().get(MESSAGE_PIN, 0.0) > 0

    # --- configuration

    def want_free(self, megabytes: int) -> None:
        """No call is answered with less room on the disk; the core reads it when it starts."""
        self._min_free_mb = megabytes
        self._write_config()

    def _payment(self) -> dict[str, str]:
        """What a payment provider gives a merchant."""
        provider = self.provider
        return {
            "provider": provider.url,
            "merchant_id": MERCHANT,
            "app_id": APP,
            "key_serial": SERIAL,
            "merchant_key": json.dumps(str(provider.key_file)),
            "provider_key_id": KEY_ID,
            "provider_key": json.dumps(str(provider.provider_key_file)),
            "notify_url": provider.notify_url,
            "notify_listen": provider.notify_listen,
        }

    def _write_config(self) -> None:
        identity = self.broker.kiosk(KIOSK_ID)
        self.config.write_text(
            CONFIG.format(
                id=KIOSK_ID,
                state=json.dumps(str(self.state)),
                runtime=json.dumps(str(self.runtime)),
                width=self.panel.width,
                height=self.panel.height,
                session_s=self.session_s,
                motion=str(self.panel.shown).lower(),
                remote=json.dumps(str(self.glass.path)),
                port=json.dumps(self.telephone.port),
                retry_waits_s=list(self._retry_waits_s),
                min_free_mb=self._min_free_mb,
                far_ident=self._far_ident,
                closing_time=self._closing_time,
                loopback=LOOPBACK_NUMBER,
                cups=json.dumps(self.cups.server),
                receipt=self.cups.receipt_queue,
                form=self.cups.form_queue,
                tray=json.dumps(str(self.tray.folder)),
                card_reader=json.dumps(str(self.card_reader.path)),
                acceptor=json.dumps(str(self.acceptor.path)),
                **self._payment(),
                broker_port=self.broker.port,
                ca=json.dumps(str(identity.ca_file)),
                cert=json.dumps(str(identity.cert_file)),
                key=json.dumps(str(identity.key_file)),
                works=notice_of_works(date.today()),
            ),
            encoding="utf-8",
        )
