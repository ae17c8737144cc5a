"""The rows as CSV that Norwegian Excel opens as it should: UTF-8 with a byte order mark, semicolons, decimal commas.

A cell that a spreadsheet program would run (it begins with = + - @, a tabulator or a line end) gets an apostrophe in
front, as OWASP advises against CSV injection; a reader of the file takes it away again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd

from publish.columns import COLUMNS, Column
from publish.plain_text import cut, visible
from publish.rows import records
from publish.words import oslo

CELL_LIMIT = 32_000
"""Characters of a cell: a spreadsheet program would cut, or spill into other cells, at 32 767."""

_RUNS = re.compile(r"\s*[=+\-@]|[\t\r\n]")


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet program runs."""
    return f"'{text}" if _RUNS.match(text) else text


def csv_file(rows: pd.DataFrame, columns: Sequence[Column] = COLUMNS) -> bytes:
    """A line of headings and a line for each of the rows (publish.rows), in their order."""
    text = io.StringIO()
    out = csv.writer(text, delimiter=";", lineterminator="\r\n")
    out.writerow([column.label for column in columns])
    out.writerows([csv_cell(column, row[column.name]) for column in columns] for row in records(rows))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def csv_cell(column: Column, value: Any) -> str:
    """A value as it stands in its cell: moments on a Norwegian clock, 16.09.2026 13:00."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{oslo(value):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if column.kind == "score":
        # A matter of the spreadsheet program and not of the tongue: this file has semicolons and decimal commas.
        return f"{value:.3f}".replace(".", ",")
    return harmless(cut(visible(value), CELL_LIMIT)) if isinstance(value, str) else str(value)
