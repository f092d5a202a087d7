"""The kind of a document comes from its content (B2)."""

from __future__ import annotations

import pytest

from kiosk.documents.kinds import DocumentKind, sniff, text_encoding
from tests.unit.documents import materials


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (materials.pdf(), DocumentKind.PDF),
        (b"\r\nreceived by mail\r\n" + materials.pdf(), DocumentKind.PDF),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", DocumentKind.JPEG),
        (b"\x89PNG\r\n\x1a\n\x00", DocumentKind.PNG),
        (b"II*\x00\x08\x00\x00\x00", DocumentKind.TIFF),
        (b"MM\x00*\x00\x00\x00\x08", DocumentKind.TIFF),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", DocumentKind.HEIC),
        (b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml", DocumentKind.OFFICE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), DocumentKind.OFFICE),
        (b"{\\rtf1\\ansi hello}", DocumentKind.OFFICE),
        ("传真 fax\r\n".encode(), DocumentKind.TEXT),
        ("传真".encode("gb18030"), DocumentKind.TEXT),
        ("传真".encode("utf-16"), DocumentKind.TEXT),
        (b"PK\x03\x04" + bytes(26) + b"holiday.jpg", None),
        (b"MZ\x90\x00\x03\x00\x00\x00", None),
        (b"\x7fELF\x02\x01\x01", None),
        (b"", None),
    ],
)
def test_content_tells_the_kind(head: bytes, kind: DocumentKind | None) -> None:
    assert sniff(head) is kind


def test_a_character_cut_at_the_end_of_the_first_octets_is_still_text() -> None:
    assert text_encoding("真".encode()[:2]) == "utf-8"
    assert text_encoding("真".encode()[:2] + b"\x00", whole=True) is None


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
def test_chinese_text_is_read_in_the_encoding_it_came_in(codec: str) -> None:
    octets = "您好，请把传真发到 021-1234。".encode(codec)
    found = text_encoding(octets, whole=True)
    assert found is not None and octets.decode(found) == "您好，请把传真发到 021-1234。"


def test_kinds_of_a_later_day_are_known_but_not_accepted() -> None:
    assert [kind for kind in DocumentKind if not kind.accepted] == [DocumentKind.HEIC, DocumentKind.OFFICE]
    assert DocumentKind.OFFICE.shown == "Office" and DocumentKind.HEIC.shown == "HEIC"
