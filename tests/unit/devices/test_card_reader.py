"""J1, K2: the card reader's driver on a port that tells every truth and untruth a reader can."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.clock import SystemClock
from kiosk.devices.card_reader import AWAY_S, SETTLE_S, CardFrames, SerialCardReader
from kiosk.devices.protocols import CardHeld, CardProblem, HealthState
from tests.hw_doubles.card_reader import CLERK_CARD, REPEATS_S, SUPERVISOR_CARD, CardReaderDouble, frame

_PATIENCE_S = 5.0


def readings(*said: tuple[float, bytes]) -> list[CardHeld | CardProblem]:
    """What is told of octets that came at these seconds, looked at every 10 ms."""
    frames, told, at_s = CardFrames(), [], 0.0
    for when_s, octets in (*said, (said[-1][0] + 2 * SETTLE_S, b"")):
        while at_s < when_s:
            told.append(frames.reading(at_s))
            at_s += 0.01
        frames.take(octets, when_s)
    told.append(frames.reading(at_s))
    return [reading for reading in told if reading is not None]


@pytest.mark.parametrize("crlf", [True, False], ids=["ID-12LA", "RDM6300"])
def test_a_card_is_told_with_its_number(crlf: bool) -> None:
    assert readings((0, frame(CLERK_CARD, crlf=crlf))) == [CardHeld(CLERK_CARD)]


def test_a_card_that_is_left_lying_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    lying = [(n * REPEATS_S, frame(CLERK_CARD, crlf=False)) for n in range(100)]
    assert readings(*lying) == [CardHeld(CLERK_CARD)]


def test_a_card_that_is_taken_away_and_brought_again_is_told_again() -> None:
    again_s = AWAY_S + 0.1
    assert readings((0, frame(CLERK_CARD)), (again_s, frame(CLERK_CARD))) == [CardHeld(CLERK_CARD)] * 2


def test_k5_of_two_cards_at_once_neither_counts() -> None:
    both = [(n * REPEATS_S, frame((CLERK_CARD, SUPERVISOR_CARD)[n % 2], crlf=False)) for n in range(20)]
    assert readings(*both) == [CardProblem.TWO_CARDS]


def test_another_card_laid_on_one_that_lies_there_opens_nothing() -> None:
    lying = [(n * REPEATS_S, frame(CLERK_CARD, crlf=False)) for n in range(20)]
    joined = [(20 * REPEATS_S + n * REPEATS_S, frame(SUPERVISOR_CARD, crlf=False)) for n in range(20)]
    assert readings(*lying, *joined) == [CardHeld(CLERK_CARD)]


@pytest.mark.parametrize(
    "said",
    [
        frame(CLERK_CARD)[:-1],
        frame(CLERK_CARD)[:5],
        frame(CLERK_CARD).replace(b"1", b"2", 1),
        b"\x02" + b"0" * 40 + b"\x03",
        b"\x02\x03",
        b"\x02" + "０415148F26".encode() + b"\x03",
        b"\x020415148F2\xff\xff\xff\x03",
        b"\x02 0 0 0 0 0 0\x03",
    ],
)
def test_what_is_no_whole_right_frame_is_nobody_s_card(said: bytes) -> None:
    assert readings((0, said)) == [CardProblem.UNREADABLE]


def test_a_bad_frame_before_a_good_one_is_forgiven() -> None:
    assert readings((0, frame(CLERK_CARD)[:6]), (0.07, frame(CLERK_CARD))) == [CardHeld(CLERK_CARD)]


@given(st.lists(st.binary(max_size=30), max_size=8))
def test_no_noise_becomes_a_card_nor_an_error(parts: list[bytes]) -> None:
    told = readings(*[(n * 0.05, octets) for n, octets in enumerate([b"", *parts])])
    assert all(isinstance(reading, CardProblem) for reading in told)


def test_a_number_is_in_no_log() -> None:
    assert CLERK_CARD not in repr(CardHeld(CLERK_CARD))


# --- on a port ------------------------------------------------------------------------------------------------------


@pytest.fixture
def double(tmp_path: Path) -> Iterator[CardReaderDouble]:
    with CardReaderDouble(tmp_path) as reader:
        yield reader


@pytest.fixture
def driver(double: CardReaderDouble) -> Iterator[SerialCardReader]:
    driver = SerialCardReader(str(double.path), SystemClock())
    driver.read(0)  # opens the port
    yield driver
    driver.close()


def test_every_way_of_holding_a_card(double: CardReaderDouble, driver: SerialCardReader) -> None:
    assert driver.health().state is HealthState.OK
    double.babble()
    double.hold(CLERK_CARD)
    assert driver.read(_PATIENCE_S) == CardHeld(CLERK_CARD)
    assert driver.read(AWAY_S + 0.1) is None
    double.hold_badly(CLERK_CARD)
    assert driver.read(_PATIENCE_S) is CardProblem.UNREADABLE
    assert driver.read(AWAY_S + 0.1) is None
    double.lay(CLERK_CARD, SUPERVISOR_CARD)
    assert driver.read(_PATIENCE_S) is CardProblem.TWO_CARDS
    assert driver.read(0.3) is None
    double.take_away()


def test_k2_an_unplugged_reader_is_absent_and_works_again_by_itself(
    double: CardReaderDouble, driver: SerialCardReader
) -> None:
    double.hold_half(CLERK_CARD)
    double.unplug()
    assert driver.read(_PATIENCE_S) is None
    assert (driver.health().state, driver.health().reason) == (HealthState.ABSENT, "unplugged")
    assert driver.read(_PATIENCE_S) is None
    assert driver.health().reason == "port-missing"
    double.plug_in()
    assert driver.read(0) is None
    double.hold(SUPERVISOR_CARD)
    assert driver.read(_PATIENCE_S) == CardHeld(SUPERVISOR_CARD)
    assert driver.health().state is HealthState.OK


def test_k2_a_port_that_is_not_ours_is_a_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    driver = SerialCardReader(str(tmp_path / "file"), SystemClock())
    assert driver.read(_PATIENCE_S) is None
    assert (driver.health().state, driver.health().reason) == (HealthState.TROUBLE, "port-refused")
