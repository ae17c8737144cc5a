"""One call once: of linked records a profile's list shows the best ranked, and says where the others are.

Which records are one call is settled in `calls.linking`. Nothing is ranked here; a rank that is not shown is left out,
and the ones shown keep theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from calls.fields import word_nb
from calls.linking import CallId, Link, group_names, show_order
from calls.tongue import note, say
from publish.links import web_address
from publish.rows import call_id, records

_PLACES_NB = {"eu": note("i EUs portal")}
"""Where a source's calls stand, when that is not simply at the funder."""


@dataclass(frozen=True)
class Also:
    """Where else a call stands: words for a reader, and the address, None when it is none that may be a link."""

    text: str
    url: str | None


def also_notes(calls: pd.DataFrame, links: Sequence[Link]) -> dict[CallId, tuple[Also, ...]]:
    """For each linked call of `calls` (columns of calls.fields.CALL): where else it stands, at its own source first.

    A link to a record that is not in `calls` is passed over.
    """
    names = group_names(links)
    is_linked = [one in names for one in zip(calls["source"], calls["source_id"], strict=True)]
    known = {call_id(call): call for call in records(calls[is_linked])}
    groups: dict[CallId, list[CallId]] = {}
    for one, name in names.items():
        if one in known:
            groups.setdefault(name, []).append(one)
    notes = {}
    for ids in groups.values():
        ordered = sorted((known[one] for one in ids), key=show_order)
        for call in ordered:
            others = [other for other in ordered if other is not call]
            others.sort(key=lambda other: other["source"] != call["source"])
            if others:
                notes[call_id(call)] = _notes(call, others)
    return notes


def _notes(call: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> tuple[Also, ...]:
    places = Counter(other["source"] for other in others)
    return tuple(Also(_words(call, other, places[other["source"]] > 1), web_address(other["url"])) for other in others)


def _words(call: Mapping[str, Any], other: Mapping[str, Any], is_one_of_several: bool) -> str:
    language = word_nb(other["lang"])
    if other["source"] == call["source"]:
        return say("Finnes også på {language}", language=language)
    known = _PLACES_NB.get(other["source"])
    place = say(known) if known else say("hos {funder}", funder=other["funder"])
    if is_one_of_several:
        return say("Står også {place} på {language}", place=place, language=language)
    return say("Står også {place}", place=place)


def shown_once(rows: pd.DataFrame, links: Sequence[Link], calls: pd.DataFrame) -> pd.DataFrame:
    """The rows of publish.rows without those of calls that a better ranked row of the same profile shows already.

    Rows keep their order, their columns and their ranks, and the column `also` is filled: «Finnes også på engelsk.
    Står også i EUs portal.», "" for a call that stands nowhere else; so is `call_name`, the same for all that are one
    call. What is hidden in one of its places is hidden (`is_hidden`, where the rows have it). calls: those of the
    night, with the addresses.
    """
    names = group_names(links)
    notes = also_notes(calls, links)
    keys = [
        (cluster, profile, names.get((source, source_id), (source, source_id)))
        for cluster, profile, source, source_id in zip(
            rows["cluster"], rows["profile"], rows["source"], rows["source_id"], strict=True
        )
    ]
    best: dict[Any, int] = {}
    for key, rank in zip(keys, rows["rank"], strict=True):
        best[key] = min(rank, best.get(key, rank))
    is_shown = [rank == best[key] for key, rank in zip(keys, rows["rank"], strict=True)]
    shown = rows.loc[pd.Series(is_shown, index=rows.index, dtype=bool)].reset_index(drop=True)
    told = [
        " ".join(f"{also.text}." for also in notes.get(one, ()))
        for one in zip(shown["source"], shown["source_id"], strict=True)
    ]
    ids = zip(shown["source"], shown["source_id"], strict=True)
    found: dict[str, list[Any]] = {"also": told, "call_name": [names.get(one, one) for one in ids]}
    if "is_hidden" in rows:
        hidden = {key for key, is_hidden in zip(keys, rows["is_hidden"], strict=True) if is_hidden}
        found["is_hidden"] = [key in hidden for key, is_kept in zip(keys, is_shown, strict=True) if is_kept]
    return shown.assign(**{name: pd.Series(values, index=shown.index, dtype=object) for name, values in found.items()})
