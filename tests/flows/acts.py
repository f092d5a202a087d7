"""What a person at the glass does, and the clerk: steps by touches only, shared by the flows, the faults and the demo.

Owns the order of touches within one step. Knows no process and no assertion: whoever calls says what must be true.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.locale import Language, Translator
from tests.hw_doubles.remote_glass import RemoteGlass

NUMBER = "02112003846"
UNIT, PASSCODE, CLERK_PIN = ("12", "1", "101"), "246810", "707070"
# 林, more or less, as parts of the width and the height of a panel: strokes in the middle of the pad.
SIGNATURE = (
    ((0.16, 0.42), (0.28, 0.40)),
    ((0.22, 0.30), (0.22, 0.58)),
    ((0.22, 0.43), (0.19, 0.50), (0.15, 0.55)),
    ((0.22, 0.43), (0.27, 0.52)),
    ((0.31, 0.41), (0.43, 0.39)),
    ((0.37, 0.28), (0.37, 0.60)),
    ((0.37, 0.42), (0.33, 0.51), (0.29, 0.56)),
    ((0.37, 0.42), (0.44, 0.55)),
)


def sign(glass: RemoteGlass, wide: int = 1024, high: int = 600) -> None:
    """Sign on the pad of a panel of this size: an upright one's is wider, and higher up."""
    across, down, top = (1.5, 0.5, 0.015) if high > wide else (1.0, 1.0, 0.0)
    glass.sign([[(x * across * wide, (top + y * down) * high) for x, y in stroke] for stroke in SIGNATURE])


@dataclass(frozen=True)
class Owner:
    """An owner at a 1024 x 600 glass."""

    glass: RemoteGlass
    language: str = "zh-Hans"
    unit: tuple[str, str, str] = UNIT
    passcode: str = PASSCODE

    def wake(self) -> None:
        """From the idle screen to the services, in the owner's language."""
        self.glass.touch("idle.wake")
        self.glass.wait_screen("home")
        self.glass.touch(f"language.{self.language}")

    def identify(self) -> None:
        """Unit and passcode."""
        self.glass.touch(*(f"unit.choice.{part}" for part in self.unit))
        self.glass.type(self.passcode)
        self.glass.touch("bar.forward")

    def begin_fax(self) -> None:
        """From idle to the number."""
        self.wake()
        silent = Translator(Language(self.language))("why.core.silent")  # a killed core may have been missed
        self.glass.until(lambda seen: silent not in "".join(seen["texts"]), "the devices answer", 60)
        self.glass.touch("home.fax")
        self.identify()
        self.glass.wait_screen("fax_number")

    def come_back(self) -> None:
        """From idle to the services, known to the house: what is open is on offer there."""
        self.begin_fax()
        self.glass.touch("bar.back")
        self.glass.wait_screen("home")

    def see_my_fax(self) -> None:
        """From the services to the fax that is under way or not paid."""
        self.glass.touch("home.open_fax")
        self.glass.wait_screen("fax_sending", "fax_result")

    def give_number(self, number: str = NUMBER) -> None:
        """Twice, then on to the document."""
        self.glass.type(number)
        self.glass.touch("bar.forward")
        self.glass.type(number)
        self.glass.touch("bar.forward")
        self.glass.wait_screen("fax_source")

    def open_stick(self) -> None:
        """To the files of the stick, once it has been seen."""
        self.glass.touch("source.stick")
        self.glass.wait_screen("fax_files")

    def choose(self, name: str) -> None:
        """Touch a file, on whatever page of the list it is; it is not read in yet."""
        while f"file.{name}" not in self.glass.look()["touchable"]:
            self.glass.touch("files.down")
        self.glass.touch(f"file.{name}")

    def see_price(self) -> None:
        """Read the chosen file in, look at it, ask for the price."""
        self.glass.touch("bar.forward")
        self.glass.wait_screen("fax_preview")
        self.glass.touch("bar.forward")
        self.glass.wait_screen("fax_quote")
        self.glass.wait("bar.forward")

    def send(self) -> None:
        """Accept the price."""
        self.glass.touch("bar.forward")
        self.glass.wait_screen("fax_sending", "fax_result")

    def pay_on_account(self) -> None:
        """From the result to the receipt."""
        self.glass.touch("pay.account", "bar.forward")
        self.glass.wait_screen("sign_account")
        self.glass.wait("sign.again")
        sign(self.glass)
        self.glass.touch("bar.forward")
        self.glass.wait_screen("receipt")

    def ask_to_pay_cash(self) -> None:
        """From the result to waiting for the clerk."""
        self.glass.touch("pay.cash", "bar.forward")
        self.glass.wait_screen("cash_wait")

    def finish(self) -> None:
        """From the receipt through the one-touch satisfaction to idle."""
        self.glass.touch("bar.forward")
        self.glass.wait_screen("rate")
        self.glass.touch("rate.5")
        self.glass.touch("bar.forward")
        self.glass.wait_screen("idle")


@dataclass(frozen=True)
class Clerk:
    """The clerk at the same glass."""

    glass: RemoteGlass
    pin: str = CLERK_PIN

    def sign_in(self) -> None:
        """Through the seal and the PIN, to the board or to the cash that an owner waits with."""
        self.glass.touch("frame.seal")
        self.glass.wait_screen("staff_sign_in")
        self.glass.type(self.pin)
        self.glass.touch("bar.forward")
        self.glass.wait_screen("staff_board", "staff_cash")

    def open_row(self, kind: str) -> None:
        """Touch the first row of this kind on the board, as soon as there is one."""
        prefix = f"row.{kind}."
        self.glass.until(lambda seen: any(name.startswith(prefix) for name in seen["touchable"]), f"a row {kind}")
        self.glass.touch(next(name for name in self.glass.look()["touchable"] if name.startswith(prefix)))

    def settle(self, page: int, *, arrived: bool) -> None:
        """Say of an unknown page whether the recipient has it."""
        self.open_row("fax_unknown")
        self.glass.wait_screen("staff_fax")
        self.glass.touch(f"settle.{'arrived' if arrived else 'missing'}.{page}")
        self.glass.wait_screen("staff_board")

    def take_note(self, yuan: int) -> None:
        """Take one banknote and book it."""
        self.glass.touch(f"note.{yuan}", "bar.forward")
        self.glass.wait_screen("staff_cash_taken")

    def leave(self) -> None:
        """Sign out: the glass is idle again."""
        self.glass.touch("frame.leave")
        self.glass.wait_screen("idle")
