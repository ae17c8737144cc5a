"""Which nights are run when one is asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
import pytest
from night_samples import lines, run

from pipelines.cli.night import bundled_nights
from pipelines.headless import nights_to_run

A, B, C, D = (date(2026, 9, day) for day in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("wanted", "stored", "archived", "todo"),
    [
        ([B], [], [B], [B]),
        ([B], [], [A, B, C], [A, B]),
        ([C], [A, B], [A, B, C], [C]),
        ([A], [A, B], [A, B], [A, B]),
        ([D], [B], [A, B], [A, B, D]),
        ([D], [A, C], [A, B, C], [B, C, D]),
        ([A, C], [], [A, C], [A, C]),
    ],
)
def test_the_nights_that_hang_together(
    wanted: list[date], stored: list[date], archived: list[date], todo: list[date]
) -> None:
    assert nights_to_run(wanted, stored, archived) == todo


def test_a_later_night_that_is_not_archived_is_named() -> None:
    with pytest.raises(click.ClickException, match="mangler 2026-09-03"):
        nights_to_run([B], [A, C], [A, B])


def test_what_can_be_rebuilt_can_be_deleted(tmp_path: Path) -> None:
    home = tmp_path / "home"
    first, second = bundled_nights()
    assert run(home, "night", "--replay", str(first), str(second)).exit_code == 0
    before = [run(home, what, "--format", "json").stdout for what in ("calls", "matches")]
    for path in sorted(home.rglob("*"), reverse=True):
        if "archive" not in path.relative_to(home).parts:
            path.rmdir() if path.is_dir() else path.unlink()
    assert lines(run(home, "calls", "--format", "json")) == []
    result = run(home, "night", "--date", "2026-09-16")
    assert result.exit_code == 0
    assert "Natt 2026-09-15" in result.stdout, "the night before it comes back too"
    assert [run(home, what, "--format", "json").stdout for what in ("calls", "matches")] == before
