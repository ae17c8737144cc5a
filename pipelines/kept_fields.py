"""Fields that are kept from readers since they read otherwise than before: what a person needs to judge them by.

Told from the store, and of a source that was not published at all from what its last night handed on. Accepting one is
for readers.Decisions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assets.steps import read_staged
from calls.drift import GROUPS, LIST_GROUP, Group, differing_words, group_of, value_words
from calls.home import Home
from calls.store import Store
from publish.alarms import Alarm, alarms
from publish.rows import records
from readers import Acceptance, Decisions, in_force

EXAMPLES = 3


@dataclass(frozen=True)
class Example:
    """One call: what stands, in the words it was read from, and what its page says now; "" for nothing."""

    title: str
    url: str
    before: str
    now: str


@dataclass(frozen=True)
class KeptField:
    """One field of a source. calls: how many keep an earlier value; 0 where nothing of the source was published.

    accepted: what a person has said of it that has yet to count; None when nobody has.
    """

    source: str
    group: Group
    alarm: Alarm
    calls: int
    examples: Sequence[Example]
    accepted: Acceptance | None


def kept_fields(home: Home, store: Store) -> list[KeptField]:
    """Every field that is kept back now, by source and in the order of the columns."""
    order = [group.name for group in GROUPS]
    found = list(_kept_fields(home, store))
    return sorted(found, key=lambda one: (one.source, order.index(one.group.name)))


def watched_fields(store: Store) -> list[Alarm]:
    """Fields that are published, and that a person should look at."""
    issues = [one for one in _field_issues(store) if one["severity"] == "warning"]
    return alarms(issues)


def _field_issues(store: Store) -> list[dict[str, Any]]:
    return [one for one in records(store.issues(source_id="")) if one["kind"] == "drift"]


def _kept_fields(home: Home, store: Store) -> Iterator[KeptField]:
    for issue in _field_issues(store):
        group = group_of(issue["field"])
        if issue["severity"] != "error" or group is None:
            continue
        own = records(store.issues(source=issue["source"]))
        stale = [one for one in own if one["kind"] == "stale_value" and one["field"] == group.name]
        told = _of_the_store(store, group, stale) if stale else _of_the_night(home, store, group, issue["source"])
        yield KeptField(
            source=issue["source"],
            group=group,
            alarm=alarms([issue])[0],
            calls=len(stale),
            examples=[one for one in told if one.before != one.now][:EXAMPLES],
            accepted=_waiting(home, store, issue["source"], group),
        )


def _of_the_store(store: Store, group: Group, stale: Sequence[dict[str, Any]]) -> list[Example]:
    """Calls that keep a value. An issue's text is what the page says now."""
    current = store.current_records(stale[0]["source"])
    made = []
    for issue in stale:
        record = current[issue["source_id"]]
        if group is LIST_GROUP:
            made.append(Example(record["title"], record["url"], "står i listen", "mangler i listen"))
            continue
        words = [told for column in group.columns if (told := value_words(record, column)) not in ("", issue["text"])]
        made.append(Example(record["title"], record["url"], words[0] if words else "", issue["text"]))
    return made


def _of_the_night(home: Home, store: Store, group: Group, source: str) -> list[Example]:
    """Calls as they were read on the last night, of which nothing was published."""
    night = store.newest_night()
    path = home.staged_file(source, night) if night else None
    if path is None or not path.exists():
        return []
    current = store.current_records(source)
    made = []
    for record in read_staged(path).records:
        before = current.get(str(record["source_id"]))
        if before is not None:
            old, new = differing_words(before, record, group)
            made.append(Example(before["title"], before["url"], old, new))
    return made


def _waiting(home: Home, store: Store, source: str, group: Group) -> Acceptance | None:
    """The newest word on the field that the next night will go by."""
    last = store.last_good(source)
    with Decisions.open(home.decisions_url) as decisions:
        said = [one for one in decisions.acceptances(source=source) if one.field == group.name]
    waiting = [one for one in said if in_force([one], date.max, last.night if last else None)]
    return waiting[-1] if waiting else None
