"""How long a modem that runs T.30 itself may be silent, phase by phase, before it is taken for hung (K2).

Owns the limits and where in T.30 they come from. No question can be put to a modem in these phases: any character
breaks off a command under way (V.250 5.6.1), and among data there is no answer. What is left are signs of life: words,
octets taken, and frames, which many modems tell of one by one (+FBU=1, in the draft +FBUG=1). Called by ``t32.py`` and
``t32_receiver.py``; docs/class2.md has the whole table.
"""

from __future__ import annotations

from kiosk.fax.fields import Terms
from kiosk.fax.t32_page import PageFlow
from kiosk.fax.t32_table import State

# T.30: a command goes out three times, 1.3 s each, with T4 (3 s) between; T2 is 6 s; a turn of training about 8 s.
SILENCE_MS = 25_000
# Where each frame is told of, phase D is never silent for longer: a response within T4, or the command once more. Twice
# that, with the frames' own lengths (1.3 s each) and a long training (1.5 s).
TOLD_SILENCE_MS = 12_000
# Eight speeds refused one after another (FTT), and a modem that does not tell of frames says nothing meanwhile.
UNTOLD_TRAINING_MS = 75_000
_T5_MS = 60_000  # receiver not ready (RNR), T.30 5.4.3.1
_BLOCK_OCTETS = 65_536  # 256 frames of 256 octets, T.4 Annex A


def training_ms(*, trains: bool, tells_frames: bool) -> int:
    """Until a carrier for page data is there. ``trains``: not after MCF to MPS, where the next page comes at once."""
    return UNTOLD_TRAINING_MS if trains and not tells_frames else SILENCE_MS


def page_ms(state: State, flow: PageFlow, terms: Terms, alive_ms: int, *, tells_frames: bool) -> int:
    """While a page is sent, ended and answered. What was written ahead of the line's pace goes out first."""
    rate = terms.modulation.bit_rate
    if state is State.SENDING_PAGE:
        return _taking_ms(flow.octets, rate, ecm=terms.ecm)
    left_ms = flow.left_ms(alive_ms)
    if state is State.ENDING_PAGE:
        return left_ms + _taking_ms(flow.octets, rate, ecm=terms.ecm)
    return left_ms + _answer_ms(flow.octets, rate, ecm=terms.ecm, tells_frames=tells_frames)


def _taking_ms(octets: int, bit_rate: int, *, ecm: bool) -> int:
    """Without an octet of the page taken. The first block needs no answer; a later one waits for RR and repeats."""
    if not ecm or octets <= _BLOCK_OCTETS:
        return SILENCE_MS
    return SILENCE_MS + _T5_MS + _block_ms(bit_rate)


def _answer_ms(octets: int, bit_rate: int, *, ecm: bool, tells_frames: bool) -> int:
    """From the page's last bit to the answer: with error correction blocks go again, and RNR may hold them back."""
    if not ecm:
        return SILENCE_MS
    again_ms = _block_ms(bit_rate, octets)
    return TOLD_SILENCE_MS + again_ms if tells_frames else SILENCE_MS + _T5_MS + 2 * again_ms


def block_heard_ms(*, ecm: bool, bit_rate: int, times: int, tells_frames: bool = False) -> int:
    """For a receiver. Of a block nothing may be heard before all its frames are here, ``times`` sent."""
    if not ecm:
        return SILENCE_MS
    return (TOLD_SILENCE_MS if tells_frames else SILENCE_MS) + times * _block_ms(bit_rate)


def _block_ms(bit_rate: int, octets: int = _BLOCK_OCTETS) -> int:
    """The time of so much of a page as is one block with error correction, when it must be sent anew as a whole."""
    return min(octets, _BLOCK_OCTETS) * 8000 // bit_rate
