"""Words that the scripts of calls have in common."""

from __future__ import annotations

from kiosk.fax.outcome import PageState, Resolution
from tests.hw_doubles.virtual_call import PageFormat, Played

HELLO = "R CSI; R DIS"
TRAIN = "T TSI; T DCS; T TCF"
GO = f"{HELLO}; {TRAIN}; R CFR"
ONE = f"{GO}; T PAGE"
BYE = "T DCN; HANGUP"
# With error correction: the far end offers it with T.6, and DCS takes both at 14400 bit/s, 7.7 line/mm.
EHELLO = "R CSI; R DIS 00eef044"
ETRAIN = "T TSI; T DCS 0062f044; T TCF"
EGO = f"{EHELLO}; {ETRAIN}; R CFR"
EONE = f"{EGO}; T PAGE"
STANDARD_A4 = PageFormat(1728, 1143, Resolution.STANDARD)
B4 = PageFormat(2048, 2287, Resolution.FINE)


def states(played: Played) -> list[PageState]:
    return [page.state for page in played.report.pages]


def speeds(played: Played) -> list[str]:
    """The speeds that DCS commanded, in order."""
    return [entry.detail.split(",")[0] for entry in played.report.trace if entry.signal == "DCS"]
