"""One question to a printer by IPP, octet by octet; against a true printer it is asked in the contract (G3)."""

from __future__ import annotations

import pytest

from kiosk.devices.ipp_question import NoAnswerError, answer, ask, question

# RFC 8010: version 2.0, successful-ok, request 1; operation group with charset; printer group; end.
_HEAD = bytes.fromhex("0200 0000 00000001")
_CHARSET = b"\x01\x47\x00\x12attributes-charset\x00\x05utf-8"
_STATE = b"\x04\x23\x00\x0dprinter-state\x00\x04\x00\x00\x00\x05"
_REASONS = b"\x44\x00\x15printer-state-reasons\x00\x0bmedia-empty\x44\x00\x00\x00\x0acover-open"
_WHOLE = _HEAD + _CHARSET + _STATE + _REASONS + b"\x03"


def test_an_answer_is_read_with_all_values_of_an_attribute() -> None:
    assert answer(_WHOLE) == {"printer-state": [5], "printer-state-reasons": ["media-empty", "cover-open"]}


def test_the_question_names_printer_and_attributes() -> None:
    octets = question("ipp://printer/ipp/print", ("printer-state", "printer-state-reasons"))
    assert octets.startswith(bytes.fromhex("0200 000b 00000001 01 47 0012") + b"attributes-charset\x00\x05utf-8")
    assert b"\x45\x00\x0bprinter-uri\x00\x17ipp://printer/ipp/print" in octets
    assert octets.endswith(
        b"\x44\x00\x14requested-attributes\x00\x0dprinter-state\x44\x00\x00\x00\x15printer-state-reasons\x03"
    )


@pytest.mark.parametrize("length", range(len(_WHOLE)))
def test_an_answer_that_is_cut_off_anywhere_is_none(length: int) -> None:
    with pytest.raises(NoAnswerError):
        answer(_WHOLE[:length])


def test_a_refusal_is_no_answer() -> None:
    with pytest.raises(NoAnswerError, match="0x0400"):
        answer(bytes.fromhex("0200 0400 00000001 03"))


def test_a_printer_that_is_off_gives_no_answer() -> None:
    with pytest.raises(NoAnswerError):
        ask("ipp://127.0.0.1:9/ipp/print", ("printer-state",), 0.5)
