"""A furnished desk for tests: the real use cases over a real store in a temporary folder, no core, no devices.

What the core would do (a call's outcome, a stick, a printed form) a test does here by the same rows.
"""

from __future__ import annotations

import json
import tempfile
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw

from kiosk.clock import Clock, TurnedClock
from kiosk.desk.api import Desk
from kiosk.desk.directory import Directory
from kiosk.desk.dispatch import Attempt, Dispatch
from kiosk.desk.house import DeskSettings, House
from kiosk.desk.received import note_printed
from kiosk.desk.reception import Reception
from kiosk.desk.sign_of_life import SILENT_AFTER_S, Heartbeat
from kiosk.desk.status import StatusDesk
from kiosk.desk.views import DraftPage, FaxDraft, Staff, Visitor
from kiosk.devices.protocols import ReceivedPage
from kiosk.documents.fonts import installed_text_font
from kiosk.documents.keys import load_or_create_key
from kiosk.documents.room import DocumentRoom
from kiosk.documents.vault import DocumentVault
from kiosk.doorbell import Doorbell, Ringer
from kiosk.fax.outcome import (
    CallerSays,
    CallOutcome,
    CallReport,
    Coding,
    CopyQuality,
    FaxPage,
    PageReport,
    PageState,
    ReceivedPageReport,
    ReceptionOutcome,
    ReceptionReport,
    Resolution,
    TraceEntry,
)
from kiosk.locale import Language
from kiosk.store.database import Store
from kiosk.store.live import Live
from kiosk.store.schema import migrate, prepare_live
from tests.desk_rooms import desk_of

SAMPLE = Path(__file__).parent.parent / "deploy" / "sample"
UNIT, PASSCODE, CLERK_PIN = "12-1-101", "246810", "707070"
NUMBER = "021 5266 3846"  # Shanghai: domestic for the kiosk of the sample, which stands in Suzhou
CALLER = CallerSays("+86 571 8700 9999", number="057187009999")
KEYS = (b"k" * 32, b"s" * 32)  # of receipts and of the ledger
NOON = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai


def settings(**changes: object) -> DeskSettings:
    """The sample kiosk's settings."""
    values: dict[str, object] = {
        "kiosk_id": "K01",
        "currency": "CNY",
        "timezone": ZoneInfo("Asia/Shanghai"),
        "country": "CN",
        "area_code": "512",
        "outside_prefix": "",
        "refused_prefixes": ("+870",),
        "page_seconds": 25.0,
        "call_seconds": 20.0,
        "retry_waits_s": (60, 120, 300),
        "call_escalates_s": 120,
        "receipt_url": "kiosk-receipt:",
        "doubles": (),
        "secret_cost": 2**4,  # what a check costs a thief costs each test; tests of the cost have their own
    }
    return DeskSettings(**{**values, **changes})  # type: ignore[arg-type]


@dataclass
class FurnishedDesk:
    """The desk and what a test needs beside it."""

    folder: Path
    clock: Clock
    house: House
    room: DocumentRoom
    dispatch: Dispatch
    desk: Desk
    bell: Doorbell
    reception: Reception

    # --- persons

    def visitor(self, unit: str = UNIT, passcode: str = PASSCODE, language: Language = Language.ZH_HANS) -> Visitor:
        """An identified owner."""
        found = self.desk.identity.identify(unit, passcode, language)
        assert isinstance(found, Visitor)
        return found

    def clerk(self, pin: str = CLERK_PIN) -> Staff:
        """A signed-in clerk."""
        found = self.desk.staff.sign_in_pin(pin)
        assert isinstance(found, Staff)
        return found

    # --- what the core would do

    def put_stick(self, *files: Path, label: str = "USB") -> None:
        """Plug a stick with these files in."""
        listing = [
            {"key": f"s/{n}", "path": str(f), "name": f.name, "folder": "", "octets": f.stat().st_size, "kind": "pdf"}
            for n, f in enumerate(files)
        ]
        self.house.live.put("stick", {"label": label, "files": listing})
        self.house.ring()

    def pull_stick(self) -> None:
        """Pull it out."""
        self.house.live.put("stick", None)
        self.house.ring()

    def healthy(self, *devices: str) -> None:
        """Devices that work."""
        for device in devices or ("fax_line", "receipt_printer", "form_printer", "lights", "media"):
            self.set_health(device, "ok")

    def set_health(self, device: str, state: str, reason: str = "") -> None:
        """What the core would find of a device."""
        value = {"state": state, "reason": reason, "detail": "", "since_utc": self.house.now_utc}
        self.house.live.put(f"health.{device}", value)
        self.house.ring()

    def core_beats(self) -> None:
        """The core gives a sign of life, and the screens have noticed."""
        Heartbeat(self.house.live, self.clock).beat()
        self.house.ring()
        assert not self.desk.status.core_is_silent

    def core_falls_silent(self) -> None:
        """It lived, and gives no sign any more."""
        self.core_beats()
        assert isinstance(self.clock, TurnedClock)
        self.clock.turn(SILENT_AFTER_S)
        self.house.ring()

    def core_is_back(self) -> None:
        """It works again, for as long as a test may take: nothing is expected of one that was never heard."""
        self.house.live.remove("core")
        self.house.ring()

    def begin_call(self, **line: object) -> Attempt:
        """The line takes the next order; ``line`` sets live values (phase, page, fraction, far_ident, bit_rate ...)."""
        attempt = self.dispatch.begin_next()
        assert attempt is not None
        state = {
            "job_id": attempt.job_id,
            "phase": "dialling",
            "page": 0,
            "fraction": 0.0,
            "far_ident": None,
            "bit_rate": None,
            "dialled_utc": self.house.now_utc,
            "connected_utc": None,
            "expected_utc": None,
        }
        self.house.live.put("line", {**state, **line})
        self.house.ring()
        return attempt

    def end_call(
        self,
        attempt: Attempt,
        outcome: CallOutcome = CallOutcome.DELIVERED,
        pages: Iterable[PageState] | None = None,
        trace: Iterable[TraceEntry] = (),
        ecm: bool = False,
    ) -> None:
        """The call under way ends; ``pages`` is the truth of each page of the call (default: all confirmed)."""
        states = list(pages) if pages is not None else [PageState.CONFIRMED] * len(attempt.pages)
        reports = tuple(PageReport(n, state, Coding.MR, 14400) for n, state in enumerate(states, start=1))
        known = ("+86 21 5266 3846", "V.17", 14400, Coding.MR)
        report = CallReport(outcome, reports, *known, ecm=ecm, duration_ms=60_000, trace=tuple(trace))
        self.dispatch.end(attempt, report)
        self.house.live.put("line", None)
        self.house.ring()

    def begin_reception(self, caller_number: str | None = None, phase: str = "receiving", page: int = 1) -> int:
        """Somebody calls in and the line shows it; returns the id of the received fax."""
        received = self.reception.begin(caller_number, None)
        state = {
            "phase": phase,
            "since_utc": self.house.now_utc,
            "page": page,
            "rings": 2,
            "received_id": received,
            "caller_ident": None,
            "caller_number": caller_number,
            "caller_name": None,
            "bit_rate": None,
        }
        self.house.live.put("line", state)
        self.house.ring()
        return received

    def end_reception(
        self,
        received: int,
        caller: CallerSays,
        pages: Iterable[FaxPage],
        outcome: ReceptionOutcome = ReceptionOutcome.RECEIVED,
        damaged: int = 0,
    ) -> None:
        """These pages came, each kept and confirmed, and the call is over."""
        reports = []
        for number, page in enumerate(pages, start=1):
            quality = CopyQuality(page.height, damaged, damaged)
            self.reception.keep(received, ReceivedPage(number, page, quality))
            self.reception.confirm(received, number)
            way = (Coding.MMR, page.resolution, page.width, 14400, True, 20_000)
            reports.append(ReceivedPageReport(number, True, *way, quality))
        report = ReceptionReport(outcome, tuple(reports), caller, "V.17", 14400, True, 40_000)
        self.reception.end(received, report)
        self.house.live.put("line", None)
        self.house.ring()

    def receive_fax(
        self,
        pages: int = 2,
        caller: CallerSays = CALLER,
        outcome: ReceptionOutcome = ReceptionOutcome.RECEIVED,
        damaged: int = 0,
    ) -> int:
        """A fax came in; returns its id."""
        received = self.begin_reception(caller.number)
        self.end_reception(received, caller, (letter_page(n) for n in range(1, pages + 1)), outcome, damaged)
        return received

    def printed(self, form: str, state: str = "printed", reason: str = "") -> None:
        """The spooler says this of every waiting form of a kind."""
        with self.house.step() as books:
            for printer in ("receipt", "form"):
                for row in books.prints.open(printer):
                    if row["form"] == form:
                        books.prints.note(row["name"], state, reason, self.house.now_utc)
                        if state == "printed":
                            note_printed(books, row, self.house.now_utc)

    # --- shortcuts

    def owe(self, fen: int = 400, unit: str = UNIT) -> int:
        """A charge as an ended fax leaves it; its number."""
        row = {"kind": "fax", "unit_id": unit, "title_key": "charge.fax.local", "detail": NUMBER, "quantity": 1}
        with self.house.step() as books:
            job = self.house.store.one("SELECT coalesce(max(job_id), 1000000) + 1 AS next FROM charge")["next"]
            costs = {"job_id": job, "unit_fen": fen, "amount_fen": fen, "made_utc": self.house.now_utc}
            charge_id = books.takings.add_charge({**row, **costs})
            said = {"charge": charge_id, "unit": unit, "amount_fen": fen}
            books.record("charge.made", **said, **books.vouched("charge", id=charge_id))
        return charge_id

    def order(self, visitor: Visitor, document_id: str, pages: int = 1, **draft: object) -> int:
        """An ordered fax."""
        drafted = FaxDraft(NUMBER, document_id, tuple(DraftPage(n) for n in range(1, pages + 1)), **draft)  # type: ignore[arg-type]
        return self.desk.fax.order(visitor, drafted, self.desk.fax.quote(visitor, drafted), str(uuid.uuid4()))

    def records(self) -> list[tuple[str, dict[str, object]]]:
        """The journal: kinds and bodies."""
        journal = self.house.books.journal
        assert list(journal.verify()) == []
        return [(record.kind, json.loads(record.body)) for record in journal.after(0, 100_000)]

    def close(self) -> None:
        self.room.close()
        self.house.store.close()
        self.house.live.close()
        self.bell.close()


def letter_page(number: int, height: int = 1143) -> FaxPage:
    """A page as it comes over the line: lines of writing and a bar whose place tells the page."""
    image = Image.new("1", (1728, height), 0)  # 1 is black
    pen = ImageDraw.Draw(image)
    for line in range(60, height - 100, 40):
        pen.line((150, line, 1300 - (line * 37) % 400, line), fill=1, width=6)
    pen.rectangle((1450, 60 * number, 1600, 60 * number + 40), fill=1)
    return FaxPage(image.width, height, Resolution.STANDARD, image.tobytes())


def furnish(
    folder: Path, clock: Clock | None = None, store_class: type[Store] = Store, **changes: object
) -> FurnishedDesk:
    """A desk over the store in ``folder`` (made if it is not there), with the sample directory and prices."""
    folder.mkdir(parents=True, exist_ok=True)
    clock = clock or TurnedClock(NOON)
    if not (folder / "kiosk.db").exists():
        (folder / "kiosk.db").write_bytes(_furnished_store())
    store, volatile = store_class(folder / "kiosk.db"), Store(folder / "live.db", volatile=True)
    migrate(store)
    prepare_live(volatile)
    bell = Doorbell(folder / "ui.bell")

    house = House(store, Live(volatile), clock, settings(**changes), Ringer(folder / "ui.bell"), *KEYS)
    vault = DocumentVault(folder / "documents", load_or_create_key(folder / "key"), font=installed_text_font())
    room, dispatch, status = DocumentRoom(vault), Dispatch(house), StatusDesk(house)
    desk = desk_of(house, room, dispatch, status, bell)
    return FurnishedDesk(folder, clock, house, room, dispatch, desk, bell, Reception(house, room))


@cache
def _furnished_store() -> bytes:
    """A store with the sample directory, staff and prices: hashing their codes once is enough for all tests."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        store, volatile = Store(path / "kiosk.db"), Store(path / "live.db", volatile=True)
        migrate(store)
        prepare_live(volatile)
        house = House(store, Live(volatile), TurnedClock(NOON), settings(), Ringer(), *KEYS)
        Directory(house).import_units(SAMPLE / "units.csv")
        Directory(house).import_staff(SAMPLE / "staff.csv")
        Directory(house).import_prices(SAMPLE / "prices.json")
        store.close()
        volatile.close()
        return (path / "kiosk.db").read_bytes()
