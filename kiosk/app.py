"""The composition root: makes the house out of the configuration. Alone, with ``core_app``, knows every concrete class.

Owns the store, the documents and the desk of a process. Called by ``kiosk core``, ``kiosk ui``, ``kiosk import`` and
the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.assets import Assets, default_root
from kiosk.clock import Clock
from kiosk.config import Config
from kiosk.desk.acceptor import MachineDesk
from kiosk.desk.api import Desk
from kiosk.desk.board import BoardDesk
from kiosk.desk.calls import CallDesk
from kiosk.desk.cards import CardDesk
from kiosk.desk.copies import CopyDesk
from kiosk.desk.corrections import CorrectionDesk
from kiosk.desk.days import DayDesk
from kiosk.desk.dispatch import Dispatch
from kiosk.desk.fax import FaxDesk
from kiosk.desk.finance import FinanceDesk
from kiosk.desk.grants import GrantDesk
from kiosk.desk.half_counts import HalfCounts
from kiosk.desk.house import DeskSettings, House
from kiosk.desk.identity import IdentityDesk
from kiosk.desk.line_log import LineLogDesk
from kiosk.desk.money import MoneyDesk
from kiosk.desk.qr_payments import QrDesk
from kiosk.desk.ratings import RatingDesk
from kiosk.desk.receipt_list import ReceiptList
from kiosk.desk.received import ReceivedDesk
from kiosk.desk.reception import Reception
from kiosk.desk.repairs import RepairDesk
from kiosk.desk.self_tests import SelfTestDesk
from kiosk.desk.sheet_copies import SheetDesk
from kiosk.desk.staff import StaffDesk
from kiosk.desk.status import StatusDesk, TroubleDesk
from kiosk.desk.technician import TechnicianDesk
from kiosk.desk.views import Method
from kiosk.desk.vouchers import VoucherDesk
from kiosk.desk.work_orders import WorkDesk
from kiosk.devices.backlight import SysfsBacklight
from kiosk.devices.voice import CANTONESE, USUAL_VOICES, EspeakVoice, VoiceSettings
from kiosk.devices.voice import installed as voice_installed
from kiosk.documents.fonts import TextFont
from kiosk.documents.keys import load_or_create_key
from kiosk.documents.room import DocumentRoom
from kiosk.documents.vault import DocumentVault
from kiosk.doorbell import Doorbell, Ringer
from kiosk.locale import Language
from kiosk.store.backup import refuse_missing
from kiosk.store.database import Store
from kiosk.store.live import Live
from kiosk.store.schema import migrate, prepare_live

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
        refuse_missing(place.state_dir / "kiosk.db", place.state_dir / "keys")
        store = Store(place.state_dir / "kiosk.db")
        migrate(store)
        volatile = Store(place.runtime_dir / "live.db", volatile=True)
        prepare_live(volatile)
        keys = place.state_dir / "keys"
        receipts, ledger = load_or_create_key(keys / "receipts.key"), load_or_create_key(keys / "ledger.key")
        return House(store, Live(volatile), self.clock, desk_settings(self.config), self._ringer, receipts, ledger)

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
            qr=QrDesk(self.house),
            grants=GrantDesk(self.house),
            vouchers=VoucherDesk(self.house),
            machine=MachineDesk(self.house),
            corrections=CorrectionDesk(self.house),
            days=DayDesk(self.house),
            half_counts=HalfCounts(self.house),
            receipts=ReceiptList(self.house),
            copies=CopyDesk(self.house),
            sheets=SheetDesk(self.house),
            finance=FinanceDesk(self.house),
            repairs=RepairDesk(self.house),
            work=WorkDesk(self.house),
            calls=CallDesk(self.house),
            ratings=RatingDesk(self.house),
            staff=StaffDesk(self.house, lambda: status.core_is_silent),
            cards=CardDesk(self.house),
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

    def tell_of_panel(self, there: bool) -> None:
        """The screens have found the touch panel, or lost it: the board and the technician see it."""
        from kiosk.core.health import HealthBoard  # after the start, in a thread: the screens begin without it
        from kiosk.devices.protocols import Health, HealthState

        state = Health(HealthState.OK) if there else Health(HealthState.ABSENT, "unplugged")
        HealthBoard(self.house.live, self.clock).put("touch_panel", state)
        self.house.ring()

    def voice(self) -> EspeakVoice | None:
        """What speaks for spoken guidance; None where none is wanted or none is installed."""
        speech = self.config.speech
        if speech.driver == "none" or not voice_installed():
            return None
        voices = {**USUAL_VOICES, **({"zh-Hant": CANTONESE} if speech.cantonese else {})}
        return EspeakVoice(VoiceSettings(voices, speech.words_per_minute, speech.device))

    def close(self) -> None:
        """Let go of everything that is open."""
        self.room.close()
        self.house.store.close()
        self.house.live.close()
        if self.bell:
            self.bell.close()
        self._ringer.close()


@contextmanager
def heard(runtime: Path, name: str) -> Iterator[None]:
    """A bell without a house: nobody restores the books under a process that looks for them. Raises OSError."""
    runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
    with closing(Doorbell(runtime / name)):
        yield


def prove_fonts(config: Config) -> None:
    """Raises AssetError naming a font that the screens would miss."""
    Assets(config.kiosk.assets_dir or default_root()).prove()


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
        accept_min=config.desk.accept_min,
        accept_urgent_min=config.desk.accept_urgent_min,
        closing_time=time.fromisoformat(config.desk.closing_time),
        vouchers=config.desk.vouchers,
        registered_vouchers=config.desk.registered_vouchers,
        approve_above_fen=config.desk.approve_above_fen,
        box_count_days=config.desk.box_count_days,
        card_needs_pin=config.card_reader.card_needs_pin,
        counter_hours=config.estate.hours,
        loopback_number=config.fax.loopback_number,
        head_office=bool(config.head_office.host),
        pay_devices=_pay_devices(config),
        qr_provider=config.qr_payment.driver,
        qr_show_s=config.qr_payment.show_s,
        most_over_fen=config.cash_acceptor.most_over_fen,
        change_to_account=config.cash_acceptor.change == "account",
    )


def _pay_devices(config: Config) -> tuple[Method, ...]:
    """What takes money here without a clerk."""
    fitted = {
        Method.MACHINE: config.cash_acceptor.driver != "none",
        Method.QR: config.qr_payment.driver != "none",
    }
    return tuple(method for method, there in fitted.items() if there)
