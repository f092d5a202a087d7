"""``kiosk modem identify``: what the modem at a port says of itself.

Owns the arguments and the words. Called by ``cli.py``.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

from kiosk.modem import exits
from kiosk.modem.arguments import add_json, add_part, add_port

_EXAMPLE = """
example:
  kiosk modem identify --port /dev/ttyACM0
"""


def add_parser(parts: Any) -> None:
    """Name the part and its arguments."""
    more = _EXAMPLE + "\n" + exits.table((exits.OK, exits.ERROR, exits.WRONG_USE, exits.INTERRUPTED))
    parser = add_part(
        parts, "identify", "say what modem is at a port, and which fax classes and speeds it offers", more
    )
    add_port(parser)
    add_json(parser, "the facts")


def run(args: argparse.Namespace) -> int:
    """Ask and print. Raises DeviceError."""
    from kiosk.clock import SystemClock
    from kiosk.devices.line_choice import open_line
    from kiosk.devices.modem_profiles import built_in_profiles, choose_profile
    from kiosk.modem.qualify_facts import named_speeds

    line = open_line(args.port, SystemClock())
    try:
        identity = line.identify()
    finally:
        line.close()
    facts: dict[str, Any] = {
        "modem": identity.words,
        "fax_classes": identity.classes,
        "profile": choose_profile(built_in_profiles(), identity.words).name,
        "transmit": sorted(identity.transmit_codes),
        "receive": sorted(identity.receive_codes),
    }
    if args.json:
        print(json.dumps(facts))
    else:
        speeds = {way: ", ".join(named_speeds(frozenset(facts[way]))) for way in ("transmit", "receive")}
        print("\n".join(f"{name}: {value}" for name, value in {**facts, **speeds}.items()))
    return exits.OK
