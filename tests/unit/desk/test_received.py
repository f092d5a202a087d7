"""B8, B9, B10, F3, A6: a received fax from off-hook to paper, as the clerk meets it; and what a power cut leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.desk.house import GoneError
from kiosk.desk.received import FORM
from kiosk.desk.reception import Reception
from kiosk.desk.views import IncomingPhase, Level, ReceivedState
from kiosk.devices.protocols import ReceivedPage
from kiosk.documents.errors import NoSuchDocumentError, StorageError
from kiosk.documents.folders import Purged
from kiosk.fax.outcome import (
    CallerSays,
    Coding,
    CopyQuality,
    ReceivedPageReport,
    ReceptionOutcome,
    ReceptionReport,
    Resolution,
)
from kiosk.store.database import Store
from kiosk.store.errors import StoreError
from tests.desk_fixture import CALLER, FurnishedDesk, furnish, letter_page

QUALITY = CopyQuality(1143)


def newest(kit: FurnishedDesk):
    (view,) = kit.desk.received.listing(kit.clerk(), limit=1)
    return view


def kept(kit: FurnishedDesk) -> tuple[str, ...]:
    return kit.room.kept("received-")


def test_a_received_fax_stands_in_the_clerks_list_and_on_the_board(kit: FurnishedDesk) -> None:
    received = kit.receive_fax(pages=2)
    view = newest(kit)
    assert (view.id, view.number, view.state, view.complete, view.pages) == (
        received,
        "RF000001",
        ReceivedState.NEW,
        True,
        2,
    )
    assert (view.caller_ident, view.caller_number, view.damaged) == (CALLER.ident, CALLER.number, False)
    (row,) = kit.desk.board.board(kit.clerk()).rows
    assert (row.level, row.kind, row.ref, row.detail) == (Level.IDENTIFICATION, "fax_received", received, "RF000001")
    assert (row.caller, row.pages, row.reason) == (CALLER.ident, 2, "new")


def test_each_page_can_be_looked_at_and_looking_marks_nothing(kit: FurnishedDesk) -> None:
    received = kit.receive_fax(pages=2)
    first, second = (kit.desk.received.page(kit.clerk(), received, number, (200, 300)) for number in (1, 2))
    assert first.height <= 300 and first.width <= 200
    assert first.grey != second.grey and min(first.grey) < 128
    assert newest(kit).state is ReceivedState.NEW
    with pytest.raises(GoneError):
        kit.desk.received.page(kit.clerk(), received, 3, (200, 300))


def test_who_opens_a_fax_is_recorded_and_the_board_says_that_it_was_seen(kit: FurnishedDesk) -> None:
    received = kit.receive_fax()
    clerk = kit.clerk()
    assert kit.desk.received.open(clerk, received).state is ReceivedState.SEEN
    assert ("fax.received.opened", {"fax": "RF000001", "staff": clerk.id}) in kit.records()
    (row,) = kit.desk.board.board(clerk).rows
    assert row.reason == "seen"  # seen is not delivered: it stays until it is on paper


def test_it_is_printed_once_however_often_the_button_is_touched(kit: FurnishedDesk) -> None:
    received = kit.receive_fax()
    for _ in range(3):
        kit.desk.received.print(kit.clerk(), received)
    assert newest(kit).print_state == "waiting"
    assert len(kit.house.books.prints.open("form")) == 1
    kit.printed(FORM)
    view = newest(kit)
    assert (view.state, view.print_state) == (ReceivedState.PRINTED, "printed")
    assert kit.desk.board.board(kit.clerk()).rows == ()
    bodies = [body for kind, body in kit.records() if kind == "fax.received.printed"]
    assert bodies == [{"fax": "RF000001", "copy": 0, "staff": kit.clerk().id}]


def test_a_second_printing_is_a_copy_of_its_own(kit: FurnishedDesk) -> None:
    received = kit.receive_fax()
    for _ in range(2):
        kit.desk.received.print(kit.clerk(), received)
        kit.printed(FORM)
    copies = [body["copy"] for kind, body in kit.records() if kind == "fax.received.printed"]
    assert copies == [0, 1]
    assert newest(kit).print_state == "printed"


def test_a_paper_of_unknown_fate_leaves_the_fax_undelivered_until_the_clerk_has_looked(kit: FurnishedDesk) -> None:
    received = kit.receive_fax()
    kit.desk.received.print(kit.clerk(), received)
    kit.printed(FORM, "unknown")
    assert newest(kit).state is ReceivedState.NEW
    (row,) = [row for row in kit.desk.board.board(kit.clerk()).rows if row.kind == "print_unknown"]
    kit.desk.board.settle_print(kit.clerk(), row.ref, came_out=True)
    assert newest(kit).state is ReceivedState.PRINTED


def test_the_record_for_head_office_tells_who_called_and_how_much_never_what(kit: FurnishedDesk) -> None:
    caller = CallerSays("+86 571 1", "121101", password="secret", number="057187009999")
    kit.receive_fax(pages=2, caller=caller, damaged=3)
    (body,) = [body for kind, body in kit.records() if kind == "fax.received"]
    assert (body["fax"], body["outcome"], body["complete"]) == ("RF000001", "received", True)
    assert (body["pages"], body["confirmed"], body["damaged"]) == (2, 2, 2)
    assert (body["caller_ident"], body["subaddress"], body["unit_id"]) == ("+86 571 1", "121101", "12-1-101")
    assert "secret" not in str(kit.records())
    assert newest(kit).damaged


def test_a_fax_with_a_page_that_the_sender_gave_up_is_incomplete_and_its_pages_are_counted_from_one(
    kit: FurnishedDesk,
) -> None:
    received, reports = kit.begin_reception(), []
    for number in (1, 2, 3):
        if number != 2:
            kit.reception.keep(received, ReceivedPage(number, letter_page(number), QUALITY))
        way = (Coding.MMR, Resolution.STANDARD, 1728, 14400, True, 20_000)
        reports.append(ReceivedPageReport(number, number != 2, *way))
    kit.reception.end(received, ReceptionReport(ReceptionOutcome.RECEIVED, tuple(reports), CALLER))
    assert (newest(kit).complete, newest(kit).pages) == (False, 2)
    third = kit.desk.received.page(kit.clerk(), received, 2, (200, 300))
    assert third.grey != kit.desk.received.page(kit.clerk(), received, 1, (200, 300)).grey


def test_a_call_without_a_page_is_in_the_log_and_in_nobodys_way(kit: FurnishedDesk) -> None:
    received = kit.begin_reception("057187009999", phase="answering", page=0)
    kit.end_reception(received, CallerSays(), (), ReceptionOutcome.NOT_A_FAX)
    assert kit.desk.received.listing(kit.clerk()) == ()
    assert kit.desk.board.board(kit.clerk()).rows == ()
    assert [body["outcome"] for kind, body in kit.records() if kind == "fax.received"] == ["not_a_fax"]
    with pytest.raises(GoneError):
        kit.desk.received.print(kit.clerk(), received)
    kit.receive_fax()
    assert newest(kit).number == "RF000002"


def test_the_call_that_comes_in_is_seen_while_it_does(kit: FurnishedDesk) -> None:
    kit.order(kit.visitor(), _document(kit))
    kit.begin_reception("057187009999", page=2)
    board = kit.desk.board.board(kit.clerk())
    assert board.line is None and board.incoming == kit.desk.status.incoming()
    incoming = kit.desk.status.incoming()
    assert incoming is not None
    assert (incoming.phase, incoming.page, incoming.caller_number) == (IncomingPhase.RECEIVING, 2, "057187009999")
    assert newest(kit).state is ReceivedState.ARRIVING
    assert (incoming.caller, newest(kit).caller) == ("0571 8700 9999", "0571 8700 9999")


def _document(kit: FurnishedDesk) -> str:
    (kit.folder / "note.txt").write_text("一页", encoding="utf-8")
    kit.put_stick(kit.folder / "note.txt")
    return kit.desk.fax.take_in(kit.visitor(), "s/0").id


def test_a_page_that_is_not_confirmed_is_taken_away_and_may_come_again(kit: FurnishedDesk) -> None:
    received = kit.begin_reception()
    kit.reception.keep(received, ReceivedPage(1, letter_page(1), QUALITY))
    kit.reception.drop(received, 1)
    assert newest(kit).pages == 0
    again = letter_page(4)
    kit.reception.keep(received, ReceivedPage(1, again, QUALITY))
    kit.reception.confirm(received, 1)
    kit.reception.drop(received, 1)  # a confirmed page is never taken away
    kit.reception.end(received, ReceptionReport(ReceptionOutcome.RECEIVED, (), CallerSays()))
    assert len(kit.reception.sweep()) == 1  # the dropped one is destroyed
    (key,) = kept(kit)
    assert kit.room.kept_page(key, 1) == again


# --- K1


def restarted(kit: FurnishedDesk) -> FurnishedDesk:
    """The power goes and comes back: nothing is left but the disk."""
    kit.house.store.close()
    kit.house.live.close()
    kit.bell.close()
    return furnish(kit.folder)


def test_after_a_power_cut_the_pages_that_were_kept_are_there_and_the_fax_is_incomplete(kit: FurnishedDesk) -> None:
    received = kit.begin_reception("057187009999")
    kit.reception.note_caller(received, CallerSays("+86 571 8700 9999", "121101"))
    kit.reception.keep(received, ReceivedPage(1, letter_page(1), QUALITY))
    kit.reception.confirm(received, 1)
    kit = restarted(kit)
    assert kit.reception.recover() == ["RF000001"]
    view = newest(kit)
    assert (view.state, view.complete, view.pages) == (ReceivedState.NEW, False, 1)
    assert (view.caller_ident, view.unit and view.unit.id) == ("+86 571 8700 9999", "12-1-101")
    assert min(kit.desk.received.page(kit.clerk(), received, 1, (200, 300)).grey) < 128
    assert kit.desk.trouble.recovered() == ("recovered.received",)
    assert [body["outcome"] for kind, body in kit.records() if kind == "fax.received"] == ["interrupted"]
    assert kit.reception.recover() == []  # once
    kit.close()


class PowerCutError(Exception):
    """What a process does not survive."""


class CutStore(Store):
    """Counts what the vault holds at each commit, and may cut the power before one."""

    cut = False

    def __init__(self, path: Path) -> None:
        self.held: list[int] = []
        super().__init__(path)

    def _commit(self) -> None:
        self.held.append(sum(1 for _ in (self.path.parent / "documents" / "kept").glob("received-*")))
        if self.cut:
            raise PowerCutError
        super()._commit()


@pytest.fixture
def doomed(tmp_path: Path) -> Iterator[tuple[FurnishedDesk, CutStore]]:
    """A desk over a store whose power can be cut."""
    kit = furnish(tmp_path / "doomed", store_class=CutStore)
    store = kit.house.store
    assert isinstance(store, CutStore)
    yield kit, store
    kit.close()


def test_a_page_whose_row_was_never_committed_is_swept_from_the_vault(doomed: tuple[FurnishedDesk, CutStore]) -> None:
    kit, store = doomed
    received = kit.begin_reception()
    kit.reception.keep(received, ReceivedPage(1, letter_page(1), QUALITY))
    store.cut = True
    with pytest.raises(PowerCutError):
        kit.reception.keep(received, ReceivedPage(2, letter_page(2), QUALITY))
    assert len(kept(kit)) == 2
    again = restarted(kit)
    again.reception.recover()
    again.reception.sweep()
    assert newest(again).pages == len(kept(again)) == 1
    again.close()


def test_a_page_is_in_the_vault_before_its_row_speaks_of_it(doomed: tuple[FurnishedDesk, CutStore]) -> None:
    kit, store = doomed
    received = kit.begin_reception()
    kit.reception.keep(received, ReceivedPage(1, letter_page(1), QUALITY))
    assert store.held[-2:] == [0, 1]


def test_what_was_destroyed_is_destroyed(kit: FurnishedDesk) -> None:
    received = kit.begin_reception()
    kit.reception.keep(received, ReceivedPage(1, letter_page(1), QUALITY))
    (key,) = kept(kit)
    kit.reception.drop(received, 1)
    assert kit.reception.sweep() == (key,)
    assert [body["document"] for kind, body in kit.records() if kind == "document.purged"] == [key]
    with pytest.raises(NoSuchDocumentError):
        kit.room.kept_page(key, 1)


def test_b12_a_fax_whose_time_is_over_leaves_its_row_and_the_trace_and_nothing_of_its_contents(
    kit: FurnishedDesk,
) -> None:
    """A6: uncollected or on paper; the lamp goes out (F3), and who looks again is told that it is gone."""
    received, clerk = kit.receive_fax(pages=2), kit.clerk()
    assert kit.reception.expire(kit.house.now_utc) == ("RF000001",)
    assert (kept(kit), kit.desk.received.listing(clerk), kit.desk.board.board(clerk).rows) == ((), (), ())
    assert not kit.house.books.receptions.has_undelivered()
    assert ("fax.received.expired", {"fax": "RF000001", "pages": 2, "printed": False}) in kit.records()
    proofs = [body["keys_sha256"] for kind, body in kit.records() if kind == "document.purged"]
    assert [len(keys) for keys in proofs] == [1, 1]  # type: ignore[arg-type]
    for use in (kit.desk.received.one, kit.desk.received.open, kit.desk.received.print):
        with pytest.raises(GoneError):
            use(clerk, received)
    assert kit.reception.expire(kit.house.now_utc) == (), "once"


def test_b12_a_fax_whose_paper_is_owed_or_in_doubt_stays_whatever_its_age(kit: FurnishedDesk) -> None:
    received = kit.receive_fax()
    kit.desk.received.print(kit.clerk(), received)
    assert kit.reception.expire(kit.house.now_utc) == ()
    (job,) = kit.house.books.prints.open("form")
    with kit.house.step() as books:
        books.prints.note(job["name"], "unknown", "offline", kit.house.now_utc)
    assert kit.reception.expire(kit.house.now_utc) == ()
    kit.desk.board.settle_print(kit.clerk(), books.prints.unknown()[0]["ref_id"], came_out=True)
    assert kit.reception.expire(kit.house.now_utc) == ("RF000001",)


class BadDisk:
    """A vault that does not let go of the first fax until it is well."""

    def __init__(self, kit: FurnishedDesk) -> None:
        self.well = False
        self._room = kit.room

    def purge(self, id_: str) -> Purged | None:
        if not self.well and id_.startswith("received-1-"):
            raise StorageError("Input/output error")
        return self._room.purge(id_)


def test_a6_pages_that_cannot_be_destroyed_are_not_told_of_as_gone_and_go_at_the_next_turn(kit: FurnishedDesk) -> None:
    received, clerk, disk = kit.receive_fax(pages=2), kit.clerk(), BadDisk(kit)
    kit.receive_fax(pages=3)
    reception = Reception(kit.house, disk)
    with pytest.raises(StorageError):
        reception.expire(kit.house.now_utc)
    assert [body["fax"] for kind, body in kit.records() if kind == "fax.received.expired"] == ["RF000002"]
    assert len(kept(kit)) == 2
    with pytest.raises(GoneError):  # nobody looks at it any more, though
        kit.desk.received.page(clerk, received, 1, (200, 300))
    disk.well = True
    assert reception.expire(kit.house.now_utc) == ("RF000001",) and kept(kit) == ()
    assert ("fax.received.expired", {"fax": "RF000001", "pages": 2, "printed": False}) in kit.records()


def test_b12_a_clerk_who_prints_at_the_very_moment_in_which_its_days_are_over_gets_the_paper(
    kit: FurnishedDesk,
) -> None:
    first, second = kit.receive_fax(), kit.receive_fax()

    def the_clerk_prints() -> None:  # while the first one is seen to
        if kit.house.books.receptions.latest_printing(second) is None:
            kit.desk.received.print(kit.clerk(), second)

    reception = Reception(replace(kit.house, ring=the_clerk_prints), kit.room)
    assert reception.expire(kit.house.now_utc) == ("RF000001",)
    assert newest(kit).id == second != first and len(kept(kit)) == 2


def test_an_unknown_fax_is_an_error_with_a_sentence(kit: FurnishedDesk) -> None:
    with pytest.raises(StoreError):
        kit.desk.received.one(kit.clerk(), 99)
