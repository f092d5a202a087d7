"""Procedures of Class 2, 2.0 and 2.1 as data, and each of them in the words of one class.

Owns the words in which ``procedures/*.txt`` are written once for all three classes: the draft's names of reports, and
the commands below. The files are in the notation of ``tests/conformance/notation.py``; beyond it a procedure may have
lines ``each: NAME=TEXT, NAME=TEXT``, one procedure for each of them, with ``{NAME}`` put in. Knows neither the engine
nor pytest. Called by ``playing.py``.

    commands    DIAL ANSWER SESSION TRAIN FETCH TERMS ABORT    JUDGE 2 is our own answer to a page
                MPS EOM EOP      the end of a page we send, and what the modem says to it
                END              only the end of its data (Class 2); STOP breaks them off
                HANGUP           answered OK; ANY CAN DC2 DC1 as in the scripted modems
    answers     +FCON +FCSI +FTSI +FDIS +FDCS +FPTS +FHNG ...: as the class says them
                READY            page data may come; MCF RTN RTP PIN PIP: report and result; DONE: MCF, DCN, OK
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from tests.conformance.notation import Procedure, read

FOLDER = Path(__file__).parent / "procedures"
CLASSES = ("2", "2.0", "2.1")
_COMMANDS = {
    "DIAL": ("ATDT", "ATDT"),
    "ANSWER": ("ATA", "ATA"),
    "SESSION": ("AT+FDIS=", "AT+FIS="),
    "TRAIN": ("AT+FDT", "AT+FDT"),
    "FETCH": ("AT+FDR", "AT+FDR"),
    "TERMS": ("AT+FDCS?", "AT+FCS?"),
    "JUDGE": ("AT+FPTS=", "AT+FPS="),
    "ABORT": ("AT+FK", "AT+FKS"),
    "STOP": ("DATA etx", "DATA can"),
    "END": ("DATA etx", "DATA etx"),
    "HANGUP": ("ATH0", "ATH0"),
}
_ENDS = {"MPS": 0, "EOM": 1, "EOP": 2}
_ANSWERS = {
    "READY": ("CONNECT | XON", "CONNECT"),
    "MCF": ("+FPTS:1 | OK", "+FPS:1 | OK"),
    "RTN": ("+FPTS:2 | OK", "+FPS:2 | ERROR"),
    "RTP": ("+FPTS:3 | OK", "+FPS:3 | OK"),
    "PIN": ("+FPTS:4 | OK", "+FPS:4 | ERROR"),
    "PIP": ("+FPTS:5 | OK", "+FPS:5 | OK"),
    "DONE": ("+FPTS:1 | +FHNG:0 | OK", "+FPS:1 | +FHS:00 | OK"),
}
_REPORTS = {"+FCON": "+FCO", "+FCSI": "+FCI", "+FTSI": "+FTI", "+FDIS": "+FIS", "+FDCS": "+FCS", "+FPTS": "+FPS",
            "+FHNG": "+FHS", "+FVOICE": "+FVO", "+FDTC": "+FTC", "+FNSF": "+FNF"}  # fmt: skip


def all_procedures() -> list[Procedure]:
    """Every procedure of every file, in order. Raises NotationError."""
    texts = (path.read_text("utf-8") for path in sorted(FOLDER.glob("*.txt")))
    return [_with_classes(procedure) for text in texts for procedure in read(spread(text))]


def spread(text: str) -> str:
    """A file in which each ``each:`` line has become a procedure of its own."""
    head, *parts = re.split(r"^(?=== )", text, flags=re.MULTILINE)
    return "\n".join([head, *(one for part in parts for one in _one_by_one(part))])


def _one_by_one(part: str) -> list[str]:
    plain = re.sub(r"^each:.*\n", "", part, flags=re.MULTILINE)
    cases = re.findall(r"^each:(.*)$", part, flags=re.MULTILINE)
    return [_put_in(plain, case) for case in cases] or [plain]


def _put_in(text: str, case: str) -> str:
    for pair in re.split(r", (?=\w+=)", case):
        name, _, value = pair.strip().partition("=")
        text = text.replace(f"{{{name}}}", value)
    return text


def classes_of(procedure: Procedure) -> tuple[str, ...]:
    """In which classes it is played: those that it names, else all."""
    named = dict(procedure.settings).get("class")
    return tuple(named.split("+")) if named else CLASSES


def _with_classes(procedure: Procedure) -> Procedure:
    return replace(procedure, clause=f"{procedure.clause}; in Class {', '.join(classes_of(procedure))}")


def script_of(procedure: Procedure, fax_class: str) -> str:
    """Its script as ``tests/hw_doubles/class2_modem_script.py`` plays it, in the words of this class."""
    return "\n".join(_step(step, fax_class) for step in procedure.script.split("; "))


def _step(step: str, fax_class: str) -> str:
    draft = fax_class == "2"
    command, _, answers = (part.strip() for part in step.partition("=>"))
    name, _, value = command.partition(" ")
    told = " | ".join(_answer(answer.strip(), fax_class) for answer in answers.split("|"))
    if name in _ENDS:
        ending = f"DATA etx => @900 | OK\nAT+FET={_ENDS[name]} => " if draft else f"DATA {name.lower()} => @900 | "
        return ending + told
    if name in _COMMANDS:
        return f"{_COMMANDS[name][not draft]}{value} => {told or 'OK'}"
    return f"{command} => {told}"


def _answer(answer: str, fax_class: str) -> str:
    if answer in _ANSWERS:
        return _ANSWERS[answer][fax_class != "2"]
    word, colon, value = answer.partition(":")
    return answer if fax_class == "2" else _REPORTS.get(word, word) + colon + value
