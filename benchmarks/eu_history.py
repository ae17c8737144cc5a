"""The EU portal's real history, fetch by fetch, and incidents on top of it; beside a naive program.

Every fetch runs as a night does: over TLS from the portal on loopback, through the real fetcher, archive, source,
checks and store. Run as `python -m benchmarks.eu_history`, with a folder that has records.jsonl.gz and nights.jsonl.gz
if it is another than ../shared/data/eu_history. The portal, the truth and the incidents stand beside the tests.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from eu_incidents import SLACK, play
from eu_nights import Fetch, Truth, false_news, fetches, naive
from eu_site import Nights, nights
from history_scores import scores, table

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "eu_history"
SEED = 1


def run(folder: Path = FOLDER) -> list[str]:
    """Lines of the report; one that says so where the folder is absent."""
    if not folder.is_dir():
        return [f"the real history of the EU portal: {folder.name} is not on this machine"]
    some = fetches(folder)
    return [*_real(some), *_incidents(some[len(some) // 4])]


def _real(some: Sequence[Fetch]) -> list[str]:
    truth, theirs = Truth.of(some), naive(fetch.records for fetch in some)
    with tempfile.TemporaryDirectory() as home, nights(Path(home)) as portal:
        for fetch in some:
            portal.site.show(fetch.index)
            portal.run(fetch.day, fetch.at)
        told, alarms = portal.told(), _alarms(portal)
    days = len({fetch.at.date() for fetch in some})
    mine, others = false_news(truth, told), false_news(truth, theirs)
    return [
        f"the real history of the EU portal: {len(some)} fetches on {days} days, {alarms['complete']} not whole",
        *table(scores(told, truth.told), scores(theirs, truth.told)),
        f"  {'':<40}{'among':>6}{'told':>7}{'naive':>8}  (ceiling 0)",
        *(f"  {what:<40}{among:>6}{count:>7}{others[what][1]:>8}" for what, (among, count) in mine.items()),
        f"  of the moves, of a deadline that had passed {len(truth.late):>4}",
        f"  nights on which a check failed: {_named(alarms)}",
    ]


def _incidents(start: Fetch) -> list[str]:
    played = play(start, SEED)
    with tempfile.TemporaryDirectory() as home, nights(Path(home)) as portal:
        for scene in played.scenes:
            portal.show(scene)
            portal.run(scene.day, scene.at)
        told, alarms = portal.told(), _alarms(portal)
    theirs = naive(scene.shown.rows for scene in played.scenes)
    names = [scene.name for scene in played.scenes if scene.name != "as it is"]
    return [
        f"incidents on top of its records, {len(played.scenes)} nights: {'; '.join(names)}",
        *table(scores(told, played.told, SLACK), scores(theirs, played.told, SLACK)),
        f"  nights on which a check failed: {_named(alarms)}",
    ]


def _alarms(portal: Nights) -> Counter[str]:
    """On how many nights each check failed."""
    return Counter(check for checks in portal.failed.values() for check in checks)


def _named(alarms: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(alarms.items())) or "none"


if __name__ == "__main__":
    print("\n".join(run(*map(Path, sys.argv[1:2]))))
