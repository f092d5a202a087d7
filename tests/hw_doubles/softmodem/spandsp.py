"""ctypes binding of Debian's libspandsp 0.0.6: prototypes, constants and the few structures that must be read.

Owns what is true of that library and nothing of the telephone world. Needs only the package libspandsp2. Called by
``t31.py`` (the modem) and ``terminal.py`` (the far end).
"""

from __future__ import annotations

import ctypes as c
import functools
from enum import IntEnum

SAMPLES_PER_SECOND = 8000
TICK_SAMPLES = 160
TICK_MS = 20


class Samples(c.Array[c.c_int16]):
    """One tick of line audio: 160 samples, 16 bit linear, 8 kHz."""

    _type_ = c.c_int16
    _length_ = TICK_SAMPLES


AtTxHandler = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_void_p, c.POINTER(c.c_uint8), c.c_size_t)
ModemControlHandler = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_void_p, c.c_int, c.c_void_p)
T38PacketHandler = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_void_p, c.POINTER(c.c_uint8), c.c_int, c.c_int)
PhaseHandler = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_void_p, c.c_int)  # phases B and D: returns a T30_ERR
PhaseEHandler = c.CFUNCTYPE(None, c.c_void_p, c.c_void_p, c.c_int)
FrameHandler = c.CFUNCTYPE(None, c.c_void_p, c.c_void_p, c.c_int, c.POINTER(c.c_uint8), c.c_int)
MessageHandler = c.CFUNCTYPE(None, c.c_int, c.c_char_p)


class CallEvent(IntEnum):
    """at_call_event_e: what the network tells the modem."""

    ALERTING = 1
    CONNECTED = 2
    ANSWERED = 3
    BUSY = 4
    NO_DIALTONE = 5
    NO_ANSWER = 6
    HANGUP = 7


class Control(IntEnum):
    """at_modem_control_operation_e: what the modem asks of its surroundings."""

    CALL = 0
    ANSWER = 1
    HANGUP = 2
    OFFHOOK = 3
    ONHOOK = 4
    DTR = 5
    RTS = 6
    CTS = 7
    CAR = 8
    RNG = 9
    DSR = 10
    SETID = 11
    RESTART = 12
    DTE_TIMEOUT = 13


class RxMode(IntEnum):
    """at_rx_mode_e: what the next octet from the DTE will be taken for."""

    ONHOOK_COMMAND = 0
    OFFHOOK_COMMAND = 1
    CONNECTED = 2
    DELIVERY = 3
    HDLC = 4
    STUFFED = 5


OK_CODE = 0  # AT_RESPONSE_CODE_OK
NO_CARRIER_CODE = 3  # AT_RESPONSE_CODE_NO_CARRIER

MODEMS = {"V.27ter": 0x01, "V.29": 0x02, "V.17": 0x04}
CODINGS = {"MH": 0x02, "MR": 0x04, "MMR": 0x08}
RESOLUTIONS = {"standard": 0x01, "fine": 0x02, "superfine": 0x04}
R8_RESOLUTION = 0x20000
WIDTHS = {"A4": 0x01, "B4": 0x02, "A3": 0x04}
LENGTHS = {"A4": 0x20000, "B4": 0x40000, "unlimited": 0x10000}
ADDRESSING = 0x01 | 0x10  # T30_SUPPORT_IDENTIFICATION, T30_SUPPORT_SUB_ADDRESSING; it has none for PWD
ENCODINGS = {1: "MH", 2: "MR", 3: "MMR"}  # t30_stats_t.encoding
ENCODING_T6 = 3
LOG_FLOW = 5
LOG_SHOW = 0x0800 | 0x2000 | 0x0200  # protocol, tag, sample time


class AtProfile(c.Structure):
    """at_profile_t of at_interpreter.h."""

    _fields_ = (
        ("echo", c.c_int),
        ("verbose", c.c_int),
        ("result_code_format", c.c_int),
        ("pulse_dial", c.c_int),
        ("double_escape", c.c_int),
        ("adaptive_receive", c.c_int),
        ("s_regs", c.c_uint8 * 100),
    )


class AtState(c.Structure):
    """The head of t31_state_t: its at_state_s as far as ``transmit``. Read only; a test checks it by AT answers."""

    _fields_ = (
        ("p", AtProfile),
        ("settings", c.c_int * 17),  # country_of_installation ... tx_window
        ("v8bis", c.c_int * 6),
        ("rx_data", c.c_uint8 * 256),
        ("rx_data_bytes", c.c_int),
        ("display_call_info", c.c_int),
        ("call_info_displayed", c.c_int),
        ("call_id", c.c_void_p),
        ("local_id", c.c_void_p),
        ("fclass_mode", c.c_int),
        ("at_rx_mode", c.c_int),
        ("rings_indicated", c.c_int),
        ("do_hangup", c.c_int),
        ("silent_dial", c.c_int),
        ("command_dial", c.c_int),
        ("ok_is_pending", c.c_int),
        ("dte_is_waiting", c.c_int),
        ("rx_signal_present", c.c_int),
        ("rx_trained", c.c_int),
        ("transmit", c.c_int),
    )


class TransferStatistics(c.Structure):
    """t30_stats_t: rates in bit/s, resolutions in pixels a metre, sizes in pixels and octets."""

    _fields_ = tuple(
        (name, c.c_int)
        for name in (
            "bit_rate",
            "error_correcting_mode",
            "pages_tx",
            "pages_rx",
            "pages_in_file",
            "x_resolution",
            "y_resolution",
            "width",
            "length",
            "image_size",
            "encoding",
            "bad_rows",
            "longest_bad_row_run",
            "error_correcting_mode_retries",
            "current_status",
        )
    )


_POINTER, _INT, _TEXT = c.c_void_p, c.c_int, c.c_char_p

_PROTOTYPES: tuple[tuple[str, object, tuple[object, ...]], ...] = (
    (
        "t31_init",
        _POINTER,
        (_POINTER, AtTxHandler, _POINTER, ModemControlHandler, _POINTER, T38PacketHandler, _POINTER),
    ),
    ("t31_free", _INT, (_POINTER,)),
    ("t31_at_rx", _INT, (_POINTER, _TEXT, _INT)),
    ("t31_tx", _INT, (_POINTER, _POINTER, _INT)),
    ("t31_rx", _INT, (_POINTER, _POINTER, _INT)),
    ("t31_call_event", None, (_POINTER, _INT)),
    ("t31_get_logging_state", _POINTER, (_POINTER,)),
    ("at_put_response_code", None, (_POINTER, _INT)),
    ("at_reset_call_info", None, (_POINTER,)),
    ("at_set_call_info", None, (_POINTER, _TEXT, _TEXT)),
    ("fax_init", _POINTER, (_POINTER, _INT)),
    ("fax_free", _INT, (_POINTER,)),
    ("fax_tx", _INT, (_POINTER, _POINTER, _INT)),
    ("fax_rx", _INT, (_POINTER, _POINTER, _INT)),
    ("fax_set_transmit_on_idle", None, (_POINTER, _INT)),
    ("fax_get_t30_state", _POINTER, (_POINTER,)),
    ("fax_get_logging_state", _POINTER, (_POINTER,)),
    ("t30_get_logging_state", _POINTER, (_POINTER,)),
    ("t30_set_tx_ident", _INT, (_POINTER, _TEXT)),
    ("t30_get_rx_ident", _TEXT, (_POINTER,)),
    ("t30_set_tx_sub_address", _INT, (_POINTER, _TEXT)),
    ("t30_set_tx_password", _INT, (_POINTER, _TEXT)),
    ("t30_set_rx_file", None, (_POINTER, _TEXT, _INT)),
    ("t30_set_tx_file", None, (_POINTER, _TEXT, _INT, _INT)),
    ("t30_set_ecm_capability", _INT, (_POINTER, _INT)),
    ("t30_set_rx_encoding", _INT, (_POINTER, _INT)),
    ("t30_set_minimum_scan_line_time", _INT, (_POINTER, _INT)),
    ("t30_set_supported_modems", _INT, (_POINTER, _INT)),
    ("t30_set_supported_compressions", _INT, (_POINTER, _INT)),
    ("t30_set_supported_resolutions", _INT, (_POINTER, _INT)),
    ("t30_set_supported_image_sizes", _INT, (_POINTER, _INT)),
    ("t30_set_supported_t30_features", _INT, (_POINTER, _INT)),
    ("t30_set_phase_b_handler", None, (_POINTER, PhaseHandler, _POINTER)),
    ("t30_set_phase_d_handler", None, (_POINTER, PhaseHandler, _POINTER)),
    ("t30_set_phase_e_handler", None, (_POINTER, PhaseEHandler, _POINTER)),
    ("t30_set_real_time_frame_handler", None, (_POINTER, FrameHandler, _POINTER)),
    ("t30_get_transfer_statistics", None, (_POINTER, c.POINTER(TransferStatistics))),
    ("t30_call_active", _INT, (_POINTER,)),
    ("t30_terminate", None, (_POINTER,)),
    ("t30_frametype", _TEXT, (c.c_uint8,)),
    ("t30_completion_code_to_str", _TEXT, (_INT,)),
    ("span_log_set_level", _INT, (_POINTER, _INT)),
    ("span_log_set_tag", _INT, (_POINTER, _TEXT)),
    ("span_log_set_message_handler", None, (_POINTER, MessageHandler)),
)


@functools.cache
def library() -> c.CDLL:
    """The library with its prototypes set. Raises OSError when libspandsp2 is not installed."""
    loaded = c.CDLL("libspandsp.so.2")
    for name, result, arguments in _PROTOTYPES:
        function = getattr(loaded, name)
        function.restype, function.argtypes = result, arguments
    return loaded


def follow_log(logging_state: int, tag: str, handler: object) -> None:
    """Send the library's own running commentary of one object to ``handler`` (a MessageHandler that is kept alive)."""
    lib = library()
    lib.span_log_set_level(logging_state, LOG_SHOW | LOG_FLOW)
    lib.span_log_set_tag(logging_state, tag.encode())
    lib.span_log_set_message_handler(logging_state, handler)
