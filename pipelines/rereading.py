"""History read again by newer code: what would come out otherwise, and doing it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from calls.archive import Archive
from calls.fields import BY_NAME
from calls.history import FieldChange, changed_fields
from calls.home import Home
from calls.store import Store
from pipelines import headless
from pipelines.replaying import rebuild
from publish.event_words import change_line
from publish.rows import CallId, call_id


def preview(home: Home, first: date | None, last: date | None, folder: Path) -> Iterator[str]:
    """Lines on what differs between the store and a rebuilding of it by this code; the home is only read."""
    compared = rebuild(home, first, last, folder)
    again = home.again(folder)
    told: dict[CallId, set[tuple[str, str]]] = defaultdict(set)
    with Store.open(home.database_url) as was, Store.open(again.database_url) as now:
        for one in compared:
            if one.outcome == "differs" and "records" in one.differing:
                for call, title, change in _differences(was, now, one.night):
                    if (change.field, change_line(change)) not in told[call]:
                        told[call].add((change.field, change_line(change)))
                        yield f"{one.night}  {title}: {change_line(change)}"
    if not told:
        yield f"Ingenting: {len(compared)} netter leses likt av denne utgaven."
        return
    counts = Counter(name for changes in told.values() for name, _ in changes)
    fields = ", ".join(f"{BY_NAME[name].label_nb} ({count})" for name, count in counts.most_common())
    yield f"{len(told)} utlysninger ville blitt lest annerledes: {fields}. Kjør «radar reread --do» for å gjøre det."


def _differences(was: Store, now: Store, night: date) -> Iterator[tuple[CallId, str, FieldChange]]:
    """Field by field, of calls that both stores know."""
    before, row = {call_id(record): record for record in was.records(night)}, now.night(night)
    for record in now.records(night) if row else ():
        old = before.get(call_id(record))
        for change in changed_fields(old, record, at=row.began_at) if old and row else ():
            yield call_id(record), record["title"], change


def write(home: Home, first: date | None, last: date | None) -> int:
    """Runs the home's archived nights again from the first of the span on; the exit code of the last one."""
    nights = [night.day for night in Archive(home.archive).nights()]
    span = [day for day in nights if (first is None or day >= first) and (last is None or day <= last)]
    if not span:
        raise click.ClickException(f"Arkivet i {home.archive} har ingen natt i dette spennet.")
    return headless.run_archived(home, span[0], span[-1])
