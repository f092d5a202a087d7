"""Modem quirks as data."""

from __future__ import annotations

import pytest

from kiosk.clock import SystemClock
from kiosk.devices.class1_line import Class1Line
from kiosk.devices.class1_setup import numbers_in
from kiosk.devices.modem_port import ModemPort
from kiosk.devices.modem_profiles import built_in_profiles, choose_profile, read_profiles
from kiosk.devices.serial_port import FlowControl
from tests.hw_doubles.scripted_port import ScriptedPort

pytestmark = pytest.mark.real_time

GENERIC = """
[generic]
match = ""
init = ["ATZ"]
dial = "ATDT"
hang_up = "ATH0"
baud = 115200
flow = "rts/cts"
silence_after_reception_10ms = 6
silence_after_frames_10ms = 7
silence_after_data_10ms = 7
write_ahead_ms = 1500
"""


def test_a_profile_is_the_generic_one_with_its_own_differences():
    profiles = read_profiles(
        GENERIC + '\n[usr]\nmatch = "u\\\\.?s\\\\.? ?robotics"\nflow = "xon/xoff"\ndial = "ATDP"\n'
    )
    chosen = choose_profile(profiles, "5637 U.S.Robotics 56K FAX USB")
    assert (chosen.name, chosen.flow, chosen.habits.dial) == ("usr", FlowControl.XON_XOFF, "ATDP")
    assert chosen.baud == 115200 and chosen.init == ("ATZ",)


def test_an_unknown_modem_is_generic():
    assert choose_profile(built_in_profiles(), "Nobody knows").name == "generic"


# What modems answer to ATI, ATI3, +FMI? and +FMM? (empty: ERROR), with the sources named in modem_profiles.toml.
ANSWERS = [
    (("5601", "U.S. Robotics 56K FAX USB V1.2.23", "", ""), "usr5637", FlowControl.RTS_CTS),
    (("5637", "USR5637 V1.2.16", "USRobotics", "5637"), "usr5637", FlowControl.RTS_CTS),
    (("3361", "Sportster 33600/Fax RS V5.0.2", "", ""), "usr", FlowControl.XON_XOFF),
    (("5601", "U.S. Robotics 56K FAX EXT V7.3.14", "U.S. Robotics", "3453C"), "usr", FlowControl.XON_XOFF),
    (("5608A", "USRobotics Courier V.Everything", "", ""), "usr", FlowControl.XON_XOFF),
    (("56000", "CX93001-EIS_V0.2002-V92", "CONEXANT", "V90"), "conexant-cx930", FlowControl.NONE),
    (("56000", "CX93001-EIS_V0.2013-V92", "", ""), "conexant-cx930", FlowControl.NONE),
    (("Zoom USB Modem 3095", "", "Zoom Telephonics", "3095"), "zoom-3095", FlowControl.RTS_CTS),
    (("MT9234ZBA", "V1.32e", "MULTI-TECH SYSTEMS", "MT9234ZBA-V.92"), "multitech", FlowControl.RTS_CTS),
    (("LT V.92 1.0 MT5634ZBA-USB-V92 Data/Fax Modem", "", "", ""), "lucent", FlowControl.RTS_CTS),
    (("56000", "V1.301-V90_2M_DLS", "ROCKWELL", "AC/K56"), "rockwell", FlowControl.RTS_CTS),
    (("33600", "", "", ""), "generic", FlowControl.RTS_CTS),
    (("", "", "", ""), "generic", FlowControl.RTS_CTS),
]


@pytest.mark.parametrize(("answers", "name", "flow"), ANSWERS, ids=[" ".join(a).strip() for a, _, _ in ANSWERS])
def test_modems_that_people_buy_are_known_by_their_answers(answers, name, flow):
    profile = choose_profile(built_in_profiles(), " ".join(filter(None, answers)))
    assert (profile.name, profile.flow) == (name, flow) and profile.classes[0] == "1"


def test_every_profile_tells_the_modem_what_flow_control_its_port_has():
    """Else page data run over, and the far end sees a torn page."""
    without = [p.name for p in built_in_profiles().values() if not p.flow_commands]
    assert without == []


def test_every_profile_is_chosen_by_something_that_people_buy():
    assert {name for _, name, _ in ANSWERS} | {"spandsp"} == set(built_in_profiles())


@pytest.mark.parametrize(
    ("answers", "classes", "name", "told"),
    [
        ({"ATI": "56000", "ATI3": "CX93001-EIS_V0.2013-V92"}, "0,1,1.0,2,8", "conexant-cx930", "AT&K3"),
        ({"ATI": "5601", "ATI3": "U.S. Robotics 56K FAX USB V1.2.23"}, "(0,1)", "usr5637", "AT&H1&I0&R2"),
        ({"ATI3": "Sportster 33600/Fax RS", "AT+FMI?": "!ERROR"}, "0,1,2.0", "usr", "AT&H2&I2&R1"),
        ({"AT+FMI?": "MULTI-TECH SYSTEMS", "AT+FMM?": "MT9234ZBA"}, "0,1,2,2.0,2.1", "multitech", "AT&K3"),
    ],
)
def test_asked_at_its_port_a_modem_gets_its_profile_and_its_flow_control(answers, classes, name, told):
    with ScriptedPort("", {**answers, "AT+FCLASS=?": classes, "AT+FTM=?": "96,146", "AT+FRM=?": "96"}) as port:
        modem = ModemPort(port.path, SystemClock(), built_in_profiles()["generic"])
        line = Class1Line(modem, SystemClock())
        line.identify()
        assert modem.profile.name == name
        commands = port.modem.commands
        assert commands.index(told) > commands.index("AT&F") and commands.index(told) > commands.index("AT+FCLASS=1")
        line.close()


def test_a_modem_that_knows_no_flow_command_is_taken_all_the_same():
    information = {"ATI": "Plain", "AT+FCLASS=?": "0,1", "AT+IFC=2,2": "!ERROR", "AT+FTM=?": "96", "AT+FRM=?": "96"}
    with ScriptedPort("", information) as port:
        line = Class1Line(port.path, SystemClock())
        assert 96 in line.identify().transmit_codes and "AT+IFC=2,2" in port.modem.commands
        line.close()


def test_the_built_in_profiles_promise_t30s_silence():
    for profile in built_in_profiles().values():
        habits = profile.habits
        silences = (
            habits.silence_after_reception_10ms,
            habits.silence_after_frames_10ms,
            habits.silence_after_data_10ms,
        )
        assert all(0 < silence <= 9 for silence in silences)


@pytest.mark.parametrize(
    ("toml", "words"),
    [("[other]\n", "without"), (GENERIC.replace("baud = 115200\n", ""), "lacks 'baud'"), ("[generic", "Expected")],
)
def test_a_profile_file_that_is_none_is_refused(toml, words):
    with pytest.raises(ValueError, match=words):
        read_profiles(toml)


@pytest.mark.parametrize(
    ("answer", "numbers"),
    [
        ("0,1,2", {0, 1, 2}),
        ("(0,1,1.0,2.0,8)", {0, 1, 8}),
        ("24,48,72-74,96", {24, 48, 72, 73, 74, 96}),
        ("+FTM: (145,146)", {145, 146}),
        ("", set()),
    ],
)
def test_numbers_in_a_modems_answer(answer, numbers):
    assert numbers_in(answer) == numbers
