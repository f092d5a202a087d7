"""A name with a rare character on the glass: drawn with the font that has it, else as a box with its code point."""

from __future__ import annotations

from tests.ui.harness import Glass

NOWHERE = "\U00031350"  # the first of extension H: no packaged font has it


def ink(glass: Glass, words: str) -> tuple[int, list[int]]:
    """Width of a line in pixels, and of each em of it how many pixels have ink."""
    from kiosk.ui.theme import Type

    look = glass.shell.look
    face = look.face(Type.DISPLAY)
    line = look.faces.line(face, words)
    alpha = line.texture.pixels[3::4]
    rows = [alpha[row * line.width : (row + 1) * line.width] for row in range(line.height)]
    ems = range(0, line.width - face.size // 2, face.size)
    return line.width, [sum(octet > 99 for row in rows for octet in row[left : left + face.size]) for left in ems]


def test_a_rare_surname_is_drawn_beside_common_ones(glass: Glass) -> None:
    _, inks = ink(glass, "王㛃𬱖𪚥生")
    assert len(inks) == 5
    assert min(inks) > 300


def test_what_no_font_has_is_a_box_with_its_code_never_a_hole(glass: Glass) -> None:
    from kiosk.ui.theme import Type

    size = glass.shell.look.face(Type.DISPLAY).size
    width, inks = ink(glass, f"王{NOWHERE}")
    assert width == 2 * size
    assert inks[1] > 300
    assert ink(glass, f"王{chr(ord(NOWHERE) + 1)}")[1] != inks


def test_a_variant_of_a_surname_is_drawn_as_its_usual_form(glass: Glass) -> None:
    """A4: 葛 with a selector is greeted as 葛 and not with a box beside it."""
    assert ink(glass, "葛\U000e0100女士") == ink(glass, "葛女士")


def test_a_measured_name_takes_what_it_is_drawn_with(glass: Glass) -> None:
    from kiosk.ui.theme import Type

    look = glass.shell.look
    face = look.face(Type.DISPLAY)
    words = f"王𪚥{NOWHERE} ABC"
    assert abs(look.faces.width(face, words) - look.faces.line(face, words).width) <= 2


def test_a_picture_of_a_rare_name_goes_with_its_visitor(glass: Glass) -> None:
    """A1: as any other."""
    from kiosk.ui.theme import Type

    look = glass.shell.look
    face = look.face(Type.DISPLAY)
    look.faces.line(face, "王𪚥")
    look.faces.forget()
    assert (face, "王𪚥") not in look.faces._lines
