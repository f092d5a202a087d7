"""Plays a procedure of Class 2, 2.0 or 2.1 in each of its classes and says what came out otherwise than it says.

Owns the words of ``with:`` and of ``->``. Refuses to know single procedures. Called by the test of the procedures and
by ``python -m tests.conformance``. The modem is a script that shares no code with the engine; time is virtual.

    with:   class=2+2.0 ecm=no             both sides; without ``class`` all three
            pages=fine*2+standard octets=N starts=2+3 max=9600 cancel=STATE policy=refuses modem=LIST     sending
            keeping=MS quality=LINES/DAMAGED/RUN+... disk-fails=N empty=N cancel=MS                     receiving
            reversed xon rtc no-session heard-reversed heard-on-xon: habits, ``=yes`` or ``=no``
    ->      OUTCOME                        first of all
            pages confirmed not_sent ...   the truth about each page
            lasts LO..HI                   the call, seconds
            speeds 14400 9600              of each training that the modem told
            coding MR, ecm yes             of the call's last page (sending) or its pages (receiving)
            octets turned                  the modem got (or gave) the page with its bits the other way round
            kept 1 2                       pages handed over to the disk, in order (receiving)
            caller WORD TEXT               what the caller said of itself (receiving)
            far TEXT                       the identification of the far end (sending)
            dropped 1                      pages that were handed over and are not to be kept (receiving)
            detail TEXT                    stands in the report's detail
            modem lost                     the modem does not come to rest; else it must
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kiosk.fax import outcome as o
from kiosk.fax.t32_dialogue import Class2Habits
from kiosk.fax.t32_fields import read_abilities
from tests.conformance.class2.notation import classes_of, script_of
from tests.conformance.notation import Procedure
from tests.conformance.playing import FORMATS
from tests.hw_doubles.class2_modem_call import ABILITIES, PAGE, Class2Call
from tests.hw_doubles.class2_modem_script import Class2Script
from tests.hw_doubles.class2_reception import Class2Reception

PAGES = (PAGE, bytes(reversed(PAGE)), PAGE[::3] * 2, PAGE)


@dataclass
class Ended:
    """What came of a procedure in one class."""

    report: o.CallReport | o.ReceptionReport
    modem: Class2Script
    events: list[Any]
    at_rest: bool
    kept: list[Any] = field(default_factory=list)


def differences(procedure: Procedure) -> list[str]:
    """What did not come out as the procedure says, class by class; empty if it passes."""
    found: list[str] = []
    for fax_class in classes_of(procedure):
        try:
            ended = play(procedure, fax_class)
        except AssertionError as error:
            found.append(f"class {fax_class}: {error}")
            continue
        found += [f"class {fax_class}: {one}" for one in (*_manners(ended, procedure), *_ends(ended, procedure))]
    return found


def play(procedure: Procedure, fax_class: str) -> Ended:
    """One call. Raises AssertionError where we say what the script does not expect."""
    call = call_of(procedure, fax_class)
    if isinstance(call, Class2Call):
        report = call.play()
        return Ended(report, call.modem, call.events, call.session.modem_at_rest)
    answered = call.play()
    return Ended(answered.report, call.modem, answered.events, answered.modem_at_rest, answered.kept)


# ---- how we are set up ----


_HABITS: dict[str, str] = {
    "reversed": "reversed_bits", "xon": "waits_for_xon", "rtc": "sends_rtc", "no-session": "sets_session_in_call",
    "heard-reversed": "receives_reversed_bits", "heard-on-xon": "receives_on_xon",
}  # fmt: skip
_SENDING: dict[str, Callable[[str], dict[str, Any]]] = {
    "pages": lambda text: {"formats": _formats(text)},
    "octets": lambda text: {"page": (PAGE * (int(text) // len(PAGE) + 1))[: int(text)]},
    "starts": lambda text: {"document_starts": frozenset(map(int, text.split("+")))},
    "max": lambda text: {"max_bit_rate": int(text)},
    "cancel": lambda text: {"cancel_at": text},
    "policy": lambda text: {"accept_far_ident": lambda ident: text != "refuses"},
    "modem": lambda text: {"modem": read_abilities(text.replace("/", ","))},
    "ecm": lambda text: {"ecm": text != "no"},
}
_RECEIVING: dict[str, Callable[[str], dict[str, Any]]] = {
    "keeping": lambda text: {"keeping_ms": int(text)},
    "quality": lambda text: {"qualities": [o.CopyQuality(*map(int, one.split("/"))) for one in text.split("+")]},
    "empty": lambda text: {"empty": int(text)},
    "disk-fails": lambda text: {"disk_fails": int(text)},
    "cancel": lambda text: {"cancel_ms": float(text)},
}


def call_of(procedure: Procedure, fax_class: str) -> Class2Call | Class2Reception:
    """The call that a procedure is, not yet played."""
    sending = procedure.side == "sending"
    settings: dict[str, Any] = {}
    habits: dict[str, bool] = {}
    for word, text in procedure.settings:
        if word in _HABITS:
            habits[_HABITS[word]] = (text == "yes") is not (word == "no-session")
        elif word != "class":
            settings |= (_SENDING if sending else _RECEIVING)[word](text)
    script = script_of(procedure, fax_class)
    if sending:
        return Class2Call(script, fax_class, habits=Class2Habits(**habits), **({"modem": _modem()} | settings))
    empty = settings.pop("empty", 0)
    pages = [page if number != empty else b"" for number, page in enumerate(PAGES, start=1)]
    return Class2Reception(script, fax_class, pages, habits=Class2Habits(**habits), **settings)


def _modem() -> Any:
    return read_abilities(ABILITIES)


def _formats(text: str) -> tuple[Any, ...]:
    words = [word.partition("*") for word in text.split("+")]
    return tuple(FORMATS[name] for name, _, times in words for _ in range(int(times or 1)))


# ---- what must have come of it ----


def _manners(ended: Ended, procedure: Procedure) -> Iterator[str]:
    """What holds for every procedure: the script is played to its end, and the modem is at rest."""
    lost = ("modem", "lost") in procedure.ends
    if not ended.modem.done:
        yield f"the script was not played to its end: {ended.modem.steps}"
    if ended.at_rest is lost:
        yield "the modem came to rest" if lost else "the modem did not come to rest"


def _ends(ended: Ended, procedure: Procedure) -> Iterator[str]:
    (outcome, _), *others = procedure.ends
    if ended.report.outcome.value != outcome:
        yield f"outcome {ended.report.outcome.value} ({ended.report.detail}), not {outcome}"
    for word, text in others:
        found = _LOOK[word](ended, text)
        if found != text:
            yield f"{word} {found}, not {text}"


def _pages(ended: Ended, _wanted: str) -> str:
    if isinstance(ended.report, o.CallReport):
        return " ".join(page.state.value for page in ended.report.pages)
    return " ".join("confirmed" if page.confirmed else "unconfirmed" for page in ended.report.pages)


def _lasts(ended: Ended, wanted: str) -> str:
    low, high = (int(bound) * 1000 for bound in wanted.split(".."))
    return wanted if low <= ended.report.duration_ms <= high else f"{ended.report.duration_ms / 1000:.1f}"


def _speeds(ended: Ended, _wanted: str) -> str:
    return " ".join(str(event.bit_rate) for event in ended.events if isinstance(event, o.Trained))


def _coding(ended: Ended, _wanted: str) -> str:
    report = ended.report
    return (
        str(report.coding) if isinstance(report, o.CallReport) else " ".join(str(page.coding) for page in report.pages)
    )


def _octets(ended: Ended, _wanted: str) -> str:
    turned = PAGE.translate(bytes(int(f"{octet:08b}"[::-1], 2) for octet in range(256)))
    seen = [page.octets for page in ended.kept] or ended.modem.pages
    return {PAGE: "plain", turned: "turned"}.get(seen[0], "another page") if seen else "none"


def _far(ended: Ended, _wanted: str) -> str:
    assert isinstance(ended.report, o.CallReport)
    return str(ended.report.far_ident)


def _caller(ended: Ended, wanted: str) -> str:
    assert isinstance(ended.report, o.ReceptionReport)
    word = wanted.split()[0]
    return f"{word} {getattr(ended.report.caller, word)}"


_LOOK: dict[str, Callable[[Ended, str], str]] = {
    "pages": _pages, "lasts": _lasts, "speeds": _speeds, "coding": _coding, "octets": _octets, "far": _far,
    "caller": _caller,
    "ecm": lambda ended, _: "yes" if ended.report.ecm else "no",
    "kept": lambda ended, _: " ".join(str(page.number) for page in ended.kept),
    "dropped": lambda ended, _: " ".join(str(e.page) for e in ended.events if isinstance(e, o.PageDropped)),
    "detail": lambda ended, wanted: wanted if wanted in ended.report.detail else ended.report.detail,
    "modem": lambda ended, _: "" if ended.at_rest else "lost",
}  # fmt: skip
