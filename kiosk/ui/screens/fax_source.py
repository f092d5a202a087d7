"""Where the document is: storage stick (live), phone and scanner (not here yet, and said so) (B2, K2)."""

from __future__ import annotations

from functools import partial

from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.fax_errand import FaxErrand
from kiosk.ui.screens.fax_files import FaxFiles
from kiosk.ui.screens.service_words import in_short
from kiosk.ui.screens.words import page_price
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.card import Source, SourceCard
from kiosk.ui.widgets.text import RIGHT, WRAP_MIDDLE, IconMark, Text


class FaxSource(Screen):
    """Three cards; the stick's changes by itself when one is plugged in or pulled out."""

    name = "fax_source"
    step = 2

    def __init__(self, shell: Shell, errand: FaxErrand) -> None:
        super().__init__(shell)
        self._errand = errand

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        head, rest = page.margin.cut_top(panel.y(69))
        title = self.tr("fax.source.title")
        left, right = head.cut_left(look.width(Type.TITLE, title), panel.x(24))
        page.add(Text(look, left, title, Type.TITLE, look.colours.ink))
        if not panel.portrait:
            page.add(Text(look, right, self.tr("fax.source.hint"), Type.TEXT, look.colours.ink2, RIGHT))
        foot, cards = rest.cut_bottom(panel.y(50))
        self._compose_foot(page, foot)
        sources = (self._stick(), self._later("phone", "qr_code_scanner"), self._later("scanner", "document_scanner"))
        cells = cards.rows(3, panel.y(12)) if panel.portrait else cards.columns(3, panel.x(24))
        for cell, source in zip(cells, sources, strict=True):
            page.add(SourceCard(look, cell, source))

    def _compose_foot(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        icon, words = rect.cut_left(panel.x(28), panel.x(10))
        page.add(IconMark(look, icon, "shield_lock", 26, look.colours.accent))
        page.add(Text(look, words, self.tr("fax.source.kinds"), Type.CAPTION, look.colours.ink2, WRAP_MIDDLE))

    def _stick(self) -> Source:
        tr, stick = self.tr, self.shell.news.stick
        usb = partial(Source, "source.stick", "usb", tr("fax.source.stick"))
        service = self.shell.news.service("stick_document")
        if not service.usable:
            reason = in_short(self.shell, service)
            return usb("", "", tr("frame.call"), Kind.OUTLINED, self.shell.calling.call, reason=reason)
        if not stick.present:
            return usb(
                tr("fax.source.stick.absent"),
                tr("fax.source.stick.how"),
                tr("fax.source.stick.wait"),
                Kind.NOT_YET,
                None,
            )
        found = self.look.tr.count("fax.source.stick.files", len(stick.files))
        if not stick.files:
            return usb(
                tr("fax.source.stick.present"),
                tr("fax.source.stick.empty"),
                tr("fax.source.stick.other"),
                Kind.NOT_YET,
                None,
            )
        return usb(
            tr("fax.source.stick.present"), found, tr("fax.source.stick.open"), Kind.FILLED, self._open, chosen=True
        )

    def _later(self, which: str, icon: str) -> Source:
        tr = self.tr
        explain = partial(self.shell.dialogs.tell, f"fax.source.{which}.later")
        return Source(
            f"source.{which}",
            icon,
            tr(f"fax.source.{which}"),
            "",
            "",
            tr("fax.source.explain"),
            Kind.OUTLINED,
            explain,
            reason=tr("home.later"),
        )

    def bar(self) -> BarContent:
        price = page_price(self.look, self._errand.check) if self._errand.check else None
        missing = Forward(self.tr("fax.source.missing"), None, kind=Kind.NOT_YET)
        return BarContent(Back(self.tr("bar.back"), self.shell.back), price, missing)

    def news_changed(self) -> None:
        self.refresh()

    def _open(self) -> None:
        self.shell.go(FaxFiles(self.shell, self._errand))
