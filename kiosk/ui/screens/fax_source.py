"""Where the document is: storage stick (live), phone and scanner (not here yet, and said so) (B2, K2)."""

from __future__ import annotations

from functools import partial

from kiosk.ui.flow import spec as s
from kiosk.ui.flow.step import StepScreen
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.service_words import in_short
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import BarContent
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.card import Source, SourceCard
from kiosk.ui.widgets.text import RIGHT, WRAP_MIDDLE, IconMark, Text

_LATER = {"phone": "qr_code_scanner", "scanner": "document_scanner"}  # not built yet, and said so


class SourcesStep(StepScreen[s.Sources]):
    """A card a source; the stick's changes by itself when one is plugged in or pulled out."""

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        head, rest = page.margin.cut_top(panel.y(69))
        title = self.tr(self.spec.title)
        left, right = head.cut_left(min(head.w, look.width(Type.TITLE, title)), panel.x(24))
        page.add(Text(look, left, title, Type.TITLE, look.colours.ink))
        if not panel.portrait:
            page.add(Text(look, right, self.tr(self.spec.hint), Type.TEXT, look.colours.ink2, RIGHT))
        foot, cards = rest.cut_bottom(panel.y(76 if panel.portrait else 50))
        self._compose_foot(page, foot)
        sources = [self._source(name) for name in self.spec.sources]
        places = cards.rows if panel.portrait else cards.columns
        cells = places(len(sources), panel.y(12) if panel.portrait else panel.x(24))
        for cell, source in zip(cells, sources, strict=True):
            page.add(SourceCard(look, cell, source))

    def _compose_foot(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        icon, words = rect.cut_left(panel.x(28), panel.x(10))
        page.add(IconMark(look, icon, "shield_lock", 26, look.colours.accent))
        page.add(Text(look, words, self.tr(self.spec.kinds), Type.CAPTION, look.colours.ink2, WRAP_MIDDLE))

    def _source(self, name: str) -> Source:
        return self._stick() if name == "stick" else self._later(name, _LATER[name])

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
            tr("fax.source.stick.present"), found, tr("fax.source.stick.open"), Kind.FILLED, self.go_on, chosen=True
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
        return BarContent(self.way_back(), self.price(), self.not_yet(self.spec.missing))

    def news_changed(self) -> None:
        self.refresh()
