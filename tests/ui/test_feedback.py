"""Complaint, suggestion, advice (E1): a service that is its file alone, from the tile on home to the clerk's answer."""

from __future__ import annotations

from kiosk.desk.views import CaseKind, CaseState
from kiosk.locale import Language
from kiosk.ui.flow import spec as s
from kiosk.ui.flow.loading import FLOWS
from tests.desk_fixture import CLERK_PIN
from tests.ui.harness import Glass
from tests.ui.staff_walk import enter_pin
from tests.ui.walk import identify

A_PAGE = 140  # lines


def to_check(glass: Glass, *, manager: bool = False) -> None:
    glass.touch("idle.wake")
    glass.touch("home.complaint")
    identify(glass)
    assert glass.screen == "feedback_about"
    glass.touch("feedback.complaint")
    glass.touch("bar.forward")
    glass.touch("feedback.manager" if manager else "feedback.centre")
    glass.touch("feedback.hour.morning")
    glass.touch("bar.forward")
    glass.touch("环境卫生")
    glass.touch("bar.forward")
    assert glass.screen == "feedback_check"


def test_a_new_service_is_a_page_of_data_and_no_class(glass: Glass) -> None:
    flows = glass.shell.rooms.flows.loaded.flows
    assert len((FLOWS / "feedback.toml").read_text(encoding="utf-8").splitlines()) <= A_PAGE
    others = {type(step.spec) for key, flow in flows.items() if key != "feedback" for step in flow.steps}
    assert {type(step.spec) for step in flows["feedback"].steps} <= others
    fields = {type(f.spec) for key, flow in flows.items() if key != "feedback" for f in flow.fields.values()}
    assert {type(f.spec) for f in flows["feedback"].fields.values()} <= fields


def test_e1_a_complaint_for_the_general_manager_is_told_back_and_gets_a_number(glass: Glass) -> None:
    to_check(glass, manager=True)
    for words in ("12 栋 1 单元 101", "投诉", "总经理热线", "上午回电", "环境卫生"):
        assert glass.shows(words), words
    assert not glass.shows("¥"), "nothing is owed, nothing is priced"
    glass.touch("bar.forward")
    glass.until_screen("feedback_done")
    (case,) = glass.desk.repairs.listing([CaseState.OPEN])
    assert glass.shows(case.number)
    assert (case.kind, case.item_key, case.addressee) == (CaseKind.FEEDBACK, "feedback.complaint", "feedback.manager")
    assert (case.words, case.wanted_key, case.price_fen) == ("环境卫生", "callback.morning", None)


def test_whoever_wants_no_call_is_not_asked_for_an_hour_and_writes_a_few_words(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.touch("home.complaint")
    identify(glass)
    glass.touch("feedback.suggestion")
    glass.touch("bar.forward")
    assert glass.shows("请选择由谁处理")
    glass.touch("feedback.centre")
    glass.touch("feedback.hour.afternoon")
    glass.touch("callback.none")
    assert not glass.shows("方便接电话的时间")
    glass.touch("bar.forward")
    glass.touch("噪音")
    assert glass.shows("请写几句"), "a topic alone, and nobody to ask: that would help no one"
    glass.touch("feedback.write")
    glass.touch("key.mode")
    for key in ("o", "k", "done"):
        glass.touch(f"key.{key}")
    glass.touch("bar.forward")
    assert glass.screen == "feedback_check"
    assert glass.shows("不必回电") and not glass.shows("下午回电"), "what was chosen and taken back does not count"


def test_a2_the_flow_changes_its_language_on_every_step(glass: Glass) -> None:
    to_check(glass)
    for language, words in ((Language.EN, "Complaint"), (Language.ZH_HANT, "環境衛生"), (Language.ZH_HANS, "投诉")):
        glass.shell.choose_language(language)
        assert glass.shows(words), words


def test_e2_the_clerk_takes_it_answers_it_and_the_owner_sees_where_it_stands(glass: Glass) -> None:
    to_check(glass)
    glass.touch("bar.forward")
    glass.until_screen("feedback_done")
    (case,) = glass.desk.repairs.listing([CaseState.OPEN])
    glass.touch("frame.seal")
    enter_pin(glass, CLERK_PIN)
    glass.until_screen("staff_board")
    glass.until_shown("新的投诉待受理")
    glass.touch(f"row.feedback_open.{case.id}")
    glass.until_screen("staff_case")
    assert glass.shows("上午回电") and glass.shows("服务中心")
    glass.touch("bar.forward")
    glass.settle()
    assert glass.desk.repairs.case(case.id).accepted_by == "07"
    glass.touch("已答复业主")
    glass.settle()
    assert glass.desk.repairs.case(case.id).state is CaseState.CLOSED
    glass.touch("frame.leave")
    glass.until_screen("idle")
    glass.touch("idle.wake")
    glass.touch("home.complaint")
    identify(glass)
    glass.settle()
    glass.touch("feedback.mine")
    glass.until_shown("已完成")


def test_without_slip_paper_the_number_is_on_the_screen(glass: Glass) -> None:
    glass.furnished.set_health("receipt_printer", "trouble", "media-empty")
    glass.until(lambda: glass.shell.news.service("feedback").limited, "slips cannot be printed")
    glass.touch("idle.wake")
    assert glass.shows("编号会显示在屏幕上")


def test_the_file_stands_on_this_house_s_own_words(glass: Glass) -> None:
    """Each title of the flow is on the glass when its step is."""
    flow = glass.shell.rooms.flows.loaded.flows["feedback"]
    glass.shell.visit.visitor = glass.furnished.visitor()
    for step in flow.steps:
        if isinstance(step.spec, s.Form | s.Review | s.Requests):
            walk = glass.shell.rooms.flows.walk(glass.shell, "feedback")
            assert walk is not None
            glass.shell.go(glass.shell.rooms.flows.make(walk, step))
            assert glass.shows_key(step.spec.title), step.key
