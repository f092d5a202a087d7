"""What the desk says can be done now: from health, disk, head office and hours to reasons and remedies (K2)."""

from __future__ import annotations

import threading
from datetime import time, timedelta
from pathlib import Path

import pytest

from kiosk.app import Composition
from kiosk.clock import TurnedClock
from kiosk.config import load_config
from kiosk.core_app import CoreComposition
from kiosk.desk.sign_of_life import SILENT_AFTER_S, STARTS_WITHIN_S, Heartbeat
from kiosk.desk.status import StatusDesk, takes_writing
from kiosk.desk.views import Method, PaymentOption, ServiceLevel, ServiceView
from kiosk.domain.capabilities import UNFITTED
from kiosk.domain.offer import DISK_NEARLY_FULL, SENDS_ONLY
from kiosk.store.database import Store
from kiosk.store.live import Live
from kiosk.store.schema import prepare_live
from kiosk.ui.news import News
from kiosk.ui.screens.pay_ways import pay_ways, usable_way
from tests.desk_fixture import NOON, FurnishedDesk, furnish
from tests.unit.test_config import GOOD


def keys(kit: FurnishedDesk) -> set[str]:
    """Services something is missing of."""
    return {view.key for view in kit.desk.status.services() if view.level is not ServiceLevel.AVAILABLE}


def test_a_healthy_house_offers_everything_and_head_office_may_be_away(kit: FurnishedDesk) -> None:
    kit.healthy()
    assert keys(kit) == {"central_records"}
    kit.house.live.put("sync", {"online": True})
    assert keys(kit) == set()


def test_a_reason_carries_since_when_the_clerk_s_board_shows_it(kit: FurnishedDesk) -> None:
    kit.healthy()
    kit.set_health("receipt_printer", "trouble", "media-empty")
    assert kit.desk.status.service("pay_cash") == ServiceView(
        "pay_cash", ServiceLevel.UNAVAILABLE, ("why.receipt_printer.media-empty",), ("still.pay_account",), NOON
    )
    (row,) = kit.desk.board.board(kit.clerk()).rows
    assert (row.detail, row.since) == ("receipt_printer", NOON)


def test_of_several_causes_the_oldest_is_told(kit: FurnishedDesk) -> None:
    kit.healthy()
    kit.set_health("media", "trouble")
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.turn(60)
    kit.set_health("fax_line", "absent", "port-missing")
    told = kit.desk.status.service("send_fax")
    assert told.reasons == ("why.fax_line.absent", "why.media.other")
    assert told.told_at == NOON
    assert kit.desk.status.service("place_call").told_at == NOON + timedelta(seconds=60)


@pytest.mark.parametrize(("state", "reason"), [("unknown", ""), ("absent", UNFITTED)])
def test_nobody_is_said_to_have_been_told_of_what_is_on_no_board(kit: FurnishedDesk, state: str, reason: str) -> None:
    kit.healthy()
    kit.set_health("receipt_printer", state, reason)
    view = kit.desk.status.service("printed_receipt")
    assert not view.usable
    assert view.told_at is None
    assert kit.desk.board.board(kit.clerk()).rows == ()


@pytest.mark.parametrize(
    ("state", "reason", "cause"),
    [("trouble", DISK_NEARLY_FULL, "why.storage.full"), ("ok", SENDS_ONLY, "why.fax_line.sends-only")],
)
def test_b9_a_line_that_only_sends_is_ready_for_owners(kit: FurnishedDesk, state: str, reason: str, cause: str) -> None:
    kit.healthy()
    kit.set_health("fax_line", state, reason)
    assert kit.desk.status.service("send_fax").level is ServiceLevel.AVAILABLE
    assert kit.desk.status.service("receive_fax").reasons == (cause,)


def test_k1_damaged_books_and_a_disk_that_takes_no_writing_are_told_before_a_form_is_filled_in(
    kit: FurnishedDesk,
) -> None:
    kit.healthy()
    kit.set_health("books", "trouble", "no-backup")
    assert kit.desk.status.service("pay_cash").usable
    kit.set_health("books", "trouble", "damaged")
    assert kit.desk.status.service("pay_account").reasons == ("why.books.damaged",)
    assert kit.desk.status.service("send_fax").level is ServiceLevel.LIMITED
    full = StatusDesk(kit.house, lambda folder: folder != kit.house.store.path.parent)
    assert full.service("send_fax").reasons == ("why.books_disk.full",) and not full.service("repair").usable


def test_k2_a_disk_that_is_gone_takes_no_writing_and_stops_nobody_from_being_told(tmp_path: Path) -> None:
    assert takes_writing(tmp_path) and not takes_writing(tmp_path / "gone")


def test_before_the_core_has_told_of_anything_everything_is_getting_ready(kit: FurnishedDesk) -> None:
    assert kit.desk.status.service("send_fax").reasons == ("why.fax_line.starting", "why.media.starting")
    assert kit.desk.status.service("call_clerk").level is ServiceLevel.AVAILABLE


# --- the core


def test_k2_the_silence_of_the_core_is_the_one_reason_for_all_that_cannot_be_had(kit: FurnishedDesk) -> None:
    kit.healthy()
    kit.house.live.put("sync", {"online": True})
    kit.set_health("receipt_printer", "trouble", "media-empty")  # said a while ago, and no longer known
    kit.core_falls_silent()
    silent = ("why.core.silent",)
    views = {view.key: view for view in kit.desk.status.services()}
    assert {view.reasons for view in views.values() if view.level is not ServiceLevel.AVAILABLE} == {silent}
    lost = {view.key for view in views.values() if view.level is ServiceLevel.UNAVAILABLE}
    assert lost >= {"send_fax", "stick_document", "collect_fax", "printed_receipt", "pay_cash", "call_light"}
    limited = {view.key: view.still for view in views.values() if view.level is ServiceLevel.LIMITED}
    assert limited == dict.fromkeys(("repair", "feedback"), ("still.case_number",)) | dict.fromkeys(
        ("pay_account", "pay_voucher"), ("still.kept_receipt",)
    )
    kit.core_beats()
    assert kit.desk.status.service("printed_receipt").reasons == ("why.receipt_printer.media-empty",)


def test_k2_a_silent_core_is_a_row_of_the_board_since_it_was_heard_last(kit: FurnishedDesk) -> None:
    kit.healthy()
    kit.core_falls_silent()
    (row,) = kit.desk.board.board(kit.clerk()).rows
    assert (row.kind, row.detail, row.reason, row.since) == ("device", "core", "silent", NOON)
    kit.core_beats()
    assert kit.desk.board.board(kit.clerk()).rows == ()


def test_k1_a_core_that_is_started_anew_at_once_was_never_missed(kit: FurnishedDesk) -> None:
    kit.healthy()
    for _ in range(5):
        kit.core_beats()
        assert isinstance(kit.clock, TurnedClock)
        kit.clock.turn(SILENT_AFTER_S - 0.5)
        assert not kit.desk.status.core_is_silent
    kit.clock.turn(0.5)
    assert kit.desk.status.core_is_silent


def test_k2_a_core_that_never_starts_is_told_as_silent_and_not_as_starting_for_ever(kit: FurnishedDesk) -> None:
    assert not kit.desk.status.core_is_silent
    kit.set_health("touch_panel", "ok")  # the screens' own
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.turn(STARTS_WITHIN_S - 0.5)
    assert kit.desk.status.service("send_fax").reasons == ("why.fax_line.starting", "why.media.starting")
    kit.clock.turn(0.5)
    assert kit.desk.status.service("send_fax").reasons == ("why.core.silent",)


def test_k3_the_wall_clock_may_jump_and_the_core_lives_all_the_same(kit: FurnishedDesk) -> None:
    kit.core_beats()
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.jump(NOON + timedelta(days=9))
    assert not kit.desk.status.core_is_silent


def test_k2_a_sign_of_life_that_cannot_be_written_is_no_reason_to_end_a_call(tmp_path: Path) -> None:
    """The loop that gives it is the core's own: what it lets through ends the process."""
    store, clock = Store(tmp_path / "live.db", volatile=True), TurnedClock(NOON)
    prepare_live(store)
    live = Live(store)
    heart = Heartbeat(live, clock)
    store.db.execute("PRAGMA query_only=ON")
    heart.beat()
    assert live.get("core") is None
    store.db.execute("PRAGMA query_only=OFF")
    clock.turn(1)
    heart.beat()
    assert live.get("core") == {"beat_s": clock.monotonic()}
    live.close()


def test_b9_nobody_is_said_to_be_calling_in_while_the_core_is_silent(kit: FurnishedDesk) -> None:
    kit.begin_reception("057187009999")
    assert kit.desk.status.incoming() is not None
    kit.core_falls_silent()
    assert kit.desk.status.incoming() is None


def test_a_unit_that_was_never_fitted_stays_so_while_the_core_is_silent(kit: FurnishedDesk) -> None:
    kit.healthy()
    kit.set_health("form_printer", "absent", UNFITTED)
    kit.core_falls_silent()
    assert "why.form_printer.unfitted" in kit.desk.status.service("collect_fax").reasons


def test_the_counter_s_hours_are_local_and_end_before_the_minute_they_name(tmp_path: Path) -> None:
    kit = furnish(tmp_path / "kiosk", counter_hours=(time(8), time(12, 1)))
    kit.healthy()
    assert isinstance(kit.clock, TurnedClock)
    assert kit.desk.status.service("pay_cash").level is ServiceLevel.AVAILABLE  # it is 12:00 in Shanghai
    kit.clock.turn(60)
    assert kit.desk.status.service("pay_cash").reasons == ("why.counter.closed",)
    assert kit.desk.status.service("pay_cash").usable
    kit.close()


def test_a_service_nobody_knows_is_an_error(kit: FurnishedDesk) -> None:
    with pytest.raises(KeyError):
        kit.desk.status.service("moon_travel")


def test_devices_a_kiosk_was_not_given_are_told_by_the_core_before_it_works(tmp_path: Path) -> None:
    text = GOOD.replace('port = "/dev/modem"', 'driver = "none"').replace('doubles = ["fax_line"]', "")
    text = text.replace('queue = "receipt"', 'driver = "none"').replace('queue = "form"\n', 'driver = "none"\n')
    text = text.replace("/var/lib/lobby-kiosk", f"{tmp_path}/s").replace("/run/lobby-kiosk", f"{tmp_path}/r")
    path = tmp_path / "kiosk.toml"
    path.write_text(text + '[lights]\ndriver = "none"\n[media]\ndriver = "none"\n', encoding="utf-8")
    composition = Composition(load_config(path), TurnedClock(NOON), listens="test.bell")
    CoreComposition(composition).core(threading.Event())
    told = {device.name: (device.state, device.reason) for device in composition.desk().status.devices()}
    names = ("fax_line", "receipt_printer", "form_printer", "lights", "media")
    assert told == dict.fromkeys(names, ("absent", UNFITTED))
    assert composition.desk().status.service("send_fax").reasons == ("why.fax_line.unfitted", "why.media.unfitted")
    composition.close()


# --- ways of paying: what the unit may, and what the devices allow

ACCOUNT, CASH = PaymentOption(Method.ACCOUNT, True), PaymentOption(Method.CASH, True)
NO_ACCOUNT = PaymentOption(Method.ACCOUNT, False, "why.account.over_limit")
PAPER = News(
    services=(
        ServiceView("pay_account", ServiceLevel.LIMITED, ("why.receipt_printer.absent",), ("still.kept_receipt",)),
        ServiceView("pay_cash", ServiceLevel.UNAVAILABLE, ("why.receipt_printer.absent",), ("still.pay_account",)),
    )
)


@pytest.mark.parametrize(
    ("options", "news", "wish", "way", "still"),
    [
        ((ACCOUNT, CASH), News(), None, Method.ACCOUNT, ((), ())),
        ((ACCOUNT, CASH), News(), Method.CASH, Method.CASH, ((), ())),
        ((ACCOUNT, CASH), PAPER, Method.CASH, Method.ACCOUNT, (("still.kept_receipt",), ("still.pay_account",))),
        ((NO_ACCOUNT, CASH), News(), None, Method.CASH, (("still.pay_cash",), ())),
        ((NO_ACCOUNT, CASH), PAPER, Method.CASH, None, (("still.call_clerk",), ("still.call_clerk",))),
    ],
)
def test_no_way_of_paying_names_another_that_this_unit_cannot_go(
    options: tuple[PaymentOption, ...],
    news: News,
    wish: Method | None,
    way: Method | None,
    still: tuple[tuple[str, ...], ...],
) -> None:
    ways = pay_ways(options, news)
    assert usable_way(ways, wish) is way
    assert tuple(ways[option.method].still for option in options) == still
