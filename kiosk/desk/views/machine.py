"""Paying at the cash acceptor, as the screens are shown it (G2)."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.desk.views.money import ChargeView


@dataclass(frozen=True)
class MachineView:
    """How it stands: ``held_fen`` was put in, ``missing_fen`` is still wanted, ``takes_fen`` is what goes in now.

    ``open``: money is being taken; ``refused``: a ``note`` or a ``coin`` has just come back out; ``note_waits``: one is
    on its way in; ``unknown_fen``: the machine cannot say where it is (None: nothing is in doubt). ``account``: the
    unit has one, and what is over goes there if ``change_to_account``.
    """

    charge: ChargeView
    held_fen: int
    missing_fen: int
    takes_fen: tuple[int, ...]
    open: bool
    refused: str = ""
    note_waits: bool = False
    unknown_fen: int | None = None
    change_to_account: bool = False
    account: bool = False


@dataclass(frozen=True)
class HeldView:
    """What the clerk gives back: the change of charge ``charge_id`` (0: nobody's), or what was not used."""

    charge_id: int
    fen: int
    paid: bool  # the charge is: this is change
    title_key: str = ""


@dataclass(frozen=True)
class DoubtView:
    """A note or coin of which the machine cannot say whether it took it; ``fen`` 0: nobody knows how much."""

    id: int
    charge_id: int
    fen: int
    kind: str  # note | coin
    reason: str  # no-word | restarted | lost | unknown-piece
