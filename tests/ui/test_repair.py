"""A repair request from the tile on home to the number on the glass (D2), by touches over the true use cases."""

from __future__ import annotations

from kiosk.desk.views import CaseState, Urgency
from tests.ui.harness import Glass
from tests.ui.walk import identify


def to_items(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.touch("home.repair")
    identify(glass)
    assert glass.screen == "repair_item"
    glass.settle()


def to_check(glass: Glass) -> None:
    to_items(glass)
    glass.touch("repair.group.power")
    glass.touch("repair.lamp")
    glass.touch("bar.forward")
    glass.touch("灯不亮")
    glass.touch("bar.forward")
    glass.touch("wanted.tomorrow")
    glass.touch("bar.forward")
    assert glass.screen == "repair_check"


def test_a3_nobody_asks_for_a_repair_before_they_are_identified(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.touch("home.repair")
    assert glass.screen == "identify"


def test_d1_the_published_price_is_told_before_anything_else(glass: Glass) -> None:
    to_items(glass)
    assert glass.shows("50.00")
    glass.touch("repair.group.house")
    glass.touch("repair.glass")
    assert glass.shows("由客服报价")
    assert glass.shows("您同意报价后才动工")
    assert not glass.shows("0.00 ") and "0.00" not in glass.texts


def test_d2_the_whole_way_needs_no_typing_and_ends_with_a_number(glass: Glass) -> None:
    to_check(glass)
    for words in ("12 栋 1 单元 101", "灯具更换", "明天", "灯不亮", "20.00", "提交时不收费。"):
        assert glass.shows(words), words
    glass.touch("bar.forward")
    glass.until_screen("repair_done")
    (case,) = glass.desk.repairs.listing([CaseState.OPEN])
    assert glass.shows(case.number)
    assert (case.item_key, case.words, case.wanted_key, case.price_fen) == (
        "repair.lamp",
        "灯不亮",
        "wanted.tomorrow",
        2000,
    )


def test_each_step_says_what_is_missing(glass: Glass) -> None:
    to_items(glass)
    assert glass.shows("请选择项目")
    glass.touch("repair.valve")
    glass.touch("bar.forward")
    assert glass.shows("请说明情况")
    glass.touch("漏水")
    glass.touch("bar.forward")
    assert glass.shows("请选择时间")


def test_urgency_and_materials_go_with_the_request(glass: Glass) -> None:
    to_items(glass)
    glass.touch("repair.valve")
    glass.touch("bar.forward")
    glass.touch("漏水")
    glass.touch("关不紧")
    glass.touch("bar.forward")
    glass.touch("wanted.today")
    assert glass.shows("30.00")
    glass.touch("repair.urgency.urgent")
    assert glass.shows("45.00"), "what it costs at once is told before anything is sent"
    glass.touch("repair.materials")
    assert glass.shows("是：只收人工费")
    glass.touch("bar.forward")
    assert glass.shows("45.00")
    glass.touch("bar.forward")
    glass.until_screen("repair_done")
    (case,) = glass.desk.repairs.listing([CaseState.OPEN])
    assert (case.words, case.urgency, case.price_fen) == ("漏水；关不紧", Urgency.URGENT, 4500)
    (labour,) = glass.desk.work.standing(case.id).usual
    assert labour.unit_fen == 4500, "the quote on the spot begins with it"


def test_g1_a_double_tap_opens_one_case(glass: Glass) -> None:
    to_check(glass)
    forward = glass.shell.bar.forward if glass.shell.bar else None
    assert forward is not None
    x, y = forward.center_x, glass.shell.height - forward.center_y
    glass.do("touch_at", x=x, y=y)
    if glass.screen == "repair_check":
        glass.do("touch_at", x=x, y=y)
    glass.until_screen("repair_done")
    assert len(glass.desk.repairs.listing([CaseState.OPEN])) == 1


def test_c4_the_slip_s_truth_is_told(glass: Glass) -> None:
    to_check(glass)
    glass.touch("bar.forward")
    glass.until_screen("repair_done")
    assert glass.shows("正在打印凭条。")
    glass.furnished.printed("slip", "unknown")
    glass.furnished.house.ring()
    glass.until_shown("是否打印出来尚不确定")


def test_back_keeps_what_was_chosen_and_a_change_of_group_drops_its_phrases(glass: Glass) -> None:
    to_items(glass)
    glass.touch("repair.valve")
    glass.touch("bar.forward")
    glass.touch("漏水")
    glass.touch("bar.back")
    assert glass.shows("30.00")
    glass.touch("repair.group.power")
    glass.touch("repair.lamp")
    glass.touch("bar.forward")
    assert glass.shows("请说明情况")


def test_an_owner_sees_where_their_own_requests_stand(glass: Glass) -> None:
    to_check(glass)
    glass.touch("bar.forward")
    glass.until_screen("repair_done")
    glass.touch("bar.forward")
    glass.touch("home.repair")
    glass.settle()
    glass.touch("repair.mine")
    glass.until_shown("待受理")
    (case,) = glass.desk.repairs.listing([CaseState.OPEN])
    glass.desk.repairs.accept(glass.furnished.clerk(), case.id)
    glass.until_shown("已受理")
    assert not glass.shows("待受理")


def test_a1_the_request_is_forgotten_with_the_session(glass: Glass) -> None:
    to_check(glass)
    glass.pass_time(121)
    assert glass.screen == "idle"
    assert glass.desk.repairs.listing(list(CaseState)) == ()
