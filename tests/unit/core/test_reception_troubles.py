"""B9, B7, K1, K2, F3: a full disk, a broken or deaf modem, a defect; the lamp; a machine that is another number's."""

from __future__ import annotations

import threading

import pytest

from kiosk.core.counter_workers import LightWorker
from kiosk.core.health import HealthBoard
from kiosk.desk.calls import CallDesk
from kiosk.desk.views import FaxState, ReceivedState
from kiosk.devices.errors import DeviceError
from kiosk.devices.protocols import LightPattern
from kiosk.fax import outcome as o
from kiosk.store.errors import StoreFullError
from tests.desk_fixture import NUMBER, FurnishedDesk
from tests.unit.core.test_other_workers import ScriptedLights
from tests.unit.core.two_way_line import OPENING, ROOM, TWO_PAGES, House, Step, TwoWayLine, page


def test_with_the_disk_nearly_full_no_call_is_answered_everybody_knows_why_and_sending_goes_on(
    kit: FurnishedDesk, document: str
) -> None:
    house, lights = House(kit, TwoWayLine(TWO_PAGES)), ScriptedLights()
    light_worker = LightWorker(kit.house, lights, CallDesk(kit.house), HealthBoard(kit.house.live, kit.clock))
    house.free_octets = 100 << 20
    assert house.turn() > 0
    assert house.line.orders == [] and house.health == ("trouble", "disk-nearly-full")
    light_worker.turn()
    assert lights.pattern is LightPattern.FAULT
    (row,) = kit.desk.board.board(kit.clerk()).rows
    assert (row.kind, row.detail, row.reason) == ("device", "fax_line", "disk-nearly-full")
    assert kit.desk.status.service("place_call").usable
    assert kit.desk.status.service("receive_fax").reasons == ("why.storage.full",)
    job = kit.order(kit.visitor(), document)
    house.turn()
    assert kit.desk.fax.progress(job).state is FaxState.DELIVERED
    house.free_octets = ROOM
    house.turn()
    assert house.newest.complete and house.health == ("ok", "")


def test_a_page_that_the_store_cannot_take_is_refused_on_the_line(kit: FurnishedDesk) -> None:
    house = House(kit, TwoWayLine([*OPENING, o.PageArriving(1), page(1), page(1), o.HangingUp()]))

    def full(step: Step, cancel: threading.Event) -> None:
        if isinstance(step, o.PageArriving):
            kit.house.store.db.execute("PRAGMA query_only = 1")

    house.line.at_step = full
    with pytest.raises(StoreFullError):
        house.turn()  # the end cannot be written either
    assert [text.split(":")[0] for text in house.line.refused] == ["StoreFullError", "StoreFullError"]
    kit.house.store.db.execute("PRAGMA query_only = 0")
    house.line.at_step = lambda step, cancel: None
    house.line.incoming.append(TWO_PAGES)
    house.turn()  # mended, and listening again
    assert [view.pages for view in kit.desk.received.listing(kit.clerk())] == [2]


def test_equipment_that_breaks_in_a_call_leaves_what_was_kept_and_says_incomplete(kit: FurnishedDesk) -> None:
    script = [*TWO_PAGES[:8], DeviceError("gone", device="/dev/modem")]
    house = House(kit, TwoWayLine(script))
    house.turn()
    view = house.newest
    assert (view.state, view.complete, view.pages) == (ReceivedState.NEW, False, 1)
    assert house.health[0] == "ok" and "sends-only" not in house.health


def test_a_modem_that_cannot_receive_goes_on_sending_and_says_so_once(kit: FurnishedDesk, document: str) -> None:
    deaf = DeviceError("class 2: it can send, not receive", device="/dev/modem")

    class SendsOnly(TwoWayLine):
        def receive(self, order, keep_page, watch, cancel):
            self.orders.append(order)
            raise deaf

    house = House(kit, SendsOnly())
    house.turn()
    assert house.health == ("ok", "")  # once may be a hiccup
    for _ in range(5):
        house.pass_time(2)
        house.turn()
    assert len(house.line.orders) == 2
    assert house.health == ("ok", "sends-only")
    assert "it can send" in kit.house.live.get("health.fax_line")["detail"]
    job = kit.order(kit.visitor(), document)
    house.turn()
    assert kit.desk.fax.progress(job).state is FaxState.DELIVERED
    house.pass_time(15)
    house.turn()
    assert len(house.line.orders) == 3  # another modem may stand there by now


def test_a_line_that_reports_no_end_of_a_call_leaves_no_fax_arriving_for_ever(kit: FurnishedDesk) -> None:
    class Forgetful(TwoWayLine):
        def receive(self, order, keep_page, watch, cancel):
            super().receive(order, keep_page, watch, cancel)

    house = House(kit, Forgetful(TWO_PAGES))
    house.turn()
    assert (house.newest.state, house.newest.complete, house.newest.pages) == (ReceivedState.NEW, False, 2)


def test_a_defect_in_a_call_is_mended_like_a_power_cut(kit: FurnishedDesk) -> None:
    house = House(kit, TwoWayLine([*TWO_PAGES[:8], ValueError("a defect")], TWO_PAGES))
    with pytest.raises(ValueError, match="a defect"):
        house.turn()
    house.turn()
    views = kit.desk.received.listing(kit.clerk())
    assert [(view.complete, view.pages) for view in views] == [(True, 2), (False, 1)]


# --- the lamp, and B7


def test_the_message_lamp_is_on_from_the_fax_to_its_paper_and_survives_a_restart(kit: FurnishedDesk) -> None:
    lights = ScriptedLights()

    def lamp() -> bool:
        LightWorker(kit.house, lights, CallDesk(kit.house), HealthBoard(kit.house.live, kit.clock)).turn()
        return lights.message

    assert not lamp()
    House(kit, TwoWayLine(TWO_PAGES)).turn()
    assert lamp()
    kit.desk.received.open(kit.clerk(), 1)
    assert lamp()  # looking at it is not delivering it
    kit.desk.received.print(kit.clerk(), 1)
    kit.printed("received")
    assert not lamp()


@pytest.mark.parametrize(
    ("ident", "accepted"),
    [("+86 21 5266 3846", True), ("52663846", True), (None, True), ("+86 21 5266 3847", False)],
)
def test_by_policy_a_machine_that_says_it_is_another_number_gets_no_page(
    kit: FurnishedDesk, document: str, ident: str | None, accepted: bool
) -> None:
    house = House(kit, TwoWayLine(), refuse_other_ident=True)
    kit.order(kit.visitor(), document)
    house.turn()
    (call,) = house.line.calls
    assert call.accept_far_ident is not None and NUMBER == "021 5266 3846"
    assert call.accept_far_ident(ident) is accepted


def test_without_that_policy_the_report_tells_it(kit: FurnishedDesk, document: str) -> None:
    house = House(kit, TwoWayLine())
    kit.order(kit.visitor(), document)
    house.turn()
    assert house.line.calls[0].accept_far_ident is None
