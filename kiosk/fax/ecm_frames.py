"""The frame layer of error correction: a page's octets as FCD and RCP frames on the line, and back (T.4 Annex A).

Owns the HDLC of the fast carrier, which a Class 1 modem leaves to its host: flags, zero insertion, frame check; the
cutting of a page into blocks of at most 256 frames; the fields of PPS, EOR and PPR. Refuses to know when anything is
sent: that is for the terminals (``caller.py`` and the answering side). Both directions are here; no clock, no port.

Octets are as +FTM and +FRM carry them: the first bit on the line is the least significant one. Inside, a stream is a
string of "0" and "1" in the order of the line: ``str.replace`` inserts and removes zeros faster than any loop of ours.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kiosk.fax.fields import FRAME_OCTETS as FRAME_OCTETS
from kiosk.fax.fields import SHORT_FRAME_OCTETS as SHORT_FRAME_OCTETS
from kiosk.fax.frames import DIS_RECEIVED, Fcf, fcf_of
from kiosk.fax.t4 import reverse_bits

FRAMES_IN_BLOCK = 256  # T.4 A.3.6.1: an octet numbers them
RCP_REPEATS = 3  # T.4 A.3.7
FLAGS_BEFORE_MS = 200  # T.4 A.3.1: 200 +- 100 ms of flags before the first frame

_FLAG, _FLAG_OCTET = "01111110", b"\x7e"
_NO_FRAME = "1"  # a seventh one: an abort, not a flag
_ONES, _ONES_AND_ZERO = "11111", "111110"  # T.4 A.3: a zero after each five ones between flags
_HEADER = b"\xff\x03"  # T.4 A.3.4, A.3.5: global address; control 1100 0000
_FCD, _RCP = 0x06, 0x86  # T.4 A.3.6: 0110 0000 and 0110 0001 in order of transmission
_SHORTEST_FRAME_BITS = 40  # RCP: header, FCF, FCS
_FRAME_CHECK_RESIDUE = 0x1D0F  # CRC of a good frame with its complemented check sequence
# A frame of 256 octets with its header and check, and a zero after each five bits: what is longer is noise.
_LONGEST_BITS = (FRAME_OCTETS + 6) * 8 * 6 // 5 + 16

Block = tuple[bytes, ...]  # the data of its frames, in order of their numbers


# ---- a page and its blocks ----


def cut_into_blocks(octets: bytes, frame_octets: int = FRAME_OCTETS) -> tuple[Block, ...]:
    """A coded page as blocks of at most 256 frames; only the very last frame may be shorter. At least one frame."""
    starts = range(0, max(1, len(octets)), frame_octets)
    frames = tuple(octets[at : at + frame_octets] for at in starts)
    return tuple(frames[at : at + FRAMES_IN_BLOCK] for at in range(0, len(frames), FRAMES_IN_BLOCK))


@dataclass
class ReceivedBlock:
    """What has arrived of one block. How many frames it has is known when its PPS comes."""

    frames: dict[int, bytes] = field(default_factory=dict)

    def take(self, frame: DataFrame) -> None:
        """Keep the frame. One that came before stays: both had a good frame check."""
        self.frames.setdefault(frame.number, frame.octets)

    def missing(self, frame_count: int) -> tuple[int, ...]:
        """Numbers of the frames that PPR must ask for."""
        return tuple(number for number in range(frame_count) if number not in self.frames)

    def octets(self, frame_count: int) -> bytes:
        """The block's part of the page. Raises KeyError while a frame is missing."""
        return b"".join([self.frames[number] for number in range(frame_count)])


# ---- onto the line ----


def write_burst(frames: Mapping[int, bytes], bit_rate: int) -> bytes:
    """Octets for +FTM: flags for 200 ms, an FCD frame for each number and its data, RCP three times, a closing flag.

    The flag that ends a frame begins the next one (T.4 A.3.2). No Class 1 modem adds anything to it.
    """
    parts = [""]
    parts += [_frame_bits(bytes((_FCD, number)) + octets) for number, octets in frames.items()]
    parts += [_frame_bits(bytes((_RCP,)))] * RCP_REPEATS
    bits = _FLAG.join([*parts, ""])
    return _FLAG_OCTET * flag_octets(bit_rate) + _octets(bits + _FLAG[: -len(bits) % 8])


def flag_octets(bit_rate: int) -> int:
    """How many octets of flags go before the first frame."""
    return bit_rate * FLAGS_BEFORE_MS // 8000


def _frame_bits(body: bytes) -> str:
    """Header, body and frame check with zeros inserted, without flags."""
    mirrored = reverse_bits(_HEADER + body)
    check = binascii.crc_hqx(mirrored, 0xFFFF) ^ 0xFFFF  # T.30 5.3.7: x16+x12+x5+1, the highest term first
    return _bits(mirrored + check.to_bytes(2)).replace(_ONES, _ONES_AND_ZERO)


def _bits(in_order: bytes) -> str:
    return format(int.from_bytes(b"\x01" + in_order), "b")[1:]  # the 1 in front keeps leading zeros


def _octets(bits: str) -> bytes:
    return reverse_bits(int("1" + bits, 2).to_bytes(len(bits) // 8 + 1)[1:])


# ---- from the line ----


@dataclass(frozen=True)
class DataFrame:
    """FCD: a numbered piece of the page whose frame check was good."""

    number: int
    octets: bytes = field(repr=False)


@dataclass(frozen=True)
class ReturnToControl:
    """RCP: the end of the partial page; the far end goes back to V.21 (T.4 A.3.7)."""


EcmFrame = DataFrame | ReturnToControl


class FrameReader:
    """Octets of +FRM in, good frames out; what is damaged is missing, as PPR then says. One reader a carrier."""

    def __init__(self) -> None:
        self._tail = _NO_FRAME  # what comes before the first flag is none
        self.damaged = 0  # pieces between flags, long enough for a frame, whose frame check was wrong

    def read(self, octets: bytes) -> list[EcmFrame]:
        """The frames that end in these octets. Any octets are tolerated."""
        # Six ones occur in flags only. Cutting where the sixth one ends leaves the flag's last zero to the next piece,
        # so that two flags may share it (ISO/IEC 13239 4.2); a piece that begins with a one is an abort.
        *pieces, tail = (self._tail + _bits(reverse_bits(octets))).split(_FLAG[:-1])
        self._tail = tail if len(tail) <= _LONGEST_BITS else _NO_FRAME + tail[-len(_FLAG) :]
        # Most pieces are nothing but the room between two flags.
        whole = [piece for piece in pieces if len(piece) > _SHORTEST_FRAME_BITS]
        return [frame for piece in whole if (frame := self._frame(piece)) is not None]

    def _frame(self, piece: str) -> EcmFrame | None:
        if piece.startswith(_NO_FRAME):
            return None
        bits = piece[1:].replace(_ONES_AND_ZERO, _ONES)
        if len(bits) < _SHORTEST_FRAME_BITS:
            return None
        octets = int("1" + bits, 2).to_bytes(len(bits) // 8 + 1)[1:] if len(bits) % 8 == 0 else b""
        if not octets or binascii.crc_hqx(octets, 0xFFFF) != _FRAME_CHECK_RESIDUE:
            self.damaged += 1
            return None
        return _recognise(reverse_bits(octets)[:-2])


def _recognise(octets: bytes) -> EcmFrame | None:
    """The frame in header, FCF and information; None for one that T.4 Annex A does not have."""
    if octets[:2] != _HEADER or len(octets) < 3:
        return None
    if octets[2] == _RCP:
        return ReturnToControl()
    if octets[2] == _FCD and 4 <= len(octets) <= 4 + FRAME_OCTETS:
        return DataFrame(octets[3], octets[4:])
    return None


# ---- the fields of PPS, EOR and PPR ----

NULL = 0x00  # T.30 A.4.3: more blocks of this page follow
_POST_PAGE = (Fcf.MPS, Fcf.EOM, Fcf.EOP, Fcf.PRI_MPS, Fcf.PRI_EOM, Fcf.PRI_EOP)


@dataclass(frozen=True)
class PartialPage:
    """What a PPS says (T.30 A.4.3): ``command`` None for NULL, ``frame_count`` 1 to 256, counters modulo 256."""

    command: Fcf | None
    page: int
    block: int
    frame_count: int


def write_pps(partial: PartialPage) -> bytes:
    """The FIF of PPS: post-message command, page, block, frames less one."""
    counters = (partial.page % 256, partial.block % 256, partial.frame_count - 1)
    return bytes((write_command(partial.command)[0], *counters))


def read_pps(information: bytes) -> PartialPage | None:
    """The FIF of a PPS; None when it is too short or its command is no post-message command."""
    if len(information) < 4 or not is_post_page(information):
        return None
    return PartialPage(read_command(information), information[1], information[2], information[3] + 1)


def write_command(command: Fcf | None) -> bytes:
    """The second FCF of PPS and EOR (the whole FIF of EOR), with X = 1: the caller has received DIS."""
    return bytes((NULL if command is None else command | DIS_RECEIVED,))


def is_post_page(information: bytes) -> bool:
    """Whether the FIF of a PPS or EOR begins with NULL, MPS, EOM, EOP or one of their PRI forms."""
    return bool(information) and (_is_null(information[0]) or fcf_of(information[0]) in _POST_PAGE)


def read_command(information: bytes) -> Fcf | None:
    """The second FCF of a PPS or EOR for which ``is_post_page`` holds; None for NULL."""
    return None if _is_null(information[0]) else fcf_of(information[0])


def _is_null(code: int) -> bool:
    return code & ~DIS_RECEIVED == NULL


def write_ppr(missing: Iterable[int], frame_count: int) -> bytes:
    """The FIF of PPR: bit n is 1 where frame n is asked for, and for those beyond the block (T.30 A.4.4)."""
    asked = 0
    for number in (*missing, *range(frame_count, FRAMES_IN_BLOCK)):
        asked |= 1 << number
    return asked.to_bytes(FRAMES_IN_BLOCK // 8, "little")


def read_ppr(information: bytes, frame_count: int) -> tuple[int, ...]:
    """Which frames of a block the far end asks for. A map cut short asks for all beyond its end."""
    asked = int.from_bytes(information.ljust(FRAMES_IN_BLOCK // 8, b"\xff"), "little")
    return tuple(number for number in range(frame_count) if asked >> number & 1)
