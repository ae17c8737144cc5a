"""One issue for each call with a value that a person should look at, where the field as a whole does not fail."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from calls.drift.compare import Moves, value_words
from calls.drift.groups import LIVELY, TEXTS, Record, group_of
from calls.drift.odds import Odd
from calls.fields import BY_NAME
from calls.model import Issue, IssueKind

SHRUNK = 0.6
"""A text that is shorter than this share of itself has lost a part."""

AT_ONCE = 4
"""So many fields of one call that change in one night are a page that is read otherwise, not an edit."""


def marks(
    records: Sequence[Record],
    earlier: Mapping[str, Record],
    moves: Sequence[Moves],
    odds: Sequence[Odd],
    failing: Collection[str],
) -> tuple[Issue, ...]:
    """Values that are gone or cannot be right, by call. Fields in `failing` are left out: all their values are kept."""
    tonight = {str(record["source_id"]): record for record in records}
    found: dict[tuple[str, str], Issue] = {}
    for move in moves:
        if move.group.name in failing or move.group.name in LIVELY:
            continue
        for key in move.lost:
            found.setdefault((key, move.group.name), _lost(earlier[key], tonight[key], move.column))
        for key in move.moved:
            words = _moved(earlier[key], tonight[key], move.column)
            if words:
                issue = _issue(tonight[key], "missing_field", move.column, "", words)
                found.setdefault((key, move.group.name), issue)
    for odd in odds:
        group = group_of(odd.column)
        if group and group.name not in failing:
            message = f"{BY_NAME[odd.column].label_nb}: {odd.words}. Sjekk hos finansiøren."
            text = value_words(tonight[odd.source_id], odd.column)
            issue = _issue(tonight[odd.source_id], "contradiction", odd.column, text, message)
            found.setdefault((odd.source_id, odd.column), issue)
    for key, groups in _at_once(moves).items():
        if len(groups) >= AT_ONCE:
            message = (
                f"{len(groups)} opplysninger ble lest annerledes i natt enn sist. Sammenlign med siden hos finansiøren."
            )
            found.setdefault((key, ""), _issue(tonight[key], "contradiction", "", "", message))
    return tuple(sorted(found.values()))


def _at_once(moves: Sequence[Moves]) -> dict[str, set[str]]:
    """The fields of each call that have another value tonight, or none."""
    found: dict[str, set[str]] = {}
    for move in moves:
        for key in (*move.lost, *move.moved):
            found.setdefault(key, set()).add(move.group.name)
    return found


def _lost(before: Record, tonight: Record, column: str) -> Issue:
    words = value_words(before, column)
    was = f" («{words[:80]}»)" if words else ""
    message = f"{BY_NAME[column].label_nb} sto her før{was}, men er ikke å finne nå. Sjekk hos finansiøren."
    return _issue(tonight, "missing_field", column, "", message)


def _moved(before: Record, tonight: Record, column: str) -> str:
    """What is odd about a value that is another one now; "" for a change that funders make every week."""
    old, new, label = before[column], tonight[column], BY_NAME[column].label_nb
    is_fewer = column in ("deadlines", "themes") and len(new) < len(old)
    if is_fewer or (column in TEXTS and len(new) < SHRUNK * len(old)):
        return f"{label}: noe av det som sto her før, mangler nå. Sjekk hos finansiøren."
    if column in TEXTS and column not in ("full_text", "summary"):  # those are rewritten now and then
        return f"{label}: her står en annen tekst enn sist. Sjekk hos finansiøren."
    return ""


def _issue(record: Record, kind: IssueKind, column: str, text: str, message: str) -> Issue:
    return Issue(str(record["source"]), str(record["source_id"]), kind, column, text, message, str(record["url"]))
