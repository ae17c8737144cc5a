"""The block of dates: rows of a date, a label and perhaps a description, read by meaning in any markup."""

from __future__ import annotations

from collections.abc import Sequence

from calls.model import Fact
from sources.blocks import Block
from sources.forskningsradet.cells import cells, is_filler
from sources.forskningsradet.headings import CALL_HEADINGS, CONTACT_HEADINGS, DATE_HEADINGS
from sources.forskningsradet.labels import date_names, key, looks_like_deadline
from sources.forskningsradet.pairing import Row, pair
from sources.forskningsradet.prose import is_about_other
from sources.forskningsradet.report import Report
from sources.forskningsradet.values import goes_on, is_date


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
    """Rows of one region."""
    stream = cells((place, blocks[place]) for place in region)
    return pair([cell for cell in stream if not is_filler(cell.text) and key(cell.text) not in DATE_HEADINGS])


def facts(rows: Sequence[Row], report: Report) -> list[Fact]:
    """Facts of the rows. An unknown label is reported, and its date is never taken for a deadline of ours."""
    found: list[Fact] = []
    for row in rows:
        if row.date is None or row.label is None:
            _report_half(row, report)
            continue
        label, note = row.label.text, "\n".join(row.notes)
        names = date_names(label)
        if names == ("deadline",) and any(goes_on(line) and is_about_other(line) for line in row.notes):
            label, names = f"{label} {row.notes[0]}", None
        if names is None:
            _report_unknown(label, row.date.text, report)
        for name in names or ("date",):
            found.append(report.fact(name, row.date.text.rstrip(" :"), label=label, note=note, quote=row.date.quote))
    return list(dict.fromkeys(found))


def _report_half(row: Row, report: Report) -> None:
    if row.date is not None:
        message = f"Datolisten har en dato uten etikett: «{row.date.text}»."
        report.issue("unknown_label", "other_dates", row.date.text, message)
    elif row.label is not None:
        text = " ".join((*row.notes, row.label.text))
        message = f"Datolisten har «{row.label.text}» uten en dato som kan leses: «{text[:160]}»."
        report.issue("missing_field", "deadline_at", text, message)


def _report_unknown(label: str, date: str, report: Report) -> None:
    if looks_like_deadline(label):
        message = (
            f"Datolisten har en frist med en ukjent etikett, «{label}» ({date}); den er ikke brukt som søknadsfrist."
        )
        report.issue("unknown_label", "deadline_at", label, message)
    else:
        message = f"Datolisten har en ukjent etikett: «{label}» ({date})."
        report.issue("unknown_label", "other_dates", label, message, "info")
