"""What every FaxAnswerer owes the house, asked of the real drivers with an independent sender (B9, B10).

Class 1 answers on the soft modem in lockstep: the caller's training begins 75 ms after our DIS, which a machine that is
at other tests too could not keep in haste. Class 2 and 2.0 answer on the soft modem that runs T.30 itself. What only
those can show is in ``test_class2_receive.py``.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from kiosk.clock import SystemClock
from kiosk.devices.class2_line import Class2Line
from kiosk.devices.protocols import AnswerOrder, FaxAnswerer, HealthState, ReceivedPage
from kiosk.fax import outcome as o
from tests.hw_doubles.class2_called_modem import Class2CalledPort
from tests.hw_doubles.lockstep_line import LockstepExchange
from tests.hw_doubles.softmodem import FarEnd, FarEndKind, TelephoneWorld
from tests.hw_doubles.softmodem.lockstep import LockstepWorld

SPEED = 8.0  # the soft modem's audio clock; see docs/doubles.md
CALLER = "057187009999"
IDENT = "+86 571 8700 9999"


CLASSES = ["1", "2", "2.0"]
pytestmark = pytest.mark.real_time  # a call rings in real time, whatever the modem's class


@pytest.fixture(scope="module")
def telephone(tmp_path_factory):
    with TelephoneWorld(tmp_path_factory.mktemp("telephone"), speed=SPEED) as world:
        yield world


@pytest.fixture(params=CLASSES, ids=lambda fax_class: f"class {fax_class}")
def world(request, tmp_path_factory):
    """A modem of each class, and an exchange from which it can be called."""
    if request.param == "1":
        with LockstepWorld(tmp_path_factory.mktemp("telephone")) as lockstep:
            yield LockstepExchange(lockstep)
    else:
        with Class2CalledPort(tmp_path_factory.mktemp("lives"), draft=request.param == "2") as port:
            yield port
            assert port.error is None


@pytest.fixture
def line(world):
    line = world.line if isinstance(world, LockstepExchange) else Class2Line(world.path, SystemClock())
    yield line
    line.close()


def drawn(number: int, width: int = 1728, height: int = 400) -> Image.Image:
    """Slanted lines, other ones on each page."""
    page = Image.new("1", (width, height), 1)
    pen = ImageDraw.Draw(page)
    for at in range(0, width, 90):
        pen.line((at, number * 7, width - at // 2, height - 5 * number), fill=0, width=2)
    return page


def tiff_of(folder: Path, pages: list[Image.Image], dpi=(204, 98)) -> Path:
    path = folder / "sent.tif"
    pages[0].save(path, compression="group4", dpi=dpi, save_all=True, append_images=pages[1:])
    return path


class House:
    """Keeps pages in memory and remembers what it was told, in order."""

    def __init__(self) -> None:
        self.pages: list[ReceivedPage] = []
        self.told: list[object] = []
        self.ringing = threading.Event()
        self.cancel = threading.Event()

    def keep(self, page: ReceivedPage) -> None:
        self.pages.append(page)
        self.told.append(("kept", page.number))

    def watch(self, event: o.ReceptionEvent) -> None:
        self.told.append(event)


def receive(
    world: LockstepExchange | Class2CalledPort, line: FaxAnswerer, tiff: Path, far_end: FarEnd, house: House, **order
) -> object:
    """Answer one call in this thread; the caller rings as soon as the modem listens."""
    caller = threading.Thread(target=world.call_in, args=(tiff, CALLER, far_end))
    caller.start()
    if isinstance(world, LockstepExchange):  # time does not pass before we wait for the call
        caller.join()
    try:
        return line.receive(AnswerOrder("+86 571 1", **order), house.keep, house.watch, house.cancel)
    finally:
        caller.join()


def same(received: ReceivedPage, sent: Image.Image) -> bool:
    return received.page.rows == sent.tobytes("raw", "1;I")


@pytest.mark.parametrize(
    ("far_end", "coding", "bit_rate"),
    [
        (FarEnd(ident=IDENT, ecm=False), o.Coding.MR, 14400),
        (FarEnd(ident=IDENT, ecm=False, modems=("V.29", "V.27ter"), codings=("MH",)), o.Coding.MH, 9600),
        (FarEnd(ident=IDENT), o.Coding.MMR, 14400),
    ],
    ids=["V.17 MR", "V.29 MH", "error correction"],
)
def test_pages_of_every_kind_of_sender_are_received_bit_for_bit(tmp_path, world, line, far_end, coding, bit_rate):
    house, sent = House(), [drawn(1), drawn(2)]
    report = receive(world, line, tiff_of(tmp_path, sent), far_end, house)
    record = world.wait_for_call()
    assert report.outcome is o.ReceptionOutcome.RECEIVED, report.detail
    assert [same(page, original) for page, original in zip(house.pages, sent, strict=True)] == [True, True]
    assert [(page.coding, page.bit_rate, page.confirmed) for page in report.pages] == [(coding, bit_rate, True)] * 2
    assert (report.caller.ident, report.caller.number) == (IDENT, CALLER)
    assert record.delivered and len(record.pages) == 2 and line.health().state is HealthState.OK


def test_each_page_is_kept_before_it_is_confirmed(tmp_path, world, line):
    house = House()
    receive(world, line, tiff_of(tmp_path, [drawn(1), drawn(2)]), FarEnd(ecm=False), house)
    kept = [n for n, told in enumerate(house.told) if told in (("kept", 1), ("kept", 2))]
    confirmed = [n for n, told in enumerate(house.told) if isinstance(told, o.PageConfirmed)]
    assert len(kept) == len(confirmed) == 2 and all(k < c for k, c in zip(kept, confirmed, strict=True))


@pytest.mark.parametrize(
    ("far_end", "outcome", "confirmed"),
    [
        (FarEnd(kind=FarEndKind.SILENCE), o.ReceptionOutcome.NOT_A_FAX, 0),
        (FarEnd(ecm=False, hang_up="after:DCS"), o.ReceptionOutcome.CALLER_GONE, 0),
        (FarEnd(ecm=False, hang_up="in:page:2"), o.ReceptionOutcome.INCOMPLETE, 1),
    ],
    ids=["silence", "gone after DCS", "gone in page 2"],
)
def test_what_goes_wrong_at_the_caller_has_its_outcome_and_the_line_is_free(
    tmp_path, world, line, far_end, outcome, confirmed
):
    house, sent = House(), [drawn(1, height=900), drawn(2, height=900)]
    report = receive(world, line, tiff_of(tmp_path, sent), far_end, house)
    assert (report.outcome, report.confirmed_pages) == (outcome, confirmed), report.detail
    assert line.health().state is HealthState.OK and not world.state()["off_hook"]


def test_a_disk_that_is_full_ends_the_call_and_the_sender_is_not_told_otherwise(tmp_path, world, line):
    house = House()

    def full(_page: ReceivedPage) -> None:
        raise OSError(28, "No space left on device")

    house.keep = full
    report = receive(world, line, tiff_of(tmp_path, [drawn(1)]), FarEnd(ecm=False), house)
    assert report.outcome is o.ReceptionOutcome.NOT_KEPT and report.confirmed_pages == 0
    assert world.wait_for_call().pages == []


def test_it_answers_after_so_many_rings_and_goes_off_hook_for_nobody(tmp_path, world, line):
    house = House()
    report = receive(world, line, tiff_of(tmp_path, [drawn(1)]), FarEnd(ident=IDENT), house, rings=3)
    assert report.outcome is o.ReceptionOutcome.RECEIVED and world.wait_for_call().rings == 3
    assert [event.rings for event in house.told if isinstance(event, o.Ringing)] == [1, 2, 3]
    house.cancel.set()
    assert line.receive(AnswerOrder("", rings=1), house.keep, house.watch, house.cancel) is None


def test_a_kiosk_that_is_killed_in_the_second_page_leaves_the_first_one_readable(tmp_path, telephone):
    """kill -9 of ``kiosk modem receive`` (B9): what was confirmed is whole in the file."""
    telephone.reset()
    sent, out = [drawn(1), drawn(2, height=2000)], tmp_path / "out"
    command = [sys.executable, "-m", "kiosk", "modem", "receive", "--port", telephone.port, "--out", str(out)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        ring_when_it_listens = threading.Timer(3.0, lambda: telephone.call_in(tiff_of(tmp_path, sent), CALLER))
        ring_when_it_listens.start()
        for told in process.stderr:
            if told.startswith("page 2"):
                process.send_signal(signal.SIGKILL)
        process.wait()
    (tiff,) = out.glob("*.tif")
    with Image.open(tiff) as file:
        assert file.n_frames == 1 and file.convert("1").tobytes() == sent[0].tobytes()


def test_five_calls_in_a_row(tmp_path, world, line):
    tiff, before = tiff_of(tmp_path, [drawn(1, height=60)]), world.state().get("port_opens")
    outcomes = [receive(world, line, tiff, FarEnd(ident=IDENT), House()).outcome for _ in range(5)]
    assert outcomes == [o.ReceptionOutcome.RECEIVED] * 5
    if before is not None:  # a pseudo-terminal alone does not count its openings
        assert world.state()["port_opens"] - before <= 1
