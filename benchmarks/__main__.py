"""`make bench`: every benchmark, one after the other."""

from __future__ import annotations

from benchmarks import (
    all_calls,
    drift,
    eu_history,
    feedback,
    glossary,
    growth,
    history,
    many,
    night,
    page,
    parity,
    quotes,
    ranking,
    reading,
    semantic,
    truth,
    workbook,
)

ALL = (
    reading,
    glossary,
    night,
    many,
    growth,
    history,
    truth,
    eu_history,
    drift,
    quotes,
    ranking,
    feedback,
    semantic,
    parity,
    workbook,
    all_calls,
    page,
)

if __name__ == "__main__":
    for benchmark in ALL:
        for line in benchmark.run():
            print(line, flush=True)
