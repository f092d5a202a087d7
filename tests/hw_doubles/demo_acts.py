"""The main job as a person would do it, touch by touch on the true screens, told on the terminal.

Owns the order of the acts and what must be true after each (an assertion that fails ends the demo with its words). The
results are collected in an ``Album``. Called by ``demo``.
"""

from __future__ import annotations

import select
import time
from collections.abc import Callable
from pathlib import Path

from kiosk.locale import Language, Translator
from tests.flows.acts import NUMBER, UNIT, Clerk
from tests.hw_doubles.demo_album import Album
from tests.hw_doubles.demo_money import MoneyActs
from tests.hw_doubles.demo_stage import Stage
from tests.hw_doubles.lobby import KIOSK_ID, Lobby
from tests.hw_doubles.processes import until
from tests.hw_doubles.sample_documents import LETTER, make_fax, make_samples
from tests.hw_doubles.softmodem import FarEnd

FAR_IDENT, SENDER = "+86 21 1200 3846", "+86 571 8700 9999"
TECHNICIAN_PIN = "313131"
WORDS = {"zh-Hans": "loushui", "zh-Hant": "loushui", "en": "drips"}  # pinyin of 漏水
_CALL_S, _LOOK_S = 180.0, 0.2
_BAR = 30


class Demo(Stage):
    """One run of the whole flow. ``run`` returns 0 or raises AssertionError with what was not true."""

    def __init__(self, lobby: Lobby, output: Path, language: str) -> None:
        super().__init__(lobby, Album(output), language)
        self.money = MoneyActs(lobby, self.album, language)
        self._acts: list[tuple[str, Callable[[], None]]] = [
            ("idle screen, three languages", self.languages),
            ("an owner calls the clerk, who answers and takes over the till", self.call_the_clerk),
            ("send a fax: unit and passcode", self.identify),
            ("the number, twice", self.number),
            ("a document from a plugged-in stick", self.document),
            ("preview as the recipient will see it, and the quote", self.preview),
            ("the call", self.send),
            ("transmission report, payment to the account, signature", self.pay),
            ("receipt and satisfaction", self.receipt),
            ("the second service: a repair request, typed in pinyin", self.repair),
            ("the clerk accepts it, quotes it, and closes it with the owner's signature", self.close_repair),
            ("the owner pays for it note by note into the machine", self.pay_repair),
            ("a fax comes in", self.fax_comes_in),
            ("meanwhile at the counter: in cash, with change", self.money.cash),
            ("and by phone", self.by_phone),
            ("the day is counted and closed", self.money.close_the_day),
            ("the clerk looks at the fax and prints it", self.print_fax),
            ("the technician reads the calls of the line, signal by signal", self.ladder),
            ("everything at head office, acknowledged after its commit", self.head_office),
        ]

    def run(self) -> int:
        """Carry out all acts and write the album."""
        started = time.monotonic()
        for number, (title, act) in enumerate(self._acts, start=1):
            bar = "▇" * (number * _BAR // len(self._acts))
            self.tell(f"[{number:2}/{len(self._acts)}] {bar:<{_BAR}} {time.monotonic() - started:3.0f} s  {title}")
            act()
        self.album.finish(self.lobby, started)
        self.tell(f"done in {time.monotonic() - started:.0f} s: {self.album.folder / 'index.html'}")
        return 0

    # --- acts

    def languages(self) -> None:
        for language in ("zh-Hant", "en", "zh-Hans"):
            self.glass.touch(f"language.{language}")
            self.shot(f"idle {language}")
        self.glass.touch("idle.wake")
        for language in ("zh-Hant", "en", self.language):
            self.glass.touch(f"language.{language}")
            self.shot(f"home {language}")

    def call_the_clerk(self) -> None:
        self.glass.touch("frame.call")
        until(lambda: self.lobby.call_light() > 0, "the call light is on")
        self.glass.wait("dialog.close")
        self.shot("called")
        self.glass.touch("dialog.close")
        self.sign_in(picture=True)
        row = next(name for name in self.glass.look()["touchable"] if name.startswith("row.call."))
        self.shot("board")
        self.glass.touch(row)
        until(lambda: self.lobby.call_light() == 0, "the call light is off when the clerk has answered")
        self.money.take_over_the_till()
        self.glass.touch("frame.leave")

    def identify(self) -> None:
        self.home()
        self.glass.touch("home.fax")
        self.identified(*UNIT)
        self.glass.wait_screen("fax_number")

    def number(self) -> None:
        self.glass.type(NUMBER)
        self.glass.touch("bar.forward")
        self.glass.type(NUMBER)
        self.shot("number")
        self.glass.touch("bar.forward")

    def document(self) -> None:
        self.glass.wait_screen("fax_source")
        self.shot("no stick")
        self.lobby.tray.plug("LIN", make_samples(self.album.folder / "lobby" / "samples"))
        self.glass.touch("source.stick")
        self.glass.wait_screen("fax_files")
        self.shot("files")
        while f"file.{LETTER}" not in self.glass.look()["touchable"]:
            self.glass.touch("files.down")
        self.glass.touch(f"file.{LETTER}")
        self.glass.touch("bar.forward")

    def preview(self) -> None:
        self.glass.wait_screen("fax_preview")
        self.glass.touch("preview.fine")
        self.glass.wait("bar.forward")
        self.shot("preview")
        self.glass.touch("bar.forward")
        self.glass.wait_screen("fax_quote")
        self.glass.wait("bar.forward")
        self.shot("quote")

    def send(self) -> None:
        self.lobby.telephone.set(far_end=FarEnd(ident=FAR_IDENT))
        self.glass.touch("bar.forward")
        self.glass.wait_screen("fax_sending")
        seen = ""
        end = time.monotonic() + _CALL_S
        while self.glass.look()["screen"] == "fax_sending" and time.monotonic() < end:
            seen = self._follow(seen)
        self.glass.wait_screen("fax_result")
        self.album.call(self.lobby.telephone.calls()[-1])

    def _follow(self, seen: str) -> str:
        """One look at the line: its signals as they come on the terminal, a picture of the glass for each new page."""
        state = self.lobby.telephone.state()
        signal, page = str(state.get("signal") or ""), int(state.get("page") or 0)
        if signal.startswith("page") and f"page {page}" not in seen:
            self.shot(f"sending page {page}")
        if signal and signal != seen:
            print(f"      line: {signal}", flush=True)
        select.select([], [], [], _LOOK_S)
        return signal or seen

    def pay(self) -> None:
        self.glass.wait("pay.account")
        self.shot("result")
        self.glass.touch("pay.account", "bar.forward")
        self.glass.wait_screen("sign_account")
        self.sign()
        self.shot("signature")
        self.glass.touch("bar.forward")

    def receipt(self) -> None:
        self.glass.wait_screen("receipt")
        until(lambda: self.lobby.cups.printed(self.lobby.cups.receipt_queue), "the receipt is on paper", 30)
        self.glass.wait("bar.forward")
        self.shot("receipt")
        self.glass.touch("bar.forward")
        self.glass.wait_screen("rate")
        self.shot("satisfaction")
        self.glass.touch("rate.5")
        self.glass.wait_screen("idle", "home", "thanks", "rate")
        if self.glass.look()["screen"] != "idle":
            self.glass.touch("bar.forward")
        self.glass.wait_screen("idle")

    def repair(self) -> None:
        self.home()
        self.glass.touch("home.repair")
        self.identified(*UNIT)
        self.glass.touch("repair.group.water", "repair.drain")
        self.shot("repair item")
        self.glass.touch("bar.forward", "repair.write")
        self.glass.wait_screen("writing")
        self._write()
        self.shot("keyboard")
        self.glass.touch("key.done")
        self.glass.wait_screen("repair_words")
        self.shot("repair words")
        self.glass.touch("bar.forward", "wanted.today")
        self.shot("repair time")
        self.glass.touch("bar.forward")
        self.glass.wait_screen("repair_check")
        self.shot("repair check")
        self.glass.touch("bar.forward")
        self.glass.wait_screen("repair_done")
        self.glass.wait("bar.forward")
        self.shot("repair number")
        until(lambda: self.lobby.call_light() > 0, "the call light is on for the open request")
        self.glass.touch("bar.forward")

    def _write(self) -> None:
        """By pinyin in a Chinese session, by letters in an English one."""
        for letter in WORDS[self.language]:
            self.glass.touch(f"key.{letter}")
        if "candidate.0" in self.glass.look()["touchable"]:
            self.shot("pinyin")
            self.glass.touch("candidate.0")

    def close_repair(self) -> None:
        if self.glass.look()["screen"] != "idle":
            self.glass.touch("bar.forward")
        self.glass.wait_screen("idle", "home")
        self.sign_in()
        Clerk(self.glass).open_row("repair_open")
        self.shot("repair at the clerk's")
        self.glass.touch("bar.forward")
        self.glass.wait_screen("staff_board", "staff_case")
        if self.glass.look()["screen"] == "staff_board":
            Clerk(self.glass).open_row("repair_accepted")
        self.shot("accepted")
        self.money.quote_the_work()
        self.glass.touch("bar.forward")
        self.glass.touch("rate.5")
        self.shot("owner rates")
        self.sign()
        self.shot("owner signs")
        self.glass.touch("bar.forward")
        self.glass.wait_screen("work_owed")

    def pay_repair(self) -> None:
        self.money.pay_at_the_machine(*UNIT)
        self.money.work_of_this_morning()

    def fax_comes_in(self) -> None:
        sent = make_fax(self.album.folder / "lobby" / "samples")
        self.lobby.telephone.call_in(sent, far_end=FarEnd(ident=SENDER, subaddress="".join(UNIT)))
        self.glass.wait_text(Translator(Language.ZH_HANS)("idle.incoming.receiving", n=1), _CALL_S)
        self.shot("a fax is coming in")
        self.sign_in()
        self.shot("board while receiving")

    def by_phone(self) -> None:
        self.sign_in()
        self.money.phone()

    def print_fax(self) -> None:
        self.glass.touch("idle.wake")
        self.sign_in()
        assert self.lobby.telephone.wait_for_call(2, _CALL_S).delivered
        until(self.lobby.message_lamp, "the message lamp is lit for a fax that nobody has printed", 30)
        Clerk(self.glass).open_row("fax_received")
        self.glass.wait_screen("staff_received_fax")
        self.glass.wait("received.zoom")
        self.shot("received fax")
        self.glass.touch("bar.forward")
        sheets, queue = self.lobby.cups.printed, self.lobby.cups.form_queue
        until(lambda: any("-received-" in path.name for path in sheets(queue)), "the fax is on paper", 60)
        until(lambda: not self.lobby.message_lamp(), "the message lamp is off once it is on paper", 30)
        self.glass.wait_text(Translator(Language.ZH_HANS)("received.print.printed"))
        self.shot("received fax printed")
        self.sign_out()

    def ladder(self) -> None:
        self.glass.touch("idle.wake")
        self.sign_in(TECHNICIAN_PIN, "staff_technician")
        self.glass.touch("technician.calls")
        self.glass.wait("call.F000001.1")
        self.shot("calls of the line")
        self.glass.touch("call.F000001.1")
        self.glass.wait("signal.1")
        self.shot("a call as a ladder")
        self.glass.touch("frame.leave")

    def head_office(self) -> None:
        held = self.lobby.all_records_arrived()
        code, verdict = self.lobby.office.verify()
        assert code == 0 and '"whole"' in verdict, verdict
        kinds = [row["kind"] for row in self.lobby.office.records(KIOSK_ID)]
        for once in ("fax.finished", "call.raised"):
            assert kinds.count(once) == 1, f"{kinds.count(once)} records {once}"
        for each in ("case.opened", "case.accepted", "case.agreed", "case.closed"):  # the owner's, and two neighbours'
            assert kinds.count(each) == 3, f"{kinds.count(each)} records {each}"
        assert kinds.count("rating.given") == 4
        self.money.on_paper()
        self.money.prove()
        self.tell(f"      {held} records, each once, in order, proved whole by head office")
