"""The left column of the board in words: the call on the line, each device, head office (J3)."""

from __future__ import annotations

from datetime import datetime

from kiosk.desk.views import Board, DeviceView, FaxProgress, IncomingCall
from kiosk.ui.look import Look
from kiosk.ui.screens.staff_words import age, device_colour, device_icon, device_name, device_state
from kiosk.ui.widgets.line_column import DeviceNow, LineNow


def line_now(look: Look, board: Board, now: datetime) -> LineNow:
    """What the line does: a call with its page, or waiting with the queue's length, or why it cannot."""
    device = next((device for device in board.devices if device.name == "fax_line"), None)
    if board.incoming is not None:
        return _incoming(look, board.incoming, now)
    if board.line is not None:
        return _call(look, board.line, now)
    if board.testing:
        return LineNow(look.tr("technician.line.test"), look.colours.accent, facts=_queue(look, board))
    if device is None or device.state in ("absent", "trouble"):
        return LineNow(look.tr("line.out"), look.colours.ochre, facts=_queue(look, board))
    return LineNow(look.tr("line.free"), look.colours.accent, facts=_queue(look, board))


def _queue(look: Look, board: Board) -> tuple[str, ...]:
    return (look.tr.count("line.queue", len(board.queue)),) if board.queue else (look.tr("line.no_queue"),)


def _call(look: Look, call: FaxProgress, now: datetime) -> LineNow:
    speed = look.tr("line.speed", rate=f"{call.bit_rate / 1000:.1f}") if call.bit_rate else ""
    since = age(call.dialled_at, now) if call.dialled_at else ""
    page = max(1, call.page or call.confirmed + 1)
    done = (call.confirmed + call.fraction) / max(1, call.pages)
    return LineNow(
        look.tr(f"line.phase.{call.phase}"),
        look.colours.accent,
        str(min(page, call.pages)),
        look.tr("line.pages", n=call.pages),
        min(1.0, done),
        (" ".join(call.number_groups), " · ".join(part for part in (speed, since) if part)),
    )


def _incoming(look: Look, call: IncomingCall, now: datetime) -> LineNow:
    caller = call.caller or call.caller_name or ""
    speed = look.tr("line.speed", rate=f"{call.bit_rate / 1000:.1f}") if call.bit_rate else ""
    told = " · ".join(part for part in (speed, age(call.since, now)) if part)
    title = look.tr(f"line.incoming.{call.phase}", n=max(1, call.page))
    return LineNow(title, look.colours.accent, facts=(caller, told) if caller else (told,), icon="mark_email_unread")


def devices_now(look: Look, board: Board) -> list[DeviceNow]:
    """Every device in a line, head office last."""
    waiting = any(row.kind == "call" for row in board.rows)
    lines = [_device(look, device, waiting) for device in board.devices]
    return [*lines, _head_office(look, board)]


def _device(look: Look, device: DeviceView, waiting: bool) -> DeviceNow:
    troubled = device.state != "ok"
    if device.name == "lights" and waiting and not troubled:
        return DeviceNow("lightbulb", device_name(look, "lights"), look.tr("health.calling"), look.colours.ochre, True)
    state, colour = device_state(look, device), device_colour(look, device)
    return DeviceNow(device_icon(device), device_name(look, device.name), state, colour, troubled)


def _head_office(look: Look, board: Board) -> DeviceNow:
    name = look.tr("device.head_office")
    if not board.head_office_online:
        words = look.tr.count("sync.offline", board.backlog)
        return DeviceNow("cloud_off", name, words, look.colours.ochre, True)
    words = look.tr.count("sync.backlog", board.backlog) if board.backlog else look.tr("sync.none")
    return DeviceNow("cloud_done", name, words, look.colours.accent, False)
