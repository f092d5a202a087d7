"""A page that comes in partial pages: what has arrived of it, what PPR must ask for (T.30 Annex A, T.4 Annex A).

Owns the blocks of the page under way. Refuses to know when anything is sent (``answerer.py``, which calls it) and how a
frame looks (``ecm_frames.py``).
"""

from __future__ import annotations

from kiosk.fax.ecm_frames import FRAMES_IN_BLOCK, DataFrame, FrameReader, PartialPage, ReceivedBlock


class PageInBlocks:
    """The pages of one call under one DCS. ``spoilt``: the caller gave up a block of this page (EOR)."""

    def __init__(self) -> None:
        self.spoilt = False
        self.control_returned = False  # RCP was seen: V.21 comes at once
        self._blocks: list[bytes] = []
        self._block = ReceivedBlock()
        self._frame_count = 0  # of the block under way, as far as it is known
        self._reader = FrameReader()
        self._closed: tuple[int, int] | None = None
        self._closed_block = ReceivedBlock()
        self.given_up = False  # nothing has come since EOR: another one means that ERR was not heard

    def carrier_begins(self) -> None:
        """A fresh carrier: what was left of the last one's bits is gone."""
        self._reader, self.control_returned = FrameReader(), False

    def take(self, octets: bytes) -> None:
        """Data of the carrier."""
        for frame in self._reader.read(octets):
            if isinstance(frame, DataFrame):
                self.given_up = False
                self._block.take(frame)
            else:
                self.control_returned = True

    def is_repeated(self, partial: PartialPage) -> bool:
        """Whether this PPS is about the block that was closed last: our answer to it was not heard.

        Other data since then are another block, whatever its counters say: they stand still with some callers.
        """
        nothing_new = self._block.frames.items() <= self._closed_block.frames.items()
        return (partial.page, partial.block) == self._closed and nothing_new

    def forget_repetition(self) -> bool:
        """Drop data that came once more; whether there were any."""
        came = bool(self._block.frames)
        self._next_block()
        return came

    def missing(self, partial: PartialPage) -> tuple[int, ...]:
        """Numbers of the frames still to come.

        After PPR some senders (libspandsp, machines in the field) count in PPS only the frames sent again: a block has
        as many frames as any PPS has said, and as the highest number that came.
        """
        self.given_up = False
        seen = max(self._block.frames, default=-1) + 1
        self._frame_count = max(self._frame_count, partial.frame_count, seen)
        return self._block.missing(self._frame_count)

    def close(self, partial: PartialPage) -> None:
        """The block is whole: put it to the page. Raises KeyError while a frame is missing."""
        self._blocks.append(self._block.octets(self._frame_count))
        self._closed, self._closed_block = (partial.page, partial.block), self._block
        self._next_block()

    def give_up_block(self) -> None:
        """EOR: the caller sends no more of this block."""
        self.spoilt = self.given_up = True
        self._next_block()

    @property
    def frame_count(self) -> int:
        """How many frames the block under way has, of what PPS has said up to now."""
        return self._frame_count

    def likely_page(self) -> bytes | None:
        """The page, if the block under way should be its last one: it has no hole, and is not a full one."""
        frame_count = max(len(self._block.frames), self._frame_count)
        if self.spoilt or not 0 < frame_count < FRAMES_IN_BLOCK or self._block.missing(frame_count):
            return None
        return b"".join((*self._blocks, self._block.octets(frame_count)))

    def take_page(self) -> bytes:
        """All blocks of the page; the next page begins."""
        octets = b"".join(self._blocks)
        self._blocks.clear()
        self.spoilt = False
        return octets

    def _next_block(self) -> None:
        self._block, self._frame_count = ReceivedBlock(), 0
