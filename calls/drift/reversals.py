"""A status that goes back in a call's life against the call's own dates: believed when it is told a second night.

Lists mix up codes for a night. Of 262 changes of status in 158 nights of the EU portal one went back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from calls.drift.compare import OPENING_SLACK
from calls.drift.groups import Record
from calls.fields import LIVE_STATUSES, WORDS_NB
from calls.meaning import content_hash
from calls.model import Issue, Json

_COLUMNS = ("status", "status_text")


def without_reversals(
    records: Sequence[Record], earlier: Mapping[str, Record], doubted: Collection[str]
) -> tuple[list[dict[str, Json]], list[Issue]]:
    """Tonight's records, and an issue on each whose status is kept as it was for tonight.

    earlier: the last good record of each call. doubted: calls whose status was doubted when they were last read.
    """
    made: list[dict[str, Json]] = []
    issues: list[Issue] = []
    for record in records:
        before = earlier.get(str(record["source_id"]))
        if before is None or record["source_id"] in doubted or not _is_reversal(before, record):
            made.append(dict(record))
            continue
        kept = {name: before[name] for name in _COLUMNS}
        cited = {name: before["evidence"][name] for name in _COLUMNS if name in before["evidence"]}
        whole = {**record, **kept, "evidence": {**record["evidence"], **cited}}
        made.append({**whole, "content_hash": content_hash(whole)})
        issues.append(_issue(record, before))
    return made, issues


def _is_reversal(before: Record, tonight: Record) -> bool:
    """Whether a call is forecasted again after its opening, or open before it."""
    pair, opens, at = (before["status"], tonight["status"]), tonight["opens_at"], tonight["last_seen_at"]
    if pair[0] == pair[1] or not set(pair) <= set(LIVE_STATUSES) or opens is None:
        return False
    return bool(opens < at if pair[1] == "forecasted" else opens > at + OPENING_SLACK)


def _issue(record: Record, before: Record) -> Issue:
    said, stands = (WORDS_NB[one["status"]] for one in (record, before))
    message = f"Listen sier nå {said}, men datoene taler mot det; {stands} står til det er sagt en natt til."
    ids = str(record["source"]), str(record["source_id"])
    return Issue(*ids, "contradiction", "status", str(record["status_text"] or ""), message, str(record["url"]))
