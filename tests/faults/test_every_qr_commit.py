"""K1, G1, G4: the power goes at every commit of payments by QR code, and requests are lost on both sides of the act.

And it goes in the middle of what is said to the provider: here in three requests, in the bench in every one.

A commit is cut just before it: whatever the provider was asked since the last one has been done there and is not known
here. Whether a cut comes just after a commit or before the next request is the same to both sides.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.faults.qr_scenario import cut_and_lived_on, live, morning, requests, wrong
from tests.hw_doubles import pay_provider as double
from tests.hw_doubles.pay_provider import PayProvider

_FAULTS = (double.LOST_REQUEST, double.LOST_ANSWER, double.BROKEN, double.FORGED)


def run(room: Path, number: int) -> tuple[int, list[str]]:
    """The day until the power goes at that commit (0: never), then once more; commits reached, and what is wrong."""
    folder = room / str(number)
    shutil.copytree(room / "morning", folder)
    with PayProvider(room / "provider") as provider:
        reached = live(folder, provider, number)
        if number:
            live(folder, provider)
        return reached, wrong(folder, provider)


def test_whatever_commit_the_power_goes_at_nothing_is_lost_or_paid_twice(room: Path) -> None:
    morning(room / "morning")
    commits, broken = run(room, 0)
    assert broken == []
    found = {number: bad for number in range(1, commits + 1) if (bad := run(room, number)[1])}
    assert commits > 20
    assert found == {}


@pytest.mark.parametrize("every_other", [0, 1])
@pytest.mark.parametrize("fault", _FAULTS)
def test_whatever_request_is_lost_nothing_is_lost_or_paid_twice(room: Path, fault: str, every_other: int) -> None:
    morning(room / "kiosk")
    with PayProvider(room / "provider") as provider:
        for kind in ("create", "query", "close", "refund", "refund_query"):
            provider.fail(kind, *([""] * every_other + [fault, ""] * 3))
        live(room / "kiosk", provider)
        live(room / "kiosk", provider)
        assert wrong(room / "kiosk", provider) == []
        assert {"create", "query", "close", "refund"} <= set(provider.money.asked)


def test_whatever_octet_to_the_provider_is_the_last_nothing_is_lost_or_paid_twice(room: Path) -> None:
    morning(room / "morning")
    with PayProvider(room / "provider") as provider:
        whole = shutil.copytree(room / "morning", room / "whole")
        first = dict(reversed(requests(whole, provider)))
    cuts = [first[kind][len(first[kind]) // 2] for kind in ("create", "close")] + [first["refund"][-1]]
    assert {octet: bad for octet in cuts if (bad := cut_there(room, octet)) != []} == {}


def cut_there(room: Path, octet: int) -> list[str]:
    """What is wrong when the power went before that octet, and everybody has done the rest."""
    folder = shutil.copytree(room / "morning", room / f"octet-{octet}")
    with PayProvider(room / "provider") as provider:
        return cut_and_lived_on(folder, provider, octet)
