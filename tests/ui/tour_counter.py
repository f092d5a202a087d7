"""A tour of the repair flow, the keyboard and the staff's side in every state worth seeing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.desk.views import Urgency
from kiosk.fax.outcome import CallerSays, CallOutcome, PageState, ReceptionOutcome
from kiosk.locale import Language
from tests.desk_fixture import CLERK_PIN
from tests.ui.harness import Glass
from tests.ui.staff_walk import LADDER, TECHNICIAN_PIN, case_of, delivered_fax, enter_pin, see, sign_in
from tests.ui.walk import identify, sign

Stop = Callable[[str], None]


def repair_tour(glass: Glass, stop: Stop) -> None:
    """Everything an owner can see while asking for a repair."""
    glass.touch("idle.wake")
    glass.touch("home.repair")
    identify(glass)
    glass.settle()
    _items(glass, stop)
    _words(glass, stop)
    _keyboard(glass, stop)
    _time_and_check(glass, stop)
    _mine(glass, stop)


def _items(glass: Glass, stop: Stop) -> None:
    stop("20-item-none")
    glass.touch("repair.group.appliance")
    glass.touch("repair.hood")
    stop("20-item")
    glass.touch("repair.group.house")
    glass.touch("repair.other")
    stop("20-item-quoted")
    glass.touch("bar.forward")


def _words(glass: Glass, stop: Stop) -> None:
    stop("21-words-none")
    glass.touch("repair.group.house.phrase.5")
    glass.touch("repair.group.house.phrase.6")
    glass.touch("repair.write")


def _keyboard(glass: Glass, stop: Stop) -> None:
    glass.until_shown("请输入拼音")
    stop("11-keyboard-empty")
    _type(glass, "chuanghu")
    stop("11-keyboard")
    _type(glass, "weishengjiandeshuilongtou")
    glass.touch("candidate.more")
    stop("11-keyboard-grid")
    glass.touch("key.signs")
    stop("11-keyboard-signs")
    glass.touch("writing.switch")
    stop("11-pad")
    glass.touch("writing.switch")
    _type(glass, "、8？9" * 46)
    stop("11-keyboard-full")
    glass.touch("key.done")


def _type(glass: Glass, keys: str) -> None:
    """Key after key, faster than frames are drawn."""
    from kiosk.ui import touches

    for key in keys:
        touches.tap_on(glass.shell, f"key.{key}")
    glass.turn()


def _time_and_check(glass: Glass, stop: Stop) -> None:
    stop("21-words")
    glass.touch("bar.forward")
    stop("22-time-none")
    glass.touch("wanted.weekend")
    glass.touch("repair.urgency.urgent")
    glass.touch("repair.materials")
    stop("22-time")
    glass.touch("bar.forward")
    stop("23-check")
    glass.touch("bar.forward")
    glass.until_screen("repair_done")
    for state in ("waiting", "unknown"):
        glass.furnished.printed("slip", state)
        glass.furnished.house.ring()
        glass.until(lambda state=state: glass.shows_key(f"repair.slip.{state}"), state)
        stop(f"24-done-{state}")


def _mine(glass: Glass, stop: Stop) -> None:
    glass.touch("bar.forward")
    glass.touch("home.repair")
    glass.settle()
    stop("20-item-mine")
    glass.touch("repair.mine")
    glass.settle()
    stop("25-mine")


def staff_tour(glass: Glass, folder: Path, stop: Stop) -> None:
    """Everything the clerk can see."""
    glass.touch("idle.wake")
    glass.touch("frame.seal")
    stop("12-pin")
    glass.type_digits("70")
    stop("12-pin-typed")
    glass.type_digits("0000")
    glass.touch("bar.forward")
    glass.settle()
    stop("12-pin-wrong")
    glass.touch("bar.back")
    sign_in(glass)
    stop("13-board-empty")
    _fill(glass, folder)
    see(glass, "业主呼叫")
    stop("13-board")
    glass.touch("board.more")
    stop("13-board-more")
    glass.touch("board.more")
    for tab in ("fax_log", "cases", "technician"):
        glass.touch(f"tab.{tab}")
        glass.settle()
        stop(f"14-{tab}")
        if tab == "fax_log":
            glass.touch("log.received")
            glass.settle()
            stop("14-received")
    glass.touch("tab.board")
    glass.settle()
    _rows(glass, stop)
    _received(glass, stop)
    _arriving(glass, stop)
    _cash(glass, stop)
    _line(glass, stop)


def _fill(glass: Glass, folder: Path) -> None:
    """One of everything on the board, and a fax on the line."""
    furnished = glass.furnished
    visitor = furnished.visitor("8-2-201", "244948")
    for _ in range(5):
        glass.desk.identity.identify("12-1-102", "000000", Language.ZH_HANS)
        glass.shell.session.refill()
        glass.pass_time(20)
    delivered_fax(glass, folder, trace=LADDER)
    document = glass.desk.fax.take_in(visitor, "s/0")
    furnished.order(visitor, document.id, 3)
    lost = [PageState.CONFIRMED, PageState.UNKNOWN, PageState.UNKNOWN]
    furnished.end_call(furnished.begin_call(), CallOutcome.LINE_LOST, lost)
    case_of(glass, visitor)
    furnished.printed("slip", "unknown")
    case_of(glass, visitor, Urgency.URGENT)
    glass.desk.repairs.accept(furnished.clerk(), case_of(glass, visitor))
    furnished.set_health("form_printer", "trouble", "media-empty-error")
    furnished.set_health("lights", "absent", "gpio-absent")
    furnished.order(visitor, document.id, 3)
    furnished.receive_fax(3, CallerSays("+86 571 8700 9999", subaddress="12#1#101"))
    furnished.receive_fax(2, CallerSays(), ReceptionOutcome.INCOMPLETE, damaged=3)
    furnished.begin_call(phase="sending", page=2, fraction=0.4, bit_rate=14400)
    glass.desk.calls.call("fax_number", visitor)


def _rows(glass: Glass, stop: Stop) -> None:
    """What each kind of row leads to."""
    _open(glass, "row.unit_locked.12-1-102")
    stop("13-unlock")
    glass.touch("bar.back")
    _open(glass, "row.fax_unknown.2")
    stop("13-settle-fax")
    glass.touch("bar.back")
    _open(glass, "row.print_unknown.1")
    stop("13-settle-print")
    glass.touch("bar.back")
    _open(glass, "row.device.form_printer")
    stop("13-device")
    glass.touch("bar.back")
    _open(glass, "row.repair_open.2")
    stop("13-case")
    glass.touch("bar.forward")
    glass.settle()
    stop("13-case-accepted")
    glass.touch("bar.forward")
    stop("13-accept")
    glass.touch("rate.4")
    sign(glass)
    stop("13-accept-sign")
    glass.touch("bar.forward")
    glass.until_screen("work_closed")
    stop("13-accepted")
    glass.touch("bar.forward")
    glass.settle()


def _received(glass: Glass, stop: Stop) -> None:
    """A fax that was cut short, and a whole one with every fate of its print."""
    _wake_and_sign_in(glass)
    _open(glass, "row.fax_received.2")
    stop("17-received-damaged")
    glass.touch("bar.back")
    _open(glass, "row.fax_received.1")
    stop("17-received")
    glass.touch("received.after")
    glass.settle()
    glass.touch("received.zoom")
    glass.settle()
    stop("17-received-zoom")
    glass.touch("bar.back")
    for state in ("waiting", "trouble", "unknown", "printed"):
        if state in ("waiting", "printed"):
            glass.touch("bar.forward")
            glass.settle()
        if state != "waiting":
            glass.furnished.printed("received", *(("waiting", "media-empty") if state == "trouble" else (state,)))
            glass.furnished.house.ring()
        seen = "received.act.trouble" if state == "trouble" else f"received.print.{state}"
        glass.until(lambda seen=seen: glass.shows_key(seen), state)
        stop(f"17-received-{state}")
    glass.touch("bar.back")


def _arriving(glass: Glass, stop: Stop) -> None:
    """A fax that is coming in: on the board, in the list, opened, and as everybody in the lobby sees it."""
    arriving = glass.furnished.begin_reception("057187009999")
    see(glass, "正在接收第 1 页")
    stop("13-board-incoming")
    glass.touch("tab.fax_log")
    glass.touch("log.received")
    glass.settle()
    stop("14-received-arriving")
    glass.touch(f"received.{arriving}")
    glass.settle()
    stop("17-received-arriving")
    glass.touch("frame.leave")
    glass.until_screen("idle")
    glass.settle()
    stop("01-idle-incoming")


def _wake_and_sign_in(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.touch("frame.seal")
    enter_pin(glass, CLERK_PIN)
    glass.until_screen("staff_board")
    glass.settle()


def _cash(glass: Glass, stop: Stop) -> None:
    _wake_and_sign_in(glass)
    _open(glass, "row.cash.1")
    stop("13-cash-short")
    glass.type_digits("99999")
    stop("13-cash")
    glass.touch("bar.forward")
    glass.until_screen("staff_cash_taken")
    stop("13-cash-taken")


def _line(glass: Glass, stop: Stop) -> None:
    """What the technician sees of the line: the calls, the ladder of a long one, a signal explained, no ladder."""
    glass.touch("frame.leave")
    glass.until_screen("idle")
    glass.touch("idle.wake")
    sign_in(glass, TECHNICIAN_PIN)
    glass.touch("technician.calls")
    glass.until_shown("F000001")
    stop("18-calls")
    glass.touch("call.F000001.1")
    glass.settle()
    stop("18-call")
    glass.touch("signal.2")
    stop("18-call-signal")
    glass.touch("ladder.down")
    stop("18-call-end")
    glass.touch("bar.back")
    glass.settle()
    glass.touch("call.RF000001.1")
    glass.settle()
    stop("18-call-no-ladder")


def _open(glass: Glass, row: str) -> None:
    """Touch a row, turning the board's pages until it is there."""
    from kiosk.ui import driving

    glass.until(lambda: "tab.board" in driving.look(glass.shell)["touchable"], "the board")
    glass.settle()
    for _ in range(6):
        if row in driving.look(glass.shell)["touchable"]:
            break
        glass.touch("board.more")
    glass.touch(row)
    glass.settle()
