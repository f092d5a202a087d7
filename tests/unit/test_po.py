"""The house's own reader of catalogues says what gettext's tools say of the same files."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages import pofile

from kiosk.locale import Language, catalogue_files
from kiosk.locale.po import PoError, read_po


def _as_babel_reads(path: Path) -> dict[str, tuple[str, ...]]:
    with path.open("rb") as file:
        messages = [message for message in pofile.read_po(file, abort_invalid=True) if message.id]
    return {
        (message.id[0] if isinstance(message.id, tuple | list) else message.id): (
            tuple(message.string) if isinstance(message.string, tuple | list) else (message.string,)
        )
        for message in messages
    }


@pytest.mark.parametrize("language", Language)
def test_every_catalogue_is_read_as_gettexts_tools_read_it(language: Language) -> None:
    for path in catalogue_files(language):
        assert dict(read_po(path)) == _as_babel_reads(path), path


def test_strings_go_on_in_the_next_line_and_signs_are_escaped(tmp_path: Path) -> None:
    path = tmp_path / "some.po"
    path.write_text('# told\nmsgid "a.key"\nmsgstr ""\n"one\\n"\n"\\"two\\" 三"\n', "utf-8")
    assert list(read_po(path)) == [("a.key", ('one\n"two" 三',))]


def test_a_broken_line_names_its_file_and_number(tmp_path: Path) -> None:
    path = tmp_path / "broken.po"
    path.write_text('msgid "a.key"\nmsgstr "open', "utf-8")
    with pytest.raises(PoError, match=r"broken\.po:2"):
        list(read_po(path))
