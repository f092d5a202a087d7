"""K1, G1, G4: the power goes at every commit of payments by QR code, and requests are lost on both sides of the act.

And it goes, or the line breaks, in the middle of what is said to the provider and of what it answers: here in some
exchanges, in the bench in every one.

A commit is cut just before it: whatever the provider was asked since the last one has been done there and is not known
here. Whether a cut comes just after a commit or before the next request is the same to both sides.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.faults.cut_line import Place, Stretch
from tests.faults.qr_octets import NOTHING, Exchange, exchanges, of_answer, of_request
from tests.faults.qr_scenario import cut_and_lived_on, live, morning, wrong
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


def test_whatever_octet_to_the_provider_is_the_last_it_acts_on_whole_requests_alone(room: Path) -> None:
    """And where it is the last that was said or heard, nothing is lost or paid twice."""
    first = first_of_each(room)
    with PayProvider(room / "provider") as provider:
        sorts = {kind: of_request(first[kind], provider) for kind in ("create", "refund")}
    assert sorts == {kind: [Stretch(range(len(first[kind].request.said)), NOTHING)] for kind in sorts}
    cuts = [Place(first[kind].request.number, octet) for kind in sorts for octet in sorts[kind][0].ends]
    cuts += [Place(first[kind].request.number, answered=True) for kind in ("create", "close", "refund")]
    assert {place: bad for place in cuts if (bad := cut_there(room, place)) != []} == {}


def test_whatever_octet_of_an_answer_is_the_last_that_is_heard_it_is_no_answer(room: Path) -> None:
    """Or it was all there but the end of a head without a body, and its signature holds."""
    close = first_of_each(room)["close"]
    heard = of_answer(close)
    assert (heard[0].octets[0], heard[-1].octets[-1]) == (0, len(close.request.heard) - 1)
    assert [stretch.outcome for stretch in heard] == [
        "ProviderSilentError, provider-silent",
        "ProviderUntrustedError, provider-untrusted",
        "an answer: 204",
    ]
    ends = [octet for stretch in heard for octet in stretch.ends]
    cuts = [Place(close.request.number, octet, answered=True, breaks=True) for octet in ends]
    assert {place: bad for place in cuts if (bad := cut_there(room, place)) != []} == {}


def first_of_each(room: Path) -> dict[str, Exchange]:
    """The day's first exchange of each kind; the morning is there then."""
    morning(room / "morning")
    with PayProvider(room / "provider") as provider:
        whole = exchanges(shutil.copytree(room / "morning", room / "whole"), provider)
    return {exchange.kind: exchange for exchange in reversed(whole)}


def cut_there(room: Path, place: Place) -> list[str]:
    """What is wrong when the power went, or the line broke, there, and everybody has done the rest."""
    folder = shutil.copytree(room / "morning", room / f"{place.request}-{place.octet}-{place.answered:d}")
    with PayProvider(room / "provider") as provider:
        return cut_and_lived_on(folder, provider, place)
