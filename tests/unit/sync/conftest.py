"""What several tests of head office begin with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from kiosk.headoffice.tables import open_database


@pytest.fixture
def office() -> Iterator[Engine]:
    """Head office's database, empty."""
    made = open_database("sqlite://")
    yield made
    made.dispose()
