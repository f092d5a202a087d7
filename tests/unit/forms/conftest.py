"""The faces that set-up has made: forms are tested with the type they are printed in."""

from __future__ import annotations

import pytest

from kiosk.assets import Assets, default_root


@pytest.fixture(scope="session")
def assets() -> Assets:
    return Assets(default_root())
