"""The lobby panel's side without a window: what each switch does to the true doubles, what is seen, who comes back."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from tests.hw_doubles.card_reader import STRANGE_CARD
from tests.hw_doubles.lobby import CALL_PIN, Lobby
from tests.hw_doubles.lobby_panel import words
from tests.hw_doubles.lobby_panel.keeper import Keeper, Stage
from tests.hw_doubles.lobby_panel.switches import (
    CASH_FEN,
    DIALS,
    FAR_ENDS,
    IN,
    LINES,
    OUT,
    PRINTER_FAULTS,
    STICKS,
    Switchboard,
)
from tests.hw_doubles.lobby_panel.watching import ReceivedPages, Seen, Watch
from tests.hw_doubles.lobby_panel.words import LABELS, label
from tests.hw_doubles.pay_process import MANNERS, NOTICES
from tests.hw_doubles.processes import until
from tests.hw_doubles.softmodem import CallRecord, FarEnd, Line, ReceivedPage

pytestmark = pytest.mark.real_time

KILLED = -signal.SIGKILL
PANEL = Path(words.__file__).parent


@pytest.fixture(scope="module")
def keeper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keeper]:
    """A lobby without screens, up."""
    kept = Keeper(Lobby(tmp_path_factory.mktemp("lobby-panel"), screens=False))
    kept.start()
    until(lambda: kept.stage is not Stage.STARTING, "the lobby is up", 60, 0.05)
    assert kept.stage is Stage.UP
    yield kept
    kept.end()
    assert kept.stage is Stage.OVER


def turned(keeper: Keeper, key: str, position: str) -> None:
    """Turn a switch and wait until the double itself says so."""
    keeper.do(lambda switches: switches.turn(key, position))

    def stands() -> bool:
        return keeper.seen is not None and keeper.seen.positions[key] == position

    until(stands, f"{key} is {position}; told: {keeper.told}", 30, 0.05)


def test_every_position_of_every_dial_has_a_label_and_a_double_behind_it(keeper: Keeper) -> None:
    assert keeper.seen is not None
    assert set(keeper.seen.positions) == set(DIALS)
    for dial in DIALS.values():
        assert keeper.seen.positions[dial.key] in dial.positions
        assert all(label(f"{dial.words}.{position}") for position in dial.positions)


def test_no_label_is_empty_in_either_language() -> None:
    assert [key for key, (zh, en) in LABELS.items() if not zh.strip() or not en.strip()] == []


def test_no_label_is_left_over() -> None:
    on_dials = {f"{dial.words}.{position}" for dial in DIALS.values() for position in dial.positions} | set(DIALS)
    kills = {"kill.core", "kill.ui", *(f"cash.{fen}" for fen in CASH_FEN)}
    sources = "".join(path.read_text(encoding="utf-8") for path in PANEL.glob("*.py") if path.name != "words.py")
    assert [key for key in LABELS if key not in on_dials | kills and not re.search(rf"[\"']{key}[\"']", sources)] == []


@pytest.mark.parametrize("name", FAR_ENDS)
def test_the_far_end_becomes_what_is_chosen(keeper: Keeper, name: str) -> None:
    turned(keeper, "far_end", name)
    told = keeper.lobby.telephone.state()["far_end"]
    assert FarEnd.from_json(told) == FAR_ENDS[name]


@pytest.mark.parametrize("name", LINES)
def test_the_line_becomes_what_is_chosen(keeper: Keeper, name: str) -> None:
    turned(keeper, "line", name)
    assert Line.from_json(keeper.lobby.telephone.state()["line"]) == LINES[name]


@pytest.mark.parametrize("label_of_stick", STICKS)
def test_a_stick_is_plugged_in_with_its_files_and_the_one_before_is_pulled(keeper: Keeper, label_of_stick: str) -> None:
    turned(keeper, "stick", label_of_stick)
    tray = keeper.lobby.tray
    assert tray.plugged() == (label_of_stick,)
    assert {path.name for path in (tray.folder / label_of_stick).iterdir()} == set(STICKS[label_of_stick])


def test_a_stick_can_be_pulled(keeper: Keeper) -> None:
    turned(keeper, "stick", "LETTER")
    turned(keeper, "stick", "none")
    assert keeper.lobby.tray.plugged() == ()


@pytest.mark.parametrize("fault", [*PRINTER_FAULTS[1:], PRINTER_FAULTS[0]])
def test_the_receipt_printer_gets_the_fault_that_is_chosen_and_is_mended(keeper: Keeper, fault: str) -> None:
    turned(keeper, "receipt_fault", fault)
    cups = keeper.lobby.cups
    assert cups.printer(cups.receipt_queue).fault == fault
    assert cups.printer(cups.form_queue).fault == "none"


def test_the_modem_is_unplugged_hung_and_well_again(keeper: Keeper) -> None:
    port = Path(keeper.lobby.telephone.port)
    turned(keeper, "modem", "unplugged")
    assert not port.exists()
    turned(keeper, "modem", "hung")
    assert port.exists()
    assert keeper.lobby.telephone.state()["modem_hung"]
    turned(keeper, "modem", "well")
    assert port.exists()


def test_the_lamp_board_is_pulled_and_found_again_by_the_kiosk(keeper: Keeper) -> None:
    board = keeper.lobby.board
    until(lambda: CALL_PIN in board.levels(), "the kiosk holds the lamps", 20, 0.05)
    turned(keeper, "pins", OUT)
    assert keeper.lamps() == (0.0, 0.0)
    turned(keeper, "pins", IN)
    until(lambda: CALL_PIN in board.levels(), "the kiosk has found the lamps again", 60, 0.05)


def test_the_physical_button_lights_the_call_light(keeper: Keeper) -> None:
    board = keeper.lobby.board
    until(lambda: CALL_PIN in board.levels(), "the kiosk holds the lamps", 60, 0.05)
    assert keeper.do(Switchboard.press_call_button).result(30) == "", "nothing was refused"
    until(lambda: keeper.lamps()[0] > 0, "the call light is on (F1)", 10, 0.02)


def live(lobby: Lobby, key: str) -> dict[str, str]:
    """A value of the volatile state, read beside the kiosk."""
    with closing(sqlite3.connect(f"file:{lobby.runtime / 'live.db'}?mode=ro", uri=True, timeout=10)) as store:
        row = store.execute("SELECT value FROM live WHERE key = ?", (key,)).fetchone()
    return dict(json.loads(row[0]) or {}) if row else {}


def test_j1_a_staff_card_on_the_reader_is_heard_and_a_pulled_reader_is_missed_and_found_again(keeper: Keeper) -> None:
    lobby = keeper.lobby
    until(lambda: live(lobby, "health.card_reader").get("state") == "ok", "the reader is there", 20, 0.05)
    turned(keeper, "card", "clerk")
    until(lambda: live(lobby, "card").get("token"), "the card is heard of", 10, 0.05)
    turned(keeper, "card", "none")
    turned(keeper, "card_reader", OUT)
    until(lambda: live(lobby, "health.card_reader").get("state") == "absent", "the reader is missed", 10, 0.05)
    turned(keeper, "card_reader", IN)
    until(lambda: live(lobby, "health.card_reader").get("state") == "ok", "the reader is back", 20, 0.05)
    turned(keeper, "card", "two")
    until(lambda: live(lobby, "card").get("problem") == "two_cards", "two cards are told", 10, 0.05)
    assert not live(lobby, "card")["token"], "neither of the two is taken for the person's"
    turned(keeper, "card", "none")


def test_g2_what_is_put_into_the_acceptor_while_nobody_pays_comes_back_out(keeper: Keeper) -> None:
    lobby, machine = keeper.lobby, keeper.lobby.acceptor.machine
    until(lambda: live(lobby, "health.cash_acceptor").get("state") == "ok", "the acceptor is there", 20, 0.05)
    keeper.do(lambda switches: switches.insert(1000))
    keeper.do(lambda switches: switches.insert(100))
    until(lambda: machine.notes.given_back == [1000] and machine.rejected == [100], "both are back", 10, 0.05)
    turned(keeper, "cash_box", OUT)
    until(lambda: live(lobby, "health.cash_acceptor").get("reason") == "notes-out", "the box is missed", 10, 0.05)
    turned(keeper, "cash_box", IN)
    until(lambda: live(lobby, "health.cash_acceptor").get("state") == "ok", "the box is back", 20, 0.05)
    assert machine.box_fen == 0


def test_g2_the_core_has_found_the_provider_and_the_phone_finds_no_code_while_nobody_pays(keeper: Keeper) -> None:
    lobby = keeper.lobby
    until(lambda: live(lobby, "health.qr_provider").get("state") == "ok", "the provider is there", 20, 0.05)
    keeper.do(lambda switches: switches.phone_pays(1))
    until(lambda: "no code" in keeper.told, "told why nothing was paid", 10, 0.05)
    assert lobby.provider.orders() == []


@pytest.mark.parametrize(("key", "positions"), [("provider", MANNERS), ("notices", NOTICES)])
def test_g2_the_provider_becomes_what_is_chosen_and_is_well_again(
    keeper: Keeper, key: str, positions: tuple[str, ...]
) -> None:
    provider = keeper.lobby.provider
    for position in (*positions[1:], positions[0]):
        turned(keeper, key, position)
        assert {"provider": provider.manner, "notices": provider.notices}[key] == position


def test_j1_a_card_is_given_and_taken_back_at_the_command_line_and_its_number_is_in_no_log(keeper: Keeper) -> None:
    lobby = keeper.lobby
    turned(keeper, "card_reader", OUT)  # what lay on it a moment ago would not be told again
    until(lambda: live(lobby, "health.card_reader").get("state") == "absent", "the reader is missed", 10, 0.05)
    turned(keeper, "card_reader", IN)
    until(lambda: live(lobby, "health.card_reader").get("state") == "ok", "the reader is back", 20, 0.05)
    with ThreadPoolExecutor(1) as pool:
        binding = pool.submit(lobby.kiosk, "card", "bind", "31")
        until(lambda: live(lobby, "card_claimed"), "the command waits", 30, 0.05)
        turned(keeper, "card", "strange")
        told = binding.result(40)
    turned(keeper, "card", "none")
    assert re.search(r"31 +technician +card since .* by command-line", told)
    assert re.search(r"31 +technician +no card", lobby.kiosk("card", "unbind", "31"))
    assert live(lobby, "card") == {}
    for file in (*lobby.folder.rglob("*.log"), *lobby.state.rglob("*.db*"), *lobby.runtime.rglob("*.db*")):
        assert STRANGE_CARD.encode() not in file.read_bytes(), file.name


def test_an_act_that_the_double_refuses_is_told_and_the_lobby_goes_on(keeper: Keeper) -> None:
    assert "on fire" in keeper.do(lambda switches: switches.turn("modem", "on fire")).result(30), "the act says why"
    assert "on fire" in keeper.told, "so is the person told"
    turned(keeper, "modem", "well")
    until(lambda: keeper.told == "", "the refusal is past", 10, 0.05)
    assert keeper.stage is Stage.UP


class StoreHeld(Watch):
    """Looks while the kiosk holds its store, and when it has let go."""

    def __init__(self, seen: Seen) -> None:
        self.held, self._seen = True, seen

    def look(self) -> Seen:
        if self.held:
            raise sqlite3.OperationalError("database is locked")
        return self._seen


def test_that_nothing_could_be_seen_is_told_only_until_the_next_look(keeper: Keeper, tmp_path: Path) -> None:
    assert keeper.seen is not None
    beside, watch = Keeper(Lobby(tmp_path)), StoreHeld(keeper.seen)
    beside.look(watch)
    assert beside.told == "database is locked" and beside.seen is None
    watch.held = False
    beside.look(watch)
    assert beside.told == "" and beside.seen is keeper.seen


def test_broker_and_head_office_go_down_and_come_back_and_nothing_is_missing(keeper: Keeper) -> None:
    turned(keeper, "broker", OUT)
    turned(keeper, "office", OUT)
    keeper.do(Switchboard.press_call_button)
    turned(keeper, "office", IN)
    turned(keeper, "broker", IN)

    def whole() -> bool:
        seen = keeper.seen.office if keeper.seen else None
        return seen is not None and seen.held == seen.written == seen.acknowledged > 0 and seen.online

    until(whole, f"head office holds all: {keeper.seen}", 60, 0.1)
    assert keeper.seen is not None
    assert keeper.seen.office.newest[0][0] == keeper.seen.office.held


def test_a_killed_core_comes_back(keeper: Keeper) -> None:
    lobby = keeper.lobby
    before = lobby.processes["core"]
    keeper.kill("core")
    until(lambda: before.poll() is not None, "core is dead", 10, 0.05)
    assert before.returncode == KILLED
    until(lambda: lobby.processes["core"] is not before, "core has been started again", 10, 0.05)
    until(lambda: CALL_PIN in lobby.board.levels(), "core works", 30, 0.05)
    assert keeper.stage is Stage.UP


def page_of(number: int) -> ReceivedPage:
    return ReceivedPage(number, 1728, 1078, octets=9000, bad_rows=0, coding="MMR", bit_rate=14400)


def test_received_pages_become_pictures_of_square_pels_while_the_call_lasts(tmp_path: Path) -> None:
    tiff, pages = tmp_path / "call.tif", ReceivedPages(tmp_path / "received")
    sheet = Image.new("1", (1728, 1078), 1)
    sheet.save(tiff, "TIFF", compression="group4", dpi=(204.0, 98.0))
    call = CallRecord("057188001234", outcome="answered", tiff=str(tiff), pages=[page_of(1)])
    pages.take([call])
    assert [Image.open(path).size for path in pages.paths] == [(1728, 2244)]
    assert pages.last_call == ""
    sheet.save(tiff, "TIFF", compression="group4", dpi=(204.0, 98.0), save_all=True, append_images=[sheet])
    done = replace(
        call, pages=[page_of(1), page_of(2)], finished=True, bit_rate=14400, coding="MMR", ecm=True, duration_ms=31400.0
    )
    pages.take([done])
    assert len(pages.paths) == 2
    assert pages.last_call == "2 p. · MMR · 14400 · ECM · 31 s"


def test_a_call_that_was_refused_is_told_by_its_outcome(tmp_path: Path) -> None:
    pages = ReceivedPages(tmp_path)
    pages.take([CallRecord("1", outcome="busy", finished=True)])
    assert (pages.paths, pages.last_call) == ((), "busy")
