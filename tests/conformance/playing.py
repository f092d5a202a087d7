"""Plays a procedure and says what came out otherwise than it says. One runner for both sides.

Owns the words of ``with:`` and of ``->``. Refuses to know single procedures. Called by ``test_procedures.py`` and
``page.py``. The far end is the scripted modem, which has T.30's frames from its own hand; time is virtual.

    with:   ident= ecm=no max=9600 codes=24+48 cancel=MS        both sides
            pages=fine*2+standard octets=N starts=2+3 late=MS wait=MS policy=refuses clumsy=MS     sending
            keeping=MS quality=LINES/DAMAGED/RUN+... disk-fails=N cut=N frames=64      receiving
    ->      OUTCOME                        first of all
            pages confirmed not_sent ...   the truth about each page
            gap A B LO..HI                 from the end of the first A to the first octet of B after it: milliseconds
            lasts LO..HI                   the call, seconds
            speeds 14400 9600              of each DCS that we sent
            burst N a b c                  frames of error correction in our Nth burst (sending)
            holds a-b c-d                  the last kept page is these frames, block after block (receiving)
            kept 1 2                       pages handed over to the disk, in order (receiving)
            caller WORD TEXT               what the caller said of itself (receiving)
            far TEXT                       the identification of the far end (sending)
            commands A B                   these commands to the modem, in this order, others between them
            modem lost                     the modem does not come to rest; else it must
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from kiosk.fax.negotiation import PageFormat
from kiosk.fax.outcome import CopyQuality, Resolution
from tests.conformance.notation import Procedure
from tests.hw_doubles import hdlc_bits
from tests.hw_doubles.scripted_caller import ScriptedCaller
from tests.hw_doubles.scripted_modem import ScriptedModem
from tests.hw_doubles.virtual_call import PAGE_OCTETS, Played, VirtualCall
from tests.hw_doubles.virtual_line import VirtualLine
from tests.hw_doubles.virtual_reception import Answered, VirtualReception

Ended = Played | Answered

FORMATS = {
    "fine": PageFormat(1728, 2287, Resolution.FINE),
    "standard": PageFormat(1728, 1143, Resolution.STANDARD),
    "superfine": PageFormat(1728, 4573, Resolution.SUPERFINE),
    "long": PageFormat(1728, 9000, Resolution.FINE),
    "b4": PageFormat(2048, 2287, Resolution.FINE),
    "a3": PageFormat(2432, 2287, Resolution.FINE),
}


def differences(procedure: Procedure, line: VirtualLine | None = None) -> list[str]:
    """What did not come out as the procedure says; empty if it passes. ``line``: one of ``line_of``, not yet played."""
    line = line or line_of(procedure)
    try:
        ended: Ended = line.play()
    except AssertionError as error:
        return [str(error)]
    return [*_manners(ended, procedure), *_ends(ended, procedure)]


# ---- how we are set up ----


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split("+")]


def _formats(text: str) -> tuple[PageFormat, ...]:
    words = [word.partition("*") for word in text.split("+")]
    return tuple(FORMATS[name] for name, _, times in words for _ in range(int(times or 1)))


def _qualities(text: str) -> list[CopyQuality]:
    return [CopyQuality(*map(int, quality.split("/"))) for quality in text.split("+")]


_BOTH: dict[str, Callable[[str], dict[str, Any]]] = {
    "ident": lambda text: {"ident": text},
    "ecm": lambda text: {"ecm": text != "no"},
    "cancel": lambda text: {"cancel_ms": float(text)},
}
_SENDING = _BOTH | {
    "codes": lambda text: {"modem_codes": frozenset(_numbers(text))},
    "max": lambda text: {"max_bit_rate": int(text)},
    "pages": lambda text: {"formats": _formats(text)},
    "octets": lambda text: {"page_octets": (PAGE_OCTETS * (int(text) // len(PAGE_OCTETS) + 1))[: int(text)]},
    "starts": lambda text: {"document_starts": frozenset(_numbers(text))},
    "late": lambda text: {"late_pages": True, "page_delay_ms": int(text)},
    "wait": lambda text: {"answer_wait_ms": int(text)},
    "policy": lambda text: {"accept_far_ident": lambda ident: text != "refuses"},
    "clumsy": lambda text: {"slow_to_break_ms": int(text)},
}
_RECEIVING = _BOTH | {
    "codes": lambda text: {"receive_codes": frozenset(_numbers(text))},
    "keeping": lambda text: {"keeping_ms": int(text)},
    "quality": lambda text: {"qualities": _qualities(text)},
    "disk-fails": lambda text: {"disk_fails": int(text)},
    "cut": lambda text: {"pages": [bytes(range(1, 200)) * (int(text) // 199 + 1)] * 9},
    "frames": lambda text: {"frame_octets": int(text)},
}


def line_of(procedure: Procedure) -> VirtualLine:
    words = _SENDING if procedure.side == "sending" else _RECEIVING
    settings: dict[str, Any] = {}
    for word, text in procedure.settings:
        settings |= words[word](text)
    if procedure.side == "receiving":
        size = settings.pop("frame_octets", 256)
        reception = VirtualReception(procedure.script, **settings)
        reception.modem.frame_size = size
        return reception
    delay, slow = settings.pop("page_delay_ms", 0), settings.pop("slow_to_break_ms", 10)
    call = VirtualCall(procedure.script, **settings)
    call.page_delay_ms, call.modem.slow_to_break_ms = delay, slow
    return call


# ---- what must have come of it ----


def _manners(ended: Ended, procedure: Procedure) -> Iterator[str]:
    """What holds for every procedure: the script is played to its end, and the line is free."""
    lost = ("modem", "lost") in procedure.ends
    if not ended.modem.done:
        yield f"the script was not played to its end: {ended.modem.steps}"
    if ended.modem_at_rest is lost:
        yield "the modem came to rest" if lost else "the modem did not come to rest"
    if not lost and not ended.modem.on_hook:
        yield "the line was not let go"


def _ends(ended: Ended, procedure: Procedure) -> Iterator[str]:
    (outcome, _), *others = procedure.ends
    if ended.report.outcome.value != outcome:
        yield f"outcome {ended.report.outcome.value} ({ended.report.detail}), not {outcome}"
    for word, text in others:
        found = _LOOK[word](ended, text)
        if found != text:
            yield f"{word} {found}, not {text}"


def _pages(ended: Ended, _wanted: str) -> str:
    if isinstance(ended, Played):
        return " ".join(page.state.value for page in ended.report.pages)
    return " ".join("confirmed" if page.confirmed else "unconfirmed" for page in ended.report.pages)


def _gap(ended: Ended, wanted: str) -> str:
    """The wanted words again if the silence is in their bounds, else what it was."""
    before, after, low, high = re.findall(r"^(\S+) (\S+) (\d+)\.\.(\d+)$", wanted)[0]
    line = ended.modem.on_line
    start = next(n for n, signal in enumerate(line) if signal.name == before)
    follower = next(signal for signal in line[start + 1 :] if signal.name == after)
    gap_ms = follower.begin_ms - line[start].end_ms
    return wanted if int(low) <= gap_ms <= int(high) else f"{before} {after} {gap_ms:.0f}"


def _lasts(ended: Ended, wanted: str) -> str:
    low, high = (int(bound) * 1000 for bound in wanted.split(".."))
    return wanted if low <= ended.report.duration_ms <= high else f"{ended.report.duration_ms / 1000:.1f}"


def _speeds(ended: Ended, _wanted: str) -> str:
    commands = [entry.detail for entry in ended.report.trace if entry.signal == "DCS" and entry.direction == ">"]
    return " ".join(detail.split(",")[0].split()[-1] for detail in commands)


def _burst(ended: Ended, wanted: str) -> str:
    number = wanted.split()[0]
    return " ".join([number, *map(str, sorted(hdlc_bits.page_data(_sender(ended).pages[int(number) - 1])))])


def _holds(ended: Ended, wanted: str) -> str:
    ranges = [range(int(a), int(b) + 1) for a, b in re.findall(r"(\d+)-(\d+)", wanted)]
    modem, kept = _caller(ended), _answered(ended).kept
    octets = b"".join(modem.frame_octets(number) for numbers in ranges for number in numbers)
    return wanted if kept and kept[-1].octets == octets else "another page"


def _kept(ended: Ended, _wanted: str) -> str:
    return " ".join(str(page.number) for page in _answered(ended).kept)


def _says(ended: Ended, wanted: str) -> str:
    word = wanted.split()[0]
    return f"{word} {getattr(_answered(ended).report.caller, word)}"


def _far(ended: Ended, _wanted: str) -> str:
    assert isinstance(ended, Played)
    return str(ended.report.far_ident)


def _commands(ended: Ended, wanted: str) -> str:
    words = wanted.split()
    return " ".join(command for command in ended.modem.commands if command in words)


def _modem(ended: Ended, _wanted: str) -> str:
    return "" if ended.modem_at_rest else "lost"


_LOOK: dict[str, Callable[[Ended, str], str]] = {
    "pages": _pages, "gap": _gap, "lasts": _lasts, "speeds": _speeds, "burst": _burst, "holds": _holds, "kept": _kept,
    "caller": _says, "far": _far, "commands": _commands, "modem": _modem,
}  # fmt: skip


def _answered(ended: Ended) -> Answered:
    assert isinstance(ended, Answered)
    return ended


def _caller(ended: Ended) -> ScriptedCaller:
    assert isinstance(ended.modem, ScriptedCaller)
    return ended.modem


def _sender(ended: Ended) -> ScriptedModem:
    return ended.modem
