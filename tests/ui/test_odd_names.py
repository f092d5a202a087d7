"""Names that nobody thought of: buildings with names, characters without glyphs, files as hostile as their names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.ui.harness import Glass
from tests.ui.monkey_acts import LONG, NAMES, Acts

BUILDINGS = ("听松苑北区会所东翼三号楼", "听松苑北区会所东翼四号楼", "Clubhouse E2", "👩🎉")


class CountingFaces:
    """The house's faces, and how often they were asked how wide something is."""

    def __init__(self, faces: Any) -> None:
        self._faces, self.measured = faces, 0
        self.face = faces.face

    def width(self, face: Any, text: str) -> float:
        self.measured += 1
        return float(self._faces.width(face, text))


def test_a_building_may_have_a_name_and_stays_in_its_key_and_in_its_field(glass: Glass) -> None:
    """A3: an estate calls its buildings as it likes."""
    from tests.ui.checks import faults

    with glass.furnished.house.store.step() as store:
        for number, name in zip(("12", "8", "3"), BUILDINGS[1:], strict=True):
            store.run("UPDATE unit SET building = ? WHERE building = ?", (name, number))
    glass.touch("idle.wake")
    glass.touch("home.fax")
    glass.settle()
    for name in BUILDINGS[1:]:
        glass.touch("unit.building")
        glass.touch(f"unit.choice.{name}")
        assert faults(glass.shell) == [], name


def test_a_stick_with_odd_names_is_shown_and_its_files_can_be_chosen(glass: Glass, tmp_path: Path) -> None:
    """B2: emoji, right to left, combining, invisible, without a glyph, of ten thousand characters."""
    from tests.ui.checks import faults

    acts = Acts(glass, tmp_path)
    glass.touch("idle.wake")
    glass.shell.visit.visitor = glass.furnished.visitor()
    glass.touch("home.fax")
    acts.do(["number", "02152663846"])
    acts.do(["stick", *NAMES])
    acts.do(["news"])
    glass.until(lambda: "source.stick" in acts.names, "the stick is seen")
    glass.touch("source.stick")
    found = faults(glass.shell)
    for name in NAMES:
        while f"file.{name}" not in acts.names:
            glass.touch("files.down")
        glass.touch(f"file.{name}")
        found += faults(glass.shell)
    assert found == []
    assert max(map(len, NAMES)) > LONG
    glass.touch("bar.forward")
    glass.until_screen("fax_preview")


def test_a_long_name_keeps_as_much_of_both_ends_as_its_row_holds(glass: Glass) -> None:
    """B2: whatever its length it is measured a few times, so that a stick of such files stops no finger."""
    from kiosk.ui.theme import Type
    from kiosk.ui.widgets.rows import shortened

    look, faces = glass.shell.look, CountingFaces(glass.shell.look.faces)
    for name in ("装修验收确认函" * 30 + ".pdf", "a rather long name of a file from the office" * 200 + ".PDF"):
        short = shortened(replace(look, faces=faces), name, Type.LEAD, 400)
        head, tail = short.split("…")
        assert name.startswith(head) and name.endswith(tail) and len(head) - len(tail) in (0, 1)
        assert look.width(Type.LEAD, short) <= 400
        longer = f"{name[: len(tail) + 1]}…{name[-len(head) :]}"
        assert look.width(Type.LEAD, longer) > 400
    assert faces.measured < 40
    assert shortened(look, "短.pdf", Type.LEAD, 400) == "短.pdf"
