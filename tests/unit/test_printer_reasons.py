"""C4: what IPP's keywords mean for a person at the counter."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.devices.cups_line import takes_raster
from kiosk.devices.cups_queue import hold_queues
from kiosk.devices.ipp_reasons import Trouble, printer_trouble, read_reasons


@pytest.mark.parametrize(
    ("reasons", "trouble"),
    [
        (["none"], Trouble()),
        ([], Trouble()),
        (["media-empty-error"], Trouble("media-empty", blocking=True)),
        (["media-empty-report"], Trouble("media-empty", blocking=True)),  # ippeveprinter says so when it is idle
        (["media-needed"], Trouble("media-empty", blocking=True)),
        (["door-open-error", "media-jam-error"], Trouble("media-jam", blocking=True)),
        (["offline-report"], Trouble("offline", blocking=True)),
        (["media-low-warning"], Trouble("media-low")),
        (["cups-ipp-conformance-failure-report"], Trouble()),
    ],
)
def test_the_most_telling_reason_is_told(reasons: list[str], trouble: Trouble) -> None:
    assert read_reasons(reasons) == trouble


def test_a_printer_that_stopped_without_a_reason_is_in_trouble_all_the_same() -> None:
    assert read_reasons(["none"], stopped=True) == Trouble("other", blocking=True)


def test_a_printer_without_a_return_channel_is_known_by_its_queue() -> None:
    queue = {"device-uri": "usb://EPSON/TM-T20", "printer-state": 4, "printer-state-reasons": ["media-empty-error"]}
    assert printer_trouble(queue) == Trouble("media-empty", blocking=True)


def test_a_printer_that_does_not_answer_is_offline_whatever_its_queue_says() -> None:
    """Field notes: an idle queue's state goes stale."""
    queue = {"device-uri": "ipp://localhost:9/ipp/print", "printer-state": 3, "printer-state-reasons": ["none"]}
    assert printer_trouble(queue).offline


def test_queues_are_held_before_a_start_of_cupsd_but_a_technicians_stop_stays_as_it_is(tmp_path: Path) -> None:
    """K1"""
    conf = tmp_path / "printers.conf"
    conf.write_text(
        "NextPrinterId 3\n"
        "<Printer receipt>\nState Idle\nStateTime 1\nStateMessage Printing.\nAccepting Yes\n</Printer>\n"
        "<Printer form>\nState Stopped\nStateTime 1\nStateMessage toner on order\n</Printer>\n"
    )
    hold_queues(conf)
    held = conf.read_text()
    assert "<Printer receipt>\nState Stopped\nStateMessage held until" in held
    assert "Printing." not in held
    assert "<Printer form>\nState Stopped\nStateTime 1\nStateMessage toner on order\n</Printer>" in held
    hold_queues(conf)
    assert conf.read_text() == held


def test_a_machine_without_queues_has_nothing_to_hold(tmp_path: Path) -> None:
    hold_queues(tmp_path / "printers.conf")
    assert not (tmp_path / "printers.conf").exists()


@pytest.mark.parametrize(
    ("model", "formats", "raster"),
    [
        ("Receipt 80 - IPP Everywhere", ["image/png", "image/pwg-raster"], True),
        ("Office - IPP Everywhere", ["image/png", "image/urf"], False),
        ("Maker's ESC/POS driver", ["image/png", "image/pwg-raster"], False),
    ],
)
def test_raster_goes_only_where_it_arrives_as_it_is(model: str, formats: list[str], raster: bool) -> None:
    assert takes_raster({"printer-make-and-model": model}, formats) == raster
