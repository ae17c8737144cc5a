"""What a home grows by, archive apart, when a night finds nothing new: each night in a process of its own.

The calls of the demonstration's first night, night after night. Of the first ones the store is filled, and workbooks of
two nights are kept, so the growth of the later ones is told.
"""

from __future__ import annotations

import statistics
import tempfile
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

from benchmarks.night import measured
from bundle.build import Recorder, load_sites
from calls.archive import NightWriter
from calls.model import Request
from sources.harvest import collect

FIRST = date(2026, 9, 15)
NIGHTS, SETTLED = 9, 3


def write_night(folder: Path, day: date) -> Path:
    """The archive of one night on which every site says what it says on the demonstration's first."""
    began_at = datetime(day.year, day.month, day.day, 1, 30, tzinfo=UTC)
    path = folder / f"{day}.warc.gz"
    with NightWriter(path, day, began_at, "benchmark") as writer:
        recorder = Recorder(writer, began_at)
        for make in load_sites():
            site = make(1)
            recorder.write(site, Request(site.robots))
            collect(site.source, partial(recorder.get, site), {})
    return path


def size(home: Path) -> int:
    """Bytes of all files of a home but its archive."""
    files = (path for path in home.rglob("*") if path.is_file() and path.relative_to(home).parts[0] != "archive")
    return sum(path.stat().st_size for path in files)


def run() -> list[str]:
    """Lines of the report: the growth of each settled night in kB, and their median."""
    sizes = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        for number in range(NIGHTS):
            measured(home, "night", "--replay", str(write_night(Path(folder), FIRST + timedelta(days=number))))
            sizes.append(size(home))
    grown = [(after - before) / 1000 for before, after in pairwise(sizes)][SETTLED - 1 :]
    return [
        f"an unchanged night, the {SETTLED + 1}th to the {NIGHTS}th; a home of {sizes[-1] / 1e6:.1f} MB, archive apart",
        f"  grown by, median                          {statistics.median(grown):7.0f} kB  (ceiling 100)",
        f"  each                                      {', '.join(f'{one:.0f}' for one in grown)}",
    ]


if __name__ == "__main__":
    print("\n".join(run()))
