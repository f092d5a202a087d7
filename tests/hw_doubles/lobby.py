"""The whole lobby on doubles: telephone world, printers, lamps, stick tray, broker, head office, and the kiosk itself.

Owns the putting together and the configuration file, in which every double stands under the key of the real thing.
The kiosk is the real one: ``kiosk core`` and ``kiosk ui`` as processes of their own. Called by the demo, the flow tests
and the bench.
"""

from __future__ import annotations

import calendar
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
from datetime import date, timedelta
from pathlib import Path
from types import TracebackType

from kiosk.app import Composition
from kiosk.clock import SystemClock
from kiosk.config import load_config
from kiosk.desk.directory import Directory
from tests.hw_doubles.broker import Broker
from tests.hw_doubles.headoffice import HeadOfficeProcess
from tests.hw_doubles.lobby_pins import SOCKET_VARIABLE, LobbyBoard
from tests.hw_doubles.private_cups import PrivateCups
from tests.hw_doubles.processes import spawn, stop, until
from tests.hw_doubles.remote_glass import RemoteGlass
from tests.hw_doubles.softmodem import TelephoneWorld
from tests.hw_doubles.stick_tray import StickTray

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "deploy" / "sample"
KIOSK_ID = "K01"
LOOPBACK_NUMBER = "051265228001"  # a fax machine that may be called as a test
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
    ) -> None:
        self.folder = folder
        self._screens = screens
        self._speed = speed
        self._retry_waits_s = retry_waits_s
        self._far_ident = far_ident
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
            for part in (self.telephone, self.cups, self.broker):
                undo.enter_context(part)  # type: ignore[arg-type]
            undo.callback(self.office.stop)
            self.office.start(wait=False)
            self.board.plug_in()
            undo.callback(self.board.unplug)
            self._write_config()
            self._bring_in_samples()
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
        """What ``kiosk import`` does, in one process: directory, staff, prices."""
        composition = Composition(load_config(self.config), SystemClock())
        directory = Directory(composition.house)
        directory.import_units(SAMPLE / "units.csv")
        directory.import_staff(SAMPLE / "staff.csv")
        directory.import_prices(SAMPLE / "prices.json")
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
        """Kill and start; after ``ui`` the remote is connected anew."""
        self.kill(name)
        self.start(name)
        if name == "ui":
            self.glass.connect()

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

    def _write_config(self) -> None:
        identity = self.broker.kiosk(KIOSK_ID)
        self.config.write_text(
            _CONFIG.format(
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
                loopback=LOOPBACK_NUMBER,
                cups=json.dumps(self.cups.server),
                receipt=self.cups.receipt_queue,
                form=self.cups.form_queue,
                tray=json.dumps(str(self.tray.folder)),
                broker_port=self.broker.port,
                ca=json.dumps(str(identity.ca_file)),
                cert=json.dumps(str(identity.cert_file)),
                key=json.dumps(str(identity.key_file)),
                works=notice_of_works(date.today()),
            ),
            encoding="utf-8",
        )


def notice_of_works(today: date) -> str:
    """A notice that ends: of works in two days, whatever day the demo is given on."""
    day = today + timedelta(days=2)
    chinese, english = (
        f"{day.month} 月 {day.day} 日",
        f"{calendar.day_name[day.weekday()]} {day.day} {calendar.month_name[day.month]}",
    )
    return _WORKS.format(
        until=f"{day}T11:00", chinese=chinese, weekday="一二三四五六日"[day.weekday()], english=english
    )


_WORKS = """\
[[estate.notices]]
until = "{until}"
zh-Hans = "{chinese}（星期{weekday}）9:00–11:00\\n南区供水检修，请您提前备水。"
zh-Hant = "{chinese}（星期{weekday}）9:00–11:00\\n南區供水檢修，請您提前備水。"
en = "{english}, 9:00–11:00\\nWater is off in the south quarter."
"""
_CONFIG = """\
doubles = ["fax_line", "receipt_printer", "form_printer", "lights", "media"]

[kiosk]
id = "{id}"
state_dir = {state}
runtime_dir = {runtime}

[estate]
seal = "松"
counter_opens = "08:00"
counter_closes = "20:00"

[estate.name]
zh-Hans = "听松苑"
zh-Hant = "聽松苑"
en = "Tingsong Estate"

[estate.service_number]
zh-Hans = "内线 8000"
zh-Hant = "內線 8000"
en = "ext. 8000"

[estate.complaint_number]
zh-Hans = "内线 8010"
zh-Hant = "內線 8010"
en = "ext. 8010"

{works}

[[estate.notices]]
zh-Hans = "会所阅览室每日开放至 21:00。"
zh-Hant = "會所閱覽室每日開放至 21:00。"
en = "The club's reading room is open until 21:00 every day."

[screen]
width = {width}
height = {height}
fullscreen = false
session_s = {session_s}
night_by_clock = false
dim = 1.0
motion = {motion}
remote = {remote}

[telephone]
country = "CN"
area_code = "512"
ident = "+86 512 6522 8000"

[fax]
driver = "class1"
port = {port}
retry_waits_s = {retry_waits_s}
loopback_number = "{loopback}"
min_free_mb = {min_free_mb}
far_ident = "{far_ident}"

[receipt_printer]
server = {cups}
queue = "{receipt}"
width_mm = 80

[form_printer]
server = {cups}
queue = "{form}"
width_mm = 210

[lights]
pin_factory = "tests.hw_doubles.lobby_pins:lobby_pins"

[media]
driver = "folder"
root = {tray}

[head_office]
host = "127.0.0.1"
port = {broker_port}
ca_file = {ca}
cert_file = {cert}
key_file = {key}
"""
