"""What a person can set on the lobby panel, and what each setting does to the doubles.

Owns the presets and the meaning of every switch, and reads a switch's position off the double itself, so that the
panel cannot show what is not so. Knows no window and no thread. Called by ``keeper`` (to turn), by ``watching`` (to
read) and by the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tests.hw_doubles import sample_documents as samples
from tests.hw_doubles.card_reader import CLERK_CARD, STRANGE_CARD, SUPERVISOR_CARD
from tests.hw_doubles.lobby import Lobby
from tests.hw_doubles.pay_process import MANNERS, NOTICES
from tests.hw_doubles.private_cups import COVER_OPEN, DIES, JAM, NONE, PAPER_OUT, UNPLUGGED, SimulatedPrinter
from tests.hw_doubles.softmodem import FarEnd, FarEndKind, Line

FAR_ENDS: Mapping[str, FarEnd] = MappingProxyType(
    {
        "fax": FarEnd(),
        "busy": FarEnd(kind=FarEndKind.BUSY),
        "no_answer": FarEnd(kind=FarEndKind.NO_ANSWER),
        "voice": FarEnd(kind=FarEndKind.VOICE),
        "silence": FarEnd(kind=FarEndKind.SILENCE),
        "no_ecm": FarEnd(ecm=False),
        "v27ter": FarEnd(modems=("V.27ter",)),
        "hangs_up": FarEnd(hang_up="in:page:2"),
    }
)
LINES: Mapping[str, Line] = MappingProxyType(
    {
        "clean": Line(),
        "noise": Line(snr_db=22),  # fast modulations fail their TCF: the kiosk has to step down
        "bursts": Line(burst_every_s=4),
        "loss": Line(loss_db=15),  # docs/doubles.md: the short training of V.17 begins to fail
        "dead": Line(dial_tone=False),
    }
)
STICKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "LETTER": (samples.LETTER,),
        "PHOTOS": (samples.PHOTO, samples.SCAN),
        "MIXED": (samples.LETTER, samples.PHOTO, samples.DISGUISED, samples.NOTE),
        "LOCKED": (samples.LOCKED,),
        "EMPTY": (),
    }
)
NO_STICK = NO_CARD = "none"
CASH_FEN, LARGEST_COIN_FEN = (5000, 1000, 500, 100, 50), 100  # what can be put into the acceptor here
CARDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "clerk": (CLERK_CARD,),
        "supervisor": (SUPERVISOR_CARD,),
        "strange": (STRANGE_CARD,),
        "two": (CLERK_CARD, SUPERVISOR_CARD),
        "edge": (CLERK_CARD, CLERK_CARD),  # at the edge of the field: no frame is right
    }
)
PRINTER_FAULTS = (NONE, PAPER_OUT, JAM, COVER_OPEN, UNPLUGGED, DIES)
MODEM_WELL, MODEM_UNPLUGGED, MODEM_HUNG = "well", "unplugged", "hung"
IN, OUT = "in", "out"


@dataclass(frozen=True)
class Dial:
    """What a switch looks like: its positions in a row, and the prefix of their labels."""

    key: str
    words: str
    positions: tuple[str, ...]


DIALS: Mapping[str, Dial] = MappingProxyType(
    {
        dial.key: dial
        for dial in (
            Dial("far_end", "far_end", tuple(FAR_ENDS)),
            Dial("line", "line", tuple(LINES)),
            Dial("stick", "stick", (NO_STICK, *STICKS)),
            Dial("receipt_fault", "printer", PRINTER_FAULTS),
            Dial("form_fault", "printer", PRINTER_FAULTS),
            Dial("modem", "modem", (MODEM_WELL, MODEM_UNPLUGGED, MODEM_HUNG)),
            Dial("pins", "plug", (IN, OUT)),
            Dial("card", "card", (NO_CARD, *CARDS)),
            Dial("card_reader", "plug", (IN, OUT)),
            Dial("cash_box", "cash_box", (IN, OUT)),
            Dial("provider", "provider", MANNERS),
            Dial("notices", "notices", NOTICES),
            Dial("broker", "plug", (IN, OUT)),
            Dial("office", "plug", (IN, OUT)),
        )
    }
)


@dataclass(frozen=True)
class Wiring:
    """What is behind a dial.

    ``position`` may be asked from any thread and is "" when somebody else has set what the dial does not have;
    ``turn`` belongs to the thread that owns the lobby, to whose life the processes of the doubles are tied.
    """

    position: Callable[[], str]
    turn: Callable[[str], None]


class Switchboard:
    """All dials of a lobby that is up. ``papers`` is the folder that ``make_samples`` has filled."""

    def __init__(self, lobby: Lobby, papers: Path) -> None:
        self._lobby, self._papers = lobby, papers
        self._wirings = self._wired()

    def positions(self) -> Mapping[str, str]:
        """Where every dial stands, as the doubles themselves say."""
        return {key: wiring.position() for key, wiring in self._wirings.items()}

    def turn(self, key: str, position: str) -> None:
        """Turn a dial. Raises ValueError for a position that it does not have, and whatever the double raises."""
        if position not in DIALS[key].positions:
            raise ValueError(f"{key} has no position {position!r}")
        self._wirings[key].turn(position)

    def press_call_button(self) -> None:
        """A short push of the physical button. Raises ConnectionError when the board has no driver."""
        self._lobby.press_call_button()

    def insert(self, fen: int) -> None:
        """A note or a coin into the cash acceptor."""
        machine = self._lobby.acceptor.machine
        (machine.put_note if fen > LARGEST_COIN_FEN else machine.put_coin)(fen)

    def phone_pays(self, times: int) -> None:
        """A phone scans the code on the glass and pays, or tries to, so many times.

        Raises ValueError with what the phone says when it could not be paid, or not each time.
        """
        refusals = [said for said in self._lobby.provider.phone_pays(times) if said != "paid"]
        if refusals:
            raise ValueError(f"phone: {refusals[0]}")

    def say_paid_untruly(self) -> None:
        """The provider tells of a payment that nobody has made."""
        self._lobby.provider.says_paid_untruly()

    def _wired(self) -> Mapping[str, Wiring]:
        cups, board = self._lobby.cups, self._lobby.board
        broker, office = self._lobby.broker, self._lobby.office
        reader, machine = self._lobby.card_reader, self._lobby.acceptor.machine
        provider = self._lobby.provider
        return {
            "far_end": Wiring(self._far_end, self._set_far_end),
            "line": Wiring(self._line, self._set_line),
            "stick": Wiring(self._stick, self._set_stick),
            "receipt_fault": _printer(cups.printer(cups.receipt_queue)),
            "form_fault": _printer(cups.printer(cups.form_queue)),
            "modem": Wiring(self._modem, self._set_modem),
            "pins": _plug(lambda: board.plugged, board.plug_in, board.unplug),
            "card": Wiring(self._card, self._set_card),
            "card_reader": _plug(lambda: reader.plugged, reader.plug_in, reader.unplug),
            "cash_box": _plug(
                lambda: not machine.notes.fault, lambda: machine.cash_box(True), lambda: machine.cash_box(False)
            ),
            "provider": Wiring(lambda: provider.manner, provider.set_manner),
            "notices": Wiring(lambda: provider.notices, provider.set_notices),
            "broker": _plug(lambda: broker.running, broker.start, broker.stop),
            # Without a broker head office cannot subscribe; it does so by itself when the broker is back.
            "office": _plug(lambda: office.running, lambda: office.start(wait=broker.running), office.stop),
        }

    # --- the telephone world

    def _far_end(self) -> str:
        now = FarEnd.from_json(self._lobby.telephone.state()["far_end"])
        return next((name for name, far_end in FAR_ENDS.items() if far_end == now), "")

    def _set_far_end(self, name: str) -> None:
        self._lobby.telephone.set(far_end=FAR_ENDS[name])

    def _line(self) -> str:
        now = Line.from_json(self._lobby.telephone.state()["line"])
        return next((name for name, line in LINES.items() if line == now), "")

    def _set_line(self, name: str) -> None:
        self._lobby.telephone.set(line=LINES[name])

    def _modem(self) -> str:
        state = self._lobby.telephone.state()
        if not state["plugged"]:
            return MODEM_UNPLUGGED
        return MODEM_HUNG if state["modem_hung"] else MODEM_WELL

    def _set_modem(self, position: str) -> None:
        telephone = self._lobby.telephone
        match position:
            case "unplugged":
                telephone.unplug()
            case "hung":
                telephone.replug()
                telephone.hang_modem()
            case _:
                telephone.revive_modem()
                telephone.replug()

    # --- the stick

    def _stick(self) -> str:
        plugged = self._lobby.tray.plugged()
        return plugged[0] if plugged else NO_STICK

    def _set_stick(self, label: str) -> None:
        """There is one hole for a stick: the one before is pulled, whatever is being read from it."""
        self._lobby.tray.close()
        if label != NO_STICK:
            self._lobby.tray.plug(label, {name: (self._papers / name).read_bytes() for name in STICKS[label]})

    # --- the card reader

    def _card(self) -> str:
        lying = self._lobby.card_reader.lying
        return next((name for name, cards in CARDS.items() if cards == lying), NO_CARD)

    def _set_card(self, name: str) -> None:
        """What lies on the reader, and stays there until another position takes it away."""
        if name == NO_CARD:
            self._lobby.card_reader.take_away()
        else:
            self._lobby.card_reader.lay(*CARDS[name], badly=name == "edge")


def _printer(printer: SimulatedPrinter) -> Wiring:
    return Wiring(lambda: printer.fault, printer.set_fault)


def _plug(is_in: Callable[[], bool], put_in: Callable[[], None], pull: Callable[[], None]) -> Wiring:
    """A plug that is in or out; turned to where it stands it does nothing."""

    def turn(position: str) -> None:
        if (position == IN) != is_in():
            (put_in if position == IN else pull)()

    return Wiring(lambda: IN if is_in() else OUT, turn)
