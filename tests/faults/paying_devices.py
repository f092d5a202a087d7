"""The scenarios of money that devices take, for whoever records a disk: at the machine, and by QR code.

Owns their list only. What happens in them is ``machine_scenario``'s and ``qr_scenario``'s.
"""

from __future__ import annotations

from tests.faults import machine_scenario, qr_scenario
from tests.faults.recorded_day import MoneyScenario

AT_THE_MACHINE = MoneyScenario("at the machine", machine_scenario.morning, machine_scenario.live_on)
BY_QR_CODE = MoneyScenario("by QR code", qr_scenario.morning, qr_scenario.live_on)
