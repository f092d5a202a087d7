"""What stood in a signal, and what our side noted, in the language of the glass (K2).

Owns the patterns of the trace's words: names and numbers of the Recommendation stay, what is said around them is
translated. What it does not know is shown as the trace has it. Called by ``staff_calls.py``.
"""

from __future__ import annotations

import re

from kiosk.locale import Translator

# As ``kiosk.fax`` words it (fields.py, trace.py, trace_plan.py, the notes of turns.py and its heirs); a test reads
# calls and asks that each detail is known here. A pattern matches a whole part between commas.
_PARTS = tuple(
    (re.compile(pattern), key)
    for pattern, key in (
        (r"fine", "signal.detail.fine"),
        (r"standard", "signal.detail.standard"),
        (r"superfine", "signal.detail.superfine"),
        (r"no receiver", "signal.detail.no_receiver"),
        (r"scan line (?P<ms>\d+) ms", "signal.detail.scan_line"),
        (r"widths \[(?P<pels>[\d, ]+)\]", "signal.detail.widths"),
        (r"(?P<n>\d+) octets", "signal.detail.octets"),
        (r"page (?P<n>\d+)", "signal.detail.page"),
        (r"block (?P<n>\d+)", "signal.detail.block"),
        (r"(?P<n>\d+) frames", "signal.detail.frames"),
        (r"asks for nothing", "signal.detail.asks_nothing"),
        (r"asks for (?P<frames>[\d -]+)", "signal.detail.asks"),
        (r"(?P<n>\d+) lines", "signal.detail.lines"),
        (r"(?P<n>\d+) damaged", "signal.detail.damaged"),
        (r"(?P<n>\d+) in a row at most", "signal.detail.run"),
        (r"step down to (?P<rate>\d+)", "signal.note.down"),
        (r"continue at (?P<rate>\d+)", "signal.note.on"),
        (r"(?P<command>\S+) is refused: on at (?P<rate>\d+)", "signal.note.refused"),
        (r"(?P<n>\d+) of (?P<all>\d+) frames are asked for again", "signal.note.again"),
        (r"cancelled", "signal.note.cancelled"),
        (r"a page without an end", "signal.note.no_end"),
        (r"(?P<answer>.+) to (?P<command>AT\S*)", "signal.detail.answer"),
    )
)
# T.31 Table 3: the codes of +FTM in which a DIS is noted, by the modulations that the Recommendation names.
_MODULATIONS = {
    "V.17": {"145": 14400, "121": 12000, "97": 9600, "73": 7200},
    "V.29": {"96": 9600, "72": 7200},
    "V.27ter": {"48": 4800, "24": 2400},
}
_CODES = frozenset(code for speeds in _MODULATIONS.values() for code in speeds)
_RAN_OUT = re.compile(r"(?P<timer>.+) ran out (?P<state>.+)")
_NAMED_STATE = re.compile(r"while (?P<act>awaiting|sending) (?P<name>[A-Z]{2,4})")
_BETWEEN = re.compile(r", (?![^\[]*\])")  # a comma, but not one of a list in brackets


def detail_words(tr: Translator, detail: str) -> str:
    """The detail of a rung, part by part."""
    ran_out = _RAN_OUT.fullmatch(detail)
    if ran_out is not None:
        return tr("signal.note.ran_out", timer=ran_out["timer"], state=_state(tr, ran_out["state"]))
    parts = _BETWEEN.split(detail)
    if len(parts) > 1:  # a number that stands alone is an addressee's
        parts = [_modulations(part) or part for part in parts]
    return tr("signal.detail.comma").join(_part(tr, part) for part in parts)


def _modulations(part: str) -> str:
    """The modulations that these codes are, with speeds where a station has not all of them; nothing if they are none.

    145/121/97/73/24 is V.17 / V.27ter 2400.
    """
    codes = part.split("/")
    if not _CODES.issuperset(codes):
        return ""
    named = {name: [rate for code, rate in speeds.items() if code in codes] for name, speeds in _MODULATIONS.items()}
    return " / ".join(
        name if len(rates) == len(_MODULATIONS[name]) else " ".join([name, *map(str, rates)])
        for name, rates in named.items()
        if rates
    )


def _part(tr: Translator, part: str) -> str:
    for pattern, key in _PARTS:
        if (found := pattern.fullmatch(part)) is not None:
            return tr(key, **found.groupdict())
    return part


def _state(tr: Translator, state: str) -> str:
    if (named := _NAMED_STATE.fullmatch(state)) is not None:
        return tr(f"signal.state.{named['act']}", name=named["name"])
    key = f"signal.state.{state}"
    return tr(key) if tr.has(key) else state
