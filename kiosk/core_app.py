"""The composition root of the core: workers with their devices, and the way to head office.

Owns which driver stands behind which protocol. Apart from ``kiosk.app``, which both processes need: the screens would
load every driver only to leave it alone, a quarter of the time they have to be there. Called by ``kiosk.app``.
"""

from __future__ import annotations

import shutil
import threading
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.config import PrinterPlace
from kiosk.core.counter_workers import CardWorker, LightWorker, MediaWorker, Retention, TidyWorker
from kiosk.core.fax_worker import FaxWorker, Sender
from kiosk.core.health import HealthBoard
from kiosk.core.lamp_test import LampTest
from kiosk.core.line_tests import LineTests, Loopback
from kiosk.core.papers import Letterhead, Papers
from kiosk.core.print_worker import PrintWorker
from kiosk.core.process import Core
from kiosk.core.receptionist import DiskGuard, Receptionist
from kiosk.core.self_tests import SelfTestWorker
from kiosk.core.system_watch import SystemWatch
from kiosk.core.worker import Turn
from kiosk.desk.calls import CallDesk
from kiosk.desk.cards import CardDesk
from kiosk.desk.money import MoneyDesk
from kiosk.desk.self_test_log import SelfTestLog
from kiosk.desk.shredder import Shredder
from kiosk.devices.card_reader import SerialCardReader
from kiosk.devices.cups_printer import CupsPrinter
from kiosk.devices.lights import GpioLights, LightsSettings
from kiosk.devices.line_choice import open_line
from kiosk.devices.machine import LinuxMachine
from kiosk.devices.media import FolderSticks, MountedSticks
from kiosk.devices.modem_check import LineModem
from kiosk.devices.print_media import PrintMedia
from kiosk.devices.protocols import AnswerOrder, FaxAnswerer, Health, HealthState, MediaSource
from kiosk.devices.software import versions
from kiosk.domain.capabilities import UNFITTED
from kiosk.locale import Language, Translator
from kiosk.store.database import Store
from kiosk.store.journal import Journal
from kiosk.store.schema import newest_migration
from kiosk.sync.link import BrokerLink
from kiosk.sync.settings import SyncSettings
from kiosk.sync.turn import SyncTurn
from kiosk.sync.worker import SyncState, SyncWorker

if TYPE_CHECKING:
    from kiosk.app import Composition

RECEIPT_DPI = 203
A4 = PrintMedia(210, 297, 300, "A4")


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
        fax = self._fax(health)
        turns: list[Turn] = [*([fax] if fax else []), *self._printers(health), *self._counter(health)]
        shredder = Shredder(self.house, self.room)
        turns.append(TidyWorker(self.house, shredder, MoneyDesk(self.house), self.reception, self._keep()))
        tests = SelfTestLog(self.house)
        turns += [SelfTestWorker(self.house, tests), self._system_watch()]
        sync = SyncTurn(lambda: self._sync(stop)) if self.config.head_office.host else None
        turns += [sync] if sync else []
        parts = (self.house, self.bell, self.dispatch, turns, fax, health, sync)
        return Core(*parts, self.vault.sweep, self.reception, tests)

    def _system_watch(self) -> SystemWatch:
        known = versions(Path(__file__).resolve().parent.parent) | {"schema": newest_migration(self.house.store)}
        return SystemWatch(self.house, LinuxMachine(), known, self.config.kiosk.state_dir)

    def _unfitted(self) -> tuple[str, ...]:
        """Devices this kiosk was not given: nobody would ever tell of them otherwise."""
        config = self.config
        drivers = {
            "fax_line": config.fax.driver,
            "receipt_printer": config.receipt_printer.driver,
            "form_printer": config.form_printer.driver,
            "lights": config.lights.driver,
            "media": config.media.driver,
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
        return Papers(self.house, self.room, self.assets, self._letterhead())

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
        media = PrintMedia(place.width_mm, None, RECEIPT_DPI) if receipt else A4
        return CupsPrinter(place.server, place.queue, media)

    def _letterhead(self) -> Letterhead:
        estate = self.config.estate
        return Letterhead(
            {
                language: Translator(language)("printing.house", estate=estate.name[language.value])
                for language in Language
            },
            {language: estate.service_number[language.value] for language in Language},
            self.config.telephone.ident,
            self.config.receipt_printer.width_mm,
        )

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
            health.put("card_reader", Health(HealthState.OK, detail="keyboard"))
        return turns

    def _media(self) -> MediaSource | None:
        media = self.config.media
        if media.driver == "none":
            return None
        return FolderSticks(media.root) if media.driver == "folder" else MountedSticks()

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
