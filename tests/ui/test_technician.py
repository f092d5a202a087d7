"""J3 on the glass: the technician looks, tests by touches, and every outcome is a record; the core is played here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.desk.self_test_log import SelfTestLog
from kiosk.desk.views import SelfTestKind, SelfTestState, SelfTestView
from kiosk.store.schema import newest_migration
from tests.ui import test_line_log
from tests.ui.harness import Glass, furnished_desk, ui_settings
from tests.ui.staff_walk import TECHNICIAN_PIN, see, sign_in
from tests.ui.tour_technician import told_by_the_core


class DimmingPanel:
    """A panel whose light can be set; it remembers how it shone."""

    def __init__(self) -> None:
        self.shone: list[float] = []

    def shine(self, part: float) -> bool:
        self.shone.append(part)
        return True


@pytest.fixture
def panel() -> DimmingPanel:
    return DimmingPanel()


@pytest.fixture
def glass(tmp_path: Path, panel: DimmingPanel) -> Iterator[Glass]:
    furnished = furnished_desk(tmp_path, loopback_number="8001")
    furnished.healthy()
    opened = Glass(furnished, ui_settings(backlight=panel))
    opened.touch("idle.wake")
    yield opened
    opened.close()
    furnished.close()


@pytest.fixture
def technician(glass: Glass) -> Glass:
    """The technician at the live view."""
    sign_in(glass, TECHNICIAN_PIN)
    return glass


def newest(glass: Glass, kind: SelfTestKind) -> SelfTestView:
    row = glass.furnished.house.books.self_tests.last_of(kind.value)
    assert row is not None
    return glass.desk.self_tests.view(glass.furnished.clerk(TECHNICIAN_PIN), row["id"])


def open_test(glass: Glass, kind: SelfTestKind) -> None:
    glass.touch("technician.tests")
    glass.settle()
    glass.touch(f"test.{kind}")
    glass.settle()


def start(glass: Glass, kind: SelfTestKind) -> SelfTestView:
    open_test(glass, kind)
    glass.touch("bar.forward")
    glass.settle()
    return newest(glass, kind)


# --- the live view ----------------------------------------------------------------------------------------------------


def test_the_live_view_follows_what_the_core_finds_without_a_touch(technician: Glass) -> None:
    assert technician.shows("还没有应答过") and technician.shows("没有温度传感器")
    assert technician.shows("设备程序没有动静")
    told_by_the_core(technician.furnished)
    see(technician, "Class 1")
    assert technician.shows("52 °C") and technician.shows("总部已全部确认") and technician.shows("没有安装")
    technician.furnished.set_health("form_printer", "trouble", "media-jam")
    see(technician, "卡纸")


def test_an_area_that_is_touched_tells_all_of_it(technician: Glass) -> None:
    told_by_the_core(technician.furnished)
    see(technician, "Class 1")
    technician.touch("area.versions")
    technician.settle()
    schema = newest_migration(technician.furnished.house.store)
    for words in ("03173849db4c", schema, "Raspberry Pi 5 Model B", "3 天 6 小时"):
        assert technician.shows(words)
    technician.touch("bar.back")
    technician.settle()
    technician.touch("area.lights")
    technician.settle()
    technician.touch("bar.forward")
    technician.settle()
    assert technician.screen == "staff_test" and technician.shows("灯光测试")


def test_a_test_fax_is_seen_on_the_board_as_what_it_is(technician: Glass) -> None:
    technician.furnished.house.live.put("line", {"phase": "test"})
    see(technician, "正在试发传真")
    technician.touch("tab.board")
    technician.settle()
    see(technician, "正在试发传真")
    assert technician.screen == "staff_board"


def test_the_calls_of_the_line_are_reached_from_here(technician: Glass) -> None:
    technician.touch("technician.calls")
    technician.settle()
    assert technician.screen == "staff_calls"
    technician.touch("calls.back")
    assert technician.screen == "staff_technician"


# --- who may ----------------------------------------------------------------------------------------------------------


def test_j3_a_clerk_sees_the_live_view_and_the_tests_but_may_not_test(glass: Glass) -> None:
    sign_in(glass)
    glass.touch("tab.technician")
    glass.settle()
    open_test(glass, SelfTestKind.MODEM)
    glass.touch("bar.forward")
    glass.settle()
    assert glass.shows("由技术员或主管查看")
    assert glass.furnished.house.books.self_tests.open() == []


def test_j3_a_supervisor_may_test(glass: Glass) -> None:
    sign_in(glass, test_line_log.SUPERVISOR_PIN)
    glass.touch("tab.technician")
    glass.settle()
    assert start(glass, SelfTestKind.MODEM).staff_id == "12"


def test_g1_a_double_tap_is_one_test(technician: Glass) -> None:
    open_test(technician, SelfTestKind.MODEM)
    technician.do("double_touch", name="bar.forward")
    technician.settle()
    assert len(technician.furnished.house.books.self_tests.open()) == 1


# --- a test -----------------------------------------------------------------------------------------------------------


def test_the_lamps_are_asked_about_one_by_one(technician: Glass) -> None:
    test, log = start(technician, SelfTestKind.LAMPS), SelfTestLog(technician.furnished.house)
    log.begin({"id": test.id}, "waiting")
    technician.until_shown("呼叫灯正在缓慢变亮变暗")
    technician.touch("test.yes")
    technician.settle()
    assert newest(technician, SelfTestKind.LAMPS).answers == {"waiting": "yes"}
    log.advance({"id": test.id}, "urgent")
    technician.until_shown("每秒两次")
    technician.touch("test.no")
    technician.settle()
    assert newest(technician, SelfTestKind.LAMPS).answers == {"waiting": "yes", "urgent": "no"}


def test_f2_whoever_goes_back_in_the_lamp_test_ends_it(technician: Glass) -> None:
    test = start(technician, SelfTestKind.LAMPS)
    SelfTestLog(technician.furnished.house).begin({"id": test.id}, "waiting")
    technician.until_shown("看到了吗")
    technician.touch("bar.back")
    technician.settle()
    assert SelfTestLog(technician.furnished.house).cancel_asked(test.id)


def test_a_test_that_was_left_goes_on_and_is_found_again(technician: Glass) -> None:
    test = start(technician, SelfTestKind.LOOPBACK)
    SelfTestLog(technician.furnished.house).begin({"id": test.id}, "dialling")
    technician.touch("bar.back")
    technician.settle()
    technician.until_shown("测试中")
    technician.touch("test.loopback")
    technician.settle()
    SelfTestLog(technician.furnished.house).end(test.id, SelfTestState.FAILED, "busy")
    technician.until_shown("没有通过")
    assert technician.shows("通话结果") and technician.shows("请换一个空闲的测试号码")


def test_a_test_is_stopped_by_the_button(technician: Glass) -> None:
    test = start(technician, SelfTestKind.MODEM)
    technician.touch("bar.forward")
    technician.until_shown("已停止")
    assert newest(technician, SelfTestKind.MODEM).id == test.id
    technician.touch("bar.forward")
    technician.settle()
    assert newest(technician, SelfTestKind.MODEM).id != test.id


def test_k1_a_core_that_died_in_the_test_leaves_it_unknown_on_the_glass(technician: Glass) -> None:
    test = start(technician, SelfTestKind.SYNC)
    SelfTestLog(technician.furnished.house).begin({"id": test.id}, "written")
    SelfTestLog(technician.furnished.house).recover()
    technician.until_shown("无法判断")
    assert technician.shows("重新启动")


def test_a_person_who_waits_for_a_test_is_not_asked_whether_they_are_there(technician: Glass) -> None:
    start(technician, SelfTestKind.LOOPBACK)
    technician.pass_time(130)
    assert technician.screen == "staff_test"


def test_a_test_without_what_it_needs_says_so(technician: Glass) -> None:
    technician.furnished.set_health("lights", "absent", "unfitted")
    open_test(technician, SelfTestKind.LAMPS)
    assert technician.shows("没有安装这个设备")
    assert technician.shell.bar is not None and technician.shell.bar.forward is not None
    assert technician.shell.bar.forward.act is None


# --- the glass itself -------------------------------------------------------------------------------------------------


def _touch_all_fields(glass: Glass) -> None:
    from kiosk.ui import driving

    fields = [name for name in driving.look(glass.shell)["touchable"] if str(name).startswith("field.")]
    assert len(fields) == 40
    for field in fields:
        glass.touch(str(field))


def test_the_glass_is_tested_field_by_field_and_its_light_by_asking(technician: Glass, panel: DimmingPanel) -> None:
    open_test(technician, SelfTestKind.GLASS)
    _touch_all_fields(technician)
    assert panel.shone[-1] == 0.3
    technician.pass_time(2.5)
    assert panel.shone[-1] == 1.0
    technician.touch("glass.again")
    assert panel.shone[-1] == 0.3
    technician.touch("glass.yes")
    technician.until_shown("触摸和背光正常")
    assert panel.shone[-1] == 1.0, "the light is up again whatever happens"
    ended = [body for kind, body in technician.furnished.records() if kind == "self_test.ended"]
    assert [(body["what"], body["outcome"], body["facts"]) for body in ended] == [("glass", "passed", "light=yes")]


def test_fields_that_do_not_react_are_named(technician: Glass) -> None:
    open_test(technician, SelfTestKind.GLASS)
    technician.touch("field.1.1")
    technician.touch("bar.forward")
    technician.until_shown("没有通过")
    assert newest(technician, SelfTestKind.GLASS).facts["missed"].startswith("2.1 3.1")


def test_a_panel_whose_light_cannot_be_set_is_not_asked_about_it(technician: Glass, panel: DimmingPanel) -> None:
    panel.shine = lambda part: False  # type: ignore[method-assign]
    open_test(technician, SelfTestKind.GLASS)
    _touch_all_fields(technician)
    technician.until_shown("触摸和背光正常")
    assert newest(technician, SelfTestKind.GLASS).facts["light"] == "none"


def test_the_light_is_up_again_when_the_session_ends_in_the_middle(technician: Glass, panel: DimmingPanel) -> None:
    open_test(technician, SelfTestKind.GLASS)
    _touch_all_fields(technician)
    technician.touch("frame.leave")
    technician.until_screen("idle")
    assert panel.shone[-1] == 1.0
