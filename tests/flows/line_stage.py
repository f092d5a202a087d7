"""What the tests of a faulty line share: one order, one owner who watches it, the sentence, the end.

Owns the steps around a fault. Which fault, and when it is mended, the test says.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.desk.views import FaxState
from kiosk.locale import Language, Translator
from tests.flows.acts import Owner
from tests.flows.estate import Beside
from tests.hw_doubles.lobby import Lobby

RETRIES_S = (3, 3, 3)  # long enough to be read on the glass
TR = Translator(Language.ZH_HANS)
_LONG_S = 120.0


@dataclass
class Watched:
    """An ordered fax with its owner before the glass."""

    lobby: Lobby
    house: Beside
    number: str
    pages: int = 1

    def __post_init__(self) -> None:
        self.owner = Owner(self.lobby.glass)
        self.owner.come_back()
        self.job = self.house.order(self.number, self.pages)
        self.owner.see_my_fax()

    def told(self, key: str) -> None:
        """The glass says so, within two minutes; as a heading it has no full stop."""
        self.owner.glass.wait_text(TR(key).rstrip("。"), _LONG_S)

    def pages_by_call(self) -> list[int]:
        """How many pages each call left at the recipient's."""
        return [len(call.pages) for call in self.lobby.telephone.calls() if call.number == self.number]

    def delivered_and_paid(self) -> None:
        """It arrives after all; exactly the confirmed pages are paid for, once."""
        self.house.until_state(self.job, FaxState.DELIVERED, within_s=_LONG_S)
        assert self.house.arrived(self.job) == self.house.kept(self.job)
        assert self.house.charged_fen(self.job) == self.pages * 400
        self.owner.glass.wait_screen("fax_result")
        self.owner.pay_on_account()
        self.owner.finish()
        assert self.house.faults() == []

    def failed_and_free(self) -> None:
        """It does not arrive, and costs nothing."""
        self.house.until_state(self.job, FaxState.FAILED, within_s=_LONG_S)
        self.told("result.failed.title")
        assert self.house.charged_fen(self.job) == 0
        self.owner.glass.touch("bar.forward")
        self.owner.glass.wait_screen("rate")
        self.owner.glass.touch("bar.forward")
        self.owner.glass.wait_screen("idle")
        assert self.house.faults() == []
