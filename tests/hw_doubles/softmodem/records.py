"""What the telephone world remembers of each call, as values and as JSON.

Owns the words of the records; knows no audio. Filled in by ``exchange.py``, read by tests, bench and lobby panel.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image, ImageSequence

_FINE_DPI = (204.0, 196.0)


@dataclass(frozen=True)
class LineSignal:
    """One signal as energy on the line. ``party`` is ``kiosk`` or ``far``; times in ms of line time since off-hook."""

    party: str
    name: str  # frames heard in it ("TSI+DCS"), or CNG, CED, TCF, page, tone
    start_ms: float
    end_ms: float


@dataclass(frozen=True)
class Gap:
    """Silence between two signals of which at least one is the kiosk's. ``turn``: the line changed direction."""

    before: str  # "party:NAME"
    after: str
    at_ms: float
    gap_ms: float
    turn: bool


@dataclass(frozen=True)
class SeenFrame:
    """One V.21 frame as the far end sent (``sent``) or received it; ``octets`` hex from the address field on."""

    at_ms: float
    direction: str
    name: str
    octets: str


@dataclass(frozen=True)
class ReceivedPage:
    """What the far end knows of one page: sizes in pels, ``octets`` of coded data, rows it could not decode."""

    number: int
    width: int
    length: int
    octets: int
    bad_rows: int
    coding: str
    bit_rate: int


@dataclass
class CallRecord:
    """One call. ``outcome`` is ``answered`` or the refusal (``busy``, ``no_answer``, ``no_dial_tone``, ``aborted``).

    ``incoming``: the far end called us. ``number`` is then its own, ``pages`` are those it believes we have (it saw
    MCF, RTP or PIP), ``outcome`` may be ``not_answered`` (it gave up) or ``glare`` (we dialled while it rang), times
    begin when we answer.
    """

    number: str
    outcome: str = "dialling"
    incoming: bool = False
    rings: int = 0  # how often it rang here
    finished: bool = False
    hung_up_by: str = ""  # kiosk, far, line
    duration_ms: float = 0.0  # line time since off-hook
    answered_ms: float | None = None
    ident: str = ""  # TSI received (incoming: our CSI)
    completion: str = ""  # libspandsp's own word for how T.30 ended at the far end
    delivered: bool = False  # the far end itself thinks that all went well (whoever sent may not know)
    tiff: str = ""
    bit_rate: int = 0
    ecm: bool = False
    coding: str = ""
    pages: list[ReceivedPage] = field(default_factory=list)  # accepted (MCF, RTP, PIP)
    refused_pages: list[ReceivedPage] = field(default_factory=list)  # RTN; their pictures are not kept
    frames: list[SeenFrame] = field(default_factory=list)
    signals: list[LineSignal] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> CallRecord:
        record = cls(**values)
        record.pages = [ReceivedPage(**page) for page in values["pages"]]
        record.refused_pages = [ReceivedPage(**page) for page in values["refused_pages"]]
        record.frames = [SeenFrame(**frame) for frame in values["frames"]]
        record.signals = [LineSignal(**signal) for signal in values["signals"]]
        record.gaps = [Gap(**gap) for gap in values["gaps"]]
        return record

    def images(self, square: bool = False) -> list[Image.Image]:
        """The received pages, mode ``1`` (black = 0), as the far end's TIFF file has them, also during the call.

        ``square``: stretched to square pels, in grey, as a person sees the paper (standard resolution is 204 x 98 dpi).
        """
        if not self.tiff or not Path(self.tiff).exists():
            return []
        with Image.open(self.tiff) as tiff:
            pages = [(frame.convert("1"), frame.info.get("dpi", _FINE_DPI)) for frame in ImageSequence.Iterator(tiff)]
        return [_stretched(page, dpi) if square else page for page, dpi in pages]

    def save_pngs(self, folder: Path, stem: str = "page") -> list[Path]:
        """Write each received page as ``<stem>-<n>.png`` in square pels; returns the paths."""
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for number, image in enumerate(self.images(square=True), 1):
            paths.append(folder / f"{stem}-{number}.png")
            image.save(paths[-1])
        return paths

    def turns(self) -> list[Gap]:
        """Gaps at the turns of the line which the kiosk made: the far end ended, the kiosk began."""
        return [gap for gap in self.gaps if gap.turn and gap.after.startswith("kiosk:")]


def _stretched(page: Image.Image, dpi: tuple[float, float]) -> Image.Image:
    across, down = dpi
    return page.convert("L").resize((page.width, round(page.height * across / down)))
