"""The words between the parent and the sandboxed child: requests, refusals, headers of answers.

Owns the encoding. Knows neither processes nor pictures. The parent trusts nothing it reads here: every value is checked
for type and range before it is used (``read_opened``, ``read_drawn``).

One request is one line of JSON on the child's standard input; one answer is one line of JSON, then for a page exactly
``octets`` of raster.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kiosk.documents.kinds import DocumentKind
from kiosk.documents.pages import PageChoice, PageNote
from kiosk.documents.sheet import WIDTH_PELS, max_lines
from kiosk.fax.outcome import Resolution

MAX_HEADER_OCTETS = 1024
MEASURES = ("limits", "no_new_privileges", "unprivileged", "no_network", "no_files", "no_calls")


class Refusal(StrEnum):
    """Why the child will not go on with a document."""

    EMPTY = "empty"
    UNSUPPORTED = "unsupported"
    NOT_YET = "not_yet"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    TOO_MANY_PAGES = "too_many_pages"
    PICTURE_TOO_LARGE = "picture_too_large"
    MEMORY = "memory"
    NO_FONT = "no_font"


class RefusedError(Exception):
    """Raised by the readers in the child; its refusal is all that leaves the sandbox."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


class WireError(Exception):
    """The child said something that is not of this protocol: it is no longer ours."""


@dataclass(frozen=True)
class Opened:
    """The child has opened the document."""

    kind: DocumentKind
    page_count: int


@dataclass(frozen=True)
class Drawn:
    """Header of a drawn page; ``octets`` of raster follow."""

    height: int
    notes: frozenset[PageNote]
    octets: int


def line(fields: dict[str, Any]) -> bytes:
    """One header line."""
    return json.dumps(fields, separators=(",", ":")).encode("ascii") + b"\n"


def choice_line(choice: PageChoice) -> bytes:
    """The request to draw a page."""
    return line(
        {
            "number": choice.number,
            "resolution": choice.resolution.value,
            "rotation": choice.rotation,
            "photo": choice.photo,
        }
    )


def read_choice(text: bytes) -> PageChoice:
    """The request as the child reads it (it trusts its parent)."""
    fields = json.loads(text)
    return PageChoice(fields["number"], Resolution(fields["resolution"]), fields["rotation"], fields["photo"])


def read_fields(text: bytes) -> dict[str, Any]:
    """The fields of an answer's header. Raises WireError; a refusal is returned as ``{"refused": Refusal}``."""
    try:
        fields = json.loads(text)
        if not isinstance(fields, dict):
            raise WireError("not an object")
        if "refused" in fields:
            return {"refused": Refusal(fields["refused"]), "kind": _kind_or_none(fields.get("kind"))}
    except (ValueError, RecursionError) as error:
        raise WireError(f"unreadable answer: {type(error).__name__}") from None
    return fields


def read_ready(fields: dict[str, Any]) -> frozenset[str]:
    """The child's first words: which confinements hold (see ``confine``). Raises WireError."""
    said = fields.get("ready")
    if not isinstance(said, list):
        raise WireError("not ready")
    return frozenset(measure for measure in MEASURES if measure in said)


def read_opened(fields: dict[str, Any], max_pages: int) -> Opened:
    """Check the answer to opening. Raises WireError."""
    try:
        return Opened(DocumentKind(fields["kind"]), _whole(fields["pages"], 1, max_pages))
    except (KeyError, TypeError, ValueError) as error:
        raise WireError(f"bad answer to open: {type(error).__name__}") from None


def read_drawn(fields: dict[str, Any], resolution: Resolution) -> Drawn:
    """Check the header of a drawn page: its size follows from its height alone. Raises WireError."""
    try:
        height = _whole(fields["height"], 1, max_lines(resolution) + 1)
        return Drawn(height, frozenset(PageNote(note) for note in fields["notes"]), height * WIDTH_PELS // 8)
    except (KeyError, TypeError, ValueError) as error:
        raise WireError(f"bad answer to draw: {type(error).__name__}") from None


def _whole(value: object, low: int, high: int) -> int:
    if type(value) is not int or not low <= value <= high:
        raise ValueError("out of range")
    return value


def _kind_or_none(value: object) -> DocumentKind | None:
    return DocumentKind(value) if isinstance(value, str) else None
