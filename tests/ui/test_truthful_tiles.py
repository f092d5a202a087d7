"""What cannot be had now says so, why, and what works all the same; and comes back without a touch (K2, C4, G2, G3)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time
from pathlib import Path

import pytest

from kiosk.desk.views.board import Level
from kiosk.domain.capabilities import UNFITTED
from kiosk.domain.offer import DISK_NEARLY_FULL
from kiosk.fax.outcome import CallOutcome, PageState
from kiosk.locale import Language
from tests.ui.harness import Glass, furnished_desk, ui_settings
from tests.ui.paper import letter
from tests.ui.test_repair import to_check
from tests.ui.walk import confirm_quote, give_number, identify, open_document, sign, to_result, to_sending

NO_PAPER = ("receipt_printer", "trouble", "media-empty")


@contextmanager
def glass_of(folder: Path, *devices: str, **changes: object) -> Iterator[Glass]:
    """A glass where only these devices have told that they are well."""
    furnished = furnished_desk(folder, **changes)
    furnished.healthy(*devices)
    opened = Glass(furnished, ui_settings())
    yield opened
    opened.close()
    furnished.close()


def told(glass: Glass, service: str) -> None:
    """Turn until the glass knows that something is missing of a service."""
    glass.until(lambda: glass.shell.news.service(service).reasons, f"{service} lost")
    glass.turn()


def back_again(glass: Glass, service: str) -> None:
    glass.until(lambda: not glass.shell.news.service(service).reasons, f"{service} back")
    glass.turn()


def shows_in_all_languages(glass: Glass, *keys: str) -> bool:
    """Whether the sentences of all keys stand on the glass, in each language in turn."""
    shown = True
    for language in (Language.ZH_HANT, Language.EN, Language.ZH_HANS):
        glass.shell.choose_language(language)
        glass.turn()
        shown = shown and all(glass.shows_key(key) for key in keys)
    return shown


# --- home


@pytest.mark.parametrize(
    ("state", "reason", "key"),
    [
        ("absent", "port-missing", "why.fax_line.absent"),
        ("trouble", "modem-recovering", "why.fax_line.recovering"),
        ("trouble", "modem-silent", "why.fax_line.other"),
        ("absent", UNFITTED, "why.fax_line.unfitted"),
    ],
)
def test_the_fax_tile_says_what_is_wrong_with_the_line_and_comes_back(
    glass: Glass, state: str, reason: str, key: str
) -> None:
    glass.touch("idle.wake")
    glass.furnished.set_health("fax_line", state, reason)
    told(glass, "send_fax")
    assert shows_in_all_languages(glass, key, "still.repair")
    assert not glass.shows_key("home.fax.words")
    glass.furnished.set_health("fax_line", "ok")
    back_again(glass, "send_fax")
    assert shows_in_all_languages(glass, "home.fax.words")
    assert not glass.shows_key(key)
    glass.touch("home.fax")
    assert glass.screen == "identify"


def test_a_tile_that_cannot_be_had_explains_itself_and_offers_the_clerk(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.furnished.set_health("fax_line", "absent", "port-missing")
    told(glass, "send_fax")
    glass.touch("home.fax")
    assert glass.screen == "home"
    assert glass.shows("传真线路没有接通。报修照常可以办理。12:00 已通知客服。")
    glass.touch("dialog.call")
    glass.until(lambda: glass.desk.calls.current() is not None, "the clerk is called")


def test_an_explanation_that_is_no_longer_true_says_that_it_works_again(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.furnished.set_health("fax_line", "absent", "port-missing")
    told(glass, "send_fax")
    glass.touch("home.fax")
    glass.furnished.set_health("fax_line", "ok")
    glass.until_shown("现在可以办理了")
    assert glass.shows_key("service.back.title")
    assert not glass.shows("传真线路没有接通")
    glass.touch("dialog.close")
    glass.touch("home.fax")
    assert glass.screen == "identify"


def test_without_slip_paper_a_repair_can_be_asked_for_and_its_number_is_promised_on_the_screen(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.furnished.set_health(*NO_PAPER)
    told(glass, "repair")
    assert shows_in_all_languages(glass, "why.receipt_printer.media-empty", "still.case_number")
    assert glass.shows_key("home.fax.words"), "sending needs no paper"
    glass.touch("home.repair")
    identify(glass)
    assert glass.screen == "repair_item"


def test_c4_a_slip_that_waits_for_a_printer_in_trouble_is_told_before_the_spooler_tells(glass: Glass) -> None:
    to_check(glass)
    glass.furnished.set_health(*NO_PAPER)
    told(glass, "printed_slip")
    glass.touch("bar.forward")
    glass.until_screen("repair_done")
    glass.until(lambda: glass.shows_key("repair.slip.trouble"), "trouble")
    glass.furnished.set_health("receipt_printer", "absent", UNFITTED)
    glass.until(lambda: glass.shows_key("repair.slip.failed"), "never printed")
    glass.furnished.set_health("receipt_printer", "ok")
    glass.until(lambda: glass.shows_key("repair.slip.waiting"), "printing")
    assert not glass.shows_key("repair.slip.trouble") and not glass.shows_key("repair.slip.failed")


def test_a_kiosk_that_has_just_started_says_that_it_is_getting_ready(tmp_path: Path) -> None:
    with glass_of(tmp_path, "receipt_printer", "form_printer", "media") as glass:
        glass.touch("idle.wake")
        told(glass, "send_fax")
        assert shows_in_all_languages(glass, "why.fax_line.starting")
        glass.touch("home.fax")
        assert glass.screen == "identify", "it will be ready before anything is sent"
        glass.touch("bar.back")
        glass.furnished.healthy("fax_line")
        back_again(glass, "send_fax")
        assert glass.shows_key("home.fax.words")


def test_b9_a_full_disk_and_k2_a_head_office_out_of_reach_are_no_owner_s_trouble(glass: Glass) -> None:
    glass.touch("idle.wake")
    before = set(glass.texts)
    glass.furnished.house.live.put("sync", {"online": False})
    glass.furnished.set_health("fax_line", "trouble", DISK_NEARLY_FULL)
    told(glass, "receive_fax")
    assert set(glass.texts) == before
    assert glass.shell.news.service("central_records").reasons == ("why.head_office.unreachable",)


# --- the way of a fax


def test_a_broken_stick_slot_is_told_where_the_stick_is_asked_for_and_comes_back(glass: Glass) -> None:
    give_number(glass)
    glass.furnished.set_health("media", "trouble", "media-unavailable")
    told(glass, "stick_document")
    assert glass.shows("U 盘插口暂时不能用。可以呼叫客服。")
    assert shows_in_all_languages(glass, "why.media.other", "still.call_clerk")
    glass.furnished.set_health("media", "ok")
    back_again(glass, "stick_document")
    assert glass.shows_key("fax.source.stick.absent")


def test_a_line_that_drops_at_the_quote_is_told_and_the_fax_is_sent_when_it_is_back(
    glass: Glass, tmp_path: Path
) -> None:
    open_document(glass, letter(tmp_path / "letter.pdf", 1))
    glass.touch("bar.forward")
    glass.settle()
    glass.furnished.set_health("fax_line", "absent", "port-missing")
    glass.furnished.set_health("media", "trouble")  # the document is in already: this stops nothing
    told(glass, "place_call")
    assert shows_in_all_languages(glass, "quote.line_waits", "why.fax_line.absent", "quote.waits", "quote.when_back")
    glass.furnished.set_health("fax_line", "ok")
    back_again(glass, "place_call")
    glass.touch("bar.back")
    confirm_quote(glass)
    assert glass.screen == "fax_sending"


def test_an_order_waits_for_a_line_that_dropped_promises_no_time_and_holds_nobody(glass: Glass, tmp_path: Path) -> None:
    to_sending(glass, letter(tmp_path / "letter.pdf", 1))
    glass.furnished.end_call(glass.furnished.begin_call(), CallOutcome.BUSY, [PageState.NOT_SENT])
    glass.until_shown("自动重拨")
    glass.furnished.set_health("fax_line", "absent", "port-missing")
    glass.until_shown("传真线路没有接通，恢复后自动发送")
    assert not glass.shows("自动重拨")
    glass.until(lambda: not glass.shell.session.paused, "the session counts down")
    glass.furnished.set_health("fax_line", "ok")
    glass.until_shown("自动重拨")
    glass.until(lambda: glass.shell.session.paused, "the line works for this person again")


def test_a_core_that_hangs_in_a_call_is_told_and_the_fax_goes_on_when_it_is_back(glass: Glass, tmp_path: Path) -> None:
    to_sending(glass, letter(tmp_path / "letter.pdf", 2))
    glass.furnished.begin_call(phase="sending", page=2, fraction=0.4)
    glass.until_shown("正在发送第 2 页")
    assert "2/ 2" in glass.texts
    glass.furnished.core_falls_silent()
    glass.until_shown("设备暂时没有响应，恢复后自动发送")
    assert not glass.shows("正在发送第 2 页")
    assert "1/ 2" in glass.texts, "beside the ladder too it is not said that the second page is on its way"
    glass.until(lambda: not glass.shell.session.paused, "the session counts down")
    glass.furnished.core_is_back()
    glass.until_shown("正在发送第 2 页")


def test_f1_who_calls_while_no_lamp_can_be_lit_is_told_where_to_go(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.furnished.core_falls_silent()
    told(glass, "send_fax")
    assert shows_in_all_languages(glass, "why.core.silent")
    assert shows_in_all_languages(glass, "still.case_number"), "a tile's reason leaves room for what remains"
    glass.touch("frame.call")
    glass.until(lambda: glass.shell.dialogs.shown is not None, "call told")
    assert shows_in_all_languages(glass, "call.unlit.title")
    assert glass.shows(glass.shell.settings.house.service_number[Language.ZH_HANS])
    glass.furnished.core_is_back()
    back_again(glass, "send_fax")


# --- paying


def test_no_receipt_paper_account_only_until_paper_is_refilled(glass: Glass, tmp_path: Path) -> None:
    to_result(glass, letter(tmp_path / "letter.pdf", 1))
    glass.touch("pay.cash")
    assert glass.shows_key("pay.to_cash")
    glass.furnished.set_health(*NO_PAPER)
    told(glass, "pay_cash")
    assert glass.shows_key("pay.to_sign"), "cash cannot be chosen any longer"
    assert shows_in_all_languages(glass, "why.receipt_printer.media-empty", "still.pay_account", "still.kept_receipt")
    glass.touch("pay.cash")
    assert glass.shows("收据打印机缺纸。可以记入房号账。12:00 已通知客服。")
    glass.touch("dialog.close")
    glass.furnished.set_health("receipt_printer", "ok")
    back_again(glass, "pay_cash")
    assert glass.shows_key("pay.cash.words")
    assert glass.shows_key("pay.to_cash"), "the wish for cash is kept"


def test_a_unit_without_an_account_and_a_kiosk_without_paper_leave_the_clerk_and_hold_nobody(
    glass: Glass, tmp_path: Path
) -> None:
    with glass.furnished.house.store.step() as store:
        store.run("UPDATE unit SET account = 0")
    glass.furnished.set_health(*NO_PAPER)
    to_result(glass, letter(tmp_path / "letter.pdf", 1))
    told(glass, "pay_cash")
    assert glass.shows_key("why.receipt_printer.media-empty") and glass.shows_key("why.account.over_limit")
    assert glass.shows_key("still.call_clerk")
    assert not glass.shows_key("still.pay_account") and not glass.shows_key("still.pay_cash")
    assert glass.shows_key("pay.no_way") and glass.shows_key("pay.later")
    assert not glass.shell.session.paused, "nobody can pay, so the session ends by itself"
    glass.touch("bar.back")
    assert glass.screen == "home"
    visitor = glass.shell.visit.visitor
    assert visitor is not None
    assert len(glass.desk.money.due(visitor)) == 1, "it stays owed"


def test_outside_the_counter_s_hours_cash_is_told_and_not_refused(tmp_path: Path) -> None:
    devices = ("fax_line", "receipt_printer", "form_printer", "media")
    with glass_of(tmp_path / "desk", *devices, counter_hours=(time(8), time(11))) as glass:
        to_result(glass, letter(tmp_path / "letter.pdf", 1))
        told(glass, "pay_cash")
        assert glass.shows("柜台 8:00 开始服务") and glass.shows_key("still.call_clerk")
        glass.touch("pay.cash")
        glass.touch("bar.forward")
        glass.until_screen("cash_wait")


def test_c4_the_report_is_offered_again_when_its_paper_is_back(glass: Glass, tmp_path: Path) -> None:
    to_result(glass, letter(tmp_path / "letter.pdf", 1))
    glass.furnished.set_health("form_printer", "trouble", "media-jam")
    told(glass, "printed_report")
    assert shows_in_all_languages(glass, "why.form_printer.media-jam", "still.report_later")
    glass.furnished.set_health("form_printer", "ok")
    back_again(glass, "printed_report")
    assert glass.shows_key("pay.report")


def test_g3_paper_that_runs_out_in_the_middle_of_a_payment_stops_neither_money_nor_receipt(
    glass: Glass, tmp_path: Path
) -> None:
    to_result(glass, letter(tmp_path / "letter.pdf", 1))
    glass.touch("pay.cash")
    glass.touch("bar.forward")
    glass.until_screen("cash_wait")
    glass.furnished.set_health(*NO_PAPER)
    told(glass, "printed_receipt")
    assert shows_in_all_languages(glass, "why.receipt_printer.media-empty", "still.kept_receipt")
    visitor = glass.shell.visit.visitor
    assert visitor is not None
    (charge,) = glass.desk.money.due(visitor)
    glass.desk.money.take_cash(glass.furnished.clerk(), charge.id, charge.amount_fen)
    glass.until_screen("sign_receipt")
    glass.settle()
    assert glass.shows_key("still.kept_receipt")
    sign(glass)
    glass.touch("bar.forward")
    glass.until_screen("receipt")
    glass.until_shown("打印机没有纸了")
    glass.furnished.set_health("receipt_printer", "ok")
    back_again(glass, "printed_receipt")
    glass.until(lambda: glass.shows_key("receipt.waiting"), "printing")
    glass.furnished.printed("receipt")
    glass.until_shown("收据已打印")


def test_a_kiosk_without_a_receipt_printer_says_so_and_that_is_no_fault(glass: Glass, tmp_path: Path) -> None:
    glass.furnished.set_health("receipt_printer", "absent", UNFITTED)
    to_result(glass, letter(tmp_path / "letter.pdf", 1))
    told(glass, "pay_cash")
    assert shows_in_all_languages(glass, "why.receipt_printer.unfitted")
    glass.touch("pay.cash")
    assert not glass.shows("已通知客服"), "nobody has to come"
    glass.touch("dialog.close")
    glass.touch("bar.forward")
    sign(glass)
    glass.touch("bar.forward")
    glass.until_screen("receipt")
    glass.until(lambda: glass.shows_key("receipt.failed.words"), "told that it is not printed")
    rows = glass.desk.board.board(glass.furnished.clerk()).rows
    told_of = [(row.kind, row.level) for row in rows if row.kind != "till_open"]  # the payment has opened the day
    assert told_of == [("print_unfitted", Level.APPROVAL)], "to settle, no fault"


def test_a_device_that_was_never_fitted_is_known_to_the_technician(board: Glass) -> None:
    board.furnished.set_health("lights", "absent", UNFITTED)
    board.until(lambda: (d := board.shell.news.device("lights")) and d.reason == UNFITTED, "told")
    assert board.desk.board.board(board.furnished.clerk()).rows == ()
    board.touch("tab.technician")
    board.until_shown("没有安装")
