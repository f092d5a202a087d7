"""Modem quirks as data."""

from __future__ import annotations

import pytest

from kiosk.devices.class1_setup import numbers_in
from kiosk.devices.modem_profiles import built_in_profiles, choose_profile, read_profiles
from kiosk.devices.serial_port import FlowControl

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
