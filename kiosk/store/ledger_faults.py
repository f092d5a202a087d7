"""What must hold between the ledger and the rows around it: payments, charges, receipts, counts (G1-G4).

Owns those rules as queries, each of which finds the rows that break it. The chain itself is ``ledger_proof``'s. Called
by ``Takings.faults`` (tests, after every cut of the power) and by the proof for auditors.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from kiosk.store.database import Row
from kiosk.store.receipt_faults import RECEIPTS, TRANSACTIONS
from kiosk.store.voucher_faults import VOUCHERS

_SUMS = (
    "SELECT t.id AS x FROM ledger_transaction t WHERE 0 !="
    " (SELECT coalesce(sum(amount_fen), 1) FROM ledger_posting p WHERE p.transaction_id = t.id)",
    "transaction {}: its postings do not sum to nought",
)
_RULES = (
    (
        "SELECT transaction_id AS x FROM ledger_posting WHERE transaction_id < 1 UNION ALL SELECT transaction_id"
        " FROM ledger_posting WHERE transaction_id > (SELECT coalesce(max(id), 0) FROM ledger_transaction)",
        "transaction {}: has postings and is not there",
    ),
    (
        "SELECT r.id AS x FROM ledger_transaction r WHERE r.reverses IS NOT NULL AND EXISTS"
        " (SELECT account, amount_fen FROM ledger_posting WHERE transaction_id = r.reverses"
        " EXCEPT SELECT account, -amount_fen FROM ledger_posting WHERE transaction_id = r.id)",
        "transaction {}: does not mirror the one it reverses",
    ),
    (TRANSACTIONS, "transaction {}"),
    (RECEIPTS, "receipt {}"),
    (
        "SELECT c.id AS x FROM charge c LEFT JOIN payment p ON p.charge_id = c.id GROUP BY c.id"
        " HAVING coalesce(sum(p.amount_fen), 0) != CASE WHEN c.state = 'paid' THEN c.amount_fen ELSE 0 END",
        "charge {}: state and payment differ",
    ),
    (
        "SELECT c.id AS x FROM charge c WHERE c.state != 'paid'"
        " AND c.state NOT IN ('due', 'cash_wanted', 'approval_wanted')"
        " AND NOT (c.state = 'withdrawn' AND c.kind = 'voucher')"
        " AND NOT EXISTS (SELECT 1 FROM payment p JOIN ledger_transaction t ON t.id = p.transaction_id"
        " WHERE p.charge_id = c.id AND t.kind = 'refund') UNION ALL SELECT c.id FROM payment p"
        " CROSS JOIN ledger_transaction t ON t.id = p.transaction_id CROSS JOIN charge c ON c.id = p.charge_id"
        " WHERE p.reverses IS NOT NULL AND t.kind = 'refund' AND c.state != 'refunded'",
        "charge {}: is owed, or not owed any more, against what was given back",
    ),
    (
        "SELECT c.id AS x FROM charge c JOIN charge_line l ON l.charge_id = c.id GROUP BY c.id"
        " HAVING sum(l.quantity * l.unit_fen) != c.amount_fen",
        "charge {}: is not the sum of its lines",
    ),
    (
        "SELECT s.number AS x FROM service_case s JOIN work_quote q ON q.case_id = s.id"
        " LEFT JOIN work_quote_line l ON l.quote_id = q.id GROUP BY q.id"
        " HAVING coalesce(sum(l.quantity * l.unit_fen), 0) != q.total_fen",
        "case {}: a quote is not the sum of its lines",
    ),
    (
        "SELECT s.number AS x FROM service_case s LEFT JOIN charge c ON c.kind = 'repair' AND c.job_id = s.id"
        " WHERE EXISTS (SELECT 1 FROM work_quote q WHERE q.case_id = s.id) AND coalesce(c.amount_fen, 0) !="
        " coalesce((SELECT min(0, l.unit_fen) FROM charge_line l WHERE l.charge_id = c.id"
        " AND l.title_key = 'charge.less'), 0) + CASE s.state WHEN 'closed' THEN"
        " coalesce((SELECT q.total_fen FROM work_quote q JOIN work_answer a ON a.quote_id = q.id WHERE q.case_id = s.id"
        " AND a.agreed ORDER BY q.version DESC LIMIT 1), 0) ELSE 0 END",
        "case {}: charged is not what was agreed to",
    ),
    (
        "SELECT l.first AS x FROM lost_number l WHERE series = 'receipt' AND (EXISTS (SELECT 1 FROM payment"
        " WHERE receipt BETWEEN l.first AND l.last) OR (l.first > 1 AND NOT EXISTS (SELECT 1 FROM payment"
        " WHERE receipt = l.first - 1) AND NOT EXISTS (SELECT 1 FROM lost_number b"
        " WHERE b.series = 'receipt' AND b.last = l.first - 1)))",
        "receipt {}: is left out, and was given or is not the next",
    ),
    (
        "SELECT name AS x FROM (SELECT 'receipt' AS name, max((SELECT coalesce(max(receipt), 0) FROM payment),"
        " (SELECT coalesce(max(last), 0) FROM lost_number WHERE series = 'receipt')) AS given"
        " UNION ALL SELECT 'cash_count', (SELECT count(*) FROM cash_count)"
        " + (SELECT coalesce(sum(last - first + 1), 0) FROM lost_number WHERE series = 'cash_count'))"
        " LEFT JOIN counter USING (name) WHERE coalesce(value, 0) != given",
        "counter {}: is not at the last number that was given",
    ),
    (
        "SELECT c.number AS x FROM cash_count c WHERE c.counted_fen != c.expected_fen AND NOT EXISTS"
        " (SELECT 1 FROM ledger_transaction t JOIN ledger_posting p ON p.transaction_id = t.id"
        " WHERE t.id BETWEEN c.after_transaction - 1 AND c.after_transaction AND t.kind = 'count'"
        " AND t.document = c.number AND p.account LIKE 'cash:%' AND p.amount_fen = c.counted_fen - c.expected_fen)",
        "count {}: its difference is not booked",
    ),
    # Told from the count before it, so that the ledger is read once and not once a count.
    (
        "SELECT number AS x FROM (SELECT *, lag(left_fen, 1, 0) OVER before AS had_fen,"
        " lag(after_transaction, 1, 0) OVER before AS begins FROM (SELECT *, counted_fen - coalesce(bag_fen, 0)"
        " AS left_fen, CASE purpose WHEN 'machine' THEN 'cash:machine' ELSE 'cash:drawer' END AS point FROM cash_count)"
        " WINDOW before AS (PARTITION BY point ORDER BY id)) WHERE left_fen - had_fen != (SELECT"
        " coalesce(sum(p.amount_fen), 0) FROM ledger_posting p WHERE p.transaction_id > begins"
        " AND p.transaction_id <= after_transaction AND +p.account = point)",
        "count {}: the books do not hold what it left",
    ),
    (
        "SELECT number AS x FROM cash_count WHERE counted_fen IS NOT CASE WHEN json_valid(pieces) THEN"
        " (SELECT coalesce(sum(CAST(key AS INTEGER) * value), 0) FROM json_each(pieces)) END",
        "count {}: its pieces are not its sum",
    ),
    (
        "SELECT number AS x FROM cash_count c WHERE bag_fen != 0 AND NOT EXISTS (SELECT 1 FROM ledger_posting p"
        " WHERE p.transaction_id = c.after_transaction AND p.account = 'bag:' || c.bag_number"
        " AND p.amount_fen = c.bag_fen)",
        "count {}: its bag is not booked",
    ),
    (
        "SELECT t.id AS x FROM ledger_transaction t JOIN cash_count c ON c.purpose = 'closing'"
        " AND t.business_day = c.business_day WHERE t.id > c.after_transaction",
        "transaction {}: booked on a day that was over",
    ),
    (
        "SELECT a.id AS x FROM acceptance a WHERE a.state = 'taken' AND a.fen IS NOT (SELECT sum(p.amount_fen)"
        " FROM ledger_posting p WHERE p.transaction_id = a.transaction_id AND p.account = 'cash:machine')",
        "acceptance {}: ledger differs",
    ),
    (
        "SELECT f.acceptance_id AS x FROM acceptance_found f LEFT JOIN acceptance a ON a.id = f.acceptance_id"
        " LEFT JOIN ledger_transaction t ON t.id = a.transaction_id WHERE a.state IS NOT 'taken' OR a.fen != f.fen"
        " OR t.staff IS NOT f.staff_id OR f.fen IS NOT CASE WHEN json_valid(f.pieces) THEN"
        " (SELECT coalesce(sum(CAST(key AS INTEGER) * value), 0) FROM json_each(f.pieces)) END",
        "acceptance {}: is not what was counted of it, or by whom",
    ),
    (
        "SELECT p.transaction_id AS x FROM ledger_posting p JOIN ledger_transaction t ON t.id = p.transaction_id"
        " WHERE p.account = 'cash:machine' AND t.kind = 'advance'"
        " AND NOT EXISTS (SELECT 1 FROM acceptance a WHERE a.transaction_id = t.id)",
        "transaction {}: money of the machine that it did not take in",
    ),
    (
        "SELECT r.id AS x FROM held_return r WHERE NOT EXISTS (SELECT 1 FROM ledger_posting h JOIN ledger_posting b"
        " USING (transaction_id) WHERE transaction_id = r.transaction_id AND h.account = r.account"
        " AND h.amount_fen = r.fen AND b.account = r.to_account AND b.amount_fen = -r.fen)",
        "return {}: ledger differs",
    ),
    (
        "SELECT t.id AS x FROM ledger_transaction t JOIN ledger_posting p ON p.transaction_id = t.id"
        " WHERE t.kind = 'return' AND p.account >= 'held:' AND p.account < 'held;' AND p.account NOT LIKE 'held:qr.%'"
        " AND NOT EXISTS (SELECT 1 FROM held_return r WHERE r.transaction_id = t.id)",
        "transaction {}: gave back money of the machine that nobody noted",
    ),
    (
        "SELECT o.number AS x FROM qr_order o LEFT JOIN payment p ON p.receipt = o.receipt WHERE o.state = 'paid'"
        " AND (p.method IS NOT 'qr' OR p.charge_id != o.charge_id OR p.amount_fen != o.amount_fen OR NOT EXISTS"
        " (SELECT 1 FROM ledger_posting e WHERE e.transaction_id = p.transaction_id"
        " AND e.account = 'provider:' || o.provider))",
        "code {}: its payment is another",
    ),
    (
        "SELECT r.number AS x FROM qr_refund r JOIN qr_order o ON o.id = r.order_id"
        " LEFT JOIN payment p ON p.receipt = r.red_receipt WHERE r.amount_fen != o.amount_fen"
        " OR (r.red_receipt IS NOT NULL AND p.reverses IS NOT o.receipt)",
        "refund {}: is not of what was paid by its code",
    ),
    (
        "SELECT account AS x FROM ledger_posting WHERE account >= 'held:' AND account < 'held;'"
        " GROUP BY account HAVING sum(amount_fen) > 0",
        "account {}: more was used or given back than was held",
    ),
    (
        "SELECT account AS x FROM (SELECT account, -sum(amount_fen) AS fen FROM ledger_posting WHERE account >= 'held:'"
        " AND account < 'held;' GROUP BY account UNION ALL SELECT account, -fen FROM held_now)"
        " GROUP BY account HAVING sum(fen) != 0",
        "account {}: what is told as held is not what the ledger holds",
    ),
    (
        "SELECT h.job_id AS x FROM hold h LEFT JOIN fax_job j ON j.id = h.job_id WHERE h.kind = 'fax'"
        " AND (h.held_fen IS NOT j.quoted_fen OR h.unit_id IS NOT j.unit_id OR h.quantity IS NOT j.pages)",
        "fax order {}: held is not what was quoted",
    ),
    (
        "SELECT job_id AS x FROM hold_state WHERE captured_fen + released_fen != held_fen OR captured_fen > held_fen",
        "fax order {}: what was captured and released is not what was held",
    ),
    (
        "SELECT s.job_id AS x FROM hold_state s LEFT JOIN charge c ON c.kind = s.kind AND c.job_id = s.job_id"
        " WHERE coalesce(c.amount_fen, 0) != CASE WHEN released_fen IS NULL THEN 0 ELSE captured_fen END",
        "fax order {}: charged is not what was captured",
    ),
    (
        "SELECT s.job_id AS x FROM hold_state s JOIN fax_job j ON j.id = s.job_id WHERE s.kind = 'fax' AND ("
        "(s.released_fen IS NULL) != (j.ended_utc IS NULL) OR (SELECT group_concat(number) FROM (SELECT number"
        " FROM fax_page WHERE job_id = j.id AND state = 'confirmed' ORDER BY number)) IS NOT (SELECT"
        " group_concat(piece) FROM (SELECT piece FROM hold_capture WHERE hold_id = s.id ORDER BY piece)))",
        "fax order {}: captured is not what was confirmed",
    ),
    (
        "SELECT number AS x FROM voucher_use u WHERE NOT EXISTS (SELECT 1 FROM payment r WHERE r.reverses = u.receipt)"
        " GROUP BY number HAVING count(*) > 1",
        "voucher {}: used more than once",
    ),
    *VOUCHERS,
)
RULES = range(len(_RULES))  # around a ledger whose own sums are proved by its walk; each may be asked by itself


class Reading(Protocol):
    """What can be asked: the store, or an auditor's read-only connection."""

    def rows(self, sql: str) -> list[Row]: ...


def money_faults(store: Reading) -> Iterator[str]:
    """A sentence for each fault, the oldest first within a rule; nothing when the books are right."""
    yield from _broken(store, (_SUMS, *_RULES))


def faults_around(store: Reading, rule: int) -> Iterator[str]:
    """The same for a ledger whose chain is walked anyway, sums and all: what breaks one rule of ``RULES``."""
    yield from _broken(store, (_RULES[rule],))


def _broken(store: Reading, rules: Sequence[tuple[str, str]]) -> Iterator[str]:
    for sql, sentence in rules:
        yield from (sentence.format(row["x"]) for row in store.rows(sql))
