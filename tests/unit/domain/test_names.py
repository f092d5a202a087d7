"""A4: an owner is greeted by the surname, and the given name is never on the glass."""

from __future__ import annotations

import pytest

from kiosk.domain.names import surname


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("林晓雯", "林"),
        ("欧阳明", "欧阳"),
        ("歐陽思齊", "歐陽"),
        ("司空", "司"),  # two characters: a surname and a name
        ("诸葛 亮", "诸葛"),
        ("东方红", "东方"),
        ("葛\U000e0100小明", "葛\U000e0100"),
        ("㛃丽", "㛃"),
        ("𬱖小明", "𬱖"),
        ("John Smith", "Smith"),
        ("Aisha", "Aisha"),
        ("Мария Иванова", "Иванова"),
        ("  ", ""),
    ],
)
def test_the_surname_of_a_name(name: str, called: str) -> None:
    assert surname(name) == called
