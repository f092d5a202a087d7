"""G3, G4, B7, D2: the printed forms, measured word by word."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image, ImageChops

from kiosk.assets import Assets
from kiosk.fax.outcome import CallOutcome, PageState, Resolution
from kiosk.forms.blocks import Canvas
from kiosk.forms.receipt import draw_receipt, receipt
from kiosk.forms.report import draw_transmission_report, transmission_report
from kiosk.forms.roll import ROLL_58, ROLL_80, Roll, yuan
from kiosk.forms.slip import draw_case_slip
from kiosk.forms.test_page import draw_test_page
from kiosk.forms.test_sheet import draw_test_sheet
from kiosk.forms.test_sheet import test_fax as fax_of_the_test_sheet
from kiosk.forms.type import SMALLEST_PX
from kiosk.locale import Language, Translator
from tests.unit.forms import examples
from tests.unit.forms.measured import assert_no_words_overlap, assert_nothing_is_clipped, words_of

ROLLS = [pytest.param(ROLL_80, id="80mm"), pytest.param(ROLL_58, id="58mm")]
SLIPS: dict[str, Callable[[Language, Assets, Roll], Canvas]] = {
    "receipt": lambda *how: draw_receipt(examples.RECEIPT, *how),
    "crowded receipt": lambda *how: draw_receipt(examples.CROWDED_RECEIPT, *how),
    "reversal": lambda *how: draw_receipt(examples.REVERSAL, *how),
    "free reversal": lambda *how: draw_receipt(examples.FREE_REVERSAL, *how),
    "free receipt": lambda *how: draw_receipt(examples.FREE_RECEIPT, *how),
    "case slip": lambda *how: draw_case_slip(examples.SLIP, *how),
    "feedback slip": lambda *how: draw_case_slip(examples.FEEDBACK_SLIP, *how),
    "crowded case slip": lambda *how: draw_case_slip(examples.CROWDED_SLIP, *how),
    "test page": lambda *how: draw_test_page(examples.ISSUER, "2026-11-18 10:30", *how),
}
_BOTH = ("Fax, domestic", "Receipt", "传真发送")
REPORTS = {
    "delivered": examples.REPORT,
    "broken off": examples.BROKEN_OFF_REPORT,
    "nothing sent": examples.NOTHING_SENT_REPORT,
}


def test_e2_a_feedback_slip_is_a_case_form_without_a_price(assets: Assets) -> None:
    words = words_of(draw_case_slip(examples.FEEDBACK_SLIP, Language.ZH_HANS, assets, ROLL_80)).replace(" ", "")
    for told in ("一案一表", "C00017", "投诉", "总经理热线", "上午回电", "第一责任人"):
        assert told in words, told
    assert "¥" not in words and "服务工作单" not in words and "报价" not in words


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("roll", ROLLS)
@pytest.mark.parametrize("form", SLIPS)
def test_every_slip_in_every_language_and_width_clips_and_overlaps_nothing(
    form: str, roll: Roll, language: Language, assets: Assets
) -> None:
    canvas = SLIPS[form](language, assets, roll)
    assert canvas.image.mode == "1"
    assert canvas.image.width == roll.dots
    assert_nothing_is_clipped(canvas)
    assert_no_words_overlap(canvas)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("report", REPORTS)
def test_every_report_in_every_language_clips_and_overlaps_nothing(
    report: str, language: Language, assets: Assets
) -> None:
    """B7"""
    for canvas in draw_transmission_report(REPORTS[report], language, assets):
        assert canvas.image.size == (2480, 3508)
        assert_nothing_is_clipped(canvas)
        assert_no_words_overlap(canvas)


@pytest.mark.parametrize("language", Language)
def test_j3_the_test_sheet_clips_nothing_and_is_framed_where_printers_end(language: Language, assets: Assets) -> None:
    canvas = draw_test_sheet(examples.ISSUER, "2026-11-18 10:30", language, assets)
    assert canvas.image.size == (2480, 3508)
    assert_nothing_is_clipped(canvas)
    assert_no_words_overlap(canvas)
    assert [canvas.image.getpixel(at) for at in ((60, 1700), (2420, 1700), (1200, 60), (1200, 3448))] == [0] * 4


def test_j3_the_test_sheet_as_a_fax_is_an_a4_page_whose_black_field_is_black(assets: Assets) -> None:
    page = fax_of_the_test_sheet(examples.ISSUER, "2026-11-18 10:30", Language.ZH_HANS, assets)
    assert (page.width, page.height, page.resolution) == (1728, 1143, Resolution.STANDARD)
    rows = [page.rows[at : at + page.width // 8] for at in range(0, len(page.rows), page.width // 8)]
    assert any(row[25:60] == b"\xff" * 35 for row in rows), "the black field"
    assert not any(rows[800][10:200]), "white where nothing stands"


def test_the_receipt_is_a_png_of_576_dots_at_203_dpi(assets: Assets) -> None:
    """G3"""
    picture = Image.open(io.BytesIO(receipt(examples.RECEIPT, Language.ZH_HANS, assets)))
    assert (picture.format, picture.mode, picture.width) == ("PNG", "1", 576)
    assert round(picture.info["dpi"][0]) == 203
    assert picture.height <= 1300  # 155 mm in design.md 6


@pytest.mark.parametrize("language", Language)
def test_the_titles_of_forms_stay_chinese_with_the_translation_beneath(language: Language, assets: Assets) -> None:
    words = words_of(draw_case_slip(examples.SLIP, language, assets))
    assert "服 务 工 作 单" in words
    translation = Translator(language)("forms.slip.title")
    assert (translation in words) == (language is not Language.ZH_HANS)


@pytest.mark.parametrize("roll", ROLLS)
@pytest.mark.parametrize(
    ("language", "chinese"), [(Language.EN, "收到现金"), (Language.ZH_HANS, "收到现金"), (Language.ZH_HANT, "收到現金")]
)
def test_g3_a_receipt_is_chinese_first_with_english_small_whoever_holds_it(
    language: Language, chinese: str, roll: Roll, assets: Assets
) -> None:
    data = replace(examples.RECEIPT, tendered_fen=2000, change_fen=800)
    runs = draw_receipt(data, language, assets, roll).runs
    sizes = {word: max((run.size_px for run in runs if word in run.words), default=0) for word in _BOTH}
    assert sizes["Fax, domestic"] == sizes["Receipt"] == SMALLEST_PX and sizes["传真发送"] > SMALLEST_PX
    words = "".join(run.words for run in runs)
    assert words.index(chinese) < words.index("Cash received")
    assert "3 pages" in words


def test_g2_a_free_receipt_says_what_was_waived_why_and_who_approved_it_and_that_nothing_was_received(
    assets: Assets,
) -> None:
    words = words_of(draw_receipt(examples.FREE_RECEIPT, Language.ZH_HANS, assets))
    given = ("免费", "Free of charge", "设备或线路故障：重发一次", "Device or line fault", "王岚")
    for told in (*given, "减免", "−¥12.00", "实收", "人民币零元整"):
        assert told in words, told
    red = words_of(draw_receipt(examples.FREE_REVERSAL, Language.ZH_HANS, assets))
    assert "人民币零元整" in red and "负" not in red


def test_the_receipt_tells_the_amount_in_figures_and_in_capitals(assets: Assets) -> None:
    words = words_of(draw_receipt(examples.RECEIPT, Language.ZH_HANS, assets))
    assert "¥\n12.00" in words
    assert "人民币壹拾贰元整" in words


@pytest.mark.parametrize(("amount_fen", "words"), [(0, "¥0.00"), (123456789, "¥1,234,567.89"), (-1200, "−¥12.00")])
def test_amounts_are_grouped_and_keep_their_fen(amount_fen: int, words: str) -> None:
    assert yuan(amount_fen) == words


def test_a_reprint_is_marked_as_copy_and_is_no_original(assets: Assets) -> None:
    """G3"""
    original = words_of(draw_receipt(examples.RECEIPT, Language.ZH_HANS, assets))
    copy = words_of(draw_receipt(replace(examples.RECEIPT, copy_number=1), Language.ZH_HANS, assets))
    assert "正本" in original
    assert "补打 第 1 次" in copy and "副本 COPY 1" in copy
    assert "正本" not in copy and "COPY" not in original


def test_a_reversal_names_the_receipt_it_strikes_out_and_why(assets: Assets) -> None:
    """G4"""
    words = words_of(draw_receipt(examples.REVERSAL, Language.ZH_HANS, assets))
    for expected in ("冲销收据 K01-002846", "重复收费", "−¥12.00", "人民币负壹拾贰元整"):
        assert expected in words


@pytest.mark.parametrize("form", ["receipt", "slip", "report"])
def test_paper_of_a_demonstration_says_so_at_both_ends(form: str, assets: Assets) -> None:
    issuer = replace(examples.ISSUER, demo=True)
    sheets = {
        "receipt": lambda: [draw_receipt(replace(examples.RECEIPT, issuer=issuer), Language.EN, assets)],
        "slip": lambda: [draw_case_slip(replace(examples.SLIP, issuer=issuer), Language.EN, assets)],
        "report": lambda: draw_transmission_report(replace(examples.REPORT, issuer=issuer), Language.EN, assets),
    }[form]()
    for canvas in sheets:
        marks = [run for run in canvas.runs if run.words == "演示 无效"]
        middle = canvas.image.height / 2
        assert [run.box[1] < middle for run in marks] == [True, False]


def test_no_black_area_of_a_receipt_is_larger_than_the_demonstration_bar(assets: Assets) -> None:
    """design.md 6: a thermal head may not burn more than 576 x 64 at once."""
    picture = draw_receipt(examples.CROWDED_RECEIPT, Language.ZH_HANS, assets).image
    longest = run = 0
    for y in range(picture.height):
        black = sum(1 for x in range(0, picture.width, 4) if picture.getpixel((x, y)) == 0)
        run = run + 1 if black > picture.width // 4 * 0.6 else 0
        longest = max(longest, run)
    assert 0 < longest <= 64


def test_the_signature_is_drawn_from_its_strokes(assets: Assets) -> None:
    """A7, G3"""
    signed = draw_receipt(examples.RECEIPT, Language.ZH_HANS, assets).image
    left_half = tuple(tuple((x / 2, y) for x, y in stroke) for stroke in examples.SIGNATURE)
    other = draw_receipt(replace(examples.RECEIPT, signature=left_half), Language.ZH_HANS, assets).image
    box = ImageChops.difference(signed.convert("L"), other.convert("L")).getbbox()
    assert box is not None
    assert box[0] >= 576 - 16 - 380
    assert box[2] - box[0] > 300


def test_an_unknown_price_is_quoted_by_the_clerk_never_nought(assets: Assets) -> None:
    """D2"""
    words = words_of(draw_case_slip(examples.CROWDED_SLIP, Language.ZH_HANS, assets))
    assert "由客服报价" in words
    assert "0.00" not in words


def test_an_ordinary_report_is_one_sheet_with_its_facts(assets: Assets) -> None:
    """B7"""
    sheets = draw_transmission_report(examples.REPORT, Language.ZH_HANS, assets)
    assert len(sheets) == 1
    words = words_of(sheets[0])
    for expected in (
        "已送达",
        "3 / 3",
        "021 1200 3846",
        "与收件号码一致",
        "14\u00a0400 bit/s，精细",
        "第 1 页，共 1 页",
    ):
        assert expected in words


@pytest.mark.parametrize(("ecm", "words"), [(True, "已启用差错纠正（ECM）"), (False, "未启用差错纠正")])
def test_error_correction_is_told_only_if_it_is_known(ecm: bool, words: str, assets: Assets) -> None:
    """B7"""
    (sheet,) = draw_transmission_report(replace(examples.REPORT, ecm=ecm), Language.ZH_HANS, assets)
    (silent,) = draw_transmission_report(replace(examples.REPORT, ecm=None), Language.ZH_HANS, assets)
    assert words in words_of(sheet)
    assert "差错纠正" not in words_of(silent)


def test_a_long_report_goes_on_over_sheets_and_loses_no_page(assets: Assets) -> None:
    """B7, B8"""
    sheets = draw_transmission_report(examples.BROKEN_OFF_REPORT, Language.ZH_HANS, assets)
    words = "\n".join(words_of(sheet) for sheet in sheets).split("\n")
    assert len(sheets) > 1
    states = [words.count(Translator(Language.ZH_HANS)(f"forms.page_state.{state.value}")) for state in PageState]
    assert states == [40, 19, 1]
    assert words.count("对方占线") == 9
    assert f"第 {len(sheets)} 页，共 {len(sheets)} 页" in words
    assert len(transmission_report(examples.BROKEN_OFF_REPORT, Language.ZH_HANS, assets)) == len(sheets)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("outcome", CallOutcome)
def test_every_outcome_of_a_call_has_its_words_and_room(
    outcome: CallOutcome, language: Language, assets: Assets
) -> None:
    tr = Translator(language)
    assert tr(f"forms.outcome.{outcome.value}")
    bare = replace(examples.NOTHING_SENT_REPORT, outcome=outcome)
    for canvas in draw_transmission_report(bare, language, assets):
        assert_nothing_is_clipped(canvas)


@pytest.mark.parametrize("resolution", Resolution)
def test_page_one_keeps_its_proportion_whatever_the_resolution(resolution: Resolution, assets: Assets) -> None:
    """B7: a standard page has half the lines of a fine one on the same paper."""
    fine = draw_transmission_report(examples.REPORT, Language.ZH_HANS, assets)[0].image
    data = replace(examples.REPORT, page_one=examples.fax_page(resolution), resolution=resolution)
    other = draw_transmission_report(data, Language.ZH_HANS, assets)[0].image
    picture_column = (1500, 620, 2300, 1850)
    blacks = [image.crop(picture_column).histogram()[0] for image in (fine, other)]
    assert blacks[1] == pytest.approx(blacks[0], rel=0.25)
