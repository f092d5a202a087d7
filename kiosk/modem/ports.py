"""``kiosk modem list``: the serial ports of this machine, and which of them have a fax modem.

Owns what is told of a port, and the polite question: without --probe nothing is written to any port, for what stands
there may be a receipt printer that prints it, or a board that acts on it; with --probe a port gets AT, and nothing more
unless that is answered. Called by ``cli.py``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.modem import exits
from kiosk.modem.arguments import add_json, add_part, port
from kiosk.modem.table import render_table

if TYPE_CHECKING:
    from kiosk.devices.class1_setup import ModemConsole

_BY_ID = Path("/dev/serial/by-id")  # names that stay when a modem is plugged in elsewhere (udev, 60-serial.rules)
_MORE = """
Without --probe nothing is sent to any port: a receipt printer would print it. With --probe each port that is free gets
AT, and, if it answers, the questions of `kiosk modem identify`. What stands under USB may be given as --port to every
part: the modem is then found under whatever name it has.

example:
  kiosk modem list
  kiosk modem list --probe --json
"""


@dataclass(frozen=True)
class Port:
    """A serial port as the system knows it. ``usb`` is a name that --port takes too; what is not known is empty."""

    path: str
    device: str = ""  # its own words: maker and product
    usb: str = ""
    serial: str = ""
    by_id: str = ""


@dataclass(frozen=True)
class Answer:
    """What came of the question. ``modem`` is None where nothing answered as one; ``trouble`` then says why."""

    modem: str | None = None
    classes: tuple[str, ...] = ()
    used_class: str | None = None  # None: no fax class
    profile: str | None = None
    trouble: str = ""


def add_parser(parts: Any) -> None:
    """Name the part and its arguments."""
    codes = (exits.OK, exits.ERROR, exits.WRONG_USE, exits.INTERRUPTED)
    more = (
        _MORE + "\n" + exits.table(codes, code_0="done; with --probe: a fax modem was found", code_1="none was found")
    )
    parser = add_part(parts, "list", "list serial ports, and the modems at them", more)
    parser.add_argument("--probe", action="store_true", help="ask each port whether it is a modem (sends AT)")
    parser.add_argument(
        "--port", action="append", default=[], type=port, metavar="PORT", help="only this port; may be given again"
    )
    add_json(parser, "the ports")


def run(args: argparse.Namespace) -> int:
    """Look, ask if that is wanted, print."""
    ports = [_named(path) for path in args.port] if args.port else found_ports()
    if not args.probe:
        _show(ports, None, args)
        return exits.OK
    with ThreadPoolExecutor(max(1, len(ports))) as askers:
        answers = list(askers.map(lambda port: ask(port.path), ports))
    _show(ports, answers, args)
    return exits.OK if any(answer.used_class for answer in answers) else exits.ERROR


def found_ports() -> list[Port]:
    """The serial ports of this machine, by name."""
    from serial.tools.list_ports import comports

    from kiosk.devices.usb_ports import UsbIdentity

    stable = _stable_names()
    return [
        Port(
            info.device,
            " ".join(words for words in (info.manufacturer, info.product) if words) or _known(info.description),
            str(UsbIdentity(info.vid, info.pid)) if info.vid is not None and info.pid is not None else "",
            info.serial_number or "",
            stable.get(info.device, ""),
        )
        for info in sorted(comports(), key=lambda info: str(info.device))
    ]


def _named(path: str) -> Port:
    there = path.startswith("usb:") or Path(path).exists()
    return Port(path, "" if there else "nothing is there")


def _known(description: str | None) -> str:
    return "" if description in (None, "n/a") else str(description)


def _stable_names() -> dict[str, str]:
    if not _BY_ID.is_dir():
        return {}
    return {str(link.resolve()): str(link) for link in sorted(_BY_ID.iterdir())}


def ask(path: str) -> Answer:
    """AT, and who it is if that is answered. A port in trouble is told of, not raised."""
    from kiosk.clock import SystemClock
    from kiosk.devices.class1_setup import fax_classes
    from kiosk.devices.errors import DeviceError
    from kiosk.devices.modem_port import ModemPort
    from kiosk.devices.modem_profiles import GENERIC, built_in_profiles, choose_profile

    profiles = built_in_profiles()
    modem = ModemPort(path, SystemClock(), profiles[GENERIC])
    try:
        console = modem.console()
        _greet(console)
        identity = console.introduce()
    except DeviceError as error:
        return Answer(trouble=error.detail)
    finally:
        modem.close()
    profile, offered = choose_profile(profiles, identity.words), fax_classes(identity.classes)
    used = next((fax_class for fax_class in profile.classes if fax_class in offered), None)
    return Answer(identity.words, tuple(sorted(offered)), used, profile.name)


def _greet(console: ModemConsole) -> None:
    from kiosk.devices.class1_setup import ModemRefusesSetupError

    try:
        console.demand("AT")
    except ModemRefusesSetupError:  # to what somebody has left on its command line before
        console.demand("AT")


def _show(ports: Sequence[Port], answers: Sequence[Answer] | None, args: argparse.Namespace) -> None:
    if args.json:
        told = [asdict(port) | ({"answer": asdict(answers[n])} if answers else {}) for n, port in enumerate(ports)]
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    if not ports:
        print("no serial port on this machine", file=sys.stderr)
        return
    headers, rows = ["PORT", "USB", "DEVICE"], [[port.path, port.usb, port.device] for port in ports]
    if answers is not None:
        headers += ["CLASS", "PROFILE", "ANSWER"]
        rows = [[*row, *_cells(answer)] for row, answer in zip(rows, answers, strict=True)]
    print(render_table(headers, rows))
    if answers is None:
        print("nothing was sent to them; --probe asks each for its modem", file=sys.stderr)


def _cells(answer: Answer) -> list[str]:
    if answer.modem is None:
        return ["-", "-", answer.trouble]
    classes = "/".join(answer.classes)
    used = f"{classes}, used as {answer.used_class}" if answer.used_class else f"{classes}: no fax"
    return [used, answer.profile or "", answer.modem or "a modem without a name"]
