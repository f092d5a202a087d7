"""B2, B3, K2, K5: hostile and unlucky documents through the glass: a clear sentence in the person's language, nothing
crashes, nothing is charged, and the next document works."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.documents.limits import DocumentLimits
from kiosk.locale import Language, Translator
from tests.flows.acts import Owner
from tests.flows.estate import RETRIES_S, SPEED, Beside, letter
from tests.hw_doubles.lobby import Lobby
from tests.hw_doubles.remote_glass import RemoteGlass
from tests.unit.documents import materials

pytestmark = pytest.mark.real_time
LIMITS = DocumentLimits()
WORDS = {
    "limit": LIMITS.pages,
    "limit_mb": LIMITS.octets // 1_000_000,
    "limit_megapixels": LIMITS.pixels // 1_000_000,
    "limit_wan": LIMITS.pixels // 10_000,
}
PROGRAM = b"MZ\x90\x00" + bytes(60) + b"This program cannot be run in DOS mode.\r\n" * 40
HOSTILE = {
    "a-program.pdf": (PROGRAM, "document.unsupported_kind"),
    "b-locked.pdf": (materials.encrypted_pdf(), "document.encrypted"),
    "c-endless.pdf": (materials.many_pages_pdf(10_000), "document.too_many_pages"),
    "d-vast.png": (materials.png_header(20_000, 20_000), "document.picture_too_large"),
    "e-torn.pdf": (materials.pdf()[:200], "document.damaged"),
}


@pytest.fixture(scope="module")
def lobby(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lobby]:
    folder = tmp_path_factory.mktemp("glass-documents")
    with Lobby(folder, speed=SPEED, retry_waits_s=RETRIES_S, session_s=600) as lobby:
        yield lobby


@pytest.fixture(scope="module")
def house(lobby: Lobby) -> Iterator[Beside]:
    with Beside(lobby) as house:
        yield house


@pytest.fixture
def owner(lobby: Lobby) -> Iterator[Owner]:
    """An owner who has given the number and stands before the sources; afterwards the glass is idle again."""
    owner, pids = Owner(lobby.glass), pids_of(lobby)
    owner.begin_fax()
    owner.give_number()
    yield owner
    go_home(lobby.glass)  # with the stick still in: nothing new is told on the way
    lobby.tray.close()
    assert pids_of(lobby) == pids and all(process.poll() is None for process in lobby.processes.values())


def pids_of(lobby: Lobby) -> list[int]:
    return [process.pid for process in lobby.processes.values()]


def go_home(glass: RemoteGlass) -> None:
    """Close what is open, go back to the services, finish."""
    while (seen := glass.look())["screen"] not in ("home", "idle"):
        glass.touch("dialog.close" if seen["dialog"] else "bar.back")
    if glass.look()["screen"] == "home":
        glass.touch("bar.forward")
    glass.wait_screen("idle")


def told(glass: RemoteGlass, *sentences: str) -> bool:
    """Whether a dialog says one of these, and nothing else stands open."""
    seen = glass.look()
    return bool(seen["dialog"]) and any(sentence in " ".join(seen["texts"]) for sentence in sentences)


def sentence(language: Language, key: str) -> str:
    tr = Translator(language)
    return tr(key, **WORDS).replace("\n", " ")


def test_every_hostile_file_is_refused_with_its_sentence_in_three_languages(
    lobby: Lobby, house: Beside, owner: Owner
) -> None:
    files = {name: octets for name, (octets, _) in HOSTILE.items()}
    lobby.tray.plug("BAD", {**files, "z-letter.tif": letter()})
    owner.open_stick()
    offered = set()
    for name, (_, key) in HOSTILE.items():
        if f"file.{name}" not in everything_on_offer(owner.glass):
            continue  # what can be known from its first octets is not even offered
        offered.add(name)
        for language in Language:
            owner.glass.touch(f"language.{language.value}")
            owner.choose(name)
            owner.glass.touch("bar.forward")
            words = sentence(language, key)
            owner.glass.until(lambda _seen, words=words: told(owner.glass, words), f"{name}: {words}", 60)
            owner.glass.touch("dialog.close")
    assert len(offered) >= 4
    assert house.books.faxes.latest(1) == []
    owner.choose("z-letter.tif")
    owner.see_price()
    owner.send()
    job = house.newest()
    owner.glass.wait_screen("fax_result", within_s=90)
    assert house.arrived(job) == house.kept(job) and house.faults() == []
    owner.pay_on_account()
    owner.finish()


def everything_on_offer(glass: RemoteGlass) -> set[str]:
    """Every file of the list, page by page, ending on the first page."""
    while "files.up" in glass.look()["touchable"]:
        glass.touch("files.up")
    found = set(glass.look()["touchable"])
    while "files.down" in glass.look()["touchable"]:
        glass.touch("files.down")
        found |= set(glass.look()["touchable"])
    while "files.up" in glass.look()["touchable"]:
        glass.touch("files.up")
    return found


@pytest.mark.parametrize("files", [{}, {"song.mp3": b"ID3" + bytes(500), "empty.pdf": b"", "invoice.pdf": PROGRAM}])
def test_a_stick_with_nothing_to_send_says_so_in_three_languages(
    lobby: Lobby, owner: Owner, files: dict[str, bytes]
) -> None:
    lobby.tray.plug("NOTHING", files)
    for language in Language:
        owner.glass.touch(f"language.{language.value}")
        owner.glass.wait_text(sentence(language, "fax.source.stick.empty"))
    assert "source.stick" not in owner.glass.look()["touchable"]


@pytest.mark.parametrize("language", Language)
def test_a_stick_pulled_out_while_it_is_read_is_told_and_plugged_in_again_it_works(
    lobby: Lobby, house: Beside, owner: Owner, language: Language
) -> None:
    owner.glass.touch(f"language.{language.value}")
    before = len(house.books.faxes.latest(100))
    lobby.tray.plug("PULLED", {"great.tif": letter() + bytes(48_000_000)})
    owner.open_stick()
    owner.choose("great.tif")
    owner.glass.wait("bar.forward")
    owner.glass.send("touch", name="bar.forward")
    lobby.tray.pull("PULLED")
    owner.glass.answer()
    sentences = [sentence(language, key) for key in ("document.unreadable", "fax.files.pulled", "error.gone")]
    owner.glass.until(lambda _seen: told(owner.glass, *sentences), f"one of {sentences}", 60)
    owner.glass.touch("dialog.close")
    assert len(house.books.faxes.latest(100)) == before
    lobby.tray.plug("AGAIN", {"letter.tif": letter()})
    owner.glass.until(lambda _seen: offered_again(owner.glass, "file.letter.tif"), "the other stick's file", 30)
    owner.choose("letter.tif")
    owner.see_price()


def offered_again(glass: RemoteGlass, file: str) -> bool:
    """Do what the glass asks for until the file can be chosen; a torn reading and a pulled stick may both be told."""
    seen = glass.look()
    if seen["dialog"]:
        glass.touch("dialog.close")
    elif "source.stick" in seen["touchable"]:
        glass.touch("source.stick")
    return file in seen["touchable"]
