"""The technician's live view in words: each area with its state, one line, and all its facts (J3). Pure.

Owns what is said of each area and in which order. What was not told is said to be so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.desk.views import DeviceView, SelfTestKind, TechnicianView
from kiosk.ui.look import Look
from kiosk.ui.screens.staff_words import device_colour, device_icon, device_name, device_state
from kiosk.ui.theme import Colour

DEVICES = ("fax_line", "receipt_printer", "form_printer", "lights", "media", "scanner")
_WHERE_FITTED = ("card_reader", "cash_acceptor", "qr_provider")  # what most kiosks were not given is not said to lack
AREAS = ("modem", "head_office", "storage", "temperature", "clock", "versions")
VERSIONS = ("kiosk", "commit", "schema", "python", "kivy", "sqlite", "system", "kernel", "machine")
_TESTS = {
    "fax_line": (SelfTestKind.MODEM, SelfTestKind.LOOPBACK),
    "modem": (SelfTestKind.MODEM,),
    "receipt_printer": (SelfTestKind.RECEIPT_PAGE,),
    "form_printer": (SelfTestKind.FORM_PAGE,),
    "lights": (SelfTestKind.LAMPS,),
    "head_office": (SelfTestKind.SYNC,),
}
_HOT_C = 80.0  # where a Raspberry Pi begins to slow down
_KIB = 1024


@dataclass(frozen=True)
class Area:
    """One area of the kiosk. ``facts``: label and value; ``tests``: what can be tried there."""

    key: str
    icon: str
    title: str
    words: str
    state: str
    colour: Colour
    facts: tuple[tuple[str, str], ...]
    tests: tuple[SelfTestKind, ...] = ()

    @property
    def row(self) -> tuple[object, ...]:
        """What is seen of it among others."""
        return self.icon, self.title, self.words, self.state, self.colour


class AreaWords:
    """Makes areas of one view, as it is now in one language."""

    def __init__(self, look: Look, view: TechnicianView, now: datetime, zone: ZoneInfo) -> None:
        self._look, self._view, self._now, self._zone = look, view, now, zone

    def areas(self) -> tuple[Area, ...]:
        """All of them, devices first."""
        others = (
            self._modem(),
            self._head_office(),
            self._storage(),
            self._temperature(),
            self._clock(),
            self._versions(),
        )
        others_fitted = tuple(name for name in _WHERE_FITTED if self._view.device(name) is not None)
        line, *devices = (self._device(name) for name in (*DEVICES, *others_fitted))
        return (line, others[0], *devices, *others[1:])

    def area(self, key: str) -> Area:
        """One of them."""
        return next(area for area in self.areas() if area.key == key)

    # --- devices ------------------------------------------------------------------------------------------------

    def _device(self, name: str) -> Area:
        look, tr = self._look, self._look.tr
        device = self._view.device(name) or _unheard(name)
        detail = device.detail or self._standing(name)
        if name == "fax_line":
            detail = tr(f"technician.line.{self._view.line}")
        facts = [("state", device_state(look, device)), ("since", self._when(self._view.since.get(name)))]
        facts.append(("detail", device.detail or tr("technician.no_detail")))
        if name == "fax_line":
            facts.insert(2, ("call", detail))
        if device.double:
            facts.append(("double", tr("technician.double")))
        words = f"{tr('technician.double')} · {detail}" if device.double else detail
        state, colour = device_state(look, device), device_colour(look, device)
        tests = _TESTS.get(name, ()) if device.reason != "unfitted" else ()
        return Area(name, device_icon(device), device_name(look, name), words, state, colour, self._named(facts), tests)

    def _modem(self) -> Area:
        tr, modem, colours = self._look.tr, self._view.modem, self._look.colours
        if modem is None:
            nothing = tr("technician.modem.unknown")
            return self._area("modem", "call", nothing, "—", colours.ochre, [("state", nothing)])
        facts = [
            ("says", modem.words or tr("technician.modem.no_name")),
            ("port", modem.port),
            ("used_class", f"Class {modem.used_class}"),
            ("classes", modem.fax_classes),
            ("sends", ", ".join(modem.sends) or tr("technician.modem.in_call")),
            ("receives", ", ".join(modem.receives) or tr("technician.modem.in_call")),
            ("answered", self._when(modem.answered_at)),
        ]
        return self._area("modem", "call", facts[0][1], f"Class {modem.used_class}", colours.accent, facts)

    # --- the way out --------------------------------------------------------------------------------------------

    def _head_office(self) -> Area:
        tr, sync, colours = self._look.tr, self._view.sync, self._look.colours
        if not sync.configured:
            nothing = tr("technician.sync.unfitted")
            return self._area("head_office", "cloud_off", nothing, self._backlog(), colours.ochre, [("state", nothing)])
        verdict = tr(f"technician.sync.{sync.condition or 'offline'}")
        facts = [
            ("verdict", verdict),
            ("detail", sync.detail or tr("technician.no_detail")),
            ("backlog", self._backlog()),
            ("acked", str(sync.acked) if sync.acked else "—"),
            ("acked_at", self._when(sync.acked_at)),
        ]
        bad = not sync.online
        icon, colour = ("cloud_off", colours.ochre) if bad else ("cloud_done", colours.accent)
        return self._area("head_office", icon, verdict, self._backlog(), colour, facts)

    def _backlog(self) -> str:
        count = self._view.sync.backlog
        return self._look.tr.count("sync.backlog", count) if count else self._look.tr("sync.none")

    # --- the computer -------------------------------------------------------------------------------------------

    def _storage(self) -> Area:
        tr, store, colours = self._look.tr, self._view.storage, self._look.colours
        pages = self._look.tr.count("technician.storage.pages", store.pages)
        if store.free is None or store.total is None:
            return self._area("storage", "save", pages, "—", colours.ochre, [("pages", pages)])
        full = any(device.reason == "disk-nearly-full" for device in self._view.devices)
        state = tr("health.disk-nearly-full") if full else tr("technician.storage.free", size=size_words(store.free))
        facts = [
            ("free", f"{size_words(store.free)} / {size_words(store.total)}"),
            ("store", size_words(store.store)),
            ("vault", size_words(store.vault)),
            ("pages", pages),
            ("oldest", self._when(store.oldest)),
        ]
        return self._area("storage", "save", pages, state, colours.seal if full else colours.accent, facts)

    def _temperature(self) -> Area:
        tr, zones, colours = self._look.tr, self._view.system.temperatures, self._look.colours
        if not zones:
            nothing = tr("technician.temperature.none")
            return self._area("temperature", "science", nothing, "—", colours.ink2, [("state", nothing)])
        name, hottest = max(zones, key=lambda zone: zone[1])
        hot = hottest >= _HOT_C
        words = tr("technician.temperature.hot") if hot else name
        facts = tuple((zone, degrees(celsius)) for zone, celsius in zones)
        title, colour = tr("technician.area.temperature"), colours.seal if hot else colours.accent
        return Area("temperature", "science", title, words, degrees(hottest), colour, facts)

    def _clock(self) -> Area:
        tr, system, colours = self._look.tr, self._view.system, self._look.colours
        state = tr("technician.clock.synced" if system.clock_synced else "technician.clock.not_synced")
        battery = {True: "technician.yes", False: "technician.clock.no_battery", None: "technician.untold"}
        facts = [
            ("now", f"{self._now.astimezone(self._zone):%Y-%m-%d %H:%M:%S}"),
            ("synced", state),
            ("source", system.clock_source or tr("technician.untold")),
            ("battery", tr(battery[system.battery_clock])),
        ]
        colour = colours.accent if system.clock_synced else colours.ochre
        return self._area("clock", "alarm", f"{self._now.astimezone(self._zone):%m-%d %H:%M}", state, colour, facts)

    def _versions(self) -> Area:
        tr, system, colours = self._look.tr, self._view.system, self._look.colours
        told = [(name, system.versions.get(name, "") or "—") for name in VERSIONS]
        since = [
            ("core", self._since(system.core_since)),
            ("core_heard", self._when(system.core_heard)),
            ("screens", self._since(system.screens_since)),
            ("computer", self._since(system.machine_since)),
        ]
        version = system.versions.get("kiosk") or "—"
        words = " · ".join(part for part in (version, system.versions.get("commit", "")) if part)
        if not system.core_alive:
            words = tr("technician.core.silent")
        state = tr("technician.core.state")
        if system.core_alive:
            state = tr("technician.up", span=self._since(system.core_since))
        colour = colours.accent if system.core_alive else colours.seal
        return self._area("versions", "construction", words, state, colour, [*told, *since])

    def _standing(self, name: str) -> str:
        """Where a device says nothing: since when it is as it is."""
        since = self._view.since.get(name)
        if since is None:
            return self._look.tr("technician.no_detail")
        return self._look.tr("technician.since", when=f"{since.astimezone(self._zone):%m-%d %H:%M}")

    # --- pieces -------------------------------------------------------------------------------------------------

    def _area(self, key: str, icon: str, words: str, state: str, colour: Colour, facts: list[tuple[str, str]]) -> Area:
        tr = self._look.tr
        title = tr("device.head_office") if key == "head_office" else tr(f"technician.area.{key}")
        return Area(key, icon, title, words, state, colour, self._named(facts), _TESTS.get(key, ()))

    def _named(self, facts: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        return tuple((self._look.tr(f"technician.fact.{name}"), value) for name, value in facts)

    def _when(self, at: datetime | None) -> str:
        return f"{at.astimezone(self._zone):%m-%d %H:%M:%S}" if at else "—"

    def _since(self, at: datetime | None) -> str:
        return span_words(self._look, self._now - at) if at else "—"


def _unheard(name: str) -> DeviceView:
    """There is no driver for a scanner yet; of anything else the core has not told."""
    return DeviceView(name, *(("absent", "unfitted") if name == "scanner" else ("unknown", "")), double=False)


def size_words(octets: int | None) -> str:
    """12.3 GB, 4.1 MB: what people compare."""
    if octets is None:
        return "—"
    size = float(octets)
    for unit in ("KB", "MB", "GB"):
        size /= _KIB
        if size < _KIB or unit == "GB":
            return f"{size:.1f} {unit}" if size < 100 else f"{size:.0f} {unit}"
    raise AssertionError("the last unit takes any size")


def degrees(celsius: float) -> str:
    """48 °C."""
    return f"{celsius:.0f} °C"


def span_words(look: Look, span: timedelta) -> str:
    """How long something has been so: minutes, hours or days."""
    minutes = max(0, int(span.total_seconds()) // 60)
    if minutes < 60:
        return look.tr.count("technician.span.minutes", minutes)
    if minutes < 48 * 60:
        return look.tr("technician.span.hours", hours=minutes // 60, minutes=minutes % 60)
    return look.tr("technician.span.days", days=minutes // 1440, hours=minutes // 60 % 24)
