"""The charts of ``docs/states.md``: which machine, in which order its states, and what is left out of a picture.

Owns the choice. Called by ``page.py`` and by the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.fax import answerer_table, caller_table, t31_table, t32_table
from kiosk.fax.turns_table import CallState
from tests.charts.answering import AnsweringMachine
from tests.charts.calling import CallingMachine
from tests.charts.class2 import Class2Receiving, Class2Sending
from tests.charts.explorer import Edge, Machine, explore
from tests.charts.modem_dialogue import DialogueMachine

ENDS_ANYWHERE = ("cancelled", "the line is lost", "the modem is silent", "DCN", "the disk refuses the page")
_PHASE_E = (CallState.SENDING_DCN, CallState.HANGING_UP, CallState.OVER)
_C, _A, _M, _T = caller_table.State, answerer_table.State, t31_table.State, t32_table.State
_CLASS2_ENDS = (_T.AWAITING_HANG_UP, _T.STOPPING, _T.ABORTING, _T.HANGING_UP, _T.OVER)


@dataclass(frozen=True)
class Chart:
    """``begins``: a machine for each way the call may go. ``order``: its states from the top of the picture down."""

    name: str
    title: str
    text: str
    begins: Sequence[Callable[[], Machine]]
    order: Sequence[str]
    left_out: Sequence[str]

    def edges(self) -> list[Edge]:
        """Every edge between the states of the chart, found by trying."""
        found = set().union(*(explore(begin) for begin in self.begins))
        return sorted(edge for edge in found if {edge.source, edge.target} <= set(self.order))


def _sending(*responses: str) -> list[str]:
    return [f"while sending {response}" for response in responses]


_IN_ANY_STATE = """Left out of the picture, in the table below it: cancelling, a line that is lost, a modem that falls
silent and DCN end the call from every state, with DCN where a far end may still hear it. A timer that runs out first
breaks the reception off; a frame that crosses with that counts as if it had come in time."""

CHARTS = (
    Chart(
        "calling-terminal",
        "The calling terminal",
        "`caller_table.py`, `caller.py`; T.30 figures 5-2a to 5-2c. Three pages, the third one a document of its own,"
        f" to a far end without error correction that offers two speeds. {_IN_ANY_STATE}",
        (lambda: CallingMachine(ecm=False), lambda: CallingMachine(ecm=False, late=True)),
        (*list(_C)[:9], *_PHASE_E),
        ENDS_ANYWHERE,
    ),
    Chart(
        "calling-terminal-ecm",
        "The calling terminal with error correction",
        "`caller_table.py`, `ecm.py`; T.30 Annex A. Two pages, at the lowest speed; phase B is that of above.",
        (lambda: CallingMachine(ecm=True),),
        (_C.AWAITING_DIS, *list(_C)[6:7], *list(_C)[9:], *_PHASE_E),
        ENDS_ANYWHERE,
    ),
    Chart(
        "answering-terminal",
        "The answering terminal",
        "`answerer_table.py`, `answerer.py`; T.30 figures 5-2a to 5-2c. Each response is a state of its own here. MCF"
        " and RTP go out only when the page is on disk.",
        (lambda: AnsweringMachine(ecm=False),),
        (
            *list(_A)[:5], *_sending("CFR", "FTT"), _A.AWAITING_CARRIER, _A.RECEIVING_PAGE, _A.AWAITING_COMMAND,
            _A.AWAITING_KEEPING, *_sending("MCF", "RTP", "RTN"), *_PHASE_E,
        ),
        ENDS_ANYWHERE,
    ),
    Chart(
        "answering-terminal-ecm",
        "The answering terminal with error correction",
        "`answerer_table.py`, `answerer.py`, `answerer_ecm.py`; T.30 Annex A, from the page on. CRP brings whatever was"
        " said last; before a page's own command it brings nothing.",
        (lambda: AnsweringMachine(ecm=True),),
        (
            _A.AWAITING_DCS, _A.AWAITING_TCF, *_sending("CFR", "FTT"), _A.AWAITING_CARRIER, _A.RECEIVING_PAGE,
            _A.AWAITING_COMMAND, _A.AWAITING_KEEPING, *_sending("MCF", "PPR", "RNR", "CTR", "ERR"), *_PHASE_E,
        ),
        (*ENDS_ANYWHERE, "CRP"),
    ),
    Chart(
        "class1-dialogue",
        "The Class 1 dialogue",
        "`t31_table.py`, `t31.py`; T.31. From the top: what is asked of the modem, and what it answers. Left out of the"
        " picture: breaking off, and the time-out that every state has; both are in the table.",
        (DialogueMachine,),
        tuple(_M),
        ("break off", "too long"),
    ),
    Chart(
        "class2-sending",
        "A call that we place on a modem of Class 2, 2.0 or 2.1",
        "`t32_table.py`, `t32_sending_table.py`, `t32.py`; T.32, TIA-592, SP-2388. Result codes, reports by their T.30"
        " names. Left out of the picture, in the table: cancelling, the time-outs, NO CARRIER and what hangs up.",
        (lambda: Class2Sending("2.0"), lambda: Class2Sending("2")),
        (
            _T.DIALLING, _T.SETTING_SESSION, _T.AWAITING_CONNECT, _T.AWAITING_XON, _T.AWAITING_PAGE,
            _T.SENDING_PAGE, _T.ENDING_PAGE, _T.AWAITING_ANSWER, *_CLASS2_ENDS,
        ),
        ("cancelled", "too long", "NO CARRIER", "hung up"),
    ),
    Chart(
        "class2-receiving",
        "A call that comes in on a modem of Class 2, 2.0 or 2.1",
        "`t32_table.py`, `t32_receiving_table.py`, `t32_receiver.py`. +FDR, with which the modem says MCF, waits"
        " for the disk. Left out of the picture as above.",
        (Class2Receiving,),
        (
            _T.ANSWERING, _T.ASKING_TERMS, _T.AWAITING_DATA, _T.RECEIVING_PAGE, _T.AWAITING_POST_PAGE,
            _T.AWAITING_KEEPING, _T.SETTING_ANSWER, *_CLASS2_ENDS,
        ),
        ("cancelled", "too long", "NO CARRIER", "hung up"),
    ),
)  # fmt: skip
