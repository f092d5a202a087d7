"""Where faults are tried whose power is cut by an exception or a signal: the true disk is not asked there.

Called by the tests of commits, octets and walks, which flush by the hundred.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

_MEMORY = Path("/dev/shm")
_ENOUGH = 256 << 20  # octets: a container has 64 MB of it where nobody has asked for more, and a test's copies take 30


@pytest.fixture
def room() -> Iterator[Path]:
    """In memory where there is enough of it for whatever runs at the same time."""
    fits = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ENOUGH
    with TemporaryDirectory(dir=_MEMORY if fits else None) as folder:
        yield Path(folder)
