"""The report: what stands on its first page, tags for those who listen, and the same bytes wherever it is made."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pypdfium2
from publish_samples import NIGHT, night_calls, source_nights
from selection_samples import rows_of

from calls.store.shapes import NightRow
from publish.night_rows import NightRows
from publish.report import report
from publish.rows import ProfileName
from publish.selection import Selection

ROOT = Path(__file__).resolve().parents[1]


def sample(minutes: int = 0, many: int = 6) -> NightRows:
    """Matches of one project with calls of every kind."""
    night = NightRow(NIGHT.date(), NIGHT + timedelta(minutes=minutes), "0.1.0+abc", True, "ranked")
    rows = rows_of(night_calls())[:many]
    rows["may_apply"], rows["because"], rows["missing"] = "vet ikke", "Fordi.", "En kommune må være med."
    names = [ProfileName("helseinn", "demens_hjemme", "Et godt liv hjemme med demens")]
    return NightRows(night, rows, names, source_nights("stale"), Selection(profile="demens_hjemme", sort="deadline"))


def texts(content: bytes) -> list[str]:
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pypdfium2.PdfDocument(content)]


def test_the_first_page_says_what_the_report_is() -> None:
    first = texts(report(sample()))[0]
    for told in (
        "Et godt liv hjemme med demens\nNatt til tirsdag 15. september 2026. Kjøringen begynte tirsdag 15. september",
        "Demonstrasjon: datoene er flyttet",
        "Alle utlysninger for prosjektet «Et godt liv hjemme med demens», sortert etter frist.\n6 utlysninger.",
        "Forskningsrådet delvis oppdatert mandag 14. september 2026",
        "1. Innovasjon med velferdsteknologi i kommunale tjenester",
        "Frist: onsdag 16. september 2026 kl. 13.00 (trinn 1 av 2) (i morgen kl. 13.00)",
        "Beløp: 8–16 mill. kroner",
        "Hvem kan søke: kommuner og helseforetak",
        "Kan dere søke: Vet ikke. Fordi.",
        "Partner som mangler: En kommune må være med.",
        "Adresse: https://www.forskningsradet.no/utlysninger/2026/velferdsteknologi/",
        "Side 1 av 2",
    ):
        assert told in first


def test_no_match_is_said() -> None:
    [page] = texts(report(sample(many=0)))
    assert "Ingen utlysninger.\n" in page and "Ingen utlysninger passer med utvalget." in page


def test_a_report_is_tagged_and_says_its_language() -> None:
    content = report(sample())
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"/Marked true", b"pdfuaid", b"(nb)"):
        assert mark in content
    assert pypdfium2.PdfDocument(content).get_metadata_dict()["Title"] == "Et godt liv hjemme med demens"


MAKE = """
import hashlib, sys
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]
import test_publish_report as t
print(hashlib.sha256(t.report(t.sample())).hexdigest())
"""


def test_the_same_rows_give_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    here = hashlib.sha256(report(sample())).hexdigest()
    for zone in ("UTC", "Asia/Tokyo"):
        environment = {"TZ": zone, "PATH": os.environ["PATH"], "HOME": str(tmp_path), "SOURCE_DATE_EPOCH": "1"}
        command = [sys.executable, "-c", MAKE, str(ROOT)]
        told = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
        assert told.stdout.strip() == here
    assert hashlib.sha256(report(sample(minutes=1))).hexdigest() != here
    assert str(ROOT).encode() not in report(sample())
