"""Projects from a spreadsheet: whole ones are read, mistakes are named by row, hostile files are turned away."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from calls.tongue import TONGUES, Tongue, speaking
from matching.profile_sheet import read_profiles
from matching.projects import Member, Profile
from matching.sheet_file import MOST_BYTES, MOST_ROWS, SheetError
from publish.profile_template import template_sheet

MEMBERS = (Member("elverum", "Elverum kommune", ("kommune",)),)
HEADINGS = [
    *("Tittel", "Beskrivelse", "Stikkord", "Unngå", "Språk", "Partnertyper", "Medlemmer", "Region", "Minste beløp"),
    *("Høyeste beløp", "Start", "Slutt", "Eier"),
]
ROW: list[Any] = [
    *("Trygg hjemme", "Eldre får sensorer hjemme.", "sensor; 5G", "medisin", "Bokmål", "Kommuner; helseforetak"),
    *("elverum KOMMUNE", "Innlandet", 2_000_000, "kr 3 000 000,-", date(2027, 1, 15), "12.2028", "=HYPERLINK(1)"),
]
READ = Profile(
    key="trygg_hjemme",
    title="Trygg hjemme",
    description="Eldre får sensorer hjemme.",
    keywords=("sensor", "5G"),
    lang="nb",
    avoid=("medisin",),
    partner_types=("kommune", "helseforetak"),
    members=("elverum",),
    region="34",
    amount_min_nok=2_000_000,
    amount_max_nok=3_000_000,
    start="2027-01",
    end="2028-12",
    owner_role="=HYPERLINK(1)",
)


def xlsx(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def packed(parts: dict[str, bytes], raw: bytes = b"") -> bytes:
    """A zip with those parts, in place of their namesakes of `raw`."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        if raw:
            with zipfile.ZipFile(io.BytesIO(raw)) as old:
                for part in old.namelist():
                    if part not in parts:
                        made.writestr(part, old.read(part))
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


def test_a_row_with_everything_is_a_profile_and_formulas_are_text() -> None:
    read = read_profiles("Prosjekter.XLSX", xlsx(HEADINGS, ROW), MEMBERS)
    assert read.problems == ()
    assert [(one.row, one.profile) for one in read.rows] == [(2, READ)]


def test_headings_in_any_order_and_case_and_empty_rows() -> None:
    rows = [
        ["STIKKORD", " tittel: ", None, "beskrivelse*"],
        [],
        ["a, b", "En", "x", "Tekst."],
        ["c", "En", "", "Tekst."],
    ]
    read = read_profiles("a.xlsx", xlsx(*rows), MEMBERS, taken=["en"])
    assert [(one.row, one.profile.key, one.profile.keywords) for one in read.rows] == [
        (3, "en_2", ("a", "b")),
        (4, "en_3", ("c",)),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_text_files_of_every_kind(encoding: str, sign: str) -> None:
    rows = [["Tittel", "Beskrivelse", "Stikkord", "Språk"], ["Åpen", '"To, ""tre"";\nlinjer"', "ø", "Nynorsk"]]
    lines = [sign.join(row) for row in rows]
    read = read_profiles("a.csv", "\r\n".join(lines).encode(encoding), MEMBERS)
    (row,) = read.rows
    assert (row.profile.title, row.profile.description, row.profile.keywords) == ("Åpen", 'To, "tre"; linjer', ("ø",))
    assert row.profile.lang == "nn"


def test_every_mistake_is_named_by_row_and_heading_and_the_other_rows_are_read() -> None:
    bad = [
        *(None, " ", "x", None, "svensk", "by", "Hamar kommune", "99", "mye", 1, "mai", "2027"),
        "y" * 501,
    ]
    turned = [*ROW[:8], 5, 4, "2028", "2027", ""]
    read = read_profiles("a.xlsx", xlsx(HEADINGS, bad, ROW, turned), MEMBERS)
    assert [one.row for one in read.rows] == [3]
    assert [(one.row, one.heading) for one in read.problems] == [
        *((2, name) for name in ("Tittel", "Beskrivelse", "Språk", "Partnertyper", "Medlemmer", "Region")),
        *((2, name) for name in ("Minste beløp", "Start", "Eier")),
        *((4, name) for name in ("Minste beløp", "Start")),
    ]
    assert read.problems[4].message == "«Hamar kommune» er ukjent. Det kan være: Elverum kommune."


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("a.xlsx", xlsx(["Tittel", "Beskrivelse", "Stikkord", "Budsjett"]), "Vi kjenner ikke overskriften «Budsjett»"),
        ("a.xlsx", xlsx(["Tittel", "tittel", "Beskrivelse"]), "to ganger"),
        ("a.xlsx", xlsx(["Tittel"], ["x"]), "mangler: Beskrivelse, Stikkord"),
        ("a.xlsx", xlsx(), "tom"),
        ("a.csv", b"", "tom"),
        ("a.csv", b'Tittel;Beskrivelse;Stikkord\n"x"y;z;w\n', "hermetegn"),
        ("a.xls", b"x", ".xlsx eller .csv"),
        ("a.xlsm", xlsx(HEADINGS), ".xlsx eller .csv"),
        ("a.xlsx", b"PK\x03\x04 ikke en zip", "kan ikke leses"),
        ("a.xlsx", packed({"a.txt": b"x"}), "kan ikke leses"),
        ("a.xlsx", b"x" * (MOST_BYTES + 1), "for stor"),
        ("a.xlsx", xlsx(HEADINGS, *[ROW] * (MOST_ROWS + 1)), "for mange rader"),
        ("a.csv", b"Tittel;Beskrivelse;Stikkord\n" + b"a;b;c\n" * (MOST_ROWS + 1), "for mange rader"),
        ("a.xlsx", packed({"xl/media/bombe.bin": b"\0" * 40_000_000}, xlsx(HEADINGS)), "pakkes ut"),
        ("a.xlsx", packed({f"xl/{n}.bin": b"" for n in range(600)}, xlsx(HEADINGS)), "pakkes ut"),
        (
            "a.xlsx",
            packed({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>'}, xlsx(HEADINGS)),
            "kan ikke leses",
        ),
        (
            "a.xlsx",
            packed({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"}, xlsx(HEADINGS)),
            "kan ikke leses",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_told_of_in_a_sentence(name: str, raw: bytes, words: str) -> None:
    with pytest.raises(SheetError) as caught:
        read_profiles(name, raw, MEMBERS)
    assert words in str(caught.value)


def test_links_and_macros_in_a_file_are_passed_over() -> None:
    book = Workbook()
    book.worksheets[0].append(HEADINGS)
    book.worksheets[0].append(ROW)
    book.worksheets[0]["A2"].hyperlink = "http://127.0.0.1:9/x"
    book.defined_names["x"] = DefinedName("x", attr_text="[1]Ark!$A$1")
    stream = io.BytesIO()
    book.save(stream)
    raw = packed({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}, stream.getvalue())
    assert [one.profile for one in read_profiles("a.xlsx", raw, MEMBERS).rows] == [READ]


def test_hidden_signs_are_left_out() -> None:
    raw = "Tittel;Beskrivelse;Stikkord\nA\u202e\u00adB;C\0\x07D;e\u200bf\n".encode()
    (row,) = read_profiles("a.csv", raw, MEMBERS).rows
    assert (row.profile.title, row.profile.description, row.profile.keywords) == ("AB", "C D", ("ef",))


@pytest.mark.parametrize("code", TONGUES)
def test_the_template_is_read_as_it_is_in_any_tongue(code: Tongue) -> None:
    with speaking(code):
        template = template_sheet()
    (row,) = read_profiles("mal.xlsx", template, MEMBERS).rows
    assert row.profile.title == "Digital hjemmeoppfølging av kronisk syke"
    assert (row.profile.region, row.profile.partner_types) == ("34", ("kommune", "helseforetak"))
    assert (row.profile.amount_min_nok, row.profile.start, row.profile.lang) == (2_000_000, "2027-01", "nb")
