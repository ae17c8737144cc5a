"""The source in docs/add-a-source.md works as it stands there, as one file and with nothing else edited."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import test_sources_all
from foreign_warc import write_warc
from night_samples import lines, run

import pipelines.definitions  # noqa: F401 - its definitions are made while importing, and must not have the example
import sources
from sources.base import Source, UnreadablePage, all_sources

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "add-a-source.md"
LIST = "https://www.eksempelstiftelsen.example/utlysninger"
NIGHT = date(2026, 9, 16)
NEW_LABEL = "<dl class='fakta'><div><dt>Egenandel</dt><dd>Ti prosent</dd></div>"


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def _source_file() -> tuple[str, str]:
    """Where the guide says that the example belongs, and the example."""
    found = re.findall(
        r"^```python sources/(\S+)\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    assert len(found) == 1
    return found[0]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    """The example as one more file of the package, and gone afterwards."""
    name, code = _source_file()
    folder = tmp_path_factory.mktemp("one more source")
    (folder / name).write_text(code, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "__path__", [*sources.__path__, str(folder)])
        all_sources.cache_clear()
        try:
            yield all_sources()["eksempel"]
        finally:
            sys.modules.pop("sources.eksempel", None)
            vars(sources).pop("eksempel", None)
    all_sources.cache_clear()


@pytest.fixture(scope="module")
def home(source: Source, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which a night of the guide's own pages was run; the second call has a label that is new."""
    list_page, call_page = _blocks("html")
    other = call_page.replace("Trygg hjemme", "Frivillig innsats").replace('<dl class="fakta">', NEW_LABEL)
    other = other.replace("15. oktober 2026 kl. 12.00", "1. november 2026")
    html = "text/html; charset=utf-8"
    archive = write_warc(
        tmp_path_factory.mktemp("archive") / "eksempel.warc.gz",
        datetime(2026, 9, 16, 2, tzinfo=UTC),
        [
            (LIST, None, html, list_page.encode()),
            (f"{LIST}/trygg-hjemme", None, html, call_page.encode()),
            (f"{LIST}/frivillig-innsats", None, html, other.encode()),
        ],
    )
    folder = tmp_path_factory.mktemp("home")
    result = run(folder, "night", "--replay", str(archive))
    assert result.exit_code == 0, result.output
    assert re.search(r"^  eksempel +3 +2 +2 +0 +0 +1  fersk$", result.stdout, re.MULTILINE), result.stdout
    return folder


@pytest.fixture
def fixtures(source: Source, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The kept pages of every source, with those that were recorded of the example."""
    pages = tmp_path / "pages"
    shutil.copytree(test_sources_all.PAGES, pages)
    result = run(home, "sources", "record", "eksempel", "--out", str(pages / "eksempel"))
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    monkeypatch.setattr(test_sources_all, "PAGES", pages)
    monkeypatch.setattr(test_sources_all, "SOURCES", list(all_sources().values()))
    return pages


def test_is_one_file_under_eighty_lines_that_the_linters_accept(tmp_path: Path) -> None:
    name, code = _source_file()
    assert (name, len(code.splitlines()) < 80) == ("eksempel.py", True)
    path = tmp_path / name
    path.write_text(code, encoding="utf-8")
    for command in (("check",), ("format", "--check")):
        ruff = [
            sys.executable,
            "-m",
            "ruff",
            *command,
            "--no-cache",
            "--config",
            str(ROOT / "pyproject.toml"),
            str(path),
        ]
        assert subprocess.run(ruff, capture_output=True, check=False).returncode == 0


def test_nothing_else_in_the_code_knows_of_it() -> None:
    packages = (
        "assets",
        "bundle",
        "calls",
        "clusters",
        "matching",
        "pipelines",
        "publish",
        "readers",
        "sources",
        "web",
    )
    paths = [
        path for package in packages for path in (ROOT / package).rglob("*.py") if "node_modules" not in path.parts
    ]
    assert len(paths) > 100
    knowing = [path for path in paths if re.search(r"eksempelstiftelsen|sources\.eksempel", path.read_text("utf-8"))]
    assert knowing == []


def test_the_night_reads_its_calls_with_their_values(home: Path) -> None:
    calls = {call["source_id"]: call for call in lines(run(home, "calls", "--source", "eksempel", "--format", "json"))}
    columns = ("title", "url", "funder", "status", "deadline_at", "award_ceiling_nok", "applicant_types", "full_text")
    text = "Formål\nEldre skal bo trygt hjemme med digital hjemmeoppfølging og velferdsteknologi."
    same = {
        "funder": "Eksempelstiftelsen",
        "status": "open",
        "award_ceiling_nok": 500_000,
        "applicant_types": ["kommune", "frivillig_org"],
        "full_text": text,
    }
    assert {key: {name: call[name] for name in columns} for key, call in calls.items()} == {
        "trygg-hjemme": {
            "title": "Trygg hjemme",
            "url": f"{LIST}/trygg-hjemme",
            "deadline_at": "2026-10-15T10:00:00Z",
            **same,
        },
        "frivillig-innsats": {
            "title": "Frivillig innsats",
            "url": f"{LIST}/frivillig-innsats",
            "deadline_at": "2026-11-01T22:59:00Z",
            **same,
        },
    }
    assert "Kari Nordmann" not in json.dumps(calls)


def test_the_night_ranks_its_calls(home: Path) -> None:
    matches = lines(run(home, "matches", "--format", "json"))
    assert {match["source"] for match in matches} == {"eksempel"}
    assert {match["source_id"] for match in matches} == {"trygg-hjemme", "frivillig-innsats"}
    assert max(match["score"] for match in matches) > 0


def test_it_is_listed(home: Path) -> None:
    listed = run(home, "sources", "list").stdout.splitlines()
    assert [bool(re.search(r"^eksempel +Eksempelstiftelsen +hentes ", line)) for line in listed].count(True) == 1
    assert [line for line in listed if line.endswith(f"data fra {NIGHT}, 1 avvik")] != []


def test_a_label_that_is_new_refutes_the_assumption(home: Path) -> None:
    result = run(home, "sources", "check", "eksempel")
    assert (result.exit_code, result.stdout) == (
        1,
        "[HOLDT IKKE] (likely) labels: every label of a call's box of facts is one that we know\n",
    )


def test_a_list_that_shows_fewer_than_it_says_is_not_complete(source: Source, fixtures: Path) -> None:
    folder = fixtures / "eksempel"
    text = (folder / "list.html").read_text("utf-8")
    page = test_sources_all._page(folder, {"file": "list.html", "content_type": "text/html"}, LIST, NIGHT.isoformat())
    assert source.index({"list": page}).is_complete
    (folder / "list.html").write_text(text.replace("2 utlysninger", "3 utlysninger"), "utf-8")
    page = test_sources_all._page(folder, {"file": "list.html", "content_type": "text/html"}, LIST, NIGHT.isoformat())
    listing = source.index({"list": page})
    assert (listing.is_complete, [issue.kind for issue in listing.issues]) == (False, ["count_mismatch"])
    (folder / "list.html").write_text(re.sub(r"<li>.*</li>", "", text), "utf-8")
    page = test_sources_all._page(folder, {"file": "list.html", "content_type": "text/html"}, LIST, NIGHT.isoformat())
    with pytest.raises(UnreadablePage, match=r"fant ingen «ul\.utlysninger > li»"):
        source.index({"list": page})


def test_its_recorded_pages_pass_the_tests_of_every_source(source: Source, fixtures: Path) -> None:
    assert sorted(path.name for path in (fixtures / "eksempel").iterdir()) == [
        "call.json",
        "frivillig-innsats.html",
        "list.html",
        "readings.json",
        "trygg-hjemme.html",
    ]
    issues = json.loads((fixtures / "eksempel" / "call.json").read_text("utf-8"))["issues"]
    readings = json.loads((fixtures / "eksempel" / "readings.json").read_text("utf-8"))
    assert issues == []
    assert [(one["kind"], one["text"]) for reading in readings for one in reading["issues"]] == [
        ("unknown_label", "Egenandel")
    ]
    for checked in all_sources().values():
        test_sources_all.test_refuses_the_lists_of_every_other_source(checked)
    test_sources_all.test_reads_its_own_pages(source)
    test_sources_all.test_refuses_a_foreign_page(source)
    test_sources_all.test_every_assumption_stands_in_the_docstring(source)


def test_is_gone_afterwards() -> None:
    command = "from sources.base import all_sources; assert 'eksempel' not in all_sources()"
    subprocess.run([sys.executable, "-c", command], cwd=ROOT, check=True)
