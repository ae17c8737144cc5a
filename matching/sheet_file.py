"""A spreadsheet that somebody sent, .xlsx or .csv, as rows of texts.

Nothing is computed and no link is followed: a formula is the text that it is. Files come from anybody, so that sizes
are looked at before anything is unpacked. What the cells mean is in `matching.profile_sheet`.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from datetime import date
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from calls.tongue import say

MOST_BYTES = 2_000_000
MOST_UNPACKED = 30_000_000
MOST_PARTS = 500
MOST_ROWS = 500
MOST_COLUMNS = 50
LONGEST_CELL = 20_000

_DAMAGES = (
    *(InvalidFileException, zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, SyntaxError),
    *(KeyError, IndexError, ValueError, TypeError, AttributeError),
)
"""What a damaged file leaves the libraries as: they read each part as if it were in order. XML's own is a SyntaxError.
"""


class SheetError(ValueError):
    """A file that cannot be read as a spreadsheet of profiles at all. One or two sentences of bokmål."""


def read_table(name: str, raw: bytes) -> list[list[str]]:
    """The rows of a file, those that are empty at the end left out; where there are more than MOST_ROWS under the
    headings, one more than that. name: as it was sent, for its ending alone. SheetError when it is no spreadsheet."""
    if len(raw) > MOST_BYTES:
        raise SheetError(say("Filen er for stor. Den kan være på høyst {n} MB.", n=MOST_BYTES // 1_000_000))
    ending = name.casefold().rpartition(".")[2]
    if ending not in ("xlsx", "csv"):
        raise SheetError(say("Filen må være et regneark, .xlsx eller .csv."))
    return _workbook(raw) if ending == "xlsx" else _text_table(raw)


def _workbook(raw: bytes) -> list[list[str]]:
    """The cells of the first sheet of an .xlsx as texts."""
    _check_parts(raw)
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False, keep_vba=False)
        if not book.worksheets:
            raise _unreadable()
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its size is not believed
        rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True)
        return _without_empty_end([[_cell(value) for value in row] for row in rows])
    except _DAMAGES as error:
        raise error if isinstance(error, SheetError) else _unreadable() from error


def _check_parts(raw: bytes) -> None:
    """SheetError for a file that would unpack to more than a spreadsheet of profiles, or that defines XML entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise SheetError(say("Filen er for stor når den pakkes ut. Lagre prosjektene i et nytt regneark."))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    content = packed.read(part)
                    if b"<!" in content.replace(b"\0", b"").replace(b"<!--", b"").replace(b"<![CDATA[", b""):
                        raise _unreadable()
    except _DAMAGES as error:
        raise error if isinstance(error, SheetError) else _unreadable() from error


def _unreadable() -> SheetError:
    return SheetError(say("Filen kan ikke leses som et regneark. Lagre den på nytt som .xlsx eller .csv."))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime("%Y-%m")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)[:LONGEST_CELL]


def _text_table(raw: bytes) -> list[list[str]]:
    """The cells of a .csv: UTF-8, or as a Norwegian Windows writes it; the sign between cells is the commonest one in
    the first line."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    text = text.replace("\0", "")
    first = text.partition("\n")[0]
    sign = max(";\t,", key=first.count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
        table: list[list[str]] = []
        for row in rows:
            table.append([cell[:LONGEST_CELL] for cell in row[:MOST_COLUMNS]])
            if len(table) > MOST_ROWS + 1:
                break
    except csv.Error as error:
        raise SheetError(say("Filen har hermetegn som ikke går opp. Lagre den på nytt fra regnearket.")) from error
    return _without_empty_end(table)


def _without_empty_end(table: list[list[str]]) -> list[list[str]]:
    while table and not any(cell.strip() for cell in table[-1]):
        table.pop()
    return table
