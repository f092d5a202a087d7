"""The composition root of the core: workers with their devices, and the way to head office.

Owns which driver stands behind which protocol. Apart from ``kiosk.app``, which both processes need: the screens would
load every driver only to leave it alone, a quarter of the time they have to be there. Called by ``kiosk core`` and, for
the letterhead, by ``kiosk ledger report``.
"""

from __future__ import annotations

import logging
import shutil
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from kiosk.app import Composition
from kiosk.assets import Assets, default_root
from kiosk.config import Config, PrinterPlace
from kiosk.core.acceptor_worker import AcceptorWorker
from kiosk.core.books_worker import BooksWorker
from kiosk.core.counter_workers import CardWorker, LightWorker, MediaWorker, Retention, TidyWorker
from kiosk.core.fax_worker import FaxWorker, Sender
from kiosk.core.health import HealthBoard
from kiosk.core.lamp_test import LampTest
from kiosk.core.line_tests import LineTests, Loopback
from kiosk.core.paper_words import Letterhead
from kiosk.core.papers import Papers
from kiosk.core.print_worker import PrintWorker
from kiosk.core.process import Core
from kiosk.core.qr_worker import QrWorker
from kiosk.core.receptionist import DiskGuard, Receptionist
from kiosk.core.self_tests import SelfTestWorker
from kiosk.core.sheet_pdf import write_pdf
from kiosk.core.system_watch import SystemWatch
from kiosk.core.worker import Turn
from kiosk.desk.calls import CallDesk
from kiosk.desk.cards import CardDesk
from kiosk.desk.collecting import Collector
from kiosk.desk.money import MoneyDesk
from kiosk.desk.self_test_log import SelfTestLog
from kiosk.desk.shredder import Shredder
from kiosk.devices.card_reader import SerialCardReader
from kiosk.devices.cash_protocol import CashKind
from kiosk.devices.cctalk_acceptor import CcTalkAcceptor
from kiosk.devices.cctalk_bus import CcTalkBus
from kiosk.devices.cctalk_frames import Checksum
from kiosk.devices.cups_printer import CupsPrinter
from kiosk.devices.lights import GpioLights, LightsSettings
from kiosk.devices.line_choice import open_line
from kiosk.devices.machine import LinuxMachine
from kiosk.devices.media import FolderSticks, MountedSticks
from kiosk.devices.modem_check import LineModem
from kiosk.devices.print_media import SHEET_A4, PrintMedia
from kiosk.devices.protocols import AnswerOrder, FaxAnswerer, Health, HealthState, MediaSource
from kiosk.devices.software import versions
from kiosk.domain.capabilities import UNFITTED
from kiosk.domain.offer import TYPED
from kiosk.domain.sheets import BookSheet
from kiosk.doorbell import Ringer
from kiosk.locale import Language, Translator
from kiosk.providers.errors import ProviderError
from kiosk.providers.knock import KnockListener
from kiosk.providers.signed_http import Merchant, SignedHttp, read_merchant
from kiosk.providers.wechat import WechatNative
from kiosk.store.database import Store
from kiosk.store.journal import Journal
from kiosk.store.schema import newest_migration
from kiosk.sync.link import BrokerLink
from kiosk.sync.settings import SyncSettings
from kiosk.sync.turn import SyncTurn
from kiosk.sync.worker import SyncState, SyncWorker

_log = logging.getLogger(__name__)
RECEIPT_DPI = 203
_POLITE = "10"  # nice, of a backup beside the line


class CoreComposition:
    """The core's devices and workers, over the house that ``composition`` has opened.

    Raises ValueError if the process does not listen to a bell.
    """

    def __init__(self, composition: Composition) -> None:
        if composition.bell is None:
            raise ValueError("the core needs a bell to listen to")
        self.config, self.clock, self.bell = composition.config, composition.clock, composition.bell
        self.house, self.room, self.vault = composition.house, composition.room, composition.vault
        self.assets, self.dispatch, self.reception = composition.assets, composition.dispatch, composition.reception

    def core(self, stop: threading.Event) -> Core:
        """The workers with their devices; the sync ends with ``stop``."""
        health = HealthBoard(self.house.live, self.clock)
        for name in self._unfitted():
            health.put(name, Health(HealthState.ABSENT, UNFITTED))
        for name in self._not_given():
            health.forget(name)
        fax = self._fax(health)
        turns: list[Turn] = [*([fax] if fax else []), *self._printers(health), *self._counter(health)]
        shredder = Shredder(self.house, self.room)
        turns.append(TidyWorker(self.house, shredder, MoneyDesk(self.house), self.reception, self._keep()))
        tests = SelfTestLog(self.house)
        turns += [SelfTestWorker(self.house, tests), self._system_watch(), self._books(health)]
        sync = SyncTurn(lambda: self._sync(stop)) if self.config.head_office.host else None
        turns += [sync] if sync else []
        parts = (self.house, self.bell, self.dispatch, turns, fax, health, sync)
        return Core(*parts, self.vault.sweep, self.reception, tests)

    def _system_watch(self) -> SystemWatch:
        known = versions(Path(__file__).resolve().parent.parent) | {"schema": newest_migration(self.house.store)}
        return SystemWatch(self.house, LinuxMachine(), known, self.config.kiosk.state_dir)

    def _books(self, health: HealthBoard) -> BooksWorker:
        state, backup = self.config.kiosk.state_dir, self.config.backup
        where = ["--state", str(state), "--to", str(backup.place(state)), "--keep", str(backup.keep)]
        where += ["--another-medium"] if backup.wants_medium else []
        command = [sys.executable, "-m", "kiosk.priority", _POLITE, "kiosk", "backup", *where]
        return BooksWorker(self.house, health, self.clock, command, 60.0 * backup.every_min)

    def _unfitted(self) -> tuple[str, ...]:
        """Devices a kiosk usually has and this one was not given: nobody would ever tell of them otherwise."""
        config = self.config
        drivers = {
            "fax_line": config.fax.driver,
            "receipt_printer": config.receipt_printer.driver,
            "form_printer": config.form_printer.driver,
            "lights": config.lights.driver,
            "media": config.media.driver,
        }
        return tuple(name for name, driver in drivers.items() if driver == "none")

    def _not_given(self) -> tuple[str, ...]:
        """What most kiosks do without."""
        config = self.config
        drivers = {
            "card_reader": config.card_reader.driver,
            "cash_acceptor": config.cash_acceptor.driver,
            "qr_provider": config.qr_payment.driver,
        }
        return tuple(name for name, driver in drivers.items() if driver == "none")

    def _keep(self) -> Retention:
        rules = self.config.desk
        received = timedelta(days=rules.keep_received_days) if rules.keep_received_days else None
        return Retention(timedelta(hours=rules.keep_documents_h), received)

    def _fax(self, health: HealthBoard) -> FaxWorker | None:
        fax = self.config.fax
        if fax.driver == "none":
            return None
        line = open_line(fax.port, self.clock)
        sender = Sender(self.config.telephone.ident, fax.far_ident == "refuse")
        receptionist = self._receptionist(line) if fax.answer else None
        loopback = Loopback(fax.loopback_number, sender.ident, self._papers().test_fax)
        tests = LineTests(self.house, SelfTestLog(self.house), line, LineModem(line, fax.port), loopback)
        return FaxWorker(self.house, self.dispatch, line, self.room, health, sender, receptionist, tests)

    def _papers(self) -> Papers:
        return Papers(self.house, self.room, self.assets, letterhead(self.config))

    def _receptionist(self, line: FaxAnswerer) -> Receptionist:
        fax, state = self.config.fax, self.config.kiosk.state_dir
        order = AnswerOrder(self.config.telephone.ident, fax.rings)
        disk = DiskGuard(fax.min_free_mb << 20, lambda: shutil.disk_usage(state).free)
        return Receptionist(self.house, self.reception, line, order, disk)

    def _printers(self, health: HealthBoard) -> list[PrintWorker]:
        papers = self._papers()
        return [
            PrintWorker(f"{key}_printer", key, self.house, printer, papers, health)
            for key, printer in (
                ("receipt", self._printer(self.config.receipt_printer, receipt=True)),
                ("form", self._printer(self.config.form_printer, receipt=False)),
            )
            if printer
        ]

    def _printer(self, place: PrinterPlace, *, receipt: bool) -> CupsPrinter | None:
        if place.driver == "none":
            return None
        media = PrintMedia(place.width_mm, None, RECEIPT_DPI) if receipt else SHEET_A4
        return CupsPrinter(place.server, place.queue, media)

    def _counter(self, health: HealthBoard) -> list[Turn]:
        turns: list[Turn] = []
        lights, media = self.config.lights, self._media()
        if lights.driver == "gpiozero":
            pins = LightsSettings(lights.call_pin, lights.message_pin, lights.button_pin, lights.pin_factory)
            driver = GpioLights(pins, self.clock)
            driver.start()
            test = LampTest(self.house, SelfTestLog(self.house))
            turns.append(LightWorker(self.house, driver, CallDesk(self.house), health, test))
        if media:
            turns.append(MediaWorker(self.house, media, health))
        reader = self.config.card_reader
        if reader.driver == "serial":
            driven = SerialCardReader(reader.port, self.clock)
            turns.append(CardWorker(driven, CardDesk(self.house), health))
        elif reader.driver == "keyboard":  # it is a keyboard to the computer: nobody can say whether it is there
            health.put("card_reader", Health(HealthState.OK, detail=TYPED))
        turns += [*self._acceptor(health), *self._qr(health)]
        return turns

    def _acceptor(self, health: HealthBoard) -> list[Turn]:
        place = self.config.cash_acceptor
        if place.driver == "none":
            Collector(self.house).abandon()
            return []
        bus = CcTalkBus(place.port, self.clock, Checksum(place.checksum))
        fitted = {CashKind.COIN: place.coins, CashKind.NOTE: place.notes}
        kinds = tuple(kind for kind, there in fitted.items() if there)
        acceptor = CcTalkAcceptor(bus, self.clock, self.config.kiosk.currency[:2], kinds)  # ISO 4217 begins with 3166
        return [AcceptorWorker(self.house, acceptor, health, place.patience_s)]

    def _qr(self, health: HealthBoard) -> list[Turn]:
        """A key that cannot be read is the payment provider's trouble and nobody else's (K2)."""
        place = self.config.qr_payment
        if place.driver == "none":
            return []
        keys = place.key_file, place.provider_key_id, place.provider_key_file
        try:
            merchant = read_merchant(place.merchant_id, place.key_serial, *keys)
        except ProviderError as error:
            health.put(QrWorker.name, Health(HealthState.TROUBLE, error.reason, error.detail))
            return []
        http, closing = SignedHttp(place.base_url, merchant, self.clock), ExitStack()
        closing.callback(http.close)
        provider = WechatNative(http, merchant, place.app_id, place.notify_url)
        worker = QrWorker(self.house, provider, health, place.show_s, closing.close)
        if place.notify_listen:
            self._listen(place.listens_at, merchant, worker, closing)
        return [worker]

    def _listen(self, at: tuple[str, int], merchant: Merchant, worker: QrWorker, closing: ExitStack) -> None:
        """Notifications ring the core's own bell; a port that is taken costs them and nothing else (K2)."""
        bell = Ringer(self.config.kiosk.runtime_dir / "core.bell")
        closing.callback(bell.close)

        def knocked() -> None:
            worker.knock()
            bell()

        try:
            closing.callback(KnockListener(at, merchant, self.clock, knocked).close)
        except ProviderError as error:
            _log.error("notifications are not heard: %s", error.detail)

    def _media(self) -> MediaSource | None:
        media = self.config.media
        if media.driver == "none":
            return None
        state = self.config.kiosk.state_dir
        own = (state, self.config.backup.place(state))  # a medium for backups is often a stick too
        return FolderSticks(media.root) if media.driver == "folder" else MountedSticks(own=own)

    def _sync(self, stop: threading.Event) -> SyncWorker:
        office = self.config.head_office
        settings = SyncSettings(
            self.config.kiosk.id, office.host, office.port, office.ca_file, office.cert_file, office.key_file
        )
        # A connection of its own: a long reading of the journal must not hold up a payment.
        journal = Journal(Store(self.config.kiosk.state_dir / "kiosk.db"), self.clock)
        return SyncWorker(journal, BrokerLink(settings), self.clock, stop, self._show_sync)

    def _show_sync(self, state: SyncState) -> None:
        told = {"online": state.online, "condition": state.condition.value, "detail": state.detail}
        self.house.live.put("sync", {**told, "backlog": state.backlog})
        self.house.ring()


def letterhead(config: Config) -> Letterhead:
    """What every form says of the house."""
    estate, names = config.estate, {}
    for language in Language:
        names[language] = Translator(language)("printing.house", estate=estate.name[language.value])
    numbers = {language: estate.service_number[language.value] for language in Language}
    return Letterhead(names, numbers, config.telephone.ident, config.receipt_printer.width_mm)


def write_sheets(config: Config, sheets: Sequence[BookSheet], language: Language, target: Path) -> None:
    """Sheets of the books as a PDF with the house's letterhead. Raises OSError, AssetError."""
    assets, kiosk = Assets(config.kiosk.assets_dir or default_root()), (config.kiosk.id, bool(config.doubles))
    write_pdf(sheets, letterhead(config), kiosk, language, assets, target)
