"""The volatile state: line progress, device health, plugged-in sticks. In memory-backed storage, gone at power-off.

Owns one table of named JSON values in the second SQLite file. The core writes, the screens read. Nothing here may be
needed to tell the truth about money or pages.
"""

from __future__ import annotations

import json
from typing import Any

from kiosk.store.database import Store


class Live:
    """Named JSON values shared by the two processes."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, key: str, value: object) -> None:
        """Set ``key``. None: it is over, and what stood there (names of files, who called) leaves the file as well."""
        text = json.dumps(value, ensure_ascii=False)
        with self._store.step() as store:
            store.run(
                "INSERT INTO live VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, text)
            )
        if value is None:
            self._store.wipe()

    def remove(self, key: str) -> None:
        """Nothing is told under ``key`` any more: it is no member of its group either, and leaves the file as well."""
        with self._store.step() as store:
            store.run("DELETE FROM live WHERE key = ?", (key,))
        self._store.wipe()

    def get(self, key: str, default: Any = None) -> Any:
        """The value of ``key``, or ``default``."""
        row = self._store.row("SELECT value FROM live WHERE key = ?", (key,))
        return json.loads(row["value"]) if row else default

    def group(self, prefix: str) -> dict[str, Any]:
        """All values whose key begins with ``prefix``, by the rest of their key."""
        rows = self._store.rows("SELECT key, value FROM live WHERE key GLOB ? ORDER BY key", (prefix + "*",))
        return {row["key"][len(prefix) :]: json.loads(row["value"]) for row in rows}

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()
