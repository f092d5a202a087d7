"""Makes ``kiosk/desk/places/*.json`` out of the phone number library's data: ``python -m kiosk.place_build``.

Owns the recipe of the place names that stand beside a number (上海, Hong Kong). Run by hand when the library is
renewed, with the development extras installed; the kiosk itself reads the small tables, because loading the library's
own takes most of a second (measured), in the very process that draws the screens.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

FOLDER = Path(__file__).parent / "desk" / "places"
_HOME = "86"  # China: area codes are 2 to 3 digits after the country code; longer entries are mobile ranges
_LONGEST = len(_HOME) + 3
_SHORT = re.compile(r"^中[国國]|特[别別]行政[区區]| SAR China$")
_NO_PROVINCE = re.compile(r"^.+省|市$")


def main() -> int:
    """Write both tables."""
    FOLDER.mkdir(exist_ok=True)
    _write("areas-cn.json", areas())
    _write("countries.json", countries())
    return 0


def areas() -> dict[str, dict[str, str]]:
    """Area code without trunk prefix -> language tag -> name of the city."""
    from opencc import OpenCC
    from phonenumbers.geodata import GEOCODE_DATA

    traditional = OpenCC("s2t")
    table = {}
    for prefix, names in sorted(GEOCODE_DATA.items()):
        if prefix.startswith(_HOME) and len(prefix) <= _LONGEST and prefix[2] != "1":
            simplified = _NO_PROVINCE.sub("", names.get("zh", ""))
            english = names.get("en", "").split(",")[0]
            table[prefix[2:]] = {"zh-Hans": simplified, "zh-Hant": traditional.convert(simplified), "en": english}
    return {"10": {"zh-Hans": "北京", "zh-Hant": "北京", "en": "Beijing"}, **table}


def countries() -> dict[str, dict[str, str]]:
    """ISO 3166 code -> language tag -> short name (Unicode CLDR)."""
    from babel import Locale

    locales = {tag: Locale.parse(tag, sep="-") for tag in ("zh-Hans", "zh-Hant", "en")}
    codes = sorted(code for code in map(str, locales["en"].territories) if re.fullmatch("[A-Z]{2}", code))
    return {
        code: {tag: _SHORT.sub("", str(locale.territories.get(code, code))) for tag, locale in locales.items()}
        for code in codes
    }


def _write(name: str, table: dict[str, dict[str, str]]) -> None:
    lines = [f"{json.dumps(key)}: {json.dumps(names, ensure_ascii=False)}" for key, names in table.items()]
    (FOLDER / name).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
