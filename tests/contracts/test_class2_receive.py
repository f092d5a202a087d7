"""Receiving on a modem of Class 2 or 2.0: what ``test_fax_receive.py`` cannot ask of every class (B9, B10, K2).

The modem's T.30 and the sender are libspandsp's; scripts stand where a modem's own words matter.
"""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from kiosk.clock import SystemClock
from kiosk.devices.class2_line import Class2Line
from kiosk.devices.line_choice import open_line
from kiosk.devices.modem_profiles import built_in_profiles, read_profiles
from kiosk.devices.protocols import HealthState
from kiosk.fax import outcome as o
from tests.contracts.test_fax_receive import CALLER, IDENT, House, drawn, receive, same, tiff_of
from tests.hw_doubles.class2_called_modem import Class2CalledPort, Defects
from tests.hw_doubles.hurried_clock import HurriedClock
from tests.hw_doubles.softmodem import FarEnd
from tests.unit.fax.test_soft_receptions import SWITCHES

PROFILE = (
    '[generic]\nmatch=""\ninit=["AT&F"]\ndial="ATDT"\nhang_up="ATH0"\nbaud=115200\nflow="none"\n'
    "silence_after_reception_10ms=6\nsilence_after_frames_10ms=7\nsilence_after_data_10ms=7\nwrite_ahead_ms=1500\n"
)


def received(folder, sent, far_end, *, draft=False, defects=None, profiles=None, house=None, dpi=(204, 98), **order):
    """One call on a modem of its own; the report, the house, the modem."""
    house = house or House()
    with Class2CalledPort(folder, draft=draft, defects=defects) as port:
        line = Class2Line(port.path, HurriedClock(4), profiles or built_in_profiles())
        report = receive(port, line, tiff_of(folder, sent, dpi), far_end, house, **order)
        assert line.health().state is HealthState.OK
        line.close()
    assert port.error is None
    return report, house, port.modem


def whole(house, sent) -> list[bool]:
    return [same(page, original) for page, original in zip(house.pages, sent, strict=True)]


@pytest.mark.parametrize(
    ("defects", "profile"),
    [
        (Defects(trigger="DC1"), ""),
        (Defects(trigger="DC1"), "class2_receives_on_xon=true\n"),
        (Defects(trigger=""), ""),
        (Defects(ok_after_data=True), ""),
        (Defects(no_ok_after_post_page=True), ""),
        (Defects(no_terms=True), ""),
        (Defects(reversed_bits=True), "class2_receives_reversed_bits=true\n"),
        (Defects(reversed_bits=True), ""),
    ],
    ids=[
        "DC1 tried",
        "DC1 known",
        "no trigger",
        "OK after data",
        "no OK at the end",
        "terms asked for",
        "reversed",
        "found out",
    ],
)
@pytest.mark.parametrize("draft", [True, False], ids=["class 2", "class 2.0"])
def test_pages_arrive_bit_for_bit_in_spite_of_what_firmware_does(tmp_path, draft, defects, profile):
    sent = [drawn(1), drawn(2)]
    profiles = read_profiles(PROFILE + profile) if profile else None
    report, house, modem = received(
        tmp_path, sent, FarEnd(ident=IDENT, ecm=False), draft=draft, defects=defects, profiles=profiles
    )
    assert report.outcome is o.ReceptionOutcome.RECEIVED, report.detail
    assert whole(house, sent) == [True, True] and modem.record.delivered and len(modem.record.pages) == 2


@pytest.mark.parametrize("draft", [True, False], ids=["class 2", "class 2.0"])
def test_a_page_that_is_refused_comes_again_and_is_received(tmp_path, draft):
    sent = [drawn(1), drawn(2)]
    report, house, modem = received(tmp_path, sent, FarEnd(ecm=False, spoil_pages=(1,)), draft=draft)
    assert report.outcome is o.ReceptionOutcome.RECEIVED, report.detail
    assert whole(house, sent) == [True, True] and "RTN" in [frame.name for frame in modem.record.frames]


def test_pages_of_two_sizes_come_as_two_documents(tmp_path):
    sent = [drawn(1), drawn(2, width=2048)]
    report, house, modem = received(tmp_path, sent, FarEnd(ecm=False))
    assert report.outcome is o.ReceptionOutcome.RECEIVED, report.detail
    assert whole(house, sent) == [True, True] and [page.width for page in report.pages] == [1728, 2048]
    assert "EOM" in [frame.name for frame in modem.record.frames]


def test_the_addressee_is_told_where_the_class_has_words_for_it(tmp_path):
    """B10: SUB is of Class 2.0; the draft has no report for it."""
    report, _, _ = received(tmp_path, [drawn(1)], FarEnd(ident=IDENT, subaddress="4711"))
    assert report.caller == o.CallerSays(IDENT, "4711", number=CALLER)


@pytest.mark.parametrize("draft", [True, False], ids=["class 2", "class 2.0"])
def test_cancelling_while_a_page_is_kept_leaves_a_caller_who_was_told_nothing(tmp_path, draft):
    """B9: the modem holds MCF until +FDR, so a page that is on disk and not fetched further is not confirmed."""
    house = House()
    keep = house.keep

    def keep_and_cancel(page) -> None:
        house.cancel.set()
        keep(page)

    house.keep = keep_and_cancel
    report, house, modem = received(tmp_path, [drawn(1)], FarEnd(ecm=False), draft=draft, house=house)
    assert report.outcome is o.ReceptionOutcome.CANCELLED and report.confirmed_pages == 0
    assert o.PageDropped(1) in house.told and modem.record.pages == []
    assert "MCF" not in [frame.name for frame in modem.record.frames]


@pytest.mark.parametrize("forgets", [True, False], ids=["text in the data", "DLE CAN"])
def test_a_caller_who_drops_mid_page_leaves_only_what_was_confirmed(tmp_path, forgets):
    report, house, _ = received(
        tmp_path,
        [drawn(1), drawn(2, height=900)],
        FarEnd(ecm=False, hang_up="in:page:2"),
        defects=Defects(forgets_end_of_data=forgets),
    )
    assert (report.outcome, report.confirmed_pages) == (o.ReceptionOutcome.INCOMPLETE, 1)
    assert [page.number for page in house.pages] == [1]


def test_without_error_correction_if_so_ordered(tmp_path):
    report, _, modem = received(tmp_path, [drawn(1)], FarEnd(), ecm=False)
    assert report.outcome is o.ReceptionOutcome.RECEIVED and not report.ecm and not modem.record.ecm


def test_what_a_watcher_raises_comes_up_after_the_call_was_ended(tmp_path):
    class HouseIsOnFireError(Exception):
        pass

    house = House()

    def watch(event: o.ReceptionEvent) -> None:
        if isinstance(event, o.PageArriving):
            raise HouseIsOnFireError

    house.watch = watch
    with Class2CalledPort(tmp_path, draft=False) as port:
        line = Class2Line(port.path, SystemClock())
        with pytest.raises(HouseIsOnFireError):
            receive(port, line, tiff_of(tmp_path, [drawn(1)]), FarEnd(ecm=False), house)
        assert line.health().state is HealthState.OK and not port.state()["off_hook"]
        line.close()


def test_the_modem_is_told_that_it_may_receive_and_what(tmp_path):
    _, _, modem = received(tmp_path, [drawn(1)], FarEnd())
    told = modem.commands
    assert "AT+FCR=1" in told and "AT+FCC=1,5,2,2,3,1,0,0" in told and "AT+VCID=1" in told and "AT+FAP=1,1,1" in told
    assert told.index("AT+FCLASS=2.0") < told.index("AT+FCR=1") < told.index("ATA")


def test_the_chosen_line_receives_on_a_modem_without_class_1(tmp_path):
    house, sent = House(), [drawn(1)]
    with Class2CalledPort(tmp_path, draft=False) as port:
        line = open_line(port.path, SystemClock())
        report = receive(port, line, tiff_of(tmp_path, sent), FarEnd(), house)
        line.close()
    assert report.outcome is o.ReceptionOutcome.RECEIVED and whole(house, sent) == [True]


def test_a_modem_unplugged_in_a_call_has_its_outcome(tmp_path):
    house = House()
    with Class2CalledPort(tmp_path, draft=False) as port:
        keep = house.keep

        def keep_and_unplug(page) -> None:
            keep(page)
            threading.Thread(target=port.unplug).start()
            house.ringing.wait(0.3)

        house.keep = keep_and_unplug
        line = Class2Line(port.path, SystemClock())
        report = receive(port, line, tiff_of(tmp_path, [drawn(1)]), FarEnd(ecm=False), house)
        assert line.health().state is HealthState.ABSENT
    assert (report.outcome, report.confirmed_pages) == (o.ReceptionOutcome.MODEM_FAILED, 0)


@pytest.mark.real_time
@pytest.mark.parametrize("ecm", [False, True], ids=["plain", "error correction"])
@pytest.mark.parametrize("name", SWITCHES)
def test_each_switch_of_a_caller_alone(tmp_path, name, ecm):
    """Delivered bit for bit, or the right outcome; and never a page which the caller believes here and is not."""
    sent = [drawn(1, height=500), drawn(2, height=500)]
    far_end = replace(FarEnd(ident=IDENT, ecm=ecm), **SWITCHES[name])
    report, house, modem = received(tmp_path, sent, far_end)
    here = {page.number for page in house.pages if same(page, sent[page.number - 1])}
    assert {page.number for page in modem.record.pages} <= here, report.detail
    if name.startswith("gone"):
        assert report.outcome in (o.ReceptionOutcome.INCOMPLETE, o.ReceptionOutcome.CALLER_GONE)
    else:
        assert (report.outcome, here) == (o.ReceptionOutcome.RECEIVED, {1, 2}), report.detail
