"""The Class 1 dialogue: stuffing, result codes, time-outs (T.31)."""

from __future__ import annotations

import pytest

from kiosk.fax import primitives as p
from kiosk.fax.modulations import LADDER
from kiosk.fax.t31 import T31, Class1Habits
from kiosk.fax.t31_octets import Inbox, Result, result_of, stuff
from kiosk.fax.t31_table import PATIENCE_MS, State
from tests.hw_doubles.t30_letters import frame

V17_14400, V27_2400 = LADDER[0], LADDER[-1]
QUICK = Class1Habits(silence_after_reception_10ms=0, silence_after_frames_10ms=0, silence_after_data_10ms=0)


def told(modem: T31, octets: bytes, now_ms: int = 0) -> list[p.Indication]:
    return modem.receive(octets, now_ms)


def written(modem: T31, now_ms: int = 0) -> bytes:
    """All that the modem wants written now."""
    out = b""
    while octets := modem.to_write(now_ms):
        out += octets
        modem.wrote(len(octets))
    return out


def sending(octets: bytes, modulation=V17_14400, short=True) -> T31:
    modem = T31(QUICK)
    modem.perform(p.SendData(modulation, short, octets), 0)
    assert written(modem) == f"AT+FTM={modulation.short_code if short else modulation.long_code}\r".encode()
    told(modem, b"\r\nCONNECT\r\n")
    return modem


# ---- dial strings (B1, K5) ----


@pytest.mark.parametrize("number", ["", "1;H", "12 34", "+86", "1\rATZ", "٣", "110W", "1\n"])
def test_a_dial_string_with_anything_but_dial_characters_is_refused(number):
    modem = T31(Class1Habits())
    with pytest.raises(ValueError, match="dial string"):
        modem.perform(p.Dial(number), 0)
    assert modem.to_write(0) == b""


def test_a_validated_number_is_dialled_as_it_is():
    modem = T31(Class1Habits())
    modem.perform(p.Dial("9,0571*88#"), 0)
    assert written(modem) == b"ATDT9,0571*88#\r"


# ---- octets ----


def test_dle_is_doubled_on_the_way_out():
    assert stuff(b"a\x10b\x10\x10") == b"a\x10\x10b\x10\x10\x10\x10"


def test_dle_is_read_back_in_all_its_forms():
    inbox = Inbox()
    inbox.add(b"a\x10\x10b\x10\x1ac\x10\x42d\x10")
    assert inbox.next_data() is None
    inbox.add(b"\x03rest\r\n")
    assert inbox.next_data() == b"a\x10b\x10\x10cd"
    assert inbox.next_line() == "rest"


def test_noise_without_end_fills_no_memory():
    inbox = Inbox()
    inbox.add(b"x" * 5000)
    assert inbox.next_line() is None
    inbox.add(b"\r\nOK\r\n")
    assert inbox.next_line() == "OK"
    inbox.add(b"y" * 5000 + b"\x10\x03")
    data = inbox.next_data()
    assert data is not None and len(data) == 1024


@pytest.mark.parametrize(
    ("line", "result"),
    [
        ("ok", Result.OK),
        ("CONNECT 14400", Result.CONNECT),
        ("NO  CARRIER", Result.NO_CARRIER),
        ("FCERROR", Result.WRONG_CARRIER),
        ("+FRH:3", Result.WRONG_CARRIER),
        ("BLACKLISTED", Result.BARRED),
        ("RING", None),
        ("AT+FTM=?", None),
    ],
)
def test_result_codes_in_all_their_spellings(line, result):
    assert result_of(line) is result


# ---- the dialogue ----


def test_two_frames_go_out_in_one_carrier_each_after_its_connect():
    modem = T31(QUICK)
    modem.perform(p.SendFrames((b"\xff\x03\x10", b"\xff\x13\x41")), 0)
    assert written(modem) == b"AT+FTH=3\r"
    told(modem, b"\r\nCONNECT\r\n")
    assert written(modem) == b"\xff\x03\x10\x10\x10\x03"
    told(modem, b"\r\nCONNECT\r\n")
    assert written(modem) == b"\xff\x13\x41\x10\x03"
    assert told(modem, b"\r\nOK\r\n") == [p.Sent()]


def test_ok_before_the_last_frame_is_a_refusal():
    modem = T31(QUICK)
    modem.perform(p.SendFrames((b"\xff\x03", b"\xff\x13")), 0)
    told(modem, b"\r\nCONNECT\r\n")
    assert told(modem, b"\r\nOK\r\n") == [p.CommandRefused("AT+FTH=3", "OK")]


def test_the_silence_of_the_turn_is_the_modems_and_depends_on_what_went_before():
    modem = T31(Class1Habits(silence_after_reception_10ms=4, silence_after_frames_10ms=7, silence_after_data_10ms=2))
    modem.perform(p.SendFrames((b"\xff\x13",)), 0)
    assert written(modem) == b"AT+FTS=4\r"
    told(modem, b"OK\r\nCONNECT\r\nOK\r\n")
    modem.perform(p.SendData(V17_14400, False, b"\0"), 0)
    assert written(modem).endswith(b"AT+FTS=7\r")
    told(modem, b"OK\r\nCONNECT\r\n")
    written(modem)
    told(modem, b"OK\r\n")
    modem.perform(p.SendFrames((b"\xff\x13",)), 0)
    assert written(modem) == b"AT+FTS=2\r"


@pytest.mark.parametrize(("modulation", "silence"), [(LADDER[0], b"1"), (LADDER[4], b"4"), (LADDER[-1], b"4")])
def test_after_v29_and_v27ter_the_silence_may_differ(modulation, silence):
    modem = T31(Class1Habits(silence_after_data_10ms=1, silence_after_v29_10ms=4, silence_after_reception_10ms=0))
    modem.perform(p.SendData(modulation, True, b"\0"), 0)
    written(modem)
    told(modem, b"\r\nCONNECT\r\n")
    written(modem)
    told(modem, b"\r\nOK\r\n")
    modem.perform(p.SendFrames((b"\xff\x13",)), 0)
    assert written(modem) == b"AT+FTS=" + silence + b"\r"


def test_a_modem_without_fts_goes_on_at_once():
    modem = T31(Class1Habits())
    modem.perform(p.SendFrames((b"\xff\x13",)), 0)
    written(modem)
    told(modem, b"\r\nERROR\r\n")
    assert written(modem) == b"AT+FTH=3\r"


def test_a_good_frame_is_passed_on_with_its_fcs():
    modem = T31(QUICK)
    modem.perform(p.ReceiveFrame(), 0)
    mcf = frame("MCF")
    assert told(modem, b"\r\nCONNECT\r\n") == [p.FrameBegan()]
    assert told(modem, mcf + b"\x10\x03\r\nOK\r\n") == [p.FrameReceived(mcf, True)]


@pytest.mark.parametrize(("answer", "good"), [(b"ERROR", False), (b"NO CARRIER", True)])
def test_the_verdict_on_a_frame_is_the_modems_and_else_the_fcs(answer, good):
    modem = T31(QUICK)
    modem.perform(p.ReceiveFrame(), 0)
    mcf = frame("MCF")
    assert told(modem, b"CONNECT\r\n" + mcf + b"\x10\x03" + answer + b"\r\n")[-1] == p.FrameReceived(mcf, good)


def test_an_ok_with_a_wrong_fcs_is_believed_only_of_a_modem_that_never_passed_a_true_one():
    modem, verdicts = T31(QUICK), []
    true, wrong = frame("CSI"), frame("MCF")[:-1] + b"\x77"
    for octets in (wrong, true, wrong):
        modem.perform(p.ReceiveFrame(), 0)
        verdicts.append(told(modem, b"CONNECT\r\n" + octets + b"\x10\x03\r\nOK\r\n")[-1].good)
    assert verdicts == [True, True, False]


def test_a_command_gives_its_lines_and_its_end():
    modem = T31(QUICK)
    modem.perform(p.Command("ATI"), 0)
    assert told(modem, b"ATI\r\r\nBrand\r\nModel\r\n\r\nOK\r\n") == [p.Answered("ATI", ("ATI", "Brand", "Model"), True)]
    modem.perform(p.Command("AT+X"), 0)
    assert told(modem, b"\r\nERROR\r\n") == [p.Answered("AT+X", (), False)]


# ---- data ----


def test_data_run_ahead_of_the_line_but_not_far():
    modem = sending(bytes(100_000))
    ahead = len(written(modem, 0))
    assert 0.8 * 1800 <= ahead <= 1.5 * 1800
    later = len(written(modem, 2_000))
    assert abs(later - 3600) <= 256


def test_all_data_and_the_end_mark_go_out_and_are_told_once():
    data = bytes(range(256)) * 20
    modem = sending(data)
    out, now_ms, tellings = b"", 0, []
    while not tellings:
        octets = modem.to_write(now_ms)
        out += octets
        tellings += [i for i in modem.wrote(len(octets)) if isinstance(i, p.DataHandedOver)]
        now_ms = modem.deadline_ms or 0
        modem.tick(now_ms)
    assert out == stuff(data) + b"\x10\x03"
    assert modem.wrote(0) == []
    assert told(modem, b"\r\nOK\r\n", now_ms) == [p.Sent()]


def test_progress_is_what_is_on_the_line_not_what_the_port_holds():
    modem = sending(bytes(100_000))
    written(modem, 0)
    assert modem.tick(600) == []
    assert modem.tick(1_142) == [p.DataProgress(1_800)]  # one second after the short training


def test_ok_in_the_middle_of_data_is_a_refusal():
    modem = sending(bytes(100_000))
    written(modem, 0)
    assert told(modem, b"\r\nOK\r\n", 100) == [p.CommandRefused("AT+FTM=146", "OK")]
    assert not modem.sending_data


def test_a_port_that_takes_nothing_is_given_up():
    modem = sending(b"\0" * 1800)
    assert modem.deadline_ms is not None
    assert modem.tick(30_000) == [p.ModemSilent("AT+FTM=146")]


def test_a_modem_with_a_short_write_ahead_waits_for_the_training():
    modem = T31(Class1Habits(silence_after_reception_10ms=0, write_ahead_ms=200))
    modem.perform(p.SendData(V17_14400, False, bytes(2700)), 0)
    written(modem)
    told(modem, b"CONNECT\r\n")
    assert written(modem, 0) == b"" and (modem.deadline_ms or 0) > 1_000


def test_every_waiting_state_has_a_measure():
    measured = set(PATIENCE_MS) | {State.READY, State.SENDING_DATA}
    assert measured == set(State)


def test_slow_data_have_time_in_proportion():
    modem = sending(bytes(3_000), V27_2400)
    for now_ms in range(0, 11_000, 100):  # ten seconds of data, one of training
        written(modem, now_ms)
        modem.tick(now_ms)
    assert p.ModemSilent("AT+FTM=24") not in modem.tick(18_000)  # and some slack
    assert p.ModemSilent("AT+FTM=24") in modem.tick(19_000)


def test_a_modem_that_takes_no_more_data_hangs_and_the_rest_of_the_page_is_not_waited_for():
    """K2: noticed within 30 s, whatever the length of the page."""
    modem = sending(bytes(200_000), V27_2400)
    for now_ms in range(0, 5_000, 100):
        written(modem, now_ms)
    assert modem.to_write(6_000) != b""  # the port is full
    assert p.ModemSilent("AT+FTM=24") not in modem.tick(12_000)
    assert modem.tick(14_500) == [p.ModemSilent("AT+FTM=24")]
