"""Files for other people: there when they are whole, and without a cell that a spreadsheet would run (K5).

Ground: a value and two ways of opening a file, without a world of their own. Called by the command line on the kiosk
and at head office, and by whatever writes tables.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO, TypeVar

_STARTS_FORMULA = (*"=+-@", *"＝＋－＠", *"\t\r\n")  # full width too, as East Asian spreadsheets take it
_Cell = TypeVar("_Cell")


@contextlib.contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Where to write what becomes ``target`` when it is whole; broken off, what was there before stays.

    Raises OSError, before anything is written, where there can be no such file.
    """
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if target.exists() and not target.is_file():  # a pipe, a terminal
        yield target
        return
    part = target.with_name(f"{target.name}.part")
    part.touch()
    try:
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def text_out(where: str) -> Iterator[TextIO]:
    """A file that is there when it is whole, in UTF-8; ``-`` is the terminal, or what it was turned into: as well."""
    if where == "-":
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="")  # a terminal may speak GBK, and a file of it would too
        yield sys.stdout
        return
    with whole_file(Path(where)) as part, part.open("w", encoding="utf-8", newline="") as out:
        yield out


def guarded(cell: _Cell) -> _Cell | str:
    """An apostrophe in front makes a spreadsheet show text instead of calculating it; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(_STARTS_FORMULA):
        return f"'{cell}"
    return cell
