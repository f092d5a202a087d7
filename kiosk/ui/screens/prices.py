"""The published price list: what a fax page costs by zone, what the centre's repairs cost (A1, D1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from kiosk.desk.views import CatalogueItem, PagePrice
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.words import item_words
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Note
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.fitting import beside
from kiosk.ui.widgets.paint import hairline
from kiosk.ui.widgets.price import money_words
from kiosk.ui.widgets.text import RIGHT, Text

_ROW = 46
_COLUMNS = 2


@dataclass(frozen=True)
class PriceRow:
    """A line of the list; without a price it is a heading."""

    words: str
    price: str = ""


class Prices(Screen):
    """Two columns a page; more pages by the forward key."""

    name = "prices"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._fax: tuple[PagePrice, ...] = ()
        self._items: tuple[CatalogueItem, ...] = ()
        self._page = 0
        self._pages = 1

    def enter(self) -> None:
        desk = self.shell.desk
        self.work("prices", lambda: (desk.fax.page_prices(), desk.repairs.catalogue()), self._take)

    def _take(self, lists: tuple[tuple[PagePrice, ...], tuple[CatalogueItem, ...]]) -> None:
        self._fax, self._items = lists
        self.refresh()

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        head, rest = page.margin.cut_top(panel.y(74))
        page.add(Text(look, head, self.tr("prices.title"), Type.TITLE, look.colours.ink))
        rest = rest.cut_bottom(panel.y(10))[1]
        columns = [rest] if panel.portrait else rest.columns(_COLUMNS, panel.x(48))
        parts = parted(self._rows(), max(2, rest.h // panel.y(_ROW)))
        self._pages = max(1, -(-len(parts) // len(columns)))
        for column, rows in zip(columns, parts[self._page * len(columns) :], strict=False):
            self._compose_column(page, column, rows)

    def _compose_column(self, page: Page, rect: Rect, rows: list[PriceRow]) -> None:
        look, colours = self.look, self.look.colours
        for row in rows:
            line, rect = rect.cut_top(look.panel.y(_ROW))
            hairline(page.canvas.after, look, Rect(line.x, line.bottom - 1, line.w, 1), colours.line)
            role = Type.TEXT if row.price else Type.TEXT_BOLD
            gap, price = look.panel.x(8), look.width(Type.TEXT_BOLD, row.price)
            left, right = beside(look, line, (max(look.width(role, row.words), line.w - price - gap), price), gap)
            page.add(Text(look, left, row.words, role, colours.ink if row.price else colours.accent))
            page.add(Text(look, right, row.price, Type.TEXT_BOLD, colours.ink, RIGHT))

    def _rows(self) -> list[PriceRow]:
        rows = [PriceRow(self.tr("prices.fax")), *(row for price in self._fax for row in self._of_zone(price))]
        group = ""
        for item in self._items:
            if item.group_key != group:
                group = item.group_key
                rows.append(PriceRow(item_words(self.look, group)))
            price = self.tr("price.by_clerk") if item.price_fen is None else money_words(item.price_fen)
            rows.append(PriceRow(item_words(self.look, item.key), price))
            if item.urgent_fen is not None:
                urgent = self.tr("prices.urgent_item", item=item_words(self.look, item.key))
                rows.append(PriceRow(urgent, money_words(item.urgent_fen)))
        return rows

    def _of_zone(self, price: PagePrice) -> Iterator[PriceRow]:
        """A zone's price a page, and what else decides on an amount: free pages, a minimum, urgency."""
        zone = self.tr(f"zone.{price.zone}")
        yield PriceRow(zone, self.tr("prices.page", price=money_words(price.rate.unit_fen)))
        if price.free_a_month:
            yield PriceRow(zone, self.look.tr.count("prices.free", price.free_a_month))
        if price.rate.minimum_fen:
            yield PriceRow(zone, self.tr("prices.minimum", price=money_words(price.rate.minimum_fen)))
        urgent = self.tr("prices.page", price=money_words(price.urgent_fen))
        yield PriceRow(self.tr("prices.urgent", zone=zone), urgent)

    # --- bar ----------------------------------------------------------------------------------------------------

    def bar(self) -> BarContent:
        back = Back(self.tr("bar.back"), self.shell.back)
        if self._pages == 1:
            return BarContent(back, Note(self.tr("prices.note")))
        return BarContent(
            back, Note(self.tr("prices.note")), Forward(self.tr("prices.next"), self._turn, kind=Kind.PLAIN)
        )

    def _turn(self) -> None:
        self._page = (self._page + 1) % self._pages
        self.refresh()


def parted(rows: list[PriceRow], most: int) -> list[list[PriceRow]]:
    """The rows column by column, ``most`` in each: no heading ends one, and a group that goes on is named again."""
    parts: list[list[PriceRow]] = [[]]
    heading = rows[0]
    for row, following in zip_longest(rows, rows[1:]):
        heading = heading if row.price else row
        stranded = not row.price and following is not None and len(parts[-1]) == most - 1
        if len(parts[-1]) == most or stranded:
            parts.append([heading] if row.price else [])
        parts[-1].append(row)
    return parts
