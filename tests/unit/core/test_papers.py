"""B8, G3: from committed rows to paper; the same rows give the same paper, and a second printing is another one."""

from __future__ import annotations

import io
from datetime import date

import pytest
from PIL import Image, ImageChops

from kiosk.assets import Assets, default_root
from kiosk.core.money_papers import told_reason
from kiosk.core.paper_words import Letterhead
from kiosk.core.papers import NoSuchFormError, Papers
from kiosk.desk.copies import FORM as COPY
from kiosk.desk.received import FORM
from kiosk.desk.sheets import SHEET_COPY
from kiosk.domain.cash import CashCount
from kiosk.forms.data import Both
from kiosk.locale import Language, Translator
from tests.desk_fixture import FurnishedDesk

WORDS = dict.fromkeys(Language, "听松苑")


@pytest.fixture
def papers(kit: FurnishedDesk) -> Papers:
    return Papers(kit.house, kit.room, Assets(default_root()), Letterhead(WORDS, WORDS, "+86 512 1", 80))


def picture(png: bytes) -> Image.Image:
    with Image.open(io.BytesIO(png)) as image:
        return image.convert("L")


def test_a_received_fax_has_a_sheet_for_each_page_and_a_copy_differs_in_its_head_only(
    kit: FurnishedDesk, papers: Papers
) -> None:
    received = kit.receive_fax(pages=2)
    for _ in range(2):
        kit.desk.received.print(kit.clerk(), received)
        kit.printed(FORM)
    original, copy = (papers.draw(FORM, printing, "en") for printing in (1, 2))
    assert len(original) == len(copy) == 2
    assert papers.draw(FORM, 1, "en")[0] == original[0]  # drawn again after a crash, it is the same paper
    differs = ImageChops.difference(picture(original[0]), picture(copy[0])).getbbox()
    assert differs is not None and differs[3] < 220 and differs[0] > 1500  # one word, at the right of the head


def test_b7_the_report_tells_error_correction_as_the_call_had_it_and_nothing_if_that_is_not_known(
    kit: FurnishedDesk, papers: Papers, document: str
) -> None:
    job = kit.order(kit.visitor(), document)
    kit.end_call(kit.begin_call(), ecm=True)
    drawn = [papers.draw("report", job, "zh-Hans")[0]]
    for ecm in (0, None):
        with kit.house.store.step():
            kit.house.store.run("UPDATE fax_attempt SET ecm = ?", (ecm,))
        drawn.append(papers.draw("report", job, "zh-Hans")[0])
    on, off, unknown = (picture(png) for png in drawn)
    words = ImageChops.difference(on, off).getbbox()
    assert words is not None and words[3] - words[1] < 80  # one line
    assert ImageChops.difference(off, unknown).getbbox() is not None


def test_g4_a_red_receipt_says_what_it_strikes_out_and_why_and_the_struck_out_one_says_so_from_then_on(
    kit: FurnishedDesk, papers: Papers
) -> None:
    clerk, strokes = kit.clerk(), (((0.1, 0.2), (0.8, 0.6)),)
    number = kit.desk.money.take_cash(clerk, kit.owe(400), 500).number
    before = papers.draw("receipt", 1, "zh-Hans")
    kit.desk.corrections.void(clerk, number, "收错金额", strokes, "void")
    (red,) = papers.draw("receipt", 2, "zh-Hans")
    struck = {language: papers.draw("receipt", 1, language) for language in ("zh-Hans", "zh-Hant", "en")}
    assert before not in struck.values()  # a printer that was out of paper does not bring out a valid original
    assert struck["en"] == struck["zh-Hans"] != struck["zh-Hant"]  # Chinese first, of the owner's kind
    heights = [picture(sheets[0]).height for sheets in ((red,), before, struck["zh-Hans"])]
    assert heights[0] > heights[1]  # the frame with the number and the reason; no cash was tendered
    assert heights[2] > heights[1] + 60  # the frame with the number, two lines
    kit.desk.corrections.void(clerk, kit.desk.money.take_cash(clerk, 1, 400).number, "另一个原因", strokes, "again")
    assert papers.draw("receipt", 4, "zh-Hans") != (red,)


def test_g2_what_somebody_added_to_a_reason_stands_on_the_receipt_once() -> None:
    """The reason of the list is told in English too; the words beside it are nobody's to translate."""
    assert told_reason(Translator(Language.ZH_HANS), "free.fault: 重发一次") == Both(
        "设备或线路故障：重发一次", "Device or line fault"
    )
    assert told_reason(Translator(Language.ZH_HANS), "业主说: 重发") == Both("业主说: 重发")


def test_g3_a_copy_is_the_same_receipt_with_its_mark_number_and_person_and_no_other_copy(
    kit: FurnishedDesk, papers: Papers
) -> None:
    number = kit.desk.money.pay_on_account(kit.visitor(), kit.owe(400), (((0.1, 0.2), (0.8, 0.6)),)).number
    kit.printed("receipt")
    for request in ("one", "two"):
        kit.desk.copies.print_copy(kit.clerk(), number, request)
        kit.printed(COPY)
    (original,), (first,), (second,) = (
        papers.draw(form, ref, "en") for form, ref in (("receipt", 1), (COPY, 1), (COPY, 2))
    )
    assert picture(first).height > picture(original).height + 80  # the frame with the mark
    assert first != second and papers.draw(COPY, 1, "en") == (first,)


def test_g5_the_sheets_of_a_day_are_drawn_from_the_count_that_ended_it(kit: FurnishedDesk, papers: Papers) -> None:
    strokes = (((0.1, 0.2), (0.8, 0.6)),)
    kit.desk.money.take_cash(kit.clerk(), kit.owe(400), 400)
    kit.desk.days.end_day(kit.clerk(), date(2026, 11, 18), CashCount({100: 4}), None, "end")
    kit.desk.days.close_day(kit.clerk(), date(2026, 11, 18), strokes)
    for row in kit.house.books.prints.open("form"):
        sheets = papers.draw(row["form"], row["ref"], row["language"])
        assert sheets and all(picture(sheet).size == (2480, 3508) for sheet in sheets), row["form"]
        assert papers.draw(row["form"], row["ref"], row["language"]) == sheets  # after a crash it is the same paper


def test_g5_a_copy_of_a_count_sheet_says_so_under_its_head(kit: FurnishedDesk, papers: Papers) -> None:
    count = kit.desk.days.empty_box(kit.clerk(), CashCount({}), None, "box")
    kit.printed("count_sheet")
    for number in (1, 2):
        kit.desk.sheets.print_copy(kit.clerk(), "count_sheet", count.id, f"copy-{number}")
        kit.printed(SHEET_COPY)
    original = papers.draw("count_sheet", count.id, "zh-Hans")
    first, second = (papers.draw(SHEET_COPY, number, "zh-Hans") for number in (1, 2))
    assert len({original, first, second}) == 3 and papers.draw(SHEET_COPY, 1, "zh-Hans") == first
    below = [picture(sheet).crop((0, 400, 2480, 900)).histogram()[0] for (sheet,) in (original, first)]
    assert below[1] > below[0] + 2000  # the line with the mark, in black


def test_a_form_this_kiosk_does_not_have_is_an_error(papers: Papers) -> None:
    with pytest.raises(NoSuchFormError):
        papers.draw("balloon", 1, "en")
