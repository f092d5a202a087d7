"""Whether the glass answers at once whatever else goes on: each load by itself, and all of them at once (K4).

The true screens and the true core as processes at their priorities, real CUPS, broker and head office, a call with the
soft modem. The milliseconds are the screens' own: from the touch to the last pixel of the next frame, and how long
their loop did not listen (docs/ui.md). What no kiosk does is done before: the records that are to go to head office are
written in steps of thousands, and whoever writes holds the store (docs/ui.md, Figures). Called by ``tests.bench``.
"""

from __future__ import annotations

import statistics
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.counter import Counter, counter
from tests.bench.figures import Figure, percentile
from tests.bench.priority import as_on_a_kiosk
from tests.bench.touch import walk
from tests.bench.usage import most_memory_mb
from tests.flows.acts import Owner
from tests.hw_doubles.lobby import Lobby
from tests.hw_doubles.processes import until
from tests.hw_doubles.softmodem import FarEnd
from tests.ui.paper import letter

_TOUCH_MS, _BLOCK_MS = 100.0, 50.0
_CORE_MB = 150.0  # at rest it has some 75, and records go in batches however many wait
_SESSION_S = 1800
_FAX_PAGES, _RECEIPTS, _PREVIEWED = 2, 15, 30
_RECORDS, _STEP = 100_000, 5_000
_FEWEST_TOUCHES = 80
_SIGNATURE = (tuple((x / 40, 0.5) for x in range(40)),)
_LETTER = "long.pdf"
_LANGUAGES = ("language.en", "language.zh-Hant", "language.zh-Hans")

Over = Callable[[], bool]


@dataclass
class Touched:
    """What the glass did meanwhile."""

    times_ms: list[float] = field(default_factory=list)
    longest_ms: float = 0.0  # that the loop did not listen
    longest_own_ms: float = 0.0  # that its thread computed in one such time: the rest is the machine's and the painting

    def touch(self, lobby: Lobby, name: str) -> None:
        """One more."""
        answer = lobby.glass.ask("touch", name=name)
        if answer["frame_ms"] is not None:
            self.times_ms.append(float(answer["frame_ms"]))

    def take_pulse(self, lobby: Lobby) -> None:
        """What the loop has noted since it was asked last."""
        pulse = lobby.glass.ask("pulse")
        self.longest_ms, self.longest_own_ms = float(pulse["longest_ms"]), float(pulse["longest_own_ms"])

    def figures(self, load: str) -> Iterator[Figure]:
        yield Figure(f"loads.{load}.touch_to_frame_p50", statistics.median(self.times_ms), "ms", None)
        yield Figure(f"loads.{load}.touch_to_frame_p99", percentile(self.times_ms, 99), "ms", _TOUCH_MS)
        yield Figure(f"loads.{load}.longest_block", self.longest_ms, "ms", _BLOCK_MS)
        yield Figure(f"loads.{load}.longest_block_computed", self.longest_own_ms, "ms", None)


def measure() -> Iterator[Figure]:
    """Nothing at all, and for the first time; then each load; then all."""
    with tempfile.TemporaryDirectory() as folder, Lobby(Path(folder), session_s=_SESSION_S) as lobby:
        lobby.all_records_arrived()
        lobby.glass.touch("idle.wake")
        lobby.glass.wait_screen("home")
        for name in ("core", "ui"):
            as_on_a_kiosk(lobby.processes[name].pid, name)
        as_on_a_kiosk(lobby.telephone.state()["pid"], "core")  # a real modem needs no processor of ours
        yield from _walked(lobby, _enough()).figures("none")
        with counter(lobby) as owner:
            for load in (a_fax, receipts, records):
                if load is records:
                    pile_up_records(lobby, owner)
                with load(lobby, owner) as over:
                    touched = _walked(lobby, over)
                yield from touched.figures(load.__name__)
            yield Figure("loads.records.core_memory", most_memory_mb(lobby.processes["core"].pid), "MB", _CORE_MB)
            pile_up_records(lobby, owner)
            yield from _all_at_once(lobby, owner).figures("all_at_once")
        yield from _previewed(lobby).figures("a_preview")


def _all_at_once(lobby: Lobby, owner: Counter) -> Touched:
    """Until the last of them is over; pages are drawn as long."""
    with ExitStack() as stack:
        overs = [stack.enter_context(load(lobby, owner)) for load in (a_fax, receipts, previews, records)]
        return _walked(lobby, lambda: all(over() for over in overs))


def _enough() -> Over:
    """After some walks."""
    left = iter(range(8))
    return lambda: next(left, None) is None


def _walked(lobby: Lobby, over: Over) -> Touched:
    """The same way again and again until the load is over."""
    touched = Touched()
    lobby.glass.ask("pulse")
    while not over() or len(touched.times_ms) < _FEWEST_TOUCHES:
        touched.times_ms += walk(lobby, 1)
    touched.take_pulse(lobby)
    return touched


# --- loads: each yields whether it is over


@contextmanager
def a_fax(lobby: Lobby, owner: Counter) -> Iterator[Over]:
    """The line sends; the walk begins when page data is on it."""
    lobby.telephone.set(far_end=FarEnd(ecm=False))
    known = len(lobby.telephone.calls())
    owner.order_fax(_FAX_PAGES)
    until(lambda: str(lobby.telephone.state()["signal"]).startswith("page"), "a page is on the line", 90)
    yield lambda: lobby.telephone.calls()[-1].finished
    record = lobby.telephone.wait_for_call(known + 1)
    if not record.delivered:
        raise RuntimeError(f"the fax failed: {record.completion}")


@contextmanager
def receipts(lobby: Lobby, owner: Counter) -> Iterator[Over]:
    """Payments one after another, each with its receipt by CUPS."""

    def printed() -> int:
        return len(lobby.cups.printed(lobby.cups.receipt_queue))

    def pay() -> None:
        for _ in range(_RECEIPTS):
            owner.desk.money.pay_on_account(owner.visitor, owner.owe(1), _SIGNATURE)

    wanted = printed() + _RECEIPTS
    with _beside(pay):
        yield lambda: printed() >= wanted
    until(lambda: printed() >= wanted, "all receipts are on paper", 60)


def pile_up_records(lobby: Lobby, owner: Counter) -> None:
    """A hundred thousand records wait for head office, which is away."""
    lobby.office.stop()
    for begin in range(0, _RECORDS, _STEP):
        with owner.house.step() as books:
            for number in range(begin, begin + _STEP):
                books.record("payment.taken", number=number, amount_fen=250)


@contextmanager
def records(lobby: Lobby, _owner: Counter) -> Iterator[Over]:
    """Head office is back and takes what has piled up, to the last acknowledgement."""
    written = lobby.journal()[0]
    lobby.office.start()
    yield lambda: lobby.journal()[1] >= written
    lobby.all_records_arrived(300)


@contextmanager
def previews(lobby: Lobby, owner: Counter) -> Iterator[Over]:
    """Pages are drawn and made small as long as this lasts."""
    document, stop = owner.take_in_letter(), threading.Event()

    def draw() -> None:
        while not stop.is_set():
            owner.look_at_page(document)

    with _beside(draw):
        try:
            yield lambda: True
        finally:
            stop.set()


@contextmanager
def _beside(act: Callable[[], None]) -> Iterator[None]:
    thread = threading.Thread(target=act, name="load")
    thread.start()
    try:
        yield
    finally:
        thread.join()


def _previewed(lobby: Lobby) -> Touched:
    """A person turns through thirty pages faster than they can be drawn, and changes the language meanwhile."""
    for label in lobby.tray.plugged():
        lobby.tray.pull(label)
    lobby.tray.plug("LONG", {_LETTER: letter(lobby.folder / _LETTER, _PREVIEWED).read_bytes()})
    owner, touched = Owner(lobby.glass), Touched()
    lobby.glass.touch("home.fax")
    owner.identify()
    lobby.glass.wait_screen("fax_number")
    owner.give_number()
    lobby.glass.touch("source.stick", "bar.forward")
    lobby.glass.wait_screen("fax_preview")
    lobby.glass.ask("pulse")
    for number in range(1, _PREVIEWED):
        for name in (f"page.{number + 1}", _LANGUAGES[number % len(_LANGUAGES)], "preview.move", "preview.moved"):
            touched.touch(lobby, name)
    touched.take_pulse(lobby)
    return touched
