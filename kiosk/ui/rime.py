"""The C face of librime, as far as the keyboard needs it: the table of functions and the structures they fill.

Owns the memory layout (rime_api.h: the table and the structures only ever grow at their ends, so a newer library is
called in the same way). Knows no schema and no key of ours. Called by ``kiosk.ui.pinyin`` alone.
"""

from __future__ import annotations

import ctypes as c
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

LIBRARY = "librime.so.1"
SHARED_DATA = Path("/usr/share/rime-data")  # Debian: rime-data-luna-pinyin, rime-prelude, rime-essay
_ERRORS_ONLY = 2  # glog's level

Session = c.c_size_t  # RimeSessionId is a uintptr_t


class Traits(c.Structure):
    """Where the library reads and writes."""

    _fields_ = (
        ("data_size", c.c_int),
        ("shared_data_dir", c.c_char_p),
        ("user_data_dir", c.c_char_p),
        ("distribution_name", c.c_char_p),
        ("distribution_code_name", c.c_char_p),
        ("distribution_version", c.c_char_p),
        ("app_name", c.c_char_p),
        ("modules", c.c_void_p),
        ("min_log_level", c.c_int),
        ("log_dir", c.c_char_p),
        ("prebuilt_data_dir", c.c_char_p),
        ("staging_dir", c.c_char_p),
    )


class _Commit(c.Structure):
    _fields_ = (("data_size", c.c_int), ("text", c.c_char_p))


class _Candidate(c.Structure):
    _fields_ = (("text", c.c_char_p), ("comment", c.c_char_p), ("reserved", c.c_void_p))


class _Iterator(c.Structure):
    _fields_ = (("ptr", c.c_void_p), ("index", c.c_int), ("candidate", _Candidate))


class _Context(c.Structure):
    _fields_ = (
        ("data_size", c.c_int),
        ("length", c.c_int),
        ("cursor_pos", c.c_int),
        ("sel_start", c.c_int),
        ("sel_end", c.c_int),
        ("preedit", c.c_char_p),
        ("page_size", c.c_int),
        ("page_no", c.c_int),
        ("is_last_page", c.c_int),
        ("highlighted", c.c_int),
        ("num_candidates", c.c_int),
        ("candidates", c.c_void_p),
        ("select_keys", c.c_char_p),
        ("commit_text_preview", c.c_char_p),
        ("select_labels", c.c_void_p),
    )


# The table in its order; what we do not call is only named so that what follows stands at its place.
_TABLE = """
setup set_notification_handler initialize finalize start_maintenance is_maintenance_mode join_maintenance_thread
deployer_initialize prebuild deploy deploy_schema deploy_config_file sync_user_data create_session find_session
destroy_session cleanup_stale_sessions cleanup_all_sessions process_key commit_composition clear_composition
get_commit free_commit get_context free_context get_status free_status set_option get_option set_property
get_property get_schema_list free_schema_list get_current_schema select_schema schema_open config_open
config_close config_get_bool config_get_int config_get_double config_get_string config_get_cstring
config_update_signature config_begin_map config_next config_end simulate_key_sequence register_module
find_module run_task get_shared_data_dir get_user_data_dir get_sync_dir get_user_id get_user_data_sync_dir
config_init config_load_string config_set_bool config_set_int config_set_double config_set_string
config_get_item config_set_item config_clear config_create_list config_create_map config_list_size
config_begin_list get_input get_caret_pos select_candidate get_version set_caret_pos
select_candidate_on_current_page candidate_list_begin candidate_list_next candidate_list_end user_config_open
candidate_list_from_index
"""


class _Api(c.Structure):
    _fields_ = (("data_size", c.c_int), *((name, c.c_void_p) for name in _TABLE.split()))


class Rime:
    """The library, loaded. Raises OSError when it is not installed. One a process: its state is the process's."""

    _set_up: ClassVar[bool] = False  # the library's own state is the process's too

    def __init__(self) -> None:
        library = c.CDLL(LIBRARY)
        library.rime_get_api.restype = c.POINTER(_Api)
        self._api = library.rime_get_api().contents
        self._kept: Traits | None = None  # the library keeps pointers into it

    def _call(self, name: str, result: type | None, *arguments: object, kinds: Sequence[type] = ()) -> int:
        """Call a function of the table by name."""
        prototype = c.CFUNCTYPE(result, *kinds)
        return prototype(getattr(self._api, name))(*arguments) or 0

    def open(self, user: Path, staging: Path) -> None:
        """Set up and bring the schemas up to date; the first time takes seconds, so not on the screens' thread."""
        traits = self._kept = Traits(min_log_level=_ERRORS_ONLY)
        traits.data_size = c.sizeof(Traits) - c.sizeof(c.c_int)
        traits.shared_data_dir = str(SHARED_DATA).encode()
        traits.prebuilt_data_dir = str(SHARED_DATA / "build").encode()
        traits.user_data_dir, traits.staging_dir = str(user).encode(), str(staging).encode()
        traits.log_dir = str(user).encode()
        traits.distribution_name = traits.distribution_code_name = b"kiosk"
        traits.distribution_version, traits.app_name = b"1", b"rime.kiosk"
        if not Rime._set_up:  # a second setup aborts the process: its logging may begin once only
            self._call("setup", None, c.byref(traits), kinds=[c.c_void_p])
            Rime._set_up = True
        self._call("initialize", None, c.byref(traits), kinds=[c.c_void_p])
        if self._call("start_maintenance", c.c_int, 0, kinds=[c.c_int]):
            self._call("join_maintenance_thread", None)

    def close(self) -> None:
        """End all sessions and let go of the dictionaries."""
        self._call("cleanup_all_sessions", None)
        self._call("finalize", None)

    def session(self, schema: str) -> int:
        """A new session with ``schema`` selected; 0 if there is no such schema."""
        session = self._call("create_session", Session)
        if self._call("select_schema", c.c_int, session, schema.encode(), kinds=[Session, c.c_char_p]):
            return session
        self.end_session(session)
        return 0

    def end_session(self, session: int) -> None:
        self._call("destroy_session", c.c_int, session, kinds=[Session])

    def press(self, session: int, keysym: int) -> bool:
        """Give a key (X11 keysym); False: the library has no use for it."""
        return bool(self._call("process_key", c.c_int, session, keysym, 0, kinds=[Session, c.c_int, c.c_int]))

    def choose(self, session: int, index: int) -> bool:
        """Take the candidate at ``index`` of the whole list."""
        return bool(self._call("select_candidate", c.c_int, session, index, kinds=[Session, c.c_size_t]))

    def clear(self, session: int) -> None:
        self._call("clear_composition", None, session, kinds=[Session])

    def committed(self, session: int) -> str:
        """The text that has become final since the last asking."""
        commit = _Commit(data_size=c.sizeof(_Commit) - c.sizeof(c.c_int))
        if not self._call("get_commit", c.c_int, session, c.byref(commit), kinds=[Session, c.c_void_p]):
            return ""
        text = (commit.text or b"").decode()
        self._call("free_commit", c.c_int, c.byref(commit), kinds=[c.c_void_p])
        return text

    def preedit(self, session: int) -> str:
        """The syllables (and words already chosen) that are not final yet."""
        context = _Context(data_size=c.sizeof(_Context) - c.sizeof(c.c_int))
        if not self._call("get_context", c.c_int, session, c.byref(context), kinds=[Session, c.c_void_p]):
            return ""
        text = (context.preedit or b"").decode()
        self._call("free_context", c.c_int, c.byref(context), kinds=[c.c_void_p])
        return text

    def candidates(self, session: int, most: int) -> tuple[str, ...]:
        """The first ``most`` candidates."""
        iterator = _Iterator()
        pointer = c.byref(iterator)
        if not self._call(
            "candidate_list_from_index", c.c_int, session, pointer, 0, kinds=[Session, c.c_void_p, c.c_int]
        ):
            return ()
        found: list[str] = []
        while len(found) < most and self._call("candidate_list_next", c.c_int, pointer, kinds=[c.c_void_p]):
            found.append((iterator.candidate.text or b"").decode())
        self._call("candidate_list_end", None, pointer, kinds=[c.c_void_p])
        return tuple(found)
