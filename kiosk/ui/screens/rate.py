"""Satisfaction by one touch, a reason when it is low (E4). Then the person's traces go."""

from __future__ import annotations

from functools import partial

from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page, Screen
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.panels import DoneWall
from kiosk.ui.widgets.score import ScoreKey
from kiosk.ui.widgets.text import Text

LOW = 2  # marks up to here are asked for a reason
REASONS = ("slow", "unclear", "quality", "price", "other")


class Rate(Screen):
    """Five marks; a low one opens the reasons; a good one thanks."""

    name = "rate"

    def __init__(self, shell: Shell, ref_kind: str, ref_id: int) -> None:
        super().__init__(shell)
        self._ref_kind, self._ref_id = ref_kind, ref_id
        self._score = 0
        self._given = False

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        if self._given:
            page.add(DoneWall(look, page.rect, self.tr("rate.thanks"), self.tr("rate.thanks.words")))
            return
        head, rest = page.margin.cut_top(panel.y(86))
        key = "rate.reason.title" if self._score else "rate.title"
        page.add(Text(look, head, self.tr(key), Type.TITLE, look.colours.ink))
        if self._score:
            self._compose_reasons(page, rest)
        else:
            self._compose_scores(page, rest)

    def _compose_scores(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        words, rest = rect.cut_top(panel.y(44), panel.y(28))
        page.add(Text(look, words, self.tr("rate.words"), Type.LEAD, look.colours.ink2))
        keys = rest.cut_top(panel.y(190 * (2 if panel.narrow else 1)))[0]
        cells = keys.grid(3, 2, panel.x(14), panel.y(14))[:5] if panel.narrow else keys.columns(5, panel.x(14))
        for score, cell in enumerate(cells, start=1):
            page.add(ScoreKey(look, cell, score, self.tr(f"rate.{score}"), partial(self._choose, score)))

    def _compose_reasons(self, page: Page, rect: Rect) -> None:
        panel = self.look.panel
        across = 1 if panel.portrait else 2
        rows = rect.cut_top(panel.y(104 * (5 if across == 1 else 3)))[0]
        for cell, reason in zip(
            rows.grid(across, -(-len(REASONS) // across), panel.x(14), panel.y(12)), REASONS, strict=False
        ):
            caption = Caption(self.tr(f"rate.reason.{reason}"))
            act = partial(self._give, reason)
            page.add(Button(self.look, cell, f"rate.reason.{reason}", caption, Kind.CONTROL, act))

    def bar(self) -> BarContent:
        home = Back(self.tr("bar.home"), self.shell.home)
        kind = Kind.FILLED if self._given else Kind.CONTROL
        return BarContent(
            home, forward=Forward(self.tr("home.finish"), self.shell.end, "logout", kind, icon_first=True)
        )

    # --- acts ---------------------------------------------------------------------------------------------------

    def _choose(self, score: int) -> None:
        self._score = score
        if score <= LOW:
            self.refresh()
        else:
            self._give("")

    def _give(self, reason: str) -> None:
        kind, ref, score, rate = self._ref_kind, self._ref_id, self._score, self.shell.desk.ratings.rate
        key = f"rate.reason.{reason}" if reason else ""
        self.work("rate", lambda: rate(kind, ref, score, key), self._thanked)

    def _thanked(self, _nothing: None) -> None:
        self._given = True
        self.refresh()
