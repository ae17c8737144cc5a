"""The workbook: equal to the rows, safe to open, the same byte for byte."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from publish_samples import HOSTILE, NIGHT, clusters_folder, frame, night_calls, ranked, source_nights

from calls.store.shapes import NightRow
from publish.columns import COLUMNS, NAMES
from publish.hashed import rows_hash
from publish.rows import ProfileName, match_rows, profile_names, records
from publish.words import oslo
from publish.workbook import CELL_LIMIT, LINK_LIMIT, sheet_names, workbook

ROOT = Path(__file__).resolve().parents[1]
SHOWN = NightRow(NIGHT.date(), NIGHT, "0.1.0+abc", True, "ranked")


def sample(root: Path) -> tuple[pd.DataFrame, list[ProfileName]]:
    clusters, night = ranked(clusters_folder(root), night_calls())
    return match_rows(pd.DataFrame(list(night.matches)), frame(night_calls()), clusters, NIGHT), profile_names(clusters)


def row(**changes: Any) -> dict[str, Any]:
    plain: dict[str, Any] = dict.fromkeys(NAMES, "") | {"rank": 1, "score": 0.5, "url": "https://example.org/"}
    plain |= dict.fromkeys(
        (
            "first_seen_at",
            "changed_date",
            "opens_at",
            "deadline_at",
            "award_floor_nok",
            "award_ceiling_nok",
            "budget_nok",
        )
    )
    return plain | changes


def rows_of(*some: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(some), columns=list(NAMES), dtype=object)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def cells(sheet: Worksheet) -> list[dict[str, Any]]:
    head = [cell.value for cell in sheet[1]]
    assert head == [column.label_nb for column in COLUMNS]
    return [dict(zip(NAMES, line, strict=True)) for line in sheet.iter_rows(min_row=2, values_only=True)]


def as_cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return oslo(value).replace(tzinfo=None)
    if isinstance(value, date):
        return datetime.combine(value, time())  # the spreadsheet program has no days apart from moments
    if isinstance(value, str):
        return value.replace("\x07", "") or None
    return value


def about(content: bytes) -> dict[str, Any]:
    return {str(line[0]): line[1] for line in opened(content)["Om"].iter_rows(values_only=True) if line[0]}


def test_the_file_holds_the_rows(tmp_path: Path) -> None:
    rows, profiles = sample(tmp_path)
    made = workbook(rows, SHOWN, source_nights(), profiles)
    book = opened(made.content)
    names = ["Digital hjemmeoppfølging pilot…", "Trygg heime med velferdsteknol…", "Noe ingen lyser ut penger til"]
    assert book.sheetnames[:2] == ["Om", "Alle treff"]
    assert sorted(book.sheetnames[2:]) == sorted(names)
    expected = [{name: as_cell(value) for name, value in one.items()} for one in records(rows[list(NAMES)])]
    assert cells(book["Alle treff"]) == expected
    for name, profile in zip(book.sheetnames[2:], profiles, strict=True):
        assert cells(book[name]) == [one for one in expected if one["profile"] == profile.profile]
    assert made.sheets == {name: book[name].max_row - 1 for name in book.sheetnames[1:]}
    assert book.properties.created == NIGHT.replace(tzinfo=None)


def test_the_first_sheet_says_what_the_file_is(tmp_path: Path) -> None:
    rows, profiles = sample(tmp_path)
    made = workbook(rows, SHOWN, source_nights("stale"), profiles)
    told = about(made.content)
    assert told.pop("Demonstrasjon").startswith("ja: ")
    assert told == {
        "Utlysningsradar": None,
        "Utvalg": "Alle utlysninger, sortert etter treff",
        "Antall treff": len(rows),
        "Natt": "tirsdag 15. september 2026",
        "Kjøringen begynte": "tirsdag 15. september 2026 kl. 03.30",
        "Kodeversjon": "0.1.0+abc",
        "Innholdsavtrykk (SHA-256 av radene)": rows_hash(rows),
        "Kontrolltegn fjernet": sum(text.count("\x07") for text in rows["title"]) * 2,
        "Tekster forkortet til 32 767 tegn": 0,
        "Adresser som ikke er gjort til lenker": list(rows["url"]).count("javascript:alert(1)") * 2,
        "Ark": "Antall rader",
        **made.sheets,
        "Kilde": "Tilstand",
        "forskningsradet": "delvis oppdatert",
    }
    assert told["Kontrolltegn fjernet"] > 0 < told["Adresser som ikke er gjort til lenker"]
    never = source_nights("failed").assign(data_night=None)
    last = list(opened(workbook(rows, SHOWN, never, profiles).content)["Om"].values)[-1]
    assert last == ("forskningsradet", "ikke oppdatert", "ingen natt ennå", 8, 6, 2)


def test_sheets_are_ready_to_work_in(tmp_path: Path) -> None:
    rows, profiles = sample(tmp_path)
    sheet = opened(workbook(rows, SHOWN, source_nights(), profiles).content)["Alle treff"]
    place = {name: number for number, name in enumerate(NAMES, start=1)}
    line = 2 + list(rows["source_id"]).index("velferdsteknologi")
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:{get_column_letter(len(COLUMNS))}{len(rows) + 1}")
    at = sheet.cell(line, place["deadline_at"])
    assert (at.value, at.data_type, at.number_format) == (
        NIGHT.replace(day=16, hour=13, minute=0, tzinfo=None),
        "d",
        "dd.mm.yyyy hh:mm",
    )
    assert sheet.cell(line, place["budget_nok"]).number_format == "#,##0"
    link = sheet.cell(line, place["url"])
    assert link.hyperlink is not None and link.hyperlink.target == link.value
    hostile = 2 + list(rows["source_id"]).index("fiendtlig")
    assert sheet.cell(hostile, place["url"]).hyperlink is None
    assert sheet.cell(hostile, place["url"]).value == "javascript:alert(1)"


@pytest.mark.parametrize("text", ["=1+1", "+47 22", "-5", "@x", "\t=1", "\r=1", "\n@x", " =cmd", "\xa0-1", HOSTILE])
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    made = workbook(rows_of(row(title=text, why=text)), SHOWN, source_nights()[:0], [])
    sheet = opened(made.content)["Alle treff"]
    for name in ("title", "why"):
        cell = sheet.cell(2, NAMES.index(name) + 1)
        assert (cell.data_type, cell.value) == ("s", text.replace("\x07", "").replace("\r", "\n"))
        assert cell.quotePrefix


def test_what_does_not_fit_gives_way_visibly() -> None:
    long = "x" * CELL_LIMIT + "😀"
    url = "https://example.org/" + "a" * LINK_LIMIT
    early = datetime(1899, 12, 30, 12, tzinfo=NIGHT.tzinfo)
    made = workbook(rows_of(row(title=long, url=url, opens_at=early)), SHOWN, source_nights()[:0], [])
    sheet = opened(made.content)["Alle treff"]
    told = about(made.content)
    assert sheet.cell(2, NAMES.index("title") + 1).value == "x" * (CELL_LIMIT - 1) + "…"
    assert sheet.cell(2, NAMES.index("url") + 1).value == url
    assert sheet.cell(2, NAMES.index("url") + 1).hyperlink is None
    assert sheet.cell(2, NAMES.index("opens_at") + 1).value == "lørdag 30. desember 1899 kl. 13.00"
    made = workbook(rows_of(row(opens_at=early.date())), SHOWN, source_nights()[:0], [])
    assert opened(made.content)["Alle treff"].cell(2, NAMES.index("opens_at") + 1).value == "lørdag 30. desember 1899"
    assert [told["Tekster forkortet til 32 767 tegn"], told["Adresser som ikke er gjort til lenker"]] == [1, 1]


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60), st.integers(0, 10**12))
def test_any_text_can_be_written_and_read_back(text: str, nok: int) -> None:
    made = workbook(rows_of(row(title=text, budget_nok=nok)), SHOWN, source_nights()[:0], [])
    sheet = opened(made.content)["Alle treff"]
    allowed = "".join(c for c in text.replace("\r\n", "\n").replace("\r", "\n") if _is_kept(c))
    assert (sheet.cell(2, NAMES.index("title") + 1).value or "") == allowed
    assert sheet.cell(2, NAMES.index("budget_nok") + 1).value == nok


def _is_kept(char: str) -> bool:
    code = ord(char)
    is_turning = 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069 or 0xFDD0 <= code <= 0xFDEF
    is_control = is_turning or (code < 32 and char not in "\t\n") or (0x7F <= code <= 0x9F and code != 0x85)
    return not is_control and not 0xD800 <= code <= 0xDFFF and code not in (0xFEFF, 0xFFFE, 0xFFFF)


@given(st.lists(st.text(max_size=45), max_size=12))
def test_sheet_names_are_valid_and_unique(titles: list[str]) -> None:
    names = sheet_names(titles, taken=("Om", "Alle treff"))
    lowered = [name.casefold() for name in names]
    assert len(names) == len(titles)
    assert len({*lowered, "om", "alle treff", "history"}) == len(names) + 3
    for name in names:
        assert name and len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\") and not name.startswith("'") and not name.endswith("'")


def test_sheet_names_keep_what_can_be_kept() -> None:
    assert sheet_names(["Om", "om", "Helse: [nå]/snart?", "''", "History"], taken=("Om",)) == [
        "Om (2)",
        "om (3)",
        "Helse nå snart",
        "Profil",
        "History (2)",
    ]


MAKE = """
import hashlib, sys
from pathlib import Path
sys.path[:0] = ["tests"]
import test_publish_workbook as t
rows, profiles = t.sample(Path(sys.argv[1]))
print(hashlib.sha256(t.workbook(rows, t.SHOWN, t.source_nights(), profiles).content).hexdigest())
"""


def test_the_same_rows_give_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    prints = []
    for number, seed in enumerate(("0", "4242")):
        (tmp_path / str(number)).mkdir()
        command = [sys.executable, "-c", MAKE, str(tmp_path / str(number))]
        run = subprocess.run(
            command,
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "TZ": "UTC" if number else "Asia/Tokyo"},
            capture_output=True,
            text=True,
            check=True,
        )
        prints.append(run.stdout.strip())
    (tmp_path / "here").mkdir()
    rows, profiles = sample(tmp_path / "here")
    here = hashlib.sha256(workbook(rows, SHOWN, source_nights(), profiles).content).hexdigest()
    assert prints == [here, here]


def test_another_night_gives_another_file_and_the_same_row_hash(tmp_path: Path) -> None:
    rows, profiles = sample(tmp_path)
    other = NightRow(date(2026, 9, 16), NIGHT, "0.1.0+abc", False, "ranked")
    one, two = (workbook(rows, night, source_nights(), profiles) for night in (SHOWN, other))
    assert one.content != two.content
    assert one.content_hash == two.content_hash
    assert about(two.content)["Demonstrasjon"] == "nei"
