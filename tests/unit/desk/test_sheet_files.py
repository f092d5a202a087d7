"""G5: ``kiosk ledger report`` gives a day and a month as workbook, CSV and PDF, with the same cells as the paper."""

from __future__ import annotations

import argparse
import csv
import io
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.commands.ledger_report import sign_day
from kiosk.desk.finance import FinanceOnlyError
from kiosk.desk.month_sheet import MonthSheet
from kiosk.desk.views import DepositBag
from kiosk.domain.cash import CashCount
from kiosk.domain.sheets import Money
from kiosk.locale import Language, Translator
from tests.desk_fixture import KEYS, FurnishedDesk, furnish
from tests.unit.desk.day_acts import STROKES, THE_18TH, THE_19TH, at, close, end, take

CONFIG = Path(__file__).parents[3] / "deploy" / "kiosk.toml"
COUNTED = {10000: 12, 1000: 3, 100: 3, 50: 1, 5: 1, 1: 1}  # one yuan is missing
_EXPORT = ("ledger", "export", "--store")
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FurnishedDesk]:
    """Two days: one closed and signed by finance, one with takings that nobody has closed."""
    made = furnish(tmp_path_factory.mktemp("files"))
    clerk, desk = made.clerk(), made.desk
    wrong = desk.money.take_cash(clerk, made.owe(400), 500).number
    desk.corrections.void(clerk, wrong, "=HYPERLINK(1)", STROKES, "void")
    desk.money.pay_on_account(made.visitor(), made.owe(600), STROKES)
    desk.money.take_cash(clerk, made.owe(123456), 123456)
    count = desk.days.end_day(clerk, THE_18TH, CashCount(COUNTED), DepositBag("B7", 500), "end")
    desk.days.explain(clerk, count.id, "找零有误")
    desk.days.close_day(clerk, THE_18TH, STROKES)
    desk.finance.sign(made.clerk("414141"), THE_18TH, STROKES, "sign")
    at(made, 19, 9)
    desk.money.take_cash(clerk, made.owe(250), 250)
    yield made
    made.close()


def report(kit: FurnishedDesk, *args: str) -> int:
    return main(["ledger", "report", "--store", str(kit.folder / "kiosk.db"), "--config", str(CONFIG), *args])


def worksheets(path: Path) -> dict[str, list[list[str]]]:
    """Values of each worksheet by its name, as a reader of the file sees them."""
    with zipfile.ZipFile(path) as file:
        shared = ElementTree.fromstring(file.read("xl/sharedStrings.xml"))
        texts = ["".join(part.text or "" for part in item.iter(f"{_NS}t")) for item in shared.iter(f"{_NS}si")]
        book = ElementTree.fromstring(file.read("xl/workbook.xml"))
        names = [sheet.get("name") or "" for sheet in book.iter(f"{_NS}sheet")]
        pages = [ElementTree.fromstring(file.read(f"xl/worksheets/sheet{n}.xml")) for n in range(1, len(names) + 1)]
    assert not any(list(page.iter(f"{_NS}f")) for page in pages)  # no formula anywhere (K5)
    return {
        name: [[_value(cell, texts) for cell in row.iter(f"{_NS}c")] for row in page.iter(f"{_NS}row")]
        for name, page in zip(names, pages, strict=True)
    }


def _value(cell: ElementTree.Element, texts: list[str]) -> str:
    value = cell.find(f"{_NS}v")
    if value is None or value.text is None:
        return ""
    return texts[int(value.text)] if cell.get("t") == "s" else value.text


def test_g5_the_workbook_has_amounts_as_numbers_and_sums_as_values(kit: FurnishedDesk, tmp_path: Path) -> None:
    assert report(kit, "--day", "2026-11-18", "--xlsx", str(tmp_path / "day.xlsx")) == 0
    pages = worksheets(tmp_path / "day.xlsx")
    assert {"sheets", "income", "cash", "accounts", "charge_log"} <= set(pages)
    assert pages["income"][0][-1] == "金额" and pages["income"][-1][-1] == "1240.56"
    assert pages["charge_log"][-1][4] == "1240.56"
    assert any("=HYPERLINK(1)" in cell for row in pages["charge_log"] for cell in row)  # text, and kept as it was
    assert [path.name for path in tmp_path.iterdir()] == ["day.xlsx"]


def test_g5_a_worksheet_prints_on_a4_as_wide_as_it_is_with_its_heading_on_each_page(
    kit: FurnishedDesk, tmp_path: Path
) -> None:
    assert report(kit, "--day", "2026-11-18", "--xlsx", str(tmp_path / "day.xlsx")) == 0
    with zipfile.ZipFile(tmp_path / "day.xlsx") as file:
        book = ElementTree.fromstring(file.read("xl/workbook.xml"))
        names = [sheet.get("name") or "" for sheet in book.iter(f"{_NS}sheet")]
        log = ElementTree.fromstring(file.read(f"xl/worksheets/sheet{names.index('charge_log') + 1}.xml"))
    told = {(name.get("name"), name.text) for name in book.iter(f"{_NS}definedName")}
    rows = len(worksheets(tmp_path / "day.xlsx")["charge_log"])
    assert {("_xlnm.Print_Titles", "charge_log!$1:$1"), ("_xlnm.Print_Area", f"charge_log!$A$1:$H${rows}")} <= told
    [setup], [pane] = log.iter(f"{_NS}pageSetup"), log.iter(f"{_NS}pane")
    assert (setup.get("paperSize"), setup.get("orientation"), setup.get("fitToHeight")) == ("9", "landscape", "0")
    assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")


def test_g5_csv_has_every_table_and_no_cell_that_a_spreadsheet_runs(kit: FurnishedDesk, tmp_path: Path) -> None:
    assert report(kit, "--day", "2026-11-18", "--csv", str(tmp_path / "day.csv")) == 0
    text = (tmp_path / "day.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert "\r\n" in text and ["合计", "", "2", "1240.56"] in rows
    assert not [cell for row in rows for cell in row if cell.startswith("=")]
    assert {"营业收入日报表", "前台服务收费记录表"} <= {row[0] for row in rows if row}


@pytest.mark.parametrize("act", [report, lambda kit, *args: main([*_EXPORT, str(kit.folder / "kiosk.db"), *args])])
def test_g5_csv_is_utf_8_whatever_the_terminal_speaks_that_it_was_turned_from(
    kit: FurnishedDesk, monkeypatch: pytest.MonkeyPatch, act: Callable[..., int]
) -> None:
    octets = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(octets, encoding="gbk"))
    assert act(kit, "--csv", "-") == 0
    sys.stdout.flush()
    text = octets.getvalue().decode("utf-8")
    assert text.startswith("\ufeff") and "\r\n" in text and "K01-000001" in text


def test_g5_a_terminal_without_chinese_is_told_so_and_what_to_do(kit: FurnishedDesk) -> None:
    command = ("ledger", "report", "--store", str(kit.folder / "kiosk.db"), "--config", str(CONFIG))
    speaks = {**os.environ, "PYTHONIOENCODING": "ascii"}
    run = subprocess.run([sys.executable, "-m", "kiosk", *command], env=speaks, capture_output=True, check=False)
    assert run.returncode == 1
    assert b"speaks ascii" in run.stderr and b"PYTHONIOENCODING=utf-8" in run.stderr and b"Traceback" not in run.stderr


def test_g5_the_pdf_has_the_pages_that_the_kiosk_prints(kit: FurnishedDesk, tmp_path: Path) -> None:
    assert report(kit, "--pdf", str(tmp_path / "day.pdf")) == 0  # the newest closed day
    data = (tmp_path / "day.pdf").read_bytes()
    assert data.startswith(b"%PDF") and data.count(b"/Type /Page\n") == 3


def test_g5_a_month_has_a_row_a_day_and_comes_to_the_ledger(kit: FurnishedDesk) -> None:
    sheet = MonthSheet(kit.house.store, Translator(Language.EN)).sheet("2026-11")
    told = {table.name: table for table in sheet.tables}
    assert [row.cells[0] for row in told["days"].rows] == ["2026-11-18", "2026-11-19"]
    closed, still_open = (row.cells for row in told["days"].rows)
    assert closed[-1] == "钱会计 41" and still_open[-1] == "not closed"
    assert [title for title, _ in told["methods"].columns] == ["Day", "Charged to the unit", "Cash"]
    booked = -kit.house.books.ledger.balance_fen("income:fax.local")
    by_method = [cell.fen for cell in told["methods"].total[1:] if isinstance(cell, Money)]
    assert len(by_method) == 2 and sum(by_method) == booked, "every way of paying, and each day of it"
    for day, ways in zip(told["days"].rows, told["methods"].rows, strict=True):
        taken = sum(cell.fen for cell in ways.cells[1:] if isinstance(cell, Money))
        assert (day.cells[0], day.cells[2]) == (ways.cells[0], Money(taken))
    assert told["days"].total[2] == told["income"].total[-1] == Money(booked) == Money(124306)
    assert told["days"].total[3:5] == (Money(-400), Money(-100))  # struck out, and what was missing
    assert told["bags"].total[-1] == Money(500)
    assert "faults" not in told


def test_g5_a_month_names_the_day_whose_report_says_something_else(kit: FurnishedDesk, tmp_path: Path) -> None:
    kit.house.store.db.execute("VACUUM INTO ?", (str(tmp_path / "kiosk.db"),))
    forged = furnish(tmp_path)
    with forged.house.store.step():
        forged.house.store.run("DROP TRIGGER day_closing_keeps")
        forged.house.store.run("UPDATE day_closing SET report = replace(report, ',123456]', ',123457]')")
    sheet = MonthSheet(forged.house.store, Translator(Language.ZH_HANS)).sheet("2026-11")
    [row] = next(table for table in sheet.tables if table.name == "faults").rows
    assert row.cells == ("2026-11-18", Money(124056), Money(124056), Money(124057))
    forged.close()


def test_g5_the_text_says_who_of_finance_has_signed(kit: FurnishedDesk, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(kit, "--language", "en") == 0
    assert "Signed by finance: 钱会计 41, 2026-11-18 12:00\n" in capsys.readouterr().out


def test_g5_a_day_nobody_has_closed_is_no_report(kit: FurnishedDesk, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(kit, "--day", THE_19TH.isoformat(), "--csv", "-") == 1
    assert "not closed" in capsys.readouterr().err


def test_a_month_without_a_day_is_empty_and_a_month_that_is_none_is_refused(
    kit: FurnishedDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(kit, "--month", "2025-01") == 0
    assert "月度汇总表,2025-01" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        report(kit, "--month", "2026-13")


def test_g5_finance_signs_on_the_command_line_with_its_pin_and_nobody_else_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state = tmp_path / "state"
    (state / "keys").mkdir(parents=True, mode=0o700)
    (state / "keys" / "ledger.key").write_bytes(KEYS[1])
    (state / "keys" / "ledger.key").chmod(0o600)
    kit = furnish(state)
    take(kit)
    end(kit, kit.clerk(), 4)
    close(kit, kit.clerk())
    text = CONFIG.read_text("utf-8").replace("/var/lib/lobby-kiosk", str(state)).replace("/run/lobby-kiosk", str(state))
    (tmp_path / "kiosk.toml").write_text(text, "utf-8")

    def sign(staff: str, pin: str) -> int:
        return sign_day(argparse.Namespace(config=tmp_path / "kiosk.toml", day=THE_18TH, staff=staff), lambda _: pin)

    assert sign("41", "000000") == sign("41", "121212") == 1  # no one's, and the supervisor's
    with pytest.raises(FinanceOnlyError):
        sign("12", "121212")
    assert kit.desk.finance.unsigned() == (THE_18TH,)
    assert sign("41", "414141") == 0
    assert "2026-11-18 signed by 钱会计 over " in capsys.readouterr().out
    assert kit.desk.finance.unsigned() == ()
    kit.close()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
@pytest.mark.parametrize("place", ["nowhere/report", ".", "taken/report"])
def test_a_place_that_can_hold_no_file_is_named_in_one_line(
    kit: FurnishedDesk, tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str, kind: str
) -> None:
    (tmp_path / "taken").touch()
    assert report(kit, f"--{kind}", str(tmp_path / place)) == 1
    told = capsys.readouterr().err
    assert told.startswith("kiosk: ") and told.count("\n") == 1 and str(tmp_path) in told
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


@pytest.mark.parametrize("act", ["report --csv", "report --xlsx", "export --csv", "export --xlsx"])
def test_a_disk_that_is_full_is_named_in_one_line(
    kit: FurnishedDesk, capsys: pytest.CaptureFixture[str], act: str
) -> None:
    assert main(["ledger", *act.split(), "/dev/full", "--store", str(kit.folder / "kiosk.db")]) == 1
    told = capsys.readouterr().err
    assert "No space left on device" in told and told.count("\n") == 1


def test_the_pages_are_drawn_with_the_fonts_that_the_configuration_names(
    kit: FurnishedDesk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = CONFIG.read_text("utf-8").replace("[kiosk]", f'[kiosk]\nassets_dir = "{tmp_path}"')
    (tmp_path / "kiosk.toml").write_text(named, "utf-8")
    assert report(kit, "--config", str(tmp_path / "kiosk.toml"), "--pdf", str(tmp_path / "day.pdf")) == 1
    assert str(tmp_path) in capsys.readouterr().err and not (tmp_path / "day.pdf").exists()
