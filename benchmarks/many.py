"""A night of 1,000 archived calls, and a second one on which 1 % of them changed, each run in a process of its own.

Every page is of the size of the site's own and has a print block with a new time, so that no two nights' bytes agree.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from benchmarks.night import measured
from bundle.build import Recorder
from bundle.forskningsradet import Forskningsradet, load_calls
from calls.archive import NightWriter
from sources.harvest import collect

CALLS = 1000
CHANGED = 10
NIGHTS = (date(2026, 9, 21), date(2026, 9, 22))


def _calls() -> list[dict[str, Any]]:
    """Open calls of the demonstration, over and over, each with a slug of its own; CHANGED of them change."""
    patterns = [call for call in load_calls() if call["status_card"] == "Søk nå" and "path" not in call]
    made = []
    for number, call in enumerate(islice(cycle(patterns), CALLS)):
        own = {**call, "slug": f"{call['slug']}-{number}", "nights": [1, 2], "twin": None}
        own["changes"] = {"lead": f"Rammen er hevet til {number + 1} millioner kroner."} if number < CHANGED else None
        made.append(own)
    return made


def write_nights(folder: Path) -> list[Path]:
    """The archives of both nights."""
    calls, paths = _calls(), []
    for number, day in enumerate(NIGHTS, 1):
        began_at = datetime(day.year, day.month, day.day, 1, 30, tzinfo=UTC)
        site = Forskningsradet(calls, number)
        path = folder / f"{day}.warc.gz"
        with NightWriter(path, day, began_at, "benchmark") as writer:
            collect(site.source, partial(Recorder(writer, began_at).get, site), {})
        paths.append(path)
    return paths


def run() -> list[str]:
    """Lines of the report: wall seconds and peak memory of both nights."""
    with tempfile.TemporaryDirectory() as folder:
        first, second = write_nights(Path(folder))
        home = Path(folder) / "home"
        whole_s, whole_mb = measured(home, "night", "--replay", str(first))
        next_s, next_mb = measured(home, "night", "--replay", str(second))
    return [
        f"a night of {CALLS} archived calls, start-up included",
        f"  wall time                                 {whole_s:7.1f} s   (ceiling 60)",
        f"  peak memory                               {whole_mb:7.0f} MB  (ceiling 1000)",
        f"the night after it, {CHANGED} of them changed",
        f"  wall time                                 {next_s:7.1f} s   (ceiling 15)",
        f"  peak memory                               {next_mb:7.0f} MB  (ceiling 1000)",
    ]
