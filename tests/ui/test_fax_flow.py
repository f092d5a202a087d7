"""The fax flow on the true screens over the real use cases; the line and the printer are played by rows."""

from __future__ import annotations

from pathlib import Path

from kiosk.desk.views import ChargeState
from kiosk.fax.outcome import CallOutcome, PageState
from tests.ui.harness import Glass
from tests.ui.paper import letter
from tests.ui.walk import (
    DIGITS,
    confirm_quote,
    give_number,
    identify,
    open_document,
    sign,
    to_result,
    to_sending,
)


def test_a3_unit_and_passcode_lead_to_the_number(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.touch("发传真")
    assert glass.screen == "identify"
    identify(glass)
    assert glass.screen == "fax_number"
    assert glass.shell.visit.visitor is not None


def test_a3_a_wrong_passcode_is_told_with_the_tries_left_and_later_locked(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.touch("发传真")
    identify(glass, passcode="000000", expect="还可以试 4 次")
    identify(glass, passcode="000000", expect="还可以试 3 次", pick=False)
    identify(glass, passcode="000000", expect="请等 5 秒", pick=False)
    glass.pass_time(6)
    identify(glass, passcode="000000", expect="还可以试 1 次", pick=False)
    glass.pass_time(16)
    identify(glass, passcode="000000", expect="已暂停自助验证", pick=False)
    assert (glass.screen, glass.shell.visit.visitor) == ("identify", None)


def test_b1_the_number_is_typed_twice_and_a_difference_is_shown(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.touch("发传真")
    identify(glass)
    glass.type_digits(DIGITS)
    glass.until_shown("国内长途 · 上海")
    glass.touch("再输一次")
    glass.type_digits("0219")
    assert glass.shows("与第一次不同")
    glass.touch("pad.backspace")
    glass.type_digits(DIGITS[3:])
    glass.touch("选择文件")
    assert glass.screen == "fax_source"


def test_b1_an_emergency_number_is_refused_with_the_reason(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.touch("发传真")
    identify(glass)
    glass.type_digits("110")
    glass.until_shown("这是紧急电话，不能发传真。")
    assert glass.shows("请更改号码")


def test_k2_a_pulled_stick_is_told_and_charges_nothing(glass: Glass, tmp_path: Path) -> None:
    to = letter(tmp_path / "letter.pdf", 1)
    give_number(glass)
    glass.furnished.put_stick(to, tmp_path / "letter.pdf")
    glass.until_shown("已插入")
    glass.touch("打开 U 盘")
    glass.furnished.pull_stick()
    glass.until_shown("U 盘已拔出")
    glass.touch("知道了")
    assert glass.screen == "fax_source"
    assert glass.shows("还没有插入 U 盘")


def test_b3_pages_are_turned_moved_and_dropped_before_any_price_is_accepted(glass: Glass, tmp_path: Path) -> None:
    open_document(glass, letter(tmp_path / "letter.pdf", 3))
    assert glass.shows("12.00")
    glass.touch("旋转")
    glass.touch("移动")
    glass.touch("后移")
    glass.touch("完成")
    assert glass.shows("对方收到的第 2 页")
    glass.touch("删除")
    assert glass.shows("8.00")
    glass.settle()
    glass.touch("preview.zoom")
    assert glass.screen == "page_zoom"
    glass.touch("返回")
    glass.touch("查看报价")
    glass.until_shown("2 页，标准")


def test_g1_a_double_tap_on_send_orders_one_fax(glass: Glass, tmp_path: Path) -> None:
    open_document(glass, letter(tmp_path / "letter.pdf", 1))
    confirm_quote(glass, taps=2)
    visitor = glass.shell.visit.visitor
    assert visitor is not None
    assert len(glass.desk.fax.open_jobs(visitor)) == 1


def test_b6_the_ladder_follows_the_line(glass: Glass, tmp_path: Path) -> None:
    to_sending(glass, letter(tmp_path / "letter.pdf", 2))
    assert glass.shows("等待线路")
    glass.furnished.begin_call(phase="sending", page=1, fraction=0.4, bit_rate=14400, far_ident="+86 21 5266 3846")
    glass.until_shown("正在发送第 1 页")
    assert glass.shows("对方传真机号码一致")
    assert glass.shows("速度 14.4 kbit/s")
    assert glass.shell.session.paused, "nobody is hurried while the line works for them (A1)"


def test_b6_cancelling_is_asked_once_and_ends_the_queue(glass: Glass, tmp_path: Path) -> None:
    to_sending(glass, letter(tmp_path / "letter.pdf", 1))
    glass.touch("取消发送")
    glass.touch("cancel.yes")
    glass.until_screen("fax_result")
    glass.until_shown("已取消")
    assert glass.shows("没有收费")


def test_the_whole_flow_to_the_account(glass: Glass, tmp_path: Path) -> None:
    to_result(glass, letter(tmp_path / "letter.pdf", 3))
    assert glass.shows("3 / 3")
    glass.touch("去签名")
    sign(glass)
    glass.touch("确认签名")
    glass.until_screen("receipt")
    visitor = glass.shell.visit.visitor
    assert visitor is not None
    assert glass.desk.money.due(visitor) == ()
    glass.furnished.printed("receipt")
    glass.until_shown("收据已打印")
    glass.touch("下一步")
    glass.touch("很满意")
    glass.until_shown("谢谢您")
    glass.touch("结束使用")
    assert glass.screen == "idle"
    assert ("rating.given", 5) in [(kind, body.get("score")) for kind, body in glass.furnished.records()]


def test_g2_cash_waits_for_the_clerk_and_is_signed_after(glass: Glass, tmp_path: Path) -> None:
    to_result(glass, letter(tmp_path / "letter.pdf", 1))
    glass.touch("现金交客服")
    glass.touch("去柜台付款")
    glass.until_screen("cash_wait")
    visitor = glass.shell.visit.visitor
    assert visitor is not None
    (charge,) = glass.desk.money.due(visitor)
    assert charge.state is ChargeState.CASH_WANTED
    glass.desk.money.take_cash(glass.furnished.clerk(), charge.id, 500)
    glass.until_screen("sign_receipt")
    sign(glass)
    glass.touch("确认签名")
    glass.until_screen("receipt")
    assert glass.shows("¥ 1.00"), "the change is told"


def test_a_signature_is_not_yet_one_until_a_stroke_is_long_enough(glass: Glass, tmp_path: Path) -> None:
    to_result(glass, letter(tmp_path / "letter.pdf", 1))
    glass.touch("去签名")
    glass.until_screen("sign_account")
    glass.settle()
    glass.do("drag", points=[[100, 300], [120, 310]])
    assert glass.shows("请签名")
    sign(glass)
    assert glass.shows("确认签名")
    glass.touch("重签")
    assert glass.shows("请签名")


def test_a_fax_that_is_not_delivered_costs_nothing_and_can_be_sent_again(glass: Glass, tmp_path: Path) -> None:
    to_sending(glass, letter(tmp_path / "letter.pdf", 1))
    while attempt := glass.furnished.dispatch.begin_next():
        glass.furnished.end_call(attempt, CallOutcome.NO_ANSWER, [PageState.NOT_SENT])
        glass.stay(301)
    glass.until_screen("fax_result")
    glass.until_shown("没有送达")
    assert glass.shows("没有收费")
    glass.touch("再发一次")
    assert glass.screen == "fax_quote"


def test_an_unknown_outcome_is_neither_success_nor_failure(glass: Glass, tmp_path: Path) -> None:
    to_sending(glass, letter(tmp_path / "letter.pdf", 1))
    attempt = glass.furnished.begin_call()
    glass.furnished.end_call(attempt, CallOutcome.LINE_LOST, [PageState.UNKNOWN])
    glass.until_screen("fax_result")
    glass.until_shown("结果待确认")
    assert glass.shows("客服会与您确认")
    assert not glass.shows("已送达")


def test_other_business_first_and_the_fax_is_found_again_from_home(glass: Glass, tmp_path: Path) -> None:
    to_sending(glass, letter(tmp_path / "letter.pdf", 1))
    glass.touch("先办其他业务")
    glass.until_shown("查看我的传真")
    glass.touch("查看我的传真")
    glass.until_screen("fax_sending")
    attempt = glass.furnished.begin_call()
    glass.furnished.end_call(attempt)
    glass.until_shown("已送达")
    assert glass.screen == "fax_result"


def test_c4_a_printer_in_trouble_is_told_and_loses_no_receipt(glass: Glass, tmp_path: Path) -> None:
    to_result(glass, letter(tmp_path / "letter.pdf", 1))
    glass.touch("去签名")
    sign(glass)
    glass.touch("确认签名")
    glass.until_screen("receipt")
    glass.furnished.set_health("receipt_printer", "trouble", "media-empty")
    glass.furnished.printed("receipt", "waiting", "media-empty")
    glass.until_shown("打印机没有纸了")
    waiting = glass.furnished.house.books.prints.open("receipt")
    assert [paper["form"] for paper in waiting] == ["receipt"]
    glass.furnished.printed("receipt")
    glass.until_shown("收据已打印")
    assert glass.furnished.house.books.prints.open("receipt") == []


def test_e4_a_low_mark_asks_for_a_reason(glass: Glass, tmp_path: Path) -> None:
    to_sending(glass, letter(tmp_path / "letter.pdf", 1))
    glass.touch("取消发送")
    glass.touch("cancel.yes")
    glass.until_shown("已取消")
    glass.touch("bar.forward")
    glass.touch("不满意")
    glass.touch("等得太久")
    glass.until_shown("谢谢您")
    assert ("rating.given", "rate.reason.slow") in [(k, b.get("reason")) for k, b in glass.furnished.records()]
