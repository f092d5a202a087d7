"""An amount in Chinese capitals, as it stands on receipts so that no figure can be altered.

Owns the writing rule of the Payment and Settlement Measures (支付结算办法, annex 1) and nothing else. Called by
``receipt.py``. Money is whole fen.
"""

from __future__ import annotations

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_MYRIADS = ("", "万", "亿")
_LARGEST_FEN = 10**14 - 1


def amount_in_capitals(amount_fen: int) -> str:
    """``1200`` gives ``人民币壹拾贰元整``; a negative amount (a reversal) is led by ``负``.

    Raises ValueError from a million million yuan on.
    """
    if abs(amount_fen) > _LARGEST_FEN:
        raise ValueError(f"{amount_fen} fen is beyond what has a name")
    yuan, rest = divmod(abs(amount_fen), 100)
    jiao, fen = divmod(rest, 10)
    sign = "负" if amount_fen < 0 else ""
    return f"人民币{sign}{_yuan(yuan, rest)}{_small_change(yuan, jiao, fen)}"


def _yuan(yuan: int, rest: int) -> str:
    if yuan:
        return f"{_whole(yuan)}元"
    return "" if rest else "零元"


def _small_change(yuan: int, jiao: int, fen: int) -> str:
    if not jiao and not fen:
        return "整"
    if not fen:
        return f"{_DIGITS[jiao]}角整"
    # Annex 1, item 4.4: no jiao but fen: 零 stands between yuan and fen. Without yuan there is nothing to separate.
    tenths = f"{_DIGITS[jiao]}角" if jiao else ("零" if yuan else "")
    return f"{tenths}{_DIGITS[fen]}分"


def _whole(number: int) -> str:
    """Groups of four digits from the right (万, 亿): one 零 for any run of noughts inside, none at the end."""
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    words = ""
    gap = False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = bool(words)
            continue
        if words and (gap or group < 1000):
            words += "零"
        words += _group(group) + _MYRIADS[place]
        gap = False
    return words


def _group(group: int) -> str:
    """One to four digits: ``1010`` gives ``壹仟零壹拾`` (item 3: 壹 before 拾 is never left out)."""
    words = ""
    gap = False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if not digit:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return words
