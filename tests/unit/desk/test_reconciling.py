"""G2, G5: a provider's bill against the books: what agrees, what only one side has, fees; and what is no bill."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.commands import reconcile as command
from kiosk.desk.asking_again import Asked, ask_again
from kiosk.desk.bill_reading import BillError, known_layouts, layout_of, read_bill
from kiosk.desk.finance import FinanceOnlyError
from kiosk.desk.reconciling import Difference, Reconciled, reconcile
from kiosk.store.errors import StoreError
from tests.faults.qr_scenario import CLERK, STROKES, QrCounter, open_counter
from tests.hw_doubles.pay_bill import bill
from tests.hw_doubles.pay_provider import OTHER_AMOUNT, PayProvider

LAYOUT = layout_of(known_layouts()["wechat"])
DAY = date(2026, 11, 18)
CONFIG = Path(__file__).parents[3] / "deploy" / "kiosk.toml"


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[QrCounter]:
    """Two payments and one that went back."""
    with PayProvider(tmp_path / "provider") as provider:
        counter = open_counter(tmp_path / "kiosk", provider)
        first, second = counter.kit.owe(400), counter.kit.owe(1000)
        counter.paid(first)
        counter.kit.desk.corrections.void(CLERK, counter.paid(second), "重复", STROKES, "void")
        counter.look(30.0)
        yield counter
        counter.close()


def compared(counter: QrCounter, text: str, day: date | None = None) -> Reconciled:
    file = counter.kit.folder / "bill.csv"
    file.write_text(text, encoding="utf-8-sig")
    return reconcile(counter.kit.folder / "kiosk.db", "wechat", read_bill(file, LAYOUT), LAYOUT, day)


def differing(found: Reconciled) -> list[tuple[str, int | None, int | None]]:
    return [(difference.what, difference.here_fen, difference.there_fen) for difference in found.differences]


def test_a_bill_that_agrees(counter: QrCounter) -> None:
    found = compared(counter, bill(counter.provider))
    assert (found.days, found.matched, found.differences, found.strangers) == ((DAY,), 3, (), 0)
    assert (found.paid_fen, found.refunded_fen, found.fee_fen) == (1400, 1000, 2)  # 6 per mille, to the fen


def test_what_the_provider_has_and_the_books_have_not(counter: QrCounter) -> None:
    lost = counter.show(counter.kit.owe(700))
    (order,) = counter.provider.open_orders()
    counter.provider.settle(order)
    assert counter.kit.desk.qr.view(lost.order_id).receipt_number == ""
    assert differing(compared(counter, bill(counter.provider))) == [("missing here", None, 700)]


def test_what_the_books_have_and_the_provider_has_not(counter: QrCounter) -> None:
    lines = bill(counter.provider).split("\r\n")
    text = "\r\n".join([lines[0], *lines[2:]])
    assert differing(compared(counter, text)) == [("missing there", 400, None)]
    assert differing(compared(counter, text, DAY)) == [("missing there", 400, None)]


def test_another_amount_and_another_transaction(counter: QrCounter) -> None:
    assert differing(compared(counter, bill(counter.provider).replace("`4.00", "`4.01"))) == [
        ("other amount", 400, 401)
    ]
    one, _ = counter.provider.money.orders.values()
    one.transaction = "4200099999"
    assert differing(compared(counter, bill(counter.provider))) == [("other transaction", 400, 400)]


def test_what_differs_is_asked_after_anew_and_booked_or_shown_by_the_providers_own_word(counter: QrCounter) -> None:
    """G5: from the bill to the board, to the ledger and to head office; a bill alone books nothing."""
    desk, house, finance = counter.kit.desk, counter.kit.house, counter.kit.clerk("414141")
    charge = counter.kit.owe(700)
    shown = counter.show(charge)
    desk.qr.give_up(counter.kit.visitor(), shown.order_id)
    counter.look(60.0)
    closed = next(order for order in counter.provider.money.orders.values() if order.amount_fen == 700)
    counter.provider.settle(closed)
    counter.look(60.0)
    assert desk.money.receipt_of(charge) is None, "it was looked at again before the money came"
    found = compared(counter, bill(counter.provider))
    assert differing(found) == [("missing here", None, 700)]
    with pytest.raises(FinanceOnlyError):
        ask_again(house, CLERK, found.differences)
    assert ask_again(house, finance, found.differences) == Asked(anew=(found.differences[0].number,))
    counter.look(60.0)
    assert desk.money.receipt_of(charge) is not None and counter.whole
    assert compared(counter, bill(counter.provider)).differences == ()
    [told] = [body for kind, body in counter.kit.records() if kind == "qr.asked_again"]
    assert (told["bill"], told["staff"]) == ("missing here", "41")


def test_what_is_not_asked_after_is_told_with_the_reason(counter: QrCounter) -> None:
    """G5: finance knows of each number that differs who looks after it now."""
    house, finance = counter.kit.house, counter.kit.clerk("414141")
    doubtful = counter.show(counter.kit.owe(800))
    counter.provider.fail("query", OTHER_AMOUNT)
    assert counter.provider.phone_pays(doubtful.code) == "paid"
    counter.look(2.0)
    still_open = counter.show(counter.kit.owe(700))
    disputed, undecided = (house.books.qr.get(each.order_id)["number"] for each in (doubtful, still_open))
    back = house.store.one("SELECT number FROM qr_refund")["number"]
    unknown = "K01-Q000099-00000000"
    differences = [Difference("missing here", number, "", None, 100) for number in (back, unknown, undecided, disputed)]
    told = ask_again(house, finance, differences)
    assert told == Asked(anyway=(undecided,), disputed=(disputed,), refunds=(back,), unknown=(unknown,))
    assert [kind for kind, _ in counter.kit.records() if kind == "qr.asked_again"] == []


def test_an_order_that_was_paid_twice_there_is_told(counter: QrCounter) -> None:
    lines = bill(counter.provider).split("\r\n")
    text = "\r\n".join([lines[0], lines[1], *lines[1:]])
    assert differing(compared(counter, text)) == [("missing here", 400, 400)]


def test_other_kiosks_of_the_merchant_are_counted_and_left_alone(counter: QrCounter) -> None:
    text = bill(counter.provider)
    theirs = next(line for line in text.split("\r\n") if "`4.00" in line).replace("K01-Q", "K02-Q")
    heading, rest = text.split("\r\n", 1)
    found = compared(counter, f"{heading}\r\n{theirs}\r\n{rest}")
    assert (found.strangers, found.matched, found.differences) == (1, 3, ())


def test_a_moment_that_names_its_time_zone_is_of_that_one(counter: QrCounter) -> None:
    text, told = re.subn(r"`2026-11-18 12(:\d\d:\d\d)", r"`2026-11-17T20\1-08:00", bill(counter.provider))
    found = compared(counter, text)
    assert (told, found.days, found.matched, found.differences) == (3, (DAY,), 3, ())


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda text: "", "交易时间"),
        (lambda text: text.replace("微信订单号", "单号"), "微信订单号"),
        (lambda text: text.replace("公众账号ID", "订单金额"), "订单金额"),  # which of the two is it?
        (lambda text: text.partition("总交易单数")[0], "总交易单数"),
        (lambda text: text.replace("`4.00", "`four"), "2"),
        (lambda text: text.replace("`CNY,", "", 1), "2"),
    ],
)
def test_a_file_that_is_no_whole_bill_is_refused_and_says_where(counter: QrCounter, spoil: object, reason: str) -> None:
    with pytest.raises(BillError) as raised:
        compared(counter, spoil(bill(counter.provider)))
    assert reason in str(raised.value.values["reason"])


def test_a_number_that_is_no_amount_and_a_moment_that_is_none_are_refused_with_their_line(counter: QrCounter) -> None:
    text = bill(counter.provider)
    spoilt = [text.replace("`4.00", f"`{no}") for no in ("4.005", "Infinity", "NaN", "1e999999999", "1e30")]
    for each in (*spoilt, text.replace("`2026-11-18 12", "`0001-01-01 02")):
        with pytest.raises(BillError) as raised:
            compared(counter, each)
        assert raised.value.values["reason"] == "2"


def test_what_is_no_text_of_the_layout_and_what_is_no_store_is_refused_in_the_words_of_the_house(
    counter: QrCounter,
) -> None:
    file = counter.kit.folder / "bill.csv"
    file.write_bytes(bill(counter.provider).encode("utf-8-sig").replace(b"CNY", b"\xff", 1))
    for layout in (LAYOUT, replace(LAYOUT, encoding="none-such"), replace(LAYOUT, delimiter=";;")):
        with pytest.raises(BillError):
            read_bill(file, layout)
    for store in (file, counter.kit.folder / "none.db"):
        with pytest.raises(StoreError):
            reconcile(store, "wechat", (), LAYOUT, DAY)


def test_the_command_prints_what_differs_and_says_so_by_its_exit_code(
    counter: QrCounter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, store = tmp_path / "bill.csv", str(counter.kit.folder / "kiosk.db")
    file.write_text(bill(counter.provider), encoding="utf-8-sig")
    assert main(["ledger", "reconcile", str(file), "--store", store]) == 0
    assert "2026-11-18: 3 matched, 0 differ, 0 of other kiosks" in capsys.readouterr().out
    file.write_text(bill(counter.provider).replace("`4.00", "`5.00"), encoding="utf-8-sig")
    assert main(["ledger", "reconcile", str(file), "--store", store]) == 1
    assert "OTHER AMOUNT: K01-Q000001" in capsys.readouterr().out
    file.write_text("no bill", encoding="utf-8-sig")
    assert main(["ledger", "reconcile", str(file), "--store", store]) == 1
    assert "no bill that can be read" in capsys.readouterr().err


def test_a_bill_without_a_line_agrees_with_nothing_unless_its_day_is_named(
    counter: QrCounter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heading, _, rest = bill(counter.provider).partition("\r\n")
    file, store = tmp_path / "bill.csv", str(counter.kit.folder / "kiosk.db")
    file.write_text(f"{heading}\r\n{rest[rest.index('总交易单数') :]}", encoding="utf-8-sig")
    assert main(["ledger", "reconcile", str(file), "--store", store]) == 1
    assert "--day" in capsys.readouterr().err
    assert main(["ledger", "reconcile", str(file), "--store", store, "--day", DAY.isoformat()]) == 1
    assert capsys.readouterr().out.count("MISSING THERE") == 3


def test_the_command_asks_anew_as_who_of_finance_shows_a_pin_and_as_nobody_else(
    counter: QrCounter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state, config, file = counter.kit.folder, tmp_path / "kiosk.toml", tmp_path / "bill.csv"
    text = CONFIG.read_text("utf-8").replace("/var/lib/lobby-kiosk", str(state)).replace("/run/lobby-kiosk", str(state))
    config.write_text(text, "utf-8")
    file.write_text(bill(counter.provider).replace("`4.00", "`5.00"), encoding="utf-8-sig")
    said = {"config": config, "file": file, "provider": "wechat", "layout": None, "day": None}

    def asked(staff: str, pin: str) -> tuple[str, int]:
        args = argparse.Namespace(**said, ask=staff)
        assert command.run(args, state / "kiosk.db", lambda _: pin) == 1
        row = counter.kit.house.store.one("SELECT count(*) AS n FROM qr_order WHERE looked_again = 0")
        return capsys.readouterr().out.rpartition("asked anew: ")[2].strip(), row["n"]

    counter.look(60.0)  # each has been looked at again
    assert asked("41", "121212")[1] == 0
    with pytest.raises(FinanceOnlyError):
        asked("12", "121212")
    numbers, unlooked = asked("41", "414141")
    assert numbers.startswith("K01-Q000001-") and "," not in numbers and unlooked == 1
    counter.look(60.0)
    assert counter.whole
    file.write_text(bill(counter.provider).replace("K01-Q000002", "K01-Q000077"), encoding="utf-8-sig")
    numbers, _ = asked("41", "414141")
    told = dict(line.rsplit(": ", 1) for line in f"asked anew: {numbers}".splitlines())
    assert told["asked anew"].startswith("K01-Q000002-")
    assert told["not asked, unknown to this kiosk: see the provider's pages"].startswith("K01-Q000077-")
