"""Filled-in forms for the tests: an ordinary one, a crowded one, a bare one of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

from kiosk.domain.sheets import BookSheet, Money, SheetRow, SheetTable, Signer
from kiosk.fax.outcome import CallOutcome, Coding, FaxPage, PageState, Resolution
from kiosk.forms.data import (
    Both,
    CaseSlipData,
    Check,
    Issuer,
    ReceiptData,
    ReceiptLine,
    ReceivedPage,
    ReceivedPrintData,
    ReportAttempt,
    ReportPage,
    TransmissionReportData,
)

SIGNATURE = (
    ((0.08, 0.3), (0.35, 0.2)),
    ((0.2, 0.08), (0.18, 0.75)),
    ((0.2, 0.4), (0.05, 0.7)),
    ((0.2, 0.4), (0.33, 0.55)),
    ((0.45, 0.3), (0.7, 0.22)),
    ((0.56, 0.05), (0.54, 0.85)),
    ((0.56, 0.4), (0.42, 0.7)),
    ((0.56, 0.38), (0.72, 0.62)),
    ((0.78, 0.3), (0.88, 0.24), (0.82, 0.42), (0.9, 0.42), (0.8, 0.66), (0.9, 0.52), (0.97, 0.45)),
)
ISSUER = Issuer(house="听松苑服务中心", kiosk="K01", service_phone="内线 8000")
CROWDED_ISSUER = replace(ISSUER, house="听松苑国际高尔夫别墅区一期物业服务中心（北门）", demo=True)
CHECK = Check(url="https://kiosk.example/r/K01-002846/7F3A91C2", code="7F3A 91C2")

RECEIPT = ReceiptData(
    issuer=ISSUER,
    number="K01-002846",
    issued_at="2026-11-18 10:30",
    unit="12 栋 1 单元 101",
    paid_by=Both("记入房号账", "Charged to the unit"),
    lines=(
        ReceiptLine(
            Both("传真发送  国内长途", "Fax, domestic"), Both("收件 021 1200 3846"), Both("3 页", "3 pages"), 400, 1200
        ),
    ),
    total_fen=1200,
    check=CHECK,
    signature=SIGNATURE,
)
CROWDED_RECEIPT = replace(
    RECEIPT,
    issuer=CROWDED_ISSUER,
    unit="12 栋 1 单元 101（亚历山大·康斯坦丁诺维奇·陀思妥耶夫斯基）",
    paid_by=Both("现金（收银员 欧阳慕容诸葛司马上官晓晓）", "Cash (cashier Ouyang Murong Zhuge Sima)"),
    lines=(
        ReceiptLine(
            Both("油烟机清洗（双灶、含更换滤网与管道深度除油）", "Range-hood-cleaning-with-degreasing-of-all-ducts"),
            Both("材料由中心提供"),
            Both("3 次", "3 times"),
            41152263,
            123456789,
        ),
        ReceiptLine(Both("上门费", "Call-out"), Both(""), Both("1 次", "once"), None, 0),
    ),
    total_fen=123456789,
    tendered_fen=123500000,
    change_fen=43211,
    signature=(),
    approved_by="王岚",
    copy_number=2,
    copied_at="2026-11-19 09:12",
    copied_by="欧阳慕容诸葛司马上官晓晓",
)
REVERSAL = replace(
    RECEIPT,
    number="K01-002851",
    reverses="K01-002846",
    reason=Both("重复收费"),
    handled_by="王岚",
    lines=(replace(RECEIPT.lines[0], amount_fen=-1200),),
    total_fen=-1200,
)
FREE_RECEIPT = replace(
    RECEIPT,
    paid_by=Both("免费", "Free of charge"),
    reason=Both("设备或线路故障：重发一次", "Device or line fault"),
    approved_by="王岚",
    waived_fen=1200,
)
FREE_REVERSAL = replace(REVERSAL, paid_by=FREE_RECEIPT.paid_by, waived_fen=-1200)

SLIP = CaseSlipData(
    issuer=ISSUER,
    case_number="G26-000317",
    taken_at="2026-11-18 10:30",
    unit="12 栋 1 单元 101",
    item="油烟机清洗",
    wanted_time="11 月 19 日（星期四）09:00–11:00",
    price_fen=8000,
    price_unit="台",
    words="厨房油烟机声音大，有油滴下来，请带新滤网。",
)
FEEDBACK_SLIP = CaseSlipData(
    issuer=ISSUER,
    case_number="C00017",
    taken_at="2026-11-18 10:30",
    unit="12 栋 1 单元 101",
    item="投诉",
    wanted_time="上午回电",
    words="三号楼电梯厅的灯已坏一周，夜里看不清台阶。",
    addressee="总经理热线",
)
CROWDED_SLIP = replace(
    SLIP,
    issuer=CROWDED_ISSUER,
    case_number="G26-000317-AMENDED-0004",
    price_fen=None,
    words="https://example.org/" + "a" * 90 + "，" + "滴水。" * 40,
    check=CHECK,
)


def fax_page(resolution: Resolution = Resolution.FINE) -> FaxPage:
    """A page with a heading bar and lines like text."""
    height = {Resolution.STANDARD: 1078, Resolution.FINE: 2156, Resolution.SUPERFINE: 4312}[resolution]
    sheet = Image.new("1", (1728, height), 0)  # 1 is black
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((500, height // 10, 1228, height // 10 + height // 40), fill=1)
    for line in range(20):
        top = height // 5 + line * height // 30
        pen.rectangle((180, top, 1500, top + height // 400), fill=1)
    return FaxPage(1728, height, resolution, sheet.tobytes())


def report_page(number: int, state: PageState = PageState.CONFIRMED) -> ReportPage:
    """Page ``number``, sent in half a minute after the one before, the first at 10:27:02."""
    begun = datetime(2026, 11, 18, 10, 27, 2) + timedelta(seconds=35 * (number - 1))
    ended = begun + timedelta(seconds=33)
    confirmed = f"{ended:%H:%M:%S}" if state is PageState.CONFIRMED else ""
    return ReportPage(number, state, f"{begun:%H:%M:%S}", confirmed, 14400, Coding.MR)


BUSY = ReportAttempt("10:22:10", 31, CallOutcome.BUSY, 0)
REPORT = TransmissionReportData(
    issuer=ISSUER,
    number="F01-000913",
    printed_at="2026-11-18 10:30",
    outcome=CallOutcome.DELIVERED,
    unit="12 栋 1 单元 101",
    to_number="021 1200 3846",
    zone="国内长途 ・ 上海",
    own_ident="+86 21 1200 9000",
    started="10:26:41",
    ended="10:28:52",
    duration_s=131,
    resolution=Resolution.FINE,
    pages=tuple(report_page(number) for number in (1, 2, 3)),
    attempts=(BUSY, ReportAttempt("10:26:41", 131, CallOutcome.DELIVERED, 3, "+86 21 1200 3846")),
    check=CHECK,
    operated_by="业主本人",
    far_ident="+86 21 1200 3846",
    far_ident_matches=True,
    bit_rate=14400,
    fee_fen=1200,
    fee_detail="3 页 × ¥4.00　收据 K01-002846",
    page_one=fax_page(),
)
BROKEN_OFF_REPORT = replace(
    REPORT,
    issuer=CROWDED_ISSUER,
    outcome=CallOutcome.LINE_LOST,
    pages=(
        *(report_page(number) for number in range(1, 20)),
        report_page(20, PageState.UNKNOWN),
        *(report_page(number, PageState.NOT_SENT) for number in range(21, 61)),
    ),
    attempts=(BUSY,) * 9,
    far_ident="ABCDEFGHIJKLMNOPQRST",
    far_ident_matches=False,
    fee_fen=None,
    fee_detail="",
    signature=SIGNATURE,
    copy_number=2,
)
NOTHING_SENT_REPORT = replace(
    REPORT,
    outcome=CallOutcome.NOT_A_FAX,
    pages=(ReportPage(1, PageState.NOT_SENT),),
    attempts=(),
    far_ident=None,
    far_ident_matches=None,
    bit_rate=None,
    fee_fen=None,
    fee_detail="",
    page_one=None,
)


def received_page(page: FaxPage, damaged: int = 0) -> ReceivedPage:
    """``page`` as it came in."""
    return ReceivedPage(page.width, page.height, page.resolution, lambda: page, damaged)


RECEIVED = ReceivedPrintData(
    issuer=ISSUER,
    number="RF000012",
    received_at="2026-11-18 10:30",
    caller="+86 571 8700 9999",
    complete=True,
    pages=(received_page(fax_page()), received_page(fax_page())),
)
BROKEN_OFF_RECEIVED = replace(
    RECEIVED,
    issuer=CROWDED_ISSUER,
    caller="",
    complete=False,
    pages=(received_page(fax_page(), 1), received_page(fax_page(), 23)),
    copy_number=2,
)


_COLUMNS = "时间:3 房号:7 项目:8 数量:3 金额:4 付款方式:6 收据:6 经办与备注:7"
_HERE = ("3 栋 2 单元 502", "传真发送  本地\n6555 0187")
_AWAY = ("12 栋 1 单元 101", "传真发送  国内长途\n021 1200 3846")
_LOGGED = (
    ("08:42", *_AWAY, "3 页", 1200, "记入房号账", "K01-002846", ""),
    ("09:15", *_HERE, "2 页", 300, "现金", "K01-002847", "陈晓 07"),
    ("09:20", *_HERE, "1 页", 150, "现金", "K01-002848", "已由 K01-002849 冲销 陈晓 07"),
    ("09:31", *_HERE, "1 页", -150, "现金", "K01-002849", "冲销 K01-002848 陈晓 07 重复收费"),
    ("11:04", "8 栋 1 单元 203", "油烟机清洗\nW00031", "1 次", 8000, "扫码支付", "K01-002850", ""),
    ("14:37", *_AWAY, "1 页", 400, "免费", "K01-002851", "王岚 12 设备故障"),
)
CHARGE_LOG = BookSheet(
    title="前台服务收费记录表",
    title_key="sheet.charge_log.title",
    number_label="营业日",
    number="2026-11-18",
    made_at="2026-11-18 17:42",
    facts=(("收据号码", "K01-002846 – K01-002851", ""),),
    tables=(
        SheetTable(
            "charge_log",
            "收费明细",
            (
                ("时间", 3),
                ("房号", 7),
                ("项目", 8),
                ("数量", 3),
                ("金额", 4),
                ("付款方式", 5),
                ("收据", 6),
                ("经办与备注", 7),
            ),
            tuple(SheetRow((*row[:4], Money(row[4]), *row[5:]), struck=row[6] == "K01-002848") for row in _LOGGED),
            ("合计", "", "", "", Money(sum(row[4] for row in _LOGGED)), "", "", ""),
            carried=True,
        ),
    ),
    signers=(Signer("结账人签名", "陈晓 07", "2026-11-18 17:42", SIGNATURE), Signer("财务签核")),
    foot="金额单位：元。红字收据以负数计入。",
)
