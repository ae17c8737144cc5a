"""A home with two nights in its store, made by the real steps, for the tests of the pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from publish_samples import FIRST, HOSTILE, NIGHT, clusters_folder, first_calls, night_calls

from calls.home import Home
from calls.model import Issue
from calls.store import MatchRun, ProfileVersion, SourceNight, Store
from matching.index import build_index
from matching.profiles import load_clusters
from matching.rank import rank

ISSUES = [
    Issue(
        "forskningsradet",
        "fiendtlig",
        "vague_date",
        "deadline_at",
        "Medio mai",
        "Datoen har ingen dag.",
        "https://www.forskningsradet.no/x",
        "error",
    ),
    Issue("forskningsradet", "kommunar", "unknown_label", "", HOSTILE, "Ukjent ledetekst på siden.", "", "info"),
    *(Issue("forskningsradet", f"borte-{n}", "missing_field", "budget_nok", "", "Beløpet mangler.") for n in range(7)),
]


def empty_home(root: Path) -> tuple[Home, Path]:
    """A home without a store, and a folder with one cluster."""
    return Home.at(root / "home"), clusters_folder(root)


def filled_home(root: Path, is_demonstration: bool = True, is_stale: bool = False) -> tuple[Home, Path]:
    """A home with two nights. A second source never answers; with `is_stale` the first one fails the second night."""
    home, clusters = empty_home(root)
    with Store.open(home.database_url) as store:
        add_night(store, clusters, FIRST, first_calls(), is_demonstration)
        add_night(store, clusters, NIGHT, None if is_stale else night_calls(), is_demonstration)
    return home, clusters


def add_night(
    store: Store, clusters: Path, began_at: datetime, records: Sequence[dict[str, Any]] | None, is_demonstration: bool
) -> None:
    """One night: published and ranked. `records` None: the source did not answer."""
    day = began_at.date()
    store.begin_night(day, began_at, "0.1.0+abc", is_demonstration)
    if records is None:
        failed = SourceNight(day, "forskningsradet", "failed", False, message="Nettstedet svarte ikke i natt.")
        store.publish_failure(failed, [])
    else:
        cards = {record["source_id"]: record["source_id"] for record in records}
        report = SourceNight(day, "forskningsradet", "fresh", True, fetched=len(records) + 2, parsed=len(records))
        store.publish_source(report, records, ISSUES, cards, set(cards))
    store.publish_failure(SourceNight(day, "innovasjonnorge", "failed", False, message="Listen var tom."), [])
    publish_ranking(store, clusters, began_at)


def publish_ranking(store: Store, folder: Path, began_at: datetime) -> None:
    """Ranks the store's calls for the clusters of the folder, as the night does."""
    clusters, calls = load_clusters(folder), store.calls()
    night = rank(build_index(calls), calls, clusters, began_at)
    versions = [
        ProfileVersion(cluster.key, profile.key, profile.version, profile.content)
        for cluster in clusters
        for profile in cluster.profiles
    ]
    runs = [MatchRun(**{name: run[name] for name in MatchRun.__dataclass_fields__}) for run in night.runs]  # type: ignore[literal-required]
    store.publish_matches(
        began_at.date(), versions, runs, night.weights_version, night.weights, [dict(match) for match in night.matches]
    )
