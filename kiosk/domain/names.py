"""What a person is called by at the counter: the surname, never the given name (A4).

Owns the reading of a name as the directory writes it: Han with the surname first, other scripts with it last. Pure; the
form of address is the directory's. Called by ``kiosk.desk.identity``.
"""

from __future__ import annotations

import unicodedata

# Surnames of two characters, written without a gap: those of the Hundred Family Surnames (百家姓) and the few others
# that are borne today, in both scripts. A name of two characters is one and one.
_TOGETHER = (
    "欧阳歐陽太史端木上官司马司馬东方東方独孤獨孤南宫南宮万俟萬俟闻人"
    "聞人夏侯诸葛諸葛尉迟尉遲公羊赫连赫連澹台澹臺皇甫宗政濮阳濮陽公冶"
    "太叔申屠公孙公孫慕容仲孙仲孫钟离鍾離长孙長孫宇文司徒鲜于鮮于司空"
    "闾丘閭丘亓官司寇巫马巫馬公西颛孙顓孫壤驷壤駟公良漆雕乐正樂正宰父"
    "谷梁穀梁拓跋夹谷夾谷轩辕軒轅令狐段干百里呼延东郭東郭南门南門羊舌"
    "微生梁丘左丘西门西門第五南荣南榮东里東里即墨达奚達奚褚师褚師"
)
_COMPOUND = frozenset(_TOGETHER[at : at + 2] for at in range(0, len(_TOGETHER), 2))


def surname(name: str) -> str:
    """The surname in ``name``; all of it when it is one word of another script. An empty name has none."""
    words = name.split()
    if not words:
        return ""
    if not _is_han(words[0][0]):
        return words[-1]
    whole = "".join(words)
    if whole[:2] in _COMPOUND and len(whole) > 2:
        return whole[:2]
    end = 1
    while (
        end < len(whole) and unicodedata.category(whole[end]) == "Mn"
    ):  # a variation selector belongs to its character
        end += 1
    return whole[:end]


def _is_han(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CJK ")
