"""K1, G1: the power goes at every commit of a payment at the machine, and in the middle of what is said to it.

Commits are enumerated by living through the payment once. Octets too; here a part of them, each one at some cut.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.faults.machine_scenario import Counter, Cut, Way, cut_and_lived_on, live, morning, wrong

_EVERY = 97  # octets: a prime; the bench takes each of them


@pytest.fixture(scope="module")
def dawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("machine") / "morning"
    morning(folder)
    return folder


def whole(dawn: Path, room: Path) -> Way:
    """The payment without any cut: how many commits and octets it has."""
    counter = Counter(shutil.copytree(dawn, room / "whole"))
    way = live(counter, Cut())
    assert wrong(counter) == [] and counter.machine.box_fen == 700
    return way


def after(dawn: Path, room: Path, cut: Cut) -> list[str]:
    """What is wrong when the power went there, and everybody has done the rest."""
    counter = Counter(shutil.copytree(dawn, room / "cut"))
    found = [f"{cut}: {fault}" for fault in cut_and_lived_on(counter, cut)]
    shutil.rmtree(counter.folder)
    return found


@pytest.mark.parametrize("machine_too", [False, True], ids=["kiosk", "kiosk and machine"])
def test_k1_the_power_goes_at_every_commit_of_a_payment_at_the_machine(
    dawn: Path, room: Path, machine_too: bool
) -> None:
    commits = whole(dawn, room).commits
    assert commits >= 6
    cuts = [Cut(n, late, machine_too=machine_too) for n in range(1, commits + 1) for late in (False, True)]
    assert [fault for cut in cuts for fault in after(dawn, room, cut)] == []


def test_k1_the_power_goes_in_the_middle_of_what_is_said_to_the_machine_or_comes_back(dawn: Path, room: Path) -> None:
    way = whole(dawn, room)
    cuts = [Cut(octet=n) for n in range(1, way.octets + 1, _EVERY)]
    cuts += [Cut(answer=n, machine_too=n % 2 == 0) for n in range(1, way.answers + 1, _EVERY)]
    assert [fault for cut in cuts for fault in after(dawn, room, cut)] == []


def test_k2_an_answer_of_the_machine_that_ends_in_the_middle_is_asked_for_again(dawn: Path, room: Path) -> None:
    answers = whole(dawn, room).answers
    cuts = [Cut(answer=n, breaks=True) for n in range(1, answers + 1, _EVERY)]
    assert [fault for cut in cuts for fault in after(dawn, room, cut)] == []
