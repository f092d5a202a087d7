"""A page between its data and the answer to it: what the modem thinks of it, what we do, and what follows.

Owns the choice among MCF, RTP and RTN where the modem proposes one and the host decides (+FPTS, +FPS). Knows no
dialogue. Called by ``t32_receiver.py``, which makes one for each page.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.fax.answerer_pages import ReceivedPages
from kiosk.fax.copy_quality import graver
from kiosk.fax.frames import Fcf
from kiosk.fax.outcome import CopyQuality
from kiosk.fax.t32_fields import read_page_counts
from kiosk.fax.t32_table import PAGE_ANSWERS, Dialect, PageAnswer, PostPage

_JUDGED = {
    None: Fcf.MCF,  # no opinion
    PageAnswer.MCF: Fcf.MCF,
    PageAnswer.RTP: Fcf.RTP,
    PageAnswer.PIP: Fcf.RTP,
    PageAnswer.RTN: Fcf.RTN,
    PageAnswer.PIN: Fcf.RTN,
}
_ANSWERS = {Fcf.MCF: PageAnswer.MCF, Fcf.RTP: PageAnswer.RTP, Fcf.RTN: PageAnswer.RTN}


@dataclass
class Judgement:
    """``follows`` is the caller's post-page message, ``read`` what the house says: quality, and whether on disk."""

    follows: PostPage | None = None
    read: tuple[CopyQuality, bool] | None = None
    proposed: PageAnswer | None = None  # by the modem, and what it will answer if it is told nothing else
    answer: PageAnswer | None = None  # ours
    _counts: CopyQuality = field(default_factory=lambda: CopyQuality(0))

    def propose(self, value: str, dialect: Dialect) -> None:
        """The modem's opinion: the value of +FPTS: or +FPS:."""
        number, self._counts = read_page_counts(value, dialect)
        self.proposed = PAGE_ANSWERS.get(number)

    def decide(self, pages: ReceivedPages) -> PageAnswer:
        """The graver of two opinions: ours, who read each line, and the modem's, who may have mended some before."""
        verdict = Fcf.RTN
        if pages.current is not None and self.read is not None:
            quality, kept = self.read
            damaged = max(quality.damaged, self._counts.damaged)
            run = max(quality.longest_run, self._counts.longest_run)
            pages.read(pages.current.number, CopyQuality(quality.lines, damaged, run), kept)
            verdict = graver(pages.verdict or Fcf.RTN, _JUDGED[self.proposed])
        self.answer = _ANSWERS[verdict]
        return self.answer
