"""Every form holds the rows that were asked for, in their order, and no other: tried on many selections."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pypdfium2
import pytest
from icalendar import Calendar
from lxml import etree
from night_samples import run
from selection_samples import drawn, shape, stored
from web_samples import lived_home

from calls.home import Home
from calls.store import Store
from matching.own_clusters import EXAMPLES
from matching.profiles import Cluster, load_clusters
from publish.atom import ATOM, entry_id
from publish.calendar import event_id
from publish.columns import COLUMNS, NAMES, SHORT
from publish.csv_file import csv_cell
from publish.exports import FORMS, exported, write_file
from publish.hashed import rows_hash
from publish.night_rows import NightRows
from publish.plain_text import one_line
from publish.report import TITLE_LIMIT
from publish.rows import Row, records
from publish.selection import Selection
from publish.selection_words import selection_words

SELECTIONS = 50


class Case(NamedTuple):
    """A store, all rows of its newest night, its clusters, and its home."""

    store: Store
    everything: NightRows
    clusters: list[Cluster]
    home: Path


@pytest.fixture(scope="module", params=["made up", "bundled"])
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A made-up home and that of the bundled nights."""
    root = tmp_path_factory.mktemp("home")
    if request.param == "bundled":
        assert run(root / "home", "night").exit_code == 0
        home, clusters = Home.at(root / "home"), EXAMPLES
    else:
        home, clusters = lived_home(root)
        shutil.copytree(clusters, home.clusters)
    with stored(home.database_url, clusters) as (store, found):
        yield Case(store, found, load_clusters(clusters), home.path)


def test_every_form_holds_what_was_asked_for(case: Case) -> None:
    store, everything, clusters, _ = case
    night_at = everything.night.began_at
    sizes = []
    for selection in drawn(everything.rows, night_at, SELECTIONS):
        found = everything.asked(selection)
        rows = records(selection.apply(everything.rows, night_at))
        assert [_name(row) for row in records(found.rows)] == [_name(row) for row in rows]
        made = {form: exported(found, form, store, clusters) for form in FORMS}
        _check_workbook(made["xlsx"], rows, found)
        _check_csv(made["csv"], rows)
        _check_calendar(made["ics"], rows)
        _check_feed(made["atom"], rows)
        _check_report(made["pdf"], rows)
        sizes.append(len(rows))
    assert max(sizes) == len(everything.rows)
    assert sum(size > 0 for size in sizes) > SELECTIONS // 2


def test_the_same_rows_give_the_same_bytes(case: Case, tmp_path: Path) -> None:
    store, everything, clusters, _ = case
    found = everything.only(everything.profiles[0].cluster, everything.profiles[0].profile)
    for form in FORMS:
        made = exported(found, form, store, clusters)
        assert made == exported(found, form, store, clusters)
        write_file(tmp_path / f"x.{form}", made)
        assert (tmp_path / f"x.{form}").read_bytes() == made
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"x.{form}" for form in FORMS)


def test_few_columns_are_the_same_rows(case: Case) -> None:
    store, everything, clusters, _ = case
    book = openpyxl.load_workbook(io.BytesIO(exported(everything, "xlsx", store, clusters, is_short=True)))
    sheet = book["Alle treff"]
    assert [cell.value for cell in sheet[1]] == [column.label_nb for column in SHORT]
    place = [column.name for column in SHORT].index("rank")
    assert [line[place] for line in sheet.iter_rows(min_row=2, values_only=True)] == list(everything.rows["rank"])
    told = {str(line[0]): line[1] for line in book["Om"].iter_rows(values_only=True) if line[0]}
    assert told["Innholdsavtrykk (SHA-256 av radene)"] == rows_hash(everything.rows)


def test_the_command_writes_what_the_page_gives(case: Case, tmp_path: Path) -> None:
    store, everything, clusters, home = case
    cluster = everything.profiles[0].cluster
    query = "status=åpen&frist_innen=60&sorter=frist"
    asked = Selection(cluster=cluster, status=("open",), deadline_days=60, sort="deadline")
    for form in FORMS:
        out = tmp_path / f"treff.{form}"
        result = run(home, "export", "--cluster", cluster, "--filter", query, "--out", str(out))
        assert result.exit_code == 0, result.output
        assert out.read_bytes() == exported(everything.asked(asked), form, store, clusters)
    few = run(home, "export", "--cluster", cluster, "--short", "--format", "csv", "--out", str(tmp_path / "x"))
    assert few.exit_code == 0
    head = (tmp_path / "x").read_text(encoding="utf-8-sig").splitlines()[0]
    assert head.split(";") == [column.label_nb for column in SHORT]
    wrong = run(home, "export", "--filter", "status=open", "--out", str(tmp_path / "y.csv"))
    assert wrong.exit_code == 1 and "«status» kan være kommende" in wrong.output
    assert not (tmp_path / "y.csv").exists()


def _name(row: Row) -> tuple[Any, ...]:
    return row["cluster"], row["profile"], row["source"], row["source_id"], row["rank"]


def _check_workbook(content: bytes, rows: list[Row], found: NightRows) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    lines = [dict(zip(NAMES, line, strict=False)) for line in book["Alle treff"].iter_rows(min_row=2, values_only=True)]
    assert [_name(line) for line in lines] == [_name(row) for row in rows]
    told = {str(line[0]): line[1] for line in book["Om"].iter_rows(values_only=True) if line[0]}
    assert told["Antall treff"] == len(rows)
    assert told["Utvalg"] == selection_words(found.selection, found.profiles)


def _check_csv(content: bytes, rows: list[Row]) -> None:
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert lines[0] == [column.label_nb for column in COLUMNS]
    assert lines[1:] == [[csv_cell(column, row[column.name]) for column in COLUMNS] for row in rows]


def _check_calendar(content: bytes, rows: list[Row]) -> None:
    events = [one for one in Calendar.from_ical(content).walk("VEVENT") if one["STATUS"] == "CONFIRMED"]
    dated = [row for row in rows if row["deadline_at"] is not None]
    names = list(dict.fromkeys(event_id(row["call_name"], 0).rsplit("-", 1)[0] for row in dated))
    assert list(dict.fromkeys(str(one["UID"]).rsplit("-", 1)[0] for one in events)) == names
    assert len({str(one["UID"]) for one in events}) == len(events)
    moments: dict[str, set[Any]] = {name: set() for name in names}
    for one in events:
        moments[str(one["UID"]).rsplit("-", 1)[0]].add(one["DTSTART"].dt)
    for row in dated:
        if row["call_name"] == (row["source"], row["source_id"]):
            assert row["deadline_at"] in moments[event_id(row["call_name"], 0).rsplit("-", 1)[0]]


def _check_feed(content: bytes, rows: list[Row]) -> None:
    feed = etree.fromstring(content)
    entries = list(feed.iter(f"{{{ATOM}}}entry"))
    assert [one.findtext(f"{{{ATOM}}}id") for one in entries] == [entry_id(row) for row in rows]
    assert len({entry_id(row) for row in rows}) == len(rows)
    assert [one.findtext(f"{{{ATOM}}}title") for one in entries] == [one_line(row["title"], 500) for row in rows]


def _check_report(content: bytes, rows: list[Row]) -> None:
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
    assert text.count("Adresse:") == len(rows)
    shown, place = shape(text), 0
    for row in rows:
        wanted = shape(f"{row['rank']}. {one_line(row['title'], TITLE_LIMIT)}")
        place = shown.find(wanted, place)
        assert place >= 0, row["title"]
        place += len(wanted)
