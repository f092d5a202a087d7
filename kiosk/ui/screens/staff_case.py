"""One repair request at the clerk's side: all about it, accept it, hand the glass over for acceptance (D3, D6)."""

from __future__ import annotations

from typing import ClassVar, assert_never

from kiosk.desk.views import CaseKind, CaseState, CaseView, Staff, Urgency
from kiosk.ui.geometry import Rect
from kiosk.ui.screen import Page
from kiosk.ui.screens.accept_work import AcceptWork
from kiosk.ui.screens.staff_room import StaffScreen, hand_over, staff_back
from kiosk.ui.screens.words import item_words, state_words, unit_words
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Type
from kiosk.ui.widgets.bar import Back, BarContent, Forward, Note
from kiosk.ui.widgets.button import Kind
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
                return [("repair.check.when", when), ("case.price", price)]
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
                hand_over = Forward(self.tr("case.hand_over"), self._hand_over, "draw")
                return BarContent(back, Note(self.tr("case.hand_over.note")), hand_over)
            case CaseState.CLOSED:
                return BarContent(back)

    # --- acts ---------------------------------------------------------------------------------------------------

    def _accept(self) -> None:
        repairs, case_id = self.shell.desk.repairs, self._case.id
        self.work("accept", lambda: repairs.accept(self.staff, case_id), self._accepted)
        self.refresh_bar()

    def _accepted(self, case: CaseView) -> None:
        self._case = case
        self.refresh()

    def _answered(self) -> None:
        repairs, case_id = self.shell.desk.repairs, self._case.id
        self.work("answer", lambda: repairs.answer(self.staff, case_id), self._accepted)

    def _hand_over(self) -> None:
        hand_over(self.shell, self._case.unit)
        self.shell.far_side(AcceptWork(self.shell, self.staff, self._case))
