"""Files that people, and worse than people, bring on sticks: made here, octet by octet where no library would.

Owns the making of test documents. Used by the tests of the documents room and by its bench.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Iterable, Sequence

from PIL import Image, ImageDraw, ImageFilter

A4_POINTS = (595.276, 841.89)
TEXT_PAGE = (
    b"BT /F1 12 Tf 72 760 Td 16 TL " + b"(The quick brown fox jumps over the lazy dog 0123456789) Tj T* " * 40 + b"ET"
)
BLACK_SQUARE = b"0 g 72 700 72 72 re f"  # one inch, one inch from the left edge


def pdf(
    contents: Sequence[bytes] = (BLACK_SQUARE,),
    size: tuple[float, float] = A4_POINTS,
    page_extra: bytes = b"",
    trailer_extra: bytes = b"",
    extra_objects: Sequence[bytes] = (),
    root_extra: bytes = b"",
) -> bytes:
    """A PDF with one page per content stream. Objects: 1 catalogue, 2 tree, 3 font, then extras, then pages."""
    first = 4 + len(extra_objects)
    kids = b" ".join(b"%d 0 R" % (first + 2 * at) for at in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % root_extra,
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(contents), kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *extra_objects,
    ]
    box = b"[0 0 %g %g]" % size
    for at, content in enumerate(contents):
        resources = b"/Resources<</Font<</F1 3 0 R/F2 4 0 R>>/Shading<</S1 5 0 R>>>>"
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox%s%s/Contents %d 0 R%s>>"
            % (box, resources, first + 2 * at + 1, page_extra)
        )
        packed = zlib.compress(content)
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed))
    return pdf_file(objects, trailer_extra)


def pdf_file(objects: Iterable[bytes], trailer_extra: bytes = b"") -> bytes:
    """Objects numbered from 1, with a cross-reference table; object 1 is the catalogue."""
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, trailer_extra, table))
    return out.getvalue()


def encrypted_pdf() -> bytes:
    """Standard security handler, revision 2: the empty password does not match /U, so a reader must ask for one."""
    secret = b"<" + b"5a" * 32 + b">"
    handler = b"<</Filter/Standard/V 1/R 2/O%s/U%s/P -4>>" % (secret, secret)
    return pdf(
        trailer_extra=b"/Encrypt%s/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]" % handler
    )


_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def restricted_pdf() -> bytes:
    """Opens without a password, as most "protected" PDFs do; only printing and changing are forbidden.

    ISO 32000-1, 7.6.3: algorithms 2 and 4 for revision 2 with an empty user password.
    """
    owner, identity = b"\x11" * 32, b"\x0f" * 16
    key = hashlib.md5(_PADDING + owner + struct.pack("<i", -64) + identity).digest()[:5]
    user = _rc4(key, _PADDING)
    handler = b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -64>>" % (owner.hex().encode(), user.hex().encode())
    return pdf([b""], trailer_extra=b"/Encrypt%s/ID[%s%s]" % (handler, *[b"<" + b"0f" * 16 + b">"] * 2))


def _rc4(key: bytes, octets: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for octet in octets:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(octet ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def filled_form_pdf() -> bytes:
    """A form whose only ink is what somebody typed into a field."""
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(Filled in)/F 4/Rect[72 600 400 630]/DA(/F1 14 Tf 0 g)>>"
    form = b"<</Fields[4 0 R]/DR<</Font<</F1 3 0 R>>>>/DA(/F1 14 Tf 0 g)/NeedAppearances true>>"
    return pdf([b""], page_extra=b"/Annots[4 0 R]", extra_objects=[field, form], root_extra=b"/AcroForm 5 0 R")


def foreign_font_pdf() -> bytes:
    """Chinese text in a font that the file only names, as many Chinese offices make them."""
    font = b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/GBK-EUC-H/DescendantFonts[5 0 R]>>"
    system = b"<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    glyphs = b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo%s>>" % system
    text = b"BT /F2 24 Tf 72 700 Td <%s> Tj ET" % "您好传真".encode("gbk").hex().encode()
    return pdf([text], extra_objects=[font, glyphs])


def many_pages_pdf(count: int) -> bytes:
    """``count`` pages that share one content stream."""
    kids = b" ".join(b"4 0 R" for _ in range(count))
    return pdf_file(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids),
            b"<</Length 0>>stream\n\nendstream",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R>>",
        ]
    )


def deep_tree_pdf(depth: int) -> bytes:
    """One page under ``depth`` nested nodes of the page tree."""
    nodes = [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (3 + at) for at in range(depth)]
    page = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]>>" % (depth + 1)
    return pdf_file([b"<</Type/Catalog/Pages 2 0 R>>", *nodes, page])


def looping_tree_pdf() -> bytes:
    """A page tree that is its own child, claiming five pages."""
    return pdf_file([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 5/Kids[2 0 R 2 0 R]>>"])


def slow_pdf() -> bytes:
    """A few kilobytes that take minutes to draw, in little memory: every pel is the sine of a cosine of a sine ...

    That is page 1; page 2 is harmless.
    """
    program = b"{add " + b"sin cos " * 5000 + b"}"
    function = b"<</FunctionType 4/Domain[0 1 0 1]/Range[0 1]/Length %d>>stream\n%s\nendstream" % (
        len(program),
        program,
    )
    shading = b"<</ShadingType 1/ColorSpace/DeviceGray/Matrix[595 0 0 842 0 0]/Function 4 0 R>>"
    return pdf([b"/S1 sh", BLACK_SQUARE], extra_objects=[function, shading])


def bloated_pdf(fills: int = 10_000_000) -> bytes:
    """A few kilobytes that need gigabytes: millions of drawing operations, all kept in memory by a reader."""
    return pdf([b"0.5 g " + b"0 0 595 842 re f " * fills])


def picture(width: int = 1000, height: int = 1414, mode: str = "L") -> Image.Image:
    """White, with a black square a tenth of the width wide near the top left corner."""
    image = Image.new(mode, (width, height), "white" if mode != "1" else 1)
    side = width // 10
    ImageDraw.Draw(image).rectangle((side, side, 2 * side - 1, 2 * side - 1), fill="black" if mode != "1" else 0)
    return image


def shadowed_photo(width: int = 1500, height: int = 2121) -> Image.Image:
    """A telephone's photograph of a page: rules of black on paper that falls into shadow towards one corner."""
    paper = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(paper)
    for top in range(200, height - 200, 60):
        pen.rectangle((150, top, width - 150, top + 8), fill=0)
    shadow = Image.radial_gradient("L").resize((2 * width, 2 * height)).crop((0, 0, width, height))
    lit = Image.composite(
        paper, Image.new("L", paper.size, 0), shadow.point([max(60, 235 - v // 2) for v in range(256)])
    )
    return lit.filter(ImageFilter.GaussianBlur(1))


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    """An image as a file."""
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def fax_tiff(pages: int, lines: int = 2292, dpi: tuple[int, int] = (204, 196), compression: str = "group4") -> bytes:
    """A multi-page fax as other machines store it."""
    images = []
    for number in range(1, pages + 1):
        image = Image.new("1", (1728, lines), 1)
        ImageDraw.Draw(image).rectangle((100, 100, 100 + 50 * number, 200), fill=0)
        images.append(image)
    return encoded(images[0], "TIFF", save_all=True, append_images=images[1:], compression=compression, dpi=dpi)


def png_header(width: int, height: int, bit_depth: int = 8, colour: int = 2, rows: int = 0) -> bytes:
    """A PNG that claims to be ``width`` x ``height``, with ``rows`` rows of zeros, well compressed."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, bit_depth, colour, 0, 0, 0)
    row_octets = 1 + (width * bit_depth * {0: 1, 2: 3, 6: 4}[colour] + 7) // 8
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(row_octets)) for _ in range(rows)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def jpeg_of_size(width: int, height: int) -> bytes:
    """A small JPEG whose frame header says ``width`` x ``height``."""
    octets = bytearray(encoded(Image.new("L", (64, 64), 200), "JPEG"))
    frame = octets.index(b"\xff\xc0")
    octets[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(octets)


def looping_tiff() -> bytes:
    """A TIFF whose first directory names itself as the next."""
    octets = bytearray(encoded(picture(200, 200), "TIFF"))
    start = struct.unpack_from("<I", octets, 4)[0]
    entries = struct.unpack_from("<H", octets, start)[0]
    struct.pack_into("<I", octets, start + 2 + 12 * entries, start)
    return bytes(octets)
