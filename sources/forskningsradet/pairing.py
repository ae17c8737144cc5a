"""Pairing dates with labels: in the row that holds both, else by which of the two comes first in the list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Any

from calls.dates import split_leading_date
from sources.blocks import Element
from sources.forskningsradet.cells import Cell
from sources.forskningsradet.labels import date_names
from sources.forskningsradet.values import is_date, is_deadline

_INTRODUCTION_CHARACTERS = 60
_CLIMB = 6
_MOST_DDS = 20
_DIVIDER = re.compile(r"\s+[–—-]\s+|:\s+")


@dataclass(slots=True)
class Row:
    """One row. `label` is None for a date without a label, `date` for a deadline's label without a date."""

    date: Cell | None
    label: Cell | None
    notes: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return self.date is not None and self.label is not None


def pair(stream: Sequence[Cell]) -> list[Row]:
    """Rows of the cells of one list, in reading order."""
    rows: list[Row] = []
    run: list[Cell] = []
    is_glued = False
    for group in _groups(stream):
        glued = _unglue(group, is_first=is_glued or not (rows or run))
        is_glued = glued is not None
        if glued is None and not _is_row(group):
            run += group
            continue
        _read_run(run, rows)
        run = []
        _read_row(glued or group, rows)
    _read_run(run, rows)
    return rows


def is_own(cell: Cell) -> bool:
    """Whether the cell is exactly the label of this call's deadline."""
    return date_names(cell.text) == ("deadline",)


def _groups(stream: Sequence[Cell]) -> list[list[Cell]]:
    return [list(group) for _, group in groupby(_rejoined(stream), key=_unit)]


def _rejoined(stream: Sequence[Cell]) -> list[Cell]:
    """The cells; a value that begins with a label of its own (`Deadline: 31 March`) is whole before its label."""
    found: list[Cell] = []
    for number, cell in enumerate(stream):
        following = stream[number + 1] if number + 1 < len(stream) else None
        last = found[-1] if found else None
        is_tail = last is not None and last.place == cell.place and cell.is_in_sentence and is_own(last)
        if is_tail and following is not None and following.place != cell.place and is_own(following):
            found[-1] = Cell(cell.block.text, cell.block.text, cell.block, cell.place)
        else:
            found.append(cell)
    return found


def _unit(cell: Cell) -> Any:
    """What holds the cell's row: its tr, li or pair of a definition list, else its block."""
    if cell.block.row is not None:
        return cell.block.row
    element: Element | None = cell.block.element
    for _ in range(_CLIMB):
        if element is None:
            break
        if element.tag in ("dt", "dd"):
            return _term(element)
        element = element.getparent()
    return cell.place


def _term(element: Element) -> Element:
    """The dt that a dd belongs to."""
    siblings = islice(element.itersiblings("dt", "dd", preceding=True), _MOST_DDS)
    terms = (sibling for sibling in siblings if sibling.tag == "dt")
    return element if element.tag == "dt" else next(terms, element)


def _unglue(group: Sequence[Cell], *, is_first: bool) -> list[Cell] | None:
    """Date and label that are one piece of text, the date first; an unknown label only where such rows are the list."""
    if len(group) != 1 or is_deadline(group[0].text):
        return None
    pieces = split_leading_date(group[0].text) or _divided(group[0].text)
    if pieces is None or not (is_first or date_names(pieces[1])):
        return None
    return [group[0]._replace(text=piece, quote=piece) for piece in pieces]


def _divided(text: str) -> tuple[str, str] | None:
    """A vague date and a known label with a dash or a colon between them."""
    pieces = _DIVIDER.split(text, maxsplit=1)
    return (pieces[0], pieces[1]) if len(pieces) == 2 and is_date(pieces[0]) and date_names(pieces[1]) else None


def _is_row(group: Sequence[Cell]) -> bool:
    """Whether the cells are one row, and not one cell of a row or several rows in one element."""
    days = [n for n, cell in enumerate(group) if is_date(cell.text) or _is_worded(group, n)]
    labels = [n for n, cell in enumerate(group) if date_names(cell.text)]
    if len(labels) < 2 or not days:
        return len(group) > 1
    is_day_at_end = days[0] < labels[0] or labels[-1] < days[0]
    return len(days) == 1 and is_day_at_end


def _read_row(cells: Sequence[Cell], rows: list[Row]) -> None:
    day = next((number for number, cell in enumerate(cells) if is_date(cell.text)), None)
    if day is None:
        day = next((number for number in range(len(cells)) if _is_worded(cells, number)), None)
    if day is None:
        _keep_undated(cells, rows)
        return
    place = _label_place(cells, day)
    if place is None:
        rows.append(Row(cells[day], None))
        return
    label = cells[place]
    rest = [cell for number, cell in enumerate(cells) if number not in (day, place)]
    if place > day > 0 and is_own(label):
        # A further cell before the date may say whose deadline it is.
        label = label._replace(text=f"{cells[day - 1].text} {label.text}")
    rows.append(Row(cells[day], label))
    for cell in rest:
        if place > day and _shares_date(label, cell):
            rows.append(Row(cells[day], cell))
        else:
            rows[-1].notes.append(cell.text)


def _label_place(cells: Sequence[Cell], day: int) -> int | None:
    """Number of the date's label: a known one beside it, else the cell before it, else the one after it."""
    beside = [number for number in (day - 1, day + 1) if 0 <= number < len(cells) and not is_date(cells[number].text)]
    known = [number for number in beside if date_names(cells[number].text)]
    return next(iter(known or beside), None)


def _shares_date(label: Cell, cell: Cell) -> bool:
    """Whether a further cell is a label of the same date: a call may close on the day that it opens."""
    return date_names(label.text) not in (None, ("date",)) and date_names(cell.text) is not None


def _is_worded(cells: Sequence[Cell], number: int) -> bool:
    """Whether the cell is a deadline in words, directly beside the exact label of one."""
    beside = (*cells[max(number - 1, 0) : number], *cells[number + 1 : number + 2])
    text = cells[number].text
    return any(is_own(cell) for cell in beside) and date_names(text) is None and is_deadline(text)


def _keep_undated(cells: Sequence[Cell], rows: list[Row]) -> None:
    label = next((cell for cell in cells if is_own(cell)), None)
    if label is not None:
        rows.append(Row(None, label, [cell.text for cell in cells if cell is not label]))
    elif rows:
        rows[-1].notes += [cell.text for cell in cells]


def _read_run(cells: Sequence[Cell], rows: list[Row]) -> None:
    """Rows of cells that no element holds together."""
    start = next((number for number, cell in enumerate(cells) if not _is_introduction(cell)), len(cells))
    if rows:
        rows[-1].notes += [cell.text for cell in cells[:start]]
    cells = cells[start:]
    if not cells:
        return
    step = _step_to_label(cells)
    days = [_is_day(cells, number, step) for number in range(len(cells))]
    number = 0
    while number < len(cells):
        number += _read_next(cells, days, number, step, rows)


def _is_introduction(cell: Cell) -> bool:
    is_sentence = len(cell.text) > _INTRODUCTION_CHARACTERS or cell.text.endswith(".")
    return is_sentence and date_names(cell.text) is None and not is_deadline(cell.text)


def _is_day(cells: Sequence[Cell], number: int, step: int) -> bool:
    cell, beside = cells[number], number + step
    if is_date(cell.text):
        return True
    return bool(step) and 0 <= beside < len(cells) and is_own(cells[beside]) and _is_worded(cells, number)


def _step_to_label(cells: Sequence[Cell]) -> int:
    """1 where dates come before their labels, -1 where labels come first, 0 where that cannot be told."""
    labels = [number for number, cell in enumerate(cells) if date_names(cell.text)]

    def is_day(number: int, label: int) -> bool:
        if not 0 <= number < len(cells):
            return False
        return is_date(cells[number].text) or (is_own(cells[label]) and _is_worded(cells, number))

    before = sum(is_day(label - 1, label) for label in labels)
    after = sum(is_day(label + 1, label) for label in labels)
    if before != after:
        return 1 if before > after else -1
    begins, ends = 0 in labels, len(cells) - 1 in labels
    if is_date(cells[0].text) or (ends and not begins):
        return 1
    return -1 if begins or is_date(cells[-1].text) else 0


def _read_next(cells: Sequence[Cell], days: Sequence[bool], number: int, step: int, rows: list[Row]) -> int:
    """Reads on at the cell and returns how many cells it took."""
    cell, following = cells[number], number + 1
    has_next = following < len(cells)
    if not days[number]:
        if step < 0 and has_next and days[following]:
            rows.append(Row(cells[following], cell))
            return 2
        if is_own(cell):
            rows.append(Row(None, cell, [cells[number - 1].text] if number and not days[number - 1] else []))
        elif rows:
            rows[-1].notes.append(cell.text)
        return 1
    if step > 0 and has_next and not days[following]:
        rows.append(Row(cell, cells[following]))
        return 2
    is_alone = len(cells) == 1 and cell.block.row is None
    if rows and rows[-1].is_whole and (has_next or step < 0 or is_alone):
        # A date that has no label of its own is the description of a row, such as "midnatt 6. april".
        rows[-1].notes.append(cell.text)
    else:
        rows.append(Row(cell, None))
    return 1
