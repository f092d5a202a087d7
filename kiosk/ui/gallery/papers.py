"""Sheets of fax pages and of panels: strip, picture, numbers; warnings, facts, notices, pills, walls.

Owns a sample page, drawn here so that the gallery needs no document.
"""

from __future__ import annotations

from kiosk.desk.views import PageView
from kiosk.ui.framing import ENLARGED, WHOLE, Framing
from kiosk.ui.gallery.specimen import WHOLE_WIDTH, Build, Sheet, Specimen, State, nothing
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Type
from kiosk.ui.widgets.notices import NoticeBoard
from kiosk.ui.widgets.page_viewer import PageViewer, Shown, ViewerActs
from kiosk.ui.widgets.pages import PageNumbers, PagePicture, PageStrip, Thumb
from kiosk.ui.widgets.panels import DoneWall, Fact, FactLines, FactRows, SidePanel, WarningPanel
from kiosk.ui.widgets.qr_card import QrCard, QrCode
from kiosk.ui.widgets.states import BusyState, Cure, EmptyState, ErrorState, Trouble
from kiosk.ui.widgets.tags import Pill
from kiosk.ui.widgets.toast import Toast, toast_size

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


def _viewer(picture: bool = True, trouble: bool = False) -> Build:
    def build(look: Look, rect: Rect) -> PageViewer:
        shown = Shown("sample", _thumbs(), page_view() if picture else None, "", _trouble(look) if trouble else None)
        return PageViewer(look, rect, shown, ViewerActs(nothing))

    return build


def _enlarged(framing: Framing) -> Build:
    def build(look: Look, rect: Rect) -> PageViewer:
        return PageViewer(look, rect, Shown("sample", _thumbs(), page_view(), framing=framing), ViewerActs(nothing))

    return build


def _viewers() -> tuple[Specimen, ...]:
    return (
        Specimen(State.IDLE, 490, 426, _viewer(), "PageViewer"),
        Specimen(State.PRESSED, 440, 426, _viewer(), "PageViewer", finger="sample.zoom"),
        Specimen(State.BUSY, 490, 426, _viewer(picture=False), "picture=None"),
        Specimen(State.ERROR, 440, 426, _viewer(picture=False, trouble=True), "trouble"),
        Specimen(State.IDLE, 464, 426, _enlarged(WHOLE), "WHOLE"),
        Specimen(State.IDLE, 464, 426, _enlarged(ENLARGED), "ENLARGED"),
    )


def _trouble(look: Look) -> Trouble:
    tr = look.tr
    again = Cure("sample.again", tr("viewer.again"), nothing)
    return Trouble(tr("viewer.failed"), tr("viewer.tried"), tr("error.unexpected"), again)


def _states() -> tuple[Specimen, ...]:
    return (
        Specimen(State.EMPTY, 464, 110, _empty("received.nothing"), "EmptyState"),
        Specimen(State.EMPTY, 464, 110, _empty("fax.source.stick.empty", "fax.source.stick.how"), "EmptyState note"),
        Specimen(State.BUSY, 464, 110, _busy, "BusyState"),
        Specimen(State.ERROR, 464, 290, _failed, "ErrorState"),
        Specimen(State.PRESSED, 464, 290, _failed, "ErrorState", finger="sample.again"),
        Specimen(State.ERROR, 280, 390, _failed, "ErrorState 280"),
    )


def _empty(words: str, note: str = "") -> Build:
    return lambda look, rect: EmptyState(look, rect, look.tr(words), look.tr(note) if note else "")


def _busy(look: Look, rect: Rect) -> BusyState:
    return BusyState(look, rect, look.tr("received.opening"))


def _failed(look: Look, rect: Rect) -> ErrorState:
    return ErrorState(look, rect, _trouble(look))


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


def _toast(look: Look, rect: Rect) -> Toast:
    words = look.tr("toast.page_dropped", n=2)
    return Toast(look, Rect(rect.x, rect.y, *toast_size(look, words)), words)


def _qr_card(look: Look, rect: Rect) -> QrCard:
    tr, colours = look.tr, look.colours
    lines = (
        (tr("sign.receipt"), Type.HEADING, colours.ink),
        (tr("sign.number", number="R000042"), Type.CAPTION, colours.ink2),
        (tr("receipt.qr"), Type.CAPTION_BOLD, colours.ink),
        (tr("receipt.qr.code", code="4F2A91C0"), Type.CAPTION, colours.ink2),
    )
    return QrCard(look, rect, QrCode("kiosk-receipt:R000042/4F2A91C0"), lines)


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
        Specimen(State.IDLE, 150, 40, _pill(""), "Pill"),
        Specimen(State.IDLE, 150, 40, _pill("call"), "Pill"),
        Specimen(State.DONE, 240, 60, _toast, "Toast"),
        Specimen(State.IDLE, 312, 140, _qr_card, "QrCard"),
        Specimen(State.DONE, WHOLE_WIDTH, 260, _done, "DoneWall"),
    )


def sheets() -> tuple[Sheet, ...]:
    """Pages, the viewer, what stands in a place's stead, panels."""
    viewer, states = Sheet("viewer", _viewers()), Sheet("states", _states())
    return Sheet("page", _pages()), viewer, states, Sheet("panel", _panels())
