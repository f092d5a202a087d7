"""Migration of price lists: their periods, which are withdrawn, the rate an order keeps, pages that were free (D1, B4).

Owns the shape of these. Called by ``kiosk.store.schema``.
"""

from __future__ import annotations

from kiosk.store.ledger_schema import append_only

# ``rate``: the order's own rate as JSON, so that no change of list changes what it costs; '' for the time before rates.
# ``allowance``: pages of the month's free ones that an order has taken to itself; what of it was used, its pages tell.
_VALIDITY = """
ALTER TABLE price_list ADD COLUMN valid_until_utc TEXT;
CREATE TABLE price_list_withdrawal (
    version INTEGER PRIMARY KEY REFERENCES price_list (version),
    withdrawn_by INTEGER NOT NULL REFERENCES price_list (version), withdrawn_utc TEXT NOT NULL
) STRICT;
ALTER TABLE fax_job ADD COLUMN rate TEXT NOT NULL DEFAULT '';
CREATE TABLE allowance (
    job_id INTEGER PRIMARY KEY REFERENCES fax_job (id), unit_id TEXT NOT NULL REFERENCES unit (id),
    item TEXT NOT NULL, month TEXT NOT NULL, units INTEGER NOT NULL CHECK (units > 0)
) STRICT;
CREATE INDEX allowance_of ON allowance (unit_id, item, month);
"""
_KEPT = ("price_list", "price_list_withdrawal", "allowance")

PRICE_VALIDITY = _VALIDITY + ";\n".join(rule for table in _KEPT for rule in append_only(table))
