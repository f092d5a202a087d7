"""Calls between ``kiosk modem`` and other people's fax software, each on a soft modem of its own at one exchange.

Not part of the suite: the other software is installed only for this (``./run interop``). docs/fax.md has the results.
"""
