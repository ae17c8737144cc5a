"""Running texts that were written anew, or cut, on many pages in one night."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from calls.drift.chance import BY_CHANCE, at_least
from calls.drift.compare import pairs
from calls.drift.groups import Group, Record, group_of
from calls.drift.signals import LEAST, Signal

REWORDED_LEAST = 5
REWORDED_SHARE = 0.3
"""So many texts that were written anew in one night were changed by a machine."""

_WORDS_LEAST = 8
_WORDS_SHARE = 0.12
"""A text is written anew when so many of its words are gone, and this share of them. An editor changes a sentence or
two, and adds; a machine changes letters, dates or marks all through."""

_CUT = 0.85
_CUT_USUAL = 0.001
"""A text of less than this share of its words has lost a part, which an editor does to one call in so many a night."""

_TOKEN = re.compile(r"\S+")


def texts(records: Sequence[Record], earlier: Mapping[str, Record], as_before: int) -> Iterator[Signal]:
    """as_before: how many calls were not read since nothing of them has changed."""
    for column in ("full_text", "applicant_text"):
        group = group_of(column)
        if group is None:
            continue
        had, gone = _counts(records, earlier, column)
        whole = len(had) + as_before
        reworded = sum(1 for words, lost, _ in gone if lost >= _WORDS_LEAST and lost > _WORDS_SHARE * words)
        if reworded >= REWORDED_LEAST and reworded > REWORDED_SHARE * whole:
            yield Signal(group, False, f"{reworded} av {whole} tekster er skrevet om i samme natt", reworded)
        yield from _cut(group, gone, whole)


def _cut(group: Group, gone: Sequence[tuple[int, int, int]], whole: int) -> Iterator[Signal]:
    cut = sum(1 for words, _, now in gone if words >= _WORDS_LEAST and now < _CUT * words)
    if cut >= LEAST and at_least(cut, whole, _CUT_USUAL) < BY_CHANCE:
        yield Signal(group, False, f"{cut} av {whole} tekster har mistet en del", cut)


def _counts(
    records: Sequence[Record], earlier: Mapping[str, Record], column: str
) -> tuple[list[Record], list[tuple[int, int, int]]]:
    """Calls that had and have a text, and of each text that changed: its words, how many are gone, how many it has now.

    Not of calls that opened or closed: those are filled in and cut down.
    """
    had = [
        (before, tonight)
        for before, tonight in pairs(records, earlier)
        if before[column] and tonight[column] and before["status"] == tonight["status"]
    ]
    gone = []
    for before, tonight in had:
        if before[column] != tonight[column]:
            old, new = (Counter(_TOKEN.findall(record[column])) for record in (before, tonight))
            gone.append((old.total(), (old - new).total(), new.total()))
    return [before for before, _ in had], gone
