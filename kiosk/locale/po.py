"""Reads the house's own catalogues: gettext's PO files, without what translators' tools put around the sentences.

Owns the file format (GNU gettext manual, "The Format of PO Files"): ``msgid``, ``msgid_plural``, ``msgstr``,
``msgstr[N]``, strings that go on in the next line, comments. Babel takes ten times as long, and the
screens have 1.5 s to be there; the tests hold the two against each other. Called by ``kiosk.locale``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path


class PoError(ValueError):
    """A line is none of a PO file's: the catalogue is broken."""


def read_po(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each ``msgid`` but the header's with its forms, singular first. Raises PoError."""
    fields: dict[str, str] = {}
    field = ""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if not line.startswith('"'):
            field, _, line = line.partition(" ")
            if field == "msgid":
                yield from _message(fields)
                fields = {}
            fields[field] = ""
        if not (field.startswith("msg") and line.startswith('"') and line.endswith('"')):
            raise PoError(f"{path.name}:{number}: {line!r}")
        fields[field] += _unquoted(line)
    yield from _message(fields)


def _message(fields: dict[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    forms = tuple(text for name, text in fields.items() if name.startswith("msgstr"))
    if fields.get("msgid"):
        yield fields["msgid"], forms


def _unquoted(line: str) -> str:
    return str(ast.literal_eval(line)) if "\\" in line else line[1:-1]
