"""The configuration file of a kiosk in the lobby: every double stands under the key of the real thing.

Owns the text, and a notice that is always of these days. Filled in by ``lobby``.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta


def notice_of_works(today: date) -> str:
    """A notice that ends: of works in two days, whatever day the demo is given on."""
    day = today + timedelta(days=2)
    chinese, english = (
        f"{day.month} 月 {day.day} 日",
        f"{calendar.day_name[day.weekday()]} {day.day} {calendar.month_name[day.month]}",
    )
    return _WORKS.format(
        until=f"{day}T11:00", chinese=chinese, weekday="一二三四五六日"[day.weekday()], english=english
    )


_WORKS = """\
[[estate.notices]]
until = "{until}"
zh-Hans = "{chinese}（星期{weekday}）9:00–11:00\\n南区供水检修，请您提前备水。"
zh-Hant = "{chinese}（星期{weekday}）9:00–11:00\\n南區供水檢修，請您提前備水。"
en = "{english}, 9:00–11:00\\nWater is off in the south quarter."
"""
CONFIG = """\
doubles = [
    "fax_line", "receipt_printer", "form_printer", "lights", "media", "card_reader", "cash_acceptor", "qr_provider",
]

[kiosk]
id = "{id}"
state_dir = {state}
runtime_dir = {runtime}

[estate]
seal = "松"
counter_opens = "08:00"
counter_closes = "20:00"

[estate.name]
zh-Hans = "听松苑"
zh-Hant = "聽松苑"
en = "Tingsong Estate"

[estate.service_number]
zh-Hans = "内线 8000"
zh-Hant = "內線 8000"
en = "ext. 8000"

[estate.complaint_number]
zh-Hans = "内线 8010"
zh-Hant = "內線 8010"
en = "ext. 8010"

{works}

[[estate.notices]]
zh-Hans = "会所阅览室每日开放至 21:00。"
zh-Hant = "會所閱覽室每日開放至 21:00。"
en = "The club's reading room is open until 21:00 every day."

[screen]
width = {width}
height = {height}
fullscreen = false
session_s = {session_s}
night_by_clock = false
dim = 1.0
motion = {motion}
remote = {remote}

[telephone]
country = "CN"
area_code = "512"
ident = "+86 512 6522 8000"

[fax]
driver = "class1"
port = {port}
retry_waits_s = {retry_waits_s}
loopback_number = "{loopback}"
min_free_mb = {min_free_mb}
far_ident = "{far_ident}"

[receipt_printer]
server = {cups}
queue = "{receipt}"
width_mm = 80

[form_printer]
server = {cups}
queue = "{form}"
width_mm = 210

[lights]
pin_factory = "tests.hw_doubles.lobby_pins:lobby_pins"

[media]
driver = "folder"
root = {tray}

[card_reader]
driver = "serial"
port = {card_reader}

[cash_acceptor]
driver = "cctalk"
port = {acceptor}

[desk]
closing_time = "{closing_time}"

[qr_payment]
driver = "wechat"
base_url = "{provider}"
merchant_id = "{merchant_id}"
app_id = "{app_id}"
key_serial = "{key_serial}"
key_file = {merchant_key}
provider_key_id = "{provider_key_id}"
provider_key_file = {provider_key}
notify_url = "{notify_url}"
notify_listen = "{notify_listen}"

[head_office]
host = "127.0.0.1"
port = {broker_port}
ca_file = {ca}
cert_file = {cert}
key_file = {key}
"""
