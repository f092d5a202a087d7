"""The icons of the house: Material Symbols names and their code points (the table of the screens' specification).

Owns which icons exist. Knows no font file and draws nothing. Called by ``kiosk.ui`` (which draws a glyph with the icon
face) and by ``kiosk.asset_build`` (which cuts the icon face down to this very table, so that an icon which is not here
cannot be drawn by accident).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


def _table(*groups: str) -> Mapping[str, int]:
    words = " ".join(groups).split()
    return MappingProxyType({name: int(code, 16) for name, code in zip(words[::2], words[1::2], strict=True)})


ICONS: Mapping[str, int] = _table(
    # fax: send, waiting, read, log, unidentified
    "outgoing_mail F0D2 mark_email_unread F18A drafts E151 fax EAD8 unknown_document F804",
    # print and copy, not available, repairs, cleaning
    "print E555 print_disabled E9CF home_repair_service F100 cleaning_services F0FF",
    # complaint, message, meeting room, prices, wake-up, commitments
    "rate_review E560 forum E8AF meeting_room EB4F sell F05B alarm E855 verified EF76",
    # call the clerk, waiting call, call light, telephone
    "concierge F561 notifications_active E7F7 lightbulb E90F call E0B0",
    # stick, phone, scanner, address book
    "usb E1E0 qr_code_scanner F206 document_scanner E5FA contacts E0BA",
    # account, cash, receipt, daily closing
    "account_balance_wallet E850 payments EF63 receipt_long EF6E point_of_sale F17E",
    # confidential, identified, owner card, staff, person, engineer
    "shield_lock F686 lock_open E898 contactless EA71 badge EA67 person F0D3 engineering EA3D",
    # pages: rotate, move, delete, enlarge; sign, sign again
    "rotate_right E41A swap_vert E8D5 delete E872 zoom_in E8FF draw E746 ink_eraser E6D0",
    # keys: backspace, shift, more; touch to start
    "backspace E14A shift E5F2 keyboard_arrow_down E313 touch_app E913",
    # back, next, cancel, done, home, finish
    "arrow_back E5C4 arrow_forward E5C8 close E5CD check E5CA home E9B2 logout E9BA",
    # ok, warning, failure, paused, contrast, demo
    "check_circle F0BE warning F083 error F8B6 pause E034 contrast EB37 science EA4B",
    # board, cases, technician, modem
    "dashboard E871 assignment E85D construction EA3C router E328",
    # head office, offline, sync, loop test, export
    "cloud_done E2BF cloud_off E2C1 sync E627 cycle F854 save E161",
)


def glyph(name: str) -> str:
    """The character that shows icon ``name`` in the icon face. Raises KeyError for an icon the house does not have."""
    return chr(ICONS[name])
