"""What changed between two versions of a profile or a cluster, field by field, and what the fields are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from calls.tongue import note, say

PROFILE_LABELS = {
    "title": note("Tittel"),
    "description": note("Beskrivelse"),
    "keywords": note("Stikkord"),
    "avoid": note("Unngå"),
    "lang": note("Språk"),
    "partner_types": note("Partnertyper"),
    "members": note("Medlemmer"),
    "region": note("Region"),
    "amount_min_nok": note("Minste beløp"),
    "amount_max_nok": note("Høyeste beløp"),
    "start": note("Start"),
    "end": note("Slutt"),
    "owner_role": note("Eier"),
}
"""Field of a profile -> what a form and a spreadsheet call it."""

CLUSTER_LABELS = {
    "name": note("Navn"),
    "short_name": note("Kortnavn"),
    "region": note("Region"),
    "homepage": note("Nettsted"),
    "about": note("Om klyngen"),
    "members": note("Medlemmer"),
    "feedback": note("Tilbakemeldinger teller"),
}
"""Field of a cluster -> what a form calls it."""

_LABELS = {**PROFILE_LABELS, **CLUSTER_LABELS}
_ABSENT: tuple[Any, ...] = (None, "", (), [])
_SHOWN = 120


@dataclass(frozen=True)
class Change:
    """A field and its values as JSON has them, None or empty where it said nothing. `words` is a sentence of it."""

    field: str
    before: Any
    after: Any

    @property
    def words(self) -> str:
        label = say(_LABELS.get(self.field, self.field))
        if isinstance(self.before, list) or isinstance(self.after, list):
            return self._list_words(label, _names(self.before or []), _names(self.after or []))
        if self.before in _ABSENT:
            return say("{label}: satt til «{after}».", label=label, after=_short(self.after))
        if self.after in _ABSENT:
            return say("{label}: «{before}» er tatt bort.", label=label, before=_short(self.before))
        values = {"label": label, "before": _short(self.before), "after": _short(self.after)}
        return say("{label}: endret fra «{before}» til «{after}».", **values)

    def _list_words(self, label: str, before: Sequence[str], after: Sequence[str]) -> str:
        added = ", ".join(say("«{word}»", word=one) for one in after if one not in before)
        gone = ", ".join(say("«{word}»", word=one) for one in before if one not in after)
        if added and gone:
            return say("{label}: lagt til {added}; tatt bort {gone}.", label=label, added=added, gone=gone)
        if added:
            return say("{label}: lagt til {added}.", label=label, added=added)
        if gone:
            return say("{label}: tatt bort {gone}.", label=label, gone=gone)
        return say("{label}: endret.", label=label)


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """The fields of two contents that differ, in the order of the labels."""
    names = [name for name in _LABELS if name in before or name in after]
    pairs = ((name, before.get(name), after.get(name)) for name in names)
    return tuple(
        Change(name, old, new) for name, old, new in pairs if old != new and not (old in _ABSENT and new in _ABSENT)
    )


def _names(values: Sequence[Any]) -> list[str]:
    """What the items of a list are known by, members by their names."""
    return [str(one["name"]) if isinstance(one, Mapping) else str(one) for one in values]


def _short(value: Any) -> str:
    if isinstance(value, bool):
        return say("ja") if value else say("nei")
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
