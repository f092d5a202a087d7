"""A tour of the technician's page: the live view of a full and an empty house, each area, tests in every state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from kiosk.core.system_watch import SystemWatch
from kiosk.desk.self_test_log import SelfTestLog
from kiosk.desk.self_tests import STEPS
from kiosk.desk.views import SelfTestKind, SelfTestState, SelfTestView
from kiosk.devices.protocols import MachineFacts, ModemFacts
from kiosk.store.schema import newest_migration
from tests.desk_fixture import FurnishedDesk
from tests.ui.harness import Glass
from tests.ui.staff_walk import TECHNICIAN_PIN, case_of, see, sign_in

Stop = Callable[[str], None]

SPEEDS = ("V.17 14400 12000 9600 7200", "V.29 9600 7200", "V.27ter 4800 2400")
MODEM = ModemFacts("usb:0572:1329:24680246", "CX93001-EIS_V0.2013-V92 Conexant", "0 1 1.0 2 8", "1", SPEEDS, SPEEDS)
_VERSIONS = {"kiosk": "0.1.0", "commit": "03173849db4c", "python": "3.11.9", "kivy": "2.3.1", "sqlite": "3.45.1"}


class BusyBoard:
    """A small board with two sensors."""

    def look(self) -> MachineFacts:
        zones = (("cpu-thermal", 48.3), ("rp1_adc", 51.7))
        system, kernel = "Debian GNU/Linux 12 (bookworm)", "Linux 6.6.51+rpt-rpi-2712 aarch64"
        return MachineFacts("Raspberry Pi 5 Model B", system, kernel, 283_000.0, zones, "arch_sys_counter", True)


def told_by_the_core(furnished: FurnishedDesk) -> None:
    """What a running core leaves in the volatile state."""
    versions = _VERSIONS | {"schema": newest_migration(furnished.house.store)}
    SystemWatch(furnished.house, BusyBoard(), versions, furnished.folder).turn()
    furnished.house.live.put("modem", asdict(MODEM) | {"answered_utc": furnished.house.now_utc})
    furnished.house.live.put("sync", {"online": True, "condition": "up_to_date", "detail": "", "backlog": 0})
    furnished.house.books.journal.acknowledge(*furnished.house.books.journal.head())
    furnished.house.ring()


def technician_tour(glass: Glass, stop: Stop) -> None:
    """Everything a technician can see."""
    glass.touch("idle.wake")
    sign_in(glass, TECHNICIAN_PIN)
    stop("31-technician-untold")
    told_by_the_core(glass.furnished)
    glass.furnished.set_health("form_printer", "trouble", "media-empty-error")
    see(glass, "52 °C")  # the hottest of both
    stop("31-technician")
    for area in ("fax_line", "modem", "scanner", "head_office", "storage", "temperature", "clock", "versions"):
        glass.touch(f"area.{area}")
        glass.settle()
        stop(f"32-{area}")
        glass.touch("bar.back")
        glass.settle()
    glass.touch("technician.tests")
    glass.settle()
    stop("33-tests-never")
    _lamps(glass, stop)
    _outcomes(glass, stop)
    _glass(glass, stop)
    _call(glass, stop)
    _paper_without_a_printer(glass, stop)


def _paper_without_a_printer(glass: Glass, stop: Stop) -> None:
    """At the board: a kiosk that was not given a receipt printer, and what is owed on paper (C4)."""
    case_of(glass, glass.furnished.visitor())
    glass.furnished.set_health("receipt_printer", "absent", "unfitted")
    for screen in ("staff_tests", "staff_technician"):
        glass.touch("bar.back")
        glass.until_screen(screen)
        glass.settle()
    glass.touch("frame.leave")  # papers are the counter's business, not the technician's (J1)
    glass.touch("idle.wake")
    sign_in(glass)
    see(glass, "有纸单没有打印机可打")
    stop("13-board-unfitted")
    glass.touch("row.print_unfitted.1")
    glass.settle()
    stop("13-unfitted")


def _lamps(glass: Glass, stop: Stop) -> None:
    """The core is played: it begins, the person answers, the core goes on."""
    glass.touch("test.lamps")
    glass.settle()
    stop("34-lamps")
    test = _started(glass, SelfTestKind.LAMPS)
    stop("34-lamps-waiting")
    log, steps = SelfTestLog(glass.furnished.house), STEPS[SelfTestKind.LAMPS]
    log.begin({"id": test.id}, steps[0])
    for number, step in enumerate(steps):
        glass.until(lambda step=step: glass.shows_key(f"self_test.lamps.{step}.words"), step)
        stop(f"34-lamps-{step}")
        glass.touch("test.no" if step == "urgent" else "test.yes")
        glass.settle()
        if number + 1 < len(steps):
            log.advance({"id": test.id}, steps[number + 1])
    log.end(test.id, SelfTestState.FAILED, "lamp_not_seen", {"unseen": "urgent"})
    glass.until(lambda: glass.shows_key("self_test.state.failed"), "the outcome")
    stop("34-lamps-failed")
    glass.touch("bar.back")


_ENDS: tuple[tuple[SelfTestKind, str, SelfTestState, str, dict[str, object]], ...] = (
    (SelfTestKind.RECEIPT_PAGE, "out", SelfTestState.PASSED, "", {}),
    (SelfTestKind.FORM_PAGE, "handed_over", SelfTestState.FAILED, "media-empty", {}),
    (
        *(SelfTestKind.MODEM, "speeds", SelfTestState.PASSED, ""),
        {
            "modem": MODEM.words,
            "classes": MODEM.fax_classes,
            "used_class": "1",
            "sends": ", ".join(SPEEDS),
            "receives": ", ".join(SPEEDS),
            "took_ms": 812,
        },
    ),
    (SelfTestKind.MODEM, "identity", SelfTestState.FAILED, "port-missing", {"said": "usb:0572:1329: not plugged in"}),
    (SelfTestKind.SYNC, "acknowledged", SelfTestState.PASSED, "", {"round_trip_ms": 184, "record": 4711}),
    (SelfTestKind.SYNC, "written", SelfTestState.FAILED, "unanswered", {"waiting": 12}),
    (SelfTestKind.SYNC, "written", SelfTestState.UNKNOWN, "restarted", {}),
)


def _outcomes(glass: Glass, stop: Stop) -> None:
    """The other tests of the core as they end."""
    log = SelfTestLog(glass.furnished.house)
    for number, (kind, step, state, reason, facts) in enumerate(_ENDS):
        glass.until(lambda kind=kind: f"test.{kind}" in _touchable(glass), "the tests")
        glass.settle()
        glass.touch(f"test.{kind}")
        glass.settle()
        test = _started(glass, kind)
        log.begin({"id": test.id}, test.steps[0])
        log.advance({"id": test.id}, step)
        log.end(test.id, state, reason, facts)
        glass.until(lambda state=state: glass.shows_key(f"self_test.state.{state}"), state)
        stop(f"35-{kind}-{number}-{state}")
        glass.touch("bar.back")
    glass.settle()
    stop("33-tests")


def _glass(glass: Glass, stop: Stop) -> None:
    glass.touch("test.glass")
    glass.settle()
    for field in ("1.1", "2.1", "3.1"):
        glass.touch(f"field.{field}")
    stop("36-glass")
    glass.touch("bar.forward")
    glass.until(lambda: glass.shows_key("self_test.why.no_touch"), "the outcome")
    stop("36-glass-failed")
    glass.touch("bar.back")
    glass.settle()


def _call(glass: Glass, stop: Stop) -> None:
    """A kiosk without a number for test calls says what it needs; a call under way makes a test wait."""
    glass.touch("test.loopback")
    glass.settle()
    stop("37-loopback-need")
    glass.touch("bar.back")
    glass.settle()
    glass.furnished.begin_reception()
    glass.touch("test.modem")
    glass.settle()
    _started(glass, SelfTestKind.MODEM)
    glass.until(lambda: glass.shows_key("self_test.why.line_busy"), "why it waits")
    stop("37-modem-line-busy")


def _started(glass: Glass, kind: SelfTestKind) -> SelfTestView:
    glass.touch("bar.forward")
    glass.settle()
    row = glass.furnished.house.books.self_tests.open_of(kind.value)
    assert row is not None
    return glass.desk.self_tests.view(glass.furnished.clerk(TECHNICIAN_PIN), row["id"])


def _touchable(glass: Glass) -> list[str]:
    from kiosk.ui import driving

    return list(driving.look(glass.shell)["touchable"])
