"""Chinese typed with Latin keys (D2): syllables in, characters out, in simplified or traditional script.

Owns the schemas' settings (nothing that people type is learned, A1), the service centre's own words, and a session for
each text field. Without the library there is no Chinese input and ``ready`` says so: the keyboard then offers Latin
only. Knows no widget. Called by the keyboard; started by ``kiosk.ui.running`` off the Kivy thread.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from kiosk.locale import Language
from kiosk.ui.rime import SHARED_DATA, Rime

log = logging.getLogger(__name__)

CANDIDATES = 45  # three grids of 5 x 3; nobody looks further
_BACKSPACE, _SPACE = 0xFF08, 0x20  # X11 keysyms


class Script(Enum):
    """The written form and its schema."""

    SIMPLIFIED = "luna_pinyin_simp"
    TRADITIONAL = "luna_pinyin_tw"

    @classmethod
    def of(cls, language: Language) -> Script:
        """What somebody who reads ``language`` writes."""
        return cls.TRADITIONAL if language is Language.ZH_HANT else cls.SIMPLIFIED


@dataclass(frozen=True)
class Composition:
    """What has been typed: ``preedit`` not final yet, ``candidates`` for it, ``commit`` text that has become final."""

    preedit: str = ""
    candidates: tuple[str, ...] = ()
    commit: str = ""


class Pinyin:
    """The input method of this process. ``start`` may take seconds; until it has ended ``ready`` is False."""

    def __init__(self, runtime: Path, cache: Path, drawn: Callable[[str], bool] = bool) -> None:
        """``runtime`` holds the settings and is made anew; ``cache`` holds the compiled schemas and may be kept.

        ``drawn``: whether a font has all of these characters; what would be a box is not offered.
        """
        self._runtime, self._cache, self._drawn = runtime, cache, drawn
        self._rime: Rime | None = None
        self._ended = threading.Event()

    @property
    def ready(self) -> bool:
        """Whether Chinese can be typed now."""
        return self._rime is not None

    @property
    def missing(self) -> bool:
        """Whether it never will be: library or dictionary are not installed."""
        return self._ended.is_set() and self._rime is None

    def start(self) -> None:
        """Load, compile the schemas if they have changed, be ready. Blocks; call once, off the screens' thread."""
        try:
            rime = Rime() if SHARED_DATA.is_dir() else None
        except OSError as error:
            log.warning("no Chinese input: %s", error)
            rime = None
        if rime is not None:
            self._write_settings()
            rime.open(self._runtime, self._cache)
            self._rime = rime
        self._ended.set()

    def close(self) -> None:
        """Forget every session. The library may be started again afterwards."""
        if self._rime is not None:
            self._rime.close()
            self._rime = None

    def field(self, script: Script) -> PinyinInput | None:
        """An input for one text field; None when Chinese cannot be typed."""
        session = self._rime.session(script.value) if self._rime else 0
        return PinyinInput(self._rime, session, self._drawn) if self._rime and session else None

    def _write_settings(self) -> None:
        for folder in (self._runtime, self._cache):
            folder.mkdir(parents=True, exist_ok=True)
        for name, text in _settings().items():
            path = self._runtime / name
            if not path.exists() or path.read_text(encoding="utf-8") != text:  # a newer file is compiled anew
                path.write_text(text, encoding="utf-8")


class PinyinInput:
    """One text field's typing. Every call returns the Composition that it leads to."""

    def __init__(self, rime: Rime, session: int, drawn: Callable[[str], bool]) -> None:
        self._rime, self._session, self._drawn = rime, session, drawn
        self._places: tuple[int, ...] = ()  # where the offered candidates stand in the library's list

    def key(self, letter: str) -> Composition:
        """A letter ``a``-``z`` or the apostrophe between syllables."""
        self._rime.press(self._session, ord(letter))
        return self._now()

    def backspace(self) -> Composition:
        """Take back the last letter."""
        self._rime.press(self._session, _BACKSPACE)
        return self._now()

    def first(self) -> Composition:
        """The space key: take the first candidate."""
        self._rime.press(self._session, _SPACE)
        return self._now()

    def choose(self, index: int) -> Composition:
        """Take the candidate at ``index``; what it does not cover stays in the preedit."""
        self._rime.choose(self._session, self._places[index])
        return self._now()

    def clear(self) -> Composition:
        """Drop what is not final."""
        self._rime.clear(self._session)
        return Composition()

    def close(self) -> None:
        """End the session: the next person begins with nothing (A1)."""
        self._rime.end_session(self._session)

    def _now(self) -> Composition:
        commit = self._rime.committed(self._session)
        preedit = self._rime.preedit(self._session)
        found = self._rime.candidates(self._session, 2 * CANDIDATES) if preedit else ()
        drawn = [(place, text) for place, text in enumerate(found) if self._drawn(text)][:CANDIDATES]
        self._places = tuple(place for place, _ in drawn)
        return Composition(preedit, tuple(text for _, text in drawn), commit)


# The estate's words, most of which a general dictionary puts behind others or does not know. Codes: all syllables, and
# their first letters where these are not a common syllable themselves.
_WORDS = """
报修 報修 baoxiu bx|物业 物業 wuye|物业费 物業費 wuyefei wyf|漏水 漏水 loushui|滴水 滴水 dishui|渗水 滲水 shenshui
停水 停水 tingshui|停电 停電 tingdian|跳闸 跳閘 tiaozha tz|断电 斷電 duandian|堵塞 堵塞 duse|水管 水管 shuiguan
水龙头 水龍頭 shuilongtou slt|马桶 馬桶 matong|洗脸盆 洗臉盆 xilianpen xlp|地漏 地漏 dilou|下水道 下水道 xiashuidao xsd
阀门 閥門 famen|软管 軟管 ruanguan|热水器 熱水器 reshuiqi rsq|抽油烟机 抽油煙機 chouyouyanji cyyj|空调 空調 kongtiao kt
灯泡 燈泡 dengpao|开关 開關 kaiguan|插座 插座 chazuo|电路 電路 dianlu|门锁 門鎖 mensuo|门窗 門窗 menchuang
玻璃 玻璃 boli|瓷砖 瓷磚 cizhuan|墙面 牆面 qiangmian|保洁 保潔 baojie|家政 家政 jiazheng|维修 維修 weixiu
上门 上門 shangmen|客服 客服 kefu|主卧 主臥 zhuwo|次卧 次臥 ciwo|卫生间 衛生間 weishengjian wsj|厨房 廚房 chufang
阳台 陽臺 yangtai|客厅 客廳 keting|车库 車庫 cheku|花园 花園 huayuan
"""


def _phrases(script: Script) -> str:
    """The estate's words as a table: word, code, weight."""
    lines = []
    for entry in _WORDS.replace("\n", "|").split("|"):
        if entry:
            simplified, traditional, *codes = entry.split()
            word = traditional if script is Script.TRADITIONAL else simplified
            lines += [f"{word}\t{code}\t100\n" for code in codes]
    return "".join(lines)


_DEFAULT = """patch:
  schema_list: [{schema: luna_pinyin_simp}, {schema: luna_pinyin_tw}]
  menu/page_size: 9
"""

# Only letters reach the library: shift, digits and punctuation are the keyboard's own, so their processors go, and with
# the reverse look-up the stroke dictionary it would compile.
_SCHEMA = """patch:
  schema/dependencies: []
  engine/processors: [speller, express_editor]
  engine/segmentors: [abc_segmentor, fallback_segmentor]
  engine/translators: [table_translator@custom_phrase, script_translator]
  translator/enable_user_dict: false
  custom_phrase/user_dict: PHRASES
  custom_phrase/initial_quality: 100
"""


def _settings() -> dict[str, str]:
    """The files of the settings' folder."""
    files = {"default.custom.yaml": _DEFAULT}
    for script in Script:
        phrases = f"words_{script.name.lower()}"
        files[f"{script.value}.custom.yaml"] = _SCHEMA.replace("PHRASES", phrases)
        files[f"{phrases}.txt"] = _phrases(script)
    return files
