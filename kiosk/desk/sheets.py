"""Which sheets of the books come out on A4, and when (G5, G6).

Owns the wishes for them, each inside the step that makes its figures: so a count or a day is never kept without its
paper being owed. They are the house's own papers, in the house's language. Called by ``days``, ``finance`` and
``sheet_copies``; what is on them is ``day_sheet``'s and ``log_sheets``'.
"""

from __future__ import annotations

from kiosk.desk.day_sheet import FORM as DAY_REPORT
from kiosk.desk.house import Books
from kiosk.desk.log_sheets import CHARGE_LOG, COUNT_SHEET
from kiosk.locale import Language

SHEET_COPY = "sheet_copy"  # the print job's form; its ref is the copy
_PRINTER, _LANGUAGE = "form", Language.ZH_HANS.value


def want_count_sheet(books: Books, count_id: int, now_utc: str) -> None:
    """现金盘点表 of a count; wanted twice, it is printed once."""
    books.prints.want(_PRINTER, COUNT_SHEET, count_id, _LANGUAGE, now_utc)


def want_day_sheets(books: Books, count_id: int, now_utc: str) -> None:
    """营业收入日报表 and 前台服务收费记录表 of the day that this count has ended."""
    for form in (DAY_REPORT, CHARGE_LOG):
        books.prints.want(_PRINTER, form, count_id, _LANGUAGE, now_utc)


def want_sheet_copy(books: Books, copy_id: int, now_utc: str) -> None:
    """A sheet once more, because a person has asked for it."""
    books.prints.want(_PRINTER, SHEET_COPY, copy_id, _LANGUAGE, now_utc)


def want_signed_report(books: Books, count_id: int, now_utc: str) -> None:
    """The report once more, now that finance stands on it; one that still waits will be drawn with both."""
    job = books.prints.of(DAY_REPORT, count_id)
    if job is not None and job["ended_utc"]:
        books.prints.try_again(job, now_utc)
