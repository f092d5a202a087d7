"""G5: sheets of the books on A4, over as many pages as they take: nothing clipped, sums carried over."""

from __future__ import annotations

import weakref
from itertools import pairwise

import pytest

from kiosk.assets import Assets
from kiosk.domain.sheets import BookSheet, Money, SheetRow, SheetTable, Signer
from kiosk.forms.blocks import Canvas
from kiosk.forms.book_sheet import draw_book_sheet
from kiosk.locale import Language
from tests.unit.forms import examples
from tests.unit.forms.measured import assert_no_words_overlap, assert_nothing_is_clipped, words_of

COLUMNS = (("时间", 3), ("房号", 5), ("项目", 9), ("金额", 4), ("收据", 5))
ROWS = tuple(
    SheetRow(
        (
            "12:00",
            f"12 栋 1 单元 {number}",
            "传真发送  国内长途\n021 5266 3846",
            Money(400 + number),
            f"K01-{number:06d}",
        ),
        struck=number == 3,
    )
    for number in range(1, 61)
)
LOG = BookSheet(
    title="前台服务收费记录表",
    title_key="sheet.charge_log.title",
    number_label="营业日",
    number="2026-11-18",
    made_at="2026-11-18 17:42",
    facts=(("收据号码", "K01-000001 – K01-000060", ""),),
    tables=(SheetTable("log", "收费明细", COLUMNS, ROWS, ("合计", "", "", Money(25830), ""), carried=True),),
    signers=(Signer("结账人签名", "陈晓 07", "2026-11-18 17:42", examples.SIGNATURE), Signer("财务签核")),
    foot="金额单位：元。",
    code="kiosk-day:K01/2026-11-18/" + "ab" * 32 + "/" + "cd" * 64,
    proof=("账本哈希 " + "ab" * 32, "本机签名 " + "cd" * 64),
)


@pytest.fixture(scope="module")
def pages(assets: Assets) -> list[Canvas]:
    return list(draw_book_sheet(LOG, examples.CROWDED_ISSUER, Language.ZH_HANS, assets))


def test_g5_a_long_log_goes_on_over_pages_clips_nothing_and_numbers_them(pages: list[Canvas]) -> None:
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert page.image.size == (2480, 3508)
        assert_nothing_is_clipped(page)
        assert_no_words_overlap(page)
        assert f"第 {number} 页，共 {len(pages)} 页" in words_of(page)
    assert sum(words_of(page).count("传真发送") for page in pages) == len(ROWS)


def test_g5_what_a_page_carries_over_the_next_brings_forward_and_the_last_comes_to_the_total(
    pages: list[Canvas],
) -> None:
    done, carried = 0, []
    for page in pages:
        lines = words_of(page).split("\n")
        done += sum(line.startswith("K01-0000") for line in lines if "–" not in line)
        sums = [lines[at + 1] for at, line in enumerate(lines) if line in ("过次页", "承前页", "合计")]
        carried.append(sums)
        if done < len(ROWS):
            assert sums[-1] == Money(sum(400 + number for number in range(1, done + 1))).text
    turned = [sums for sums in carried if sums]  # the last page may have the signatures alone
    for before, after in pairwise(turned):
        assert before[-1] == after[0]
    assert turned[-1][-1] == "258.30" and done == len(ROWS)


def test_g5_a_long_log_is_in_memory_a_page_at_a_time(assets: Assets) -> None:
    drawn = iter(draw_book_sheet(LOG, examples.CROWDED_ISSUER, Language.ZH_HANS, assets))
    before = weakref.ref(next(drawn).image)
    assert words_of(next(drawn)) and before() is None


def test_g4_a_struck_out_row_is_lined_through(pages: list[Canvas]) -> None:
    rows = [run for run in pages[0].runs if run.words.startswith("K01-00000") and "–" not in run.words]
    for run in rows[1:4]:  # numbers 2, 3, 4
        tops = range(int(run.box[1]) - 40, int(run.box[3]) + 80)
        through = [y for y in tops if all(pages[0].image.getpixel((x, y)) == 0 for x in range(300, 1700, 4))]
        grid = [y for y in through if y - 1 not in through]  # each line across once
        assert len(grid) == (3 if run.words == "K01-000003" else 2), run.words


@pytest.mark.parametrize("language", [Language.ZH_HANT, Language.EN])
def test_the_title_stays_chinese_with_its_translation_beneath(language: Language, assets: Assets) -> None:
    [page] = draw_book_sheet(
        BookSheet(**{**vars(LOG), "tables": (), "code": "", "proof": ()}), examples.ISSUER, language, assets
    )
    assert "前台服务收费记录表" in words_of(page)
    assert {"zh-Hant": "前台服務收費記錄表", "en": "Front-desk charge log"}[language.value] in words_of(page)
    assert_nothing_is_clipped(page)
