"""The Class 1 dialogue: a reception, frames or data broken off, and a modem that does not heed it (T.31 8.3.3)."""

from __future__ import annotations

from kiosk.fax import primitives as p
from kiosk.fax.t31 import T31, Class1Habits
from kiosk.fax.t31_table import PATIENCE_MS, State
from tests.hw_doubles.t30_letters import frame
from tests.unit.fax.test_t31 import QUICK, V17_14400, sending, told, written


def test_a_silent_reception_is_broken_off_by_a_character():
    modem = T31(QUICK)
    modem.perform(p.ReceiveFrame(), 0)
    written(modem)
    modem.perform(p.BreakOff(), 3_000)
    assert written(modem, 3_000) == b"\x18"
    assert told(modem, b"\r\nOK\r\n", 3_010) == [p.BrokenOff()]


def test_a_character_that_is_not_heeded_is_repeated_and_then_given_up():
    modem = T31(QUICK)
    modem.perform(p.Dial("1"), 0)
    written(modem)
    modem.perform(p.BreakOff(), 0)
    assert [modem.tick(700), modem.tick(1_400)] == [[], []]
    assert written(modem) == b"\x18AT\rAT\r"  # in command state already, a modem answers a command only
    assert modem.tick(2_100) == [p.ModemSilent("break of ATDT1")]
    assert modem.state is State.READY


def test_a_modem_that_meets_every_break_with_another_frame_is_given_up_too():
    modem, frame_without_verdict = T31(QUICK), b"\r\nCONNECT\r\n\xff\x13\x10\x03"
    modem.perform(p.ReceiveFrame(), 0)
    for given_up in ([], [], [], [p.ModemSilent("AT+FRH=3")]):
        told(modem, frame_without_verdict)
        assert modem.tick(10_000) == given_up


def test_breaking_off_what_is_at_rest_is_done_at_once():
    assert T31(QUICK).perform(p.BreakOff(), 0) == [p.BrokenOff()]


def test_frames_under_way_are_let_out_before_the_break():
    modem = T31(QUICK)
    modem.perform(p.SendFrames((b"\xff\x13",)), 0)
    told(modem, b"CONNECT\r\n")
    modem.perform(p.BreakOff(), 100)
    assert told(modem, b"OK\r\n", 1_200) == [p.Sent(), p.BrokenOff()]


def test_a_break_during_the_silence_sends_nothing_more():
    modem = T31(Class1Habits())
    modem.perform(p.SendFrames((b"\xff\x13",)), 0)
    written(modem)
    modem.perform(p.BreakOff(), 10)
    assert told(modem, b"OK\r\n", 70)[-1] == p.BrokenOff() and written(modem) == b""


def test_data_are_cut_short_by_a_break_and_end_properly():
    modem = sending(b"\x10" * 100_000)
    first = written(modem, 0)
    modem.perform(p.BreakOff(), 50)
    assert written(modem, 60) == b"\x10\x03" and first.count(b"\x10") % 2 == 0
    assert told(modem, b"OK\r\n", 1_700)[-1] == p.BrokenOff()


def test_a_break_before_connect_sends_no_data():
    modem = T31(QUICK)
    modem.perform(p.SendData(V17_14400, True, b"page"), 0)
    written(modem)
    modem.perform(p.BreakOff(), 5)
    told(modem, b"CONNECT\r\n", 10)
    assert written(modem, 10) == b"\x10\x03"


def test_a_frame_under_way_is_heard_out_for_a_while():
    modem = T31(QUICK)
    modem.perform(p.ReceiveFrame(), 0)
    written(modem)
    told(modem, b"CONNECT\r\n", 1_000)
    modem.perform(p.BreakOff(), 1_100)
    assert written(modem, 1_100) == b""
    mcf = frame("MCF")
    assert told(modem, mcf + b"\x10\x03OK\r\n", 1_300) == [p.FrameReceived(mcf, True), p.BrokenOff()]


def test_a_frame_that_does_not_end_is_broken_off():
    modem = T31(QUICK)
    modem.perform(p.ReceiveFrame(), 0)
    written(modem)
    told(modem, b"CONNECT\r\n\xff", 1_000)
    assert modem.tick(1_000 + PATIENCE_MS[State.RECEIVING_FRAME]) == []
    assert written(modem, 8_000) == b"\x18"
    assert told(modem, b"OK\r\n", 8_010) == [p.BrokenOff()]
