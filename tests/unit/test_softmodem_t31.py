"""The soft modem talks T.31 as a Class 1 modem does, and libspandsp's traps are walled off. Virtual time, no port."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hw_doubles.softmodem import FarEnd, FarEndKind, HangUpSign, Line
from tests.hw_doubles.softmodem.spandsp import CallEvent, RxMode
from tests.hw_doubles.softmodem.t31 import T31Modem
from tests.hw_doubles.softmodem.virtual import VirtualDte

TSI = bytes.fromhex("ff0343") + b"9999 0078 175 68+".ljust(20)
DCS = bytes.fromhex("ff138300a278")  # V.17 14400, MR, standard, A4, 0 ms (T.30 table 2, octets as they are sent)
END = b"\x10\x03"
TCF_OCTETS = 14400 * 3 // 2 // 8  # 1.5 s of zeros (T.30 5.3.1)


@pytest.fixture
def dte(tmp_path: Path) -> Iterator[VirtualDte]:
    """A modem that is in Class 1, its echo off."""
    dte = VirtualDte(tmp_path)
    dte.command("ATE0")
    dte.command("AT+FCLASS=1")
    yield dte
    dte.close()


def hear_dis(dte: VirtualDte) -> bytes:
    """Dial and take CSI and DIS; returns the DIS frame with its FCS."""
    assert dte.command("ATDT057188001234", b"CONNECT\r\n").endswith(b"CONNECT\r\n")
    frame = dte.until(b"OK\r\n")
    while not frame.startswith(b"\xff\x13"):
        frame = dte.command("AT+FRH=3").split(b"CONNECT\r\n")[1]
    return frame.split(END)[0]


def send_dcs(dte: VirtualDte) -> None:
    dte.command("AT+FTS=7")
    assert dte.command("AT+FTH=3", b"CONNECT\r\n").endswith(b"CONNECT\r\n")
    for frame, answer in ((TSI, b"CONNECT\r\n"), (DCS, b"OK\r\n")):
        dte.write(frame + END)
        dte.until(answer)


def test_the_modem_names_itself_and_its_classes(dte: VirtualDte) -> None:
    assert b"spandsp" in dte.command("ATI")
    assert dte.command("AT+FCLASS=?") == b"\r\n0,1,1.0\r\n\r\nOK\r\n"
    assert dte.command("AT+FCLASS?") == b"\r\n1\r\n\r\nOK\r\n"
    assert dte.command("AT+FTH=?") == b"\r\n3\r\n\r\nOK\r\n"
    assert b"24,48,72,73,74,96,97,98,121,122,145,146" in dte.command("AT+FTM=?")
    assert dte.command("ATI9") == b"\r\nERROR\r\n"


def test_the_state_that_the_double_reads_is_the_librarys_own(dte: VirtualDte) -> None:
    dte.command("ATS7=45")
    assert dte.exchange.modem.answer_wait_s == 45
    assert dte.exchange.modem.mode is RxMode.ONHOOK_COMMAND
    assert dte.exchange.modem.is_fax_class
    hear_dis(dte)
    dte.command("AT+FTH=3", b"CONNECT\r\n")
    assert dte.exchange.modem.mode is RxMode.HDLC


@pytest.mark.parametrize(
    ("far_end", "line", "answer"),
    [
        (FarEnd(kind=FarEndKind.BUSY), Line(), b"\r\nBUSY\r\n"),
        (FarEnd(kind=FarEndKind.NO_ANSWER), Line(), b"\r\nNO ANSWER\r\n"),
        (FarEnd(), Line(dial_tone=False), b"\r\nNO DIALTONE\r\n"),
        (FarEnd(kind=FarEndKind.VOICE), Line(), b"\r\nNO CARRIER\r\n"),
        (FarEnd(kind=FarEndKind.SILENCE), Line(), b"\r\nNO CARRIER\r\n"),
    ],
)
def test_a_call_that_finds_no_fax_ends_with_the_right_result_code(
    dte: VirtualDte, far_end: FarEnd, line: Line, answer: bytes
) -> None:
    dte.exchange.default, dte.exchange.line = far_end, line
    dte.command("ATS7=30")
    assert dte.command("ATDT110", b"\r\n") == answer
    assert dte.exchange.call is None
    assert dte.command("AT") == b"\r\nOK\r\n"


def test_a_fax_answers_with_its_identification_and_a_good_frame_check(dte: VirtualDte) -> None:
    assert dte.command("ATDT1", b"CONNECT\r\n") == b"\r\nCONNECT\r\n"
    csi = dte.until(b"OK\r\n").split(END)[0]
    assert csi[:3] == b"\xff\x03\x40"
    assert csi[3:23][::-1] == b"   +86 571 8800 1234"[-20:]
    dis = dte.command("AT+FRH=3").split(b"CONNECT\r\n")[1].split(END)[0]
    assert dis[:3] == b"\xff\x13\x80"
    assert frame_check(csi) == frame_check(dis) == 0xF0B8  # what a CRC of T.30 5.3.7 leaves over frame and FCS


@pytest.mark.parametrize(
    ("far_end", "bits"),
    [
        (FarEnd(), {11, 12, 14, 15, 20, 27}),
        (FarEnd(ecm=False), {11, 12, 14, 15, 20}),
        (FarEnd(modems=("V.29", "V.27ter")), {11, 12, 15, 20, 27}),
        (FarEnd(modems=("V.27ter",)), {12, 15, 20, 27}),
        (FarEnd(resolutions=("standard",)), {11, 12, 14, 20, 27}),
        (FarEnd(lengths=("A4",)), {11, 12, 14, 15, 27}),
    ],
)
def test_a_far_end_declares_in_its_dis_what_it_was_set_to(dte: VirtualDte, far_end: FarEnd, bits: set[int]) -> None:
    dte.exchange.default = far_end
    fields = hear_dis(dte)[3:]
    shown = {8 * n + bit + 1 for n, octet in enumerate(fields) for bit in range(8) if octet >> bit & 1}
    assert shown & {11, 12, 13, 14, 15, 19, 20, 27} == bits  # T.30 table 2: modems, fine, length, ECM


def frame_check(octets: bytes) -> int:
    """CRC-16 of ISO/IEC 13239, least significant bit first."""
    remainder = 0xFFFF
    for octet in octets:
        remainder ^= octet
        for _ in range(8):
            remainder = (remainder >> 1) ^ (0x8408 if remainder & 1 else 0)
    return remainder


def test_a_training_check_sent_octet_by_octet_is_confirmed(dte: VirtualDte) -> None:
    hear_dis(dte)
    send_dcs(dte)
    dte.command("AT+FTS=8")
    dte.command("AT+FTM=145", b"CONNECT\r\n")
    dte.write(bytes(TCF_OCTETS) + END)
    dte.until(b"OK\r\n")
    answer = dte.command("AT+FRH=3")
    assert b"\xff\x13\x84" in answer
    assert dte.exchange.call is not None
    assert dte.exchange.call.talk.counts["TCF"] == 1


def test_more_than_the_modem_can_hold_waits_and_nothing_is_lost(dte: VirtualDte) -> None:
    hear_dis(dte)
    dte.command("AT+FTM=24", b"CONNECT\r\n")
    dte.write(bytes(6000) + END + b"AT+FCLASS?\r")  # 20 s at 2400 bit/s, more than its buffer of 4096
    assert not dte.exchange.modem.ready_for_more
    began_ms = dte.now_ms
    assert b"\r\n1\r\n" in dte.until(b"OK\r\n", limit_s=40)
    assert dte.now_ms - began_ms >= 6000 * 8 / 2400 * 1000 * 0.45  # the rest was already inside


def test_the_line_feed_after_a_command_is_neither_data_nor_a_break(dte: VirtualDte) -> None:
    hear_dis(dte)
    dte.write(b"AT+FRH=3\r\n")
    dte.run(1000)
    assert bytes(dte.heard) == b""  # a break would have said OK
    dte.write(b"\x18")
    assert dte.until(b"OK\r\n") == b"\r\nOK\r\n"


class OffHookModem:
    """A bare modem in command state on a leased wire, with what it has said."""

    def __init__(self) -> None:
        self.said = bytearray()
        modem = T31Modem(self.said.extend, lambda _: None, *(lambda: None,) * 3)
        self.feed, self.transmit, self.receive = modem.feed, modem.transmit, modem.receive
        self.feed(b"ATE0\rAT+FCLASS=1\rAT+FAR=1\rATDT1\r")
        modem.network(CallEvent.CONNECTED)
        self.feed(b"\x18")


def talk(one: OffHookModem, other: OffHookModem, ms: int) -> None:
    for _ in range(ms // 20):
        here, there = one.transmit(), other.transmit()
        one.receive(there)
        other.receive(here)


def test_a_receiver_asked_for_twice_running_hears_v21_the_second_time_too() -> None:
    sender, receiver = OffHookModem(), OffHookModem()
    sender.feed(b"AT+FTM=96\r")
    receiver.feed(b"AT+FRM=96\r")
    sender.feed(bytes(1200) + END)
    talk(sender, receiver, 2000)
    assert receiver.said.endswith(b"NO CARRIER\r\n")
    receiver.feed(b"AT+FRM=96\r")
    sender.feed(b"AT+FTH=3\r")
    sender.feed(DCS + END)
    talk(sender, receiver, 3000)
    assert b"+FRH:3\r\n\r\nCONNECT\r\n" + DCS in receiver.said


def test_a_character_while_it_dials_aborts_the_call(dte: VirtualDte) -> None:
    dte.exchange.default = FarEnd(rings=5)
    dte.write(b"ATDT1\r")
    dte.run(3000)
    dte.write(b"\x18")
    assert dte.until(b"\r\n") == b"\r\nNO CARRIER\r\n"
    assert dte.exchange.calls[-1].outcome == "aborted"
    assert dte.command("AT") == b"\r\nOK\r\n"


def test_a_data_call_finds_no_carrier_within_s7(dte: VirtualDte) -> None:
    dte.command("AT+FCLASS=0")
    dte.command("ATS7=15")
    assert dte.command("ATDT1", b"NO CARRIER\r\n") == b"\r\nNO CARRIER\r\n"
    assert dte.exchange.call is None


def test_a_number_dialled_for_a_handset_leaves_the_line_open_and_the_modem_in_command_state(dte: VirtualDte) -> None:
    dte.command("AT+FCLASS=0")
    dte.exchange.default = FarEnd(kind=FarEndKind.VOICE)
    assert dte.command("ATDT1;") == b"\r\nOK\r\n"
    dte.run(5000)
    assert dte.command("AT") == b"\r\nOK\r\n"
    assert dte.exchange.call is not None
    assert dte.command("ATH") == b"\r\nOK\r\n"
    assert dte.exchange.calls[-1].hung_up_by == "kiosk"


def test_characters_right_behind_the_dial_command_do_not_abort_it(dte: VirtualDte) -> None:
    dte.write(b"ATDT1\r\n\n")
    dte.run(200)
    assert dte.exchange.call is not None


@pytest.mark.parametrize("sign", list(HangUpSign))
def test_a_far_end_that_hangs_up_shows_as_the_line_is_set_to_show_it(dte: VirtualDte, sign: HangUpSign) -> None:
    dte.exchange.default = FarEnd(hang_up="after:DIS")
    dte.exchange.line = Line(hang_up_sign=sign)
    hear_dis(dte)
    dte.write(b"AT+FRH=3\r")
    dte.run(4000)
    assert (b"NO CARRIER" in dte.heard) is (sign is HangUpSign.NO_CARRIER)
    if sign is not HangUpSign.NO_CARRIER:
        assert bytes(dte.heard) == b""
        dte.write(b"\x18")
        dte.until(b"OK\r\n")
    dte.heard.clear()
    assert dte.command("ATH") == b"\r\nOK\r\n"
    assert dte.exchange.call is None


def test_a_modem_that_is_sending_notices_the_hang_up_only_when_it_is_done(dte: VirtualDte) -> None:
    dte.exchange.default = FarEnd(hang_up="in:TCF")
    hear_dis(dte)
    send_dcs(dte)
    dte.command("AT+FTS=8")
    dte.command("AT+FTM=145", b"CONNECT\r\n")
    dte.write(bytes(TCF_OCTETS))
    dte.run(4000)
    assert bytes(dte.heard) == b""
    dte.write(END)
    assert dte.until(b"\r\n") == b"\r\nOK\r\n"
    assert dte.command("AT+FRH=3", b"NO CARRIER\r\n") == b"\r\nNO CARRIER\r\n"
