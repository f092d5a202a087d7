"""Somebody calls the soft modem: RING, caller identification, ATA, an independent sender, in virtual time (B9)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.hw_doubles.softmodem import FarEnd, FarEndKind
from tests.hw_doubles.softmodem.virtual import VirtualDte

CALLER = "057187009999"
CSI = bytes.fromhex("ff0340") + b"+86 571 1".ljust(20)[::-1]
DIS = bytes.fromhex("ff1380") + bytes.fromhex("00ee70")  # V.27ter, V.29, V.17; receiver, fine, MR, A4, 0 ms
CFR, MCF = bytes.fromhex("ff1384"), bytes.fromhex("ff138c")
END, CONNECT, OK, NO_CARRIER = b"\x10\x03", b"CONNECT\r\n", b"OK\r\n", b"NO CARRIER\r\n"


@pytest.fixture
def dte(tmp_path: Path) -> Iterator[VirtualDte]:
    dte = VirtualDte(tmp_path)
    for command in ("ATE0", "AT+FCLASS=1", "AT+VCID=1"):
        dte.command(command)
    yield dte
    dte.close()


@pytest.fixture
def tiff(tmp_path: Path) -> Path:
    path = tmp_path / "document.tif"
    Image.new("1", (1728, 300), 1).save(path, compression="group4", dpi=(204, 98))
    return path


def send_frames(dte: VirtualDte, *frames: bytes) -> None:
    for number, frame in enumerate(frames, 1):
        dte.write(frame.replace(b"\x10", b"\x10\x10") + END)
        dte.until(OK if number == len(frames) else CONNECT)


def hear(dte: VirtualDte, code: int) -> bytes:
    """Frames up to the one with this FCF."""
    while True:
        frame = dte.command("AT+FRH=3", OK).split(CONNECT)[1]
        if frame[2] == code:
            return frame


def answer_with(dte: VirtualDte, frame: bytes) -> None:
    dte.command("AT+FTS=7")
    dte.command("AT+FTH=3", CONNECT)
    send_frames(dte, frame)


def take_data(dte: VirtualDte, code: int) -> bytes:
    dte.command(f"AT+FRM={code}", CONNECT)
    return dte.until(NO_CARRIER).split(END)[0]


def test_each_ring_is_told_and_the_caller_before_the_first(dte: VirtualDte, tiff: Path) -> None:
    dte.exchange.call_in(tiff, CALLER, FarEnd())
    dte.run(100)
    assert bytes(dte.heard).split() == [b"DATE=1118", b"TIME=0930", b"NMBR=057187009999", b"RING"]
    dte.heard.clear()
    dte.run(5_000)
    assert bytes(dte.heard).split() == [b"RING"]
    assert dte.exchange.on_hook and not dte.exchange.calls[0].finished


def test_a_caller_whom_nobody_answers_gives_up(dte: VirtualDte, tiff: Path) -> None:
    dte.exchange.call_in(tiff, CALLER, FarEnd(gives_up_after_rings=2))
    dte.run(20_000)
    record = dte.exchange.calls[0]
    assert (record.outcome, record.rings, record.hung_up_by, dte.exchange.call) == ("not_answered", 2, "far", None)


def test_ath_does_not_end_a_call_that_only_rings_and_dialling_meets_it(dte: VirtualDte, tiff: Path) -> None:
    dte.exchange.call_in(tiff, CALLER, FarEnd())
    dte.run(100)
    dte.command("ATH")
    assert dte.exchange.call is not None
    dte.command("ATDT110", b"\r\n")
    assert dte.exchange.calls[0].outcome == "glare"


def test_a_sender_trains_sends_its_page_and_believes_it_delivered(dte: VirtualDte, tiff: Path) -> None:
    dte.exchange.call_in(tiff, CALLER, FarEnd(ident="+86 571 8700 9999", ecm=False))
    dte.run(100)
    dte.command("ATA", CONNECT)
    send_frames(dte, CSI, DIS)
    hear(dte, 0x83)
    tcf = take_data(dte, 145)
    assert tcf.count(0) > 2_000
    answer_with(dte, CFR)
    page = take_data(dte, 146)
    assert len(page) > 100
    hear(dte, 0x2F)
    answer_with(dte, MCF)
    hear(dte, 0xFB)
    dte.command("ATH")
    record = dte.exchange.calls[0]
    assert record.incoming and record.delivered and [page.number for page in record.pages] == [1]
    names = [signal.name for signal in record.signals if signal.name != "CNG"]
    assert names == ["CED", "CSI+DIS", "TSI+DCS", "TCF", "CFR", "page 1", "EOP", "MCF", "DCN"]
    assert record.ident == "+86 571 1"


@pytest.mark.parametrize("kind", [FarEndKind.VOICE, FarEndKind.SILENCE])
def test_a_caller_that_is_no_fax_answers_no_command(dte: VirtualDte, tiff: Path, kind: FarEndKind) -> None:
    dte.exchange.call_in(tiff, CALLER, FarEnd(kind=kind))
    dte.run(100)
    dte.command("ATA", CONNECT)
    send_frames(dte, CSI, DIS)
    dte.write(b"AT+FRH=3\r")
    dte.run(4_000)
    assert b"\xff" not in dte.heard
    assert dte.exchange.calls[0].completion == ""


def test_a_line_in_use_takes_no_second_caller(dte: VirtualDte, tiff: Path) -> None:
    dte.exchange.call_in(tiff, CALLER, FarEnd())
    with pytest.raises(ValueError, match="in use"):
        dte.exchange.call_in(tiff, CALLER, FarEnd())
