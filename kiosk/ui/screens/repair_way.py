"""The way into the repair flow: who is it, then what is to be repaired."""

from __future__ import annotations

from kiosk.ui.pinyin import Pinyin
from kiosk.ui.screen import Screen
from kiosk.ui.screens.identify import Identify
from kiosk.ui.screens.repair_item import RepairItem
from kiosk.ui.shell import MakeScreen, Shell


def repair_way(pinyin: Pinyin) -> MakeScreen:
    """The first screen of the flow for a shell: identification, unless the person is known already (A3)."""

    def begin(shell: Shell) -> Screen:
        if shell.visit.visitor is None:
            return Identify(shell, lambda: RepairItem(shell, pinyin))
        return RepairItem(shell, pinyin)

    return begin
