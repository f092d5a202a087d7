"""From a step of a flow to its screen: one renderer a kind, matched exhaustively.

Owns the registry of kinds. A service is a file; only a kind of step that no service had before is a class, and it is
named here. Called by ``walk.py`` through ``FlowBook.make``.
"""

from __future__ import annotations

from pathlib import Path
from typing import assert_never

from kiosk.ui.flow import spec as s
from kiosk.ui.flow.acts import vocabulary
from kiosk.ui.flow.form import FormStep
from kiosk.ui.flow.loading import load_folder
from kiosk.ui.flow.payment import pay_screen
from kiosk.ui.flow.requests import RequestsStep
from kiosk.ui.flow.review import ReviewStep
from kiosk.ui.flow.step import stand
from kiosk.ui.flow.taken import TakenStep
from kiosk.ui.flow.walk import FlowBook, Walk
from kiosk.ui.input_methods import InputMethods
from kiosk.ui.screen import Screen
from kiosk.ui.screens.fax_files import FilesStep
from kiosk.ui.screens.fax_number import NumberStep
from kiosk.ui.screens.fax_preview import PreviewStep
from kiosk.ui.screens.fax_quote import QuoteStep
from kiosk.ui.screens.fax_result import OutcomeStep
from kiosk.ui.screens.fax_sending import ProgressStep
from kiosk.ui.screens.fax_source import SourcesStep

FaxSpec = s.FaxNumber | s.Sources | s.Files | s.Preview | s.FaxQuote | s.Progress | s.FaxOutcome


def open_book(folder: Path, methods: InputMethods) -> FlowBook:
    """The flows of ``folder``; a file that cannot be used halts its own service only."""
    return FlowBook(load_folder(folder, vocabulary()), make, methods)


def make(walk: Walk, step: s.Step) -> Screen:
    """The screen of a step."""
    match step.spec:
        case s.Form():
            return FormStep(walk, step, step.spec)
        case s.Review():
            return ReviewStep(walk, step, step.spec)
        case s.Taken():
            return TakenStep(walk, step, step.spec)
        case s.Requests():
            return RequestsStep(walk, step, step.spec)
        case s.FaxNumber() | s.Sources() | s.Files() | s.Preview() | s.FaxQuote() | s.Progress() | s.FaxOutcome():
            return _of_fax(walk, step, step.spec)
        case s.SignOnAccount() | s.CashWait() | s.MachinePay() | s.QrPay() | s.SignForCash() | s.Paper() | s.Marks():
            return stand(pay_screen(walk, step, step.spec), walk, step)
        case _:
            assert_never(step.spec)


def _of_fax(walk: Walk, step: s.Step, spec: FaxSpec) -> Screen:
    """The kinds that a fax is made of."""
    match spec:
        case s.FaxNumber():
            return NumberStep(walk, step, spec)
        case s.Sources():
            return SourcesStep(walk, step, spec)
        case s.Files():
            return FilesStep(walk, step, spec)
        case s.Preview():
            return PreviewStep(walk, step, spec)
        case s.FaxQuote():
            return QuoteStep(walk, step, spec)
        case s.Progress():
            return ProgressStep(walk, step, spec)
        case s.FaxOutcome():
            return OutcomeStep(walk, step, spec)
        case _:
            assert_never(spec)
