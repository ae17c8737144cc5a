"""What is taken along from a list is what stands in it: read from the pages, fetched at the addresses given there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlencode

import openpyxl
import pypdfium2
import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from icalendar import Calendar
from lxml import etree
from selection_samples import drawn, shape, stored
from served_nights import CLUSTER, LAST, at_ten_past_eight, bundled_home

from calls.home import Home
from publish.atom import ATOM
from publish.calendar import event_id
from publish.columns import COLUMNS
from publish.night_rows import NightRows
from publish.plain_text import one_line
from publish.report import TITLE_LIMIT
from publish.rows import Row, records
from publish.selection import Selection
from publish.selection_query import query_of
from web.app import create_app

SELECTIONS = 50
LABELS = {column.name: column.label_nb for column in COLUMNS}


class Shown(NamedTuple):
    """A match as the page shows it."""

    rank: int
    title: str
    project: str


class Listed(NamedTuple):
    """All pages of a list: their matches in order, and the addresses of the files by form."""

    rows: list[Shown]
    files: dict[str, str]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return bundled_home(tmp_path_factory.mktemp("bundled"))


@pytest.fixture(scope="module")
def everything(home: Home) -> Iterator[NightRows]:
    with stored(home.database_url, home.clusters) as (_, found):
        yield found


@pytest.fixture(scope="module")
def client(home: Home) -> TestClient:
    return TestClient(create_app(home, clock=at_ten_past_eight(LAST), meaning=False))


def plain(text: str) -> str:
    return " ".join(text.split())


def listed(client: TestClient, path: str) -> Listed:
    """What stands on the page at the address and on those that follow it."""
    rows: list[Shown] = []
    files: dict[str, str] = {}
    for _ in range(100):
        answer = client.get(path)
        assert answer.status_code == 200, path
        page = BeautifulSoup(answer.content, "lxml")
        for card in page.select(".match"):
            rank = plain(card.select(".match__rank")[0].get_text()).removeprefix("Nr. ")
            project = card.select("p.quiet > a")[0].get_text()
            rows.append(Shown(int(rank), plain(card.select("h3")[0].get_text()), plain(project)))
        for link in page.select(".take a"):
            address = str(link["href"])
            if "kort=" not in address:
                files[address.partition("?")[0].rpartition(".")[2]] = address
        following = page.select("a[rel=next]")
        if not following:
            break
        path = str(following[0]["href"])
    return Listed(rows, files)


def addressed(selection: Selection) -> tuple[Selection, str]:
    """The selection as a page has it, and its address."""
    asked = replace(selection, cluster=CLUSTER) if selection.profile else selection
    return asked, f"/treff?{urlencode(query_of(asked))}"


def test_every_file_holds_the_rows_of_the_page(client: TestClient, everything: NightRows) -> None:
    sizes = []
    for selection in drawn(everything.rows, everything.night.began_at, SELECTIONS):
        asked, path = addressed(selection)
        found = listed(client, path)
        rows = records(everything.asked(asked).rows)
        assert found.rows == [Shown(row["rank"], plain(row["title"]), row["profile_title"]) for row in rows], path
        files = {form: client.get(address).content for form, address in found.files.items()}
        assert set(files) == {"xlsx", "csv", "pdf", "ics", "atom"}
        check_workbook(files["xlsx"], found.rows)
        check_csv(files["csv"], found.rows)
        check_calendar(files["ics"], rows)
        check_feed(files["atom"], found.rows)
        check_report(files["pdf"], found.rows)
        sizes.append(len(found.rows))
    assert max(sizes) == len(everything.rows) and sum(size > 0 for size in sizes) > SELECTIONS // 2


def check_workbook(content: bytes, rows: list[Shown]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    lines = list(book["Alle treff"].iter_rows(values_only=True))
    rank, title, project = (lines[0].index(LABELS[name]) for name in ("rank", "title", "profile_title"))
    told = [Shown(int(str(line[rank])), plain(str(line[title])), str(line[project])) for line in lines[1:]]
    assert told == rows


def check_csv(content: bytes, rows: list[Shown]) -> None:
    lines = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    names = [LABELS[name] for name in ("rank", "title", "profile_title")]
    told = [Shown(int(line[names[0]]), plain(line[names[1]]), line[names[2]]) for line in lines]
    assert told == rows


def check_calendar(content: bytes, rows: list[Row]) -> None:
    """Every call of the list with a deadline has one in the calendar, and no other call has."""
    events = [one for one in Calendar.from_ical(content).walk("VEVENT") if one["STATUS"] == "CONFIRMED"]
    wanted = {event_id(row["call_name"], 0).rsplit("-", 1)[0] for row in rows if row["deadline_at"] is not None}
    assert {str(one["UID"]).rsplit("-", 1)[0] for one in events} == wanted


def check_feed(content: bytes, rows: list[Shown]) -> None:
    told = [one.findtext(f"{{{ATOM}}}title") for one in etree.fromstring(content).iter(f"{{{ATOM}}}entry")]
    assert told == [row.title for row in rows]


def check_report(content: bytes, rows: list[Shown]) -> None:
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
    assert text.count("Adresse:") == len(rows)
    told, place = shape(text), 0
    for row in rows:
        wanted = shape(f"{row.rank}. {one_line(row.title, TITLE_LIMIT)}")
        place = told.find(wanted, place)
        assert place >= 0, row.title
        place += len(wanted)
