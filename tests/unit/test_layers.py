"""The dependency rule of the house, read off the imports: who may know whom (docs/architecture.md, Rooms).

A room is a package under ``kiosk``, or a module directly in it. Rooms not named in a table below fail the test: a new
room has to say what it may know.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

KIOSK = Path(__file__).parents[2] / "kiosk"

# Values without a world of their own: everybody may know them.
GROUND = frozenset({"kiosk.errors", "kiosk.clock", "kiosk.exports", "kiosk.priority"})
WORDS = frozenset({"kiosk.locale", "kiosk.assets", "kiosk.icons", "kiosk.glyphs"})

MAY_KNOW: dict[str, frozenset[str]] = {
    "fax": frozenset(),
    "domain": frozenset(),
    "errors": frozenset(),
    "clock": frozenset(),
    "priority": frozenset(),
    "exports": frozenset(),
    "icons": frozenset(),
    "glyphs": frozenset(),
    "locale": GROUND,
    "assets": GROUND | {"kiosk.locale"},
    "asset_build": GROUND | WORDS,
    "place_build": frozenset(),
    "doorbell": GROUND,
    "watchdog": GROUND,
    "config": GROUND | {"kiosk.domain", "kiosk.locale", "kiosk.devices.protocols"},
    "devices": GROUND | {"kiosk.fax"},
    "documents": GROUND | {"kiosk.fax.outcome", "kiosk.assets", "kiosk.locale"},
    "store": GROUND | {"kiosk.domain"},
    "providers": GROUND | {"kiosk.domain"},
    "desk": GROUND
    | {"kiosk.store", "kiosk.domain", "kiosk.documents", "kiosk.fax.outcome", "kiosk.locale", "kiosk.doorbell"}
    | {"kiosk.devices.protocols", "kiosk.devices.cash_protocol", "kiosk.devices.errors"},
    "core": GROUND
    | {"kiosk.desk", "kiosk.store", "kiosk.domain", "kiosk.documents", "kiosk.forms", "kiosk.fax.outcome"}
    | {"kiosk.devices.protocols", "kiosk.devices.cash_protocol", "kiosk.devices.errors"}
    | {"kiosk.locale", "kiosk.assets"}
    | {"kiosk.providers.protocol", "kiosk.providers.errors", "kiosk.doorbell", "kiosk.watchdog"},
    "forms": GROUND | WORDS | {"kiosk.domain", "kiosk.fax.outcome"},
    "sync": GROUND | {"kiosk.desk", "kiosk.store", "kiosk.domain", "kiosk.doorbell"},
    # fax.outcome is a vocabulary: the desk's own orders speak of resolutions in its words.
    "ui": GROUND
    | WORDS
    | {"kiosk.fax.outcome"}
    | {"kiosk.desk", "kiosk.store", "kiosk.domain", "kiosk.doorbell", "kiosk.watchdog"},
    "headoffice": GROUND | {"kiosk.locale"},
    # The command line asks a composition root for a house or a core and starts it; it knows no driver either.
    "commands": GROUND
    | {"kiosk.app", "kiosk.core_app", "kiosk.config", "kiosk.core", "kiosk.ui", "kiosk.desk", "kiosk.headoffice"}
    | {"kiosk.modem", "kiosk.locale", "kiosk.watchdog"},
    "__main__": GROUND | {"kiosk.commands", "kiosk.headoffice", "kiosk.modem", "kiosk.locale"},
}
COMPOSITION_ROOTS = frozenset({"app", "core_app", "modem"})  # these alone know concrete classes of every room
MAY_KNOW_UI = frozenset({"commands", "app", "ui"})
STANDARD_LIBRARY_ONLY = frozenset({"fax", "domain", "errors", "clock", "exports", "icons"})


@dataclass(frozen=True)
class Import:
    """``room`` imports ``target`` (a dotted module) in ``place`` (file:line)."""

    room: str
    target: str
    place: str


@cache
def imports_of(tree: Path) -> tuple[Import, ...]:
    """Every import under the package folder ``tree``, those inside functions and ``if TYPE_CHECKING`` too."""
    return tuple(_imports(tree))


def _imports(tree: Path) -> Iterator[Import]:
    for path in sorted(tree.rglob("*.py")):
        room = path.relative_to(tree).parts[0].removesuffix(".py")
        package = (tree.name, *path.relative_to(tree).parent.parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
            for target in _targets(node, package):
                yield Import(room, target, f"{path.relative_to(tree.parent)}:{node.lineno}")


def _targets(node: ast.AST, package: tuple[str, ...]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        parent = package[: len(package) - node.level + 1] if node.level else ()
        base = ".".join((*parent, *([node.module] if node.module else [])))
        # "from kiosk import ui" and "from kiosk.devices import protocols" name modules too
        yield from (f"{base}.{alias.name}" for alias in node.names)


def complaint(found: Import) -> str | None:
    """What is wrong with this import, or None."""
    top, *rest = found.target.split(".")
    if top == "tests":
        return "kiosk never imports tests"
    if top != "kiosk":
        foreign = top not in sys.stdlib_module_names
        return "standard library only" if foreign and found.room in STANDARD_LIBRARY_ONLY else None
    wanted = rest[0] if rest else ""
    if wanted == "ui" and found.room not in MAY_KNOW_UI:
        return "nothing imports ui"
    if found.room in COMPOSITION_ROOTS or wanted in {found.room, ""}:
        return None
    if found.room not in MAY_KNOW:
        return "a room without a rule: add it to MAY_KNOW"
    allowed = any(f"{found.target}.".startswith(f"{prefix}.") for prefix in MAY_KNOW[found.room])
    return None if allowed else f"{found.room} may not know {wanted}"


def complaints(tree: Path) -> list[str]:
    """One line for each forbidden import under ``tree``."""
    return [f"{i.place} imports {i.target}: {why}" for i in imports_of(tree) if (why := complaint(i))]


def test_every_room_knows_only_what_it_may() -> None:
    assert complaints(KIOSK) == []


def test_the_reader_sees_the_whole_house() -> None:
    rooms = {found.room for found in imports_of(KIOSK)}
    assert {"fax", "store", "desk", "devices", "ui"} <= rooms


@pytest.mark.parametrize(
    ("file", "line", "why"),
    [
        ("fax/caller.py", "import serial", "standard library only"),
        ("domain/money.py", "from kiosk.store import ledger", "domain may not know store"),
        ("store/ledger.py", "from kiosk.desk.pay import pay", "store may not know desk"),
        ("desk/pay.py", "from kiosk.devices.lights import GpioLights", "desk may not know devices"),
        ("desk/pay.py", "from kiosk import sync", "desk may not know sync"),
        ("desk/pay.py", "from ..sync import courier", "desk may not know sync"),
        ("sync/courier.py", "def late():\n    import kiosk.ui.app", "nothing imports ui"),
        ("modem/cli.py", "from kiosk.ui import app", "nothing imports ui"),
        ("core/fax_worker.py", "from kiosk.devices.class1_line import Class1Line", "core may not know devices"),
        ("core/qr_worker.py", "from kiosk.providers.wechat import WechatNative", "core may not know providers"),
        ("providers/wechat.py", "from kiosk.store import qr_orders", "providers may not know store"),
        ("app.py", "from tests.hw_doubles import exchange", "kiosk never imports tests"),
        ("commands/core.py", "from kiosk.devices.lights import GpioLights", "commands may not know devices"),
        ("attic/box.py", "import kiosk.errors", "a room without a rule: add it to MAY_KNOW"),
    ],
)
def test_a_forbidden_import_is_found(tmp_path: Path, file: str, line: str, why: str) -> None:
    path = tmp_path / "kiosk" / file
    path.parent.mkdir(parents=True)
    path.write_text(line + "\n", encoding="utf-8")
    found = complaints(tmp_path / "kiosk")
    assert len(found) == 1
    assert found[0].endswith(why)


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("app.py", "from kiosk.devices.lights import GpioLights"),
        ("modem/send.py", "from kiosk.devices.class1_line import Class1Line"),
        ("desk/pay.py", "from kiosk.devices.protocols import Health"),
        ("fax/caller.py", "from kiosk.fax import frames"),
        ("devices/line.py", "import serial"),
    ],
)
def test_a_permitted_import_is_not(tmp_path: Path, file: str, line: str) -> None:
    path = tmp_path / "kiosk" / file
    path.parent.mkdir(parents=True)
    path.write_text(line + "\n", encoding="utf-8")
    assert complaints(tmp_path / "kiosk") == []
