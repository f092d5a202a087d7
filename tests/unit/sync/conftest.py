"""What several tests of head office begin with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from kiosk.headoffice.tables import open_database
from tests.hw_doubles.office_database import office_url


@pytest.fixture
def office() -> Iterator[Engine]:
    """Head office's database, empty."""
    made = open_database(office_url())
    yield made
    made.dispose()
