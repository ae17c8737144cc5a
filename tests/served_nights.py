"""The bundled nights in a home with clusters of its own, and the morning after a night in which two sources failed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from night_samples import run
from web_samples import publish_ranking

from calls.home import Home
from calls.store import SourceNight, Store
from matching.own_clusters import EXAMPLES
from pipelines import headless
from pipelines.instance import unlogged
from publish.rows import records

CLUSTER = "helseinn"
LAST = date(2026, 9, 16)
BAD = date(2026, 9, 17)
GAVE_NOTHING = "Nettstedet svarte ikke i natt."
GAVE_HALF = "Listen var ikke hel: 20 av 41 utlysninger kom."


def bundled_home(root: Path, clusters: tuple[str, ...] = (CLUSTER,)) -> Home:
    """A home of the two bundled nights, run by the jobs of the schedule but for their log."""
    home = Home.at(root / "home")
    for cluster in clusters:
        shutil.copytree(EXAMPLES / cluster, home.clusters / cluster)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(headless, "opened", lambda _home: unlogged())
        result = run(home.path, "night", RADAR_SENTENCE_MODEL="off")
    assert result.exit_code == 0, result.output
    return home


def bad_morning(home: Home, root: Path) -> Home:
    """A copy of the home after one night more: one source whole, of one half the list, of one nothing."""
    shutil.copytree(home.path, root / "bad")
    bad = Home.at(root / "bad")
    with Store.open(bad.database_url) as store:
        calls = records(store.calls())
        began_at = datetime(BAD.year, BAD.month, BAD.day, 1, 30, tzinfo=UTC)
        store.begin_night(BAD, began_at, "0.1.0+abc", True)
        for source in ("forskningsradet", "eu"):
            own = [call for call in calls if call["source"] == source]
            read = own if source == "forskningsradet" else own[::2]
            whole = source == "forskningsradet"
            report = SourceNight(
                BAD,
                source,
                "fresh" if whole else "stale",
                whole,
                message="" if whole else GAVE_HALF,
                fetched=len(read),
                parsed=len(read),
            )
            cards = {call["source_id"]: call["source_id"] for call in read}
            store.publish_source(report, read, [], cards, set(cards))
        store.publish_failure(SourceNight(BAD, "innovasjonnorge", "failed", False, message=GAVE_NOTHING), [])
        publish_ranking(store, bad.clusters, began_at)
    return bad


def at_ten_past_eight(day: date) -> Callable[[], datetime]:
    """A clock at 08.10 in Oslo, a second further each time it is looked at."""
    first = datetime(day.year, day.month, day.day, 6, 10, tzinfo=UTC)
    seconds = count()
    return lambda: first + timedelta(seconds=next(seconds))
