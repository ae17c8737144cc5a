"""Text that means harm, through every form: nothing runs, nothing is obeyed, and nothing goes without a trace."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl
import pypdfium2
import pytest
from hostile_texts import HOSTILE_TEXTS
from icalendar import Calendar
from lxml import etree
from publish_samples import NIGHT, call, deadline, source_nights
from selection_samples import rows_of, shape

from calls.store import ToldDeadlines
from calls.store.shapes import NightRow
from publish.atom import ATOM, TITLE_LIMIT, atom_feed
from publish.calendar import TITLE_LIMIT as EVENT_LIMIT
from publish.calendar import calendar
from publish.columns import COLUMNS, NAMES
from publish.csv_file import CELL_LIMIT, csv_file, harmless
from publish.exports import file_of
from publish.night_rows import NightRows
from publish.plain_text import HIDDEN, MARK, cut, one_line, visible
from publish.report import TITLE_LIMIT as HEADING_LIMIT
from publish.rows import records
from publish.selection import Selection
from publish.workbook import CELL_LIMIT as SHEET_LIMIT

ELEMENTS = {"feed", "id", "title", "subtitle", "updated", "author", "name", "generator", "link"}
ELEMENTS |= {"entry", "published", "category", "content"}


def _call(number: int, text: str) -> dict[str, Any]:
    at = datetime(2026, 10, 1, 11, tzinfo=UTC) + timedelta(days=number)
    return call(
        f"{number:03}",
        title=text,
        url=text,
        funder=text or "x",
        applicant_text=text,
        programme=text,
        deadline_at=at,
        deadlines=[deadline(at.isoformat(), label=text)],
        deadline_type="fixed",
    )


@pytest.fixture(scope="module")
def found() -> NightRows:
    rows = rows_of([_call(number, text) for number, text in enumerate(HOSTILE_TEXTS)])
    for name in ("why", "because", "missing", "stale", "also", "news", "profile_title"):
        rows[name] = HOSTILE_TEXTS
    night = NightRow(NIGHT.date(), NIGHT, "0.1.0+abc", False, "ranked")
    return NightRows(night, rows, [], source_nights(), Selection())


def test_the_corpus_is_large() -> None:
    assert len(set(HOSTILE_TEXTS)) == len(HOSTILE_TEXTS) >= 100


def test_a_workbook_runs_nothing(found: NightRows) -> None:
    content = file_of(found, "xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = {name: parts.read(name) for name in parts.namelist()}
    assert not [name for name in sheets if "vba" in name.casefold() or "externalLink" in name]
    assert not [name for name, part in sheets.items() if re.search(rb"<f[ >]|ddeLink|oleLink", part)]
    targets = re.findall(rb'Target="([^"]*)" TargetMode', b"".join(sheets.values()))
    assert [one for one in targets if not one.startswith((b"https://", b"http://"))] == []
    book = openpyxl.load_workbook(io.BytesIO(content))
    place = NAMES.index("title")
    shown = [line[place] or "" for line in book["Alle treff"].iter_rows(min_row=2, values_only=True)]
    texts = [re.sub(f"[{HIDDEN}]", "", text.replace("\r\n", "\n").replace("\r", "\n")) for text in HOSTILE_TEXTS]
    for cell, text in zip(shown, texts, strict=True):
        is_cut = len(text.encode("utf-16-le")) // 2 > SHEET_LIMIT
        assert (cell.endswith("…") and text.startswith(cell[:-1])) if is_cut else cell == text
    told = {str(line[0]): line[1] for line in book["Om"].iter_rows(values_only=True) if line[0]}
    assert told["Kontrolltegn fjernet"] > 0 < told["Tekster forkortet til 32 767 tegn"]


def test_a_csv_runs_nothing(found: NightRows) -> None:
    csv.field_size_limit(10**7)
    lines = list(csv.reader(io.StringIO(csv_file(found.rows).decode("utf-8-sig"), newline=""), delimiter=";"))
    assert lines[0] == [column.label_nb for column in COLUMNS]
    assert not [cell for line in lines[1:] for cell in line if re.match(r"\s*[=+\-@]|[\t\r\n]", cell)]
    assert not re.search(f"[{HIDDEN}]", "".join(map("".join, lines)))
    place = NAMES.index("title")
    assert [line[place] for line in lines[1:]] == [harmless(cut(visible(one), CELL_LIMIT)) for one in HOSTILE_TEXTS]


def test_a_calendar_obeys_nothing(found: NightRows) -> None:
    told = {
        row["call_name"]: [ToldDeadlines(NIGHT, _call(number, text)["deadlines"], False)]
        for number, (row, text) in enumerate(zip(records(found.rows), HOSTILE_TEXTS, strict=True))
    }
    content = calendar(found, told)
    assert not re.search(f"[{HIDDEN}]", content.decode().replace("\r\n", ""))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"") and b"\r" not in content.replace(b"\r\n", b"")
    read = Calendar.from_ical(content)
    assert {one.name for one in read.walk()} == {"VCALENDAR", "VEVENT", "VALARM"}
    assert len(read.walk("VALARM")) == 4 * len(HOSTILE_TEXTS)
    allowed = [
        "UID",
        "DTSTAMP",
        "LAST-MODIFIED",
        "SEQUENCE",
        "DTSTART",
        "SUMMARY",
        "DESCRIPTION",
        "CATEGORIES",
        "STATUS",
        "TRANSP",
        "URL",
    ]
    events = read.walk("VEVENT")
    assert {name for one in events for name in one} <= set(allowed)
    assert all(str(one["URL"]).startswith(("http://", "https://")) for one in events if "URL" in one)
    for one, text in zip(events, HOSTILE_TEXTS, strict=True):
        label, title = one_line(text or "x", EVENT_LIMIT), one_line(text, EVENT_LIMIT)
        assert str(one["SUMMARY"]) == f"{label}: {title}"


def test_a_feed_holds_text_alone(found: NightRows) -> None:
    feed = etree.fromstring(atom_feed(found, "https://radar.example/feed"))
    names = {etree.QName(one).localname for one in feed.iter()}
    assert names <= ELEMENTS
    assert {one.get("type") for one in feed.iter(f"{{{ATOM}}}content", f"{{{ATOM}}}title")} <= {"text", None}
    assert all(one.get("href").startswith(("http://", "https://")) for one in feed.iter(f"{{{ATOM}}}link"))
    titles = [one.findtext(f"{{{ATOM}}}title") or "" for one in feed.iter(f"{{{ATOM}}}entry")]
    assert titles == [one_line(text, TITLE_LIMIT) for text in HOSTILE_TEXTS]


def test_a_report_is_text_alone(found: NightRows) -> None:
    content = file_of(found, "pdf")
    parts = [content, *map(_inflated, re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL))]
    for name in (b"/JavaScript", b"/JS", b"/Launch", b"/OpenAction", b"/EmbeddedFile", b"/RichMedia", b"/SubmitForm"):
        assert not [part for part in parts if re.search(name + rb"\b", part)]
    targets = [one for part in parts for one in re.findall(rb"/URI ?\((.*?)\)", part)]
    assert [one for one in targets if not one.startswith((b"http://", b"https://"))] == []
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", text)
    assert text.count("Adresse:") >= len([one for one in HOSTILE_TEXTS if one.strip()])
    shown, place = shape(text), 0
    for number, hostile in enumerate(HOSTILE_TEXTS, 1):
        if any(unicodedata.bidirectional(c) in ("R", "AL") or unicodedata.combining(c) for c in hostile):
            assert f"{number}." in shown  # whoever reads the text out turns such a line around, or says a letter twice
            continue
        wanted = shape(f"{number}. {one_line(hostile, HEADING_LIMIT)}")
        place = shown.find(wanted, place)
        assert place >= 0, hostile[:80]


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def test_what_is_hidden_leaves_a_mark_and_what_is_cut_says_so() -> None:
    assert visible("a\x00b\u202ec\r\nd\u2028e") == f"a{MARK}b{MARK}c\nd\ne"
    assert one_line("x" * 1_000_000, 5) == "xxxxx… [forkortet fra 1\u00a0000\u00a0000 tegn]"
    assert visible("é" + "\u0301" * 300) == "é" + "\u0301" * 4 + MARK
    assert cut("abcde", 5) == "abcde"
