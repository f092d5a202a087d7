"""A modem of Class 2 or 2.0 that refuses a command of its set-up: named if it matters, passed over if not (K2)."""

from __future__ import annotations

import threading

import pytest

from kiosk.clock import SystemClock
from kiosk.devices.class1_setup import ModemRefusesSetupError
from kiosk.devices.class2_line import Class2Line
from kiosk.devices.modem_profiles import GENERIC, built_in_profiles
from kiosk.devices.protocols import AnswerOrder
from kiosk.fax import outcome as o
from kiosk.fax.t32_table import CLASS_2, CLASS_2_0, Dialect
from tests.contracts.test_class2_line import MODEM, ONE, ONE_DRAFT, place
from tests.hw_doubles.class2_modem_script import Class2Port

pytestmark = pytest.mark.real_time

DIALECTS = {"2": CLASS_2, "2.0": CLASS_2_0}
CALLS = {"2": ONE_DRAFT, "2.0": ONE}
NEEDED = {
    "2": ("AT+FCLASS=2", "ATS7=10", 'AT+FLID="+86 571 1"', "AT+FDCC=1,5,2,2,1,0,0,0"),
    "2.0": ("AT+FCLASS=2.0", "ATS7=10", 'AT+FLI="+86 571 1"', "AT+FCC=1,5,2,2,1,0,0,0"),
}
WISHES = [
    (name, f"AT{wish}")
    for name, dialect in DIALECTS.items()
    for wish in (*dialect.wishes, *dialect.sending_wishes, *(("+FLO=2",) if name == "2.0" else ()))
]


def line_on(port: Class2Port) -> Class2Line:
    return Class2Line(port.path, SystemClock(), answer_wait_s=10)


def modem(fax_class: str, refused: str) -> dict[str, str]:
    """A modem of this class alone that says ERROR to this command."""
    return MODEM | {"AT+FCLASS=?": f"0,{fax_class}", refused: "!ERROR"}


@pytest.mark.parametrize(("fax_class", "command"), [(name, line) for name, lines in NEEDED.items() for line in lines])
def test_what_a_call_needs_and_the_modem_refuses_is_named_and_nothing_is_dialled(fax_class: str, command: str) -> None:
    with Class2Port("", modem(fax_class, command)) as port:
        line = line_on(port)
        with pytest.raises(ModemRefusesSetupError) as refused:
            place(line)
        line.close()
    assert command in refused.value.detail and not any(told.startswith("ATD") for told in port.modem.commands)


@pytest.mark.parametrize("fax_class", DIALECTS)
def test_a_modem_that_will_not_receive_is_named_with_that_command(fax_class: str) -> None:
    with Class2Port("", modem(fax_class, "AT+FCR=1")) as port:
        line = line_on(port)
        with pytest.raises(ModemRefusesSetupError, match="FCR=1"):
            line.receive(AnswerOrder("+86 571 1"), lambda page: None, lambda event: None, threading.Event())
        line.close()


@pytest.mark.parametrize(("fax_class", "command"), WISHES)
def test_what_only_improves_matters_may_be_refused(fax_class: str, command: str) -> None:
    with Class2Port(CALLS[fax_class], modem(fax_class, command)) as port:
        line = line_on(port)
        assert place(line).outcome is o.CallOutcome.DELIVERED and port.error is None
        line.close()
    assert command in port.modem.commands


@pytest.mark.parametrize("fax_class", DIALECTS)
def test_a_modem_that_does_not_tell_what_it_can_is_asked_for_what_every_modem_can(fax_class: str) -> None:
    dialect: Dialect = DIALECTS[fax_class]
    call = CALLS[fax_class].replace("0,5,0,2,0,0", "0,3,0,0,0,0")
    with Class2Port(call, modem(fax_class, f"AT{dialect.capabilities}=?")) as port:
        line = line_on(port)
        assert place(line).outcome is o.CallOutcome.DELIVERED and port.error is None
        line.close()
    assert f"AT{dialect.capabilities}=1,3,0,0,0,0,0,0" in port.modem.commands


def test_flow_control_that_the_profile_wishes_may_be_refused() -> None:
    (command,) = built_in_profiles()[GENERIC].flow_commands
    with Class2Port(ONE, modem("2.0", command)) as port:
        line = line_on(port)
        assert place(line).outcome is o.CallOutcome.DELIVERED
        line.close()
    assert command in port.modem.commands
