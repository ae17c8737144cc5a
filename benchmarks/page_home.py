"""The home that the page is measured on: calls by the thousand, forty projects, and two nights, so that there is news.

No source may list so many (sources.base has ceilings), so the calls of the demonstration are put in the store again and
again, each time with ids and titles of their own, and ranked as a night ranks them.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any

from assets.moved import Since
from assets.rank import publish_ranked
from benchmarks.night import measured
from calls.home import Home
from calls.model import Issue
from calls.store import SourceNight, Store
from matching.glossary import glossary_folders, usable_glossary
from matching.movement import Night
from matching.own_clusters import EXAMPLES
from matching.profiles import load_clusters
from matching.rank import TEXT_VERSION, TOP, program, rank
from publish.rows import records

CALLS = 10_000
CHANGED = 100
PROFILES = 40
NIGHTS = (datetime(2026, 9, 21, 1, 30, tzinfo=UTC), datetime(2026, 9, 22, 1, 30, tzinfo=UTC))

Record = dict[str, Any]


def write_clusters(folder: Path, profiles: int = PROFILES) -> None:
    """The example clusters with as many projects, `profiles` in all: theirs over and over, by keys of their own."""
    places = sorted(path.parent for path in EXAMPLES.glob("*/cluster.yaml"))
    for place in places:
        made = folder / place.name / "profiles"
        made.mkdir(parents=True)
        shutil.copy(place / "cluster.yaml", made.parent)
        files = sorted((place / "profiles").glob("*.yaml"))
        for number, file in enumerate(islice(cycle(files), profiles // len(places))):
            name = file.stem if number < len(files) else f"{file.stem}_{number}"
            shutil.copy(file, made / f"{name}.yaml")


def make_home(folder: Path, calls: int = CALLS, changed: int = CHANGED) -> Home:
    """A home under `folder` with both nights in it. changed: so many calls have another deadline on the second."""
    measured(folder / "pattern", "night")
    with Store.open(Home.at(folder / "pattern").database_url) as pattern:
        patterns, issues = pattern.records(), records(pattern.issues())
    home = Home.at(folder / "home")
    write_clusters(home.clusters)
    made = list(islice(_copies(patterns), calls))
    with Store.open(home.database_url) as store:
        for number, began_at in enumerate(NIGHTS):
            _publish(
                store, began_at, [_later(one) for one in made[:changed]] + made[changed:] if number else made, issues
            )
            _rank(store, home, began_at)
    return home


def _copies(patterns: Sequence[Record]) -> Iterator[Record]:
    """The calls over and over. A copy's source_id is that of its pattern, with a number after it."""
    for number in count():
        for one in patterns:
            own = {"source_id": f"{one['source_id']}-{number}", "url": f"{one['url']}-{number}", "twin_url": None}
            yield {**one, **own, "title": f"{one['title']} {number}", "content_hash": f"{one['content_hash']}-{number}"}


def _later(call: Record) -> Record:
    at = call["deadline_at"]
    moved = {"deadline_at": at + timedelta(days=7)} if at else {"title": f"{call['title']} (endret)"}
    return {**call, **moved, "content_hash": f"{call['content_hash']}-2"}


def _publish(store: Store, began_at: datetime, made: Sequence[Record], issues: Sequence[Mapping[str, Any]]) -> None:
    """Every source's calls, with the issues of their patterns."""
    day = began_at.date()
    store.begin_night(day, began_at, "benchmark", False)
    told: dict[tuple[str, str], list[Issue]] = {}
    for one in issues:
        issue = Issue(**{name: one[name] for name in Issue.__dataclass_fields__})
        told.setdefault((one["source"], one["source_id"]), []).append(issue)
    for source in sorted({one["source"] for one in made}):
        own = [one for one in made if one["source"] == source]
        cards = {one["source_id"]: one["content_hash"] for one in own}
        raised = [
            replace(issue, source_id=one["source_id"])
            for one in own
            for issue in told.get((source, one["source_id"].rpartition("-")[0]), ())
        ]
        report = SourceNight(day, source, "fresh", True, fetched=len(own), parsed=len(own))
        store.publish_source(report, own, raised, cards, set(cards))


def _rank(store: Store, home: Home, began_at: datetime) -> None:
    day, clusters, calls = began_at.date(), load_clusters(home.clusters), store.calls(began_at.date())
    glossary, _ = usable_glossary(glossary_folders(home.glossary))
    tonight = Night(calls, tuple(clusters), glossary, began_at, program(TEXT_VERSION, ""))
    since = Since(store, day, tonight, home.cache / "terms.npz")
    ranked = rank(since.index, calls, clusters, began_at, TOP)
    publish_ranked(store, day, tonight, ranked, since)


def some_matches(home: Home, most: int) -> list[tuple[str, str, str, str]]:
    """Cluster, profile, source and source_id of matches of many projects."""
    with Store.open(home.database_url) as store:
        matches = store.matches()
    names = ("cluster", "profile", "source", "source_id")
    found = list(zip(*(matches[name] for name in names), strict=True))
    return found[:: max(1, len(found) // most)][:most]
