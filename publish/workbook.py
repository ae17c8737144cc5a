"""The workbook: the same rows as on the page, in a spreadsheet that is safe to open and the same byte for byte.

Which rows there are and what they say is `publish.rows`; here they only become cells. Scraped text stays text: no
formula, no link but http and https, no character that XML forbids. What had to give way is counted on the first sheet.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, Protocol

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from calls.tongue import say
from publish.columns import COLUMNS, NAMES, Column
from publish.hashed import Hashed, each
from publish.links import web_address
from publish.plain_text import HIDDEN
from publish.rows import STATES_NB, ProfileName, Row, as_day, records
from publish.selection import Selection
from publish.selection_words import selection_words
from publish.words import moment_words, oslo, utc_moment, weekday_date_words

# Limits of the format, in UTF-16 code units, as Microsoft publishes them ("Excel specifications and limits").
CELL_LIMIT = 32_767
LINK_LIMIT = 2_079
NAME_LIMIT = 31
FIRST_DAY = date(1900, 3, 1)  # before it, spreadsheet programs count a 29 February 1900 that never was

_FORBIDDEN = re.compile(f"[{HIDDEN}]")
_TO_CLEAN = re.compile(f"[\\r{HIDDEN}]")
_NAME_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_FORMULA_LIKE = re.compile(r"\s*[=+\-@]")
_MONEY = "#,##0"
_DAY = "dd.mm.yyyy"
_MOMENT = f"{_DAY} hh:mm"
_SCORE = "0.000"


class NightFacts(Protocol):
    """What the workbook says of the night that it shows (a row of calls.store)."""

    @property
    def night(self) -> date: ...
    @property
    def began_at(self) -> datetime: ...
    @property
    def code_version(self) -> str: ...
    @property
    def is_demonstration(self) -> bool: ...


@dataclass
class Tally:
    """What could not stand in a cell as it came."""

    characters_removed: int = 0
    texts_cut: int = 0
    links_left_out: int = 0


@dataclass(frozen=True)
class Workbook:
    """The file's bytes, the hash of its rows and how many rows each sheet has."""

    content: bytes
    content_hash: str
    sheets: dict[str, int]


@dataclass
class _Book:
    book: xlsxwriter.Workbook
    columns: Sequence[Column]
    tally: Tally = field(default_factory=Tally)
    formats: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def form(self, **properties: Any) -> Format:
        key = tuple(properties.items())
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"valign": "top", **properties})
        return self.formats[key]


def workbook(
    rows: pd.DataFrame,
    night: NightFacts,
    source_nights: pd.DataFrame,
    profiles: Sequence[ProfileName],
    selected: str | None = None,
    columns: Sequence[Column] = COLUMNS,
) -> Workbook:
    """The workbook of one night's rows (publish.rows): «Om», «Alle treff» and a sheet for each of `profiles`.

    Equal arguments give equal bytes. `source_nights` has source, state, data_night, fetched, parsed and issues,
    `selected` says in words which rows these are, all unless given; the hash is of all COLUMNS, whichever are shown.
    """
    every, first, second = rows[list(NAMES)], say("Om"), say("Alle treff")
    names = sheet_names([profile.title for profile in profiles], taken=(first, second))
    by_sheet = {second: every}
    for name, profile in zip(names, profiles, strict=True):
        by_sheet[name] = every[(every["cluster"] == profile.cluster) & (every["profile"] == profile.profile)]
    counts, hashed, target = {name: len(some) for name, some in by_sheet.items()}, Hashed(), io.BytesIO()
    # Row by row, so that what a large list takes is disk and not memory.
    options = {"constant_memory": True} | dict.fromkeys(
        ("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False
    )
    book = _Book(xlsxwriter.Workbook(target, options), columns)
    created = utc_moment(night.began_at).astimezone(UTC).replace(tzinfo=None)
    book.book.set_properties({"title": "Utlysningsradar", "created": created})
    about = book.book.add_worksheet(first)
    for name, some in by_sheet.items():
        told = hashed.through(each(some)) if some is every else each(some)
        _write_rows(book, book.book.add_worksheet(name), len(some), told)
    content_hash = hashed.hexdigest()
    facts: list[tuple[str, str | int]] = [
        (say("Utvalg"), selection_words(Selection()) if selected is None else selected),
        (say("Antall treff"), len(every)),
    ]
    facts += _facts(book, night, content_hash)
    _write_about(book, about, facts, counts, records(source_nights))
    book.book.close()
    return Workbook(target.getvalue(), content_hash, counts)


def sheet_names(titles: Sequence[str], taken: Sequence[str] = ()) -> list[str]:
    """A valid sheet name for each title: at most 31 long, unique whatever the case, nothing that the format forbids."""
    used = {name.casefold() for name in (*taken, "History")}  # "History" is reserved by Excel
    names: list[str] = []
    for title in titles:
        plain = " ".join(_FORBIDDEN.sub("", _NAME_FORBIDDEN.sub(" ", title)).split()).strip("'") or say("Profil")
        name, number = _cut(plain, NAME_LIMIT), 1
        while name.casefold() in used:
            number += 1
            mark = f" ({number})"
            name = _cut(plain, NAME_LIMIT - len(mark)) + mark
        used.add(name.casefold())
        names.append(name)
    return names


def _write_rows(book: _Book, sheet: Worksheet, number: int, rows: Iterable[Row]) -> None:
    head = book.form(bold=True, text_wrap=True, bg_color="#DDEAF6", bottom=1)
    for place, column in enumerate(book.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.label, head)
    writers = [(place, column.name, _writer(book, sheet, column)) for place, column in enumerate(book.columns)]
    for line, row in enumerate(rows, start=1):
        for place, name, write in writers:
            value = row[name]
            if value is not None and value != "":
                write(line, place, value)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, number, len(book.columns) - 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _writer(book: _Book, sheet: Worksheet, column: Column) -> Callable[[int, int, Any], object]:
    """What writes a cell of the column: line, place, value."""
    match column.kind:
        case "rank":
            return partial(_write_number, sheet, book.form())
        case "score":
            return partial(_write_number, sheet, book.form(num_format=_SCORE))
        case "money":
            return partial(_write_number, sheet, book.form(num_format=_MONEY))
        case "moment":
            return partial(_write_moment, book, sheet)
        case "link":
            return partial(_write_link, book, sheet)
        case _:
            return partial(_write_text, book, sheet, form=book.form(text_wrap=True))


def _write_number(sheet: Worksheet, form: Format, line: int, place: int, number: float) -> None:
    sheet.write_number(line, place, number, form)


def _write_moment(book: _Book, sheet: Worksheet, line: int, place: int, moment: datetime | date) -> None:
    local: datetime | date = moment
    if isinstance(moment, datetime):
        local = oslo(moment).replace(tzinfo=None, microsecond=0)
    if as_day(local) >= FIRST_DAY:
        sheet.write_datetime(line, place, local, book.form(num_format=_DAY if local is moment else _MOMENT))
    else:
        said = moment_words(moment) if isinstance(moment, datetime) else weekday_date_words(moment)
        _write_text(book, sheet, line, place, said)


def _write_link(book: _Book, sheet: Worksheet, line: int, place: int, url: str) -> None:
    # write_url answers with a negative code, and writes nothing, when a link breaks one of the format's limits.
    fits = web_address(url) is not None and _units(url) <= LINK_LIMIT and not _FORBIDDEN.search(url)
    if not fits or sheet.write_url(line, place, url, book.form(font_color="#005DB1", underline=1), string=url) != 0:
        book.tally.links_left_out += 1
        _write_text(book, sheet, line, place, url)


def _write_text(book: _Book, sheet: Worksheet, line: int, place: int, text: str, form: Format | None = None) -> None:
    # Nearly every text is short and printable, and then there is nothing to clean: looked at first because it is quick.
    if 2 * len(text) > CELL_LIMIT or (not text.isprintable() and _TO_CLEAN.search(text)):
        text = _cleaned(book.tally, text)
    if not text[:1].isalnum() and _FORMULA_LIKE.match(text):
        # The quote prefix keeps such a text a text also after somebody has edited the cell.
        form = book.form(text_wrap=form is not None, quote_prefix=True)
    sheet.write_string(line, place, text, form or book.form(text_wrap=False))


def _cleaned(tally: Tally, text: str) -> str:
    plain, removed = _FORBIDDEN.subn("", text.replace("\r\n", "\n").replace("\r", "\n"))
    fits = _cut(plain, CELL_LIMIT)
    tally.characters_removed += removed
    tally.texts_cut += fits != plain
    return fits


def _facts(book: _Book, night: NightFacts, content_hash: str) -> list[tuple[str, str | int]]:
    demonstration = say("ja: datoene er flyttet, og tekstene er skrevet for formålet")
    return [
        (say("Natt"), weekday_date_words(night.night)),
        (say("Kjøringen begynte"), moment_words(night.began_at)),
        (say("Demonstrasjon"), demonstration if night.is_demonstration else say("nei")),
        (say("Kodeversjon"), night.code_version),
        (say("Innholdsavtrykk (SHA-256 av radene)"), content_hash),
        (say("Kontrolltegn fjernet"), book.tally.characters_removed),
        (say("Tekster forkortet til 32 767 tegn"), book.tally.texts_cut),
        (say("Adresser som ikke er gjort til lenker"), book.tally.links_left_out),
    ]


def _write_about(
    book: _Book, sheet: Worksheet, facts: list[tuple[str, str | int]], counts: dict[str, int], sources: list[Row]
) -> None:
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 5, 24)
    sheet.write_string(0, 0, "Utlysningsradar", book.form(bold=True, font_size=16))
    line = _write_table(book, sheet, 2, None, facts)
    line = _write_table(book, sheet, line + 1, (say("Ark"), say("Antall rader")), list(counts.items()))
    heads = (say("Kilde"), say("Tilstand"), say("Opplysninger fra"), say("Hentet"), say("Lest"), say("Avvik"))
    _write_table(book, sheet, line + 1, heads, [_source_line(source) for source in sources])


def _source_line(row: Row) -> tuple[str | int, ...]:
    since = weekday_date_words(as_day(row["data_night"])) if row["data_night"] else say("ingen natt ennå")
    return row["source"], say(STATES_NB[row["state"]]), since, row["fetched"], row["parsed"], row["issues"]


def _write_table(
    book: _Book, sheet: Worksheet, line: int, heads: Sequence[str] | None, lines: Sequence[tuple[str | int, ...]]
) -> int:
    """Writes the lines from `line` on, and answers with the line after the last."""
    for place, head in enumerate(heads or ()):
        sheet.write_string(line, place, head, book.form(bold=True, bottom=1))
    line += 1 if heads else 0
    for cells in lines:
        for place, cell in enumerate(cells):
            if isinstance(cell, str):
                _write_text(book, sheet, line, place, cell)
            else:
                sheet.write_number(line, place, cell, book.form(num_format=_MONEY, align="left"))
        line += 1
    return line


def _units(text: str) -> int:
    """Length as the spreadsheet format counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(text: str, limit: int) -> str:
    """`text`, ended by an ellipsis where it is longer than `limit` UTF-16 units; no character is cut in two."""
    if 2 * len(text) <= limit or _units(text) <= limit:
        return text
    kept = text.encode("utf-16-le")[: 2 * (limit - 1)].decode("utf-16-le", "ignore")
    return f"{kept.rstrip()}…"
