"""How a source has done over the last nights: how many calls it listed, and how full its fields are beside before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from calls.fields import BY_NAME
from calls.tongue import say, say_count
from publish import words
from publish.rows import Row, as_day
from sources.base import source_name
from web.plots import Figures, Spark, spark

NIGHTS = 30
"""So many nights are looked back on."""
IMPORTANT = (
    *("title", "status", "deadline_at", "deadline_type", "opens_at", "budget_nok", "award_ceiling_nok"),
    *("applicant_types", "applicant_text", "full_text"),
)
"""Columns that a match or a deadline rests on, in the order of the table."""
BEFORE_LEAST = 3
"""Nights before without which there is no usual share."""
FALLEN_BY = 0.10
"""So much lower than usual is worth a word."""


@dataclass(frozen=True)
class Filled:
    """A field: its share tonight and the usual one, in words, and what to say of the difference ("" for nothing)."""

    label: str
    now: str
    usual: str
    said: str


@dataclass(frozen=True)
class History:
    """Of one source. freshness: since when its calls are, in a sentence. line: calls listed a night, None before any.

    filled_said: the sentence on the fields. filled: () where tonight's were not read.
    """

    freshness: str
    line: Spark | None
    filled: tuple[Filled, ...]
    filled_said: str


def histories(nights: Sequence[Row], night: date) -> dict[str, History]:
    """By source. nights: the rows of Store.source_history, oldest first. night: the one that is shown."""
    days = sorted({as_day(row["night"]) for row in nights})
    by_source: dict[str, dict[date, Row]] = {}
    for row in nights:
        by_source.setdefault(row["source"], {})[as_day(row["night"])] = row
    return {source: _history(source, rows, days, night) for source, rows in by_source.items()}


def _history(source: str, rows: Mapping[date, Row], days: Sequence[date], night: date) -> History:
    filled = _filled(rows, night)
    fallen = [one.label for one in filled if one.said]
    if not filled:
        said = ""
    elif fallen:
        said = say("Disse feltene er mindre utfylt enn vanlig: {names}.", names=words.join_words(fallen))
    else:
        said = say("Feltene er utfylt som vanlig.")
    return History(_freshness(rows.get(night), night), _line(source, rows, days), filled, said)


def _freshness(row: Row | None, night: date) -> str:
    if row is None or row["data_night"] is None:
        return say("Kilden har ikke gitt noe ennå.")
    data = as_day(row["data_night"])
    behind = (night - data).days
    if not behind:
        return say("Lest i natt.") if row["state"] == "fresh" else say("Lest i natt, men ikke alt.")
    return say_count(
        "Sist lest natten {day}, {n} natt før denne.",
        "Sist lest natten {day}, {n} netter før denne.",
        behind,
        day=words.date_words(data),
    )


def _line(source: str, rows: Mapping[date, Row], days: Sequence[date]) -> Spark | None:
    """Calls in the source's list each night; a night on which it gave no list is a gap."""
    points = [_listed(rows.get(day)) for day in days]
    known = [(day, point) for day, point in zip(days, points, strict=True) if point is not None]
    if not known:
        return None
    title = say("Utlysninger i listen, natt for natt")
    caption = say("Utlysninger i listen hos {name}, natt for natt", name=source_name(source))
    heads = (say("Natten"), say("Utlysninger"))
    cells = tuple(
        (words.date_words(day), say("ingen liste") if point is None else words.number_words(point))
        for day, point in zip(days, points, strict=True)
    )
    return spark(title, _line_said(known, len(days) - len(known)), points, Figures(caption, heads, cells))


def _listed(row: Row | None) -> int | None:
    return row["listed"] if row is not None and row["data_night"] == row["night"] else None


def _line_said(known: Sequence[tuple[date, int]], gaps: int) -> str:
    """First, last, least and most, and nights without a list."""
    (first_day, first), (last_day, last) = known[0], known[-1]
    low = min(known, key=lambda one: one[1])
    high = max(known, key=lambda one: one[1])
    told = []
    if len(known) == 1:
        told.append(say("{last} natten {day}.", last=words.number_words(last), day=words.date_words(last_day)))
    elif low[1] == high[1]:
        told.append(
            say(
                "{last} hver natt fra {first_day} til {last_day}.",
                last=words.number_words(last),
                first_day=words.date_words(first_day),
                last_day=words.date_words(last_day),
            )
        )
    else:
        told.append(
            say(
                "{last} natten {last_day}, mot {first} natten {first_day}. Færrest {low} ({low_day}), flest {high} "
                "({high_day}).",
                last=words.number_words(last),
                last_day=words.date_words(last_day),
                first=words.number_words(first),
                first_day=words.date_words(first_day),
                low=words.number_words(low[1]),
                low_day=words.date_words(low[0]),
                high=words.number_words(high[1]),
                high_day=words.date_words(high[0]),
            )
        )
    if gaps:
        told.append(say_count("{n} natt ga ingen liste.", "{n} netter ga ingen liste.", gaps))
    return " ".join(told)


def _filled(rows: Mapping[date, Row], night: date) -> tuple[Filled, ...]:
    """The important fields that tonight's reading tells of. A night whose list did not come is no measure."""
    good = {day: row["fill_rates"] for day, row in rows.items() if row["data_night"] == row["night"]}
    now = good.pop(night, None)
    if not now:
        return ()
    found = []
    for name in IMPORTANT:
        before = [rates[name] for rates in good.values() if name in rates]
        if name in now and (now[name] or any(before)):  # a field that the source never has is no news
            found.append(_field(name, now[name], median(before) if len(before) >= BEFORE_LEAST else None))
    return tuple(found)


def _field(name: str, now: float, usual: float | None) -> Filled:
    label = BY_NAME[name].label_nb
    if usual is None:
        return Filled(label, share_words(now), say("for få netter til å si"), "")
    said = say("lavere enn vanlig") if now < usual - FALLEN_BY else ""
    return Filled(label, share_words(now), share_words(usual), said)


def share_words(share: float) -> str:
    """«98,5 prosent»: never 100 where something lacks, nor 0 where there is something."""
    return words.share_words(round(share * 10_000), 10_000)
