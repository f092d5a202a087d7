"""How much a document may cost: the bounds that the sandbox and the intake keep.

Owns the numbers and their reasons. Knows nothing of how they are enforced. Built from the configuration by the
composition root; carried to the child as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000
MEGAPIXEL = 1_000_000


@dataclass(frozen=True)
class DocumentLimits:
    """Bounds for one document.

    ``octets`` of the file, ``pages`` in it, ``pixels`` of one picture (64 million: above the 50-megapixel telephones,
    256 MB decoded, where 20,000 x 20,000 would be 1.6 GB). ``page_cpu_s`` and ``page_wall_s`` bound one request (open
    it, or draw one page: 0.07 s is usual), ``document_cpu_s`` all of them, ``memory_octets`` the child's address space
    (150 MB of it is Python and pdfium themselves).
    """

    octets: int = 50 * MEGABYTE
    pages: int = 200
    pixels: int = 64 * MEGAPIXEL
    page_cpu_s: int = 15
    page_wall_s: int = 30
    document_cpu_s: int = 300
    memory_octets: int = 1024 * 1024 * 1024
