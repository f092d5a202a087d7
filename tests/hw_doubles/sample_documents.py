"""The papers a guest brings: a letter, a photograph, a scan, and the files that a kiosk has to refuse politely.

Owns what is written on them (an invented estate, an invented firm). Draws with Pillow and the house's faces; knows
neither kiosk nor doubles. Called by the demo and the lobby panel, which put the files on sticks.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageSequence

from kiosk.assets import Assets, default_root
from kiosk.locale import Language
from tests.unit.documents.materials import encrypted_pdf

LETTER = "装修报价函.pdf"
PHOTO = "听松湖.jpg"
SCAN = "合同扫描件.tif"
LOCKED = "工资单-加密.pdf"
DISGUISED = "发票.pdf"
NOTE = "留言.txt"

_A4_MM = (210, 297)
_LETTER_DPI, _SCAN_DPI = 300, 204
_FAX_DOTS, _FINE_DPI = 1728, (204, 196)
_WHITE, _BLACK = 255, 0

_QUOTE = (
    ("项目", "规格", "数量", "单价（元）", "小计（元）"),
    ("客厅地砖", "800 × 800 mm 哑光", "42 m²", "96.00", "4,032.00"),
    ("卫生间防水", "聚氨酯，两遍", "18 m²", "58.00", "1,044.00"),
    ("橱柜台面", "石英石，灰白", "5.6 m", "420.00", "2,352.00"),
    ("双控开关", "10 A，含暗盒", "12 只", "35.00", "420.00"),
    ("人工", "瓦工、电工", "9 工日", "380.00", "3,420.00"),
)
_QUOTE_SUM = ("合计", "", "", "", "11,268.00")
_OPENING = (
    "青禾装饰工程有限公司：",
    "    贵司 11 月 16 日的报价单收悉。经与家人商议，现就听松苑 12 幢 1 单元 101 室的装修材料与人工确认如下，"
    "请核对后于本周五前回传签字件。",
)
_AFTER_TABLE = (
    "    一、以上单价均含运费与税金；材料以送到现场、双方点验为准。",
    "    二、开工日期定于 11 月 28 日，工期十五个工作日；中午 12 时至 14 时不作业，以免打扰邻居。",
    "    三、厨房与客厅之间的隔断位置见第 2 页平面示意图，尺寸以现场复核为准。",
    "    如有不妥，请致电小区服务中心转告，或直接传真回复。",
    "    此致",
    "敬礼",
)
_PLAN_NOTES = (
    "1. 图中尺寸单位为毫米，墙厚按 200 计。",
    "2. 虚线处为新做玻璃隔断，高 2,200，上沿与门套齐平。",
    "3. 卫生间地面找坡 1%，地漏位置不变。",
    "4. 阳台洗衣机预留进水、排水各一处，插座距地 1,300。",
)
_CONTRACT = (
    "甲方委托乙方对上述房屋进行装修，乙方包工包料，按双方确认的报价单与图纸施工。",
    "工程款分三期支付：开工前付百分之三十，隐蔽工程验收后付百分之四十，竣工验收后付清余款。",
    "乙方应遵守小区装修管理规定，在规定时间内施工，并负责清运建筑垃圾。",
    "隐蔽工程经甲方验收签字后方可覆盖；防水部分须做不少于四十八小时的闭水试验。",
    "自竣工验收合格之日起，乙方对水电及防水工程保修五年，其余部分保修两年。",
    "因一方原因造成工期延误的，每延误一日，按合同总价的千分之一向对方支付违约金。",
)


def make_samples(folder: Path) -> Path:
    """Write every sample file into ``folder`` (made if missing) and return it; takes about a second.

    Raises AssetError when the faces have not been made (set-up).
    """
    folder.mkdir(parents=True, exist_ok=True)
    pens = _Pens(Assets(default_root()))
    letter = [_letter_page(pens), _plan_page(pens)]
    letter[0].save(folder / LETTER, "PDF", save_all=True, append_images=letter[1:], resolution=_LETTER_DPI)
    _photograph().save(folder / PHOTO, "JPEG", quality=88)
    scans = [_scanned(_contract_page(pens, page), page) for page in (1, 2, 3)]
    dpi = (_SCAN_DPI, _SCAN_DPI)
    scans[0].save(folder / SCAN, "TIFF", save_all=True, append_images=scans[1:], compression="group4", dpi=dpi)
    (folder / LOCKED).write_bytes(encrypted_pdf())
    (folder / DISGUISED).write_bytes(b"MZ\x90\x00" + bytes(60) + b"This program cannot be run in DOS mode.\r\n" * 40)
    (folder / NOTE).write_text("周六上午 9 点请师傅来看厨房水管，谢谢。\n12 幢 1 单元 101 室\n", encoding="utf-8")
    return folder


def make_fax(samples: Path, pages: int = 2) -> Path:
    """The scan's first pages as a fax machine sends them (ITU-T T.4: 1728 dots a line, fine), beside the samples."""
    with Image.open(samples / SCAN) as scan:
        sheets = [_sent(page.convert("1")) for page in islice(ImageSequence.Iterator(scan), pages)]  # one image, turned
    path = samples.parent / "fax.tif"
    sheets[0].save(path, "TIFF", save_all=True, append_images=sheets[1:], compression="group4", dpi=_FINE_DPI)
    return path


def _sent(page: Image.Image) -> Image.Image:
    lines = round(page.height * _FINE_DPI[1] / _SCAN_DPI)
    sheet = Image.new("1", (_FAX_DOTS, lines), 1)
    sheet.paste(page.resize((page.width, lines)), ((_FAX_DOTS - page.width) // 2, 0))
    return sheet


class _Pens:
    """The faces at sizes in points, for a sheet of a given resolution."""

    def __init__(self, assets: Assets) -> None:
        self._files = {
            "sans": assets.sans(Language.ZH_HANS),
            "bold": assets.sans(Language.ZH_HANS, bold=True),
            "serif": assets.serif(Language.ZH_HANS, bold=False),
            "title": assets.serif(Language.ZH_HANS),
        }
        self._made: dict[tuple[str, int], ImageFont.FreeTypeFont] = {}

    def pen(self, face: str, points: float, dpi: int) -> ImageFont.FreeTypeFont:
        key = (face, round(points * dpi / 72))
        if key not in self._made:
            self._made[key] = ImageFont.truetype(str(self._files[face]), key[1])
        return self._made[key]


class _Sheet:
    """An A4 sheet, 1 bit, measured in millimetres from its top left corner."""

    def __init__(self, pens: _Pens, dpi: int) -> None:
        self._pens, self._dpi = pens, dpi
        self.image = Image.new("1", tuple(self.dots(mm) for mm in _A4_MM), 1)
        self._draw = ImageDraw.Draw(self.image)

    def dots(self, mm: float) -> int:
        return round(mm * self._dpi / 25.4)

    def text(self, at: tuple[float, float], words: str, face: str, points: float, anchor: str = "la") -> None:
        pen = self._pens.pen(face, points, self._dpi)
        self._draw.text((self.dots(at[0]), self.dots(at[1])), words, 0, font=pen, anchor=anchor)

    def paragraph(self, top: float, words: str, points: float = 11.5, left: float = 25, width: float = 160) -> float:
        """Set ``words`` in lines; where the next paragraph begins."""
        pen = self._pens.pen("serif", points, self._dpi)
        for line in _lines(words, pen, self.dots(width)):
            self.text((left, top), line, "serif", points)
            top += points * 0.62
        return top

    def line(self, points: Sequence[tuple[float, float]], mm: float = 0.25) -> None:
        dots = [(self.dots(x), self.dots(y)) for x, y in points]
        self._draw.line(dots, fill=0, width=max(1, self.dots(mm)), joint="curve")

    def dashes(self, start: tuple[float, float], end: tuple[float, float], mm: float = 0.5) -> None:
        length = math.dist(start, end)
        for at in range(0, int(length), 4):
            part = [at / length, min(length, at + 2.4) / length]
            self.line([(start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t) for t in part], mm)


def _lines(words: str, pen: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    line = ""
    for letter in words:
        if pen.getlength(line + letter) > width and letter not in "，。、；：）":
            yield line
            line = ""
        line += letter
    yield line


def _letter_page(pens: _Pens) -> Image.Image:
    sheet = _Sheet(pens, _LETTER_DPI)
    sheet.text((105, 24), "关于装修材料报价的确认函", "title", 22, "ma")
    sheet.line([(25, 38), (185, 38)], 0.6)
    sheet.line([(25, 39.4), (185, 39.4)], 0.2)
    sheet.text((25, 42), "传真：0571-8800 1234", "sans", 10)
    sheet.text((185, 42), "共 2 页  第 1 页", "sans", 10, "ra")
    top = 56.0
    for words in _OPENING:
        top = sheet.paragraph(top, words) + 1.5
    top = _table(sheet, top + 2) + 6
    for words in _AFTER_TABLE:
        top = sheet.paragraph(top, words) + 1.5
    sheet.text((185, top + 8), "听松苑 12 幢 1 单元 101 室  业主", "serif", 11.5, "ra")
    sheet.text((185, top + 16), "2026 年 11 月 18 日", "serif", 11.5, "ra")
    return sheet.image


def _table(sheet: _Sheet, top: float) -> float:
    rows, edges, pitch = [*_QUOTE, _QUOTE_SUM], (25, 57, 107, 130, 157, 185), 8.5
    for at, row in enumerate(rows):
        y = top + at * pitch
        sheet.line([(25, y), (185, y)], 0.5 if at in (0, 1, len(rows) - 1) else 0.2)
        face = "bold" if at in (0, len(rows) - 1) else "sans"
        for column, words in enumerate(row):
            right = column >= 2
            x = edges[column + 1] - 2 if right else edges[column] + 2
            sheet.text((x, y + pitch / 2), words, face, 10, "rm" if right else "lm")
    bottom = top + len(rows) * pitch
    sheet.line([(25, bottom), (185, bottom)], 0.5)
    for x in edges:
        sheet.line([(x, top), (x, bottom)], 0.2)
    return bottom


def _plan_page(pens: _Pens) -> Image.Image:
    sheet = _Sheet(pens, _LETTER_DPI)
    sheet.text((105, 24), "附件：101 室平面示意图", "title", 18, "ma")
    sheet.text((185, 42), "共 2 页  第 2 页", "sans", 10, "ra")
    outer = [(35, 55), (175, 55), (175, 165), (35, 165), (35, 55)]
    sheet.line(outer, 1.2)
    for wall in ([(105, 55), (105, 96)], [(105, 112), (105, 165)], [(35, 118), (82, 118)], [(140, 112), (175, 112)]):
        sheet.line(wall, 1.0)
    sheet.dashes((105, 112), (140, 112), 0.9)
    for x, y, words, size in (
        (70, 84, "客厅", "7,000 × 6,300"),
        (70, 140, "主卧", "7,000 × 4,700"),
        (140, 82, "厨房与餐厅", "7,000 × 5,700"),
        (140, 138, "卫生间与阳台", "7,000 × 5,300"),
    ):
        sheet.text((x, y), words, "bold", 13, "mm")
        sheet.text((x, y + 7), size, "sans", 9, "mm")
    sheet.line([(35, 174), (175, 174)], 0.2)
    for x in (35, 105, 175):
        sheet.line([(x, 171), (x, 177)], 0.2)
    sheet.text((70, 178), "7,000", "sans", 9, "ma")
    sheet.text((140, 178), "7,000", "sans", 9, "ma")
    sheet.text((122.5, 107.5), "新做玻璃隔断", "sans", 9, "mm")
    top = 196.0
    for words in _PLAN_NOTES:
        top = sheet.paragraph(top, words, 10.5) + 1
    sheet.text((25, top + 12), "业主签字：", "serif", 11.5)
    sheet.text((115, top + 12), "施工方签字：", "serif", 11.5)
    sheet.line([(48, top + 18), (98, top + 18)], 0.2)
    sheet.line([(142, top + 18), (185, top + 18)], 0.2)
    return sheet.image


def _contract_page(pens: _Pens, page: int) -> Image.Image:
    sheet = _Sheet(pens, _SCAN_DPI)
    top = 30.0
    if page == 1:
        sheet.text((105, 26), "住宅装修施工合同", "title", 20, "ma")
        top = sheet.paragraph(48, "甲方：听松苑 12 幢 1 单元 101 室业主    乙方：青禾装饰工程有限公司", 11) + 4
    for at in range(6):
        number = (page - 1) * 6 + at + 1
        top = sheet.paragraph(top, f"第 {number} 条  {_CONTRACT[(at + page) % len(_CONTRACT)]}", 12) + 6
    sheet.text((105, 284), f"— {page} —", "sans", 10, "ma")
    return sheet.image


def _scanned(page: Image.Image, seed: int) -> Image.Image:
    """As from a flatbed: a little askew, with specks of dust."""
    chance = random.Random(seed)
    turned = page.convert("L").rotate(chance.uniform(-0.5, 0.5), Image.Resampling.BICUBIC, fillcolor=_WHITE)
    draw = ImageDraw.Draw(turned)
    for _ in range(40):
        x, y = chance.randrange(page.width), chance.randrange(page.height)
        draw.ellipse((x, y, x + chance.randrange(1, 3), y + 1), fill=_BLACK)
    return turned.point(lambda grey: _WHITE if grey > 128 else _BLACK, "1")


def _photograph() -> Image.Image:
    """A lake between hills in the evening: soft greys and fine texture, what error diffusion is for."""
    width, height, shore = 1600, 1200, 760
    sky = Image.linear_gradient("L").resize((width, shore))
    picture = Image.merge("RGB", [sky.point(lambda v, a=a, b=b: int(a + (b - a) * v / 255)) for a, b in _SKY])
    picture = picture.resize((width, height))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((1040, 330, 1200, 490), fill=(255, 238, 196))
    for depth, shade in enumerate(((150, 158, 176), (104, 118, 134), (58, 74, 80))):
        draw.polygon([(0, shore), *_ridge(depth, width, shore), (width, shore)], fill=shade)
    upper = picture.crop((0, 2 * shore - height, width, shore))
    water = upper.transpose(Image.Transpose.FLIP_TOP_BOTTOM).filter(ImageFilter.BoxBlur(3))
    picture.paste(Image.blend(water, Image.new("RGB", water.size, (40, 70, 90)), 0.35), (0, shore))
    # The same grain each time: a photograph that changes is a test that changes.
    grain = Image.frombytes("L", (width, height), random.Random(7).randbytes(width * height)).convert("RGB")
    return Image.blend(picture, grain, 0.03)


_SKY = ((96, 250), (130, 206), (178, 168))  # each colour from the zenith to the horizon


def _ridge(depth: int, width: int, shore: int) -> list[tuple[int, int]]:
    chance = random.Random(depth)
    waves = [(chance.uniform(0.002, 0.012), chance.uniform(0, 6), chance.uniform(14, 60)) for _ in range(5)]
    rise = 240 - 75 * depth
    return [(x, shore - rise + int(sum(a * math.sin(f * x + p) for f, p, a in waves) / 2)) for x in range(0, width, 4)]
