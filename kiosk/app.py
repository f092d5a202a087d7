"""The composition root: makes the house out of the configuration. Alone knows every concrete class.

Owns which driver stands behind which protocol. Called by ``kiosk core``, ``kiosk ui``, ``kiosk import`` and the tests.
"""

from __future__ import annotations

import shutil
import threading
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.assets import Assets, default_root
from kiosk.clock import Clock
from kiosk.config import Config, PrinterPlace
from kiosk.core.counter_workers import LightWorker, MediaWorker, TidyWorker
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
from kiosk.desk.api import Desk
from kiosk.desk.board import BoardDesk
from kiosk.desk.calls import CallDesk
from kiosk.desk.dispatch import Dispatch
from kiosk.desk.fax import FaxDesk
from kiosk.desk.house import DeskSettings, House
from kiosk.desk.identity import IdentityDesk
from kiosk.desk.line_log import LineLogDesk
from kiosk.desk.money import MoneyDesk
from kiosk.desk.ratings import RatingDesk
from kiosk.desk.received import ReceivedDesk
from kiosk.desk.reception import Reception
from kiosk.desk.repairs import RepairDesk
from kiosk.desk.self_test_log import SelfTestLog
from kiosk.desk.self_tests import SelfTestDesk
from kiosk.desk.shredder import Shredder
from kiosk.desk.staff import StaffDesk
from kiosk.desk.status import StatusDesk, TroubleDesk
from kiosk.desk.technician import TechnicianDesk
from kiosk.devices.backlight import SysfsBacklight
from kiosk.devices.cups_printer import CupsPrinter
from kiosk.devices.lights import GpioLights, LightsSettings
from kiosk.devices.line_choice import open_line
from kiosk.devices.machine import LinuxMachine
from kiosk.devices.media import FolderSticks, MountedSticks
from kiosk.devices.modem_check import LineModem
from kiosk.devices.print_media import PrintMedia
from kiosk.devices.protocols import AnswerOrder, FaxAnswerer, Health, HealthState, MediaSource
from kiosk.devices.software import versions
from kiosk.devices.voice import CANTONESE, USUAL_VOICES, EspeakVoice, VoiceSettings
from kiosk.devices.voice import installed as voice_installed
from kiosk.documents.fonts import TextFont
from kiosk.documents.keys import load_or_create_key
from kiosk.documents.room import DocumentRoom
from kiosk.documents.vault import DocumentVault
from kiosk.domain.capabilities import UNFITTED
from kiosk.doorbell import Doorbell, Ringer
from kiosk.locale import Language
from kiosk.store.database import Store
from kiosk.store.journal import Journal
from kiosk.store.live import Live
from kiosk.store.schema import migrate, newest_migration, prepare_live
from kiosk.sync.link import BrokerLink
from kiosk.sync.settings import SyncSettings
from kiosk.sync.turn import SyncTurn
from kiosk.sync.worker import SyncState, SyncWorker

RECEIPT_DPI = 203
A4 = PrintMedia(210, 297, 300, "A4")
CORE_BELL, UI_BELL = "core.bell", "ui.bell"


class Composition:
    """One process's house. ``listens`` names the bell of this process, ``rings`` those of the others."""

    def __init__(self, config: Config, clock: Clock, *, listens: str = "", rings: tuple[str, ...] = ()) -> None:
        self.config = config
        self.clock = clock
        for folder in (config.kiosk.state_dir, config.kiosk.runtime_dir):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        runtime = config.kiosk.runtime_dir
        self.bell = Doorbell(runtime / listens) if listens else None
        self._ringer = Ringer(*(runtime / name for name in rings))
        self.house = self._house()
        self.assets = Assets(config.kiosk.assets_dir or default_root())
        self.room = DocumentRoom(self._vault())
        self.dispatch = Dispatch(self.house)
        self.reception = Reception(self.house, self.room)

    def _house(self) -> House:
        place = self.config.kiosk
        store = Store(place.state_dir / "kiosk.db")
        migrate(store)
        volatile = Store(place.runtime_dir / "live.db", volatile=True)
        prepare_live(volatile)
        key = load_or_create_key(place.state_dir / "keys" / "receipts.key")
        return House(store, Live(volatile), self.clock, desk_settings(self.config), self._ringer, key)

    def _vault(self) -> DocumentVault:
        state = self.config.kiosk.state_dir
        key = load_or_create_key(state / "keys" / "documents.key")
        font = TextFont(self.assets.sans(Language.ZH_HANS))
        self.vault = DocumentVault(state / "documents", key, font=font)
        return self.vault

    # --- the desk

    def desk(self) -> Desk:
        """The use cases, for the screens. The process must listen to a bell."""
        if self.bell is None:
            raise ValueError("a desk for screens needs a bell to listen to")
        status = StatusDesk(self.house)
        return Desk(
            identity=IdentityDesk(self.house),
            fax=FaxDesk(self.house, self.room, self.dispatch),
            received=ReceivedDesk(self.house, self.room),
            line_log=LineLogDesk(self.house),
            money=MoneyDesk(self.house),
            repairs=RepairDesk(self.house),
            calls=CallDesk(self.house),
            ratings=RatingDesk(self.house),
            staff=StaffDesk(self.house),
            board=BoardDesk(self.house, status),
            status=status,
            trouble=TroubleDesk(self.house),
            technician=TechnicianDesk(self.house, status),
            self_tests=SelfTestDesk(self.house),
            changed=self.bell,
        )

    def backlight(self) -> SysfsBacklight:
        """The lamp behind the panel, for the screens."""
        return SysfsBacklight()

    def voice(self) -> EspeakVoice | None:
        """What speaks for spoken guidance; None where none is wanted or none is installed."""
        speech = self.config.speech
        if speech.driver == "none" or not voice_installed():
            return None
        voices = {**USUAL_VOICES, **({"zh-Hant": CANTONESE} if speech.cantonese else {})}
        return EspeakVoice(VoiceSettings(voices, speech.words_per_minute, speech.device))

    # --- the core

    def core(self, stop: threading.Event) -> Core:
        """The workers with their devices; the sync ends with ``stop``. The process must listen to a bell."""
        if self.bell is None:
            raise ValueError("the core needs a bell to listen to")
        health = HealthBoard(self.house.live, self.clock)
        for name in self._unfitted():
            health.put(name, Health(HealthState.ABSENT, UNFITTED))
        fax = self._fax(health)
        turns: list[Turn] = [*([fax] if fax else []), *self._printers(health), *self._counter(health)]
        shredder = Shredder(self.house, self.room)
        turns.append(TidyWorker(self.house, shredder, MoneyDesk(self.house), self._keep()))
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

    def _keep(self) -> timedelta:
        return timedelta(hours=self.config.desk.keep_documents_h)

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
            {language: estate.name[language.value] for language in Language},
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

    def close(self) -> None:
        """Let go of everything that is open."""
        self.room.close()
        self.house.store.close()
        self.house.live.close()
        if self.bell:
            self.bell.close()
        self._ringer.close()


def desk_settings(config: Config) -> DeskSettings:
    """The part of the configuration the use cases need."""
    return DeskSettings(
        kiosk_id=config.kiosk.id,
        currency=config.kiosk.currency,
        timezone=ZoneInfo(config.kiosk.timezone),
        country=config.telephone.country,
        area_code=config.telephone.area_code,
        outside_prefix=config.telephone.outside_prefix,
        refused_prefixes=config.telephone.refused_prefixes,
        page_seconds=config.fax.page_seconds,
        call_seconds=config.fax.call_seconds,
        retry_waits_s=config.fax.retry_waits_s,
        call_escalates_s=config.desk.call_escalates_s,
        receipt_url=config.desk.receipt_url,
        doubles=config.doubles,
        counter_hours=config.estate.hours,
        loopback_number=config.fax.loopback_number,
        head_office=bool(config.head_office.host),
    )
