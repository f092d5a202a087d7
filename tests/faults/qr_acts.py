"""Acts of the random walk with codes: shown, given up, paid, paid late or twice, contradicted, given back (G1, G2, G4).

Owns what they are for the desk and for the model. What the provider says may be anything that it could sign; that it is
asked in time, and that a lost answer is asked for again, is ``test_every_qr_commit``'s. Chosen by ``walk_acts``.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from kiosk.clock import iso_utc
from kiosk.desk.qr_log import QrLog
from kiosk.desk.qr_refunds import refund_heard
from kiosk.desk.views import Visitor
from kiosk.domain.qr import RefundState, Trade, TradeState
from tests.desk_fixture import FurnishedDesk
from tests.faults.grant_acts import Act
from tests.faults.money_model import Answer, Model
from tests.faults.money_scenario import CLERK

_LATELY = 8  # of so many codes something is still heard


def owner(chance: Random, model: Model, charge: int, visitor: Visitor, request: str) -> Act:
    """Wants a code, or has one on the glass and gives it up."""
    shown = [number for number in _last(model) if model.codes.codes[number].state in ("wanted", "shown")]
    if shown and chance.random() < 0.3:
        number = chance.choice(shown)
        return _quiet(
            "given up",
            lambda kit: kit.desk.qr.give_up(visitor, number),
            lambda model: model.codes.give_up(number),
            again=True,
        )
    return Act(
        "code",
        lambda kit: str(kit.desk.qr.show(visitor, charge, request).order_id),
        lambda model: model.codes.show(charge, request),
    )


def provider(chance: Random, model: Model) -> Act | None:
    """What the core learns of a code or of a refund; None while there is neither."""
    wanted = [number for number, refund in model.codes.refunds.items() if refund.state == "wanted"]
    if wanted and chance.random() < 0.3:
        return _refund(chance, chance.choice(wanted[-_LATELY:]))
    numbers = _last(model)
    open_ = [number for number in numbers if model.codes.codes[number].state in ("wanted", "shown", "closing")]
    if not numbers:
        return None
    number = chance.choice(open_ if open_ and chance.random() < 0.8 else numbers)
    code = model.codes.codes[number]
    if code.state == "wanted" and chance.random() < 0.8:
        if chance.random() < 0.15:
            return _log(
                "over", lambda log: log.never_shown(number, "silent"), lambda model: model.codes.never_shown(number)
            )
        return _log(
            "kept", lambda log: log.keep_code(number, f"weixin://{number}"), lambda model: model.codes.keep_code(number)
        )
    if code.state == "shown" and chance.random() < 0.1:
        return _log("expired", lambda log: log.expire(number), lambda model: model.codes.expire(number))
    return _heard(chance, number, code.fen)


def clerk(chance: Random, model: Model) -> Act | None:
    """Decides what the provider has left open; None when there is nothing."""
    codes = model.codes
    open_ = [number for number in _last(model) if codes.codes[number].state in ("closing", "disputed")]
    said = [place for place, settled in enumerate(codes.contradictions.values(), start=1) if not settled]
    back = list(codes.refunds)[-_LATELY:]
    kinds = [kind for kind, there in (("release", open_), ("settle", said), ("refund", back)) if there]
    match chance.choice(kinds or ["nothing"]):
        case "release":
            number = chance.choice(open_)
            return _quiet(
                "released",
                lambda kit: kit.desk.qr.release(CLERK, number),
                lambda model: model.codes.release(number),
                again=True,
            )
        case "settle":
            place = chance.choice(said)
            return _quiet(
                "settled",
                lambda kit: kit.desk.qr.settle_contradiction(CLERK, place),
                lambda model: model.codes.settle_contradiction(place),
                again=True,
            )
        case "refund":
            number, from_drawer = chance.choice(back), chance.random() < 0.5
            return _quiet(
                "settled",
                lambda kit: kit.desk.qr.settle_refund(CLERK, number, from_drawer=from_drawer),
                lambda model: model.codes.settle_refund(number, from_drawer),
                again=True,
            )
    return None


def _heard(chance: Random, number: int, fen: int) -> Act:
    """Mostly what happened; now and then what cannot be."""
    weights = (10, 5, 4, 2, 1)
    states = (TradeState.PAID, TradeState.NOT_PAID, TradeState.CLOSED, TradeState.NOT_THERE, TradeState.REFUNDED)
    state = chance.choices(states, weights)[0]
    said_fen = fen + (chance.random() < 0.05)
    trade = f"T{number if chance.random() < 0.95 else max(1, number - 1)}"

    def desk(kit: FurnishedDesk) -> str:
        at_utc = iso_utc(kit.clock.now())
        with kit.house.step() as books:  # an answer that decides nothing takes no step of its own
            known = books.qr.get(number)["number"]
            QrLog(kit.house).heard(number, Trade(known, state, at_utc, trade, said_fen, "CNY", at_utc))
        return "heard"

    def model(model: Model) -> Answer:
        return model.codes.heard(number, state.value, said_fen, trade)

    return Act("heard", desk, model, again=False, core=True, told=True)


def _refund(chance: Random, number: int) -> Act:
    said = chance.choices(tuple(RefundState), weights=(1, 2, 4, 2))[0]
    return _quiet(
        "heard",
        lambda kit: refund_heard(kit.house, number, said),
        lambda model: model.codes.refund_heard(number, said.value),
        told=True,
    )


def _log(told: str, act: Callable[[QrLog], None], model: Callable[[Model], Answer]) -> Act:
    return _quiet(told, lambda kit: act(QrLog(kit.house)), model, told=True)


def _quiet(
    words: str,
    act: Callable[[FurnishedDesk], object],
    model: Callable[[Model], Answer],
    *,
    again: bool = False,
    told: bool = False,
) -> Act:
    """An act that answers nothing of its own."""

    def desk(kit: FurnishedDesk) -> str:
        act(kit)
        return words

    return Act(words, desk, model, again=again, core=told, told=told)


def _last(model: Model) -> list[int]:
    count = len(model.codes.codes)
    return list(range(max(1, count - _LATELY), count + 1))
