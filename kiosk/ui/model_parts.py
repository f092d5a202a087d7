"""A handwriting model in parts, each a model of fewer characters, so that a reading needs little memory (K4).

Owns zinnia's file format as far as cutting needs it. A model is a list of characters which know nothing of each other:
whoever reads with one part after another finds what he would find with the whole, of which every reading needs every
octet: 26 MB, more than any other screen took. Knows no library and no stroke. Called by ``kiosk.ui.zinnia``.

The format, little endian: the file's size (with ``_DISGUISE``), a version, the number of characters; of each character
its name in UTF-8 (16 octets), a bias, and weights of 8 octets, an index and a value each, up to the index -1.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from struct import Struct

_HEAD = Struct("<III")
_DISGUISE = 0x0EF71821
_NAME_AND_BIAS, _WEIGHT = 20, 8
_LAST_INDEX = b"\xff\xff\xff\xff"
PART = 2 << 20  # octets; the longest character has 9,452, a reading with parts of 1 MB takes a tenth longer


@dataclass(frozen=True)
class Part:
    """Characters that stand together in a model: where, in octets, and how many."""

    first: int
    size: int
    characters: int


def cut(model: int, most: int = PART) -> tuple[Part, ...]:
    """The parts of an open file, of at most so many octets. Raises OSError if it is no model.

    Reads all of it, a tenth of a second of a core.
    """
    _version_of(model)
    parts, first = list[Part](), _HEAD.size
    while octets := os.pread(model, most, first):
        part = _whole_ones(octets, first)
        if not part.characters:
            raise OSError("a handwriting model ends in the middle of a character")
        parts.append(part)
        first += part.size
    return tuple(parts)


def models_of(model: int, parts: tuple[Part, ...]) -> Iterator[memoryview]:
    """Each part as a model of its own, in the same memory: it is good until the next is asked for. Raises OSError."""
    version = _version_of(model)
    octets = memoryview(bytearray(_HEAD.size + max((part.size for part in parts), default=0)))
    for part in parts:
        size = _HEAD.size + part.size
        _HEAD.pack_into(octets, 0, size ^ _DISGUISE, version, part.characters)
        if os.preadv(model, [octets[_HEAD.size : size]], part.first) < part.size:
            raise OSError("a handwriting model has become shorter")
        yield octets[:size]


def _version_of(model: int) -> int:
    head = os.pread(model, _HEAD.size, 0)
    if len(head) == _HEAD.size:
        size, version, _characters = _HEAD.unpack(head)
        if size ^ _DISGUISE == os.fstat(model).st_size:
            return int(version)
    raise OSError("no handwriting model")


def _whole_ones(octets: bytes, first: int) -> Part:
    """The characters that begin and end in these octets, the first of which stands at ``first``."""
    size = characters = 0
    while end := _end(octets, size):
        size, characters = end, characters + 1
    return Part(first, size, characters)


def _end(octets: bytes, begin: int) -> int:
    """Behind the character that begins here; 0 if it ends elsewhere. A value may look like the last index."""
    weights = begin + _NAME_AND_BIAS
    at = octets.find(_LAST_INDEX, weights)
    while at >= 0 and (at - weights) % _WEIGHT:
        at = octets.find(_LAST_INDEX, at + 1)
    return at + _WEIGHT if 0 <= at <= len(octets) - _WEIGHT else 0
