"""Reading the glossary's files: strict, with every error told in bokmål by file and line.

A file is CSV with semicolons and the header nb;nn;en;note. What the rows come to when several folders are laid on each
other is worked out in `matching.glossary_layers`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from matching.glossary_terms import Term, TermError, read_term
from matching.strict_yaml import Notes, ProfileProblem

HEADER = ("nb", "nn", "en", "note")
LANGS = ("nb", "nn", "en")

MAX_BYTES = 2_000_000
"""A thousand rows are 100 kB; what is larger is another file in the wrong place."""


@dataclass(frozen=True)
class Row:
    """One row of a file: what it adds to a concept, or takes away from it.

    `name` is the first bokmål term, lower-case. `is_off` switches the whole concept off. Texts of `removed` are
    lower-case.
    """

    file: str
    line: int
    name: str
    terms: dict[str, tuple[Term, ...]]
    removed: dict[str, tuple[str, ...]]
    is_off: bool = False


def read_folder(folder: Path, problems: list[ProfileProblem]) -> list[Row]:
    """The rows of every CSV file of `folder`, by file name and line. What is wrong is added to `problems`.

    A row with an error gives none, and the others count: one slip of the pen must not take away a whole file.
    """
    if not folder.is_dir():
        Notes(str(folder), problems).error(0, "mappen finnes ikke.", "en mappe med .csv-filer")
        return []
    rows: list[Row] = []
    for path in sorted(folder.glob("*.csv")):
        if path.name.startswith((".", "_", "~")):
            continue
        rows += _read_file(path, Notes(str(path), problems))
    return rows


def _read_file(path: Path, notes: Notes) -> Iterator[Row]:
    text = _text(path, notes)
    if text is None:
        return
    lines = _cells(text, notes)
    header = next(lines, None)
    if header is None:
        notes.error(0, "filen er tom.", ";".join(HEADER))
        return
    if tuple(cell.strip().lower() for cell in header[1]) != HEADER:
        notes.error(header[0], f"første linje er «{';'.join(header[1])}».", ";".join(HEADER) + ", med semikolon mellom")
        return
    for line, cells in lines:
        row = _row(cells, line, notes)
        if row:
            yield row


def _text(path: Path, notes: Notes) -> str | None:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        notes.error(0, f"filen kan ikke åpnes ({error.strerror}).")
        return None
    if len(raw) > MAX_BYTES:
        notes.error(0, "filen er for stor.", f"høyst {MAX_BYTES // 1000} kB")
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        notes.error(line, "tegnene er ikke UTF-8.", "lagre som «CSV UTF-8» i regnearket")
        return None


def _cells(text: str, notes: Notes) -> Iterator[tuple[int, list[str]]]:
    """Rows of cells with the line where each begins. A sheet's empty rows at the end are left out."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    start, blank = 1, 0
    try:
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                blank = blank or start
            elif blank:
                notes.error(blank, "raden er tom.", "fjern raden")
                blank = 0
            if not blank:
                yield start, cells
            start = lines.line_num + 1
    except csv.Error:
        notes.error(start, "hermetegn som ikke går opp.", "ingen hermetegn, eller ett foran og ett bak hele cellen")


def _row(cells: list[str], line: int, notes: Notes) -> Row | None:
    if len(cells) != len(HEADER):
        notes.error(line, f"raden har {len(cells)} kolonner.", f"{len(HEADER)}: {';'.join(HEADER)}")
        return None
    if any(ord(letter) < 32 and letter not in "\t\r\n" for cell in cells for letter in cell):
        notes.error(line, "raden har usynlige styretegn.", "vanlig tekst")
        return None
    pieces = {lang: [one.strip() for one in cell.split("|")] for lang, cell in zip(LANGS, cells, strict=False)}
    if not pieces["nb"][0]:
        notes.error(line, "kolonnen nb er tom.", "minst ett ord på bokmål")
        return None
    try:
        return _read_pieces(pieces, line, notes)
    except TermError as error:
        notes.error(line, str(error))
        return None


def _read_pieces(pieces: dict[str, list[str]], line: int, notes: Notes) -> Row | None:
    first = pieces["nb"][0]
    is_off = first.startswith("!")
    name = read_term(first.lstrip("!"), "nb").text.lower()
    terms: dict[str, tuple[Term, ...]] = {}
    removed: dict[str, tuple[str, ...]] = {}
    for lang, texts in pieces.items():
        if "" in texts and texts != [""]:
            notes.error(line, f"kolonnen {lang} har en strek uten ord ved siden av.", "ord | ord")
            return None
        terms[lang] = tuple(read_term(text, lang) for text in texts if text and not text.startswith("!"))
        removed[lang] = tuple(read_term(text[1:], lang).text.lower() for text in texts if text.startswith("!"))
    if is_off and (any(terms.values()) or len(pieces["nb"]) > 1):
        notes.error(line, f"«{first}» slår raden av, og da kan den ikke ha andre ord.", f"{first};;;")
        return None
    return Row(notes.file, line, name, terms, removed, is_off)
