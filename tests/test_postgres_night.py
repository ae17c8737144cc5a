"""Whole nights on a database server: what is printed and exported is, byte for byte, what SQLite files give."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from night_samples import call, night_file, run
from postgres_server import PASSWORD, Server


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    with postgres.fresh() as address:
        yield address


def nights_give(home: Path, files: list[str], url: str | None) -> tuple[int, bytes, bytes, bytes]:
    """Exit code, calls, matches and workbook after these nights; says how long the nights took."""
    began = time.perf_counter()
    result = run(home, "night", *files, RADAR_DATABASE_URL=url)
    assert result.exit_code in (0, 3), result.output
    print(f"{'SQLite' if url is None else 'PostgreSQL'}: {time.perf_counter() - began:.1f} s")  # noqa: T201 - measured, not asserted
    assert PASSWORD not in result.output
    printed = [
        run(home, what, "--format", "json", RADAR_DATABASE_URL=url).stdout_bytes for what in ("calls", "matches")
    ]
    book = home / "treff.xlsx"
    assert run(home, "export", "--out", str(book), RADAR_DATABASE_URL=url).exit_code == 0
    assert PASSWORD not in run(home, "doctor", RADAR_DATABASE_URL=url).output
    return result.exit_code, printed[0], printed[1], book.read_bytes()


def test_the_bundled_nights_are_the_same_on_both(url: str, tmp_path: Path) -> None:
    on_server = nights_give(tmp_path / "server", [], url)
    in_files = nights_give(tmp_path / "files", [], None)
    assert len(in_files[1].splitlines()) >= 60
    assert len(in_files[2].splitlines()) > 100
    assert on_server == in_files
    assert not list((tmp_path / "server").glob("*.sqlite*"))


def test_nights_by_another_program_are_the_same_on_both(url: str, tmp_path: Path) -> None:
    files = []
    for number, slugs in enumerate((("a", "Aa", "z"), ("a", "z", "b"))):
        night = date(2026, 9, 1 + number)
        path = night_file(tmp_path / f"{night}.warc.gz", night, [call(slug) for slug in slugs])
        files += ["--replay", str(path)]
    on_server = nights_give(tmp_path / "server", files, url)
    assert on_server == nights_give(tmp_path / "files", files, None)
    assert len(on_server[1].splitlines()) == 4
