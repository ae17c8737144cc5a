"""Running texts that were written anew, cut or turned round on many pages in one night, or touched on nearly all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from calls.drift.chance import BY_CHANCE, at_least
from calls.drift.compare import pairs
from calls.drift.groups import Group, Record, group_of
from calls.drift.signals import LEAST, Signal

REWORDED_LEAST = 5
REWORDED_SHARE = 0.3
"""So many texts that were written anew in one night were changed by a machine."""

TOUCHED_LEAST = 10
TOUCHED_SHARE = 0.8
"""No editor touches so many of all texts in one night, however little."""

_WORDS_LEAST = 8
_WORDS_SHARE = 0.12
"""A text is written anew when so many of its words are gone, and this share of them. An editor changes a sentence or
two, and adds; a machine changes letters, dates or marks all through."""

_CUT = 0.85
"""A text of less than this share of its words has lost a part."""

_SELDOM = 0.001
"""Share of calls whose text loses a part, or is put into another order, on an ordinary night."""


@dataclass(frozen=True)
class _Edit:
    """A text that changed. words: how many it had; gone: how many of them are gone; now: how many it has."""

    words: int
    gone: int
    now: int

    @property
    def is_reworded(self) -> bool:
        return self.gone >= _WORDS_LEAST and self.gone > _WORDS_SHARE * self.words

    @property
    def is_cut(self) -> bool:
        return self.words >= _WORDS_LEAST and self.now < _CUT * self.words

    @property
    def is_turned(self) -> bool:
        """The same words in another order."""
        return not self.gone and self.now == self.words


def texts(records: Sequence[Record], earlier: Mapping[str, Record], as_before: int) -> Iterator[Signal]:
    """as_before: how many calls were not read since nothing of them has changed."""
    for column in ("full_text", "applicant_text"):
        group = group_of(column)
        if group is not None:
            edits, whole = _edits(records, earlier, column)
            yield from _seen(group, edits, whole + as_before)


def _seen(group: Group, edits: Sequence[_Edit], whole: int) -> Iterator[Signal]:
    reworded = sum(edit.is_reworded for edit in edits)
    if reworded >= REWORDED_LEAST and reworded > REWORDED_SHARE * whole:
        yield Signal(group, False, f"{reworded} av {whole} tekster er skrevet om i samme natt", reworded)
    elif len(edits) >= TOUCHED_LEAST and len(edits) > TOUCHED_SHARE * whole:
        yield Signal(group, False, f"{len(edits)} av {whole} tekster er endret i samme natt", len(edits))
    cut, turned = sum(edit.is_cut for edit in edits), sum(edit.is_turned for edit in edits)
    for count, what in ((cut, "har mistet en del"), (turned, "har de samme ordene i en annen rekkefølge")):
        if count >= LEAST and at_least(count, whole, _SELDOM) < BY_CHANCE:
            yield Signal(group, False, f"{count} av {whole} tekster {what}", count)


def _edits(records: Sequence[Record], earlier: Mapping[str, Record], column: str) -> tuple[list[_Edit], int]:
    """The texts that changed, and how many there were in all.

    Not those of calls that opened or closed: they are filled in and cut down.
    """
    edits, whole = [], 0
    for before, tonight in pairs(records, earlier):
        if before[column] and tonight[column] and before["status"] == tonight["status"]:
            whole += 1
            old, new = (record[column].split() for record in (before, tonight))
            if old != new:
                gone = (Counter(old) - Counter(new)).total()
                edits.append(_Edit(len(old), gone, len(new)))
    return edits, whole
