"""The trace of a call: read by a technician, played again by a test."""

from __future__ import annotations

from kiosk.fax import primitives as p
from kiosk.fax.call_session import CallSession
from kiosk.fax.caller import Caller, CallPlan
from kiosk.fax.ecm_frames import write_ppr
from kiosk.fax.frames import Fcf, encode
from kiosk.fax.outcome import CallOutcome
from kiosk.fax.t31 import T31, Class1Habits
from kiosk.fax.trace import describe_indication, describe_primitive, received_octets, render_ladder
from tests.hw_doubles.virtual_call import ALL_CODES, FINE_A4, PAGE_OCTETS, play

FCS = b"\0\0"  # the modem has judged it
SCRIPT = (
    "R NSF; R CSI; R ~DIS; R DIS; T TSI; T DCS; T TCF; R FTT; T TSI; T DCS; T TCF; R CFR; "
    "T PAGE; T EOP; QUIET; T EOP; R MCF; T DCN; HANGUP"
)


def test_the_ladder_names_each_signal_once_in_its_order():
    ladder = render_ladder(play(SCRIPT).report.trace)
    signals = [line.split()[2] for line in ladder.splitlines() if "-->" in line or "<--" in line]
    assert signals == [
        "NSF", "CSI", "DAMAGED", "DIS", "TSI", "DCS", "TCF", "FTT", "TSI", "DCS", "TCF", "CFR", "PAGE", "EOP", "EOP",
        "MCF", "DCN",
    ]  # fmt: skip
    assert "T4 ran out while awaiting confirmation" in ladder and "octets" not in ladder.replace(" octets\n", "\n")


def test_the_ladder_tells_what_was_agreed_and_with_whom():
    ladder = render_ladder(play(SCRIPT).report.trace)
    assert "+86 571 8800 1234" in ladder and "V.17 12000, MR, fine" in ladder


def test_a_trace_can_be_played_again_and_gives_the_same_call():
    first = play(SCRIPT).report
    session = CallSession(Caller(CallPlan("057188001234", "+86 571 1", 1, FINE_A4, ALL_CODES)), T31(Class1Habits()))
    owed = session.start(0)
    now_ms = 0

    def settle() -> None:
        while octets := session.to_write(now_ms):
            owed.extend(session.wrote(octets, now_ms))
        while owed:
            wish = owed.pop(0)
            if isinstance(wish, p.PageWanted):
                owed.extend(session.supply_page(p.CodedPage(1, FINE_A4, wish.terms, PAGE_OCTETS), now_ms))

    for at_ms, octets in received_octets(first.trace):
        while (due := session.deadline_ms) is not None and due < at_ms:
            now_ms = due
            owed.extend(session.tick(now_ms))
            settle()
        now_ms = at_ms
        owed.extend(session.receive(octets, now_ms))
        settle()
    again = session.report(now_ms)
    assert session.over and again.outcome is CallOutcome.DELIVERED
    assert [(e.direction, e.signal, e.detail) for e in again.trace if e.signal != "octets"] == [
        (e.direction, e.signal, e.detail) for e in first.trace if e.signal != "octets"
    ]


def test_page_data_stand_in_the_trace_as_a_number_only():
    trace = play(SCRIPT).report.trace
    assert PAGE_OCTETS.hex() not in "".join(entry.detail for entry in trace)


def test_local_troubles_have_their_lines():
    troubles = [
        p.CarrierLost(),
        p.CarrierLost(wrong=True),
        p.CommandRefused("AT+FTH=3", "ERROR"),
        p.ModemSilent("ATH0"),
    ]
    lines = [describe_indication(trouble, 1)[0].signal for trouble in troubles]
    assert lines == ["NO CARRIER", "WRONG CARRIER", "REFUSED", "MODEM SILENT"]
    assert describe_primitive(p.BreakOff(), 1)[0].signal == "BREAK OFF"
    assert describe_primitive(p.Command("AT"), 1) == []


def test_the_frames_of_error_correction_are_told_in_words():
    pps = p.FrameReceived(encode(Fcf.PPS, bytes((0x2F, 1, 0, 17))) + FCS, True)
    ppr = p.FrameReceived(encode(Fcf.PPR, write_ppr((0, 3, 4, 5), 18)) + FCS, True)
    told = [describe_indication(frame, 1)[0] for frame in (pps, ppr)]
    assert [(entry.signal, entry.detail) for entry in told] == [
        ("PPS-EOP", "page 1, block 0, 18 frames"),
        ("PPR", "asks for 0 3-5 18-255"),
    ]
