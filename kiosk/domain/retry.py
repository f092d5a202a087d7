"""When a fax is tried again (B6): by the cause of the failure, on a schedule, within a limit.

Pure: outcome and count in, seconds out. Called by the desk when an attempt has ended.
"""

from __future__ import annotations

from dataclasses import dataclass

# How many attempts a cause is worth in all; a cause that is not named here ends the order at once: dialling a person
# who says "hello?" again, or a machine that cannot take what we have, only annoys.
_ATTEMPTS = {
    "busy": 5,
    "no_answer": 3,
    "no_dial_tone": 5,
    "no_carrier": 3,
    "not_a_fax": 2,
    "training_failed": 3,
    "page_refused": 2,
    "line_lost": 3,
    "modem_failed": 5,
}


@dataclass(frozen=True)
class RetryPlan:
    """Waits between attempts in seconds; the last one repeats."""

    waits_s: tuple[int, ...] = (60, 120, 300)

    def next_wait_s(self, outcome: str, attempts: int) -> int | None:
        """Seconds until the next attempt after ``attempts`` made, or None when the order has failed."""
        if attempts >= _ATTEMPTS.get(outcome, 0):
            return None
        return self.waits_s[min(attempts, len(self.waits_s)) - 1]
