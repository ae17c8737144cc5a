"""What may be seen in a field of a whole source tonight: each signal says how bad it is, and in bokmål what it saw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from calls.drift.chance import BY_CHANCE, USUAL, at_least, at_most
from calls.drift.compare import Moves, touched
from calls.drift.groups import EMPTY, GROUPS, Group, Record, group_of, meaning
from calls.drift.odds import Odd
from calls.drift.reference import Reference
from calls.model import Issue

LEAST = 3
"""Fewer calls than this are no pattern; each of them is marked by itself."""

MOVED_LEAST = 5
"""Three of a small source's dozen deadlines may well move in one night: that is looked at, but believed."""

GAIN_LEAST = 5
GAIN_SHARE = 0.3

TOUCH_LEAST = 5
TOUCH_SHARE = 0.3
"""So many texts that were edited in one night were edited by a machine."""

ODD_SHARE = 0.2
FLAG_SHARE = 0.2

NIGHTS_LEAST = 5
"""Before so many good nights there is no usual share of filled fields."""

NEARLY_ALL = 0.9
"""Calls of one kind come together, so that only a field that every kind fills has a share to compare with."""

THIN_BY = 0.15
YOUNG = timedelta(days=14)
YOUNG_LEAST = 5
YOUNG_BY = 0.3
FULL = ("full_text", "deadline_type", "status", "applicant_text")
"""Columns that nearly every call fills, and that a match or a deadline rests on."""

SAME_TITLES = 0.2

_FLAGS = (
    "unknown_word",
    "unknown_label",
    "vague_date",
    "year_missing",
    "weekday_doubt",
    "ambiguous_amount",
    "missing_field",
)
"""Kinds of issues that a new wording or layout brings to many calls at once."""


@dataclass(frozen=True)
class Signal:
    """One thing seen. fails: the field is not believed tonight; else a person should watch it."""

    group: Group
    fails: bool
    seen: str
    count: int


def moved(found: Iterable[Moves]) -> Iterator[Signal]:
    """Fields in which so many calls lost or changed their value that the site or our reading changed, not the calls."""
    for moves in found:
        if moves.gone >= LEAST:
            is_many = len(moves.lost) >= LEAST or moves.gone >= MOVED_LEAST
            fails = is_many and moves.gone > moves.group.share * moves.had
            if fails or at_least(moves.gone, moves.had, USUAL) < BY_CHANCE:
                yield Signal(moves.group, fails, _moved_words(moves), moves.gone)
        gained = len(moves.gained)
        if gained >= GAIN_LEAST and gained > GAIN_SHARE * moves.bare and moves.column not in moves.group.presence:
            seen = f"{gained} av {moves.bare} som ikke hadde noe, har fått en verdi"
            yield Signal(moves.group, moves.group.fails_by_gain, seen, gained)


def _moved_words(moves: Moves) -> str:
    parts = [f"{len(moves.lost)} av {moves.had}"] if moves.lost else []
    if moves.moved:
        parts.append(f"{len(moves.moved)} av {moves.had} med en annen verdi")
    return ", ".join(parts)


def edited(records: Sequence[Record], earlier: Mapping[str, Record]) -> Iterator[Signal]:
    """Running texts that were all touched in one night, however little."""
    for column in ("full_text", "applicant_text"):
        had, count = touched(records, earlier, column)
        group = group_of(column)
        if group and count >= TOUCH_LEAST and count > TOUCH_SHARE * had:
            yield Signal(group, False, f"{count} av {had} tekster er endret i samme natt", count)


def odd(found: Sequence[Odd], records: Sequence[Record]) -> Iterator[Signal]:
    """Fields in which values that cannot be right came in a heap."""
    by_group: dict[str, dict[str, str]] = {}
    for one in found:
        group = group_of(one.column)
        if group:
            by_group.setdefault(group.name, {})[one.source_id] = one.words.partition(" var ")[0]
    for group in GROUPS:
        about = by_group.get(group.name, {})
        filled = sum(1 for record in records if any(record[column] not in EMPTY for column in group.columns))
        if len(about) >= LEAST:
            fails = len(about) > ODD_SHARE * filled
            if fails or at_least(len(about), filled, USUAL) < BY_CHANCE:
                often = Counter(about.values()).most_common(1)[0][0]
                yield Signal(group, fails, f"{len(about)} av {filled} er umulige: {often}", len(about))


def flagged(issues: Sequence[Issue], records: Sequence[Record], reference: Reference) -> Iterator[Signal]:
    """Words and labels that we do not know, or dates without day or year, in calls that had none of them last night."""
    if reference.flagged is None:
        return
    known = {str(record["source_id"]) for record in records} & reference.records.keys()
    tonight = {str(record["source_id"]): record for record in records}
    about: dict[tuple[str, str], set[str]] = {}
    for issue in issues:
        if issue.kind not in _FLAGS or issue.source_id not in known:
            continue
        if not _is_as_before(issue.field, reference.records[issue.source_id], tonight[issue.source_id]):
            about.setdefault((issue.kind, issue.field), set()).add(issue.source_id)
    for (kind, column), ids in sorted(about.items()):
        fresh = len(ids - set(reference.flagged.get((kind, column), ())))
        if fresh >= LEAST and fresh > FLAG_SHARE * len(known):
            group = group_of(column) or GROUPS[1]
            yield Signal(group, False, f"{fresh} av {len(known)} har ord eller ledetekster vi ikke forstår", fresh)


def _is_as_before(column: str, before: Record, tonight: Record) -> bool:
    """Whether the value that an issue is about is there as it was: then the doubt has done no harm."""
    group = group_of(column)
    return group is not None and all(
        meaning(group, name, before) == meaning(group, name, tonight) for name in group.compared
    )


def thinned(records: Sequence[Record], reference: Reference) -> Iterator[Signal]:
    """Fields that nearly all calls fill, and fewer do: than on the last nights, or among those that are new."""
    night = [record for record in records if record["layout"] is not None] or list(records)
    for column in FULL:
        group = group_of(column)
        if group is None or not night:
            continue
        filled = sum(1 for record in night if record[column] not in EMPTY)
        rates = [rate[column] for rate in reference.fill_rates if column in rate]
        if len(rates) >= NIGHTS_LEAST:
            usual = median(rates)
            is_thin = usual >= NEARLY_ALL and filled / len(night) < usual - THIN_BY
            if is_thin and at_most(filled, len(night), min(usual, 1 - 1e-9)) < BY_CHANCE:
                seen = f"fylt ut hos {filled / len(night):.0%} mot vanlig {usual:.0%}"
                yield Signal(group, False, seen, len(night) - filled)
        yield from _young(group, column, night)


def _young(group: Group, column: str, night: Sequence[Record]) -> Iterator[Signal]:
    """A layout that only new calls have shows in them alone."""
    newest = max(record["last_seen_at"] for record in night)
    young = [record for record in night if record["first_seen_at"] > newest - YOUNG]
    old = [record for record in night if record["first_seen_at"] <= newest - YOUNG]
    if len(young) < YOUNG_LEAST or len(old) < YOUNG_LEAST:
        return
    share = sum(1 for record in old if record[column] not in EMPTY) / len(old)
    filled = sum(1 for record in young if record[column] not in EMPTY)
    is_thin = share >= NEARLY_ALL and filled / len(young) < share - YOUNG_BY
    if is_thin and at_most(filled, len(young), min(share, 1 - 1e-9)) < BY_CHANCE:
        seen = f"fylt ut hos {filled} av {len(young)} nye utlysninger, mot {share:.0%} av de andre"
        yield Signal(group, False, seen, len(young) - filled)


def same_titles(records: Sequence[Record]) -> Iterator[Signal]:
    """One title on many calls is the name of the site, or of a page that stands in for all."""
    counts = Counter(str(record["title"]).casefold() for record in records)
    if counts:
        title, count = counts.most_common(1)[0]
        if count >= LEAST and count > SAME_TITLES * len(records):
            yield Signal(GROUPS[0], True, f"{count} utlysninger har samme tittel: «{title[:60]}»", count)
