"""A handwriting model is read in parts, and what is read is the same (D2, K4)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from struct import pack, unpack_from

import pytest

from kiosk.ui.model_parts import cut, models_of
from kiosk.ui.zinnia import MODELS, Model, load
from tests.bench.usage import forget_most_memory, memory_mb, most_memory_mb

_SIMPLIFIED = MODELS / "handwriting-zh_CN.model"
_WOOD = (((10, 34), (90, 32)), ((50, 6), (50, 95)), ((48, 34), (34, 58), (8, 80)), ((52, 34), (66, 56), (92, 78)))
_NO_NUMBER = b"\xff\xff\xff\xff"  # as a value it looks like the index that ends a character


def _character(name: str, *weights: bytes) -> bytes:
    indices = (pack("<i", index) + weight for index, weight in enumerate(weights))
    return name.encode().ljust(16, b"\0") + pack("<f", 0.5) + b"".join(indices) + pack("<if", -1, 0)


_CHARACTERS = (
    _character("一", b"1234"),
    _character("二", _NO_NUMBER, b"1234"),
    _character("三"),
    _character("四", b"5678"),
)


def _model(*characters: bytes) -> bytes:
    body = b"".join(characters)
    return pack("<III", (12 + len(body)) ^ 0x0EF71821, 1, len(characters)) + body


@contextmanager
def _opened(path: Path, octets: bytes) -> Iterator[int]:
    path.write_bytes(octets)
    with path.open("rb") as file:
        yield file.fileno()


@pytest.mark.parametrize("most", [len(_CHARACTERS[1]), 100, 10_000])
def test_the_parts_are_models_and_together_they_have_every_character(tmp_path: Path, most: int) -> None:
    with _opened(tmp_path / "m", _model(*_CHARACTERS)) as file:
        models = [bytes(model) for model in models_of(file, cut(file, most))]
    assert b"".join(model[12:] for model in models) == b"".join(_CHARACTERS)
    assert all(len(model) <= 12 + most for model in models)
    heads = [unpack_from("<III", model) for model in models]
    assert [size ^ 0x0EF71821 for size, _version, _characters in heads] == [len(model) for model in models]
    assert sum(characters for _size, _version, characters in heads) == len(_CHARACTERS)


@pytest.mark.parametrize(
    "spoilt",
    [b"", b"no model", _model(*_CHARACTERS)[:-1], _model(*_CHARACTERS, b"half a character")],
    ids=["empty", "no model", "cut off", "half a character"],
)
def test_what_is_no_model_is_refused(tmp_path: Path, spoilt: bytes) -> None:
    with _opened(tmp_path / "m", spoilt) as file, pytest.raises(OSError, match="model"):
        cut(file)


def test_a_model_that_becomes_shorter_while_it_is_read_is_refused(tmp_path: Path) -> None:
    with _opened(tmp_path / "m", _model(*_CHARACTERS)) as file:
        models = models_of(file, cut(file, 60))
        next(models)
        os.truncate(tmp_path / "m", 80)
        with pytest.raises(OSError, match="shorter"):
            list(models)


def test_a_reading_in_parts_finds_what_one_with_the_whole_model_finds() -> None:
    whole, parts = (Model(load(), _SIMPLIFIED, part) for part in (64 << 20, 1 << 20))
    drawings = [_WOOD, _WOOD[1:], _WOOD[:1]]
    assert parts.best(drawings, 100, 30) == whole.best(drawings, 100, 30)
    assert parts.best(drawings, 100, 30)[0][0][0] == "木"


def test_a_reading_takes_a_few_megabytes() -> None:
    model = Model(load(), _SIMPLIFIED)
    model.best([_WOOD], 100, 30)
    forget_most_memory()
    before_mb = memory_mb(os.getpid())
    model.best([_WOOD], 100, 30)
    assert most_memory_mb(os.getpid()) - before_mb < 8


def test_a_newer_model_in_the_place_of_an_older_one_is_read_as_it_is(tmp_path: Path) -> None:
    """A package may bring one while the screens run."""
    path = tmp_path / "m"
    path.write_bytes(_model(*_CHARACTERS))
    model = Model(load(), path)
    assert len(model.best([_WOOD], 100, 30)[0]) == 4
    path.write_bytes(_model(*_CHARACTERS[:3]))
    assert {character for character, _score in model.best([_WOOD], 100, 30)[0]} == {"一", "二", "三"}
