"""The telephone world is real: two independent fax terminals talk through the exchange, in virtual time.

Proves the double itself (B6, B7 rest on it): pages arrive bit for bit, and every fault switch does on the line what its
name says, seen from both ends. No kiosk code is involved.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.hw_doubles.softmodem import CallRecord, FarEnd, FarEndKind, HangUpSign, Line
from tests.hw_doubles.softmodem.spandsp import CallEvent
from tests.hw_doubles.softmodem.virtual import call_by_machine

NO_ECM_SENDER = FarEnd(ident="+86 571 8700 9999", ecm=False)
ECM_SENDER = FarEnd(ident="+86 571 8700 9999", ecm=True)


def drawn_page(turned: bool = False) -> Image.Image:
    """A4 at standard resolution with slanted lines: no row is like the next."""
    page = Image.new("1", (1728, 1143), 1)
    pen = ImageDraw.Draw(page)
    for at in range(0, 1000, 80):
        pen.line((at, at, 1700 - at, 900), fill=0, width=3)
    return page.rotate(180) if turned else page


PAGES = (drawn_page(), drawn_page(turned=True))


@pytest.fixture
def document(tmp_path: Path) -> Path:
    tiff = tmp_path / "document.tif"
    PAGES[0].save(tiff, compression="group4", dpi=(204, 98), save_all=True, append_images=[PAGES[1]])
    return tiff


def arrived(record: CallRecord) -> list[bool]:
    """For each page received: is it the one that was sent, bit for bit?"""
    return [got.tobytes() == sent.tobytes() for got, sent in zip(record.images(), PAGES, strict=False)]


def said(record: CallRecord) -> str:
    """The conversation in one line, ``>`` from the caller, ``<`` from the far end, without CNG."""
    marks = {"kiosk": ">", "far": "<"}
    return " ".join(marks[s.party] + s.name for s in record.signals if s.name != "CNG")


@pytest.mark.parametrize(
    ("far_end", "own", "bit_rate", "coding"),
    [
        (FarEnd(), NO_ECM_SENDER, 14400, "MR"),
        (FarEnd(), ECM_SENDER, 14400, "MMR"),
        (FarEnd(ecm=False), ECM_SENDER, 14400, "MR"),
        (FarEnd(modems=("V.29",), codings=("MH",)), NO_ECM_SENDER, 9600, "MH"),
        (FarEnd(modems=("V.27ter",), resolutions=("standard",)), NO_ECM_SENDER, 4800, "MR"),
        (FarEnd(min_scan_line_ms=20), NO_ECM_SENDER, 14400, "MR"),
    ],
)
def test_a_document_arrives_bit_for_bit_whatever_the_machines_agree_on(
    tmp_path: Path, document: Path, far_end: FarEnd, own: FarEnd, bit_rate: int, coding: str
) -> None:
    record, _ = call_by_machine(tmp_path, document, far_end, own=own)
    assert arrived(record) == [True, True]
    assert (record.bit_rate, record.coding, record.ident) == (bit_rate, coding, "+86 571 8700 9999")
    assert record.ecm is (far_end.ecm and own.ecm)


def test_the_witness_names_every_signal_and_measures_every_silence(tmp_path: Path, document: Path) -> None:
    record, _ = call_by_machine(tmp_path, document)
    assert said(record) == ("<CED <CSI+DIS >TSI+DCS >TCF <CFR >page 1 >MPS <MCF >page 2 >EOP <MCF >DCN")
    ced = next(signal for signal in record.signals if signal.name == "CED")
    assert 2599 <= ced.end_ms - ced.start_ms <= 4000  # T.30 4.1: 2.6 to 4.0 s
    assert len(record.turns()) == 4
    assert all(75 <= gap.gap_ms <= 115 for gap in record.turns())  # T.30 asks for 75 +- 20 ms; so libspandsp keeps it
    dcs_to_tcf = next(gap for gap in record.gaps if gap.after == "kiosk:TCF")
    assert dcs_to_tcf.gap_ms == pytest.approx(75, abs=20)


def test_a_long_delayed_line_with_echo_changes_no_name_and_no_page(tmp_path: Path, document: Path) -> None:
    record, _ = call_by_machine(tmp_path, document, line=Line(delay_ms=150, echo_db=20, loss_db=4))
    assert said(record).startswith("<CED <CSI+DIS >TSI+DCS >TCF <CFR >page 1 >MPS <MCF >page 2 >EOP")
    assert arrived(record) == [True, True]


@pytest.mark.parametrize(
    ("far_end", "line", "event", "outcome"),
    [
        (FarEnd(kind=FarEndKind.BUSY), Line(), CallEvent.BUSY, "busy"),
        (FarEnd(kind=FarEndKind.NO_ANSWER), Line(), CallEvent.NO_ANSWER, "no_answer"),
        (FarEnd(rings=20), Line(), CallEvent.NO_ANSWER, "no_answer"),
        (FarEnd(), Line(dial_tone=False), CallEvent.NO_DIALTONE, "no_dial_tone"),
    ],
)
def test_a_call_that_is_not_answered_says_why(
    tmp_path: Path, document: Path, far_end: FarEnd, line: Line, event: CallEvent, outcome: str
) -> None:
    record, machine = call_by_machine(tmp_path, document, far_end, line)
    assert (record.outcome, machine.refused) == (outcome, event)
    assert record.signals == []


@pytest.mark.parametrize("kind", [FarEndKind.VOICE, FarEndKind.SILENCE])
def test_a_far_end_that_is_no_fax_is_never_taken_for_one(tmp_path: Path, document: Path, kind: FarEndKind) -> None:
    record, machine = call_by_machine(tmp_path, document, FarEnd(kind=kind))
    assert machine.heard == []
    assert {signal.name for signal in record.signals} <= {"CNG", "voice"}
    assert record.hung_up_by == "kiosk"


@pytest.mark.parametrize(
    ("moment", "last_signals", "pages_whole"),
    [
        ("after:DIS", "<CED <CSI+DIS", 0),
        ("after:DCS", ">TSI+DCS", 0),
        ("in:TCF", ">TSI+DCS >TCF", 0),
        ("after:CFR", ">TCF <CFR", 0),
        ("in:page:1", "<CFR >page 1", 0),
        ("in:page:2", "<MCF >page 2", 1),
        ("after:MPS", ">page 1 >MPS", 1),
        ("after:MCF", ">MPS <MCF", 1),
        ("after:EOP", ">page 2 >EOP", 2),
        ("after:MCF:2", ">EOP <MCF", 2),
    ],
)
def test_the_far_end_hangs_up_at_the_named_moment(
    tmp_path: Path, document: Path, moment: str, last_signals: str, pages_whole: int
) -> None:
    record, machine = call_by_machine(tmp_path, document, FarEnd(hang_up=moment))
    assert said(record).endswith(last_signals)
    assert record.hung_up_by == "far"
    assert len(record.pages) == pages_whole
    assert all(arrived(record)[:pages_whole])
    if moment != "after:MCF:2":
        assert machine.terminal.completion != 0


def test_a_line_that_is_cut_is_the_lines_doing(tmp_path: Path, document: Path) -> None:
    record, _ = call_by_machine(tmp_path, document, line=Line(drop_after_s=15, hang_up_sign=HangUpSign.NO_CARRIER))
    assert record.hung_up_by == "line"
    assert record.pages == []


@pytest.mark.parametrize(
    ("far_end", "rate_in_the_end", "ftts"),
    [
        (FarEnd(spoil_tcf=1), 12000, 1),
        (FarEnd(spoil_tcf=2), 9600, 2),
        (FarEnd(spoil_tcf=1, modems=("V.29",)), 7200, 1),
        (FarEnd(spoil_tcf=1, modems=("V.27ter",)), 2400, 1),
    ],
)
def test_a_spoilt_training_check_is_answered_by_ftt(
    tmp_path: Path, document: Path, far_end: FarEnd, rate_in_the_end: int, ftts: int
) -> None:
    record, _ = call_by_machine(tmp_path, document, far_end)
    assert said(record).count("<FTT") == ftts
    assert record.bit_rate == rate_in_the_end
    assert arrived(record) == [True, True]


@pytest.mark.parametrize("modem", ["V.17", "V.29", "V.27ter"])
def test_a_spoilt_page_is_refused_and_sent_again(tmp_path: Path, document: Path, modem: str) -> None:
    record, _ = call_by_machine(tmp_path, document, FarEnd(spoil_pages=(1,), modems=(modem,)))
    assert ">page 1 >MPS <RTN >TSI+DCS >TCF <CFR >page 1 >MPS <MCF" in said(record)
    assert [page.number for page in record.refused_pages] == [1]
    assert [page.number for page in record.pages] == [1, 2]
    assert arrived(record) == [True, True]


def test_a_spoilt_page_with_error_correction_is_asked_for_in_parts(tmp_path: Path, document: Path) -> None:
    record, _ = call_by_machine(tmp_path, document, FarEnd(spoil_pages=(2,)), own=ECM_SENDER)
    assert ">page 2 >PPS-EOP <PPR >page 2 >PPS-EOP <MCF" in said(record)
    assert arrived(record) == [True, True]


@pytest.mark.parametrize(
    ("lost", "again"),
    [
        ("DIS:1", "<CSI <CSI+DIS >TSI+DCS"),
        ("CFR:1", ">TCF >TSI+DCS >TCF <CFR"),
        ("MCF:1", ">MPS >MPS <MCF >page 2"),
        ("MCF:2", ">EOP >EOP <MCF >DCN"),
    ],
)
def test_an_answer_lost_on_the_line_is_asked_for_again(tmp_path: Path, document: Path, lost: str, again: str) -> None:
    record, _ = call_by_machine(tmp_path, document, FarEnd(lose=(lost,)))
    assert again in said(record)
    assert len(record.pages) == 2
    assert arrived(record) == [True, True]


def test_rings_and_a_slow_answer_only_take_time(tmp_path: Path, document: Path) -> None:
    quick, _ = call_by_machine(tmp_path, document)
    slow, _ = call_by_machine(tmp_path, document, FarEnd(rings=2, dis_delay_s=10))
    assert slow.duration_ms - quick.duration_ms == pytest.approx(20_000, abs=500)
    assert arrived(slow) == [True, True]


def test_noise_on_the_line_costs_speed_or_rows_and_silence_stays_silence(tmp_path: Path, document: Path) -> None:
    # V.29: libspandsp's short training of V.17 is a gamble on any noisy line (field notes).
    clean, _ = call_by_machine(tmp_path, document, FarEnd(modems=("V.29",)))
    noisy, _ = call_by_machine(tmp_path, document, FarEnd(modems=("V.29",)), Line(snr_db=17))
    assert clean.bit_rate == 9600
    assert noisy.bit_rate < 9600 or sum(page.bad_rows for page in noisy.pages) > 0
    assert noisy.turns()[0].gap_ms == pytest.approx(clean.turns()[0].gap_ms, abs=30)
