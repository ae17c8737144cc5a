"""The block of dates: rows of a date, a label and perhaps a description, read by meaning in any markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from calls.dates import split_leading_date
from calls.model import Fact
from sources.blocks import Block, Element
from sources.forskningsradet.cells import Cell, cells, is_date, is_filler
from sources.forskningsradet.headings import CALL_HEADINGS, CONTACT_HEADINGS, DATE_HEADINGS
from sources.forskningsradet.labels import date_names, key, looks_like_deadline
from sources.forskningsradet.report import Report


@dataclass(slots=True)
class Row:
    """One row. `label` is None while only the date has been seen."""

    date: Cell
    label: Cell | None = None
    notes: list[str] = field(default_factory=list)
    unit: Element | None = None


def regions(blocks: Sequence[Block]) -> list[range]:
    """Where the date rows stand: from after each heading to its repeat, or to the heading of something else."""
    found: list[range] = []
    start = 0
    while start < len(blocks):
        if key(blocks[start].text) not in DATE_HEADINGS or blocks[start].is_link:
            start += 1
            continue
        end = _end(blocks, start)
        found.append(range(start + 1, end))
        start = end
    return found


def _end(blocks: Sequence[Block], start: int) -> int:
    level = blocks[start].level or 6
    for place in range(start + 1, len(blocks)):
        block = blocks[place]
        name = key(block.text)
        if name in DATE_HEADINGS and place > start + 1:
            return place
        if name in CALL_HEADINGS or (name in CONTACT_HEADINGS and block.level):
            return place
        if 0 < block.level <= level and name not in DATE_HEADINGS and not _is_cell(block.text):
            return place
    return len(blocks)


def _is_cell(text: str) -> bool:
    return is_date(text) or date_names(text) is not None or looks_like_deadline(text)


def read(blocks: Sequence[Block], region: range) -> list[Row]:
    """Rows of one region; what stands before the first date is left out."""
    reader = _Reader()
    stream = cells((place, blocks[place]) for place in region)
    for number, cell in enumerate(stream):
        following = stream[number + 1] if number + 1 < len(stream) else None
        reader.take(cell, following)
    return reader.close()


class _Reader:
    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._label: Cell | None = None
        self._is_glued = False

    def take(self, cell: Cell, following: Cell | None) -> None:
        if is_filler(cell.text):
            return
        row = self.rows[-1] if self.rows else None
        is_same_unit = row is not None and row.unit is not None and row.unit is cell.block.row
        if self._label is not None:
            self.rows.append(Row(cell, self._label, unit=cell.block.row))
            self._label = None
        elif is_date(cell.text):
            self._take_date(cell, row, is_same_unit)
        elif row is not None and row.label is None:
            row.label = cell
        elif not is_same_unit and self._take_glued(cell, row):
            self._is_glued = True
        elif date_names(cell.text) and following is not None and is_date(following.text):
            self._label = cell
        elif row is not None and key(cell.text) not in DATE_HEADINGS:
            row.notes.append(cell.text)

    def _take_date(self, cell: Cell, row: Row | None, is_same_unit: bool) -> None:
        if row is not None and row.label is None:
            # Two dates running: the first was the description of the row before, such as "midnatt 6. april".
            self.rows.pop()
            if self.rows:
                self.rows[-1].notes.append(row.date.text)
        elif row is not None and is_same_unit:
            row.notes.append(cell.text)
            return
        self.rows.append(Row(cell, unit=cell.block.row))

    def _take_glued(self, cell: Cell, row: Row | None) -> bool:
        """A row whose date and label are one piece of text, the date first."""
        pair = split_leading_date(cell.text)
        if pair and (row is None or self._is_glued or date_names(pair[1])):
            self.rows.append(_glued(cell, *pair))
            return True
        return False

    def close(self) -> list[Row]:
        return self.rows


def _glued(cell: Cell, date: str, label: str) -> Row:
    return Row(
        Cell(date, date, cell.block, cell.place), Cell(label, label, cell.block, cell.place), unit=cell.block.row
    )


def facts(rows: Sequence[Row], report: Report) -> list[Fact]:
    """Facts of the rows. An unknown label is reported, and its date is never taken for a deadline of ours."""
    found: list[Fact] = []
    for row in rows:
        if row.label is None:
            message = f"Datolisten har en dato uten etikett: «{row.date.text}»."
            report.issue("unknown_label", "other_dates", row.date.text, message)
            continue
        label, note = row.label.text, "\n".join(row.notes)
        names = date_names(label)
        if names is None:
            _report_unknown(label, row.date.text, report)
        for name in names or ("date",):
            found.append(report.fact(name, row.date.text, label=label, note=note, quote=row.date.quote))
    return list(dict.fromkeys(found))


def _report_unknown(label: str, date: str, report: Report) -> None:
    if looks_like_deadline(label):
        message = (
            f"Datolisten har en frist med en ukjent etikett, «{label}» ({date}); den er ikke brukt som søknadsfrist."
        )
        report.issue("unknown_label", "deadline_at", label, message)
    else:
        message = f"Datolisten har en ukjent etikett: «{label}» ({date})."
        report.issue("unknown_label", "other_dates", label, message, "info")
