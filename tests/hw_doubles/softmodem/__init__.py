"""The telephone world: a T.31 soft modem on a pseudo-terminal, an exchange, and far-end fax machines, all by audio.

Owns the hardware doubles of the fax line. Everything that reaches the driver has gone through real modem signals:
Debian's libspandsp modulates and demodulates at both ends, the exchange only carries samples. Refuses to know
``kiosk``: the far end is an independent T.30 terminal and shares no code with what it tests. Called by the contract
and flow tests, the bench and the demo.

Start it (it runs as a child process of its own)::

    from tests.hw_doubles.softmodem import FarEnd, Line, TelephoneWorld

    with TelephoneWorld(folder, speed=1.0) as world:   # folder: where received pages and telephone.json lie
        world.port                                      # stable path (a symlink) of the serial port, open with pyserial
        world.set(far_end=FarEnd(ident="+86 571 8800 1234", ecm=False))             # default for every number
        world.set("057188001234", far_end=FarEnd(kind=FarEndKind.BUSY))             # one number
        world.set(line=Line(loss_db=6, noise_dbm0=-45))
        ...                                             # kiosk dials
        call = world.wait_for_call()                    # the last finished CallRecord (raises TimeoutError)
        call.outcome, call.ident, call.bit_rate, call.ecm, call.coding, call.pages, call.gaps
        call.images()                                   # pages as Pillow images, mode "1"
        world.state()                                   # {"off_hook", "number", "signal", "page", ...}: for panels
        world.unplug(); world.replug(); world.hang_modem(); world.revive_modem()

From a shell: ``python -m tests.hw_doubles.softmodem FOLDER [--speed N] [--log]``; then, from any process,
``TelephoneWorld.attach(folder)``.

``speed`` runs the audio clock of modem, line and far ends faster than real time. T.31 leaves its time-critical silences
to the modem (+FTS/+FRS), so it hurts nothing there; but a driver that feeds page data at the line's bit rate must have
its clock run as fast: give it ``HurriedClock(SystemClock(), speed)``, or its modem starves and every page is refused.
Calls at 8 were as good as at 1 (docs/doubles.md).

Without process, port and real time: ``virtual.VirtualDte`` (octets in, octets out, some 100 times real time).

The modem answers as a plain Class 1 modem: +FCLASS 0, 1, 1.0; V.17, V.29, V.27 ter; +FAR; no port signals (a pty has
none). Closing the port is DTR off (&D3): hangs up and resets. A character while it dials aborts (NO CARRIER).
"""

from __future__ import annotations

from tests.hw_doubles.softmodem.client import TelephoneWorld
from tests.hw_doubles.softmodem.pace import HurriedClock
from tests.hw_doubles.softmodem.records import CallRecord, Gap, LineSignal, ReceivedPage, SeenFrame
from tests.hw_doubles.softmodem.settings import FarEnd, FarEndKind, HangUpSign, Line

__all__ = [
    "CallRecord",
    "FarEnd",
    "FarEndKind",
    "Gap",
    "HangUpSign",
    "HurriedClock",
    "Line",
    "LineSignal",
    "ReceivedPage",
    "SeenFrame",
    "TelephoneWorld",
]
