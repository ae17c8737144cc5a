"""Rounds of the same standing call: which earlier calls were it before.

Two calls of a source are rounds of one where their titles are the same but for year and round number, or the last
part of their ids is, and the scheme does not differ where both name one. A page that is used again for the next round
is several rounds under one id.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from calls.linking.shapes import CallId
from calls.model import Json
from calls.words import plain

OSLO = ZoneInfo("Europe/Oslo")
_NEXT_ROUND = timedelta(days=180)
"""A deadline that moves on by more than this is the next round's."""

COLUMNS = ("source", "source_id", "title", "lang", "scheme", "status", "opens_at", "deadlines", "deadline_type")
"""What is read of a call (calls.fields.CALL)."""

_PLAIN_DEADLINES = ("fixed", "staged", "guaranteed", None)
"""Fristtyper by which a round has one time of year to apply; rolling ones have none, cut-offs several."""

_KEPT = 20_000
"""Keys of titles and ids: the same few thousand are asked about over and over."""

_YEARS = re.compile(r"(?:19|20)[0-9]{2}(?:\s*[-/]\s*(?:(?:19|20)?[0-9]{2}))?(?![0-9])")
_CALL = r"(?:søknadsrunde|runde|utlysning|utlysing|call|round)"
_ROUND = re.compile(rf"\b{_CALL}\s*(?:nr\.?|no\.?|#)?\s*[0-9]{{1,2}}\b|\b[0-9]{{1,2}}\.\s*{_CALL}\b")
_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(
    ("i", "og", "for", "til", "av", "på", "med", "å", "om", "the", "of", "to", "and", "in", "a", "before", "før")
)
_ENDINGS = re.compile(r"(?<=[^\W\d_]{5})(?:ene|ane|er|ar|en|et|s|e)$")


@dataclass(frozen=True, order=True)
class Round:
    """One round, days in Oslo. deadline: the first by which one had to act; None where the round gave no one day."""

    opens: date | None
    deadline: date | None
    source_id: str

    @property
    def day(self) -> date:
        """The day that places the round in time. ValueError for a round without any."""
        day = self.deadline or self.opens
        if day is None:
            raise ValueError(f"the round {self.source_id!r} has no day")
        return day

    @property
    def year(self) -> int:
        return self.day.year


@dataclass(frozen=True)
class RoundGroup:
    """The rounds of one standing call, oldest first, and every call that is one of them, those without days too."""

    source: str
    lang: str
    title: str  # of the newest call
    rounds: tuple[Round, ...]
    source_ids: tuple[str, ...]


@lru_cache(_KEPT)
def title_key(title: str) -> str:
    """A title without year, round number, small words and endings: the same for every round."""
    text = _ROUND.sub(" ", _YEARS.sub(" ", plain(title).casefold().replace("ph.d", "phd")))
    words = (_ENDINGS.sub("", word) for word in _WORD.findall(text) if word not in _SMALL)
    return " ".join(word for word in words if not word.isdigit())


@lru_cache(_KEPT)
def slug_key(source_id: str) -> str:
    """The last part of an id, likewise; "" where it is no words, as in the id of a database."""
    slug = source_id.rstrip("/").rpartition("/")[2].replace("ph.d", "phd")
    words = [word for word in _WORD.findall(_YEARS.sub(" ", slug.replace("-", " ").casefold())) if not word.isdigit()]
    is_words = len(words) > 1 and all(word.isalpha() for word in words)
    return " ".join(_ENDINGS.sub("", word) for word in words if word not in _SMALL) if is_words else ""


def round_groups(versions: Sequence[Mapping[str, Json]]) -> list[RoundGroup]:
    """Standing calls with rounds in at least two years, by source and title.

    versions: records with COLUMNS of all calls ever known; of a call with several versions the oldest first. Cancelled
    calls are no rounds.
    """
    by_call: dict[CallId, list[Mapping[str, Json]]] = defaultdict(list)
    for version in versions:
        by_call[version["source"], version["source_id"]].append(version)
    groups = []
    for calls in _same_standing(by_call):
        rounds = sorted(
            {one for call in calls for one in _rounds(by_call[call])}, key=lambda one: (one.day, one.source_id)
        )
        if len({one.year for one in rounds}) >= 2:
            newest = max((by_call[call][-1] for call in calls), key=_newness)
            ids = tuple(sorted(source_id for _, source_id in calls))
            groups.append(RoundGroup(newest["source"], newest["lang"], newest["title"], tuple(rounds), ids))
    return sorted(groups, key=lambda group: (group.source, group.title, group.lang, group.source_ids))


def _newness(record: Mapping[str, Json]) -> tuple[str, str]:
    moments = [entry["at"] for entry in record["deadlines"] or []]
    return max(moments, default=""), record["source_id"]


def _same_standing(by_call: Mapping[CallId, Sequence[Mapping[str, Json]]]) -> list[list[CallId]]:
    """Calls that share a key with each other, directly or through others."""
    keys: dict[tuple[str, ...], list[CallId]] = defaultdict(list)
    schemes = {call: plain(rows[-1]["scheme"] or "").casefold() for call, rows in by_call.items()}
    for call in sorted(by_call):
        newest = by_call[call][-1]
        for kind, key in (("title", title_key(newest["title"])), ("slug", slug_key(newest["source_id"]))):
            if key:
                keys[newest["source"], newest["lang"], kind, key].append(call)
    leader: dict[CallId, CallId] = {call: call for call in by_call}

    def lead(call: CallId) -> CallId:
        while leader[call] != call:
            leader[call] = call = leader[leader[call]]
        return call

    for calls in keys.values():
        for alike in _of_one_scheme(calls, schemes):
            for call in alike[1:]:
                first, second = sorted((lead(alike[0]), lead(call)))
                leader[second] = first
    found: dict[CallId, list[CallId]] = defaultdict(list)
    for call in sorted(by_call):
        found[lead(call)].append(call)
    return list(found.values())


def _of_one_scheme(calls: Sequence[CallId], schemes: Mapping[CallId, str]) -> list[Sequence[CallId]]:
    """All of the calls where at most one scheme is named among them; else those of each scheme by themselves."""
    named = sorted({schemes[call] for call in calls} - {""})
    if len(named) <= 1:
        return [calls]
    return [[call for call in calls if schemes[call] == scheme] for scheme in named]


def _rounds(versions: Sequence[Mapping[str, Json]]) -> list[Round]:
    """The rounds of one id: its last version, and before it each one whose deadline the next left far behind."""
    kept: list[Round] = []
    for version in versions:
        found = _round(version)
        if found is None:
            continue
        if kept and found.day - kept[-1].day < _NEXT_ROUND:
            kept.pop()
        kept.append(found)
    return kept


def _round(record: Mapping[str, Json]) -> Round | None:
    if record["status"] == "cancelled":
        return None
    opens_at = record["opens_at"]
    opens = opens_at.astimezone(OSLO).date() if opens_at else None
    days = sorted(datetime.fromisoformat(entry["at"]).astimezone(OSLO).date() for entry in record["deadlines"] or [])
    has_one_time = record["deadline_type"] in _PLAIN_DEADLINES and (
        len(days) == 1 or record["deadline_type"] == "staged"
    )
    deadline = days[0] if days and has_one_time else None
    if opens and days and opens >= days[-1]:
        opens = None  # a slip on the page: nobody has until the day of the opening
    if opens is None and deadline is None:
        return None
    return Round(opens, deadline, record["source_id"])
