"""The house's own table: what each service stands on, and what remains without it (K2, C4).

Owns which capability a device's word takes away and which service names which remedy; the picture in ``docs/ui.md`` is
drawn from it. Knows no sentence and no screen. A new service is a line in SERVICES and its EDGES; ``test_strings.py``
then asks for the sentences.

Some devices are no hardware: ``core``, ``storage``, ``books``, ``books_disk``, ``head_office`` and ``counter`` are said
by the desk, from what it knows.
"""

from __future__ import annotations

from kiosk.domain.capabilities import Audience, Bond, Capability, CapabilityGraph, Edge, Service

DISK_NEARLY_FULL = "disk-nearly-full"  # of the fax line: the core answers no call then, and sends as before (B9)
STAFF_CARD, CARD_READER = "staff_card", "card_reader"  # a device that most kiosks are not given
TYPED = "keyboard"  # detail of a card reader that is a keyboard to the screens: it needs no core
CORE = "core"  # the process that owns the devices: while it is silent none of them can be had
PAY_QR = "pay_qr"  # a service only where there is a provider
PAY_MACHINE = "pay_machine"  # a service only where there is a cash acceptor
SENDS_ONLY = "sends-only"  # of the fax line: this modem cannot receive

# What a person at the printer sees, of IPP's keywords (RFC 8011 5.4.12); the others are a technician's.
_PRINTER = {
    "media-empty": "media-empty",
    "media-needed": "media-empty",
    "media-jam": "media-jam",
    "cover-open": "cover-open",
    "door-open": "cover-open",
    "interlock-open": "cover-open",
}
_LINE = {"modem-recovering": "recovering"}
_CASH = {"cash-jam": "jam", "cash-box-full": "full", "cash-box-out": "box-out"}
HALF_CASH = frozenset({"notes-out", "coins-out"})  # of the acceptor: the other of its two devices works

CAPABILITIES = (
    Capability("core_works", CORE, single="silent"),
    Capability("line_can_call", "fax_line", _LINE, spared_by=frozenset({DISK_NEARLY_FULL}), trusted=True),
    Capability(
        "line_can_answer",
        "fax_line",
        {**_LINE, SENDS_ONLY: SENDS_ONLY},
        spared_by=frozenset({DISK_NEARLY_FULL}),
        lost_by=frozenset({SENDS_ONLY}),
        trusted=True,
    ),
    Capability("receipt_paper", "receipt_printer", _PRINTER),
    Capability("form_paper", "form_printer", _PRINTER),
    Capability("stick", "media"),
    Capability("room_on_disk", "storage", single="full"),
    Capability("books_proved", "books", single="damaged"),
    Capability("books_written", "books_disk", single="full"),
    Capability("head_office", "head_office", single="unreachable"),
    Capability("clerk_on_duty", "counter", single="closed"),
    Capability("call_lamp", "lights", single="out"),
    Capability("staff_cards_read", CARD_READER, single="out"),
    Capability("cash_accepted", "cash_acceptor", _CASH, spared_by=HALF_CASH),
    Capability("qr_provider_answers", "qr_provider", single="out"),
)

SERVICES = (
    Service("send_fax"),
    Service("place_call"),  # its last step: what is left when the document has been taken in
    Service("stick_document"),
    Service("collect_fax"),
    Service("print_document"),
    Service("repair"),
    Service("feedback"),
    Service("pay_account"),
    Service("pay_cash"),
    Service("pay_voucher"),
    Service(PAY_MACHINE),
    Service(PAY_QR),
    Service("printed_receipt"),
    Service("printed_slip"),
    Service("printed_report"),
    # What remains: these need nothing but the kiosk itself.
    Service("kept_receipt"),
    Service("case_number"),
    Service("report_later"),
    Service("call_clerk"),
    Service("staff_pin", Audience.STAFF),
    Service("receive_fax", Audience.STAFF),
    Service("central_records", Audience.STAFF),
    Service("kept_records", Audience.STAFF),
    Service("call_light", Audience.STAFF),
    Service(STAFF_CARD, Audience.STAFF),
)

# An owner is told before a form is filled in that nothing can be paid or kept, and not when the last step is refused.
_PAID = ("pay_account", "pay_cash", "pay_voucher", PAY_MACHINE, PAY_QR)
_KEPT = ("place_call", "collect_fax", "print_document", "repair", "feedback", *_PAID)
_BOOKS = (
    *(Edge(service, Bond.NEEDS, "books_written", ("call_clerk",)) for service in _KEPT),
    *(Edge(service, Bond.NEEDS, "books_proved", ("call_clerk",)) for service in _PAID),
    Edge("send_fax", Bond.BETTER_WITH, "books_proved", ("call_clerk",)),
)

_DEVICES_ASKED = (
    *(Edge(service, Bond.NEEDS, "core_works", ("repair",)) for service in ("place_call", "stick_document")),
    Edge("collect_fax", Bond.NEEDS, "core_works", ("call_clerk",)),
    *(Edge(service, Bond.NEEDS, "core_works", ("pay_account",)) for service in (PAY_QR, PAY_MACHINE)),
    Edge("printed_receipt", Bond.NEEDS, "core_works", ("kept_receipt",)),
    Edge("printed_slip", Bond.NEEDS, "core_works", ("case_number",)),
    Edge("printed_report", Bond.NEEDS, "core_works", ("report_later",)),
    Edge("receive_fax", Bond.NEEDS, "core_works", ("call_clerk",)),
    Edge("central_records", Bond.NEEDS, "core_works", ("kept_records",)),
    Edge("call_light", Bond.NEEDS, "core_works", ("call_clerk",)),
    Edge(STAFF_CARD, Bond.NEEDS, "core_works", ("staff_pin",)),
)

EDGES = (
    *_BOOKS,
    *_DEVICES_ASKED,
    Edge("send_fax", Bond.NEEDS, "place_call"),
    Edge("send_fax", Bond.NEEDS, "stick_document"),
    Edge("place_call", Bond.NEEDS, "line_can_call", ("repair",)),
    Edge("stick_document", Bond.NEEDS, "stick", ("call_clerk",)),
    Edge("collect_fax", Bond.NEEDS, "form_paper", ("call_clerk",)),
    Edge("collect_fax", Bond.BETTER_WITH, "receive_fax"),
    Edge("print_document", Bond.NEEDS, "form_paper", ("call_clerk",)),
    Edge("print_document", Bond.NEEDS, "stick_document"),
    Edge("repair", Bond.BETTER_WITH, "printed_slip"),
    Edge("feedback", Bond.BETTER_WITH, "printed_slip"),
    Edge("pay_account", Bond.BETTER_WITH, "printed_receipt"),
    Edge("pay_cash", Bond.NEEDS, "printed_receipt", ("pay_account",)),  # nobody hands over money and gets no paper
    # The hours are a plan and no measurement: a clerk may be there. So cash is not refused, only told.
    Edge("pay_cash", Bond.BETTER_WITH, "clerk_on_duty", ("call_clerk",)),
    Edge(PAY_QR, Bond.NEEDS, "qr_provider_answers", ("pay_account", "pay_cash")),
    Edge(PAY_QR, Bond.BETTER_WITH, "printed_receipt"),
    Edge(PAY_MACHINE, Bond.NEEDS, "cash_accepted", ("pay_account", "pay_cash")),
    Edge(PAY_MACHINE, Bond.BETTER_WITH, "printed_receipt"),
    Edge("pay_voucher", Bond.BETTER_WITH, "printed_receipt"),
    Edge("pay_voucher", Bond.BETTER_WITH, "clerk_on_duty", ("call_clerk",)),
    Edge("printed_receipt", Bond.NEEDS, "receipt_paper", ("kept_receipt",)),
    Edge("printed_slip", Bond.NEEDS, "receipt_paper", ("case_number",)),
    Edge("printed_report", Bond.NEEDS, "form_paper", ("report_later",)),
    Edge("receive_fax", Bond.NEEDS, "line_can_answer", ("call_clerk",)),
    Edge("receive_fax", Bond.NEEDS, "room_on_disk", ("call_clerk",)),
    Edge("central_records", Bond.NEEDS, "head_office", ("kept_records",)),
    Edge("call_light", Bond.NEEDS, "call_lamp", ("call_clerk",)),
    Edge(STAFF_CARD, Bond.NEEDS, "staff_cards_read", ("staff_pin",)),
)


def house_graph() -> CapabilityGraph:
    """The table as a graph."""
    return CapabilityGraph(CAPABILITIES, SERVICES, EDGES, last_resort="call_clerk")
