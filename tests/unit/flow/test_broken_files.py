"""Whatever stands in a flow file: it is refused with a reason or can be used; nothing else ever comes of it (K2)."""

from __future__ import annotations

import copy
import logging
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.ui.flow.acts import vocabulary
from kiosk.ui.flow.loading import FLOWS, load_folder, read_flow, read_table
from kiosk.ui.flow.vocabulary import FlowError, Vocabulary
from tests.unit.flow.sample import REPAIR

_WORDS: Vocabulary = vocabulary()
_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(["form", "item", "repair.item.title", "words", "answered", "check"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def _places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every part of a table."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(place for key, part in inner for place in _places(part, (*way, key)))]


_PLACES = [place for place in _places(REPAIR) if place]


@settings(max_examples=400, deadline=None)
@given(place=st.sampled_from(_PLACES), value=_VALUES, drop=st.booleans())
def test_a_spoilt_file_is_refused_with_a_reason_or_can_be_used(place: tuple[Any, ...], value: Any, drop: bool) -> None:
    table = copy.deepcopy(REPAIR)
    inside: Any = table
    for key in place[:-1]:
        inside = inside[key]
    if drop:
        del inside[place[-1]]
    else:
        inside[place[-1]] = value
    try:
        flow = read_flow("repair", table, _WORDS)
    except FlowError as error:
        assert str(error).startswith("repair.toml"), error
    else:
        assert flow.steps


@settings(max_examples=60, deadline=None)
@given(table=st.dictionaries(st.sampled_from(["step", "price", "tile", "segments", "x"]), _VALUES))
def test_nonsense_is_refused(table: dict[str, Any]) -> None:
    with pytest.raises(FlowError):
        read_flow("nonsense", table, _WORDS)


@pytest.mark.parametrize("octets", [b"", b"\xff\xfe\x00", b"[[step]", b"a = [" + b"[" * 5000, b"step = 1"])
def test_a_broken_file_halts_its_own_service_and_no_other(
    tmp_path: Path, octets: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    for path in FLOWS.glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "repair.toml").write_bytes(octets)
    with caplog.at_level(logging.ERROR):
        loaded = load_folder(tmp_path, _WORDS)
    assert set(loaded.broken) == {"repair"}
    assert "fax" in loaded.flows
    assert any("repair.toml" in record.getMessage() for record in caplog.records)


def test_what_leads_to_a_broken_flow_is_halted_with_it(tmp_path: Path) -> None:
    """Nobody may send a fax that they then cannot pay."""
    for path in FLOWS.glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "payment.toml").write_text("[[step]]\nkey = 'rate'\nkind = 'stars'\n", encoding="utf-8")
    loaded = load_folder(tmp_path, _WORDS)
    assert set(loaded.broken) == {"payment", "fax"}
    assert "no step 'payment:" in loaded.broken["fax"]
    assert loaded.halted_tiles == {"home.fax"}


def test_every_file_of_the_house_is_a_table() -> None:
    assert all(read_table(path)["step"] for path in FLOWS.glob("*.toml"))
