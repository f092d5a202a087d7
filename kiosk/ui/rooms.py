"""The screens that others lead to without knowing them, and the services as flows.

Owns their names only. Filled by ``kiosk.ui.running``, asked by the shell and, through it, by screens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.ui.flow.walk import FlowBook
from kiosk.ui.screen import Screen

if TYPE_CHECKING:
    from kiosk.ui.shell import Shell

MakeScreen = Callable[["Shell"], Screen]


@dataclass(frozen=True)
class Rooms:
    """How each is made; no ``staff``: no such side."""

    idle: MakeScreen
    home: MakeScreen
    flows: FlowBook
    staff: MakeScreen | None = None
