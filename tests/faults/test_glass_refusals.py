"""B6, K2: calls that do not come to a page: what the glass says, what it costs, and that the next goes through."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.flows.estate import SPEED, Beside
from tests.flows.line_stage import RETRIES_S, Watched
from tests.hw_doubles.lobby import Lobby
from tests.hw_doubles.softmodem import FarEnd, FarEndKind, Line

pytestmark = pytest.mark.real_time


@pytest.fixture(scope="module")
def lobby(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lobby]:
    with Lobby(tmp_path_factory.mktemp("refusals"), speed=SPEED, retry_waits_s=RETRIES_S) as lobby:
        yield lobby


@pytest.fixture(scope="module")
def house(lobby: Lobby) -> Iterator[Beside]:
    with Beside(lobby) as house:
        yield house


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        ("02112003841", FarEndKind.BUSY, "fax.cause.busy"),
        ("02112003842", FarEndKind.NO_ANSWER, "fax.cause.no_answer"),
    ],
)
def test_busy_and_no_answer_are_told_and_tried_again(
    lobby: Lobby, house: Beside, number: str, kind: FarEndKind, words: str
) -> None:
    lobby.telephone.set(number, far_end=FarEnd(kind=kind))
    fax = Watched(lobby, house, number)
    fax.told(words)
    lobby.telephone.set(number, far_end=FarEnd())
    fax.delivered_and_paid()
    assert fax.pages_by_call()[-1] == 1 and sum(fax.pages_by_call()) == 1


def test_without_dial_tone_the_order_waits_for_the_line(lobby: Lobby, house: Beside) -> None:
    lobby.telephone.set(line=Line(dial_tone=False))
    fax = Watched(lobby, house, "02112003843")
    fax.told("fax.cause.no_dial_tone")
    assert sum(fax.pages_by_call()) == 0
    lobby.telephone.set(line=Line())
    fax.delivered_and_paid()
    assert sum(fax.pages_by_call()) == 1


def test_a_person_who_answers_is_called_twice_at_most_and_nothing_is_charged(lobby: Lobby, house: Beside) -> None:
    lobby.telephone.set("02112003844", far_end=FarEnd(kind=FarEndKind.VOICE))
    fax = Watched(lobby, house, "02112003844")
    fax.told("fax.cause.not_a_fax")
    fax.failed_and_free()
    assert fax.pages_by_call() == [0, 0]
