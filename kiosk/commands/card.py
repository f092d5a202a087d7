"""``kiosk card list|bind|unbind``: staff cards where no supervisor has one yet, or nobody is at the glass (J1).

A card is held to the reader, or with ``--typed`` its number is typed or sent by a reader that is a keyboard: never on
the command line, where every user of the machine could read it. Recorded as done by the command line.
"""

from __future__ import annotations

import argparse
import getpass
import threading
from typing import TYPE_CHECKING, Any

from kiosk.commands.common import add_config, opened

if TYPE_CHECKING:
    from kiosk.desk.cards import CardDesk
    from kiosk.desk.views import PresentedCard

_WAITS_S, _LOOKS_EVERY_S = 30.0, 0.2


def add_parser(subparsers: Any) -> None:
    """Name the subcommand."""
    parser = subparsers.add_parser("card", help="staff cards: whose each is")
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    add_config(acts.add_parser("list", help="everyone at the clerk's side, with or without a card"))
    for act, words in (("bind", "give a card to a person"), ("unbind", "a lost card opens nothing any more")):
        of_person = acts.add_parser(act, help=words)
        of_person.add_argument("staff", help="the person's number")
        add_config(of_person)
        if act == "bind":
            of_person.add_argument("--typed", action="store_true", help="the number is typed, and not shown")


def run(args: argparse.Namespace) -> int:
    """List, bind or unbind."""
    from kiosk.desk.cards import COMMAND_LINE, CardDesk

    composition = opened(args.config)
    cards = CardDesk(composition.house)
    try:
        match args.act:
            case "bind":
                card = cards.card(getpass.getpass("Card number: ")) if args.typed else _held(cards)
                cards.bind(COMMAND_LINE, args.staff, card)
            case "unbind":
                cards.unbind(COMMAND_LINE, args.staff)
        for row in cards.listing(COMMAND_LINE):
            since = f"card since {row.bound_at:%Y-%m-%d %H:%M} UTC, by {row.bound_by}" if row.bound_at else "no card"
            print(f"{row.staff.id}  {row.staff.role:10}  {since}")
    finally:
        composition.close()
    return 0


def _held(cards: CardDesk) -> PresentedCard:
    """The card that is held to the reader now. Raises NotACardError after half a minute without one."""
    from kiosk.desk.cards import NotACardError

    print("Hold the card to the reader.", flush=True)
    before, pause = cards.presented(), threading.Event()
    with cards.claim():
        for _ in range(round(_WAITS_S / _LOOKS_EVERY_S)):
            card = cards.presented(claimed=True)
            if card is not None and card.token and (before is None or card.id != before.id):
                return card
            pause.wait(_LOOKS_EVERY_S)
    raise NotACardError(f"none within {_WAITS_S:.0f} s; does the core run, and has it a reader?")
