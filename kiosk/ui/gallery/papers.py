"""Sheets of fax pages and of panels: strip, picture, numbers; warnings, facts, notices, pills, walls.

Owns a sample page, drawn here so that the gallery needs no document.
"""

from __future__ import annotations

from kiosk.desk.views import PageView
from kiosk.ui.gallery.specimen import WHOLE_WIDTH, Build, Sheet, Specimen, State, nothing
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.widgets.notices import NoticeBoard
from kiosk.ui.widgets.pages import PageNumbers, PagePicture, PageStrip, Thumb
from kiosk.ui.widgets.panels import DoneWall, Fact, FactLines, FactRows, SidePanel, WarningPanel
from kiosk.ui.widgets.tags import Pill

_NUMBER = "021 1200 3846"
_PAGE_WIDTH, _PAGE_HEIGHT = 172, 243  # octets across and rows down: A4 upright, a tenth of the raster


def page_view() -> PageView:
    """A letter as it looks from afar: a heading, three paragraphs, a signature."""
    rows = [bytearray(b"\xff" * _PAGE_WIDTH) for _ in range(_PAGE_HEIGHT)]
    bars = [(22, 8, 70), *((44 + 9 * n, 3, 128 if n % 5 != 4 else 80) for n in range(15)), (200, 5, 40)]
    for top, high, wide in bars:
        for row in rows[top : top + high]:
            row[22 : 22 + wide] = b"\x30" * wide
    return PageView(_PAGE_WIDTH, _PAGE_HEIGHT, b"".join(rows))


def _picture(ready: bool = True, sent: float | None = None, chosen: bool = False) -> Build:
    def build(look: Look, rect: Rect) -> PagePicture:
        picture = PagePicture(look, rect, page_view() if ready else None, 4 if chosen else 1, chosen)
        if sent is not None:
            picture.show_sent(sent)
        return picture

    return build


def _thumbs() -> list[Thumb]:
    return [Thumb(number, page_view(), warned=number == 2, chosen=number == 1) for number in range(1, 6)]


def _page_strip(look: Look, rect: Rect) -> PageStrip:
    return PageStrip(look, rect, _thumbs(), nothing)


def _page_numbers(look: Look, rect: Rect) -> PageNumbers:
    return PageNumbers(look, rect, _thumbs(), nothing)


def _pages() -> tuple[Specimen, ...]:
    return (
        Specimen(State.IDLE, 176, 376, _page_strip, "PageStrip"),
        Specimen(State.IDLE, 160, 226, _picture(), "PagePicture"),
        Specimen(State.CHOSEN, 160, 226, _picture(chosen=True), "PagePicture"),
        Specimen(State.BUSY, 160, 226, _picture(sent=0.55), "show_sent"),
        Specimen(State.EMPTY, 160, 226, _picture(ready=False), "page=None"),
        Specimen(State.CHOSEN, 464, 72, _page_numbers, "PageNumbers"),
        Specimen(State.PRESSED, 464, 72, _page_numbers, "PageNumbers", finger="page.3"),
    )


def _warning(look: Look, rect: Rect) -> WarningPanel:
    return WarningPanel(look, rect, look.tr("document.note.faint"), look.tr("preview.cure.fine"))


def _fact_rows(look: Look, rect: Rect) -> FactRows:
    tr = look.tr
    sent = Fact(tr("result.to"), _NUMBER, tr("charge.zone.local"))
    return FactRows(look, rect, (sent, Fact(tr("sign.quantity"), tr.count("count.pages", 3))))


def _fact_lines(look: Look, rect: Rect) -> FactLines:
    tr, colours = look.tr, look.colours
    facts = (Fact(tr("result.to"), _NUMBER), Fact(tr("result.ended"), tr("fax.cause.busy"), ink=colours.seal))
    return FactLines(look, rect, facts, (colours.ink2, colours.ink))


def _side(look: Look, rect: Rect) -> SidePanel:
    return SidePanel(look, rect)


def _done(look: Look, rect: Rect) -> DoneWall:
    return DoneWall(look, rect, look.tr("rate.thanks"), look.tr("rate.thanks.words"))


def _notices(count: int) -> Build:
    def build(look: Look, rect: Rect) -> NoticeBoard:
        return NoticeBoard(look, rect, (look.tr("repair.slip.trouble"),) * count, motion=False)

    return build


def _pill(icon: str) -> Build:
    return lambda look, rect: Pill(look, rect, look.tr("zone.local"), icon)


def _panels() -> tuple[Specimen, ...]:
    return (
        Specimen(State.LIMITED, 464, 160, _warning, "WarningPanel"),
        Specimen(State.IDLE, 464, 160, _fact_rows, "FactRows"),
        Specimen(State.ERROR, 464, 76, _fact_lines, "FactLines"),
        Specimen(State.EMPTY, 464, 76, _side, "SidePanel"),
        Specimen(State.IDLE, 464, 100, _notices(1), "NoticeBoard"),
        Specimen(State.IDLE, 464, 100, _notices(3), "NoticeBoard 3"),
        Specimen(State.IDLE, 200, 40, _pill(""), "Pill"),
        Specimen(State.IDLE, 200, 40, _pill("call"), "Pill"),
        Specimen(State.DONE, WHOLE_WIDTH, 260, _done, "DoneWall"),
    )


def sheets() -> tuple[Sheet, ...]:
    """Pages and panels."""
    return Sheet("page", _pages()), Sheet("panel", _panels())
