"""What the simulated printers are: paper, resolution, margins, as IPP attributes for ippeveprinter.

Owns the two models of a lobby (a receipt printer and an office printer). Knows no process. Called by
``ipp_printer.py``. Units of IPP: hundredths of a millimetre (PWG 5100.7, media-size).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PrinterModel:
    """One kind of printer. ``head_left_dots`` to ``head_left_dots + head_dots`` of the page reach the paper."""

    name: str
    media: str
    width_hmm: int
    height_hmm: int
    margin_hmm: int
    roll: bool
    dpi: int
    head_left_dots: int
    head_dots: int

    @property
    def attributes(self) -> str:
        """The ``-a`` file of ippeveprinter(1)."""
        return _TEMPLATE.format(
            name=self.name,
            dpi=self.dpi,
            side=self.margin_hmm,
            media=self.media,
            supported=",".join([self.media, *self._roll_names()]),
            sizes="},{".join(self._sizes()),
            database="},{".join(f"{_collection('media-size', size)}{self._margins()}" for size in self._sizes()),
            default=f"{_collection('media-size', self._sizes()[0])}{self._margins()}",
        )

    def _sizes(self) -> list[str]:
        one = f"MEMBER integer x-dimension {self.width_hmm}\nMEMBER integer y-dimension {self.height_hmm}\n"
        # The scheduler counts whole points: a "Custom.80x156mm" page reaches the printer as 79.72 x 155.92 mm.
        any_length = "MEMBER rangeOfInteger x-dimension 4800-8000\nMEMBER rangeOfInteger y-dimension 2000-200000\n"
        return [one, any_length] if self.roll else [one]

    def _roll_names(self) -> list[str]:
        return ["custom_min_48x20mm", "custom_max_80x2000mm"] if self.roll else []

    def _margins(self) -> str:
        sides = {"bottom": 0, "left": self.margin_hmm, "right": self.margin_hmm, "top": 0}
        return "".join(f"MEMBER integer media-{side}-margin {width}\n" for side, width in sides.items())


def _collection(name: str, members: str) -> str:
    return f"MEMBER collection {name} {{\n{members}}}\n"


RECEIPT_80 = PrinterModel(
    name="Receipt 80",
    media="om_roll_80x200mm",
    width_hmm=8000,
    height_hmm=20000,
    margin_hmm=400,
    roll=True,
    dpi=203,
    head_left_dots=31,  # 4 mm of a page whose left edge the scheduler put at a whole point
    head_dots=576,
)
OFFICE_A4 = PrinterModel(
    name="Office A4",
    media="iso_a4_210x297mm",
    width_hmm=21000,
    height_hmm=29700,
    margin_hmm=0,
    roll=False,
    dpi=300,
    head_left_dots=0,
    head_dots=2480,
)

# The resolution of PWG raster stands there twice, as resolution and as keyword: cupsd 2.4.10 (Debian 13) looks for it
# with the wrong tag and calls a printer that only has the right one "no IPP Everywhere printer".
_TEMPLATE = """\
ATTR boolean color-supported false
ATTR integer copies-default 1
ATTR rangeOfInteger copies-supported 1-1
ATTR mimeMediaType document-format-default application/octet-stream
ATTR mimeMediaType document-format-supported application/octet-stream,application/vnd.cups-command,image/pwg-raster
ATTR enum finishings-default 3
ATTR enum finishings-supported 3
ATTR integer media-bottom-margin-supported 0
ATTR integer media-left-margin-supported {side}
ATTR integer media-right-margin-supported {side}
ATTR integer media-top-margin-supported 0
ATTR keyword media-default {media}
ATTR keyword media-ready {media}
ATTR keyword media-supported {supported}
ATTR keyword media-source-supported main
ATTR keyword media-type-supported stationery
ATTR collection media-size-supported {{
{sizes}}}
ATTR collection media-col-database {{
{database}}}
ATTR collection media-col-default {{
{default}}}
ATTR collection media-col-ready {{
{default}}}
ATTR keyword media-col-supported media-bottom-margin,media-left-margin,media-right-margin,media-size,media-top-margin
ATTR enum orientation-requested-default 3
ATTR enum orientation-requested-supported 3
ATTR keyword output-bin-default face-up
ATTR keyword output-bin-supported face-up
ATTR integer pages-per-minute 60
ATTR keyword print-color-mode-default monochrome
ATTR keyword print-color-mode-supported monochrome
ATTR enum print-quality-default 4
ATTR enum print-quality-supported 4
ATTR textWithoutLanguage printer-device-id "MFG:Simulated;MDL:{name};CMD:PWG;"
ATTR textWithoutLanguage printer-make-and-model "Simulated {name}"
ATTR octetString printer-input-tray "type=sheetFeedAutoRemovableTray;maxcapacity=250;level=100;status=0;name=main;"
ATTR resolution printer-resolution-default {dpi}dpi
ATTR resolution printer-resolution-supported {dpi}dpi
ATTR resolution pwg-raster-document-resolution-supported {dpi}dpi
ATTR keyword pwg-raster-document-resolution-supported {dpi}dpi
ATTR keyword pwg-raster-document-type-supported black_1
ATTR keyword sides-default one-sided
ATTR keyword sides-supported one-sided
"""
