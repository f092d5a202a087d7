"""Every procedure of Class 2, 2.0 and 2.1 by name, each in its classes (B6, B7, B9, B10, K2)."""

from __future__ import annotations

import pytest

from tests.conformance.class2.notation import CLASSES, all_procedures, classes_of, script_of, spread
from tests.conformance.class2.page import PAGE, render
from tests.conformance.class2.playing import differences
from tests.conformance.notation import Procedure, read

PROCEDURES = all_procedures()
ONE = """
group: Class 2: an example
side: {side}
let GO = DIAL => +FCON | +FDIS:1,5,0,2,1,0,0,0 | OK; SESSION => OK; TRAIN => READY
"""


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.title)
def test_procedure(procedure: Procedure) -> None:
    assert differences(procedure) == []


def test_each_procedure_has_a_name_of_its_own() -> None:
    titles = [procedure.title for procedure in PROCEDURES]
    assert sorted({title for title in titles if titles.count(title) > 1}) == []


def test_each_class_has_its_procedures_both_ways() -> None:
    for side in ("sending", "receiving"):
        played = [classes_of(procedure) for procedure in PROCEDURES if procedure.side == side]
        assert all(sum(name in classes for classes in played) > 127 for name in CLASSES)


def test_the_page_in_docs_lists_them_as_they_are() -> None:
    assert PAGE.read_text("utf-8") == render(PROCEDURES), "make it anew: python -m tests.conformance"


# ---- the runner can fail ----


def one(script: str, ends: str, side: str = "sending") -> Procedure:
    (procedure,) = read(spread(f"{ONE.format(side=side)}\n== a procedure\nclause: T.32\n{script}\n-> {ends}"))
    return procedure


def test_a_call_as_written_has_no_difference() -> None:
    assert differences(one("GO; EOP => @2000 | DONE; HANGUP", "delivered; pages confirmed; octets plain")) == []


@pytest.mark.parametrize(
    ("script", "ends", "told"),
    [
        ("GO; EOP => DONE; HANGUP", "busy", "outcome delivered"),
        ("GO; EOP => DONE; HANGUP", "delivered; pages unknown", "pages confirmed"),
        ("GO; EOP => DONE; HANGUP", "delivered; octets turned", "octets plain"),
        ("GO; EOP => DONE; HANGUP", "delivered; lasts 90..99", "lasts "),
        ("GO; EOP => DONE; HANGUP", "delivered; modem lost", "the modem came to rest"),
        ("GO; EOP => DONE; HANGUP", "delivered; far 1", "far None"),
        ("GO; EOP => DONE; HANGUP => ERROR", "delivered", "the modem did not come to rest"),
        ("GO; EOP => DONE; HANGUP; HANGUP", "delivered", "not played to its end"),
        ("GO; MPS => DONE; HANGUP", "delivered", "but the script goes on with"),
    ],
)
def test_a_call_that_went_otherwise_is_told_in_each_class(script: str, ends: str, told: str) -> None:
    found = differences(one(script, ends))
    assert all(any(f"class {name}:" in line and told in line for line in found) for name in CLASSES)


# ---- the notation ----


def test_a_procedure_is_said_in_the_words_of_its_class() -> None:
    procedure = one("TRAIN => +FDCS:1,5 | READY; EOP => RTN; ABORT", "busy")
    draft, final = script_of(procedure, "2").splitlines(), script_of(procedure, "2.0").splitlines()
    assert draft == ["AT+FDT => +FDCS:1,5 | CONNECT | XON", "DATA etx => @900 | OK", "AT+FET=2 => +FPTS:2 | OK",
                     "AT+FK => OK"]  # fmt: skip
    assert final == ["AT+FDT => +FCS:1,5 | CONNECT", "DATA eop => @900 | +FPS:2 | ERROR", "AT+FKS => OK"]


def test_each_makes_one_procedure_of_each_line() -> None:
    text = f"{ONE.format(side='sending')}\n== {{what}}\nclause: T.32\neach: what=a, said=1, 2\neach: what=b, said=3\n"
    made = read(spread(f"{text}DIAL => {{said}}\n-> busy"))
    assert [(procedure.name, procedure.script) for procedure in made] == [("a", "DIAL => 1, 2"), ("b", "DIAL => 3")]
