"""The panel's labels, Chinese and English together: it is for developers and their guests, not for owners.

Owns every word that the panel shows. Not in ``kiosk/locale``: the panel is no part of the kiosk.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Label(NamedTuple):
    """One label in both languages."""

    zh: str
    en: str


def label(key: str) -> Label:
    """The label for ``key``. Raises KeyError: a defect, which the test of completeness finds."""
    return LABELS[key]


LABELS: Mapping[str, Label] = MappingProxyType(
    {
        "title": Label("大堂模拟台", "Lobby bench"),
        "subtitle": Label("这里不是自助终端：四周的设备由此扮演", "Not the kiosk: this plays the devices around it"),
        "starting": Label("正在接通设备，约十秒……", "Plugging everything in, some ten seconds ..."),
        # lamps
        "lamp.call": Label("呼叫灯", "Call light"),
        "lamp.message": Label("留言灯", "Message lamp"),
        "button.call": Label("呼叫按钮", "Call button"),
        # printers and what is browsed
        "receipt": Label("小票打印机", "Receipt printer"),
        "form": Label("A4 打印机", "Form printer"),
        "paper.none": Label("还没有出纸", "Nothing printed yet"),
        "viewer.close": Label("关闭", "Close"),
        # the far end
        "fax": Label("远端传真机", "Far-end fax"),
        "fax.none": Label("还没有收到页面", "No page received yet"),
        "fax.on_hook": Label("挂机", "On hook"),
        "fax.off_hook": Label("摘机", "Off hook"),
        "fax.silence": Label("静默", "Silence"),
        "fax.last": Label("上次", "Last"),
        "far_end": Label("远端是", "The far end is"),
        "far_end.fax": Label("传真机", "Fax"),
        "far_end.busy": Label("占线", "Busy"),
        "far_end.no_answer": Label("无人接", "No answer"),
        "far_end.voice": Label("有人说话", "Voice"),
        "far_end.silence": Label("接而无声", "Silence"),
        "far_end.no_ecm": Label("无纠错", "No ECM"),
        "far_end.v27ter": Label("仅 V.27ter", "V.27ter only"),
        "far_end.hangs_up": Label("第 2 页挂断", "Quits in p. 2"),
        "line": Label("线路", "The line is"),
        "line.clean": Label("干净", "Clean"),
        "line.noise": Label("噪声", "Noise"),
        "line.bursts": Label("突发", "Bursts"),
        "line.loss": Label("衰减", "15 dB loss"),
        "line.dead": Label("无拨号音", "No tone"),
        # sticks and tray
        "stick": Label("USB 存储碟", "USB stick"),
        "stick.none": Label("未插", "None"),
        "stick.LETTER": Label("信函 PDF", "PDF letter"),
        "stick.PHOTOS": Label("照片扫描", "Photo, scan"),
        "stick.MIXED": Label("混有坏件", "Some bad"),
        "stick.LOCKED": Label("加密 PDF", "Locked PDF"),
        "stick.EMPTY": Label("空碟", "Empty"),
        "scanner": Label("扫描仪托盘", "Scanner tray"),
        "scanner.absent": Label("尚未接入", "Not connected yet"),
        # faults
        "faults": Label("故障开关", "Faults"),
        "receipt_fault": Label("小票打印机", "Receipt printer"),
        "form_fault": Label("A4 打印机", "Form printer"),
        "printer.none": Label("正常", "Well"),
        "printer.media-empty": Label("缺纸", "No paper"),
        "printer.media-jam": Label("卡纸", "Jam"),
        "printer.cover-open": Label("开盖", "Cover"),
        "printer.unplugged": Label("拔线", "Unplug"),
        "printer.dies-mid-job": Label("中途断电", "Power cut"),
        "modem": Label("调制解调器", "Modem"),
        "modem.well": Label("正常", "Well"),
        "modem.unplugged": Label("拔线", "Unplug"),
        "modem.hung": Label("死机", "Hung"),
        "pins": Label("灯与按钮板", "Lamp board"),
        "card_reader": Label("读卡器", "Card reader"),
        "broker": Label("消息服务器", "Broker"),
        "office": Label("总部", "Head office"),
        "plug.in": Label("接通", "On"),
        "plug.out": Label("断开", "Off"),
        "kill": Label("强制结束", "kill -9"),
        "kill.core": Label("终端核心", "Core"),
        "kill.ui": Label("终端屏幕", "Screens"),
        # cards
        "card": Label("贴员工卡", "Staff card"),
        "card.none": Label("没有卡", "None"),
        "card.clerk": Label("客服", "Clerk"),
        "card.supervisor": Label("主管", "Superv."),
        "card.strange": Label("陌生卡", "Strange"),
        "card.two": Label("两张", "Two"),
        "card.edge": Label("贴边", "At edge"),
        # cash
        "cash_box": Label("投入现金", "Insert cash"),
        "cash_box.in": Label("钱箱在", "Box in"),
        "cash_box.out": Label("钱箱取出", "Box out"),
        "cash.5000": Label("50 元", "Fifty"),
        "cash.1000": Label("10 元", "Ten"),
        "cash.500": Label("5 元", "Five"),
        "cash.100": Label("1 元", "One"),
        "cash.50": Label("5 角", "Half"),
        # the phone and the payment provider
        "phone": Label("手机付款", "Phone pays"),
        "phone.pay": Label("扫码付款", "Pay"),
        "phone.twice": Label("连付两次", "Pay twice"),
        "phone.untrue": Label("假通知", "False word"),
        "notices": Label("支付通知", "Its word"),
        "notices.sent": Label("即到", "At once"),
        "notices.late": Label("迟到", "Late"),
        "notices.twice": Label("重复", "Twice"),
        "notices.lost": Label("丢失", "Lost"),
        "provider": Label("支付平台", "Provider"),
        "provider.well": Label("正常", "Well"),
        "provider.loses": Label("应答丢失", "Mute"),
        "provider.contradicts": Label("金额不符", "Untrue"),
        "provider.away": Label("断开", "Away"),
        # head office
        "records": Label("总部所存记录", "Records at head office"),
        "records.online": Label("终端在线", "Kiosk online"),
        "records.offline": Label("终端离线", "Kiosk offline"),
        "records.all": Label("已全部确认", "all acknowledged"),
        "records.waiting": Label("条待确认", "unacknowledged"),
    }
)
