"""The words between T.30 and a modem: what the procedure asks for, and what comes back.

Owns plain frozen values, no behaviour. ``caller.py`` and ``answerer.py`` speak them, ``t31.py`` carries
them out on a Class 1 modem. One primitive is under way at a time; ``BreakOff`` alone may come on top of another.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.fax.fields import Abilities, Terms
from kiosk.fax.modulations import Modulation
from kiosk.fax.negotiation import PageFormat

# ---- down: asked of the modem -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Dial:
    """Go off-hook, dial, send CNG, listen for V.21. Answered by FrameBegan or CallFailed."""

    number: str


@dataclass(frozen=True)
class AnswerCall:
    """Go off-hook to a call that rings, send CED, then these frames in one V.21 carrier. Answered by Sent."""

    frames: tuple[bytes, ...]


@dataclass(frozen=True)
class SendFrames:
    """Keep silent for the turn of the line, then send these frames in one V.21 carrier.

    Answered by PreambleBegan and Sent.
    """

    frames: tuple[bytes, ...]


@dataclass(frozen=True)
class SendData:
    """Keep silent for the turn of the line, then send octets. Answered by DataProgress, DataHandedOver, Sent."""

    modulation: Modulation
    short_training: bool
    octets: bytes = field(repr=False)


@dataclass(frozen=True)
class ReceiveFrame:
    """Listen for one V.21 frame. Answered by FrameBegan and FrameReceived, by CarrierLost, or by BrokenOff."""


@dataclass(frozen=True)
class ReceiveData:
    """Listen for a fast carrier. Answered by DataBegan, DataReceived and DataEnded, by CarrierLost, or by BrokenOff."""

    modulation: Modulation
    short_training: bool


@dataclass(frozen=True)
class BreakOff:
    """End whatever is under way and return to command state, on the line. Answered by BrokenOff.

    ``farewell`` goes out in place of frames whose carrier is asked for already and which have not been given yet.
    """

    farewell: bytes = b""


@dataclass(frozen=True)
class HangUp:
    """On-hook. Answered by AtRest."""


@dataclass(frozen=True)
class Command:
    """A command outside calls, such as ``AT+FTM=?``. Answered by Answered."""

    text: str


Primitive = Dial | AnswerCall | SendFrames | SendData | ReceiveFrame | ReceiveData | BreakOff | HangUp | Command


@dataclass(frozen=True)
class PageWanted:
    """Not for the modem but for the house: code page ``number`` for these terms, and hand it to ``supply_page``.

    ``far`` is what the far end can do: a page that would get other terms from it is answered without octets.
    """

    number: int
    terms: Terms
    far: Abilities


@dataclass(frozen=True)
class CodedPage:
    """A page ready for +FTM. ``octets`` is None when its format does not fit the terms: a new DCS must be agreed."""

    number: int
    format: PageFormat
    terms: Terms
    octets: bytes | None = field(repr=False)


# ---- up: answered by the modem ------------------------------------------------------------------------------------


class DialFailure(StrEnum):
    """Why no connection came about, as the modem tells it."""

    BUSY = "BUSY"
    NO_ANSWER = "NO ANSWER"
    NO_DIAL_TONE = "NO DIALTONE"
    NO_CARRIER = "NO CARRIER"
    BARRED = "DELAYED"  # the modem's own list of numbers it will not dial again so soon
    REFUSED = "ERROR"


@dataclass(frozen=True)
class FrameBegan:
    """A V.21 carrier with a frame in it: the timer for the response stops (T.30 5.4.3.1)."""


@dataclass(frozen=True)
class FrameReceived:
    """A whole frame, FCS included. ``good`` is the modem's verdict on the FCS."""

    octets: bytes
    good: bool


@dataclass(frozen=True)
class CarrierLost:
    """The modem says NO CARRIER to a ReceiveFrame, or hears another modulation (``wrong`` is then True)."""

    wrong: bool = False


@dataclass(frozen=True)
class DataBegan:
    """The modem has trained on a fast carrier; what it demodulates follows."""


@dataclass(frozen=True)
class DataReceived:
    """Octets of the carrier under way, unstuffed, the first bit on the line in the least significant place."""

    octets: bytes = field(repr=False)


@dataclass(frozen=True)
class DataEnded:
    """The fast carrier is off."""


@dataclass(frozen=True)
class PreambleBegan:
    """The turn is over and V.21 asked for. No octet of a frame has been given, nor is before the modem's next word."""


@dataclass(frozen=True)
class DataProgress:
    """About ``sent`` octets of the data under way have left."""

    sent: int


@dataclass(frozen=True)
class DataHandedOver:
    """The last octet has been given to the port; the carrier stands until Sent."""


@dataclass(frozen=True)
class Sent:
    """All is sent and the carrier is off."""


@dataclass(frozen=True)
class BrokenOff:
    """The modem is back in command state. ``farewell``: that of the BreakOff has gone out."""

    farewell: bool = False


@dataclass(frozen=True)
class CallFailed:
    """Dialling ended without a fax carrier."""

    reason: DialFailure


@dataclass(frozen=True)
class CommandRefused:
    """The modem answered ERROR, or ended the call, where ``command`` should have been carried out."""

    command: str
    answer: str


@dataclass(frozen=True)
class ModemSilent:
    """The modem did not answer ``command`` in the time it has for it: it must be brought to rest by other means."""

    command: str


@dataclass(frozen=True)
class Answered:
    """Result of a Command: its lines of information and whether it ended in OK."""

    command: str
    lines: tuple[str, ...]
    good: bool


@dataclass(frozen=True)
class AtRest:
    """On-hook and in command state."""


Indication = (
    FrameBegan
    | FrameReceived
    | CarrierLost
    | DataBegan
    | DataReceived
    | DataEnded
    | PreambleBegan
    | DataProgress
    | DataHandedOver
    | Sent
    | BrokenOff
    | CallFailed
    | CommandRefused
    | ModemSilent
    | Answered
    | AtRest
)
