"""The kiosk's own house, opened a second time beside its processes; and the witnesses who do not belong to it.

``Beside`` calls the same use cases as the screens, over the same store, for steps whose touches are not the subject of
a test. ``faults`` compares what the house believes with what the far ends hold, what head office holds and what lies
on paper. Owns no process: that is ``Lobby``.
"""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from PIL import Image, ImageDraw, ImageSequence

from kiosk.app import CORE_BELL, UI_BELL, Composition
from kiosk.clock import SystemClock
from kiosk.config import load_config
from kiosk.desk.views import (
    CaseDraft,
    DraftPage,
    FaxDraft,
    FaxProgress,
    FaxState,
    ReceivedView,
    Role,
    Staff,
    Urgency,
    Visitor,
)
from kiosk.locale import Language
from tests.flows.acts import CLERK_PIN, PASSCODE, SIGNATURE, UNIT
from tests.hw_doubles.lobby import KIOSK_ID, Lobby
from tests.hw_doubles.processes import until
from tests.unit.documents.materials import encoded

SPEED = 4.0  # of the telephone world and the core: a call of half a minute in eight seconds
RETRIES_S = (1, 1, 1)


def letter(pages: int = 1, lines: int = 60) -> bytes:
    """A document whose pages differ and take a second or two each on the line."""
    images = []
    for page in range(1, pages + 1):
        image = Image.new("1", (1728, 1143), 1)
        pen = ImageDraw.Draw(image)
        for line in range(lines):
            pen.line((100 + 7 * page, 40 + 16 * line, 300 + 20 * line, 40 + 16 * line), fill=0, width=3)
        pen.rectangle((1500, 40 + 100 * page, 1600, 100 + 100 * page), fill=0)
        images.append(image)
    options = {"compression": "group4", "dpi": (204, 98)}
    return encoded(images[0], "TIFF", save_all=True, append_images=images[1:], **options)


def letter_rasters(pages: int = 1) -> list[bytes]:
    """The same pages as a fax machine has them, 1 = black."""
    with Image.open(io.BytesIO(letter(pages))) as tiff:
        return [_raster(page.convert("1")) for page in ImageSequence.Iterator(tiff)]


class Beside:
    """A context manager: the house of a running lobby, for a test's own eyes and hands."""

    def __init__(self, lobby: Lobby) -> None:
        self._lobby = lobby
        config = load_config(lobby.config)
        self._composition = Composition(config, SystemClock(), listens="test.bell", rings=(CORE_BELL, UI_BELL))
        self.desk = self._composition.desk()
        self.books = self._composition.house.books
        self._documents: dict[int, str] = {}
        self._clerk = Staff("07", "", Role.CLERK)  # an onlooker: a sign-in would be a record of its own

    def __enter__(self) -> Beside:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._composition.close()

    # --- hands

    def visitor(self) -> Visitor:
        """The owner of the sample's first unit."""
        found = self.desk.identity.identify("-".join(UNIT), PASSCODE, Language.ZH_HANS)
        assert isinstance(found, Visitor)
        return found

    def clerk(self) -> Staff:
        """The sample's clerk."""
        found = self.desk.staff.sign_in_pin(CLERK_PIN)
        assert isinstance(found, Staff)
        return found

    def order(self, number: str, pages: int = 1, urgency: Urgency = Urgency.NORMAL) -> int:
        """An ordered fax of ``letter(pages)``."""
        visitor = self.visitor()
        document = self._documents.get(pages) or self._take_in(visitor, pages)
        draft = FaxDraft(number, document, tuple(DraftPage(n) for n in range(1, pages + 1)), urgency=urgency)
        return self.desk.fax.order(visitor, draft, self.desk.fax.quote(visitor, draft), str(uuid.uuid4()))

    def agreed_work(self, item_key: str, unit: str = "-".join(UNIT), passcode: str = PASSCODE) -> int:
        """Work at the published price: asked for, taken, quoted and agreed to; the case."""
        repairs, work, clerk = self.desk.repairs, self.desk.work, self._clerk
        visitor = self.desk.identity.identify(unit, passcode, Language.ZH_HANS)
        assert isinstance(visitor, Visitor)
        case = repairs.open(visitor, CaseDraft(item_key, "请尽快修理", "wanted.today"), str(uuid.uuid4())).id
        repairs.accept(clerk, case)
        quote = work.quote(clerk, case, work.standing(case).usual, str(uuid.uuid4()))
        work.answer(clerk, quote.id, True, SIGNATURE)
        return case

    def owed_work(self, item_key: str, unit: str, passcode: str) -> int:
        """The same, done and accepted; the charge, not paid yet."""
        case = self.agreed_work(item_key, unit, passcode)
        self.desk.repairs.close(self._clerk, case, SIGNATURE, 5)
        charge = self.desk.work.charge_of(case)
        assert charge is not None
        return charge

    def _take_in(self, visitor: Visitor, pages: int) -> str:
        """From a stick of its own: whatever is in the tray is pulled."""
        self._lobby.tray.close()
        label = f"LETTER{pages}"
        self._lobby.tray.plug(label, {"letter.tif": letter(pages)})
        until(lambda: self.desk.fax.stick().label == label, "the core has seen the stick", 20)
        document = self.desk.fax.take_in(visitor, self.desk.fax.stick().files[0].key)
        self._lobby.tray.pull(label)
        self._documents[pages] = document.id
        return document.id

    # --- eyes

    def progress(self, job: int) -> FaxProgress:
        return self.desk.fax.progress(job)

    def until_state(self, job: int, *states: FaxState, within_s: float = 90.0) -> None:
        """Wait until an order is in one of these states."""
        what = f"fax {job} is {' or '.join(states)}"
        until(lambda: self.progress(job).state in states, what, within_s, 0.05)

    def until_page(self, job: int, page: int, state: str) -> None:
        """Wait until the house believes this of a page, looking every other millisecond."""

        def believed() -> bool:
            return bool(self.books.faxes.pages(job)[page - 1]["state"] == state)

        until(believed, f"page {page} of fax {job} is {state}", 60, 0.002)

    def newest(self) -> int:
        """The order made last."""
        return int(self.books.faxes.latest(1)[0]["id"])

    def charged_fen(self, job: int) -> int:
        """What an order costs its unit, nothing if nothing was charged."""
        return self.desk.fax.result(job).amount_fen

    def payments(self) -> list[dict[str, object]]:
        """Every payment, in the order of the receipts."""
        return self._composition.house.store.rows("SELECT * FROM payment ORDER BY receipt")

    # --- witnesses

    def arrived(self, job: int) -> list[bytes]:
        """The rasters that the recipient of an order holds, over all calls to its number, 1 = black."""
        dial = self.books.faxes.job(job)["dial"]
        calls = [call for call in self._lobby.telephone.calls() if call.number == dial and not call.incoming]
        return [_raster(image) for call in calls for image in call.images()[: len(call.pages)]]

    def received(self) -> tuple[ReceivedView, ...]:
        """Faxes that came in, newest first, as the clerk's list has them."""
        return self.desk.received.listing(self._clerk)

    def received_rasters(self, received: int) -> list[bytes]:
        """The pages of a received fax as they are in the vault."""
        pages = self.books.receptions.pages(received)
        return [self._composition.room.kept_page(page["pages_key"], 1).rows for page in pages]

    def kept(self, job: int) -> list[bytes]:
        """The rasters that the owner has seen and ordered."""
        row = self.books.faxes.job(job)
        return [self._composition.room.kept_page(row["pages_key"], n).rows for n in range(1, row["pages"] + 1)]

    def faults(self) -> list[str]:
        """What is not true: in the books, at the far ends, at head office. Waits for head office's acknowledgement."""
        found = [*self.books.takings.faults(), *self.books.journal.verify()]
        for job in self.books.faxes.latest(1000):
            found += self._faults_of(job["id"])
        return [*found, *self._faults_at_head_office()]

    def _faults_of(self, job: int) -> Iterator[str]:
        states = [page["state"] for page in self.books.faxes.pages(job)]
        confirmed = [page for page, state in zip(self.kept(job), states, strict=True) if state == "confirmed"]
        arrived = self.arrived(job)
        if arrived != confirmed:
            yield f"fax {job}: pages are {states}, the recipient holds {len(arrived)}"
        if (
            self.charged_fen(job) != len(confirmed) * self.progress(job).page_fen
            and self.progress(job).state != "retry"
        ):
            yield f"fax {job}: {len(confirmed)} pages confirmed, {self.charged_fen(job)} fen charged"

    def _faults_at_head_office(self) -> Iterator[str]:
        self._lobby.all_records_arrived(60)
        code, verdict = self._lobby.office.verify()
        if code or '"whole"' not in verdict:
            yield verdict
        records = self._lobby.office.records(KIOSK_ID)
        theirs = [json.loads(row["body"])["receipt"] for row in records if row["kind"] == "payment.taken"]
        ours = [row["receipt"] for row in self.payments()]
        if theirs != ours:
            yield f"receipts {ours}, at head office {theirs}"


def _raster(image: Image.Image) -> bytes:
    """A received page (white = 1) as the house keeps its own (black = 1)."""
    return bytes(255 - octet for octet in image.tobytes())


def rss_kb(pid: int) -> int:
    """Resident memory of a process in kilobytes, as the kernel counts it."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1])
