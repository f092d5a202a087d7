"""What every use case is handed: the store's rooms, the clock, the settings and the doorbell.

Owns the step of the desk: one transaction, and the bell after it. Made once by ``kiosk/app.py``; knows no device.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from kiosk.clock import Clock, iso_utc
from kiosk.domain.booking import Method
from kiosk.errors import KioskError
from kiosk.store.acceptor import AcceptorRows
from kiosk.store.allowances import Allowances
from kiosk.store.database import Row, Store
from kiosk.store.days import Days
from kiosk.store.faxes import Documents, Faxes
from kiosk.store.holds import Holds
from kiosk.store.journal import Journal
from kiosk.store.ledger import Ledger
from kiosk.store.live import Live
from kiosk.store.papers import Copies, Sheets, Signings
from kiosk.store.people import People
from kiosk.store.prices import Prices
from kiosk.store.prints import Prints
from kiosk.store.qr_orders import QrOrders
from kiosk.store.receptions import Receptions
from kiosk.store.secrets import COST
from kiosk.store.self_tests import SelfTests
from kiosk.store.services import Calls, Cases, Ratings, RecoveryNotes
from kiosk.store.takings import Takings
from kiosk.store.vouchers import Vouchers
from kiosk.store.vouching import vouched
from kiosk.store.work import Work


class DeskError(KioskError):
    """A use case refused; nothing was changed."""

    number = 5000
    message_key = "error.unexpected"


class GoneError(DeskError):
    """The thing is not there any more, or is not this person's."""

    number = 5001
    message_key = "error.gone"


class QuoteChangedError(DeskError):
    """The pages or prices are no longer those of the quote: quote again."""

    number = 5002
    message_key = "error.quote_changed"
    retryable = True


class NumberRefusedError(DeskError):
    """The number cannot be faxed; ``reason`` in values is the key of the sentence."""

    number = 5003
    message_key = "error.number_refused"


class RequestUsedError(DeskError):
    """The request has booked or declared something else: another charge, another receipt, another kind of thing."""

    number = 5005
    message_key = "error.request_used"


class PaymentRefusedError(DeskError):
    """The payment cannot be taken this way; message_key says why."""

    number = 5004
    message_key = "error.payment_refused"


@dataclass(frozen=True)
class DeskSettings:
    """The part of the configuration the use cases need."""

    kiosk_id: str
    currency: str
    timezone: ZoneInfo
    country: str  # ISO 3166 two letters, for the national plan
    area_code: str  # own area code without the trunk prefix, e.g. "512"
    outside_prefix: str  # dialled before every number, e.g. "0,"
    refused_prefixes: tuple[str, ...]  # E.164 beginnings that may not be dialled
    page_seconds: float
    call_seconds: float
    retry_waits_s: tuple[int, ...]
    call_escalates_s: int
    receipt_url: str
    doubles: tuple[str, ...]  # names of devices that are simulated
    counter_hours: tuple[time, time] = (time.min, time.max)  # local; the clerk is expected between the two
    loopback_number: str = ""  # dial string of a fax machine that may be called as a test
    accept_min: int = 240  # so long a request may wait at the counter until somebody takes it on (D8)
    accept_urgent_min: int = 15
    card_needs_pin: bool = False  # a card of the staff is not enough (J1)
    head_office: bool = True  # whether this kiosk has one to send its records to
    pay_devices: tuple[Method, ...] = ()  # what this kiosk takes money with by itself (G2)
    qr_provider: str = ""  # its account is provider:<name>
    qr_show_s: int = 180  # how long a code stands on the glass
    most_over_fen: int = 1000  # the machine takes nothing after which more than this is to be given back
    change_to_account: bool = False  # where what is over goes if nobody says
    vouchers: Mapping[str, int] = field(default_factory=dict)  # series -> what one of it is worth in fen
    registered_vouchers: tuple[str, ...] = ()  # of these, those that have a register: no other number pays
    box_count_days: int = 7  # so long money may lie in the machine's box uncounted
    approve_above_fen: int = 5000  # more than this a clerk does not give away without a supervisor
    closing_time: time = time(17, 30)  # local; from then on the day is offered for closing (G5)
    secret_cost: int = COST  # scrypt's N for passcodes and PINs taken in from now on


@dataclass(frozen=True)
class House:
    """The rooms behind the desk."""

    store: Store
    live: Live
    clock: Clock
    settings: DeskSettings
    ring: Callable[[], None]
    receipt_key: bytes
    signing_seed: bytes  # of the Ed25519 key that signs the reports of business days

    @contextmanager
    def step(self) -> Iterator[Books]:
        """One business step: rows and journal are committed together, then the bell is rung."""
        with self.store.step():
            yield self.books
        self.ring()

    @property
    def books(self) -> Books:
        """The rows, for reading; for changing take them from ``step``."""
        return Books(self.store, self.clock, self.settings.kiosk_id)

    @property
    def now_utc(self) -> str:
        """The record time now."""
        return self.clock.stamp().at_utc


class Books:
    """The repositories of one store, and the journal they share."""

    def __init__(self, store: Store, clock: Clock, kiosk_id: str) -> None:
        self._store = store
        self.people = People(store)
        self.prices = Prices(store)
        self.allowances = Allowances(store)
        self.faxes = Faxes(store)
        self.receptions = Receptions(store)
        self.documents = Documents(store)
        self.takings = Takings(store, kiosk_id)
        self.vouchers = Vouchers(store)
        self.holds = Holds(store)
        self.ledger = Ledger(store)
        self.days = Days(store, kiosk_id)
        self.qr = QrOrders(store, kiosk_id)
        self.acceptor = AcceptorRows(store, kiosk_id)
        self.prints = Prints(store, kiosk_id)
        self.copies = Copies(store)
        self.sheets = Sheets(store)
        self.signings = Signings(store)
        self.cases = Cases(store)
        self.work = Work(store)
        self.calls = Calls(store)
        self.ratings = Ratings(store)
        self.notes = RecoveryNotes(store)
        self.self_tests = SelfTests(store)
        self.journal = Journal(store, clock)

    def record(self, kind: str, /, **body: object) -> None:
        """Append to the journal, inside the step."""
        self.journal.append(kind, body)

    def vouched(self, table: str, /, **key: object) -> dict[str, str]:
        """What a record says of the row that was just written, by its digest: ``record(kind, **vouched(...))``."""
        return vouched(self._store, table, **key)


def moment(text: str | None) -> datetime | None:
    """A stored moment as an aware datetime."""
    return datetime.fromisoformat(text) if text else None


def sure_moment(text: str) -> datetime:
    """A stored moment that is always there."""
    return datetime.fromisoformat(text)


def later(now: datetime, seconds: float) -> str:
    """The record time ``seconds`` from now."""
    return iso_utc(now + timedelta(seconds=seconds))


def chosen(row: Row, *names: str) -> Mapping[str, object]:
    """Some columns of a row, for a journal body."""
    return {name: row[name] for name in names}
