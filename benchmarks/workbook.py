"""The workbook of 10,000 matches beside bare XlsxWriter that writes the same values: seconds and peak of Python memory.

Both write row by row. Each is run in turn, so that what else the machine does meets both; of the times the medians.
"""

from __future__ import annotations

import io
import statistics
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd
import xlsxwriter

from calls.store.shapes import NightRow
from publish.columns import COLUMNS, FACTS, NAMES
from publish.words import oslo
from publish.workbook import workbook

ROWS = 10_000
RUNS = 5
CEILING = 1.5
AT = datetime(2026, 9, 16, 1, 30, tzinfo=UTC)
_VALUES: dict[str, Callable[[int], Any]] = {
    "rank": lambda number: number + 1,
    "score": lambda number: 1 / (number + 1),
    "money": lambda number: 1_000_000 + number,
    "moment": lambda number: AT + timedelta(hours=number),
    "link": lambda number: f"https://www.example.org/utlysninger/{number}",
    "text": lambda number: f"Velferdsteknologi i kommunale tjenester {number}",
}


def _rows() -> list[dict[str, Any]]:
    facts: dict[str, Any] = dict.fromkeys(FACTS, ())
    return [{column.name: _VALUES[column.kind](number) for column in COLUMNS} | facts for number in range(ROWS)]


def _ours(rows: pd.DataFrame) -> bytes:
    night = NightRow(date(2026, 9, 16), AT, "benchmark", False, "ranked")
    return workbook(rows, night, pd.DataFrame(columns=["source"]), []).content


def _bare(rows: pd.DataFrame) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet()
    moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    values = rows[list(NAMES)].itertuples(index=False, name=None)
    for line, row in enumerate(values):
        for place, (column, value) in enumerate(zip(COLUMNS, row, strict=True)):
            if column.kind == "moment":
                sheet.write_datetime(line, place, oslo(value).replace(tzinfo=None), moment)
            elif column.kind == "link":
                sheet.write_url(line, place, value)
            elif column.kind == "text":
                sheet.write_string(line, place, value)
            else:
                sheet.write_number(line, place, value)
    book.close()
    return target.getvalue()


def _seconds(make: Callable[[pd.DataFrame], bytes], rows: pd.DataFrame) -> float:
    began = time.perf_counter()
    make(rows)
    return time.perf_counter() - began


def _peak_mb(make: Callable[[pd.DataFrame], bytes], rows: pd.DataFrame) -> float:
    tracemalloc.start()
    make(rows)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6


def run() -> list[str]:
    """Lines of the report."""
    rows = pd.DataFrame(_rows(), columns=[*NAMES, *FACTS], dtype=object)
    times = [(_seconds(_ours, rows), _seconds(_bare, rows)) for _ in range(RUNS)]
    ours, bare = (statistics.median(some) for some in zip(*times, strict=True))
    return [
        f"a workbook of {ROWS} rows and {len(COLUMNS)} columns, medians of {RUNS}",
        f"  ours                                      {ours:7.2f} s",
        f"  bare XlsxWriter                           {bare:7.2f} s",
        f"  ours over bare                            {ours / bare:7.2f}    (ceiling {CEILING})",
        f"  peak memory, ours and bare                {_peak_mb(_ours, rows):7.0f} MB {_peak_mb(_bare, rows):5.0f} MB",
    ]


if __name__ == "__main__":
    for told in run():
        print(told)
