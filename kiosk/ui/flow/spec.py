"""What a service's flow is made of, as data: steps in order, their fields, checks, texts, prices, exits.

Owns the shape of a flow file (``kiosk/ui/flows``) and nothing that runs: no Kivy, no desk, no file. ``loading.py``
makes these from TOML and refuses what makes no sense; ``walk.py`` goes through them; ``renderers.py`` has a screen for
each kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.ui.flow.parts import NO_ICON as NO_ICON
from kiosk.ui.flow.parts import NOTHING as NOTHING
from kiosk.ui.flow.parts import NOTHING_COUNTED as NOTHING_COUNTED
from kiosk.ui.flow.parts import NOTHING_TOLD as NOTHING_TOLD
from kiosk.ui.flow.parts import Cards as Cards
from kiosk.ui.flow.parts import Check as Check
from kiosk.ui.flow.parts import Count as Count
from kiosk.ui.flow.parts import CountedKey as CountedKey
from kiosk.ui.flow.parts import Field as Field
from kiosk.ui.flow.parts import FieldSpec as FieldSpec
from kiosk.ui.flow.parts import IconName as IconName
from kiosk.ui.flow.parts import Items as Items
from kiosk.ui.flow.parts import Option as Option
from kiosk.ui.flow.parts import Segments as Segments
from kiosk.ui.flow.parts import TextFamily as TextFamily
from kiosk.ui.flow.parts import TextKey as TextKey
from kiosk.ui.flow.parts import Toggle as Toggle
from kiosk.ui.flow.parts import ToldKey as ToldKey
from kiosk.ui.flow.parts import When as When
from kiosk.ui.flow.parts import Words as Words

# --- steps: what fills the glass ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Form:
    """One question, its fields one below another. ``mine`` is the step that shows the unit's earlier requests."""

    title: TextKey
    forward: TextKey
    note: TextKey = NOTHING
    note_icon: IconName = NO_ICON
    mine: str = ""
    mine_words: CountedKey = NOTHING_COUNTED
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True)
class Row:
    """A line of the last look: a field's answer, in a sentence of its own if ``words`` names one ({FIELD} in it)."""

    label: TextKey
    field: str = ""  # none: the unit
    words: ToldKey = NOTHING_TOLD
    when: When | None = None


@dataclass(frozen=True)
class Sentence:
    """A sentence that stands there if its condition holds."""

    words: TextKey
    when: When | None = None


@dataclass(frozen=True)
class Review:
    """Everything in words, then one act: ``act`` is a use case by name, ``takes`` which field each of its parts is."""

    title: TextKey
    forward: TextKey
    sending: TextKey
    note: TextKey
    rows: tuple[Row, ...]
    long: Row  # the words, at the foot
    side: TextKey  # heading of the panel
    sentences: tuple[Sentence, ...]  # the first that holds stands in the panel
    act: str
    subject: str
    takes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Line:
    """A line of what happens next."""

    icon: IconName
    words: TextKey


@dataclass(frozen=True)
class Taken:
    """The request has been taken: its number, its slip, what happens next."""

    title: TextKey
    number: TextKey
    next: TextKey
    slip: TextFamily
    home: TextKey
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Requests:
    """The unit's own requests of one kind, and where each stands."""

    title: TextKey
    note: TextKey
    icon: IconName
    subject: str


@dataclass(frozen=True)
class FaxNumber:
    """A number on the pad, typed twice, checked by the desk while it grows."""

    title: TextKey
    forward: TextKey
    first: TextKey
    again: TextKey
    hint: TextKey
    missing: TextKey
    digits: CountedKey
    refused: TextKey
    differs: TextKey
    type_again: TextKey


@dataclass(frozen=True)
class Sources:
    """Where a document comes from."""

    title: TextKey
    hint: TextKey
    kinds: TextKey
    missing: TextKey
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Files:
    """Which file of the stick."""

    title: TextKey
    forward: TextKey
    missing: TextKey
    reading: TextKey
    pulled: TextKey


@dataclass(frozen=True)
class Preview:
    """The pages as they will arrive."""

    title: CountedKey
    forward: TextKey


@dataclass(frozen=True)
class FaxQuote:
    """What it costs and when it is done; accepting it is the use case ``act``."""

    title: TextKey
    forward: TextKey
    note: TextKey
    reckoning: TextKey
    ordering: TextKey
    line_waits: TextKey
    act: str


@dataclass(frozen=True)
class Progress:
    """The line at work."""

    cancel: TextKey
    cancelling: TextKey
    meanwhile: TextKey
    home: TextKey


@dataclass(frozen=True)
class FaxOutcome:
    """What came of it, and how it is paid."""

    title: TextKey
    later: TextKey
    reading: TextKey
    again: TextKey
    done: TextKey


@dataclass(frozen=True)
class SignOnAccount:
    """The signature that is the payment."""


@dataclass(frozen=True)
class CashWait:
    """The clerk comes for the cash."""


@dataclass(frozen=True)
class MachinePay:
    """Notes and coins go into the kiosk."""


@dataclass(frozen=True)
class QrPay:
    """A code is scanned with a phone."""


@dataclass(frozen=True)
class SignForCash:
    """The signature on the receipt of cash."""


@dataclass(frozen=True)
class Paper:
    """The receipt and its paper."""


@dataclass(frozen=True)
class Marks:
    """Satisfaction by one touch."""


StepSpec = (
    Form
    | Review
    | Taken
    | Requests
    | FaxNumber
    | Sources
    | Files
    | Preview
    | FaxQuote
    | Progress
    | FaxOutcome
    | SignOnAccount
    | CashWait
    | MachinePay
    | QrPay
    | SignForCash
    | Paper
    | Marks
)


class Session(StrEnum):
    """What the session's clock does on a step (A1)."""

    COUNTS = "counts"
    HELD = "held"  # nobody is hurried: payment, signature
    WATCHED = "watched"  # they may well stand and only watch


@dataclass(frozen=True)
class Step:
    """One screen. ``exits`` are the ways on, by the kind's own names; ``next`` is the following step that applies."""

    flow: str
    key: str
    screen: str
    spec: StepSpec
    strip: int = 0  # segment of the strip, 0: none
    when: When | None = None
    far_side: bool = False  # what lies before it cannot be undone: no way back over it
    aside: bool = False  # only by an exit or a key, never as the following step
    session: Session = Session.COUNTS
    exits: Mapping[str, str] = field(default_factory=dict)


# --- the whole ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PriceOfItem:
    """The bar's price is that of the item chosen in ``field``, ``times`` the number of another field; ``urgency`` is
    the field that says how soon it is wanted."""

    field: str
    published: TextKey
    quoted: TextKey
    later: TextKey
    times: str = ""
    urgency: str = ""


@dataclass(frozen=True)
class PriceOfFax:
    """The bar's price is that of the fax as far as it is known: a page, then all pages."""


@dataclass(frozen=True)
class Tile:
    """The service's place on the home screen."""

    id: str  # also the key of its sentence; ``ID.words`` is the line below it
    icon: IconName
    service: str  # how it stands: ``kiosk.domain.offer``


@dataclass(frozen=True)
class Flow:
    """One service, or a part that several share (no tile)."""

    key: str
    segments: int
    steps: tuple[Step, ...]
    tile: Tile | None = None
    price: PriceOfItem | PriceOfFax | None = None

    @property
    def fields(self) -> dict[str, Field]:
        """All fields of all its forms, by key."""
        return {field.key: field for step in self.steps if isinstance(step.spec, Form) for field in step.spec.fields}

    def step(self, key: str) -> Step | None:
        """The step of this key."""
        return next((step for step in self.steps if step.key == key), None)
