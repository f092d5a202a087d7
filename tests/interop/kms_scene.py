"""What is done on the panel of the emulated machine: touched, unplugged, its process killed, the panel left and taken.

Owns the scene and the touch panel, which the kernel makes of what we say (uinput). Runs only in the emulated machine of
``kms_panel.py``, as root beside the kiosk's own units: ``python -m tests.interop.kms_scene WIDTH HEIGHT``. Tells what
it finds as lines of JSON on the second serial line; after a ``picture`` it waits until that has been taken.
"""

from __future__ import annotations

import fcntl
import json
import os
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from kiosk.ui.touch_panel import panels
from tests.hw_doubles.processes import until
from tests.hw_doubles.remote_glass import GlassError, RemoteGlass

_TALK = Path("/dev/ttyS1")
_REMOTE = Path("/run/lobby-kiosk/remote")
_START_S, _SEEN_S = 400.0, 300.0  # every instruction is interpreted, those that paint as well
_BOARD = "touch_panel"

# linux/uinput.h, linux/input-event-codes.h
_CREATE, _SETUP, _SETUP_ABS = 0x5501, 0x405C5503, 0x401C5504
_SET_EVENT, _SET_KEY, _SET_PROPERTY = 0x40045564, 0x40045565, 0x4004556E
_SYN, _KEY, _ABS, _BTN_TOUCH, _DIRECT, _USB = 0, 1, 3, 0x14A, 1, 3
_SLOT, _TRACKING, _MT_X, _MT_Y = 0x2F, 0x39, 0x35, 0x36
_X, _Y = 0, 1
_MOST = 4095


class Panel:
    """A panel of ten fingers, plugged in."""

    def __init__(self, name: str) -> None:
        self._file = os.open("/dev/uinput", os.O_WRONLY | os.O_NONBLOCK)
        self._fingers = 0
        for event in (_KEY, _ABS):
            fcntl.ioctl(self._file, _SET_EVENT, event)
        fcntl.ioctl(self._file, _SET_KEY, _BTN_TOUCH)
        fcntl.ioctl(self._file, _SET_PROPERTY, _DIRECT)
        for axis, most in ((_X, _MOST), (_Y, _MOST), (_MT_X, _MOST), (_MT_Y, _MOST), (_SLOT, 9), (_TRACKING, 65535)):
            fcntl.ioctl(self._file, _SETUP_ABS, struct.pack("=Hxx6i", axis, 0, 0, most, 0, 0, 0))
        fcntl.ioctl(self._file, _SETUP, struct.pack("=4H80sI", _USB, 0x0EEF, 0xC000, 1, name.encode(), 0))
        fcntl.ioctl(self._file, _CREATE)

    def tap(self, x: float, y: float) -> None:
        """A finger at a part of the width and of the height, down and up."""
        across, down = round(x * _MOST), round(y * _MOST)
        self._fingers += 1
        self._say(
            (_SLOT, 0), (_TRACKING, self._fingers), (_MT_X, across), (_MT_Y, down), (_X, across), (_Y, down), key=1
        )
        until(lambda: True, "a finger's time", every_s=0.08)
        self._say((_TRACKING, -1), key=0)

    def _say(self, *values: tuple[int, int], key: int) -> None:
        events = [*((_ABS, code, value) for code, value in values), (_KEY, _BTN_TOUCH, key), (_SYN, 0, 0)]
        os.write(self._file, b"".join(struct.pack("=qqHHi", 0, 0, *event) for event in events))

    def unplug(self) -> None:
        os.close(self._file)


class Scene:
    """The acts, in order."""

    def __init__(self, says: TextIO, hears: TextIO, upright: bool) -> None:
        self._says, self._hears = says, hears
        self._tile, self._back = ((0.73, 0.6) if upright else (0.38, 0.66)), (0.08, 0.95)
        self._glass = RemoteGlass(_REMOTE)
        self._panel = Panel("first")

    def play(self) -> None:
        self._connect()
        self._tell(**_process())
        self._picture("idle")
        self._touched("woken", (0.5, 0.5), "home")
        self._touched("tile", self._tile, "identify")
        self._plugged_anew()
        self._killed()
        self._left_and_taken()
        self._tell(scene="over")

    def _connect(self) -> None:
        until(_REMOTE.exists, "the screens listen", _START_S, 0.5)
        until(self._answers, "they answer", _START_S, 0.5)

    def _touched(self, name: str, at: tuple[float, float], screen: str) -> None:
        self._panel.tap(*at)
        self._wait_for(screen)
        self._picture(name)

    def _wait_for(self, screen: str) -> None:
        until(lambda: self._screen() == screen, screen, _SEEN_S, 0.5)

    def _screen(self) -> str:
        """What is on the glass; nothing while a frame takes longer than the screens' remote waits."""
        try:
            return str(self._glass.ask("look")["screen"])
        except GlassError:
            return ""

    def _plugged_anew(self) -> None:
        """Gone, told; back under another name, it is read without a restart."""
        before = set(panels())
        self._panel.unplug()
        until(lambda: not panels(), "the system misses it")
        lost = not panels()
        spare = Panel("taken by another")  # so that the number is another
        self._panel = Panel("second")
        spare.unplug()
        until(lambda: len(panels()) == 1, "the system has it again")
        until(lambda: set(panels()) <= _opened(_main_pid()), "the screens read it", _SEEN_S, 0.5)
        self._touched("plugged anew", self._back, "home")
        self._tell(unplugged=lost, before=sorted(before), after=sorted(panels()))

    def _killed(self) -> None:
        """systemd starts the screens again, and they get the panel again."""
        first = _main_pid()
        subprocess.run(("systemctl", "kill", "--signal=KILL", "kiosk-ui"), check=True)
        until(lambda: _main_pid() not in ("0", first), "started again", _START_S, 0.2)
        until(self._answers, "it answers", _START_S, 0.5)
        self._picture("after kill -9")
        self._touched("woken again", (0.5, 0.5), "home")

    def _answers(self) -> bool:
        self._glass.connect(_START_S)
        return self._screen() == "idle"

    def _left_and_taken(self) -> None:
        """A technician ends the screens: the console is there; and begins them."""
        subprocess.run(("systemctl", "stop", "kiosk-ui"), check=True)
        self._tell(stopped=True, failed=_show("Result"), good=_show("Result") == "success")
        subprocess.run(("systemctl", "start", "kiosk-ui"), check=True)
        until(self._answers, "it answers", _START_S, 0.5)
        self._picture("begun again")

    def _picture(self, name: str) -> None:
        self._tell(picture=name)
        self._hears.readline()

    def _tell(self, **told: object) -> None:
        self._says.write(json.dumps(told) + "\n")
        self._says.flush()


def _show(what: str) -> str:
    command = ("systemctl", "show", "kiosk-ui", "--property", what, "--value")
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _main_pid() -> str:
    return _show("MainPID")


def _process() -> dict[str, object]:
    """Whose process draws, and what it has open of the devices."""
    of = Path("/proc") / _main_pid()
    status = dict(line.split(":\t", 1) for line in (of / "status").read_text().splitlines() if ":\t" in line)
    devices = sorted(name for name in _opened(_main_pid()) if name.startswith(("/dev/dri", "/dev/input", "/dev/tty")))
    environment = (of / "environ").read_text().split("\0")
    driver = next(word for word in environment if word.startswith("SDL_VIDEODRIVER"))
    return {
        "uid": status["Uid"].split()[0],
        "driver": driver,
        "open": devices,
        "good": any(name.startswith("/dev/dri/card") for name in devices),
    }


def _opened(pid: str) -> set[str]:
    """The files that a process has open."""
    opened = set()
    for file in (Path("/proc") / pid / "fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            opened.add(str(file.readlink()))
    return opened


def main() -> int:
    width, height = (int(side) for side in sys.argv[1:])
    with _TALK.open("w", encoding="utf-8", buffering=1) as says, _TALK.open("r", encoding="utf-8") as hears:
        subprocess.run(("stty", "-F", str(_TALK), "raw", "-echo"), check=True)
        try:
            Scene(says, hears, height > width).play()
        except (AssertionError, OSError, subprocess.CalledProcessError) as error:
            print(json.dumps({"scene": "broken", "why": str(error), "good": False}), file=says)
            raise
    return 0


if __name__ == "__main__":
    sys.exit(main())
