"""What is taken along of a night's rows, in every form that there is. Page and command line give the same bytes.

A form shows exactly the rows that it is given, in their order; a calendar those with a deadline. What a form looks like
stands in its own module.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from calls.store import Store
from calls.tongue import note, say
from matching.profiles import Cluster
from publish.atom import atom_feed
from publish.calendar import calendar
from publish.columns import COLUMNS, SHORT
from publish.csv_file import csv_file
from publish.night_rows import NightRows
from publish.report import report
from publish.rows import call_id, records
from publish.selection_words import selection_words
from publish.withdrawn import withdrawn_rows
from publish.workbook import workbook

Form = Literal["xlsx", "csv", "pdf", "ics", "atom"]


class FormFacts(NamedTuple):
    """How a form is offered: what a reader calls it, and what a program does."""

    label_nb: str
    media_type: str

    @property
    def label(self) -> str:
        """What the reader calls it."""
        return say(self.label_nb)


FORMS: Mapping[Form, FormFacts] = {
    "xlsx": FormFacts(note("Regneark"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": FormFacts(note("CSV"), "text/csv; charset=utf-8; header=present"),
    "pdf": FormFacts(note("Rapport (PDF)"), "application/pdf"),
    "ics": FormFacts(note("Kalender"), "text/calendar; charset=utf-8"),
    "atom": FormFacts(note("Nyhetsstrøm (Atom)"), "application/atom+xml; charset=utf-8"),
}

FILES: tuple[Form, ...] = ("xlsx", "csv", "pdf")
"""Forms that need nothing but the rows."""


def file_of(found: NightRows, form: Form, is_short: bool = False) -> bytes:
    """The rows in one of FILES; is_short: with the columns of publish.columns.SHORT, where the form has columns."""
    columns = SHORT if is_short else COLUMNS
    selected = selection_words(found.selection, found.profiles)
    made: dict[Form, Callable[[], bytes]] = {
        "xlsx": lambda: (
            workbook(found.rows, found.night, found.source_nights, found.profiles, selected, columns).content
        ),
        "csv": lambda: csv_file(found.rows, columns),
        "pdf": lambda: report(found),
    }
    return made[form]()


def calendar_of(found: NightRows, store: Store, clusters: Sequence[Cluster]) -> bytes:
    """The rows as a calendar, with what was called off: its earlier nights are asked for in the store."""
    night = found.night
    gone = found.selection.apply(withdrawn_rows(store, clusters, night.night, found.standing), night.began_at)
    keys = {*found.rows["call_name"], *gone["call_name"], *map(call_id, records(gone[["source", "source_id"]]))}
    return calendar(found, store.told_deadlines(keys, night.night), gone)


def exported(
    found: NightRows,
    form: Form,
    store: Store,
    clusters: Sequence[Cluster],
    is_short: bool = False,
    address: str | None = None,
) -> bytes:
    """The rows in any form. address: where a feed is read; clusters: those that the rows were made for."""
    if form == "ics":
        return calendar_of(found, store, clusters)
    if form == "atom":
        return atom_feed(found, address)
    return file_of(found, form, is_short)


def write_file(path: Path, content: bytes) -> None:
    """Writes beside `path` first and then renames, so that nobody ever reads half a file."""
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(content)
    beside.replace(path)
