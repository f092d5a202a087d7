"""传真发送报告: the transmission report on A4 (B7).

Owns the order of design.md 6, at 300 dpi, over as many sheets as the tables need. Knows no store and no printer. Called
by the core's print worker and by the screen that shows the report.
"""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.assets import Assets
from kiosk.fax.outcome import CallOutcome, PageState
from kiosk.forms import marks
from kiosk.forms.blocks import Align, Block, Canvas, Column, Gap, Inset, Line, Picture, Row, Rule, Stack, Upright, Words
from kiosk.forms.data import ReportPage, TransmissionReportData
from kiosk.forms.roll import png, yuan
from kiosk.forms.sheet import DOTS_PER_INCH, ROOM_PX, SheetForm, Table
from kiosk.forms.type import Style
from kiosk.locale import Language

TITLE = "传真发送报告"
_RESULT = Style(124, bold=True, serif=True, leading=1.2)
_COUNT = Style(168, bold=True, leading=1.1)
_AFTER_COUNT = Style(58, leading=1.2)
_PICTURE_PX = (700, 960)


def transmission_report(data: TransmissionReportData, language: Language, assets: Assets) -> tuple[bytes, ...]:
    """The report as 1-bit PNGs, one a sheet, A4 at 300 dpi. Raises AssetError, MissingTextError."""
    return tuple(png(canvas.image, DOTS_PER_INCH) for canvas in draw_transmission_report(data, language, assets))


def draw_transmission_report(data: TransmissionReportData, language: Language, assets: Assets) -> list[Canvas]:
    """As ``transmission_report``, before they are files."""
    form = SheetForm(language, assets, data.issuer, data.copy_number)
    top = form.head(TITLE, "forms.report.title", form.tr("forms.report.number"), data.number, data.printed_at)
    opening = [_outcome(form, data), Gap(40), _facts_and_picture(form, data), Gap(20)]
    tables = [_page_table(form, data), _attempt_table(form, data)]  # B8: every attempt
    return list(form.render(top, opening, tables, _closing(form, data), form.tr("forms.report.meaning")))


def _outcome(form: SheetForm, data: TransmissionReportData) -> Block:
    """What came of it, readable from a metre: the result, and how many pages the recipient has confirmed."""
    result = form.tr(f"forms.outcome.{data.outcome.value}")
    confirmed = sum(1 for page in data.pages if page.state is PageState.CONFIRMED)
    count = f"{confirmed} / {len(data.pages)}"
    result_px = min(form.type.width(result, _RESULT) + 4, ROOM_PX * 9 // 20)
    line = Line(
        [
            (Words(count, _COUNT), form.type.width(count, _COUNT) + 4),
            (Words(form.tr(_about_pages(data.pages)), _AFTER_COUNT), None),
        ],
        gap=48,
    )
    drop = Gap(_COUNT.baseline_px - _RESULT.baseline_px)
    columns = [
        Column(Stack([drop, Words(result, _RESULT)]), result_px),
        Column(Upright(_COUNT.line_px, thickness=4), 4),
        Column(line),
    ]
    return Inset(Row(columns, gap=64), pad_x=80, pad_y=30, stroke=8)


def _about_pages(pages: Sequence[ReportPage]) -> str:
    states = {page.state for page in pages}
    if states == {PageState.CONFIRMED}:
        return "forms.report.all_confirmed"
    return "forms.report.some_unknown" if PageState.UNKNOWN in states else "forms.report.some_confirmed"


def _facts_and_picture(form: SheetForm, data: TransmissionReportData) -> Block:
    facts = form.facts(_facts(form, data))
    if data.page_one is None:
        return facts
    picture = marks.fax_page(data.page_one, *_PICTURE_PX)
    framed = Inset(Picture(picture, Align.CENTRE), pad_x=4, pad_y=4, stroke=4)
    aside = Stack([Words(form.tr("forms.report.page_one"), Style(48)), Gap(12), framed])
    return Row([Column(facts), Column(aside, picture.width + 8)], gap=110)


def _facts(form: SheetForm, data: TransmissionReportData) -> list[tuple[str, str, str]]:
    """Label, value, and what is to be said about it."""
    tr = form.tr
    minutes, seconds = divmod(data.duration_s, 60)
    calls = len(data.attempts)
    took = tr("forms.report.took_seconds", seconds=seconds, calls=calls)
    if minutes:
        took = tr("forms.report.took", minutes=minutes, seconds=seconds, calls=calls)
    fee = tr("forms.report.no_fee") if data.fee_fen is None else yuan(data.fee_fen)
    return [
        (tr("forms.report.from_unit"), data.unit, ""),
        (tr("forms.report.to_number"), data.to_number, data.zone),
        (tr("forms.report.far_ident"), data.far_ident or "\u2014", _about_far_ident(form, data)),
        (tr("forms.report.own_ident"), data.own_ident, ""),
        (tr("forms.report.started"), data.started, ""),
        (tr("forms.report.ended"), data.ended, took),
        (tr("forms.report.mode"), *_mode(form, data)),
        (tr("forms.report.fee"), fee, data.fee_detail),
    ]


def _about_far_ident(form: SheetForm, data: TransmissionReportData) -> str:
    if data.far_ident_matches is None:
        return form.tr("forms.report.far_ident.none")
    return form.tr("forms.report.far_ident.same" if data.far_ident_matches else "forms.report.far_ident.other")


def _mode(form: SheetForm, data: TransmissionReportData) -> tuple[str, str]:
    if data.bit_rate is None:
        return form.tr("forms.report.no_rate"), ""
    resolution = form.tr(f"forms.resolution.{data.resolution.value}")
    mode = form.tr("forms.report.rate_and_resolution", rate=_grouped(data.bit_rate), resolution=resolution)
    if data.ecm is None:
        return mode, ""
    return mode, form.tr("forms.report.ecm.on" if data.ecm else "forms.report.ecm.off")


def _page_table(form: SheetForm, data: TransmissionReportData) -> Table:
    tr = form.tr
    names = ("page", "time", "rate", "coding", "state")
    rows = [
        (
            str(page.number),
            " \u2013 ".join(time for time in (page.started, page.confirmed) if time) or "\u2014",
            _grouped(page.bit_rate) if page.bit_rate else "\u2014",
            page.coding.value if page.coding else "\u2014",
            tr(f"forms.page_state.{page.state.value}"),
        )
        for page in data.pages
    ]
    head = tuple(tr(f"forms.report.column.{name}") for name in names)
    return Table(tr("forms.report.pages"), head, rows, widths_px=(190, None, 380, 300, 400))


def _attempt_table(form: SheetForm, data: TransmissionReportData) -> Table:
    tr = form.tr
    names = ("call", "started", "duration", "far_ident", "confirmed", "outcome")
    rows = [
        (
            str(number),
            attempt.started,
            tr("forms.report.seconds", seconds=attempt.duration_s),
            attempt.far_ident or "\u2014",
            str(attempt.confirmed_pages),
            _result_word(form, attempt.outcome),
        )
        for number, attempt in enumerate(data.attempts, start=1)
    ]
    head = tuple(tr(f"forms.report.column.{name}") for name in names)
    return Table(tr("forms.report.attempts"), head, rows, widths_px=(190, 300, 240, None, 290, 460))


def _result_word(form: SheetForm, outcome: CallOutcome) -> str:
    return form.tr(f"forms.outcome.{outcome.value}")


def _closing(form: SheetForm, data: TransmissionReportData) -> Block:
    tr = form.tr
    words = [
        Words(tr("forms.report.scan"), Style(50, bold=True)),
        Words(tr("forms.check_code", code=data.check.code), Style(48)),
        Words(tr("forms.report.operated_by", kiosk=data.issuer.kiosk, person=data.operated_by), Style(48)),
    ]
    code = Picture(marks.qr_code(data.check.url, most_px=300))
    written: Block = Gap(150)
    if data.signature:
        written = Picture(marks.signature(data.signature, 330, pen_px=6), Align.CENTRE)
    received = Stack(
        [
            Words(tr("forms.report.received_by"), Style(48)),
            written,
            Rule(thickness=4, before=0, after=12),
            Words(tr("forms.report.date"), Style(48)),
        ]
    )
    return Row([Column(code, code.image.width), Column(Stack(words)), Column(received, 800)], gap=64)


def _grouped(rate: int) -> str:
    """``14400`` as ``14 400``, unbreakable."""
    return f"{rate:,}".replace(",", "\u00a0")
