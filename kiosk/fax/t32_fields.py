"""The eight values of +FDIS, +FDCS, +FDCC and their kin, and what they mean in the words of ``fields.py``.

Owns the value tables of T.32 (VR, BR, WD, LN, DF, EC, BF, ST) and the lists that a modem answers to ``=?``. Refuses to
choose: ``negotiation.py`` does, on the abilities that modem and far end share. Called by both sides' sessions
(``t32.py``, ``t32_receiver.py`` and their parts) and by the driver.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kiosk.fax.answerer_fields import Commanded
from kiosk.fax.fields import FRAME_OCTETS, WIDTH_A3_PELS, WIDTH_A4_PELS, WIDTH_B4_PELS, Abilities, Terms
from kiosk.fax.modulations import LADDER, Modulation
from kiosk.fax.negotiation import PageFormat, choose_terms
from kiosk.fax.outcome import Coding, CopyQuality, Resolution
from kiosk.fax.t32_table import Dialect

_FIELDS = 8
_IDENT_CHARACTERS = 20
_STEP_BPS = 2400  # BR 0 is 2400 bit/s, each step 2400 more
_RESOLUTIONS = {0: Resolution.STANDARD, 1: Resolution.FINE, 2: Resolution.SUPERFINE}
_OFFERED_RESOLUTIONS = 3  # T.32 has more bits: inches, 16 pels/mm
_WIDTHS = {0: WIDTH_A4_PELS, 1: WIDTH_B4_PELS, 2: WIDTH_A3_PELS}
_CODINGS = {0: Coding.MH, 1: Coding.MR, 3: Coding.MMR}  # 2 is uncompressed mode, an option of MR
_UNLIMITED = 2
# ST: milliseconds a line at 3.85 and at 7.7 line/mm.
_SCAN_LINE_TIMES = {0: (0, 0), 1: (5, 5), 2: (10, 5), 3: (10, 10), 4: (20, 10), 5: (20, 20), 6: (40, 20), 7: (40, 40)}


@dataclass(frozen=True)
class Codes:
    """One report or command: what a DIS offers, what a DCS commands, what we ask for."""

    vr: int = 0
    br: int = 0
    wd: int = 0
    ln: int = 0
    df: int = 0
    ec: int = 0
    bf: int = 0
    st: int = 0

    def __str__(self) -> str:
        return ",".join(
            f"{value:X}" for value in (self.vr, self.br, self.wd, self.ln, self.df, self.ec, self.bf, self.st)
        )


# What every Group 3 machine can do (T.30 Table 2): taken where a modem does not report the DIS.
LEAST_DIS = Codes(br=1, st=7)


def read_codes(text: str) -> Codes:
    """The values of a report. What is missing, or no number, is 0; values beyond the first eight are passed over."""
    values = [int(value, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,2}", value) else 0 for value in _values(text)]
    return Codes(*(values + [0] * _FIELDS)[:_FIELDS])


def _values(text: str) -> list[str]:
    return [value.strip() for value in text.strip(" ()").split(",")][:_FIELDS]


@dataclass(frozen=True)
class ModemAbilities:
    """What a modem answers to +FDCC=? or +FCC=?: the values that each field may have."""

    vr: frozenset[int] = frozenset({0, 1})
    br: frozenset[int] = frozenset({0, 1, 2, 3})
    wd: frozenset[int] = frozenset({0})
    ln: frozenset[int] = frozenset({0})
    df: frozenset[int] = frozenset({0})
    ec: frozenset[int] = frozenset({0})


def read_abilities(answer: str) -> ModemAbilities:
    """An answer such as ``(0,1),(0-5),(0-2),(0-2),(0-3),(0-2),(0),(0-7)``; if it is none, what fits any modem."""
    lists = [_numbers(group) for group in re.findall(r"\(([^()]*)\)", answer)]
    if len(lists) < _FIELDS - 2:
        return ModemAbilities()
    return ModemAbilities(*lists[: _FIELDS - 2])


def _numbers(group: str) -> frozenset[int]:
    found: set[int] = set()
    for first, last in re.findall(r"([0-9A-Fa-f]{1,2})(?:-([0-9A-Fa-f]{1,2}))?", group):
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


def capabilities_of(modem: ModemAbilities, dialect: Dialect, *, ecm: bool, max_bit_rate: int | None) -> Codes:
    """All that the modem can do and the call allows: the value of +FDCC or +FCC before dialling."""
    return Codes(
        vr=_finest(modem),
        br=min(max(modem.br, default=0), _rate_code(max_bit_rate)),
        wd=max(modem.wd & set(_WIDTHS), default=0),
        ln=max(modem.ln & {0, 1, 2}, default=0),
        df=max(_usable_codings(modem, ecm=ecm), default=0),
        ec=_ecm_value(modem, dialect) if ecm else 0,
    )


def set_up_commands(dialect: Dialect, ident: str, own: Codes, *, receives: bool = False) -> tuple[str, ...]:
    """What every call needs; the dialect's ``wishes`` may be refused, these may not."""
    needed = (f'AT{dialect.ident}="{ident[:_IDENT_CHARACTERS]}"', f"AT{dialect.capabilities}={own}")
    return (*needed, "AT+FCR=1") if receives else needed


def _finest(modem: ModemAbilities) -> int:
    """In T.32 VR is a mask of bits 1 (fine) and 2 (superfine); in the draft there are 0 and 1 only."""
    return (1 if 1 in modem.vr else 0) | (2 if 2 in modem.vr else 0)


def _rate_code(bit_rate: int | None) -> int:
    return 13 if bit_rate is None else max(0, bit_rate // _STEP_BPS - 1)


def _usable_codings(modem: ModemAbilities, *, ecm: bool) -> frozenset[int]:
    return frozenset(df for df in modem.df if df in _CODINGS and (ecm or _CODINGS[df] is not Coding.MMR))


def with_coding(modem: ModemAbilities, coding: Coding) -> ModemAbilities:
    """The same modem, which has shown that it sends in this coding, or in MH, and in no other."""
    return replace(modem, df=modem.df & {_key(_CODINGS, Coding.MH), _key(_CODINGS, coding)})


def _ecm_value(modem: ModemAbilities, dialect: Dialect) -> int:
    return next((value for value in dialect.ecm_values if value in modem.ec), 0)


def shared_abilities(modem: ModemAbilities, own: Codes, far: Codes) -> Abilities:
    """What modem and far end can both do, in the form in which a DIS is read."""
    ecm = bool(own.ec and far.ec)
    standard_ms, fine_ms = _SCAN_LINE_TIMES.get(far.st, (40, 40))
    resolutions = {Resolution.STANDARD} | {_RESOLUTIONS[bit] for bit in (1, 2) if own.vr & far.vr & bit}
    return Abilities(
        can_receive=True,
        modulation_codes=frozenset(),  # the modem chooses
        codings=frozenset(_CODINGS[df] for df in _usable_codings(modem, ecm=ecm) if df <= far.df) | {Coding.MH},
        resolutions=frozenset(resolutions),
        widths=frozenset(pels for wd, pels in _WIDTHS.items() if wd <= min(far.wd, own.wd)),
        unlimited_length=own.ln == _UNLIMITED == far.ln,
        scan_line_ms={Resolution.STANDARD: standard_ms, Resolution.FINE: fine_ms, Resolution.SUPERFINE: fine_ms},
        ecm=ecm,
        has_document=False,
        subaddress=False,
        frame_octets=FRAME_OCTETS,
    )


def modulation_of(br: int) -> Modulation:
    """The speed of a BR value. Its modulation is not always told: 7200 and 9600 bit/s are V.17's and V.29's."""
    bit_rate = (br + 1) * _STEP_BPS
    named = [modulation for modulation in LADDER if modulation.bit_rate == bit_rate]
    if not named:
        return Modulation("V.34", bit_rate, 0, 0, 0, 0, "")
    return replace(named[0], name=" or ".join(modulation.name for modulation in named))


def session_terms(br: int, page: PageFormat, shared: Abilities, *, ecm: bool) -> Terms | None:
    """The terms that we ask for; None if the far end cannot receive this page at all."""
    return choose_terms(modulation_of(br), page, shared, ecm=ecm)


def session_codes(terms: Terms, own: Codes, far: Codes) -> Codes:
    """The terms as the value of +FDIS= or +FIS=."""
    return Codes(
        vr=_key(_RESOLUTIONS, terms.resolution),
        br=min(own.br, far.br),
        wd=_key(_WIDTHS, terms.width),
        ln=_UNLIMITED if terms.unlimited_length else min(own.ln, far.ln, 1),
        df=_key(_CODINGS, terms.coding),
        ec=own.ec if terms.ecm else 0,
        st=0 if terms.ecm else far.st,
    )


def commanded_terms(dcs: Codes, page: PageFormat, shared: Abilities) -> Terms | None:
    """The terms which the modem has commanded: its DCS overrules what we asked for."""
    terms = choose_terms(modulation_of(dcs.br), page, shared, ecm=dcs.ec != 0)
    if terms is None:
        return None
    resolution = Resolution.SUPERFINE if dcs.vr & 2 else Resolution.FINE if dcs.vr & 1 else Resolution.STANDARD
    return replace(terms, coding=_CODINGS.get(dcs.df, Coding.MR), resolution=resolution)


def terms_of_caller(dcs: Codes) -> Commanded | None:
    """What a caller has commanded, as the receiver of its pages needs it; None where our abilities do not hold it."""
    resolution = Resolution.SUPERFINE if dcs.vr & 2 else Resolution.FINE if dcs.vr & 1 else Resolution.STANDARD
    width, coding = _WIDTHS.get(dcs.wd), _CODINGS.get(dcs.df)
    if width is None or coding is None or dcs.vr & ~_OFFERED_RESOLUTIONS:
        return None
    return Commanded(modulation_of(dcs.br), coding, resolution, width, ecm=dcs.ec != 0)


def read_page_counts(value: str, dialect: Dialect) -> tuple[int, CopyQuality]:
    """``+FPTS:ppr,lc,blc,cblc``: the answer a modem proposes (0 if none), lines, bad lines, bad lines in a row.

    TIA-592 and T.32 write numbers in hexadecimal, the draft's modems in decimal. What is no number is 0.
    """
    base = 16 if dialect.ok_confirms else 10
    digits = r"[0-9A-Fa-f]{1,4}" if base == 16 else r"[0-9]{1,6}"
    numbers = [int(word, base) if re.fullmatch(digits, word) else 0 for word in _values(value)] + [0] * 4
    return numbers[0], CopyQuality(*numbers[1:4])


def read_words(value: str) -> str | None:
    """An identification or address as a modem quotes it, at most 20 characters (T.30 5.3.6.2); None if it is blank.

    What is no printable ASCII becomes a question mark: it goes to screens and paper.
    """
    shown = "".join(character if " " <= character <= "~" else "?" for character in value)
    return shown.strip("\"' ")[:_IDENT_CHARACTERS].strip() or None


def _key(table: Mapping[int, object], wanted: object) -> int:
    return next(code for code, value in table.items() if value == wanted)
