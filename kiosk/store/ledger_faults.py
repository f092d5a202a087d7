"""What must hold between the ledger and the rows around it: payments, charges, receipts, counts (G1-G4).

Owns those rules as queries, each of which finds the rows that break it. The chain itself is ``ledger_proof``'s. Called
by ``Takings.faults`` (tests, after every cut of the power) and by the proof for auditors.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from kiosk.store.database import Row

_SUMS = (
    "SELECT t.id AS x FROM ledger_transaction t WHERE 0 !="
    " (SELECT coalesce(sum(amount_fen), 1) FROM ledger_posting p WHERE p.transaction_id = t.id)",
    "transaction {}: its postings do not sum to nought",
)
_RULES = (
    (
        "SELECT r.id AS x FROM ledger_transaction r WHERE r.reverses IS NOT NULL AND EXISTS"
        " (SELECT account, amount_fen FROM ledger_posting WHERE transaction_id = r.reverses"
        " EXCEPT SELECT account, -amount_fen FROM ledger_posting WHERE transaction_id = r.id)",
        "transaction {}: does not mirror the one it reverses",
    ),
    (
        "SELECT id AS x FROM ledger_transaction"
        " WHERE (kind IN ('void', 'refund')) != (reverses IS NOT NULL) OR reverses >= id",
        "transaction {}: reverses nothing, or what it may not",
    ),
    (
        "SELECT receipt AS x FROM payment p WHERE amount_fen !="
        " (SELECT -sum(e.amount_fen) FROM ledger_posting e WHERE e.transaction_id = p.transaction_id"
        " AND e.account LIKE 'income:%')",
        "receipt {}: ledger differs",
    ),
    (
        "SELECT t.id AS x FROM ledger_transaction t WHERE kind IN ('payment', 'void', 'refund')"
        " AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.transaction_id = t.id AND p.receipt_number = t.document)",
        "transaction {}: has no receipt",
    ),
    (
        "SELECT p.receipt AS x FROM payment p JOIN ledger_transaction t ON t.id = p.transaction_id"
        " LEFT JOIN payment o ON o.receipt = p.reverses WHERE t.reverses IS NOT o.transaction_id"
        " OR o.amount_fen != -p.amount_fen OR o.reverses IS NOT NULL",
        "receipt {}: strikes out another than its transaction",
    ),
    (
        "SELECT c.id AS x FROM charge c LEFT JOIN payment p ON p.charge_id = c.id GROUP BY c.id"
        " HAVING coalesce(sum(p.amount_fen), 0) != CASE WHEN c.state = 'paid' THEN c.amount_fen ELSE 0 END",
        "charge {}: state and payment differ",
    ),
    (
        "SELECT receipt AS x FROM payment WHERE receipt > 1"
        " AND NOT EXISTS (SELECT 1 FROM payment b WHERE b.receipt = payment.receipt - 1)",
        "receipt {}: the number before it is missing",
    ),
    (
        "SELECT name AS x FROM (SELECT 'receipt' AS name, (SELECT coalesce(max(receipt), 0) FROM payment) AS given"
        " UNION ALL SELECT 'cash_count', (SELECT count(*) FROM cash_count))"
        " LEFT JOIN counter USING (name) WHERE coalesce(value, 0) != given",
        "counter {}: is not at the last number that was given",
    ),
    (
        "SELECT c.number AS x FROM cash_count c WHERE c.counted_fen != c.expected_fen AND NOT EXISTS"
        " (SELECT 1 FROM ledger_transaction t JOIN ledger_posting p ON p.transaction_id = t.id"
        " WHERE t.kind = 'count' AND t.document = c.number AND p.account LIKE 'cash:%'"
        " AND p.amount_fen = c.counted_fen - c.expected_fen)",
        "count {}: its difference is not booked",
    ),
    (
        "SELECT t.id AS x FROM ledger_transaction t JOIN cash_count c ON c.purpose = 'closing'"
        " AND t.business_day = c.business_day WHERE t.id > c.after_transaction",
        "transaction {}: booked on a day that was over",
    ),
)


class Reading(Protocol):
    """What can be asked: the store, or an auditor's read-only connection."""

    def rows(self, sql: str) -> list[Row]: ...


def money_faults(store: Reading) -> Iterator[str]:
    """A sentence for each fault, the oldest first within a rule; nothing when the books are right."""
    yield from _broken(store, (_SUMS, *_RULES))


def faults_around(store: Reading) -> Iterator[str]:
    """The same for a ledger whose chain is walked anyway, sums and all."""
    yield from _broken(store, _RULES)


def _broken(store: Reading, rules: Sequence[tuple[str, str]]) -> Iterator[str]:
    for sql, sentence in rules:
        yield from (sentence.format(row["x"]) for row in store.rows(sql))
