"""What a call was for, how its modem behaves, and what the house supplied: what a replay needs beside octets.

Owns the entries ``plan`` (the order and the modem's habits) and ``coded`` (a page for the line) as JSON, and back.
Called by the drivers when a call begins, by ``call_session.py``, and by the replay. The question to policy
(``accept_far_ident``) cannot be written down; its answer stands in the call's outcome.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

from kiosk.fax.answerer import AnswerPlan
from kiosk.fax.call_plan import CallPlan
from kiosk.fax.class1_habits import Class1Habits
from kiosk.fax.negotiation import PageFormat
from kiosk.fax.outcome import CallerSays, Coding, CopyQuality, Resolution, TraceEntry
from kiosk.fax.primitives import CodedPage
from kiosk.fax.t32_dialogue import Class2Habits
from kiosk.fax.t32_fields import ModemAbilities
from kiosk.fax.t32_table import DIALECTS, Dialect
from kiosk.fax.trace import CODED, PLAN

_FILLER = b"\x55"  # no five ones in a row: frames around it get no stuffing, and are not longer than the true ones
_QUALITY = re.compile(r"(\d+) lines, (\d+) damaged, (\d+) in a row at most")


class NoPlanError(ValueError):
    """The trace does not say what the call was for, or says it in words that are not known here."""


@dataclass(frozen=True)
class Class2Modem:
    """A modem that runs T.30 itself: how it speaks, what differs in it, and what it can do (for sending)."""

    dialect: Dialect
    habits: Class2Habits
    abilities: ModemAbilities


@dataclass(frozen=True)
class RecordedPlan:
    """What a call was made of. ``words``: what the modem said of itself."""

    plan: CallPlan | AnswerPlan
    modem: Class1Habits | Class2Modem
    words: str = ""


def plan_entry(plan: CallPlan | AnswerPlan, modem: Class1Habits | Class2Modem, words: str = "") -> TraceEntry:
    """The first entry of a call's trace."""
    values = _sending(plan) if isinstance(plan, CallPlan) else _answering(plan)
    told = _class_1(modem) if isinstance(modem, Class1Habits) else _class_2(modem)
    return TraceEntry(0, "-", PLAN, json.dumps({**values, **told, "modem": words}, ensure_ascii=False))


def read_plan(entries: Iterable[TraceEntry]) -> RecordedPlan:
    """Raises NoPlanError."""
    entry = next((entry for entry in entries if entry.signal == PLAN), None)
    if entry is None:
        raise NoPlanError("the trace has no plan: it was recorded before plans were kept")
    try:
        values = json.loads(entry.detail)
        modem = _read_class_1(values["class1"]) if "class1" in values else _read_class_2(values["class2"])
        plan = _call_plan(values["send"]) if "send" in values else _answer_plan(values["answer"])
    except (KeyError, TypeError, ValueError) as error:
        raise NoPlanError(f"plan: {type(error).__name__}: {error}") from error
    return RecordedPlan(plan, modem, str(values.get("modem", "")))


def _class_1(habits: Class1Habits) -> dict[str, Any]:
    return {"class1": {**asdict(habits), "break_character": habits.break_character.hex()}}


def _read_class_1(values: dict[str, Any]) -> Class1Habits:
    return Class1Habits(**_known(Class1Habits, {**values, "break_character": bytes.fromhex(values["break_character"])}))


def _class_2(modem: Class2Modem) -> dict[str, Any]:
    abilities = {name: sorted(values) for name, values in asdict(modem.abilities).items()}
    return {"class2": {"class": modem.dialect.fax_class, "habits": asdict(modem.habits), "abilities": abilities}}


def _read_class_2(values: dict[str, Any]) -> Class2Modem:
    abilities = {name: frozenset(numbers) for name, numbers in values["abilities"].items()}
    habits = Class2Habits(**_known(Class2Habits, values["habits"]))
    return Class2Modem(DIALECTS[values["class"]], habits, ModemAbilities(**_known(ModemAbilities, abilities)))


def _known(kind: type[Any], values: dict[str, Any]) -> dict[str, Any]:
    """What ``kind`` still has of these values: a trace may be older, or younger, than its reader."""
    names = {part.name for part in fields(kind)}
    return {name: value for name, value in values.items() if name in names}


def quality_in_words(quality: CopyQuality) -> str:
    """What the house made of a page, in the ladder."""
    return f"{quality.lines} lines, {quality.damaged} damaged, {quality.longest_run} in a row at most"


def read_quality(words: str) -> CopyQuality:
    """The same out of the ladder. Raises NoPlanError."""
    found = _QUALITY.fullmatch(words)
    if found is None:
        raise NoPlanError(f"no quality of a page: {words!r}")
    return CopyQuality(*map(int, found.groups()))


def coded_entry(page: CodedPage, at_ms: int, *, keep_data: bool) -> TraceEntry:
    """The house has supplied this page; without its data unless they are to be kept."""
    octets = page.octets
    values: dict[str, Any] = {"page": page.number, "format": asdict(page.format)}
    values["octets"] = None if octets is None else len(octets)
    if keep_data and octets is not None:
        values["data"] = octets.hex()
    return TraceEntry(at_ms, "-", CODED, json.dumps(values))


@dataclass(frozen=True)
class RecordedPage:
    """A page as the house had supplied it; ``octets`` None where it needed terms of its own."""

    number: int
    format: PageFormat
    octets: bytes | None
    true_data: bool


def read_coded(entry: TraceEntry) -> RecordedPage:
    """Where data were not kept, as many octets that are none. Raises NoPlanError."""
    try:
        values = json.loads(entry.detail)
        page_format, length, data = read_format(values["format"]), values["octets"], values.get("data")
        octets = bytes.fromhex(data) if data is not None else None if length is None else _FILLER * int(length)
        return RecordedPage(int(values["page"]), page_format, octets, data is not None or length is None)
    except (KeyError, TypeError, ValueError) as error:
        raise NoPlanError(f"coded page: {type(error).__name__}: {error}") from error


def _sending(plan: CallPlan) -> dict[str, Any]:
    values = {
        "number": plan.number,
        "ident": plan.ident,
        "page_count": plan.page_count,
        "first_format": asdict(plan.first_format),
        "modem_codes": sorted(plan.modem_codes),
        "answer_wait_ms": plan.answer_wait_ms,
        "ecm": plan.ecm,
        "max_bit_rate": plan.max_bit_rate,
        "document_starts": sorted(plan.document_starts),
    }
    return {"send": values}


def _call_plan(values: dict[str, Any]) -> CallPlan:
    typed = {
        **_known(CallPlan, values),
        "first_format": read_format(values["first_format"]),
        "modem_codes": frozenset(values["modem_codes"]),
        "document_starts": frozenset(values["document_starts"]),
    }
    return CallPlan(**typed)


def _answering(plan: AnswerPlan) -> dict[str, Any]:
    return {"answer": {**asdict(plan), "receive_codes": sorted(plan.receive_codes)}}


def _answer_plan(values: dict[str, Any]) -> AnswerPlan:
    codes, caller = frozenset(values["receive_codes"]), CallerSays(**_known(CallerSays, values["caller"]))
    return AnswerPlan(**{**_known(AnswerPlan, values), "receive_codes": codes, "caller": caller})


def read_format(values: dict[str, Any]) -> PageFormat:
    """A page's size as ``asdict`` has written it."""
    codings = tuple(Coding(name) for name in values["codings"])
    return PageFormat(values["width"], values["height"], Resolution(values["resolution"]), codings)
