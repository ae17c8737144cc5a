"""Calls that stood in the rows of an earlier night and are called off or gone tonight, while they had a deadline ahead.

A list simply leaves them out. A calendar that somebody subscribes to has to strike them out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

import pandas as pd

from calls.store import Store, ToldDeadlines
from matching.profiles import Cluster
from publish.columns import FACTS, NAMES
from publish.night_rows import night_rows
from publish.rows import CallId, call_id, records
from readers.standing import NOTHING_SAID, Standing


def withdrawn_rows(
    store: Store, clusters: Sequence[Cluster], night: date, standing: Standing = NOTHING_SAID
) -> pd.DataFrame:
    """Rows of publish.rows as they stood on the last ranked night before each of these calls went.

    standing: what people said, as for `night_rows`.
    """
    row = store.night(night)
    if row is None:
        raise LookupError(f"Natten {night} er ikke kjørt.")
    gone = [
        call_id(call)
        for call in records(store.listing(night))
        if (call["status"] == "cancelled" or not call["is_listed"])
        and call["deadline_at"] is not None
        and call["deadline_at"] >= row.began_at
    ]
    by_night: dict[date, set[CallId]] = defaultdict(set)
    ranked = {one.began_at: one.night for one in store.nights() if one.state == "ranked"}
    for key, told in store.told_deadlines(gone, night).items():
        since = _off_since(told)
        before = max((at for at in ranked if since is not None and at < since), default=None)
        if before is not None:
            by_night[ranked[before]].add(key)
    found = [_rows_of(night_rows(store, clusters, day, standing).rows, keys) for day, keys in sorted(by_night.items())]
    empty = pd.DataFrame(columns=[*NAMES, *FACTS], dtype=object)
    return pd.concat(found, ignore_index=True) if found else empty


def _off_since(told: Sequence[ToldDeadlines]) -> datetime | None:
    """Since which night a call is off; None when it is not."""
    since: datetime | None = None
    for at, _, is_off in told:
        since = (since or at) if is_off else None
    return since


def _rows_of(rows: pd.DataFrame, keys: set[CallId]) -> pd.DataFrame:
    is_one = [key in keys for key in zip(rows["source"], rows["source_id"], strict=True)]
    return rows[pd.Series(is_one, index=rows.index, dtype=bool)]
