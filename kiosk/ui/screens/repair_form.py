"""A repair request while it is being made: what has been chosen so far, and how its parts are said (D2).

Owns the form shared by the screens of the flow, and the words for items, times and states of requests. Knows no widget.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from kiosk.desk.views import CaseState, CatalogueItem, RepairDraft, Urgency
from kiosk.ui.look import Look

WORDS_LIMIT = 200  # of the whole description, ready phrases included
WANTED = ("wanted.today", "wanted.tomorrow", "wanted.weekend", "wanted.any")
_PHRASES_A_GROUP = 6


@dataclass
class RepairForm:
    """One request. ``request_id`` is made with the form, so a second touch on 提交 is the same request (G1)."""

    item: CatalogueItem | None = None
    phrases: list[str] = field(default_factory=list)  # keys of ready phrases, in the order they were chosen
    own_words: str = ""
    wanted_key: str = ""
    urgent: bool = False
    materials_by_owner: bool = False
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def choose(self, item: CatalogueItem) -> None:
        """Another item of another group has other phrases."""
        if self.item is not None and self.item.group_key != item.group_key:
            self.phrases.clear()
        self.item = item

    def toggle(self, phrase: str) -> None:
        """Choose a ready phrase, or take it back."""
        if phrase in self.phrases:
            self.phrases.remove(phrase)
        else:
            self.phrases.append(phrase)

    def words(self, look: Look) -> str:
        """The description: ready phrases in the language of the glass, then the person's own words."""
        parts = [look.tr(phrase) for phrase in self.phrases]
        return look.tr("repair.and").join([*parts, self.own_words] if self.own_words else parts)

    def room_left(self, look: Look) -> int:
        """How many characters of their own the person may still write."""
        taken = len(look.tr("repair.and").join(look.tr(phrase) for phrase in self.phrases))
        return WORDS_LIMIT - taken - (len(look.tr("repair.and")) if taken else 0)

    def draft(self, look: Look) -> RepairDraft:
        """What the desk is asked to open."""
        assert self.item is not None  # the item screen lets nobody on without one
        urgency = Urgency.URGENT if self.urgent else Urgency.NORMAL
        return RepairDraft(self.item.key, self.words(look), self.wanted_key, urgency, self.materials_by_owner)


def phrases_of(look: Look, group_key: str) -> list[str]:
    """Keys of the ready phrases for a group; a group head office has added since has the general ones."""
    own = [key for n in range(1, _PHRASES_A_GROUP + 1) if look.tr.has(key := f"{group_key}.phrase.{n}")]
    return own or [key for n in range(1, _PHRASES_A_GROUP + 1) if look.tr.has(key := f"repair.phrase.{n}")]


def item_words(look: Look, key: str) -> str:
    """An item's name; one that head office has added since is told by its number in the list."""
    return look.tr(key) if look.tr.has(key) else look.tr("repair.unnamed", number=key.rpartition(".")[2])


def state_words(look: Look, state: CaseState) -> str:
    """Where a request stands."""
    return look.tr(f"case.{state.value}")
