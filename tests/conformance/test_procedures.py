"""Every procedure of ``procedures/*.txt``, by name: T.30's flow charts and the usual tests of a terminal (B6, B9)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pytest

from kiosk.fax import primitives as p
from kiosk.fax.answerer import Answerer
from kiosk.fax.answerer_table import COMMANDS
from kiosk.fax.caller import Caller
from kiosk.fax.caller_table import RESPONSES
from kiosk.fax.frames import Fcf, decode
from tests.conformance.notation import NotationError, Procedure, all_procedures, read
from tests.conformance.page import PAGE, render
from tests.conformance.playing import differences, line_of
from tests.hw_doubles.virtual_call import VirtualCall

PROCEDURES = all_procedures()
ONE = """
group: Sending: an example
side: sending
let GO = R DIS; T TSI; T DCS; T TCF; R CFR; T PAGE
"""


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.title)
def test_procedure(procedure: Procedure) -> None:
    assert played(procedure).differences == []


def test_each_procedure_has_a_name_of_its_own() -> None:
    titles = [procedure.title for procedure in PROCEDURES]
    assert sorted({title for title in titles if titles.count(title) > 1}) == []


def test_the_usual_terminal_tests_are_fewer() -> None:
    assert len(PROCEDURES) > 127 and {procedure.side for procedure in PROCEDURES} == {"sending", "receiving"}


def test_the_page_in_docs_lists_them_as_they_are() -> None:
    assert PAGE.read_text("utf-8") == render(PROCEDURES), "make it anew: python -m tests.conformance"


@dataclass(frozen=True)
class PlayedOnce:
    """What came of one procedure, and which good frames came to our terminal in it, in which state."""

    differences: list[str]
    frames: set[tuple[str, Fcf]]


@cache
def played(procedure: Procedure) -> PlayedOnce:
    """Once for all tests: together they take as long as the rest of this file."""
    line, frames = line_of(procedure), set()
    listen_in(line.caller if isinstance(line, VirtualCall) else line.answerer, frames)
    return PlayedOnce(differences(procedure, line), frames)


def heard(side: str) -> set[tuple[str, Fcf]]:
    """Which good frames the procedures of a side bring, and in which state."""
    return set().union(*(played(procedure).frames for procedure in PROCEDURES if procedure.side == side))


def listen_in(terminal: Caller | Answerer, frames: set[tuple[str, Fcf]]) -> None:
    """Note each frame on its way to the terminal."""
    handle = terminal.handle

    def handling(indication: p.Indication, now_ms: int) -> object:
        frame = decode(indication.octets) if isinstance(indication, p.FrameReceived) and indication.good else None
        if frame is not None and frame.fcf is not None:
            frames.add((terminal.state, frame.fcf))
        return handle(indication, now_ms)

    terminal.handle = handling


def test_every_response_in_the_callers_table_comes_in_some_procedure() -> None:
    table = {(state, fcf) for state, responses in RESPONSES.items() for fcf in responses}
    assert table - heard("sending") == set()


def test_every_command_in_the_answerers_table_comes_in_some_procedure() -> None:
    assert set(COMMANDS) - {fcf for _, fcf in heard("receiving")} == set()


# ---- the runner can fail ----


def differing(script: str, ends: str) -> list[str]:
    (procedure,) = read(f"{ONE}\n== a procedure\nclause: T.30\n{script}\n-> {ends}")
    return differences(procedure)


def test_a_call_as_written_has_no_difference() -> None:
    assert differing("GO; T EOP; R MCF; T DCN; HANGUP", "delivered; pages confirmed; gap EOP MCF 1050..1150") == []


@pytest.mark.parametrize(
    ("script", "ends", "told"),
    [
        ("GO; T EOP; R MCF; T DCN; HANGUP", "busy", "outcome delivered"),
        ("GO; T EOP; R MCF; T DCN; HANGUP", "delivered; pages unknown", "pages confirmed"),
        ("GO; T EOP; R MCF; T DCN; HANGUP", "delivered; speeds 9600", "speeds 14400"),
        ("GO; T EOP; R MCF; T DCN; HANGUP", "delivered; gap EOP MCF 0..9", "gap EOP MCF 11"),
        ("GO; T EOP; R MCF; T DCN; HANGUP", "delivered; lasts 0..1", "lasts 1"),
        ("GO; T EOP; R MCF; T DCN; HANGUP", "delivered; modem lost", "the modem came to rest"),
        ("GO; T EOP; R MCF; T DCN; SAY ERROR", "delivered", "the modem did not come to rest"),
        ("GO; T MPS; R MCF; T DCN; HANGUP", "delivered", "we sent EOP"),
        ("GO; T EOP; R MCF; T DCN; HANGUP; R DIS", "delivered", "not played to its end"),
    ],
)
def test_a_call_that_went_otherwise_is_told(script: str, ends: str, told: str) -> None:
    assert any(told in difference for difference in differing(script, ends))


# ---- the notation ----


def test_short_names_are_spelt_out_and_repeated() -> None:
    (procedure,) = read(f"{ONE}let TWICE = 2 x GO; R MCF\n== it\nclause: T.30\nTWICE; 3 x R DCN\n-> busy")
    go = "R DIS; T TSI; T DCS; T TCF; R CFR; T PAGE"
    assert procedure.script == f"{go}; {go}; R MCF; R DCN; R DCN; R DCN"


@pytest.mark.parametrize(
    "text",
    [
        "side: sending\n== it\nclause: T.30\nR DIS\n-> busy",
        "group: g\nside: polling\n== it\nclause: T.30\nR DIS\n-> busy",
        f"{ONE}\n== it\nR DIS\n-> busy",
        f"{ONE}\n== it\nclause: T.30\nR DIS",
    ],
)
def test_what_lacks_its_head_its_clause_or_its_end_is_no_procedure(text: str) -> None:
    with pytest.raises(NotationError):
        read(text)
