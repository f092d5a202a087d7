"""What must hold of each transaction and each receipt by itself, in one reading of either table (G1-G4).

Owns these two questions. A kiosk has a million of both in its life and few of anything else, so what else may be asked
rule by rule (``ledger_faults``) is asked here row by row: the first thing that a row breaks is told. Called by
``ledger_faults``.
"""

from __future__ import annotations

# Most are payments: they are asked first, and only what concerns them. A list of three or more words costs a table.
TRANSACTIONS = """
SELECT id || wrong AS x FROM (SELECT t.id, CASE
WHEN t.kind = 'payment' AND t.reverses IS NULL THEN
CASE WHEN t.id IN (SELECT transaction_id FROM payment) THEN NULL ELSE ': has no receipt' END
WHEN (t.kind IN ('void', 'refund')) != (t.reverses IS NOT NULL) OR t.reverses >= t.id
THEN ': reverses nothing, or what it may not'
WHEN t.kind IN ('void', 'refund') AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.transaction_id = t.id)
THEN ': has no receipt'
WHEN t.kind IN ('float', 'count', 'deposit') AND NOT EXISTS (SELECT 1 FROM cash_count c WHERE c.number = t.document)
THEN ': moved cash in a count that nobody made'
END AS wrong FROM ledger_transaction t) WHERE wrong IS NOT NULL
"""

_IN_THE_LEDGER = """
(SELECT CASE WHEN -sum(CASE WHEN CASE WHEN c.kind = 'voucher' THEN e.account >= 'prepaid:' AND e.account < 'prepaid;'
ELSE e.account >= 'income:' AND e.account < 'income;' END THEN e.amount_fen END)
IS NOT p.amount_fen THEN ': ledger differs'
WHEN NOT max(CASE WHEN e.amount_fen != p.amount_fen THEN 0 ELSE CASE p.method
WHEN 'cash' THEN e.account = 'cash:drawer' WHEN 'account' THEN e.account = 'unit:' || p.unit_id
WHEN 'machine' THEN e.account = 'held:' || p.charge_id
WHEN 'qr' THEN e.account >= 'provider:' AND e.account < 'provider;'
WHEN 'free' THEN e.account >= 'voucher:free.' AND e.account < 'voucher:free/'
WHEN 'voucher' THEN (e.account >= 'voucher:' AND e.account < 'voucher;')
OR (e.account >= 'prepaid:' AND e.account < 'prepaid;') ELSE 0 END END)
THEN ': was paid another way by the ledger' END
FROM ledger_posting e WHERE e.transaction_id = p.transaction_id)
"""

# Numbers that a restored kiosk must not give, because they may have been given (lost_number), are no gap. What was
# carried over from before the ledger (no business day) had no hand and no moment of its own.
RECEIPTS = f"""
SELECT receipt || coalesce(differs, wrong) AS x FROM (SELECT p.receipt, {_IN_THE_LEDGER} AS differs, CASE
WHEN p.receipt > 1 AND b.receipt IS NULL
AND NOT EXISTS (SELECT 1 FROM lost_number WHERE series = 'receipt' AND last = p.receipt - 1)
THEN ': the number before it is missing'
WHEN p.receipt_number IS NOT t.document OR t.kind != 'payment' AND t.kind NOT IN ('void', 'refund')
OR CAST(substr(p.receipt_number, instr(p.receipt_number, '-') + 1) AS INTEGER) != p.receipt
OR (t.business_day != '' AND (p.staff_id IS NOT t.staff OR p.paid_utc != t.at_utc))
THEN ': is another by its transaction'
WHEN p.unit_id IS NOT c.unit_id OR abs(p.amount_fen) != c.amount_fen
OR (p.reverses IS NULL AND p.tendered_fen - p.change_fen != p.amount_fen)
THEN ': is not for what is owed by its charge'
WHEN t.reverses IS NOT o.transaction_id OR o.amount_fen != -p.amount_fen OR o.reverses IS NOT NULL
THEN ': strikes out another than its transaction'
WHEN p.reverses IS NULL AND (p.method = 'voucher') != (u.number IS NOT NULL AND u.face_fen >= p.amount_fen)
THEN ': no voucher stands behind it, or one that is worth less'
WHEN p.reverses IS NULL AND p.method = 'qr'
AND p.receipt NOT IN (SELECT receipt FROM qr_order WHERE receipt IS NOT NULL)
THEN ': was paid by a code that nobody was shown'
WHEN p.approved_by IS NOT NULL
AND substr(t.reason, -length('; approved_by=' || p.approved_by)) != '; approved_by=' || p.approved_by
THEN ': its transaction does not say who approved it'
WHEN p.method = 'account' AND p.approved_by IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM limit_approval a WHERE a.charge_id = p.charge_id AND a.staff_id = p.approved_by
AND a.payments = (SELECT count(*) FROM payment e WHERE e.charge_id = p.charge_id AND e.receipt < p.receipt))
THEN ': charged above the limit by a word that nobody gave for it'
END AS wrong FROM payment p LEFT JOIN ledger_transaction t ON t.id = p.transaction_id
LEFT JOIN charge c ON c.id = p.charge_id LEFT JOIN payment o ON o.receipt = p.reverses
LEFT JOIN payment b ON b.receipt = p.receipt - 1 LEFT JOIN voucher_use u ON u.receipt = p.receipt)
WHERE coalesce(differs, wrong) IS NOT NULL
"""
