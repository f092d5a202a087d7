"""SQLite's own disk, watched and, on request, failing: every write, truncation, flush and removal that it asks for.

Owns a VFS (sqlite.org/vfs.html) that is SQLite's usual one but for five of its calls, which are noted, may be answered
with an error, and are else passed on. The product's code opens its store as always: while the disk is entered, its VFS
is the default. Through ctypes, on the very library that Python's ``sqlite3`` is linked to. Knows no table.
"""

from __future__ import annotations

import _sqlite3
import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import TracebackType

OK, READ_ONLY, IO_ERROR_FSYNC, FULL = 0, 8, 10 | 4 << 8, 13  # sqlite.org/rescode.html


class Kind(StrEnum):
    """What is asked of the disk; MARK is said by a test and is no act of the disk."""

    WRITE = "write"
    TRUNCATE = "truncate"
    SYNC = "sync"
    DELETE = "delete"
    MARK = "mark"


@dataclass(frozen=True)
class Op:
    """One act on file ``name``; ``offset`` is the new size for TRUNCATE; ``data`` is what is written."""

    kind: Kind
    name: str
    offset: int = 0
    data: bytes = field(default=b"", repr=False)


_File, _Vfs = ctypes.c_void_p, ctypes.c_void_p
_OPEN = ctypes.CFUNCTYPE(ctypes.c_int, _Vfs, ctypes.c_void_p, _File, ctypes.c_int, ctypes.c_void_p)
_DELETE = ctypes.CFUNCTYPE(ctypes.c_int, _Vfs, ctypes.c_char_p, ctypes.c_int)
_WRITE = ctypes.CFUNCTYPE(ctypes.c_int, _File, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, _File, ctypes.c_int64)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, _File, ctypes.c_int)


class _VfsStruct(ctypes.Structure):
    """``sqlite3_vfs``, version 3."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("max_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("open", _OPEN),
        ("delete", _DELETE),
        ("rest", ctypes.c_void_p * 14),
    )


class _Methods(ctypes.Structure):
    """``sqlite3_io_methods``, version 3."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("close", ctypes.c_void_p),
        ("read", ctypes.c_void_p),
        ("write", _WRITE),
        ("truncate", _TRUNCATE),
        ("sync", _SYNC),
        ("rest", ctypes.c_void_p * 13),
    )


class Disk:
    """Watches the files ``watched`` and what SQLite keeps beside them. Connections end before the disk is left.

    ``answer`` is asked before each act: anything but OK is SQLite's answer, and the act is not done.
    """

    def __init__(self, watched: Path) -> None:
        self.log: list[Op] = []
        self.answer: Callable[[Op], int] = lambda _: OK
        self._watched = str(watched)
        self._names: dict[int, str] = {}
        self._library = ctypes.CDLL(_sqlite3.__file__)
        self._library.sqlite3_vfs_find.restype = ctypes.POINTER(_VfsStruct)
        self._usual = self._library.sqlite3_vfs_find(None)
        self._methods: dict[int, _Methods] = {}
        self._vfs = _VfsStruct.from_buffer_copy(self._usual.contents)
        self._vfs.name = b"watched"
        self._vfs.open, self._vfs.delete = _OPEN(self._open), _DELETE(self._delete)

    def __enter__(self) -> Disk:
        self._library.sqlite3_vfs_register(ctypes.byref(self._vfs), 1)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._library.sqlite3_vfs_unregister(ctypes.byref(self._vfs))
        self._library.sqlite3_vfs_register(self._usual, 1)

    def mark(self, name: str) -> None:
        """Remember that the test came by here."""
        self.log.append(Op(Kind.MARK, name))

    # --- the calls of the VFS

    def _open(self, _vfs: int, name_at: int | None, file: int, flags: int, out: int | None) -> int:
        """The name goes on as the pointer it came as: SQLite's file keeps it for as long as it is open."""
        code = int(self._usual.contents.open(self._usual, name_at, file, flags, out))
        name = ctypes.string_at(name_at).decode() if name_at else ""
        if code == OK and name.startswith(self._watched):
            self._names[file] = Path(name).name
            pointer = ctypes.c_void_p.from_address(file)  # sqlite3_file begins with the pointer to its methods
            pointer.value = ctypes.addressof(self._methods_for(int(pointer.value or 0)))
        return code

    def _methods_for(self, usual_at: int) -> _Methods:
        if usual_at not in self._methods:
            usual = _Methods.from_address(usual_at)
            ours = _Methods.from_buffer_copy(usual)
            write, truncate, sync = usual.write, usual.truncate, usual.sync

            def on_write(file: int, data: int, octets: int, offset: int) -> int:
                op = Op(Kind.WRITE, self._names[file], offset, ctypes.string_at(data, octets))
                return self._done(op, lambda: write(file, data, octets, offset))

            def on_truncate(file: int, size: int) -> int:
                return self._done(Op(Kind.TRUNCATE, self._names[file], size), lambda: truncate(file, size))

            def on_sync(file: int, flags: int) -> int:
                return self._done(Op(Kind.SYNC, self._names[file]), lambda: sync(file, flags))

            ours.write, ours.truncate, ours.sync = _WRITE(on_write), _TRUNCATE(on_truncate), _SYNC(on_sync)
            self._methods[usual_at] = ours
        return self._methods[usual_at]

    def _delete(self, _vfs: int, name: bytes, sync_folder: int) -> int:
        def delete() -> int:
            return int(self._usual.contents.delete(self._usual, name, sync_folder))

        if not name.decode().startswith(self._watched):
            return delete()
        return self._done(Op(Kind.DELETE, Path(name.decode()).name), delete)

    def _done(self, op: Op, act: Callable[[], int]) -> int:
        if refused := self.answer(op):
            return refused
        if (code := act()) == OK:
            self.log.append(op)
        return code
