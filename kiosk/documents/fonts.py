"""Which font draws plain text.

Owns the value and the places where Debian keeps fonts with Chinese characters. Opens nothing: the child does. Given to
the readers by the composition root; the command line tool asks ``installed_text_font``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class TextFont:
    """A font file; ``face`` picks one of a collection."""

    path: Path
    face: int = 0


# Face 2 of Noto's collections is the Simplified Chinese one; face 0 would give Japanese forms.
_KNOWN = (
    TextFont(Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"), 2),
    TextFont(Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")),
    TextFont(Path("/usr/share/fonts/wqy-microhei/wqy-microhei.ttc")),
)


def installed_text_font() -> TextFont | None:
    """A font of this machine that has Chinese characters, or None."""
    return next((font for font in _KNOWN if font.path.is_file()), None)
