"""What must hold between the register of vouchers, the sales, the payments and the ledger (G2, G4).

Owns those rules as queries, as ``ledger_faults`` does for the rest. Called by it.
"""

from __future__ import annotations

VOUCHERS = (
    (
        "SELECT u.number AS x FROM voucher_use u LEFT JOIN voucher_issue i ON i.id = u.issue_id"
        " LEFT JOIN charge c ON c.kind = 'voucher' AND c.job_id = i.id WHERE u.issue_id IS NOT NULL AND (i.id IS NULL"
        " OR u.face_fen != i.face_fen OR u.number NOT BETWEEN printf('%s-%06d', i.series, i.first)"
        " AND printf('%s-%06d', i.series, i.last) OR length(u.number) != length(printf('%s-%06d', i.series, i.first))"
        " OR (i.sold AND c.state IS NOT 'paid'"
        " AND NOT EXISTS (SELECT 1 FROM payment r WHERE r.reverses = u.receipt)))",
        "voucher {}: was used, and was not issued so, or is not paid for",
    ),
    (
        "SELECT u.number AS x FROM voucher_use u JOIN voucher_issue i ON i.series ="
        " substr(u.number, 1, instr(u.number, '-') - 1) AND CAST(substr(u.number, instr(u.number, '-') + 1) AS INTEGER)"
        " BETWEEN i.first AND i.last WHERE u.issue_id IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM payment r WHERE r.reverses = u.receipt)",
        "voucher {}: was used beside the register",
    ),
    (
        "SELECT u.number AS x FROM voucher_use u JOIN payment p ON p.receipt = u.receipt"
        " JOIN ledger_transaction t ON t.id = p.transaction_id WHERE t.reason != u.number"
        " AND substr(t.reason, 1, length(u.number) + 14) != u.number || '; approved_by='",
        "voucher {}: its payment was by another",
    ),
    # What was paid for vouchers and what they have paid, each with what was struck out: the rest is owed.
    (
        "SELECT account AS x FROM (SELECT account, sum(amount_fen) AS fen FROM ledger_posting"
        " WHERE account >= 'prepaid:' AND account < 'prepaid;' GROUP BY account"
        " UNION ALL SELECT 'prepaid:' || i.series, sum(p.amount_fen) FROM charge c"
        " JOIN voucher_issue i ON i.id = c.job_id JOIN payment p ON p.charge_id = c.id"
        " WHERE c.kind = 'voucher' GROUP BY 1"
        " UNION ALL SELECT 'prepaid:' || i.series, -sum(p.amount_fen) FROM voucher_use u"
        " JOIN voucher_issue i ON i.id = u.issue_id AND i.sold"
        " JOIN payment p ON p.receipt = u.receipt OR p.reverses = u.receipt GROUP BY 1)"
        " GROUP BY account HAVING sum(fen) != 0",
        "account {}: does not hold what is owed for vouchers that were sold",
    ),
)
