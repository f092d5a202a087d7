"""The house's habits that a reader can check: what is committed is portable, says what it is, and stays small."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = sorted([*(ROOT / "kiosk").rglob("*.py"), *(ROOT / "tests").rglob("*.py")])
SHELL = [ROOT / "run", ROOT / ".ci" / "run", *sorted((ROOT / "deploy").rglob("*.sh"))]

MOST_LINES_IN_A_FILE = 350
MOST_LINES_IN_A_FUNCTION = 40
# A home or a workplace of one machine: such a path works nowhere else.
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/\w")
DOWNLOAD_HOST = re.compile(r"\b[\w.-]*(?:pypi|pythonhosted|npmjs|githubusercontent|debian|ubuntu)\.(?:org|com|net)\b")


def committed() -> list[Path]:
    """The files git would carry to another machine: tracked ones, and new ones that are not ignored."""
    command = [
        "git",
        "-c",
        f"safe.directory={ROOT}",
        "-C",
        str(ROOT),
        "ls-files",
        "-z",
        "-c",
        "-o",
        "--exclude-standard",
    ]
    names = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [path for name in names.split("\0") if name and (path := ROOT / name).is_file()]


def text_of(path: Path) -> str:
    """The file as text; a binary file has none."""
    data = path.read_bytes()
    return "" if b"\0" in data else data.decode("utf-8")


def places(pattern: re.Pattern[str]) -> list[str]:
    """file:line of each match in what is committed, but for this file, which must name what it forbids."""
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in committed()
        if path != Path(__file__)
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if pattern.search(line)
    ]


@dataclass(frozen=True)
class Module:
    """What is asked of a file's syntax, which is read once: has it a docstring; (name, lines) of each function."""

    says_what_it_is: bool
    functions: tuple[tuple[str, int], ...]


@cache
def module(path: Path) -> Module:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    lengths = [(f.name, (f.end_lineno or 0) - f.lineno + 1) for f in ast.walk(tree) if isinstance(f, kinds)]
    return Module(bool(ast.get_docstring(tree)), tuple(lengths))


def test_nothing_committed_names_a_place_of_one_machine() -> None:
    assert places(MACHINE_PATH) == []


def test_nothing_committed_names_a_download_host() -> None:
    assert places(DOWNLOAD_HOST) == []


def pages() -> list[Path]:
    """The pages for readers."""
    return [path for path in committed() if path.suffix == ".md"]


def test_what_a_page_names_is_there() -> None:
    """A place in backticks (with a folder in it, so that it is one of ours) or behind a link."""
    known = {str(path.relative_to(ROOT)) for path in committed()}
    ends = {name[at:] for name in known for at in range(1, len(name)) if name[at - 1] == "/"} | known
    named = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|md|toml|service|rules|sh|csv|json))`|\]\(([^):#\s]+)")
    invented = {"kiosk/ui/flows/NAME.toml"}
    missing = [
        f"{page.relative_to(ROOT)}: {ours or link}"
        for page in pages()
        for ours, link in named.findall(text_of(page))
        if (ours and ours not in ends | invented) or (link and not (page.parent / link).exists())
    ]
    assert missing == []


def test_every_page_is_found_from_the_first_one() -> None:
    """README leads to each page, the index of decisions to each decision."""
    first, decisions = text_of(ROOT / "README.md"), text_of(ROOT / "docs" / "adr" / "README.md")
    lost = [path.name for path in (ROOT / "docs").glob("*.md") if f"(docs/{path.name})" not in first]
    lost += [
        path.name
        for path in (ROOT / "docs" / "adr").glob("*.md")
        if path.name not in {*re.findall(r"\((\S+\.md)\)", decisions), "README.md"}
    ]
    assert lost == []


def test_the_patterns_find_what_they_forbid() -> None:
    assert MACHINE_PATH.search("open('/home/somebody/kiosk.toml')")
    assert DOWNLOAD_HOST.search("--index-url https://mirror.pypi.org/simple")


def test_every_module_says_what_it_owns() -> None:
    silent = [path for path in PYTHON if path.name != "__init__.py" and not module(path).says_what_it_is]
    assert silent == []


def test_no_file_is_too_long_to_read() -> None:
    lengths = {path.relative_to(ROOT): len(text_of(path).splitlines()) for path in PYTHON}
    assert {path: lines for path, lines in lengths.items() if lines > MOST_LINES_IN_A_FILE} == {}


def test_no_function_is_too_long_to_read() -> None:
    found = [(path.name, *function) for path in PYTHON for function in module(path).functions]
    assert [entry for entry in found if entry[2] > MOST_LINES_IN_A_FUNCTION] == []


def test_the_lock_pins_every_package_by_hash() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        entries = re.split(r"\n(?=[a-z0-9])", lock.read_text("utf-8"))[1:]
        assert entries
        assert [e.splitlines()[0] for e in entries if "==" not in e or "--hash=sha256:" not in e] == []


@pytest.mark.parametrize("script", SHELL, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_shell_script_is_executable_and_parses(script: Path) -> None:
    assert script.stat().st_mode & 0o111
    bash = shutil.which("bash")
    assert bash is not None
    assert subprocess.run([bash, "-n", str(script)], capture_output=True, text=True, check=False).stderr == ""


def test_no_two_errors_bear_the_same_number():
    """A technician looks an error up by its number."""
    declared = re.compile(r"^    number = (\d{4})$", re.MULTILINE)
    numbers = [
        number for path in PYTHON if path.is_relative_to(ROOT / "kiosk") for number in declared.findall(text_of(path))
    ]
    assert len(numbers) > 30 and sorted(numbers) == sorted(set(numbers))
