"""What may be seen in a field of a whole source tonight: each signal says how bad it is, and in bokmål what it saw.

Texts are looked at in `calls.drift.texts`, how full a field is in `calls.drift.filling`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from calls.drift.chance import BY_CHANCE, USUAL, at_least
from calls.drift.compare import Moves, is_fact
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

RESTLESS_LEAST = 5
RESTLESS = 0.02
"""Share of calls of which some fact changes on an ordinary night."""

ODD_SHARE = 0.2
FLAG_SHARE = 0.2
STILL = 0.5

SAME_TITLES = 0.2

_TITLE, _TEXT = (next(group for group in GROUPS if group.name == name) for name in ("title", "full_text"))

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
            seen = f"{gained} av {moves.bare} utlysninger som ikke hadde noen verdi, har fått en"
            yield Signal(moves.group, moves.group.fails_by_gain, seen, gained)


def _moved_words(moves: Moves) -> str:
    lost = f"{len(moves.lost)} av {moves.had} utlysninger har ikke lenger noen verdi"
    other = f"{len(moves.moved)} av {moves.had} utlysninger har en annen verdi enn sist"
    if not moves.moved:
        return lost
    return f"{lost}, og {len(moves.moved)} har en annen verdi enn sist" if moves.lost else other


def restless(found: Sequence[Moves]) -> Iterator[Signal]:
    """So many calls with some other fact than last night that it is hardly the funder's doing. Told of one field.

    Each field by itself may be too seldom filled to be a pattern.
    """
    facts = [moves for moves in found if is_fact(moves)]
    changed = {key for moves in facts for key in (*moves.lost, *moves.moved)}
    calls = max((moves.had + moves.bare for moves in facts), default=0)
    if len(changed) >= RESTLESS_LEAST and at_least(len(changed), calls, RESTLESS) < BY_CHANCE:
        most = max(facts, key=lambda moves: moves.gone)
        seen = f"{len(changed)} av {calls} utlysninger har fått andre opplysninger i samme natt"
        yield Signal(most.group, False, seen, len(changed))


def lasting(found: Sequence[Moves], reference: Reference, read: Collection[str]) -> Iterator[Signal]:
    """Fields that failed last night, and that most of the calls whose value was kept still read otherwise.

    However few they are by now among all calls: what could not be believed last night cannot tonight. read: ids of the
    calls read tonight.
    """
    for group in GROUPS:
        had = {
            key
            for key in reference.stale.get(group.name, ())
            if key in read and any(reference.records[key][column] not in EMPTY for column in group.compared)
        }
        other = {key for moves in found if moves.group is group for key in (*moves.lost, *moves.moved)} & had
        if group.name in reference.since and len(other) > STILL * len(had):
            seen = f"{len(other)} av {len(had)} utlysninger leses fortsatt annerledes enn før"
            yield Signal(group, True, seen, len(other))


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
                seen = f"{len(about)} av {filled} verdier kan ikke være riktige ({often})"
                yield Signal(group, fails, seen, len(about))


def flagged(issues: Sequence[Issue], records: Sequence[Record], reference: Reference) -> Iterator[Signal]:
    """Words and labels that we do not know, or dates without day or year, in calls that had none of them last night."""
    if reference.flagged is None:
        return
    known = ({str(record["source_id"]) for record in records} | set(reference.as_before)) & reference.records.keys()
    tonight = {str(record["source_id"]): record for record in records}
    about: dict[tuple[str, str], set[str]] = {}
    for issue in issues:
        if issue.kind not in _FLAGS or issue.source_id not in reference.records or issue.source_id not in tonight:
            continue
        if not _is_as_before(issue.field, reference.records[issue.source_id], tonight[issue.source_id]):
            about.setdefault((issue.kind, issue.field), set()).add(issue.source_id)
    for (kind, column), ids in sorted(about.items()):
        fresh = len(ids - set(reference.flagged.get((kind, column), ())))
        if fresh >= LEAST and fresh > FLAG_SHARE * len(known):
            group = group_of(column) or _TEXT
            seen = f"{fresh} av {len(known)} utlysninger har fått ord eller ledetekster vi ikke forstår"
            yield Signal(group, False, seen, fresh)


def _is_as_before(column: str, before: Record, tonight: Record) -> bool:
    """Whether the value that an issue is about is there as it was: then the doubt has done no harm."""
    group = group_of(column)
    return group is not None and all(
        meaning(group, name, before) == meaning(group, name, tonight) for name in group.compared
    )


def same_titles(records: Sequence[Record]) -> Iterator[Signal]:
    """One title on many calls is the name of the site, or of a page that stands in for all."""
    counts = Counter(str(record["title"]).casefold() for record in records)
    if counts:
        title, count = counts.most_common(1)[0]
        if count >= LEAST and count > SAME_TITLES * len(records):
            yield Signal(_TITLE, True, f"{count} utlysninger har samme tittel, «{title[:60]}»", count)
