"""Words that several screens say the same way: greetings, units, zones, items, states, prices, times, sizes."""

from __future__ import annotations

from datetime import date, time

from kiosk.desk.charge_lines import with_parts
from kiosk.desk.views import CaseState, ChargeView, NumberCheck, Rate, ReceiptView, UnitView, Zone
from kiosk.ui.look import Look
from kiosk.ui.widgets.bar import PriceTag
from kiosk.ui.widgets.price import money_words

_MB = 1024 * 1024


def greeting_key(local: time) -> str:
    """The greeting of the hour."""
    if local < time(5) or local >= time(18):
        return "greeting.evening"
    return "greeting.morning" if local < time(12) else "greeting.afternoon"


def hour_words(at: time) -> str:
    """8:00, without a leading nought."""
    return f"{at.hour}:{at.minute:02d}"


def date_words(look: Look, local: date) -> str:
    """11 月 18 日　星期三."""
    month, weekday = look.tr(f"month.{local.month}"), look.tr(f"weekday.{local.isoweekday()}")
    return look.tr("date.long", month=month, day=local.day, weekday=weekday)


def full_date_words(look: Look, day: date) -> str:
    """2027 年 2 月 28 日: a day that may be of another year."""
    return look.tr("date.full", year=day.year, month=day.month, day=day.day)


def unit_words(look: Look, unit: UnitView) -> str:
    """12 栋 1 单元 101, in the present language."""
    return look.tr("unit.words", building=unit.building, entrance=unit.entrance, room=unit.room)


def unit_short(look: Look, unit: UnitView) -> str:
    """The unit where there is little room: Latin words are too long for a receipt's column."""
    return look.tr("unit.short", building=unit.building, entrance=unit.entrance, room=unit.room)


def zone_words(look: Look, zone: Zone, place: str) -> str:
    """国内长途 · 上海."""
    name = look.tr(f"zone.{zone}")
    return f"{name} · {place}" if place else name


def page_price(look: Look, check: NumberCheck) -> PriceTag | None:
    """The bar's price while the number of pages is not known."""
    if check.zone is None or check.rate is None:
        return None
    return PriceTag(check.rate.unit_fen, (look.tr("price.a_page"), look.tr(f"zone.{check.zone}")))


def pages_price(look: Look, pages: int, rate: Rate, zone: Zone) -> PriceTag:
    """The bar's price once it is."""
    return PriceTag(rate.amount_fen(pages), (formula(look, pages, rate), look.tr(f"zone.{zone}")))


def formula(look: Look, pages: int, rate: Rate) -> str:
    """3 页 × ¥ 4.00, and what else makes the amount what it is: 本月免费 2 页."""
    said = f"{look.tr.count('count.pages', pages)} × {money_words(rate.unit_fen)}"
    return with_parts(look.tr, said, rate, pages)


def quantity_facts(look: Look, charge: ChargeView) -> tuple[tuple[str, str], ...]:
    """How much was charged for, beside its amount, as labels and values: for a fax with its price, or with what of it
    was free. A minimum or a rounding was told with the price, and stands on the receipt."""
    label, rate = look.tr("sign.quantity"), charge.by_rate
    if charge.kind != "fax":
        return ((label, look.tr.count(f"charge.unit.{charge.kind}", charge.quantity)),)
    if len(rate.parts(charge.quantity)) == 1:
        return ((label, formula(look, charge.quantity, rate)),)
    pages, free = look.tr.count("count.pages", charge.quantity), min(charge.quantity, rate.free_units)
    return ((label, pages), *([(look.tr("sign.free"), look.tr.count("count.pages", free))] if free else []))


def waived_facts(look: Look, receipt: ReceiptView) -> tuple[tuple[str, str], ...]:
    """What of a receipt was not taken (voucher, free), as label and value: its amount is what was, as on the paper."""
    return ((look.tr("sign.waived"), money_words(-receipt.waived_fen)),) if receipt.waived_fen else ()


def size_words(octets: int) -> str:
    """Size of a file, as people read it."""
    return f"{octets / _MB:.1f} MB" if octets >= _MB else f"{max(1, octets // 1024)} KB"


def duration_words(look: Look, seconds: int) -> str:
    """2 分 11 秒."""
    minutes, rest = divmod(max(0, seconds), 60)
    if minutes:
        return look.tr("duration.minutes", minutes=minutes, seconds=rest)
    return look.tr("duration.seconds", seconds=rest)


def about_words(look: Look, seconds: int) -> str:
    """A time that is only estimated: 40 秒, from a minute and a half on 2 分钟."""
    if seconds < 90:
        return look.tr("duration.seconds", seconds=seconds)
    return look.tr("duration.minutes_about", minutes=round(seconds / 60))


def item_words(look: Look, key: str) -> str:
    """An item's name; one that head office has added since is told by its number in the list."""
    return look.tr(key) if look.tr.has(key) else look.tr("repair.unnamed", number=key.rpartition(".")[2])


def state_words(look: Look, state: CaseState) -> str:
    """Where a request stands."""
    return look.tr(f"case.{state.value}")
