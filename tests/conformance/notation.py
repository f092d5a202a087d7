"""Procedures of T.30 as data: what stands in ``procedures/*.txt``, read into values.

Owns the notation. Knows neither the engine nor pytest: ``playing.py`` plays a ``Procedure``, ``page.py`` lists them. A
file is one group:

    group: Sending: training          its title; every file has one
    side: sending                     or receiving: which side of T.30 is ours
    let GO = R DIS; T DCS; ...        GO as a step stands for these steps, in this file

    == FTT steps down by one speed    a procedure and its name
    clause: T.30 5.3.6.1.4            what it is held to
    with: ecm=no, codes=24+48         how we are set up (``playing.py`` has the words)
    R DIS; T DCS; T TCF               the script, in the words of ``tests/hw_doubles/scripted_modem.py``
    -> delivered; speeds 14400 12000  what must have come of it: first the outcome

A line that begins with # is for the reader.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "procedures"


class NotationError(ValueError):
    """A line that the notation does not have."""


@dataclass(frozen=True)
class Procedure:
    """One script. ``settings`` and ``ends`` are as written: words, and what belongs to each."""

    group: str
    side: str
    name: str
    clause: str
    settings: tuple[tuple[str, str], ...]
    script: str
    ends: tuple[tuple[str, str], ...]

    @property
    def title(self) -> str:
        """How pytest calls it."""
        return f"{self.group}: {self.name}"


def all_procedures() -> list[Procedure]:
    """Every procedure of every file, in order. Raises NotationError."""
    return [procedure for path in sorted(FOLDER.glob("*.txt")) for procedure in read(path.read_text("utf-8"))]


def read(text: str) -> list[Procedure]:
    """The procedures of one file. Raises NotationError."""
    head, *parts = re.split(r"^== *", text, flags=re.MULTILINE)
    words = dict(_pair(line, ":") for line in _lines(head) if not line.startswith("let "))
    short = dict(_pair(line.removeprefix("let "), "=") for line in _lines(head) if line.startswith("let "))
    if set(words) != {"group", "side"} or words["side"] not in ("sending", "receiving"):
        raise NotationError(f"a file begins with its group and its side, not with {words}")
    return [_procedure(part, words["group"], words["side"], short) for part in parts]


def _procedure(part: str, group: str, side: str, short: dict[str, str]) -> Procedure:
    name, *lines = _lines(part)
    clauses = [line.removeprefix("clause:").strip() for line in lines if line.startswith("clause:")]
    settings = ",".join(line.removeprefix("with:") for line in lines if line.startswith("with:"))
    ends = ";".join(line.removeprefix("->") for line in lines if line.startswith("->"))
    steps = ";".join(line for line in lines if not line.startswith(("clause:", "with:", "->")))
    if len(clauses) != 1 or not ends:
        raise NotationError(f"{name}: one clause and an end")
    return Procedure(
        group=group,
        side=side,
        name=name,
        clause=clauses[0],
        settings=tuple(_pair(word, "=") for word in _parts(settings, ",")),
        script="; ".join(_spelt_out(steps, short)),
        ends=tuple(_pair(word, " ") for word in _parts(ends, ";")),
    )


def _spelt_out(steps: str, short: dict[str, str]) -> list[str]:
    """Steps with every ``let`` put in; ``3 x NAME`` repeats it."""
    out: list[str] = []
    for step in _parts(steps, ";"):
        times, name = re.findall(r"^(?:(\d+) x )?(.*)$", step)[0]
        out += (_spelt_out(short[name], short) if name in short else [name]) * int(times or 1)
    return out


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _parts(text: str, separator: str) -> list[str]:
    return [part.strip() for part in text.split(separator) if part.strip()]


def _pair(text: str, separator: str) -> tuple[str, str]:
    word, _, rest = text.partition(separator)
    return word.strip(), rest.strip()
