"""What the kiosk's fax line makes of a stick that hangs, on Linux's own drivers: scenes, each a row of figures.

Owns the scenes and their clock. Runs only in the emulated machine of ``usb_kernel.py``, as root, one scene a boot:
``python -m tests.interop.usb_scenes SCENE``.
"""

from __future__ import annotations

import fcntl
import struct
import sys
import termios
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk.clock import SystemClock
from kiosk.devices.errors import DeviceError
from kiosk.devices.line_choice import ChosenLine, open_line
from kiosk.devices.modem_port import Surroundings
from kiosk.devices.protocols import Health, HealthState, OutgoingCall
from kiosk.devices.serial_port import FlowControl, SerialPort
from kiosk.devices.usb_breath import SystemUsbBreath
from kiosk.devices.usb_power import SystemUsbPower
from kiosk.fax import outcome as o
from tests.interop.usb_stick import Hang, Stick

_TTY, _LOCATION = Path("/dev/ttyACM0"), "1-1:1.0"
_GO = "R CSI; R DIS; T TSI; T DCS; T TCF; R CFR"
_ONE = f"{_GO}; T PAGE; T EOP; R MCF; T DCN; HANGUP"
_PLUGGED_S = 30
_LOOKS = 20
_ENDS = ("modem-silent", "port-missing")


@dataclass(frozen=True)
class Scene:
    """``at``: the event of the call at which it hangs; ``cure``: ``reset``, ``power`` or nothing."""

    script: str
    at: type[o.LineEvent]
    hang: Hang
    cure: str = ""
    after_s: float = 3.0


SCENES = {
    "dialling-reset": Scene("QUIET", o.Dialling, Hang.ALL, "reset"),
    "dialling-power": Scene("QUIET", o.Dialling, Hang.ALL, "power"),
    "dialling-nothing": Scene("QUIET", o.Dialling, Hang.ALL),
    "dialling-modem-part": Scene("QUIET", o.Dialling, Hang.MODEM, "reset"),
    "page-reset": Scene(_ONE, o.PageStarted, Hang.ALL, "reset", 0.0),
}


class _Power(SystemUsbPower):
    """The machine's own, and a firmware that begins anew by the right one of them."""

    def __init__(self, stick: Stick, cure: str, resets: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._stick, self._cure, self._resets = stick, cure, resets

    def reset(self, location: str) -> None:
        self._resets()
        self._suffer("reset")
        super().reset(location)

    def cycle(self, location: str) -> None:
        self._suffer("power")
        super().cycle(location)

    def _suffer(self, means: str) -> None:
        if means == self._cure:
            self._stick.cure()


def main() -> int:
    name = sys.argv[1]
    if name == "questions":
        _questions()
    elif name == "leaving":
        _leave()
    else:
        _play(name, SCENES[name])
    return 0


def _play(name: str, scene: Scene) -> None:
    clock, stick = SystemClock(), _plugged(scene.script)
    line = open_line(str(_TTY), clock, around=Surroundings(power=_Power(stick, scene.cure)))
    hung_s: list[float] = []

    def hang() -> None:
        hung_s.append(clock.monotonic())
        stick.hang = scene.hang

    def watch(event: o.LineEvent) -> None:
        if isinstance(event, scene.at) and not hung_s:
            threading.Timer(scene.after_s, hang).start() if scene.after_s else hang()

    begun_s = clock.monotonic()
    report = _call(line, watch)
    over_s = clock.monotonic()
    noticed_s = over_s - (report.duration_ms - _noticed_ms(report)) / 1000
    health = _looked_at(line)
    well_s = clock.monotonic()
    said = health.reason or health.state
    if health.state is HealthState.OK:
        stick.insert(_ONE)
        said = f"well, the next call {_call(line, lambda event: None).outcome}"
    line.close()
    times = (noticed_s, over_s, well_s)
    print(f"{name}: {report.outcome}", *(f"{at_s - hung_s[0]:.1f}" for at_s in times), said, flush=True)
    print(f"  begun {hung_s[0] - begun_s:.1f} s before it hung; {report.detail}", flush=True)


def _leave() -> None:
    """Dead for good: how soon one is let go who has ordered a call and goes a second after the USB reset has begun."""
    clock, stick, cancel, gone_s = SystemClock(), _plugged(_ONE), threading.Event(), [0.0]
    line = open_line(
        str(_TTY), clock, around=Surroundings(power=_Power(stick, "", lambda: threading.Timer(1, go).start()))
    )

    def go() -> None:
        gone_s[0] = clock.monotonic()
        cancel.set()

    line.identify()
    stick.hang = Hang.ALL
    try:
        line.place(_order(), lambda event: None, cancel)
    except DeviceError as error:
        print(f"leaving: let go after {clock.monotonic() - gone_s[0]:.1f} s, {error.detail}", flush=True)
    begun_s = clock.monotonic()
    line.close()
    print(f"  and closed after {clock.monotonic() - begun_s:.1f} s", flush=True)


def _noticed_ms(report: o.CallReport) -> int:
    signs = ("PORT LOST", "MODEM SILENT")
    return next((entry.at_ms for entry in report.trace if entry.signal in signs), report.duration_ms)


def _call(line: ChosenLine, watch: Callable[[o.LineEvent], None]) -> o.CallReport:
    return line.place(_order(), watch, threading.Event())


def _order() -> OutgoingCall:
    page = o.FaxPage(1728, 100, o.Resolution.STANDARD, bytes(216) * 100)
    return OutgoingCall("057188001234", "+86 571 1", [page])


def _looked_at(line: ChosenLine) -> Health:
    """As the house does, until it is well or somebody must come."""
    health = line.health()
    for _ in range(_LOOKS):
        if health.state is HealthState.OK or health.reason in _ENDS:
            break
        health = line.health()
    return health


def _plugged(script: str) -> Stick:
    stick, looks = Stick(script), threading.Event()
    for _ in range(_PLUGGED_S * 10):
        if _TTY.exists():
            break
        looks.wait(0.1)
    looks.wait(1.0)  # the system's own questions to a new device
    return stick


# ---- what can be asked ----


def _questions() -> None:
    """Each question to a stick that lives, hangs in part, hangs altogether: what comes of it, after how many ms."""
    stick, clock = _plugged("QUIET"), SystemClock()
    port = SerialPort(str(_TTY), 115200, FlowControl.NONE)
    with _TTY.open("rb", buffering=0) as lines:
        asks: dict[str, Callable[[], object]] = {
            "string 0": lambda: SystemUsbBreath().breathes(_LOCATION, 5.0),
            "RTS set as it is": lambda: _move_rts(lines.fileno(), termios.TIOCMBIS),
            "RTS off": lambda: _move_rts(lines.fileno(), termios.TIOCMBIC),
            "RTS on": lambda: _move_rts(lines.fileno(), termios.TIOCMBIS),
            "DTR off": lambda: port.lower_dtr(True),
            "DTR on": lambda: port.lower_dtr(False),
            "an octet": lambda: port.write(b"\r"),
            "break": port.send_break,
        }
        for hang in Hang:
            stick.hang = hang
            for name, ask in asks.items():
                print(f"{hang}: {name}:", _asked(ask, clock), flush=True)


def _move_rts(descriptor: int, act: int) -> str:
    fcntl.ioctl(descriptor, act, struct.pack("I", termios.TIOCM_RTS))
    return "done"


def _asked(ask: Callable[[], object], clock: SystemClock) -> str:
    begun_s = clock.monotonic()
    try:
        answer = str(ask())
    except OSError as error:
        answer = str(error)
    return f"{answer} after {(clock.monotonic() - begun_s) * 1000:.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
