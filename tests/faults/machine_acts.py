"""Acts of the random walk at the machine that takes notes and coins (G1, G2, K1).

Owns what they are for the desk and for the model: the owner's and the clerk's, and what the machine says to the core,
which it says again until it is kept. Driver, wire and device are ``test_machine_cuts``'s. Chosen by ``walk_acts``.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from kiosk.desk.collecting import Collector
from kiosk.desk.views import DepositBag, Visitor
from kiosk.devices.cash_protocol import CashKind, GivenBack, InEscrow, Mark, TakenIn, Unaccounted
from kiosk.domain.cash import CashCount
from tests.desk_fixture import FurnishedDesk
from tests.faults.grant_acts import Act
from tests.faults.money_model import Answer, Model
from tests.faults.money_scenario import CLERK, STROKES

_MARK = Mark(1, "")  # what is said is handed in act by act: nothing is read twice here
_NOTES, _COINS = (500, 1000, 2000, 5000), (100, 50)


def owner(chance: Random, charge: int, visitor: Visitor) -> Act:
    """Asks for the machine, has second thoughts."""
    to_account = chance.random() < 0.5
    match chance.choices(("ask", "choose", "withdraw"), weights=(6, 1, 2))[0]:
        case "ask":
            return _quiet(
                "asked", lambda kit: kit.desk.machine.ask(visitor, charge), lambda model: model.machine.ask(charge)
            )
        case "choose":
            return _quiet(
                "chosen",
                lambda kit: kit.desk.machine.choose_change(visitor, charge, to_account),
                lambda model: model.machine.choose(charge, to_account),
            )
        case _:
            return _quiet(
                "withdrawn",
                lambda kit: kit.desk.machine.withdraw(visitor, charge),
                lambda model: model.machine.withdraw(charge),
            )


def says(chance: Random, model: Model) -> Act:
    """What comes from the machine, likely or not, and what is done where it says nothing."""
    waits = bool(model.machine.in_state("intent"))
    likely = ("stacked",) * 8 + ("back",) if waits else ("escrow",) * 6 + ("coin",) * 6
    match chance.choice((*likely, "coin", "escrow", "stacked", "back", "lost", "no_word", "left", "tend", "tend")):
        case "escrow":
            return _escrow(chance.choice(_fitting(model) if chance.random() < 0.8 else _NOTES))
        case "coin":
            return _taken(CashKind.COIN, chance.choice(_COINS))
        case "stacked":
            pieces = [model.machine.pieces[number].fen for number in model.machine.in_state("intent")]
            known = pieces if pieces and chance.random() < 0.9 else list(_NOTES)
            return _taken(CashKind.NOTE, chance.choice(known))
        case "back":
            return _core(
                lambda core: core.given_back(GivenBack("note", _MARK)), lambda model: model.machine.given_back()
            )
        case "lost":
            return _unaccounted(chance)
        case "no_word":
            return _core(lambda core: core.no_word(), lambda model: model.machine.no_word())
        case "left":
            return _core(_left, lambda model: model.machine.left())
        case _:
            return _core(lambda core: core.tend(), lambda model: model.machine.tend())


def clerk(chance: Random, model: Model, charge: int, request: str) -> Act:
    """Decides what is in doubt, gives back what is held, empties the box."""
    doubts = model.machine.in_state("unknown")[-6:]
    match chance.choice(("doubt", "doubt", "found", "give_back", "give_back", "box")):
        case "doubt" if doubts:
            number = chance.choice(doubts)
            found_fen = chance.choice((0, model.machine.pieces[number].fen, 1000))
            return _quiet(
                "settled",
                lambda kit: kit.desk.machine.settle_doubt(CLERK, number, found_fen),
                lambda model: model.machine.settle_doubt(number, found_fen),
            )
        case "found" if doubts:
            number, pieces = chance.choice(doubts), chance.choice(({}, {500: 1, 100: 2}))
            return _quiet(
                "found",
                lambda kit: kit.desk.machine.book_found(CLERK, number, CashCount(pieces), "reason.found.box", STROKES),
                lambda model: model.machine.book_found(number, CashCount(pieces).total_fen),
            )
        case "box":
            return _emptied(chance, model, request)
        case _:
            held = [piece.charge or 0 for piece in list(model.machine.pieces.values())[-8:]]
            of = chance.choice((charge, *held, 0))
            return Act(
                "give back",
                lambda kit: str(kit.desk.machine.give_back(CLERK, of, request)),
                lambda model: model.machine.give_back(of, request),
            )


def _emptied(chance: Random, model: Model, request: str) -> Act:
    counted_fen = max(0, model.balances["cash:machine"] + chance.choice((0, 0, 0, 100, -50)))
    count = CashCount({50: counted_fen % 100 // 50, 100: counted_fen // 100})
    bag = (request, count.total_fen) if count.total_fen and chance.random() < 0.8 else None
    return Act(
        "empty box",
        lambda kit: kit.desk.days.empty_box(CLERK, count, DepositBag(*bag) if bag else None, request).number,
        lambda model: model.empty_box(count.total_fen, bag, request),
    )


def _fitting(model: Model) -> tuple[int, ...]:
    """Notes that cover what is missing, or less."""
    now = model.machine.now
    missing = model.charges[now.charge][0] - model.machine.held_fen(now.charge) if now else 0
    return tuple(fen for fen in _NOTES if fen < missing + 1000) or _NOTES


def _escrow(fen: int) -> Act:
    def desk(kit: FurnishedDesk) -> str:
        intent = Collector(kit.house).held(InEscrow("note", fen, _MARK))
        return "back" if intent is None else str(intent)

    return Act("escrow", desk, lambda model: model.machine.escrow(fen), again=False, core=True, told=True)


def _taken(kind: CashKind, fen: int) -> Act:
    event = TakenIn(kind.value, kind, fen, _MARK)
    return _core(lambda core: core.taken_in(event), lambda model: model.machine.taken_in(kind.value, fen))


def _unaccounted(chance: Random) -> Act:
    kind, reason = chance.choice(tuple(CashKind)), chance.choice(("restarted", "restarted", "lost"))
    event = Unaccounted(kind.value, kind, reason, _MARK)
    return _core(lambda core: core.unaccounted(event), lambda model: model.machine.unaccounted(kind.value, reason))


def _core(act: Callable[[Collector], None], model: Callable[[Model], Answer]) -> Act:
    """Said to the core, which keeps it and answers nothing. All in one step, so that it has one place in any order."""

    def desk(kit: FurnishedDesk) -> str:
        with kit.house.step():
            act(Collector(kit.house))
        return "kept"

    return Act("machine", desk, model, again=False, core=True, told=True)


def _left(core: Collector) -> None:
    collection = core.collection()
    if collection is not None:
        core.end("left", collection["id"])


def _quiet(told: str, act: Callable[[FurnishedDesk], None], model: Callable[[Model], Answer]) -> Act:
    """An act of a person that answers nothing."""

    def desk(kit: FurnishedDesk) -> str:
        act(kit)
        return told

    return Act(told, desk, model)
