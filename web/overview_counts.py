"""What the overview counts: live calls, each once, by month of their deadline, by money, and by the projects they suit.

Plain numbers and rows, without words: those are web.overview_page's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from calls.fields import LIVE_STATUSES
from calls.linking import Link, group_names, merged
from publish.fit_words import RULED_OUT
from publish.rows import CallId, Row, call_id
from publish.words import oslo, utc_moment

MONTHS_LEAST, MONTHS_MOST = 12, 18
TOP = 10
"""Of a project's list: its first calls."""
CALLS_MOST = 25
"""Rows of the heat map."""
COLUMNS = (
    *("source", "source_id", "title", "lang", "funder", "status"),
    *("deadline_at", "deadline_type", "budget_nok", "budget_eur", "themes"),
)
"""What is kept of a call."""


@dataclass(frozen=True)
class Month:
    """A month and the calls whose next deadline is in it, the earliest first."""

    first: date
    calls: tuple[Row, ...]

    def of(self, status: str) -> int:
        """How many of them have that status."""
        return sum(call["status"] == status for call in self.calls)


@dataclass(frozen=True)
class Deadlines:
    """Live calls by when their next deadline is. later: after the last month. passed: none is ahead, and the funder
    still has them as open. rolling: without a date, at any time. undated: nobody says when."""

    months: tuple[Month, ...]
    later: tuple[Row, ...]
    passed: tuple[Row, ...]
    rolling: tuple[Row, ...]
    undated: tuple[Row, ...]


@dataclass(frozen=True)
class Pot:
    """Money under one name: kroner, euro, and how many calls it is of."""

    name: str
    nok: int
    eur: int
    calls: int


@dataclass(frozen=True)
class Money:
    """Money on offer, the most first. silent: calls that state no amount of it. whole_*: sums over all calls.

    unsplit: what belongs to no theme.
    """

    funders: tuple[Pot, ...]
    themes: tuple[Pot, ...]
    unsplit: Pot
    whole_nok: int
    whole_eur: int
    calls: int
    silent: int


@dataclass(frozen=True)
class Wanted:
    """A call that is among the first of some project. places: (cluster, profile) -> its row in that project's list."""

    row: Row
    places: Mapping[tuple[str, str], Row]
    tops: int


def live_calls(calls: Sequence[Row], links: Sequence[Link]) -> list[Row]:
    """Every call that is open or coming, once, with COLUMNS and its call_name (as publish.shown_once has it)."""
    names = group_names(links)
    found = []
    for one in merged(calls, links):
        own = call_id(one.record)
        if one.record["status"] in LIVE_STATUSES:
            found.append({name: one.record[name] for name in COLUMNS} | {"call_name": names.get(own, own)})
    return found


def by_deadline(calls: Iterable[Row], night_at: datetime) -> Deadlines:
    """The calls by the month of their next deadline, in Norway: from the night's month to that of the last deadline, at
    least MONTHS_LEAST and at most MONTHS_MOST."""
    dated: list[tuple[datetime, str, Row]] = []
    passed: list[Row] = []
    rolling: list[Row] = []
    undated: list[Row] = []
    for call in calls:
        if call["deadline_at"] is None:
            (rolling if call["deadline_type"] in ("rolling", "until_spent") else undated).append(call)
        elif utc_moment(call["deadline_at"]) < night_at:
            passed.append(call)
        else:
            dated.append((utc_moment(call["deadline_at"]), call["title"], call))
    dated.sort(key=lambda one: one[:2])
    begin = _number(oslo(night_at).date())
    last = max((_number(oslo(at).date()) for at, _, _ in dated), default=begin)
    count = min(max(last - begin + 1, MONTHS_LEAST), MONTHS_MOST)
    grouped: dict[int, list[Row]] = defaultdict(list)
    for at, _, call in dated:
        grouped[_number(oslo(at).date())].append(call)
    months = tuple(Month(_first(number), tuple(grouped[number])) for number in range(begin, begin + count))
    later = tuple(call for at, _, call in dated if _number(oslo(at).date()) >= begin + count)
    return Deadlines(months, later, tuple(passed), tuple(rolling), tuple(undated))


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def money_of(calls: Sequence[Row]) -> Money:
    """What the calls have to give, by funder and by theme. Kroner where the funder says kroner, else euro: an amount
    that is told in both is counted once, in kroner."""
    funders: dict[str, list[tuple[int, int]]] = defaultdict(list)
    themes: dict[str, list[tuple[int, int]]] = defaultdict(list)
    spelled: dict[str, str] = {}
    unsplit: list[tuple[int, int]] = []
    silent = 0
    for call in calls:
        parts = [(theme["name"], theme["amount_nok"]) for theme in call["themes"] or () if theme["amount_nok"]]
        whole = _pot(call, sum(amount for _, amount in parts))
        if not any(whole):
            silent += 1
            continue
        funders[call["funder"]].append(whole)
        for name, amount in parts:
            key = " ".join(name.split()).casefold()
            themes[spelled.setdefault(key, name)].append((amount, 0))
        if not parts:
            unsplit.append(whole)
    return Money(
        _pots(funders),
        _pots(themes),
        Pot("", sum(nok for nok, _ in unsplit), sum(eur for _, eur in unsplit), len(unsplit)),
        sum(nok for pots in funders.values() for nok, _ in pots),
        sum(eur for pots in funders.values() for _, eur in pots),
        len(calls),
        silent,
    )


def _pot(call: Row, of_themes: int) -> tuple[int, int]:
    """Kroner and euro on offer in the call: its pot, or what its themes come to where it states none."""
    if call["budget_nok"]:
        return call["budget_nok"], 0
    return (0, call["budget_eur"]) if call["budget_eur"] else (of_themes, 0)


def _pots(named: Mapping[str, Sequence[tuple[int, int]]]) -> tuple[Pot, ...]:
    found = [
        Pot(name, sum(nok for nok, _ in amounts), sum(eur for _, eur in amounts), len(amounts))
        for name, amounts in named.items()
    ]
    return tuple(sorted(found, key=lambda pot: (-pot.nok, -pot.eur, pot.name)))


def most_wanted(rows: Sequence[Row], most: int = CALLS_MOST) -> tuple[list[Wanted], int]:
    """The calls that are among the first TOP of some project, the most wanted first, and how many there are in all.

    rows: of publish.rows, in their order. What a project surely may not apply for has no place in its list.
    """
    first: set[CallId] = set()
    taken: dict[tuple[str, str], int] = defaultdict(int)
    places: dict[CallId, dict[tuple[str, str], Row]] = defaultdict(dict)
    tops: dict[CallId, int] = defaultdict(int)
    for row in rows:
        if row["may_code"] == RULED_OUT:
            continue
        project, name = (row["cluster"], row["profile"]), row["call_name"]
        places[name][project] = row
        taken[project] += 1
        if taken[project] <= TOP:
            first.add(name)
            tops[name] += 1
    found = [Wanted(_best(places[name].values()), places[name], tops[name]) for name in first]
    found.sort(key=lambda one: (-one.tops, one.row["rank"], one.row["title"], call_id(one.row)))
    return found[:most], len(found)


def _best(rows: Iterable[Row]) -> Row:
    key: Callable[[Row], tuple[int, CallId]] = lambda row: (row["rank"], call_id(row))  # noqa: E731
    return min(rows, key=key)
