"""What names each line: of a date alone its label, which a funder writes before it or after it; else its heading.

Which labels mean what belongs to `sources.pasted.when`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from calls.date_scan import scan
from calls.moments import is_date_text
from calls.words import plain
from sources.pasted.lines import Line

LONGEST_LABEL = 80
NEAR = 12
"""Lines under a heading within which it speaks for them."""

OF_DATES = re.compile(
    r"frist|deadline|åpn|åpen|opn|\bopen|\bsvar|vedtak|start|slutt|respon[cs]|decision|closing|due\b"
    r"|siste (?:dag|dato)|complet|ferdig|made active|offentlig|announce|tilbakemeld|feedback|rapport|report"
    r"|møte|meeting|webinar|utbetaling|tildeling|award|result",
    re.IGNORECASE,
)
"""A label that may stand beside a date."""


def labelled(lines: Sequence[Line]) -> Iterator[tuple[Line, str | None]]:
    """Each line with what names it, "" for nothing; None for a date between two labels that may be of either.

    Dates and labels that take turns have their labels either all before or all after: which, the ends of the row tell.
    """
    cells = dict(_cells(lines))
    since = 0
    for number, line in enumerate(lines):
        since = 0 if line.level else since + 1
        yield line, cells.get(number, line.heading if since <= NEAR else "")


def _cells(lines: Sequence[Line]) -> Iterator[tuple[int, str | None]]:
    """For each line that is nothing but a date: its label."""
    dates = [number for number, line in enumerate(lines) if is_date_text(line.text)]
    row: list[int] = []
    for number in dates:
        if row and not _is_next(lines, row[-1], number):
            yield from _row(lines, row)
            row = []
        row.append(number)
    if row:
        yield from _row(lines, row)


def _is_next(lines: Sequence[Line], before: int, number: int) -> bool:
    return number == before + 1 or (number == before + 2 and _is_label(lines, before + 1))


def _is_label(lines: Sequence[Line], number: int) -> bool:
    if not 0 <= number < len(lines):
        return False
    text = lines[number].text
    is_sentence = text.endswith((".", "!", "?")) and OF_DATES.search(plain(text)) is None
    return len(text) <= LONGEST_LABEL and not is_sentence and not scan(plain(text))[0] and not is_date_text(text)


def _row(lines: Sequence[Line], row: Sequence[int]) -> Iterator[tuple[int, str | None]]:
    """The labels of a row of dates."""
    begins = _is_label(lines, row[0] - 1) and OF_DATES.search(plain(lines[row[0] - 1].text)) is not None
    ends = _is_label(lines, row[-1] + 1) and OF_DATES.search(plain(lines[row[-1] + 1].text)) is not None
    if not (begins or ends):
        return  # nothing but the heading speaks for them
    label: str | None = None
    is_clear = begins != ends or lines[row[-1] + 1].level > 0
    for number in row if begins else reversed(row):
        beside = number - 1 if begins else number + 1
        if _is_label(lines, beside):
            label = lines[beside].text
        yield number, label if is_clear else None
