"""One repair request at the clerk's side: all about it, accept it, hand the glass over for acceptance (D3, D6)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import ClassVar, assert_never

from kiosk.desk.views import (
    CaseKind,
    CaseState,
    CaseView,
    LessCharged,
    QuoteAnswer,
    Staff,
    Urgency,
    WorkQuote,
    WorkStanding,
)
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.accept_work import AcceptWork
from kiosk.ui.screens.agree_work import AgreeWork
from kiosk.ui.screens.staff_less import ChargeLess
from kiosk.ui.screens.staff_room import StaffScreen, hand_over, staff_back
from kiosk.ui.screens.staff_work import StaffWork
from kiosk.ui.screens.words import item_words, state_words, unit_words
from kiosk.ui.screens.work_words import quote_words
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Note
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.fitting import first_lines
from kiosk.ui.widgets.paint import hairline
from kiosk.ui.widgets.price import money_words
from kiosk.ui.widgets.tags import Pill
from kiosk.ui.widgets.text import WRAP, Text


class StaffCase(StaffScreen):
    """OPEN: accept. ACCEPTED: the owner inspects, rates and signs."""

    name = "staff_case"
    title_key: ClassVar[str] = "staff.room.case"

    def __init__(self, shell: Shell, staff: Staff, case: CaseView) -> None:
        super().__init__(shell, staff)
        self._case = case
        self._standing: WorkStanding | None = None

    @property
    def _is_work(self) -> bool:
        """A repair under way: it may be quoted."""
        return self._case.kind is CaseKind.REPAIR and self._case.state is CaseState.ACCEPTED

    def enter(self) -> None:
        if self._is_work:
            self.work("standing", lambda: self.shell.desk.work.standing(self._case.id), self._stands)

    def _stands(self, standing: WorkStanding) -> None:
        self._standing = standing
        self.refresh()

    def compose(self, page: Page) -> None:
        look, panel = self.look, self.look.panel
        inside = page.rect.inset(panel.x(24), 0).cut_top(panel.y(8))[1]
        head, rest = inside.cut_top(panel.y(58), panel.y(2))
        title = f"{self._case.number} · {item_words(look, self._case.item_key)}"
        width = min(head.w, look.width(Type.TITLE, title))
        page.add(Text(look, head, title, Type.TITLE, look.colours.ink))
        pill = head.cut_left(width, panel.x(18))[1]
        if pill.w > panel.x(120):
            page.add(Pill(look, pill, state_words(look, self._case.state)))
        across = 1 if panel.portrait else 2
        facts = self._facts()
        down = -(-len(facts) // across)
        table, rest = rest.cut_top(panel.y(48) * down)
        for cell, (key, value) in zip(table.grid(across, down, panel.x(24), 0), facts, strict=False):
            self._compose_fact(page, cell, key, value)
        hairline(page.canvas, look, Rect(rest.x, rest.y, rest.w, 1), look.colours.line)
        if self._standing is not None:
            place, rest = rest.cut_bottom(panel.y(8))[1].cut_bottom(panel.y(72), panel.y(6))
            self._compose_quote_keys(page, place, self._standing)
        text = rest.cut_bottom(panel.y(6))[1].cut_top(panel.y(8))[1]
        told = first_lines(look, self._case.words, Type.TEXT, text)
        page.add(Text(look, text, told, Type.TEXT, look.colours.ink, WRAP))

    def _compose_fact(self, page: Page, rect: Rect, key: str, value: str) -> None:
        look, panel = self.look, self.look.panel
        hairline(page.canvas, look, Rect(rect.x, rect.y, rect.w, 1), look.colours.line)
        name, text = rect.cut_left(panel.x(140), panel.x(8))
        words = self.tr(key)
        if panel.zoom > 1 and (look.width(Type.STAFF, words) > name.w or look.width(Type.TEXT_BOLD, value) > text.w):
            name, text = rect.rows(2, 0)
        page.add(Text(look, name, words, Type.STAFF, look.colours.ink2))
        page.add(Text(look, text, value, Type.TEXT_BOLD, look.colours.ink))

    def _compose_quote_keys(self, page: Page, rect: Rect, standing: WorkStanding) -> None:
        look, panel = self.look, self.look.panel
        words = self.tr("work.quote" if standing.newest is None else "work.quote_anew")
        keys = [("case.quote", Caption(words, Type.TEXT_BOLD, "draw", 30), self._to_quote)]
        if standing.agreed is not None and standing.agreed.agreed_fen and self._answer is not QuoteAnswer.OPEN:
            less = partial(self._to_less, standing.agreed)
            keys.append(("case.less", Caption(self.tr("work.less"), Type.TEXT_BOLD, "payments", 30), less))
        widths = [look.width(Type.TEXT_BOLD, caption.words) + panel.x(110) for _id, caption, _act in keys]
        abreast = sum(widths) + panel.x(12) * (len(keys) - 1) <= rect.w
        cells = [rect] * len(keys) if abreast else rect.rows(len(keys), panel.y(8))
        at = 0
        for cell, width, (touch_id, caption, act) in zip(cells, widths, keys, strict=True):
            place = cell.cut_left(at)[1].cut_left(min(rect.w, width))[0]
            at += (width + panel.x(12)) * abreast
            page.add(Button(look, place, touch_id, caption, Kind.CONTROL, act))

    def _facts(self) -> list[tuple[str, str]]:
        case, tr = self._case, self.tr
        opened = case.opened_at.astimezone(self.shell.settings.timezone)
        day = tr("date.short", month=opened.month, day=opened.day)
        facts = [("repair.check.unit", unit_words(self.look, case.unit)), *self._wishes()]
        facts.append(("case.opened", f"{day} {opened:%H:%M}"))
        if case.accepted_at is not None:
            accepted = case.accepted_at.astimezone(self.shell.settings.timezone)
            facts.append(("case.accepted_by", f"{case.accepted_by} · {accepted:%H:%M}"))
        return facts

    def _wishes(self) -> list[tuple[str, str]]:
        """What was asked for: a visit at a price, or an answer."""
        case, tr = self._case, self.tr
        wanted = tr(case.wanted_key)
        match case.kind:
            case CaseKind.REPAIR:
                when = tr("repair.check.urgent", when=wanted) if case.urgency is Urgency.URGENT else wanted
                price = money_words(case.price_fen) if case.price_fen is not None else tr("price.by_clerk")
                newest = self._standing.newest if self._standing else None
                told = [("case.quote", quote_words(self.look, newest))] if newest else []
                return [("repair.check.when", when), ("case.price", price), *told]
            case CaseKind.FEEDBACK:
                return [("feedback.check.to", tr(case.addressee)), ("feedback.check.answer", wanted)]
            case _:
                assert_never(case.kind)

    def bar(self) -> BarContent:
        back = Back(self.tr("staff.back"), lambda: staff_back(self.shell))
        match self._case.state:
            case CaseState.OPEN:
                forward = Forward(self.tr("case.accept"), self._accept, "check")
                if self.busy("accept"):
                    forward = Forward(self.tr("case.accepting"), None, kind=Kind.NOT_YET)
                return BarContent(back, Note(self.tr("case.accept.note", name=self.staff.name)), forward)
            case CaseState.ACCEPTED if self._case.kind is CaseKind.FEEDBACK:
                answered = Forward(self.tr("case.answered"), self._answered, "check")
                return BarContent(back, Note(self.tr("case.answered.note")), answered)
            case CaseState.ACCEPTED:
                return BarContent(back, Note(self.tr(self._work_note())), self._work_forward())
            case CaseState.CLOSED:
                return BarContent(back)

    def _work_forward(self) -> Forward:
        """What the owner is asked next: to agree to a quote, or to accept the work; declined, it ends undone."""
        match self._answer:
            case QuoteAnswer.OPEN:
                return Forward(self.tr("work.to_owner"), self._to_agree, "draw")
            case QuoteAnswer.DECLINED if self._agreed is None:
                return Forward(self.tr("work.close_undone"), self._close_undone, "close")
            case QuoteAnswer.AGREED | QuoteAnswer.DECLINED | None:
                return Forward(self.tr("case.hand_over"), self._hand_over, "draw")
            case _:
                assert_never(self._answer)

    def _work_note(self) -> str:
        undone = self._answer is QuoteAnswer.DECLINED and self._agreed is None
        return "work.close_undone.note" if undone else "case.hand_over.note"

    @property
    def _answer(self) -> QuoteAnswer | None:
        """What the owner said to the newest quote; None without one."""
        newest = self._standing.newest if self._standing else None
        return newest.answer if newest else None

    @property
    def _agreed(self) -> WorkQuote | None:
        return self._standing.agreed if self._standing else None

    # --- acts ---------------------------------------------------------------------------------------------------

    def _accept(self) -> None:
        repairs, case_id = self.shell.desk.repairs, self._case.id
        self.work("accept", lambda: repairs.accept(self.staff, case_id), self._accepted)
        self.refresh_bar()

    def _accepted(self, case: CaseView) -> None:
        self._case = case
        self.enter()
        self.refresh()

    def _answered(self) -> None:
        repairs, case_id = self.shell.desk.repairs, self._case.id
        self.work("answer", lambda: repairs.answer(self.staff, case_id), self._accepted)

    def _hand_over(self) -> None:
        self._to_accept(self._agreed)

    def _to_accept(self, agreed: WorkQuote | None) -> None:
        hand_over(self.shell, self._case.unit)
        self.shell.far_side(AcceptWork(self.shell, self.staff, self._case, agreed))

    def _to_less(self, agreed: WorkQuote) -> None:
        def accept(less: LessCharged) -> None:
            self._to_accept(replace(agreed, less=less))

        self.shell.go(ChargeLess(self.shell, self.staff, self._case, agreed, accept))

    def _to_quote(self) -> None:
        """From the newest quote, or from what is usual."""
        standing = self._standing
        if standing is not None:
            lines = standing.newest.lines if standing.newest else standing.usual
            self.shell.go(StaffWork(self.shell, self.staff, self._case, lines))

    def _to_agree(self) -> None:
        newest = self._standing.newest if self._standing else None
        if newest is not None:
            hand_over(self.shell, self._case.unit)
            self.shell.far_side(AgreeWork(self.shell, self.staff, self._case, newest))

    def _close_undone(self) -> None:
        repairs, case_id = self.shell.desk.repairs, self._case.id
        self.work("undone", lambda: repairs.close_undone(self.staff, case_id), self._accepted)
