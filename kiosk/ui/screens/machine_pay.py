"""Notes and coins into the kiosk: what is still missing, large, what goes in now, and what the machine says (G2, A1).

Owns the wait. The machine itself is the core's: it is asked when this screen comes on the glass and told to stop when
it goes, whichever way. Nobody is hurried, and nobody leaves without being told where their money is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from kiosk.desk.views import MachineView, ReceiptView, Visitor
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page, Screen
from kiosk.ui.screens.service_words import reason_words, still_words
from kiosk.ui.session import WAITS_S
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Icon, Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward
from kiosk.ui.widgets.button import Kind
from kiosk.ui.widgets.choice import Checkbox
from kiosk.ui.widgets.panels import Fact, FactLines, SidePanel, WarningPanel
from kiosk.ui.widgets.price import Amount, money_words
from kiosk.ui.widgets.tags import Pill
from kiosk.ui.widgets.text import WRAP, IconMark, Text


class MachinePay(Screen):
    """Waits for the receipt that the machine's money makes."""

    name = "machine_pay"
    step = 6
    holds_session = True
    patience_s = WAITS_S

    def __init__(self, shell: Shell, charge_id: int, paid: Callable[[ReceiptView], None]) -> None:
        super().__init__(shell)
        self._charge_id, self._paid = charge_id, paid
        self._visitor: Visitor | None = shell.visit.visitor
        self._view: MachineView | None = None
        self._asked = False  # the machine takes money for this screen
        self._sent = False  # or will
        self._gone = False

    def enter(self) -> None:
        self._gone = False
        self._ask()

    def leave(self) -> None:
        """Nothing is taken for who has gone, wherever they went and however, also before the machine was asked."""
        visitor, charge_id = self._visitor, self._charge_id
        self._gone = True
        if self._sent and visitor is not None:
            self._asked = self._sent = False
            withdraw = self.shell.desk.machine.withdraw
            self.shell.run(f"machine.{charge_id}", lambda: withdraw(visitor, charge_id), lambda _none: None)

    def news_changed(self) -> None:
        self.refresh()

    def news_read(self) -> None:
        if self._asked:
            self.work("view", self._read, self._take)

    def _ask(self) -> None:
        visitor, charge_id = self._visitor, self._charge_id
        if visitor is not None:
            self._sent = True
            self.work("ask", lambda: self._ask_for(visitor, charge_id), lambda _none: self._has_asked())

    def _ask_for(self, visitor: Visitor, charge_id: int) -> None:
        """In a thread of its own, which may be later than the one that withdraws."""
        machine = self.shell.desk.machine
        machine.ask(visitor, charge_id)
        if self._gone:
            machine.withdraw(visitor, charge_id)

    def _has_asked(self) -> None:
        self._asked = True
        self.news_read()

    def _read(self) -> tuple[MachineView, ReceiptView | None]:
        desk = self.shell.desk
        return desk.machine.view(self._charge_id), desk.money.receipt_of(self._charge_id)

    def _take(self, found: tuple[MachineView, ReceiptView | None]) -> None:
        view, receipt = found
        if receipt is not None:
            self._asked = self._sent = False  # nothing is left to withdraw
            self._paid(receipt)
            self._tell_change(receipt.change_fen, view.held_fen)
        elif view != self._view:
            self._view = view
            self.refresh()

    def _tell_change(self, change_fen: int, held_fen: int) -> None:
        """Where what was too much is, before they sign."""
        if change_fen:
            key = "machine.over.clerk" if held_fen else "machine.over.account"
            amount = money_words(change_fen)
            self.shell.dialogs.told("machine.over.title", lambda: self.shell.look.tr(key, amount=amount))

    # --- composition --------------------------------------------------------------------------------------------

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        if panel.portrait:
            side, main = page.rect.cut_bottom(panel.y(380))
        else:
            side, main = page.rect.cut_right(panel.x(392))
        page.add(SidePanel(look, side))
        inside = main.inset(panel.x(32), panel.y(20))
        icon, rest = inside.cut_top(panel.y(64), panel.y(6))
        icon, title = icon.cut_left(panel.x(Icon.RADIO), panel.x(18))
        page.add(IconMark(look, icon, "payments", Icon.RADIO, look.colours.accent))
        page.add(Text(look, title, self.tr("machine.title"), Type.TITLE, look.colours.ink))
        said, pieces = rest.cut_top(panel.y(128), panel.y(10))
        self._compose_said(page, said)
        self._compose_pieces(page, pieces)
        self._compose_amounts(page, side.inset(panel.x(40), panel.y(32)))

    def _compose_said(self, page: Page, rect: Rect) -> None:
        """What the machine says, the most urgent first; otherwise what to do."""
        look, view = self.look, self._view
        machine, paper = self.shell.news.service("pay_machine"), self.shell.news.service("printed_receipt")
        if view is not None and view.unknown_fen is not None:
            title = self.tr("machine.unknown", amount=self._in_doubt(view.unknown_fen))
            page.add(WarningPanel(look, rect, title, self.tr("machine.unknown.words")))
        elif not machine.usable:
            page.add(WarningPanel(look, rect, reason_words(self.shell, machine), still_words(self.shell, machine)))
        elif view is not None and view.refused:
            title, cure = self.tr(f"machine.refused.{view.refused}"), self.tr("machine.refused.words")
            page.add(WarningPanel(look, rect, title, cure, icon="arrow_back"))
        elif not paper.usable:
            words = reason_words(self.shell, paper), still_words(self.shell, paper)
            page.add(WarningPanel(look, rect, *words, icon="print_disabled"))
        else:
            told = "machine.words.account" if view is not None and view.change_to_account else "machine.words"
            page.add(Text(look, rect, self.tr(told), Type.LEAD, look.colours.ink2, WRAP))

    def _compose_pieces(self, page: Page, rect: Rect) -> None:
        look, panel = self.look, self.look.panel
        works = self.shell.news.service("pay_machine").usable  # what a core that died said last is no longer so
        takes = self._view.takes_fen if self._view is not None and works else ()
        label, rest = rect.cut_top(panel.y(34), panel.y(4))
        words = "machine.takes" if takes else "machine.takes_nothing"
        page.add(Text(look, label, self.tr(words), Type.TEXT, look.colours.ink2))
        gap, line = panel.x(10), panel.y(44)
        top = left = 0
        for told in _pieces_words(takes):
            width = Pill.needed(look, told, role=Type.TEXT_BOLD)
            if left and left + width > rest.w:
                top, left = top + line, 0
            page.add(Pill(look, Rect(rest.x + left, rest.y + top, width, line), told, role=Type.TEXT_BOLD))
            left += width + gap

    def _compose_amounts(self, page: Page, rect: Rect) -> None:
        look, panel, view = self.look, self.look.panel, self._view
        choice, rect = rect.cut_bottom(panel.y(84), panel.y(8))
        label, rest = rect.cut_top(panel.y(36))
        hero, rest = rest.cut_top(panel.y(116), panel.y(8))
        page.add(Text(look, label, self.tr("machine.missing"), Type.LEAD, look.colours.ink2))
        if view is None:
            return
        page.add(Amount(look, hero, view.missing_fen, Type.DISPLAY, look.colours.ink))
        facts = (
            Fact(self.tr("machine.owed"), money_words(view.charge.amount_fen)),
            Fact(self.tr("machine.held"), money_words(view.held_fen)),
        )
        page.add(FactLines(look, rest, facts, (look.colours.ink2, look.colours.ink)))
        if view.account:
            words, on = self.tr("machine.change"), view.change_to_account
            page.add(Checkbox(look, choice, "machine.change", words, "", on, self._choose_change))

    # --- bar ----------------------------------------------------------------------------------------------------

    def bar(self) -> BarContent:
        view = self._view
        back = Back(self.tr("cash.other"), self._withdraw)
        if view is not None and view.note_waits:
            return BarContent(back, forward=Forward(self.tr("machine.taking"), None, kind=Kind.NOT_YET))
        if view is not None and not view.open:
            return BarContent(back, forward=Forward(self.tr("machine.again"), self._ask, "payments"))
        return BarContent(back, forward=Forward(self.tr("machine.waiting"), None, kind=Kind.NOT_YET))

    # --- acts ---------------------------------------------------------------------------------------------------

    def _choose_change(self) -> None:
        visitor, charge_id, view = self._visitor, self._charge_id, self._view
        if visitor is not None and view is not None:
            choose, to_account = self.shell.desk.machine.choose_change, not view.change_to_account
            self.work("change", lambda: choose(visitor, charge_id, to_account), lambda _none: self.news_read())

    def _withdraw(self) -> None:
        """Back by the person's own wish: first it is known what the machine holds."""
        visitor, charge_id, desk = self._visitor, self._charge_id, self.shell.desk.machine
        if visitor is None:
            return

        def withdraw() -> MachineView:
            desk.withdraw(visitor, charge_id)
            return desk.view(charge_id)

        self.work("withdraw", withdraw, self._withdrawn)

    def _withdrawn(self, view: MachineView) -> None:
        self._asked = False
        self.shell.back()
        where = tuple(self._where_it_is(view))
        if where:
            self.shell.dialogs.told("machine.left.title", lambda: "\n".join(words() for words in where))
        else:
            self.shell.toasts.say("toast.machine_withdrawn")

    def _where_it_is(self, view: MachineView) -> Iterator[Callable[[], str]]:
        """Of everything that was put in: held, on its way into the box, or known only when the clerk has looked."""
        if view.held_fen:
            yield partial(self.tr, "machine.left", amount=money_words(view.held_fen))
        if view.note_waits:
            yield partial(self.tr, "machine.left.note")
        if view.unknown_fen is not None:
            yield partial(self._left_in_doubt, view.unknown_fen)

    def _left_in_doubt(self, fen: int) -> str:
        return self.tr("machine.left.doubt", amount=self._in_doubt(fen))

    def _in_doubt(self, fen: int) -> str:
        return money_words(fen) if fen else self.tr("machine.some")


def _pieces_words(takes_fen: Sequence[int]) -> tuple[str, ...]:
    """The largest first, as they are written on them: ``¥ 10``, ``¥ 0.5``."""
    return tuple(f"¥ {fen / 100:g}" for fen in sorted(takes_fen, reverse=True))
