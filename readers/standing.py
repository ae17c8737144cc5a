"""What people said that stands, laid over what the nights found: decisions, corrections and calls of their own.

Nothing is written here. What was read stays as it is in the store; whoever shows or ranks calls asks here first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

import pandas as pd

from calls.database import is_there
from calls.model import OWN_SOURCE, Json
from readers import applied
from readers.corrected import label
from readers.decisions import Decisions
from readers.own import own_record
from readers.shapes import CALL_KINDS, Correction, Decision, OwnCall

Record = dict[str, Json]


@dataclass(frozen=True)
class Corrected:
    """One column of a call that a person corrected.

    column: as a reader sees it; a corrected deadline is deadline_at, whichever of its columns was given. value: what
    counts now. read: what we read now, was: what we read when it was corrected (None where nobody told); of the
    deadline both are the column `deadlines`. words_then, words_now: the funder's words behind it, "" where there are
    none. is_questioned: the funder says something else now than then; the correction stays in force.
    """

    column: str
    label: str
    value: Json
    read: Json
    was: Json
    correction: Correction
    is_questioned: bool
    words_then: str
    words_now: str


@dataclass(frozen=True)
class Standing:
    """Everything said of calls, undone or not, oldest first, and the moment as of which it counts; None for now.

    The methods go by what stands at that moment alone.
    """

    decisions: tuple[Decision, ...] = ()
    corrections: tuple[Correction, ...] = ()
    own_calls: tuple[OwnCall, ...] = ()
    moment: datetime | None = None

    @classmethod
    def of(cls, said: str | Decisions) -> Standing:
        """What was said in the readers' database, open or by its address; nothing where there is none yet."""
        if isinstance(said, Decisions):
            decisions = [one for one in said.decisions(is_standing=False) if one.kind in CALL_KINDS]
            return cls(
                tuple(decisions), tuple(said.corrections(is_standing=False)), tuple(said.own_calls(is_standing=False))
            )
        if not is_there(said):
            return NOTHING_SAID
        with Decisions.open(said) as opened:
            return cls.of(opened)

    def at(self, moment: datetime) -> Standing:
        """As it stood then: said by then, and not undone by then."""
        return replace(self, moment=moment)

    def calls(self, frame: pd.DataFrame, night_at: datetime) -> pd.DataFrame:
        """The calls of the night that began at `night_at`, corrected, with the own calls that were entered by then.

        frame: all of the night's calls as in the store, by source and source_id; it is left as it is.
        """
        own = self.own_records(night_at)
        touched = self._corrections
        keys = zip(frame["source"], frame["source_id"], strict=True)
        places = [place for place, key in enumerate(keys) if key in touched] if touched else []
        if not own and not places:
            return frame
        found = frame.copy() if places else frame
        for place in places:
            _put(found, place, self.record(_row(frame, place), night_at))
        if not own:
            return found
        start = bisect_left(list(frame["source"]), OWN_SOURCE)
        added = pd.DataFrame([list(one.values()) for one in own], columns=list(own[0]), dtype=object)
        parts = [found.iloc[:start], added[list(frame.columns)], found.iloc[start:]]
        return pd.concat([part for part in parts if len(part)], ignore_index=True)

    def record(self, record: Record, night_at: datetime | None = None) -> Record:
        """One call, as read, with what people corrected. night_at: begin of the night; else when it was last seen."""
        by_slot = self._corrections.get((record["source"], record["source_id"]))
        if not by_slot:
            return record
        return applied.apply(record, by_slot, night_at or record["last_seen_at"])

    def own_records(self, night_at: datetime) -> list[Record]:
        """The calls that people had entered when the night began, as of it, by source_id."""
        return [self._own_record(key, night_at) for key in self.own_ids if self._first[key] <= night_at]

    @property
    def standing_corrections(self) -> list[Correction]:
        """The corrections that count, one a column of a call."""
        return [one for by_slot in self._corrections.values() for one in by_slot.values()]

    @property
    def standing_decisions(self) -> list[Decision]:
        """The decisions that have not been taken back."""
        return [one for one in self.decisions if self._stands(one)]

    @property
    def own_ids(self) -> list[str]:
        """The source_id of every call that people entered, whenever that was, in order."""
        return sorted(self._own)

    def entered_at(self, source_id: str) -> datetime:
        """When one of them was entered first."""
        return self._first[source_id]

    def own_record(self, source_id: str, night_at: datetime) -> Record | None:
        """A call that people entered, as of that night, also one that was entered after it; None when there is none."""
        return self._own_record(source_id, night_at) if source_id in self._own else None

    def corrected(
        self, source: str, source_id: str, record_as_read: Record, night_at: datetime | None = None
    ) -> list[Corrected]:
        """What people corrected of one call, in the order in which they did. record_as_read: uncorrected."""
        by_slot = self._corrections.get((source, source_id), {})
        now = self.record(record_as_read, night_at)
        return [
            Corrected(
                column=slot,
                label=label(slot),
                value=now[slot],
                read=applied.read_value(record_as_read, slot),
                was=applied.was(one),
                correction=one,
                is_questioned=applied.is_questioned(one, record_as_read),
                words_then=one.was_words or "",
                words_now=applied.funder_words(record_as_read, slot),
            )
            for slot, one in sorted(by_slot.items(), key=lambda pair: (pair[1].at, pair[1].id))
        ]

    def all_corrected(self, as_read: pd.DataFrame, night_at: datetime) -> dict[tuple[str, str], list[Corrected]]:
        """`corrected` of every call of a night that has any. as_read: the calls as in the store; own ones are added."""
        keys = zip(as_read["source"], as_read["source_id"], strict=True)
        records = [_row(as_read, place) for place, key in enumerate(keys) if key in self._corrections]
        records += [self.own_as_entered(key, night_at) for key in self._own if (OWN_SOURCE, key) in self._corrections]
        return {
            (one["source"], one["source_id"]): self.corrected(one["source"], one["source_id"], one, night_at)
            for one in records
        }

    def hidden_by(self, cluster: str, profile: str, source: str, source_id: str) -> Decision | None:
        """The standing «not for us» of the project, else that of its whole cluster; None when the call is shown."""
        own = self._hidden.get((cluster, profile, source, source_id))
        return own or self._hidden.get((cluster, "", source, source_id))

    def _stands(self, one: Decision | Correction | OwnCall) -> bool:
        if self.moment is None:
            return one.undone_at is None
        return one.at <= self.moment and (one.undone_at is None or one.undone_at > self.moment)

    @cached_property
    def _hidden(self) -> Mapping[tuple[str, str, str, str], Decision]:
        return {
            (one.cluster, one.profile, one.source, one.source_id): one
            for one in self.decisions
            if one.kind == "not_for_us" and self._stands(one)
        }

    @cached_property
    def _corrections(self) -> Mapping[tuple[str, str], Mapping[str, Correction]]:
        found: dict[tuple[str, str], list[Correction]] = defaultdict(list)
        for one in self.corrections:
            if self._stands(one):
                found[one.source, one.source_id].append(one)
        return {key: applied.newest(some) for key, some in found.items()}

    @cached_property
    def _own(self) -> Mapping[str, OwnCall]:
        """By key, the row that counts: the last one that stands."""
        return {one.source_id: one for one in self.own_calls if self._stands(one)}

    @cached_property
    def _first(self) -> Mapping[str, datetime]:
        """When each own call was entered, whatever became of its first row."""
        found: dict[str, datetime] = {}
        for one in self.own_calls:
            found[one.source_id] = min(one.at, found.get(one.source_id, one.at))
        return found

    def _own_record(self, source_id: str, night_at: datetime) -> Record:
        return self.record(self.own_as_entered(source_id, night_at), night_at)

    def own_as_entered(self, source_id: str, night_at: datetime) -> Record:
        """An own call without the corrections of it: what `corrected` wants as read. KeyError for an unknown one."""
        return own_record(self._own[source_id], self._first[source_id], night_at)


NOTHING_SAID = Standing()


def _row(frame: pd.DataFrame, place: int) -> Record:
    return dict(zip(map(str, frame.columns), frame.iloc[place], strict=True))


def _put(frame: pd.DataFrame, place: int, record: Record) -> None:
    for number, name in enumerate(frame.columns):
        frame.iat[place, number] = record[name]
